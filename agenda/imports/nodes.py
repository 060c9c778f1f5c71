"""One object of JSON-LD: its types, its values as lists, what it names by `@id`."""

from collections.abc import Iterable, Iterator
from typing import Any

from . import text

MAX_VALUES = 100  # of one property
MAX_KEYWORDS = 20


class Node:
    def __init__(self, data: dict[str, Any], index: dict[str, dict[str, Any]] | None = None) -> None:
        self.data = data
        self.index = index or {}

    @property
    def types(self) -> list[str]:
        """Without their vocabulary: `schema:Event`, `https://schema.org/Event` and `Event` are one."""
        found = self.data.get("@type")
        names = found if isinstance(found, list) else [found]
        return [name.rpartition("/")[2].rpartition(":")[2] for name in names if isinstance(name, str)]

    @property
    def is_reference(self) -> bool:
        """It says no more than whom it means."""
        return not self.data.keys() - {"@id", "@type"}

    def saying(self, data: dict[str, Any]) -> "Node":
        return Node(data, self.index)

    def values(self, *names: str) -> list[Any]:
        """The values of the first of these properties that has any."""
        for name in names:
            value = self.data.get(name)
            if value is not None and value != "" and value != []:
                return value[:MAX_VALUES] if isinstance(value, list) else [value]
        return []

    def text(self, *names: str) -> str:
        """The first text among these properties: plain, localised (`@value`), or in a language map."""
        for name in names:
            for value in self.values(name):
                if isinstance(value, dict):
                    value = value.get("@value") or value.get("fr") or value.get("@id")
                if isinstance(value, str) and value.strip():
                    return value.strip()
                if isinstance(value, int | float) and not isinstance(value, bool):
                    return str(value)
        return ""

    def nodes(self, *names: str) -> list["Node"]:
        """The objects among the values, those that are only named fetched from where they stand."""
        return [self.resolved(value) for value in self.values(*names) if isinstance(value, dict)]

    def resolved(self, value: dict[str, Any]) -> "Node":
        node = Node(value, self.index)
        name = value.get("@id")
        if node.is_reference and isinstance(name, str) and name in self.index:
            return Node(self.index[name], self.index)
        return node


def first(values: Iterable[Any]) -> Any:
    return next(iter(values), None)


def strings(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, dict):
            value = value.get("@id") or value.get("@value")
        if isinstance(value, str):
            yield value


def words(node: Node, name: str) -> tuple[str, ...]:
    """Keywords: one text with commas, a list, or DefinedTerms."""
    found = []
    for value in node.values(name):
        if isinstance(value, dict):
            value = node.resolved(value).text("name", "@value")
        if isinstance(value, str):
            found += [text.one_line(word, 100) for word in value[:5000].split(",")]
    return tuple(dict.fromkeys(filter(None, found)))[:MAX_KEYWORDS]
