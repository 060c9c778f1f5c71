"""The values of a sheet in words: what versions and conflicts show of them."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import Event
from associations.models import District, Organisation, Place, Public, Theme
from cooperation.core import wording
from initiatives.models import Finding, Initiative, Lever, Method, Obstacle, Partnership
from initiatives.models.versioned import ENCLOSED, FIELDS, LINKED
from initiatives.sections import Section

NAMES = [
    *FIELDS[: -len(Section.texts())],
    "themes",
    "districts",
    "partners",
    *Section.texts(),
    "findings",
    *ENCLOSED,
    "events",
    "methods",
]
KEYS = {
    **{"main_theme_id": Theme, "carrier_id": Organisation, "place_id": Place},
    **{"themes": Theme, "districts": District, "events": Event, "methods": Method},
}
LABELS = {
    "partners": gettext_lazy("partenaires"),
    "findings": gettext_lazy("freins et leviers"),
    "photos": gettext_lazy("photos"),
    "attachments": gettext_lazy("documents"),
    "methods": gettext_lazy("méthodes employées"),
    **{name: Initiative._meta.get_field(name).verbose_name for name in LINKED if name != "methods"},
}


def label(name):
    """What a part of `Initiative.content` is called."""
    if name in LABELS:
        return str(LABELS[name])
    return str(Initiative._meta.get_field(name.removesuffix("_id")).verbose_name)


class Words:
    """Words for values; the names of each table are read once, those that are asked for."""

    def __init__(self, *contents):
        """`contents` are all that will be said: their keys are looked up together."""
        wanted = {model: set() for model in (*KEYS.values(), Obstacle, Lever)}
        for content in contents:
            for name, model in KEYS.items():
                value = content.get(name)
                wanted[model].update(value if isinstance(value, list) else [value])
            wanted[Organisation].update(key for key, _role in content.get("partners", []))
            for finding in content.get("findings", []):
                wanted[Obstacle].add(finding["obstacle_id"])
                wanted[Lever].add(finding["lever_id"])
        self.names = {
            model: {row.pk: str(row) for row in model.objects.filter(pk__in=keys - {None})}
            for model, keys in wanted.items()
            if keys - {None}
        }

    def say(self, name, value):
        """A value of `content`, "" for nothing; rows stand on a line each."""
        if value in (None, "", []):
            return ""
        if name in KEYS:
            keys = value if isinstance(value, list) else [value]
            return ", ".join(sorted(self._name(KEYS[name], key) for key in keys))
        match name:
            case "partners":
                return "\n".join(
                    f"{self._name(Organisation, key)} ({Partnership.Role(role).label})" for key, role in value
                )
            case "findings":
                return "\n".join(map(self._finding, value))
            case "photos":
                return "\n".join(f"{alt} ({caption})" if caption else alt for _key, alt, caption in value)
            case "attachments":
                return "\n".join(title for _key, title in value)
            case "publics":
                return ", ".join(str(Public(one).label) for one in value)
            case "starts_on" | "ends_on":
                return wording.day_of_month(date.fromisoformat(value), year=True)
        field = Initiative._meta.get_field(name)
        return str(dict(field.flatchoices).get(value, value)) if field.choices else str(value)

    def _name(self, model, key):
        return self.names.get(model, {}).get(key, _("(effacé)"))

    def _finding(self, row):
        parts = []
        for model, key, words in (
            (Obstacle, row["obstacle_id"], row["obstacle_words"]),
            (Lever, row["lever_id"], row["lever_words"]),
        ):
            if key:
                parts.append(f"{self._name(model, key)} : {words}" if words else self._name(model, key))
        said = " → ".join(parts)
        return f"{said} ({Finding.Outcome(row['outcome']).label})" if row["outcome"] else said
