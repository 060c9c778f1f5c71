"""Figures as bars that a table repeats. Pure."""

from dataclasses import dataclass


@dataclass
class Bar:
    """One line of a chart that is also a table: parts as (class, label, number, offset and width in percent)."""

    label: str
    parts: list
    detail: str = ""

    @property
    def total(self):
        return sum(part["number"] for part in self.parts)


def bar(label, counts, *, detail=""):
    """A `Bar` from (class, label, number) triples."""
    total = sum(number for _class, _label, number in counts)
    parts, before = [], 0
    for name, words, number in counts:
        offset = before * 100 / total if total else 0
        width = number * 100 / total if total else 0
        parts.append(
            {"class": name, "label": words, "number": number, "x": f"{offset:.2f}", "width": f"{width:.2f}"}
        )
        before += number
    return Bar(label, parts, detail)
