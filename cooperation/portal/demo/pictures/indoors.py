"""Pictures of tables, stages and workshops."""

import math

from cooperation.portal.demo.canvas import (
    AZURE,
    BRICK,
    CORAL,
    DEEP,
    FOAM,
    HEIGHT,
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
    WIDTH,
    mix,
)
from cooperation.portal.demo.pictures.register import picture


@picture("Dessin : une pile de livres colorés au bord de l’eau ; un livre ouvert vogue comme une barque.")
def livres(c):
    c.sky("#fbe7c4", "#f7d3a0", bottom=430)
    c.sun(250, 190, 78, glow="#f9dfb4")
    c.waves(400, [AZURE, "#2f86ab", SEA, DEEP], height=9)
    colours = [BRICK, SEA, OCHRE, PINE, PLUM, CORAL]
    y = 600
    for index in range(6):
        width = 400 - index * 22 + c.random.randint(-18, 18)
        x = 935 - width / 2 + c.random.randint(-22, 22)
        c.rectangle(x, y - 58, width, 54, colours[index], radius=8)
        c.rectangle(x + width - 40, y - 51, 44, 40, LIMESTONE, radius=4)
        c.rectangle(x + 34, y - 58, 12, 54, mix(colours[index], LIMESTONE, 0.55))
        y -= 58
    c.pine(905, y + 2, 120)
    # The open book that sails away.
    c.polygon([(170, 470), (400, 512), (630, 470), (560, 585), (400, 605), (240, 585)], BRICK)
    c.polygon([(190, 448), (400, 500), (400, 580), (232, 560)], LIMESTONE)
    c.polygon([(610, 448), (400, 500), (400, 580), (568, 560)], SAND)
    for line in range(4):
        y = 480 + line * 19
        c.line([(232 + line * 8, y - 12), (375, y + 22)], "#c9b78f", 4)
        c.line([(425, y + 22), (568 - line * 8, y - 12)], "#b8a274", 4)
    c.line([(400, 505), (400, 245)], INK, 6)
    c.polygon([(410, 255), (410, 460), (560, 455)], CORAL)
    c.polygon([(390, 290), (390, 462), (275, 446)], LIMESTONE)
    c.waves(585, [SEA, DEEP], height=8, length=200)


@picture("Dessin : un grand plat de couscous fumant, vu d’en haut, sur une nappe à carreaux de faïence.")
def couscous(c):
    c.rectangle(0, 0, WIDTH, HEIGHT, LIMESTONE)
    size = 75
    for row in range(9):
        for column in range(16):
            x, y = column * size, row * size
            c.rectangle(x, y, size, size, SAND if (row + column) % 2 else "#fbf0da")
            colour = SEA if (row + column) % 2 else CORAL
            for angle in (45, 135, 225, 315):
                c.leaf(x + size / 2, y + size / 2, 32, angle, mix(colour, LIMESTONE, 0.25))
            c.disc(x + size / 2, y + size / 2, 6, SUN)
    x, y = 600, 338
    c.ellipse(x + 12, y + 18, 300, 300, mix(SAND, INK, 0.28))
    c.disc(x, y, 300, SEA)
    c.disc(x, y, 286, LIMESTONE)
    for index in range(36):
        turn = math.tau * index / 36
        c.disc(
            x + 262 * math.cos(turn),
            y + 262 * math.sin(turn),
            11 if index % 2 else 7,
            CORAL if index % 2 else SEA,
        )
    c.disc(x, y, 238, mix(SEA, LIMESTONE, 0.15))
    c.disc(x, y, 230, "#eec878")
    for _grain in range(520):
        turn, far = c.random.uniform(0, math.tau), 226 * math.sqrt(c.random.random())
        c.disc(x + far * math.cos(turn), y + far * math.sin(turn), 4, c.random.choice(["#f7dc9c", "#dfae52"]))
    for index in range(12):
        turn, far = math.tau * index / 12 + 0.2, c.random.randint(120, 180)
        px, py = x + far * math.cos(turn), y + far * math.sin(turn)
        if index % 3 == 0:
            c.line([(px - 34, py - 12), (px + 34, py + 12)], "#e07b2e", 30)
        elif index % 3 == 1:
            c.line([(px - 26, py + 22), (px + 26, py - 22)], PINE, 32)
            c.line([(px - 24, py + 20), (px + 24, py - 20)], mix(PINE, LIMESTONE, 0.55), 14)
        else:
            c.disc(px, py, 32, CORAL)
            c.disc(px, py, 21, mix(CORAL, LIMESTONE, 0.3))
    for _pea in range(34):
        turn, far = c.random.uniform(0, math.tau), c.random.uniform(10, 190)
        c.disc(x + far * math.cos(turn), y + far * math.sin(turn), 11, "#e9c27b")
        c.disc(x + far * math.cos(turn) - 2, y + far * math.sin(turn) - 2, 6, "#f6dfae")
    for angle in range(0, 360, 60):
        c.leaf(x, y, 62, angle, "#4b9460")


