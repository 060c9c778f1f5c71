"""Emblems for some of the demo's organisations: one sign in a disc, painted by the program."""

import math

from cooperation.portal.demo.canvas import (
    AZURE,
    BRICK,
    CORAL,
    DEEP,
    FOAM,
    INK,
    LAVENDER,
    LIMESTONE,
    MINT,
    OCHRE,
    OLIVE,
    PINE,
    PLUM,
    SAND,
    SEA,
    SUN,
    Canvas,
    mix,
)

SIZE = 480
MIDDLE = SIZE / 2


def paint(name):
    canvas = Canvas(name, width=SIZE, height=SIZE, paper="#ffffff")
    globals()[f"_{name}"](canvas)
    return canvas.png()


def _badge(c, fill, rim):
    c.disc(MIDDLE, MIDDLE, 226, rim)
    c.disc(MIDDLE, MIDDLE, 206, LIMESTONE)
    c.disc(MIDDLE, MIDDLE, 194, fill)


def _lanterne(c):
    _badge(c, DEEP, SUN)
    c.disc(240, 250, 150, mix(DEEP, SUN, 0.18))
    c.disc(240, 250, 112, mix(DEEP, SUN, 0.36))
    c.arc(240, 140, 34, 180, 360, LIMESTONE, 9)
    c.rectangle(186, 142, 108, 24, OCHRE, radius=8)
    c.polygon([(190, 166), (290, 166), (318, 330), (162, 330)], SUN)
    c.polygon([(222, 166), (258, 166), (270, 330), (210, 330)], "#fff0b8")
    c.rectangle(154, 328, 172, 26, OCHRE, radius=8)


def _marmite(c):
    _badge(c, CORAL, BRICK)
    for x in (190, 240, 290):
        c.line([(x + 10 * math.sin(y / 14), y) for y in range(96, 176, 4)], LIMESTONE, 11)
    c.line([(112, 240), (368, 240)], INK, 34)
    c.rectangle(130, 204, 220, 26, LIMESTONE, radius=10)
    c.rectangle(130, 212, 220, 140, DEEP, radius=58)
    c.rectangle(130, 222, 220, 60, DEEP)
    for x in range(150, 340, 40):
        c.polygon([(x, 270), (x + 20, 240), (x + 40, 270)], SUN)


def _cle(c):
    _badge(c, SEA, DEEP)
    c.ring(240, 164, 66, SUN, 26)
    c.disc(240, 164, 16, SUN)
    c.rectangle(225, 222, 30, 158, SUN, radius=8)
    c.rectangle(250, 322, 56, 24, SUN, radius=6)
    c.rectangle(250, 276, 42, 24, SUN, radius=6)


def _pin(c):
    _badge(c, FOAM, PINE)
    c.disc(300, 180, 52, SUN)
    c.slice(MIDDLE, MIDDLE, 194, 22, 158, SEA)
    c.slice(MIDDLE, MIDDLE, 194, 42, 138, SAND)
    c.pine(232, 392, 220)


def _terrasse(c):
    _badge(c, "#fbe7c4", OLIVE)
    c.disc(240, 176, 58, OCHRE)
    for index, colour in enumerate((MINT, PINE, OLIVE, BRICK)):
        start = 12 + index * 15
        c.slice(MIDDLE, MIDDLE, 194 - index * 0.1, start, 180 - start, colour)
    c.line([(240, 330), (240, 205)], PINE, 12)
    c.leaf(240, 262, 82, -150, PINE)
    c.leaf(240, 240, 82, -30, "#3f7f4d")


def _vague(c):
    _badge(c, "#fbdca6", AZURE)
    c.disc(240, 214, 86, CORAL)
    for index, colour in enumerate((AZURE, SEA, DEEP)):
        y = 236 + index * 46
        half = math.sqrt(max(0, 194**2 - (y - MIDDLE) ** 2))
        crest = []
        for step in range(41):
            x = MIDDLE - half + step * half / 20
            crest.append((x, y + 12 * math.sin(step / 3.2 + index)))
        foot = []
        for step in range(41):
            turn = math.acos(half / 194) + step / 40 * (math.pi - 2 * math.acos(half / 194))
            foot.append((MIDDLE + 194 * math.cos(turn), MIDDLE + 194 * math.sin(turn)))
        c.polygon([*crest, *foot], colour)


