"""Where a schema.org event takes place: Place, PostalAddress, VirtualLocation, or words."""

from typing import NamedTuple
from urllib.parse import urljoin

from . import text
from .nodes import Node


class Where(NamedTuple):
    name: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    online_url: str = ""


def read(event: Node, page: str) -> Where:
    """The first place, and the first address to join from afar."""
    where, online = Where(), ""
    for value in event.values("location"):
        if isinstance(value, str):
            if joined := text.web_address(value):
                online = online or joined
            elif where == Where():
                where = Where(*text.place_and_address(value))
        elif isinstance(value, dict):
            node = event.resolved(value)
            if "VirtualLocation" in node.types:
                online = online or _online(node, page)
            elif where == Where():
                where = _place(node)
    return where._replace(online_url=online)


def _online(node: Node, page: str) -> str:
    try:
        return text.web_address(urljoin(page, node.text("url", "@id")))
    except ValueError:
        return ""


def _place(node: Node) -> Where:
    if "PostalAddress" in node.types:
        return Where(text.one_line(node.text("name"), 100), _postal(node))
    parts = node.values("address")
    lines = [
        _postal(node.resolved(part)) if isinstance(part, dict) else text.one_line(part, 255)
        for part in parts
        if isinstance(part, dict | str)
    ]
    name, address = text.one_line(node.text("name"), 100), lines[0] if lines else ""
    if not name and address:
        name, address = text.place_and_address(address)
    geo = next(iter(node.nodes("geo")), node)
    latitude, longitude = text.coordinates(geo.text("latitude"), geo.text("longitude"))
    return Where(name, address, latitude, longitude)


def _postal(node: Node) -> str:
    """Street, then postal code and town; the country is of no use in a district."""
    town = " ".join(filter(None, (node.text("postalCode"), node.text("addressLocality"))))
    street = node.text("streetAddress")
    if town and town.casefold() in street.casefold():
        town = ""
    return text.one_line(", ".join(filter(None, (street, town))), 255)
