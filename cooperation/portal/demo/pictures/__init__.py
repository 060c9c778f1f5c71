"""The demo's pictures: small posters painted by the program, nobody's photograph."""

from cooperation.portal.demo.pictures import indoors, outdoors, together
from cooperation.portal.demo.pictures.register import ALT, paint

__all__ = ["ALT", "indoors", "outdoors", "paint", "together"]
