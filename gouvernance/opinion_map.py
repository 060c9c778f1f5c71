"""The map of opinions: participants as points, groups as territories around theirs. Pure: places in, a picture out."""

from dataclasses import dataclass

# In units of the picture's viewBox: small enough for words to be read on a phone.
WIDTH = 480
MARGIN = 64
FLATTEST, TALLEST = 0.45, 0.9
# From the edge of a territory to the middle of its letter, and from there to the edge of the picture.
LETTER_AWAY = 30
LETTER_INSIDE = 20
# Each letter has its colour and its shape, so that neither is needed alone.
COLOURS = ("mer", "ocre", "pin", "prune", "ardoise", "corail", "olive", "lavande")
SHAPES = (
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "M-4.5-4.5h9v9h-9z",
    "M0-6L5.75 4.5h-11.5z",
    "M0-6.5L6 0 0 6.5-6 0z",
    "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
)


@dataclass(frozen=True)
class Dot:
    """One person."""

    x: float
    y: float
    shape: str


@dataclass(frozen=True)
class Territory:
    """A group: its outline, its points, and where its letter stands, on the side away from the others."""

    letter: str
    colour: str
    outline: str
    dots: list[Dot]
    letter_x: float
    letter_y: float


@dataclass(frozen=True)
class OpinionMap:
    territories: list[Territory]
    width: int
    height: int
    you: tuple[float, float] | None

    @property
    def you_anchor(self):
        """On which side of the mark its words have room."""
        return "end" if self.you and self.you[0] > self.width * 0.6 else "start"

    @property
    def you_words(self):
        """Where they begin."""
        x, y = self.you
        return (x - 14 if self.you_anchor == "end" else x + 14), y + 5


def colour(letter):
    return COLOURS[(ord(letter) - ord("A")) % len(COLOURS)]


def shape(letter):
    return SHAPES[(ord(letter) - ord("A")) % len(SHAPES)]


def draw(places, *, you=None):
    """
    The picture of `places`, {key: (x, y, letter)}: as wide as it may be, the same scale both ways, since distances are
    what it tells; up is up. `you` is the key of whoever looks, if they are on it.
    """
    placed = _scaled(places)
    groups = {}
    for key, (_x, _y, letter) in sorted(places.items()):
        groups.setdefault(letter, []).append(placed[key])
    height = round(max(y for _x, y in placed.values()) + MARGIN)
    middle = _middle(list(placed.values()))
    territories = [_territory(letter, groups[letter], middle, height) for letter in sorted(groups)]
    return OpinionMap(territories, WIDTH, height, placed.get(you))


def _scaled(places):
    xs, ys = [x for x, _y, _l in places.values()], [y for _x, y, _l in places.values()]
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    room = WIDTH - 2 * MARGIN
    scale = min(room / wide if wide else 1, room * TALLEST / tall if tall else 1)
    left = (WIDTH - wide * scale) / 2
    top = MARGIN + max(room * FLATTEST - tall * scale, 0) / 2
    return {
        key: (round(left + (x - min(xs)) * scale, 1), round(top + (max(ys) - y) * scale, 1))
        for key, (x, y, _letter) in places.items()
    }


def _territory(letter, points, middle, height):
    edge = hull(points)
    outline = "M" + "L".join(f"{x} {y}" for x, y in edge) + "Z"
    x, y = _middle(points)
    away_x, away_y = x - middle[0], y - middle[1]
    length = (away_x**2 + away_y**2) ** 0.5
    away_x, away_y = (away_x / length, away_y / length) if length else (0, -1)
    reach = max((px - x) * away_x + (py - y) * away_y for px, py in edge) + LETTER_AWAY
    return Territory(
        letter,
        colour(letter),
        outline,
        [Dot(px, py, shape(letter)) for px, py in points],
        _inside(x + away_x * reach, WIDTH),
        _inside(y + away_y * reach, height),
    )


def _inside(place, end):
    return round(min(max(place, LETTER_INSIDE), end - LETTER_INSIDE), 1)


def _middle(points):
    return sum(x for x, _y in points) / len(points), sum(y for _x, y in points) / len(points)


def hull(points):
    """The corners of the smallest convex shape around points (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    lower, upper = [], []
    for chain, row in ((lower, ordered), (upper, ordered[::-1])):
        for point in row:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
    return lower[:-1] + upper[:-1]


def _turn(one, other, last):
    return (other[0] - one[0]) * (last[1] - one[1]) - (other[1] - one[1]) * (last[0] - one[0])
