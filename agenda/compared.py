"""Two texts of one thing, side by side."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One line of two events, or of two texts of one, side by side."""

    label: str
    left: str
    right: str

    @property
    def differs(self):
        return self.left != self.right
