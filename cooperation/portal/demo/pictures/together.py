"""Pictures of people, of what they say and of what they celebrate."""

import math

from cooperation.portal.demo.canvas import (
    AZURE,
    BRICK,
    BRIGHT,
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
    SKINS,
    SUN,
    WIDTH,
    mix,
)
from cooperation.portal.demo.pictures.register import picture


@picture("Dessin : trois rangs de choristes de tous âges, bouche ouverte, sous une pluie de notes rondes.")
def choeur(c):
    c.sky(DEEP, SEA, AZURE)
    for index in range(26):
        x, y = 60 + index * 44, 120 + 60 * math.sin(index * 0.8) + c.random.uniform(-50, 30)
        colour = BRIGHT[index % len(BRIGHT)] if index % 2 else LIMESTONE
        c.ellipse(x, y, 14, 11, colour)
        c.line([(x + 12, y), (x + 12, y - 48)], colour, 4)
        if index % 3 == 0:
            c.line([(x + 12, y - 48), (x + 28, y - 34)], colour, 5)
    hairs = (INK, "#5b3a24", "#d9d4c7", "#2a1a14", "#a5662c", "#8d8d8d")
    for row, (y, size, count) in enumerate(((470, 112, 9), (580, 128, 8), (700, 146, 7))):
        gap = WIDTH / count
        for index in range(count):
            x = gap * (index + 0.5)
            skin = SKINS[(index * 2 + row) % len(SKINS)]
            body = (CORAL, SUN, MINT, LIMESTONE, LAVENDER)[(index + row * 2) % 5]
            c.person(x, y, size, body, skin, hairs[(index + row) % len(hairs)])
            c.ellipse(x, y - size * 0.78, size * 0.09, size * 0.12, "#5a1f1f")
            for side in (-1, 1):
                eye = x + side * size * 0.12
                c.arc(eye, y - size * 0.93, size * 0.07, 200, 340, INK, 3)
        if y < HEIGHT:
            c.rectangle(0, y - 2, WIDTH, HEIGHT - y + 2, mix(DEEP, INK, 0.2 + 0.2 * row))


def _hand(c, x, y, size, colour, sleeve):
    palm = mix(colour, LIMESTONE, 0.1)
    c.rectangle(x - size * 0.26, y - size * 0.2, size * 0.52, size * 2.4, colour, radius=size * 0.2)
    c.rectangle(x - size * 0.34, y + size * 0.75, size * 0.68, size * 2.4, sleeve, radius=size * 0.08)
    c.rectangle(x - size * 0.34, y + size * 0.75, size * 0.68, size * 0.16, mix(sleeve, LIMESTONE, 0.45))
    for lean, length in ((-0.36, 0.92), (-0.12, 1.12), (0.12, 1.06), (0.35, 0.86)):
        c.line(
            [(x + lean * size * 0.8, y - size * 0.3), (x + lean * size * 1.35, y - size * length)],
            colour,
            size * 0.2,
        )
    c.line([(x + size * 0.3, y + size * 0.15), (x + size * 0.74, y - size * 0.3)], colour, size * 0.2)
    c.rectangle(x - size * 0.38, y - size * 0.5, size * 0.76, size * 0.86, colour, radius=size * 0.22)
    c.arc(x - size * 0.05, y + size * 0.12, size * 0.26, 200, 320, mix(palm, INK, 0.25), 4)


@picture("Dessin : des mains levées de toutes les couleurs, comme un bouquet, sur un fond bleu profond.")
def mains(c):
    c.sky(DEEP, SEA, "#1c6a93")
    for radius, share in ((520, 0.06), (400, 0.1), (280, 0.16)):
        c.disc(600, 560, radius, mix(SEA, SUN, share))
    tones = (*SKINS, CORAL, SUN, MINT)
    sleeves = (SUN, CORAL, FOAM, OCHRE, LIMESTONE, MINT, LAVENDER)
    for row, (base, size, count) in enumerate(((350, 96, 7), (450, 112, 6), (570, 122, 7))):
        for index in range(count):
            x = WIDTH * (index + 0.5) / count
            y = base + 34 * math.cos(index * 2.1 + row) + abs(x - 600) * 0.12
            _hand(
                c,
                x,
                y,
                size,
                tones[(index * 2 + row * 3) % len(tones)],
                sleeves[(index + row) % len(sleeves)],
            )


