"""A sheet to paint on: flat shapes in the platform's palette, anti-aliased, the same for the same seed."""

import io
import math
from itertools import pairwise
from random import Random

from PIL import Image, ImageColor, ImageDraw

WIDTH, HEIGHT = 1200, 675
SCALE = 2  # painted larger, then reduced: that is the anti-aliasing

DEEP, SEA, AZURE, FOAM = "#083a57", "#0b5078", "#3f9fc0", "#cfe9ee"
PINE, OLIVE, MINT = "#29613f", "#7f8b34", "#8cc3a4"
OCHRE, SUN, SAND, LIMESTONE = "#c9801f", "#f2b44b", "#f3dfb8", "#faf3e4"
CORAL, BRICK, PLUM, LAVENDER = "#e56a54", "#a5452a", "#7c3560", "#b9a6de"
INK = "#15252e"
BRIGHT = (CORAL, SUN, SEA, MINT, PLUM, OCHRE, AZURE, OLIVE)
SKINS = ("#f0c9a4", "#8a5a3c", "#d9a074", "#5d3a28", "#e8b98f", "#a8714a")


def mix(first, second, share):
    """The colour at `share` (0 to 1) of the way from the first to the second."""
    pair = zip(ImageColor.getrgb(first), ImageColor.getrgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pair)