def _barque(c):
    _badge(c, FOAM, SEA)
    c.polygon([(250, 110), (250, 262), (352, 262)], CORAL)
    c.polygon([(230, 140), (230, 262), (150, 262)], SUN)
    c.polygon([(104, 270), (240, 304), (240, 372), (136, 352)], LIMESTONE)
    c.polygon([(376, 270), (240, 304), (240, 372), (344, 352)], SAND)
    c.line([(104, 270), (240, 304), (376, 270)], DEEP, 9)
    c.line([(136, 352), (240, 372), (344, 352)], DEEP, 9)


def _roue(c):
    _badge(c, SUN, OCHRE)
    for spoke in range(12):
        turn = math.tau * spoke / 12
        c.line([(240, 240), (240 + 126 * math.cos(turn), 240 + 126 * math.sin(turn))], PINE, 6)
    c.ring(240, 240, 142, DEEP, 24)
    c.disc(240, 240, 30, DEEP)
    c.leaf(240, 240, 96, -60, PINE)
    c.disc(240, 240, 12, LIMESTONE)


def _rascasse(c):
    _badge(c, SEA, CORAL)
    c.polygon([(118, 190), (118, 300), (190, 245)], BRICK)
    c.polygon([(190, 175), (230, 120), (262, 150), (300, 120), (312, 178)], BRICK)
    c.ellipse(255, 246, 112, 84, CORAL)
    for x in (205, 240):
        c.arc(x, 246, 52, -50, 50, BRICK, 8)
    c.disc(312, 222, 20, LIMESTONE)
    c.disc(316, 222, 10, INK)
    c.ellipse(360, 258, 15, 20, DEEP)
    for x, y in ((352, 172), (308, 104)):
        c.ellipse(x, y, 15, 12, SUN)
        c.line([(x + 12, y), (x + 12, y - 44)], SUN, 6)


def _signes(c):
    _badge(c, LAVENDER, PLUM)
    for x, flip, colour in ((160, 1, PLUM), (320, -1, CORAL)):
        c.rectangle(x - 36, 196, 72, 150, colour, radius=26)
        for finger, height in enumerate((96, 112, 106, 84)):
            fx = x + (finger - 1.5) * 19
            c.line([(fx, 216), (fx, 216 - height)], colour, 16)
        c.line([(x + flip * 30, 270), (x + flip * 64, 226)], colour, 18)
    for y in (250, 290, 330):
        c.disc(240, y, 9, LIMESTONE)


def _aiguille(c):
    _badge(c, "#f4c98d", PLUM)
    c.line([(120 + step * 6, 292 + 46 * math.sin(step / 5)) for step in range(41)], PLUM, 11)
    c.line([(162, 346), (330, 130)], SEA, 17)
    c.line([(316, 148), (328, 133)], LIMESTONE, 6)
    for x, y, colour in ((150, 170, CORAL), (336, 330, PINE)):
        c.disc(x, y, 40, colour)
        c.ring(x, y, 32, LIMESTONE, 5)
        for dx, dy in ((-10, -10), (10, -10), (-10, 10), (10, 10)):
            c.disc(x + dx, y + dy, 5, LIMESTONE)


def _ronde(c):
    """The centre social: people around a table."""
    _badge(c, LIMESTONE, SEA)
    for index, colour in enumerate((CORAL, SUN, PINE, SEA, PLUM, OCHRE, MINT, AZURE)):
        turn = math.tau * index / 8
        x, y = 240 + 128 * math.cos(turn), 240 + 128 * math.sin(turn)
        c.disc(x, y, 44, colour)
        c.disc(240 + 128 * math.cos(turn), 240 + 128 * math.sin(turn), 20, mix(colour, LIMESTONE, 0.55))
    c.disc(240, 240, 74, SAND)
    c.disc(240, 240, 56, OCHRE)
    c.disc(240, 240, 40, SUN)
