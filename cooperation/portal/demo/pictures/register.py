"""The pictures by name, each with the words that stand for it."""

from cooperation.portal.demo.canvas import Canvas

PAINTERS = {}
ALT = {}


def picture(alt):
    """A function that paints on a canvas; `alt` says what it shows to those who don't see it."""

    def register(painter):
        PAINTERS[painter.__name__] = painter
        ALT[painter.__name__] = alt
        return painter

    return register


def paint(name, seed):
    """The PNG of a picture; another `seed` is another print of the same scene."""
    canvas = Canvas(f"{name} {seed}")
    PAINTERS[name](canvas)
    return canvas.png()
