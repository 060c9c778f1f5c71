"""The demo's pictures: small posters painted by the program, nobody's photograph. Each is told in `ALT`."""

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
    Canvas,
    mix,
)

SKINS = ("#f0c9a4", "#8a5a3c", "#d9a074", "#5d3a28", "#e8b98f", "#a8714a")
BRIGHT = (CORAL, SUN, SEA, MINT, PLUM, OCHRE, AZURE, OLIVE)

ALT = {
    "calanque": "Dessin : une calanque au matin, falaises claires, mer bleue et pins parasols sous un grand soleil.",
    "port": "Dessin : un petit port au couchant, des cabanons de toutes les couleurs et des barques à voile latine.",
    "livres": "Dessin : une pile de livres colorés au bord de l’eau ; un livre ouvert vogue comme une barque.",
    "couscous": "Dessin : un grand plat de couscous fumant, vu d’en haut, sur une nappe à carreaux de faïence.",
    "jardin": "Dessin : des rangs de légumes et de tomates dans un jardin en terrasses, sous un soleil d’ocre.",
    "velo": "Dessin : un vélo corail devant des collines de garrigue et un soleil jaune.",
    "nuit": "Dessin : une nuit d’étoiles filantes au-dessus des crêtes, deux promeneurs et une lanterne.",
    "choeur": "Dessin : trois rangs de choristes de tous âges, bouche ouverte, sous une pluie de notes rondes.",
    "ballon": "Dessin : un terrain de football vu d’en haut, des joueurs en pastilles de couleur et un ballon blanc.",
    "theatre": "Dessin : un rideau rouge ouvert sur une scène ; deux masques, l’un qui rit, l’autre qui rêve.",
    "couture": "Dessin : un patchwork de tissus cousus, une bobine de fil et une aiguille.",
    "mains": "Dessin : des mains levées de toutes les couleurs, comme un bouquet, sur un fond bleu profond.",
    "portes": "Dessin : une rangée de portes colorées ; l’une est entrouverte et laisse passer la lumière.",
    "tasses": "Dessin : des tasses de café et de thé vues d’en haut, serrées sur une table, avec un gâteau.",
    "radio": "Dessin : un micro de radio d’où partent des ondes colorées jusqu’aux bords de l’affiche.",
    "tambours": "Dessin : trois tambours peints de motifs géométriques, devant un soleil rouge et des palmes.",
    "grenades": "Dessin : des grenades et des abricots rangés comme un tissu imprimé, avec leurs feuilles.",
    "jeux": "Dessin : des dés, des pions et des cubes de bois géants posés sur un damier.",
    "voiles": "Dessin : une régate de petites voiles colorées sur une mer aux vagues régulières.",
    "souffle": "Dessin : trois personnes les bras levés face au soleil levant, au bord de la mer.",
    "telephone": "Dessin : un téléphone géant d’où sortent des bulles de conversation colorées.",
    "boules": "Dessin : des boules de pétanque et leurs ombres sur une terre ocre, près du cochonnet.",
    "coeur": "Dessin : un grand cœur fait de feuilles vertes et menthe, sur un fond clair.",
    "chemin": "Dessin : un chemin clair qui serpente entre les pins jusqu’à la mer.",
    "fete": "Dessin : une place le soir, des fanions et des lampions tendus entre les façades, des voisins attablés.",
    "outils": "Dessin : des roues dentées, une clé et un tournevis assemblés en une joyeuse machine.",
}


def paint(name, seed):
    """The PNG of a picture; another `seed` is another print of the same scene."""
    canvas = Canvas(f"{name} {seed}")
    globals()[f"_{name}"](canvas)
    return canvas.png()


def _calanque(c):
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


def _port(c):
    c.sky("#f6b88a", "#f9d9a6", "#fbeccd", bottom=400)
    c.sun(980, 170, 70, fill=CORAL, glow="#f8cc9c")
    c.ridge(300, 430, "#cfa27c", roughness=45, step=150)
    walls = [LIMESTONE, "#f4c98d", "#e9a38b", "#cfe3d2", "#f6e2b3", "#dcd3ee", "#f2b9a3", "#cfe6ee"]
    doors = [SEA, BRICK, PINE, PLUM]
    x = -20
    for index in range(9):
        width = c.random.randint(118, 150)
        c.house(
            x, 452, width, c.random.randint(112, 170), walls[index % 8], c.random.choice([BRICK, "#c0603f", OCHRE]),
            doors[index % 4],
        )  # fmt: skip
        x += width + 6
    c.rectangle(0, 450, WIDTH, 26, "#d8c39a")
    c.rectangle(0, 470, WIDTH, 12, "#b79d70")
    c.waves(484, ["#2f86ab", "#1c6a93", SEA, DEEP], height=5, length=180)
    c.boat(170, 545, 130, hull=CORAL)
    c.boat(480, 585, 160, hull=SUN, jib=CORAL)
    c.boat(800, 548, 135, hull=LIMESTONE, sail="#f9d9a6", jib=MINT)
    c.boat(1060, 590, 150, hull=MINT, jib=SUN)


def _livres(c):
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


def _couscous(c):
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


def _jardin(c):
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


def _velo(c):
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


def _nuit(c):
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


