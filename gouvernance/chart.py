"""The organisation chart: where each body stands on the picture, from who answers to whom. Pure."""

from dataclasses import dataclass, field
from textwrap import wrap

# In units of the picture's viewBox.
WIDTH, HEIGHT = 190, 84
GAP_X, GAP_Y = 24, 46
LINE_LENGTH = 22
MAX_LINES = 2


@dataclass
class Box:
    """One body: its corner, its name in lines, what is said below it, and the point of its parent's foot."""

    key: int
    lines: list[str]
    detail: str
    url: str
    x: int = 0
    y: int = 0
    link: tuple[int, int] | None = None
    children: list["Box"] = field(default_factory=list)

    width, height = WIDTH, HEIGHT

    @property
    def middle(self):
        return self.x + WIDTH // 2

    @property
    def name_lines(self):
        """(line, its baseline)."""
        first = self.y + (30 if len(self.lines) > 1 else 38)
        return [(line, first + 18 * index) for index, line in enumerate(self.lines)]

    @property
    def detail_y(self):
        return self.y + HEIGHT - 14

    @property
    def path(self):
        """From the parent's foot down, across, and down to this head."""
        if self.link is None:
            return ""
        x, y = self.link
        half = y + GAP_Y // 2
        return f"M{x} {y}V{half}H{self.middle}V{self.y}"


@dataclass(frozen=True)
class Chart:
    boxes: list[Box]
    width: int
    height: int


def draw(bodies):
    """
    The chart of `bodies`, (key, key of its parent or None, name, detail, address) in the order wanted among sisters.

    Leaves stand side by side, a parent above the middle of its children. A parent that is not among them counts as
    none; so does one that would close a circle.
    """
    boxes = {key: Box(key, _lines(name), detail, url) for key, _parent, name, detail, url in bodies}
    parents = {key: parent for key, parent, *_rest in bodies}
    roots = []
    for key, box in boxes.items():
        parent = parents[key]
        if parent in boxes and not _circles(key, parents):
            boxes[parent].children.append(box)
        else:
            roots.append(box)
    right = 0
    for root in roots:
        right = _place(root, right, 0)
    placed = list(boxes.values())
    width = max((box.x + WIDTH for box in placed), default=0)
    height = max((box.y + HEIGHT for box in placed), default=0)
    return Chart(placed, width, height)


def _place(box, left, depth):
    """Give the box and all below it their corners, from `left` on; returns where the next may begin."""
    box.y = depth * (HEIGHT + GAP_Y)
    right = left
    for child in box.children:
        right = _place(child, right, depth + 1)
    if box.children:
        box.x = (box.children[0].x + box.children[-1].x) // 2
    else:
        box.x, right = left, left + WIDTH + GAP_X
    for child in box.children:
        child.link = (box.middle, box.y + HEIGHT)
    return right


def _circles(key, parents):
    seen, above = {key}, parents[key]
    while above in parents and above not in seen:
        seen.add(above)
        above = parents[above]
    return above == key


def _lines(name):
    lines = wrap(name, LINE_LENGTH) or [""]
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], f"{lines[MAX_LINES - 1][: LINE_LENGTH - 1]}…"]
    return lines