@picture(
    "Dessin : un terrain de football vu d’en haut, des joueurs en pastilles de couleur et un ballon blanc."
)
def ballon(c):
    for stripe in range(10):
        c.rectangle(stripe * 120, 0, 120, HEIGHT, "#3c7d50" if stripe % 2 else "#347247")
    white = "#eaf3e2"
    c.ring(600, 337, 118, white, 7)
    c.disc(600, 337, 11, white)
    c.line([(600, 0), (600, HEIGHT)], white, 7)
    for x in (-4, 1004):
        c.line([(x, 150), (x + 200, 150), (x + 200, 525), (x, 525), (x, 150)], white, 7)
    c.line([(20, 20), (1180, 20), (1180, 655), (20, 655), (20, 20)], white, 7)
    spots = [
        (170, 330),
        (330, 150),
        (350, 510),
        (480, 300),
        (520, 470),
        (735, 190),
        (690, 395),
        (860, 300),
        (880, 520),
        (1040, 340),
    ]
    for index, (x, y) in enumerate(spots):
        x, y = x + c.random.randint(-24, 24), y + c.random.randint(-24, 24)
        shirt = CORAL if index % 2 else SUN
        c.ellipse(x + 14, y + 18, 46, 40, "#255a38")
        c.ellipse(x, y, 46, 34, shirt)
        c.ellipse(x - 38, y + 8, 17, 15, SKINS[index % 6])
        c.ellipse(x + 38, y + 8, 17, 15, SKINS[index % 6])
        c.disc(x, y, 25, SKINS[index % 6])
        c.disc(x, y - 3, 24, ("#2a1a14", "#5b3a24", INK)[index % 3])
    x, y = 612, 262
    c.ellipse(x + 12, y + 14, 34, 30, "#255a38")
    c.disc(x, y, 34, "#ffffff")
    c.disc(x, y, 11, INK)
    for index in range(5):
        turn = math.tau * index / 5 - math.pi / 2
        c.disc(x + 27 * math.cos(turn), y + 27 * math.sin(turn), 7, INK)


@picture(
    "Dessin : une place le soir, des fanions et des lampions tendus entre les façades, des voisins attablés."
)
def fete(c):
    c.sky("#123a5c", "#5b5f8c", "#e59a6a", "#f8cf95", bottom=470)
    facades = ["#e9a38b", "#f4c98d", "#cfe3d2", "#f2b9a3", "#f6e2b3", "#dcd3ee"]
    x = -30
    for index in range(6):
        width, height = c.random.randint(205, 240), c.random.randint(250, 360)
        wall = mix(facades[index], "#5b3a5c", 0.32)
        c.rectangle(x, 500 - height, width, height, wall)
        c.rectangle(x - 6, 500 - height - 14, width + 12, 20, mix(BRICK, INK, 0.2), radius=5)
        for row in range(3):
            for column in range(3):
                wx, wy = x + 24 + column * (width - 48) / 3, 500 - height + 34 + row * 84
                if wy > 420:
                    continue
                lit = c.random.random() < 0.55
                c.rectangle(wx, wy, 38, 54, "#ffe5a0" if lit else mix(wall, DEEP, 0.55), radius=4)
                c.rectangle(wx - 13, wy, 11, 54, mix(SEA, wall, 0.25))
                c.rectangle(wx + 40, wy, 11, 54, mix(SEA, wall, 0.25))
        x += width
    c.rectangle(0, 498, WIDTH, 180, "#b98f6a")
    c.ellipse(600, 700, 760, 170, "#cfa57c")
    tints = [CORAL, SUN, FOAM, MINT, LAVENDER]
    c.bunting((-20, 70), (620, 40), 60, tints, count=13)
    c.bunting((580, 40), (1220, 80), 62, tints[::-1], count=13)
    c.bunting((-20, 205), (1220, 190), 58, tints, count=22, size=28)
    for index in range(8):
        lx, ly = 90 + index * 148, 330 + 26 * math.sin(index * 1.9)
        c.line([(lx, ly - 90), (lx, ly - 26)], INK, 2)
        c.disc(lx, ly, 38, mix("#b9836f", SUN, 0.35))
        c.disc(lx, ly, 26, tints[index % 5] if index % 2 else SUN)
        c.ellipse(lx, ly, 10, 26, mix(SUN, LIMESTONE, 0.5))
    for index in range(11):
        px = 70 + index * 106
        c.person(
            px,
            590,
            74 + index % 3 * 7,
            BRIGHT[index % 8],
            SKINS[index % 6],
            (INK, "#5b3a24", "#d9d4c7")[index % 3],
        )
    c.rectangle(0, 572, WIDTH, 24, LIMESTONE)
    c.rectangle(0, 594, WIDTH, 84, "#f3dfd0")
    for index in range(30):
        c.polygon(
            [(index * 40, 594), (index * 40 + 40, 594), (index * 40 + 20, 622)], CORAL if index % 2 else SEA
        )
    for index in range(11):
        px = 124 + index * 106
        c.ellipse(px, 570, 28, 9, (SUN, MINT, CORAL)[index % 3])
        c.ellipse(px, 564, 18, 9, ("#8a5632", PINE, OCHRE)[index % 3])