def _choeur(c):
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


def _ballon(c):
    for stripe in range(10):
        c.rectangle(stripe * 120, 0, 120, HEIGHT, "#3c7d50" if stripe % 2 else "#347247")
    white = "#eaf3e2"
    c.ring(600, 337, 118, white, 7)
    c.disc(600, 337, 11, white)
    c.line([(600, 0), (600, HEIGHT)], white, 7)
    for x in (-4, 1004):
        c.line([(x, 150), (x + 200, 150), (x + 200, 525), (x, 525), (x, 150)], white, 7)
    c.line([(20, 20), (1180, 20), (1180, 655), (20, 655), (20, 20)], white, 7)
    spots = [(170, 330), (330, 150), (350, 510), (480, 300), (520, 470), (735, 190), (690, 395), (860, 300), (880, 520),
             (1040, 340)]  # fmt: skip
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


def _theatre(c):
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


def _couture(c):
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
                        [(x + size / 2, y + 12), (x + size - 12, y + size / 2), (x + size / 2, y + size - 12),
                         (x + 12, y + size / 2)],
                        second,
                    )  # fmt: skip
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


def _mains(c):
    c.sky(DEEP, SEA, "#1c6a93")
    for radius, share in ((520, 0.06), (400, 0.1), (280, 0.16)):
        c.disc(600, 560, radius, mix(SEA, SUN, share))
    tones = (*SKINS, CORAL, SUN, MINT)
    sleeves = (SUN, CORAL, FOAM, OCHRE, LIMESTONE, MINT, LAVENDER)
    for row, (base, size, count) in enumerate(((350, 96, 7), (450, 112, 6), (570, 122, 7))):
        for index in range(count):
            x = WIDTH * (index + (0.5 if row != 1 else 0.5)) / count
            y = base + 34 * math.cos(index * 2.1 + row) + abs(x - 600) * 0.12
            _hand(
                c,
                x,
                y,
                size,
                tones[(index * 2 + row * 3) % len(tones)],
                sleeves[(index + row) % len(sleeves)],
            )


def _portes(c):
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


def _tasses(c):
    c.rectangle(0, 0, WIDTH, HEIGHT, "#c98d54")
    for y in range(0, HEIGHT, 75):
        c.rectangle(0, y, WIDTH, 4, "#b37840")
    spots = [(150, 130, 105), (420, 110, 92), (1040, 140, 112), (140, 420, 100), (385, 400, 118), (860, 510, 104),
             (1100, 455, 94), (250, 630, 90), (580, 610, 86), (750, 120, 78)]  # fmt: skip
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


def _radio(c):
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


def _tambours(c):
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


def _grenades(c):
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
                c.polygon([(x - 24, y - 88), (x - 8, y - 70), (x, y - 94), (x + 8, y - 70), (x + 24, y - 88), (x + 15, y - 50),
                           (x - 15, y - 50)], BRICK)  # fmt: skip
                c.disc(x, y, 64, BRICK)
                c.disc(x - 5, y - 5, 58, "#c2452f")
                c.ellipse(x + 4, y + 4, 37, 40, "#f9dfc0")
                for seed in range(14):
                    turn, far = seed * 2.4, 6 + seed * 2.1
                    c.disc(x + 4 + far * math.cos(turn), y + 4 + far * 1.08 * math.sin(turn), 7.5, CORAL)


def _jeux(c):
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
        c.polygon([(x - size * 0.58, y), (x + size * 0.58, y), (x + size * 0.2, y - size * 1.2), (x - size * 0.2, y - size * 1.2)],
                  colour)  # fmt: skip
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


def _voiles(c):
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


def _souffle(c):
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
                [(x + side * 36 * size, y - 245 * size), (x + side * 92 * size, y - 330 * size),
                 (x + side * 62 * size, y - 428 * size)],
                skin,
                23 * size,
            )  # fmt: skip
        c.rectangle(x - 48 * size, y - 272 * size, 96 * size, 165 * size, suit, radius=38 * size)
        c.rectangle(x - 13 * size, y - 300 * size, 26 * size, 40 * size, mix(skin, INK, 0.1), radius=8)
        c.disc(x, y - 325 * size, 41 * size, skin)
        c.slice(x, y - 330 * size, 44 * size, 170, 370, hair)
    for x in (80, 1120):
        c.pine(x, 590, 230)


def _telephone(c):
    c.sky("#dff0ee", "#fbf0da")
    for index in range(40):
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
    bubbles = [(60, 70, 320, 120, CORAL, 1), (110, 262, 270, 110, SUN, 1), (50, 440, 330, 130, MINT, 1),
               (800, 60, 300, 110, SEA, -1), (830, 246, 320, 130, OCHRE, -1), (800, 454, 270, 110, PLUM, -1)]  # fmt: skip
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


def _boules(c):
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


def _coeur(c):
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


def _chemin(c):
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
        (330, 400, 80), (420, 380, 62), (860, 390, 76), (950, 420, 100), (180, 480, 140), (1090, 520, 180), (90, 640, 250),
        (1000, 660, 220), (330, 590, 150),
    ):  # fmt: skip
        c.pine(x, y, size)


def _fete(c):
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


def _outils(c):
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
