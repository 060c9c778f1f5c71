"""The demo's initiatives: ten sheets, those that were made after them, and some that are being written or read."""

from cooperation.portal.demo.initiatives.writing import write

__all__ = ["write"]