@picture("Dessin : un micro de radio d’où partent des ondes colorées jusqu’aux bords de l’affiche.")
def radio(c):
    c.rectangle(0, 0, WIDTH, HEIGHT, DEEP)
    colours = [SEA, AZURE, MINT, SUN, OCHRE, CORAL, PLUM]
    for index in range(14, 0, -1):
        c.disc(600, 330, 90 + index * 52, colours[index % 7])
        c.disc(600, 330, 90 + index * 52 - 22, mix(colours[index % 7], DEEP, 0.55))
    c.disc(600, 330, 128, LIMESTONE)
    c.rectangle(588, 470, 24, 150, INK)
    c.rectangle(500, 600, 200, 26, INK, radius=13)
    c.arc(600, 330, 150, 0, 180, INK, 16)
    c.rectangle(530, 190, 140, 260, mix(CORAL, INK, 0.15), radius=70)
    c.rectangle(524, 186, 140, 260, CORAL, radius=70)
    for y in range(222, 330, 24):
        c.line([(552, y), (636, y)], BRICK, 8)
    c.rectangle(524, 345, 140, 18, SUN)
    c.disc(594, 398, 14, LIMESTONE)


@picture("Dessin : trois tambours peints de motifs géométriques, devant un soleil rouge et des palmes.")
def tambours(c):
    c.sky("#f6d59b", "#f2b44b", "#e88a4a")
    c.disc(600, 300, 250, mix(CORAL, SUN, 0.35))
    c.disc(600, 300, 205, CORAL)
    for x, flip in ((60, 1), (1140, -1)):
        for step in range(9):
            angle = -88 + flip * step * 14
            c.leaf(x, 560, 420 - step * 22, angle, PINE if step % 2 else "#3f7f4d")
    c.rectangle(0, 590, WIDTH, 90, BRICK)
    for x in range(0, WIDTH, 60):
        c.polygon([(x, 590), (x + 60, 590), (x + 30, 636)], OCHRE if x % 120 else SUN)
    drums = ((330, 470, 150, 260, SEA), (870, 470, 150, 260, PLUM), (600, 520, 190, 340, PINE))
    for x, y, width, height, colour in drums:
        top, foot = y - height / 2 - 20, y + height / 2 - 40
        narrow = width * 0.62
        c.ellipse(x, foot, narrow, width * 0.2, mix(colour, INK, 0.45))
        c.polygon([(x - width, top), (x + width, top), (x + narrow, foot), (x - narrow, foot)], colour)
        for band, tint in ((0.3, SUN), (0.62, CORAL)):
            y1 = top + (foot - top) * band
            half = width + (narrow - width) * band
            c.rectangle(x - half, y1, half * 2, 46, LIMESTONE)
            count = 6
            for index in range(count):
                px = x - half + index * half * 2 / count
                step = half * 2 / count
                c.polygon([(px, y1 + 42), (px + step / 2, y1 + 6), (px + step, y1 + 42)], tint)
        c.ellipse(x, top + 6, width + 8, width * 0.27, mix(colour, INK, 0.4))
        c.ellipse(x, top, width + 6, width * 0.26, "#8a5632")
        c.ellipse(x, top - 3, width - 8, width * 0.22, "#f7e6c4")
        c.ellipse(x, top - 3, width * 0.42, width * 0.095, "#e6c996")


