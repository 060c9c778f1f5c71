"""Pictures of the sea, the hills and the open air."""

import math

from cooperation.portal.demo.canvas import (
    AZURE,
    BRICK,
    CORAL,
    DEEP,
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


@picture("Dessin : une calanque au matin, falaises claires, mer bleue et pins parasols sous un grand soleil.")
def calanque(c):
    c.sky("#8ecbe0", "#f6e6c0", "#f8c98c", bottom=420)
    c.sun(830, 235, 82, glow="#f4dfb4")
    c.ridge(330, 470, "#dcc9a3", roughness=50, step=130, shade="#c7b08a")
    c.waves(395, [AZURE, "#2f86ab", "#1c6a93", SEA, "#0a4468", DEEP], height=5)
    c.polygon(
        [(0, 120), (120, 92), (215, 175), (300, 190), (360, 330), (430, 372), (470, 520), (0, 560)], SAND
    )
    c.polygon([(120, 92), (215, 175), (190, 330), (240, 540), (110, 552), (150, 300)], "#e0c795")
    c.polygon([(300, 190), (360, 330), (430, 372), (470, 520), (330, 532), (345, 380)], "#d2b681")
    c.polygon([(1200, 210), (1105, 248), (1040, 390), (985, 425), (950, 560), (1200, 585)], SAND)
    c.polygon([(1105, 248), (1040, 390), (985, 425), (950, 560), (1060, 572), (1090, 420)], "#d2b681")
    c.waves(535, [mix(SEA, DEEP, 0.3), DEEP], height=7)
    c.pine(70, 150, 120)
    c.pine(205, 205, 95)
    c.pine(1130, 262, 110)
    c.boat(655, 492, 92)
    c.boat(540, 440, 42, hull=SEA, jib=CORAL)


@picture(
    "Dessin : un petit port au couchant, des cabanons de toutes les couleurs et des barques à voile latine."
)
def port(c):
    c.sky("#f6b88a", "#f9d9a6", "#fbeccd", bottom=400)
    c.sun(980, 170, 70, fill=CORAL, glow="#f8cc9c")
    c.ridge(300, 430, "#cfa27c", roughness=45, step=150)
    walls = [LIMESTONE, "#f4c98d", "#e9a38b", "#cfe3d2", "#f6e2b3", "#dcd3ee", "#f2b9a3", "#cfe6ee"]
    doors = [SEA, BRICK, PINE, PLUM]
    x = -20
    for index in range(9):
        width = c.random.randint(118, 150)
        c.house(
            x,
            452,
            width,
            c.random.randint(112, 170),
            walls[index % 8],
            c.random.choice([BRICK, "#c0603f", OCHRE]),
            doors[index % 4],
        )
        x += width + 6
    c.rectangle(0, 450, WIDTH, 26, "#d8c39a")
    c.rectangle(0, 470, WIDTH, 12, "#b79d70")
    c.waves(484, ["#2f86ab", "#1c6a93", SEA, DEEP], height=5, length=180)
    c.boat(170, 545, 130, hull=CORAL)
    c.boat(480, 585, 160, hull=SUN, jib=CORAL)
    c.boat(800, 548, 135, hull=LIMESTONE, sail="#f9d9a6", jib=MINT)
    c.boat(1060, 590, 150, hull=MINT, jib=SUN)


@picture("Dessin : des rangs de légumes et de tomates dans un jardin en terrasses, sous un soleil d’ocre.")
def jardin(c):
    c.sky("#f8e3b4", "#fbf1dc", bottom=330)
    c.sun(600, 178, 92, fill=OCHRE, glow="#f9e6bd")
    c.ridge(260, 420, "#b9c39a", roughness=40, step=140)
    c.ridge(310, 430, MINT, roughness=26, step=160)
    rows = [("#7a4a2a", PINE), ("#8a5632", OLIVE), ("#6b3f24", "#3f7f4d"), ("#7d4c2c", PINE)]
    for index, (earth, plant) in enumerate(rows):
        y, size = 352 + index * 84, 22 + index * 10
        c.rectangle(0, y, WIDTH, 120, earth)
        c.rectangle(0, y + 62, WIDTH, 22, "#cdb98e")
        for stone in range(0, WIDTH, 92):
            c.rectangle(stone + index * 31 - 60, y + 62, 84, 20, "#e3d2aa", radius=6)
        step = size * 2.7
        for column in range(int(WIDTH / step) + 2):
            x = column * step + (index % 2) * step / 2
            if index % 2 == 0:
                for angle in (-160, -125, -90, -55, -20):
                    c.leaf(x, y + 34, size * 1.25, angle, mix(plant, SUN, 0.1 if angle == -90 else 0))
            else:
                c.line([(x, y + 44), (x, y - size * 1.3)], "#5b3a24", 4)
                for dx, dy in ((-0.5, -0.1), (0.5, -0.4), (-0.4, -0.9), (0.35, -1.2)):
                    c.leaf(x, y + dy * size + 10, size, 200 if dx < 0 else -20, plant)
                    c.disc(x + dx * size, y + dy * size + 20, size * 0.34, CORAL if dy < -0.2 else SUN)
    c.pine(1080, 345, 190)


@picture("Dessin : un vélo corail devant des collines de garrigue et un soleil jaune.")
def velo(c):
    c.sky("#cfe9ee", "#fbf0da", bottom=480)
    c.sun(890, 230, 150, glow="#e9efdf")
    c.ridge(400, 560, "#b8c79b", roughness=45, step=150)
    c.ridge(455, 600, MINT, roughness=30, step=120)
    c.rectangle(0, 560, WIDTH, 120, "#e9d2a0")
    c.rectangle(0, 560, WIDTH, 8, OCHRE)
    for x in range(20, WIDTH, 130):
        c.rectangle(x, 622, 70, 9, LIMESTONE, radius=4)
    back, front, crank = (400, 460), (800, 460), (565, 470)
    for x, y in (back, front):
        for spoke in range(18):
            turn = math.tau * spoke / 18
            c.line([(x, y), (x + 132 * math.cos(turn), y + 132 * math.sin(turn))], "#8c9aa1", 2)
        c.ring(x, y, 142, INK, 15)
        c.ring(x, y, 127, LIMESTONE, 5)
        c.disc(x, y, 14, INK)
    seat, head = (505, 255), (735, 265)
    for points in ([back, crank], [crank, head], [seat, crank], [seat, back], [(515, 282), head]):
        c.line(list(points), CORAL, 17)
    c.line([head, front], BRICK, 15)
    c.line([head, (722, 205), (665, 195)], INK, 13)
    c.line([(505, 255), (498, 225)], INK, 12)
    c.line([(455, 218), (545, 218)], "#5b3a24", 26)
    c.ring(*crank, 42, OCHRE, 11)
    c.line([(540, 520), (590, 420)], INK, 11)
    c.line([(518, 522), (562, 522)], INK, 12)
    c.line([(568, 418), (612, 418)], INK, 12)
    c.rectangle(745, 268, 130, 76, "#b9824a", radius=12)
    c.rectangle(745, 268, 130, 18, "#99652f", radius=8)
    for x, colour in ((768, CORAL), (808, SUN), (846, MINT)):
        c.disc(x, 258, 22, colour)
        c.leaf(x, 246, 34, -70, PINE)


@picture("Dessin : une nuit d’étoiles filantes au-dessus des crêtes, deux promeneurs et une lanterne.")
def nuit(c):
    c.sky("#061c2e", "#0b3a5c", "#3d6f8f", "#e59a6a", bottom=560)
    for _star in range(190):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(0, 380)
        c.disc(x, y, c.random.choice([1.2, 1.6, 2.2, 3.2]), mix("#fff6dd", SEA, y / 700))
    for x, y, length in ((240, 90, 170), (610, 60, 120), (930, 150, 150)):
        for step in range(16):
            c.disc(
                x + step * length / 16,
                y + step * length / 40,
                1 + step * 0.2,
                mix("#0f3d5e", "#fff3cf", step / 16),
            )
    c.disc(985, 95, 46, "#fdf0cf")
    c.disc(1006, 82, 42, "#0a2f4c")
    c.ridge(430, 620, "#23506c", roughness=60, step=140)
    c.ridge(490, 640, "#143c54", roughness=45, step=120)
    c.hill(330, 790, 760, 250, "#0b2a3d")
    c.hill(1050, 800, 560, 220, "#0d3147")
    for x, y, size in ((120, 575, 150), (1085, 590, 170), (985, 590, 110)):
        c.pine(x, y, size, crown="#0d3d3a", trunk="#0a2230")
    c.disc(560, 520, 120, "#1a4257")
    c.disc(560, 520, 84, "#3d5a5b")
    c.disc(560, 520, 50, "#8f7d4c")
    for x, body in ((500, CORAL), (618, "#d9a441")):
        c.rectangle(x - 19, 472, 38, 76, body, radius=18)
        c.line([(x - 9, 540), (x - 11, 580)], INK, 12)
        c.line([(x + 9, 540), (x + 11, 580)], INK, 12)
        c.disc(x, 450, 20, SKINS[0] if x < 550 else SKINS[1])
        c.slice(x, 447, 22, 180, 360, INK)
    c.line([(516, 500), (560, 505)], CORAL, 10)
    c.rectangle(549, 505, 22, 32, "#fff0b8", radius=6)
    c.rectangle(546, 500, 28, 7, INK, radius=3)


@picture("Dessin : une régate de petites voiles colorées sur une mer aux vagues régulières.")
def voiles(c):
    c.sky("#bfe3ea", "#eaf4e8", "#fbeccd", bottom=330)
    c.sun(200, 150, 62, glow="#e3f0e6")
    c.ridge(265, 340, "#d8c8a4", roughness=34, step=150, shade="#c4b28b")
    tones = ["#6bb7cf", AZURE, "#2f86ab", "#1c6a93", SEA, "#0a4468", DEEP]
    sails = [CORAL, SUN, LIMESTONE, MINT, OCHRE, LAVENDER, "#f4c98d", BRICK]
    step = (HEIGHT - 300) / len(tones)
    for index, tone in enumerate(tones):
        top = 300 + index * step
        crest = [
            (x, top + (8 + index) * abs(math.sin(x / (70 + index * 9) + index)))
            for x in range(0, WIDTH + 9, 8)
        ]
        c.polygon([*crest, (WIDTH + 8, HEIGHT), (0, HEIGHT)], tone)
        if index in (0, 2, 4, 5):
            for number in range(4 - index // 2 + 1):
                size = 74 + index * 32
                x = (number + 0.5 + 0.3 * math.sin(index * 3)) * WIDTH / (
                    4 - index // 2 + 1
                ) + c.random.randint(-30, 30)
                tints = c.random.sample(sails, 2)
                c.boat(
                    x,
                    top + 34,
                    size,
                    hull=c.random.choice([LIMESTONE, BRICK, INK]),
                    sail=tints[0],
                    jib=tints[1],
                )
            c.polygon(
                [(x, y + 40) for x, y in crest] + [(WIDTH + 8, HEIGHT), (0, HEIGHT)], tones[min(index + 1, 6)]
            )


@picture("Dessin : trois personnes les bras levés face au soleil levant, au bord de la mer.")
def souffle(c):
    c.sky("#f7b98e", "#fbd9a0", "#fdf0d0", bottom=470)
    for radius, share in ((330, 0.16), (250, 0.3), (180, 0.5)):
        c.disc(600, 430, radius, mix("#fbe3b4", SUN, share))
    c.disc(600, 430, 118, SUN)
    c.waves(430, ["#7cc0d0", AZURE, "#2f86ab"], height=5)
    c.rectangle(0, 570, WIDTH, 110, SAND)
    c.waves(572, [SAND, "#ecd3a2"], height=7, length=420)
    for x, size, suit, skin, hair in (
        (330, 1.0, SEA, SKINS[0], "#d9d4c7"),
        (600, 1.12, CORAL, SKINS[3], INK),
        (875, 1.0, PINE, SKINS[2], "#8d8d8d"),
    ):
        y = 610
        c.ellipse(x, y + 6, 92 * size, 13, "#d9b97e")
        for side in (-1, 1):
            c.line(
                [(x + side * 16 * size, y - 130 * size), (x + side * 34 * size, y)],
                mix(suit, INK, 0.35),
                30 * size,
            )
            c.line(
                [
                    (x + side * 36 * size, y - 245 * size),
                    (x + side * 92 * size, y - 330 * size),
                    (x + side * 62 * size, y - 428 * size),
                ],
                skin,
                23 * size,
            )
        c.rectangle(x - 48 * size, y - 272 * size, 96 * size, 165 * size, suit, radius=38 * size)
        c.rectangle(x - 13 * size, y - 300 * size, 26 * size, 40 * size, mix(skin, INK, 0.1), radius=8)
        c.disc(x, y - 325 * size, 41 * size, skin)
        c.slice(x, y - 330 * size, 44 * size, 170, 370, hair)
    for x in (80, 1120):
        c.pine(x, 590, 230)


@picture("Dessin : un chemin clair qui serpente entre les pins jusqu’à la mer.")
def chemin(c):
    c.sky("#9fd3e2", "#e9f2e0", "#fbe6bb", bottom=300)
    c.sun(880, 140, 58, glow="#dcebdc")
    c.rectangle(0, 232, WIDTH, 90, AZURE)
    c.rectangle(0, 262, WIDTH, 60, "#2f86ab")
    c.ridge(262, 360, "#d8c8a4", roughness=34, step=170, shade="#c4b28b")
    for x, y, rx, ry, colour in (
        (200, 480, 520, 190, "#a9bb83"),
        (1050, 500, 600, 210, "#8fae77"),
        (560, 620, 760, 230, "#6f9a63"),
        (100, 740, 620, 250, "#4f8556"),
        (1180, 760, 620, 250, "#3f7650"),
    ):
        c.hill(x, y, rx, ry, colour)
    left, right = [], []
    for step in range(41):
        share = step / 40
        y = 322 + share * 360
        x = 640 + 190 * math.sin(share * 6.4) * (0.25 + share * 0.9) - share * 60
        half = 5 + 86 * share**1.6
        left.append((x - half, y))
        right.append((x + half, y))
    c.polygon([*left, *reversed(right)], "#f4e2b8")
    for x, y, size in (
        (330, 400, 80),
        (420, 380, 62),
        (860, 390, 76),
        (950, 420, 100),
        (180, 480, 140),
        (1090, 520, 180),
        (90, 640, 250),
        (1000, 660, 220),
        (330, 590, 150),
    ):
        c.pine(x, y, size)


@picture("Dessin : des boules de pétanque et leurs ombres sur une terre ocre, près du cochonnet.")
def boules(c):
    c.rectangle(0, 0, WIDTH, HEIGHT, "#dda85c")
    for _pebble in range(900):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(0, HEIGHT)
        c.disc(x, y, c.random.uniform(1.5, 5), c.random.choice(["#e8bd7b", "#cb9346", "#d39c50", "#f0cf98"]))
    for x, y, radius in ((60, 40, 190), (1130, 640, 240), (250, 660, 150), (1020, 20, 130)):
        for _leaf in range(44):
            turn, far = c.random.uniform(0, math.tau), radius * math.sqrt(c.random.random())
            c.disc(
                x + far * math.cos(turn),
                y + far * math.sin(turn),
                c.random.uniform(16, 34),
                mix("#dda85c", "#7b6a3a", 0.5),
            )
    metal = "#a9b5bb"
    spots = [(390, 270, 92), (560, 440, 92), (815, 300, 92), (930, 480, 92), (290, 490, 92)]
    for index, (x, y, radius) in enumerate(spots):
        c.ellipse(x + 40, y + 44, radius * 1.05, radius * 0.86, "#a97a38")
        c.disc(x, y, radius, mix(metal, INK, 0.4))
        c.disc(x - 5, y - 5, radius * 0.94, metal)
        c.disc(x - 16, y - 16, radius * 0.7, mix(metal, LIMESTONE, 0.3))
        for groove in range(1 + index % 3):
            c.arc(x - 5, y - 5 - 18 * groove, radius * 0.9, 25, 155, mix(metal, INK, 0.35), 5)
        c.disc(x - 36, y - 40, 16, "#ffffff")
    c.ellipse(650 + 16, 285 + 18, 32, 26, "#a97a38")
    c.disc(650, 285, 32, BRICK)
    c.disc(646, 281, 27, CORAL)
    c.disc(638, 272, 8, "#ffe2d6")