@picture("Dessin : des tasses de café et de thé vues d’en haut, serrées sur une table, avec un gâteau.")
def tasses(c):
    c.rectangle(0, 0, WIDTH, HEIGHT, "#c98d54")
    for y in range(0, HEIGHT, 75):
        c.rectangle(0, y, WIDTH, 4, "#b37840")
    spots = [
        (150, 130, 105),
        (420, 110, 92),
        (1040, 140, 112),
        (140, 420, 100),
        (385, 400, 118),
        (860, 510, 104),
        (1100, 455, 94),
        (250, 630, 90),
        (580, 610, 86),
        (750, 120, 78),
    ]
    saucers = [LIMESTONE, MINT, CORAL, FOAM, SUN, LAVENDER, "#f4c98d"]
    for index, (x, y, size) in enumerate(spots):
        c.disc(x + 9, y + 13, size, "#96602f")
        c.disc(x, y, size, saucers[index % 7])
        c.ring(x, y, size * 0.93, mix(saucers[index % 7], INK, 0.14), 5)
        turn = c.random.uniform(0, math.tau)
        handle = (x + size * 0.66 * math.cos(turn), y + size * 0.66 * math.sin(turn))
        c.line([(x, y), handle], LIMESTONE, size * 0.2)
        c.disc(x, y, size * 0.6, LIMESTONE)
        drink = ("#5b3219", "#b5651d", "#7a9440")[index % 3]
        c.disc(x, y, size * 0.5, drink)
        c.arc(x, y, size * 0.42, 190, 260, mix(drink, LIMESTONE, 0.5), 6)
        if index % 3 == 2:
            for angle in (20, 140, 260):
                c.leaf(x, y, size * 0.36, angle, PINE)
    x, y = 735, 320
    c.disc(x + 9, y + 14, 168, "#96602f")
    c.disc(x, y, 168, FOAM)
    c.disc(x, y, 136, "#d98f3f")
    c.disc(x, y, 120, "#f0b65f")
    for index in range(8):
        turn = math.tau * index / 8
        c.line([(x, y), (x + 118 * math.cos(turn), y + 118 * math.sin(turn))], "#c97a2c", 4)
        far = turn + math.pi / 8
        c.disc(x + 78 * math.cos(far), y + 78 * math.sin(far), 17, "#fff3dc")
        c.leaf(x + 78 * math.cos(far) - 11, y + 78 * math.sin(far), 24, 0, "#b5651d")
    c.slice(x, y, 137, 0, 45, FOAM)


@picture("Dessin : un rideau rouge ouvert sur une scène ; deux masques, l’un qui rit, l’autre qui rêve.")
def theatre(c):
    c.sky("#2a1020", "#5b1c34", "#8a2f3d")
    c.polygon([(420, 0), (780, 0), (1010, 600), (190, 600)], "#a2503f")
    c.polygon([(520, 0), (680, 0), (860, 600), (340, 600)], "#c97a4c")
    c.ellipse(600, 590, 330, 60, "#f0c98a")
    c.rectangle(0, 600, WIDTH, 80, "#5b3220")
    for x in range(0, WIDTH, 150):
        c.rectangle(x, 600, 4, 80, "#44230f")
    for side in (0, 1):
        for fold in range(6):
            x = fold * 58 if side == 0 else WIDTH - (fold + 1) * 58
            c.rectangle(x, 0, 58, 620 - fold * 26, BRICK if fold % 2 else "#c2452f", radius=22)
    for fold in range(12):
        c.slice(50 + fold * 100, 30, 66, 0, 180, "#c2452f" if fold % 2 else BRICK)
    c.rectangle(0, 0, WIDTH, 34, "#8f2f1d")
    c.rectangle(0, 32, WIDTH, 8, SUN)
    for x, y, face, mood in ((475, 330, SUN, 1), (730, 360, FOAM, -1)):
        c.ellipse(x, y, 132, 160, mix(face, INK, 0.25))
        c.ellipse(x - 6, y - 6, 130, 158, face)
        for eye in (-52, 46):
            c.ellipse(x + eye, y - 40, 27, 17, INK)
            if mood < 0:
                c.rectangle(x + eye - 32, y - 62, 64, 22, face)
            c.arc(x + eye, y - 58, 38, 205, 335, mix(face, INK, 0.55), 7)
        c.polygon([(x - 6, y - 20), (x + 14, y + 32), (x - 20, y + 32)], mix(face, INK, 0.2))
        if mood > 0:
            c.slice(x - 4, y + 52, 62, 0, 180, INK)
            c.slice(x - 4, y + 78, 36, 10, 170, CORAL)
        else:
            c.arc(x - 4, y + 82, 32, 20, 160, INK, 9)
        c.disc(x - 78, y + 28, 20, mix(face, CORAL, 0.5))
        c.disc(x + 68, y + 28, 20, mix(face, CORAL, 0.5))