@picture("Dessin : un téléphone géant d’où sortent des bulles de conversation colorées.")
def telephone(c):
    c.sky("#dff0ee", "#fbf0da")
    for _bubble in range(40):
        c.disc(
            c.random.uniform(0, WIDTH),
            c.random.uniform(0, HEIGHT),
            c.random.uniform(4, 12),
            mix(MINT, LIMESTONE, 0.45),
        )
    c.rectangle(447, 58, 306, 584, mix(SAND, INK, 0.25), radius=46)
    c.rectangle(435, 46, 306, 584, INK, radius=46)
    c.rectangle(453, 84, 270, 506, FOAM, radius=16)
    c.rectangle(545, 60, 86, 10, "#4a5961", radius=5)
    c.ring(588, 610, 13, "#4a5961", 3)
    c.sun(588, 225, 62, glow=FOAM)
    for index, colour in enumerate((AZURE, "#2f86ab", SEA, DEEP)):
        c.rectangle(
            453, 330 + index * 65, 270, 70 if index < 3 else 65, colour, radius=16 if index == 3 else 0
        )
    c.boat(588, 350, 96)
    bubbles = [
        (60, 70, 320, 120, CORAL, 1),
        (110, 262, 270, 110, SUN, 1),
        (50, 440, 330, 130, MINT, 1),
        (800, 60, 300, 110, SEA, -1),
        (830, 246, 320, 130, OCHRE, -1),
        (800, 454, 270, 110, PLUM, -1),
    ]
    for x, y, width, height, colour, side in bubbles:
        tip = x + width if side > 0 else x
        c.polygon(
            [
                (tip - side * 40, y + 40),
                (tip + side * 46, y + height * 0.62),
                (tip - side * 40, y + height - 26),
            ],
            colour,
        )
        c.rectangle(x, y, width, height, colour, radius=36)
        for line in range(2 if height < 125 else 3):
            length = width * (0.72 - 0.16 * line)
            c.rectangle(x + 36, y + 32 + line * 28, length, 13, mix(colour, LIMESTONE, 0.7), radius=6)


@picture("Dessin : un grand cœur fait de feuilles vertes et menthe, sur un fond clair.")
def coeur(c):
    c.sky("#e6f4ec", "#fbf3e0")
    for radius, share in ((330, 0.12), (260, 0.2)):
        c.disc(600, 335, radius, mix("#f3f4e6", MINT, share))

    def on_heart(turn, scale):
        x = 16 * math.sin(turn) ** 3
        y = 13 * math.cos(turn) - 5 * math.cos(2 * turn) - 2 * math.cos(3 * turn) - math.cos(4 * turn)
        return 600 + x * scale, 325 - y * scale

    greens = [PINE, "#3f7f4d", "#5fa377", MINT, OLIVE, "#a9c77a", SUN, CORAL]
    for ring, scale in enumerate((17.5, 14, 10.5, 7, 3.6)):
        count = 46 - ring * 9
        for index in range(count):
            turn = math.tau * index / count + ring * 0.07
            x, y = on_heart(turn, scale)
            ahead = on_heart(turn + 0.12, scale)
            angle = math.degrees(math.atan2(ahead[1] - y, ahead[0] - x)) + c.random.uniform(-45, 10)
            colour = greens[6] if c.random.random() < 0.07 else c.random.choice(greens[:6])
            if c.random.random() < 0.05:
                colour = greens[7]
            c.leaf(x, y, 78 - ring * 5, angle, colour)
    for side in (-1, 1):
        for step in range(7):
            x, y = 600 + side * (345 + step * 32), 520 - step * 46
            c.leaf(x, y, 74, -50 if side > 0 else -130, greens[step % 4])
            c.leaf(x, y, 74, -5 if side > 0 else 185, greens[(step + 2) % 4])
        c.line([(600 + side * 320, 560), (600 + side * (345 + 7 * 32), 200)], PINE, 6)