class Canvas:
    """Coordinates are those of the finished picture, from the upper left corner."""

    def __init__(self, seed, *, width=WIDTH, height=HEIGHT, paper=LIMESTONE):
        self.width, self.height = width, height
        self.random = Random(seed)  # noqa: S311 -- a drawing, not a secret
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), paper)
        self.draw = ImageDraw.Draw(self.image)

    def png(self):
        file = io.BytesIO()
        self.image.reduce(SCALE).save(file, "PNG", compress_level=1)
        return file

    # Shapes

    def polygon(self, points, fill):
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def rectangle(self, x, y, width, height, fill, radius=0):
        box = [x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE]
        self.draw.rounded_rectangle(box, radius * SCALE, fill=fill)

    def ellipse(self, x, y, rx, ry, fill):
        self.draw.ellipse([(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE], fill=fill)

    def disc(self, x, y, radius, fill):
        self.ellipse(x, y, radius, radius, fill)

    def ring(self, x, y, radius, fill, thickness):
        self.arc(x, y, radius, 0, 360, fill, thickness)

    def arc(self, x, y, radius, start, end, fill, thickness):
        """Degrees clockwise from three o'clock; the line lies inside the radius."""
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self.draw.arc(box, start, end, fill=fill, width=round(thickness * SCALE))

    def slice(self, x, y, radius, start, end, fill):
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self.draw.pieslice(box, start, end, fill=fill)

    def line(self, points, fill, thickness):
        """A line with round ends and joints."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(scaled, fill=fill, width=round(thickness * SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, thickness / 2, fill)

    # Landscape

    def sky(self, *colours, bottom=None):
        """From the top to `bottom`, through all the colours."""
        bottom = bottom or self.height
        steps = 64 * (len(colours) - 1)
        column = Image.new("RGB", (1, steps))
        for step in range(steps):
            index, share = divmod(step / 64, 1)
            pair = colours[int(index) : int(index) + 2]
            column.putpixel((0, step), ImageColor.getrgb(mix(*pair, share)))
        size = (self.width * SCALE, bottom * SCALE)
        self.image.paste(column.resize(size, Image.Resampling.BICUBIC), (0, 0))

    def sun(self, x, y, radius, fill=SUN, glow=None):
        """A disc in two paler rings; `glow` is the sky behind it."""
        if glow:
            self.disc(x, y, radius * 1.9, mix(glow, fill, 0.18))
            self.disc(x, y, radius * 1.42, mix(glow, fill, 0.4))
        self.disc(x, y, radius, fill)

    def waves(self, top, colours, *, height=None, length=260):
        """Bands of sea down to the bottom, each with its own swell."""
        step = (self.height - top) / len(colours)
        for index, colour in enumerate(colours):
            swell = height or 6 + 4 * index
            phase = self.random.uniform(0, math.tau)
            stretch = length * (1 + 0.25 * index)
            y = top + index * step
            crest = [
                (x, y + swell * math.sin(x / stretch * math.tau + phase)) for x in range(0, self.width + 9, 8)
            ]
            self.polygon([*crest, (self.width + 8, self.height), (0, self.height)], colour)

    def ridge(self, top, bottom, fill, *, roughness=60, step=90, shade=None):
        """A line of limestone hills; `shade` paints the slopes that turn away from the light."""
        points = [(-step, top)]
        while points[-1][0] < self.width + step:
            x = points[-1][0] + self.random.uniform(0.5, 1.4) * step
            points.append((x, top + self.random.uniform(-1, 1) * roughness))
        self.polygon([*points, (points[-1][0], bottom), (-step, bottom)], fill)
        if shade:
            for (x1, y1), (x2, y2) in pairwise(points):
                if y2 > y1:
                    foot = min(bottom, y2 + (y2 - y1) * 2.2 + 50)
                    self.polygon([(x1, y1), (x2, y2), (x1 + (x2 - x1) * 0.5, foot)], shade)

    def hill(self, x, y, rx, ry, fill):
        self.ellipse(x, y, rx, ry, fill)

    def pine(self, x, y, size, crown=PINE, trunk="#5b3a24"):
        """An umbrella pine whose foot stands at (x, y)."""
        lean = self.random.uniform(-0.12, 0.12) * size
        top = (x + lean, y - size)
        foot = size * 0.045
        self.polygon(
            [(x - foot, y), (x + foot, y), (top[0] + foot * 0.6, top[1]), (top[0] - foot * 0.6, top[1])],
            trunk,
        )
        self.line([(x + lean * 0.6, y - size * 0.62), (top[0] + size * 0.24, top[1])], trunk, size * 0.035)
        self.line([(x + lean * 0.5, y - size * 0.55), (top[0] - size * 0.26, top[1])], trunk, size * 0.035)
        dark, light = mix(crown, DEEP, 0.25), mix(crown, SUN, 0.16)
        for dx, dy, rx, ry, colour in (
            (0, 0.02, 0.56, 0.17, dark),
            (-0.27, -0.06, 0.32, 0.17, crown),
            (0.24, -0.08, 0.34, 0.18, crown),
            (0.0, -0.16, 0.36, 0.16, light),
        ):
            self.ellipse(top[0] + dx * size, top[1] + dy * size, rx * size, ry * size, colour)

    def boat(self, x, y, size, hull=CORAL, sail=LIMESTONE, jib=SUN):
        """A lateen boat that floats on y."""
        self.polygon(
            [
                (x - size * 0.5, y - size * 0.14),
                (x + size * 0.56, y - size * 0.16),
                (x + size * 0.34, y + size * 0.08),
                (x - size * 0.34, y + size * 0.08),
            ],
            hull,
        )
        self.line([(x - size * 0.02, y - size * 0.15), (x - size * 0.02, y - size * 1.0)], INK, size * 0.022)
        self.polygon(
            [
                (x + size * 0.03, y - size * 0.97),
                (x + size * 0.03, y - size * 0.24),
                (x + size * 0.52, y - size * 0.24),
            ],
            sail,
        )
        self.polygon(
            [
                (x - size * 0.07, y - size * 0.85),
                (x - size * 0.07, y - size * 0.24),
                (x - size * 0.42, y - size * 0.24),
            ],
            jib,
        )

    def house(self, x, y, width, height, wall, roof, door=SEA):
        """A seaside cabin with its foot on y."""
        self.rectangle(x, y - height, width, height, wall)
        self.polygon(
            [
                (x - width * 0.08, y - height),
                (x + width * 0.5, y - height * 1.38),
                (x + width * 1.08, y - height),
            ],
            roof,
        )
        self.rectangle(x + width * 0.14, y - height * 0.62, width * 0.26, height * 0.62, door, radius=3)
        self.rectangle(
            x + width * 0.58, y - height * 0.72, width * 0.26, height * 0.3, mix(door, FOAM, 0.65), radius=3
        )
        self.rectangle(x + width * 0.695, y - height * 0.72, width * 0.03, height * 0.3, wall)

    def person(self, x, y, size, body, skin, hair=INK):
        """Head and shoulders, down to y."""
        self.slice(x, y, size * 0.56, 180, 360, body)
        self.rectangle(x - size * 0.12, y - size * 0.72, size * 0.24, size * 0.3, mix(skin, INK, 0.12))
        self.disc(x, y - size * 0.9, size * 0.33, skin)
        self.slice(x, y - size * 0.94, size * 0.35, 175, 365, hair)

    def bunting(self, start, end, sag, colours, count=14, size=34):
        """A garland of pennants that hangs between two points."""

        def at(share):
            x = start[0] + (end[0] - start[0]) * share
            return x, start[1] + (end[1] - start[1]) * share + sag * 4 * share * (1 - share)

        self.line([at(step / 40) for step in range(41)], mix(INK, LIMESTONE, 0.25), 3)
        for index in range(count):
            (x1, y1), (x2, y2) = at((index + 0.16) / count), at((index + 0.84) / count)
            tip = ((x1 + x2) / 2, (y1 + y2) / 2 + size * 1.25)
            self.polygon([(x1, y1), (x2, y2), tip], colours[index % len(colours)])

    def leaf(self, x, y, length, angle, fill):
        """A pointed oval from (x, y), `angle` in degrees."""
        turn = math.radians(angle)
        points = []
        for side in (1, -1):
            shares = range(0, 21) if side == 1 else range(20, -1, -1)
            for share in shares:
                along, across = share / 20 * length, side * length * 0.2 * math.sin(share / 20 * math.pi)
                points.append(
                    (
                        x + along * math.cos(turn) - across * math.sin(turn),
                        y + along * math.sin(turn) + across * math.cos(turn),
                    )
                )
        self.polygon(points, fill)
