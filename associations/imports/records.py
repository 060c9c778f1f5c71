"""The objects of a JSON file, one after the other: a list, {"items": […]}, or one object a line."""

import json
import re

from django.utils.translation import gettext as _

from associations.imports.report import FileRefused

CHUNK = 1 << 16
# One object; more is no record of an organisation.
MAX_CHARS = 2_000_000
BETWEEN = re.compile(r"[\s,]*")
ITEMS = re.compile(r'\s*\{.*?"(?:items|results|data)"\s*:\s*\[', re.DOTALL)


class Records:
    """(number, object) pairs from a text stream, of which a piece is held in memory at a time."""

    def __init__(self, stream, report):
        self.stream = stream
        self.report = report
        self.text = self.stream.read(CHUNK).lstrip("\ufeff")
        self.number = 0
        self.decoder = json.JSONDecoder(strict=False)

    def __iter__(self):
        self._enter()
        while True:
            self._pass(BETWEEN.match(self.text).end())
            if not self.text and not self._more():
                return
            if self.text[:1].isspace() or self.text[:1] == ",":
                continue
            if self.text[0] == "]":
                return
            self.number += 1
            try:
                found, end = self._next()
            except ValueError:
                if not self._skip():
                    self.report.refuse(self.number, "", _("JSON mal formé : la suite ne peut pas être lue."))
                    return
                continue
            if isinstance(found, dict):
                yield self.number, found
            else:
                self.report.refuse(self.number, "", _("Un objet JSON est attendu."))
            self._pass(end)

    def _enter(self):
        """To the first object: past the bracket of the list, if there is one."""
        start = len(self.text) - len(self.text.lstrip())
        if self.text[start : start + 1] == "[":
            return self._pass(start + 1)
        first_line = self.text[: self.text.find("\n")] if "\n" in self.text else self.text
        try:
            if set(json.loads(first_line)) & {"nom", "id"}:
                return None  # one object a line
        except (ValueError, TypeError):
            pass
        if found := ITEMS.match(self.text):
            return self._pass(found.end())
        if not re.search(r'"(nom|id)"\s*:', self.text):
            raise FileRefused(_("Ce fichier JSON n’a pas de liste de structures."))
        return None

    def _next(self):
        while True:
            try:
                return self.decoder.raw_decode(self.text)
            except ValueError:
                if len(self.text) > MAX_CHARS or not self._more():
                    raise

    def _more(self):
        chunk = self.stream.read(max(CHUNK, len(self.text)))
        self.text += chunk
        return bool(chunk)

    def _pass(self, length):
        self.text = self.text[length:]

    def _skip(self):
        """Past an object that can't be read, when each stands on a line of its own."""
        end = self.text.find("\n")
        if end < 0 or not self.text[end:].lstrip().startswith("{"):
            return False
        self.report.refuse(self.number, "", _("JSON mal formé."))
        self._pass(end)
        return True
