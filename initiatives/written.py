"""What people send, as it is kept: typed on a phone, or pasted from a word processor."""

import re

# Tabs and line ends apart, no control character says anything; NUL can't even be stored.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2028\u2029\ufeff]")
# Bullets of word processors, at the start of a line; those of the private area are Wingdings'.
_BULLET = re.compile(r"^([ \t]*)[•·▪◦‣●○■□➢➔\uf0b7\uf0a7\uf0d8\uf076]\s*", re.MULTILINE)
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_BLANK = re.compile(r"\n{4,}")


def tidy(text):
    """The text with one kind of line end and of bullet, and nothing that can't be seen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _BULLET.sub(r"\1- ", _CONTROL.sub("", text))
    return _BLANK.sub("\n\n\n", _TRAILING.sub("", text)).strip("\n")