@picture("Dessin : un patchwork de tissus cousus, une bobine de fil et une aiguille.")
def couture(c):
    size = 135
    tints = [CORAL, "#f4c98d", SEA, MINT, SUN, PLUM, FOAM, OCHRE, LAVENDER, OLIVE]
    for row in range(5):
        for column in range(9):
            x, y = column * size - 5, row * size
            first, second = c.random.sample(tints, 2)
            c.rectangle(x, y, size, size, first)
            match c.random.randrange(5):
                case 0:
                    for dot in range(16):
                        c.disc(x + 20 + dot % 4 * 32, y + 20 + dot // 4 * 32, 8, second)
                case 1:
                    for band in range(4):
                        c.rectangle(x, y + 12 + band * 34, size, 14, second)
                case 2:
                    c.polygon([(x, y), (x + size, y), (x, y + size)], second)
                case 3:
                    for angle in range(0, 360, 45):
                        c.leaf(x + size / 2, y + size / 2, 52, angle, second)
                    c.disc(x + size / 2, y + size / 2, 13, first)
                case _:
                    c.polygon(
                        [
                            (x + size / 2, y + 12),
                            (x + size - 12, y + size / 2),
                            (x + size / 2, y + size - 12),
                            (x + 12, y + size / 2),
                        ],
                        second,
                    )
                    c.disc(x + size / 2, y + size / 2, 20, first)
    for row in range(1, 5):
        for x in range(4, WIDTH, 26):
            c.line([(x, row * size), (x + 13, row * size)], LIMESTONE, 5)
    for column in range(1, 9):
        for y in range(4, HEIGHT, 26):
            c.line([(column * size - 5, y), (column * size - 5, y + 13)], LIMESTONE, 5)
    thread = [(790 + step * 9, 300 + 120 * math.sin(step / 6) + step * 4) for step in range(34)]
    c.line(thread, LIMESTONE, 14)
    c.line(thread, BRICK, 9)
    c.rectangle(660, 210, 210, 210, LIMESTONE, radius=20)
    c.rectangle(690, 228, 150, 174, BRICK, radius=12)
    for y in range(240, 398, 15):
        c.line([(692, y + 8), (838, y)], mix(BRICK, LIMESTONE, 0.28), 4)
    c.rectangle(650, 196, 230, 34, "#8a5632", radius=12)
    c.rectangle(650, 402, 230, 34, "#8a5632", radius=12)
    c.line([(260, 520), (560, 160)], LIMESTONE, 20)
    c.line([(260, 520), (560, 160)], "#9fb2bd", 12)
    c.line([(542, 182), (556, 165)], INK, 4)


@picture("Dessin : des dés, des pions et des cubes de bois géants posés sur un damier.")
def jeux(c):
    for row in range(9):
        for column in range(13):
            tint = "#f0d4a0" if (row + column) % 2 else "#fbf0da"
            c.rectangle(column * 96 - 20, row * 96 - 60, 96, 96, tint)

    def cube(x, y, size, colour):
        light, dark = mix(colour, LIMESTONE, 0.35), mix(colour, INK, 0.25)
        c.polygon([(x, y - size), (x + size, y - size * 0.5), (x, y), (x - size, y - size * 0.5)], light)
        c.polygon(
            [(x - size, y - size * 0.5), (x, y), (x, y + size * 1.1), (x - size, y + size * 0.6)], colour
        )
        c.polygon([(x + size, y - size * 0.5), (x, y), (x, y + size * 1.1), (x + size, y + size * 0.6)], dark)

    def pips(x, y, size, tint):
        c.ellipse(x, y - size * 0.5, size * 0.15, size * 0.08, tint)
        for dx, dy in ((-0.72, 0.0), (-0.5, 0.32), (-0.28, 0.62)):
            c.ellipse(x + dx * size, y + dy * size, size * 0.09, size * 0.13, tint)
        for dx, dy in ((0.3, 0.3), (0.7, 0.55), (0.3, 0.74), (0.7, 0.1)):
            c.ellipse(x + dx * size, y + dy * size, size * 0.09, size * 0.13, tint)

    def pawn(x, y, size, colour):
        c.ellipse(x + 12, y + 8, size * 0.7, size * 0.24, "#dcb977")
        c.ellipse(x, y, size * 0.62, size * 0.22, mix(colour, INK, 0.3))
        c.polygon(
            [
                (x - size * 0.58, y),
                (x + size * 0.58, y),
                (x + size * 0.2, y - size * 1.2),
                (x - size * 0.2, y - size * 1.2),
            ],
            colour,
        )
        c.disc(x, y - size * 1.4, size * 0.42, colour)
        c.disc(x - size * 0.12, y - size * 1.52, size * 0.13, mix(colour, LIMESTONE, 0.55))

    pawn(175, 300, 105, PINE)
    pawn(1050, 285, 100, PLUM)
    cube(600, 190, 105, SUN)
    cube(495, 352, 105, CORAL)
    cube(705, 352, 105, AZURE)
    cube(290, 500, 120, SEA)
    pips(290, 500, 120, LIMESTONE)
    cube(930, 490, 128, LIMESTONE)
    pips(930, 490, 128, INK)
    pawn(600, 625, 115, OCHRE)
    pawn(110, 620, 95, CORAL)
    pawn(1120, 640, 100, MINT)


def _gear(c, x, y, radius, teeth, fill, hole):
    for tooth in range(teeth):
        turn = math.tau * tooth / teeth
        points = []
        for offset, far in ((-0.17, 0.98), (-0.1, 1.2), (0.1, 1.2), (0.17, 0.98)):
            angle = turn + offset * 16 / teeth
            points.append((x + radius * far * math.cos(angle), y + radius * far * math.sin(angle)))
        c.polygon(points, fill)
    c.disc(x, y, radius, fill)
    c.ring(x, y, radius * 0.82, mix(fill, INK, 0.18), 7)
    for spoke in range(6):
        turn = math.tau * spoke / 6
        c.disc(x + radius * 0.58 * math.cos(turn), y + radius * 0.58 * math.sin(turn), radius * 0.14, hole)
    c.disc(x, y, radius * 0.26, hole)
    c.disc(x, y, radius * 0.12, fill)


@picture("Dessin : des roues dentées, une clé et un tournevis assemblés en une joyeuse machine.")
def outils(c):
    c.rectangle(0, 0, WIDTH, HEIGHT, "#dcebe6")
    for x in range(0, WIDTH, 60):
        for y in range(0, HEIGHT, 60):
            c.disc(x + 30, y + 30, 3, "#b7d2cb")
    hole = "#dcebe6"
    _gear(c, 360, 300, 150, 14, SEA, hole)
    _gear(c, 640, 402, 118, 12, OCHRE, hole)
    _gear(c, 838, 238, 128, 12, CORAL, hole)
    _gear(c, 1030, 445, 108, 10, PINE, hole)
    _gear(c, 158, 530, 98, 10, SUN, hole)
    _gear(c, 585, 130, 76, 9, PLUM, hole)
    c.line([(260, 610), (520, 560)], "#6d7f88", 44)
    c.line([(260, 610), (520, 560)], "#90a2ab", 30)
    c.disc(552, 554, 62, "#90a2ab")
    c.polygon([(556, 552), (640, 505), (650, 570)], hole)
    c.disc(560, 552, 24, hole)
    c.line([(930, 90), (1050, 210)], "#90a2ab", 17)
    c.line([(1040, 200), (1120, 280)], "#8f2f1d", 56)
    c.line([(1040, 200), (1120, 280)], BRICK, 46)
    c.line([(1052, 202), (1112, 262)], CORAL, 10)
    for x, y in ((80, 90), (220, 120), (430, 60), (790, 590), (890, 610), (1140, 90), (60, 330)):
        c.disc(x, y, 22, "#8fb0a8")
        c.line([(x - 11, y + 7), (x + 11, y - 7)], "#5c7d76", 6)


@picture("Dessin : une rangée de portes colorées ; l’une est entrouverte et laisse passer la lumière.")
def portes(c):
    c.rectangle(0, 0, WIDTH, HEIGHT, "#f5dcb0")
    c.rectangle(0, 0, WIDTH, 120, "#f0cf98")
    for x in range(0, WIDTH, 60):
        c.slice(x + 30, 110, 30, 0, 180, "#c0603f" if x % 120 else BRICK)
    c.rectangle(0, 0, WIDTH, 112, "#b3512f")
    for x in range(0, WIDTH, 60):
        c.rectangle(x, 0, 4, 112, "#98401f")
    c.rectangle(0, 575, WIDTH, 100, "#cdb38a")
    c.rectangle(0, 575, WIDTH, 10, "#b39768")
    colours = [SEA, PINE, OCHRE, PLUM, CORAL]
    for index, colour in enumerate(colours):
        x = 62 + index * 228
        c.rectangle(x - 16, 205, 196, 372, LIMESTONE, radius=8)
        c.slice(x + 82, 213, 98, 180, 360, LIMESTONE)
        is_open = index == 2
        c.rectangle(x, 212, 164, 365, "#fff0b8" if is_open else colour)
        c.slice(x + 82, 213, 82, 180, 360, "#fff0b8" if is_open else mix(colour, FOAM, 0.55))
        if is_open:
            c.polygon([(x, 575), (x + 164, 575), (x + 300, 675), (x - 40, 675)], "#fbe6a6")
            c.polygon([(x, 213), (x - 62, 250), (x - 62, 606), (x, 577)], colour)
            c.polygon([(x - 10, 262), (x - 52, 284), (x - 52, 410), (x - 10, 398)], mix(colour, INK, 0.18))
            c.disc(x - 52, 440, 8, LIMESTONE)
        else:
            for spoke in range(1, 4):
                turn = math.pi + math.pi * spoke / 4
                c.line(
                    [(x + 82, 213), (x + 82 + 80 * math.cos(turn), 213 + 80 * math.sin(turn))], LIMESTONE, 6
                )
            dark = mix(colour, INK, 0.2)
            for px, py, height in (
                (x + 18, 240, 130),
                (x + 90, 240, 130),
                (x + 18, 396, 160),
                (x + 90, 396, 160),
            ):
                c.rectangle(px, py, 56, height, dark, radius=6)
            c.disc(x + 146, 384, 9, SUN)
    for x in (30, 262, 714, 946, 1170):
        c.rectangle(x - 24, 560, 48, 46, "#c0603f", radius=5)
        for angle in (-150, -120, -90, -60, -30):
            c.leaf(x, 565, 62, angle, PINE if angle % 60 else "#4b9460")


@picture("Dessin : des grenades et des abricots rangés comme un tissu imprimé, avec leurs feuilles.")
def grenades(c):
    c.rectangle(0, 0, WIDTH, HEIGHT, "#fbeed2")
    for row in range(-1, 5):
        for column in range(-1, 9):
            x, y = column * 168 + (row % 2) * 84 + 40, row * 158 + 62
            if (row + column) % 2:
                for angle in (-140, -40, 90):
                    c.leaf(x, y, 84, angle, PINE if angle == 90 else OLIVE)
                c.disc(x, y, 58, "#e88f3a")
                c.disc(x - 9, y - 9, 45, "#f2a94f")
                c.arc(x + 16, y, 52, 120, 245, "#cf7424", 6)
            else:
                for angle in (-150, -30):
                    c.leaf(x, y - 20, 96, angle, "#3f7f4d")
                c.polygon(
                    [
                        (x - 24, y - 88),
                        (x - 8, y - 70),
                        (x, y - 94),
                        (x + 8, y - 70),
                        (x + 24, y - 88),
                        (x + 15, y - 50),
                        (x - 15, y - 50),
                    ],
                    BRICK,
                )
                c.disc(x, y, 64, BRICK)
                c.disc(x - 5, y - 5, 58, "#c2452f")
                c.ellipse(x + 4, y + 4, 37, 40, "#f9dfc0")
                for seed in range(14):
                    turn, far = seed * 2.4, 6 + seed * 2.1
                    c.disc(x + 4 + far * math.cos(turn), y + 4 + far * 1.08 * math.sin(turn), 7.5, CORAL)
