"""
The versions of a sheet: who changed what, when, and the way back.

PostgreSQL's triggers keep each row as it was written, whoever wrote it (`pghistory`); all that one transaction changed
bears the same moment, and is one version. A sheet is a row and what hangs on it: themes, districts, other places,
contacts. Its state at a moment is what those rows were then, replayed from the first.
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from associations import opening
from associations.models import Contact, District, Language, Organisation, Place, Public, Theme
from cooperation.core.models import User

# What a version shows; what it may be brought back to leaves out where the sheet stands.
CONTENT = [
    *(
        "name",
        "short_name",
        "kind",
        "logo",
        "summary",
        "description",
        "main_theme_id",
        "publics",
        "languages",
    ),
    *(
        "involvements",
        "founded_on",
        "place_id",
        "hours",
        "hours_note",
        "closures",
        "email",
        "phone",
        "website",
    ),
    *("links", "rna", "siren", "siret", "seat_address", "seat_postal_code", "seat_city"),
]
# The team alone changes it.
OF_THE_TEAM = {"kind"}
STANDING = ["is_published", "review_months", "verified_at"]
LINKED = {"themes": Theme, "districts": District, "other_places": Place}
CONTACT = ["name", "role", "email", "phone", "theme_id", "visibility"]
CHOICES = {
    "kind": Organisation.Kind,
    "publics": Public,
    "languages": Language,
    "involvements": Organisation.Involvement,
}


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass
class State:
    """A sheet at a moment: its fields, the keys of what is linked to it, its contacts by key."""

    fields: dict = field(default_factory=dict)
    themes: set = field(default_factory=set)
    districts: set = field(default_factory=set)
    other_places: set = field(default_factory=set)
    contacts: dict = field(default_factory=dict)

    def copy(self):
        return State(
            dict(self.fields),
            set(self.themes),
            set(self.districts),
            set(self.other_places),
            dict(self.contacts),
        )


@dataclass
class Version:
    at: datetime
    by: str
    through: str
    state: State
    changes: list[Change]
    confirmed: bool
    is_first: bool = False
    is_current: bool = False


class Row:
    """One line of history: when, in which context, and how it changes the state."""

    def __init__(self, event, apply):
        self.at, self.context, self.order = event.pgh_created_at, event.pgh_context, event.pgh_id
        self.apply = apply


def _rows(organisation):
    rows = []
    for event in organisation.history.select_related("pgh_context").order_by("pgh_id"):
        values = {name: getattr(event, name) for name in (*CONTENT, *STANDING)}
        values["logo"] = event.logo.name
        rows.append(Row(event, lambda state, values=values: state.fields.update(values)))
    for name, column in (("theme", "themes"), ("district", "districts"), ("place", "other_places")):
        model = apps.get_model("associations", f"Organisation{name.title()}Event")
        for event in model.objects.filter(organisation=organisation).select_related("pgh_context"):
            key = getattr(event, f"{name}_id")
            is_added = event.pgh_label == "add"
            rows.append(
                Row(
                    event,
                    lambda state, column=column, key=key, is_added=is_added: (
                        getattr(state, column).add(key) if is_added else getattr(state, column).discard(key)
                    ),
                )
            )
    model = apps.get_model("associations", "ContactHistory")
    for event in model.objects.filter(organisation=organisation).select_related("pgh_context"):
        values = {name: getattr(event, name) for name in CONTACT}
        if event.pgh_label == "delete":
            rows.append(Row(event, lambda state, key=event.pgh_obj_id: state.contacts.pop(key, None)))
        else:
            rows.append(
                Row(
                    event,
                    lambda state, key=event.pgh_obj_id, values=values: state.contacts.update({key: values}),
                )
            )
    # Within one table, the order of writing; from one to another it changes nothing.
    return sorted(rows, key=lambda row: (row.at, row.order))


def versions(organisation):
    """All versions of a sheet, the latest first."""
    names = Names()
    found, state = [], State()
    for at, rows in groupby(_rows(organisation), key=lambda row: row.at):
        rows = list(rows)
        before, state = state, state.copy()
        for row in rows:
            row.apply(state)
        changes = [] if not found else names.changes(before, state)
        confirmed = bool(found) and before.fields.get("verified_at") != state.fields.get("verified_at")
        if found and not changes and not confirmed:
            continue
        context = next((row.context.metadata for row in rows if row.context), {})
        found.append(
            Version(at, names.person(context), _through(context), state, changes, confirmed, not found)
        )
    if found:
        found[-1].is_current = True
    return found[::-1]


def _through(context):
    view = context.get("view", "")
    if context.get("source"):
        return _("import de %(source)s") % {"source": context["source"]}
    if view.startswith("admin:"):
        return _("dans l’administration")
    if view == "associations:organisation-restore":
        return _("retour à une version d’avant")
    return ""


class Names:
    """The words for keys and values; each table is read once, when it is first needed."""

    def __init__(self):
        self.known = {}

    def of(self, model, key):
        if model not in self.known:
            self.known[model] = {row.pk: str(row) for row in model.objects.all()}
        return self.known[model].get(key, _("(effacé)"))

    def person(self, context):
        if not context.get("user"):
            return _("Un import") if context.get("source") else _("La plateforme")
        key = ("user", context["user"])
        if key not in self.known:
            person = User.objects.filter(pk=context["user"]).first()
            self.known[key] = str(person) if person else _("Un compte effacé")
        return self.known[key]

    def changes(self, before, after):
        """What differs, in the order of the form, in words."""
        changes = []
        for name in (*CONTENT, *STANDING[:2]):
            old, new = _plain(name, before.fields.get(name)), _plain(name, after.fields.get(name))
            if old != new:
                label = str(Organisation._meta.get_field(name.removesuffix("_id")).verbose_name)
                words = self.value(name, old), self.value(name, new)
                changes.append(Change(label, *(_differing(*words) if name == "hours" else words)))
        for name, model in LINKED.items():
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                label = str(Organisation._meta.get_field(name).verbose_name)
                words = (", ".join(sorted(self.of(model, key) for key in keys)) for keys in (old, new))
                changes.append(Change(label, *words))
        for key in dict.fromkeys([*before.contacts, *after.contacts]):
            old, new = before.contacts.get(key), after.contacts.get(key)
            if old != new:
                changes.append(Change(_("contact"), self.contact(old), self.contact(new)))
        return changes

    def value(self, name, value):
        if value in (None, "", [], {}):
            return ""
        if name in CHOICES:
            values = value if isinstance(value, list) else [value]
            return ", ".join(str(CHOICES[name](one).label) for one in values)
        match name:
            case "place_id":
                return self.of(Place, value)
            case "main_theme_id":
                return self.of(Theme, value)
            case "hours":
                return "\n".join(f"{day} : {hours}" for day, hours in opening.say_week(value))
            case "closures":
                return "\n".join(
                    opening.say_closure(one, today=datetime.fromisoformat(one["from"])) for one in value
                )
            case "links":
                return "\n".join(value)
            case "logo":
                return _("une image")
            case "is_published":
                return _("oui")
        return str(value)

    def contact(self, values):
        if not values:
            return ""
        theme = self.of(Theme, values["theme_id"]) if values["theme_id"] else ""
        parts = [values["name"], values["role"], theme, values["phone"], values["email"]]
        shown = Contact.Visibility(values["visibility"]).label
        return " · ".join(part for part in (*parts, str(shown)) if part)


def _plain(name, value):
    """A value without what says nothing: the order of choices, days without hours."""
    if name in CHOICES and isinstance(value, list):
        value = sorted(value)
    if name == "hours" and value:
        value = {day: spans for day, spans in value.items() if spans}
    return value or None


def _differing(before, after):
    """Two lists of lines without those that they share."""
    old, new = before.splitlines(), after.splitlines()
    return (
        "\n".join(line for line in old if line not in new),
        "\n".join(line for line in new if line not in old),
    )


@transaction.atomic
def restore(organisation, state, *, by):
    """
    Bring the sheet's content back to what it was: a new version, by `by`. Whether it is public does not change, and
    what it is (its type) does for the team alone. Contacts are people, whom going back neither takes away, nor brings
    back once they were taken out, nor shows to more than see them now, or saw them then.
    Raises ValidationError when another sheet has taken its name or a number meanwhile.
    """
    for name in CONTENT:
        if name not in OF_THE_TEAM or by.is_coordinator:
            setattr(organisation, name, state.fields[name])
    if not Place.objects.filter(pk=organisation.place_id).exists():
        organisation.place_id = None
    themes = list(Theme.objects.filter(pk__in=state.themes))
    if organisation.main_theme_id not in {theme.pk for theme in themes}:
        organisation.main_theme_id = None
    organisation.full_clean(exclude=["logo"])
    organisation.save_by(by)
    organisation.themes.set(themes)
    organisation.districts.set(District.objects.filter(pk__in=state.districts))
    organisation.other_places.set(Place.objects.filter(pk__in=state.other_places))
    _restore_contacts(organisation, state.contacts)
    Organisation.objects.filter(pk=organisation.pk).refresh_search_text()


def _restore_contacts(organisation, contacts):
    themes = set(Theme.objects.values_list("pk", flat=True))
    for key, values in contacts.items():
        if contact := organisation.contacts.filter(pk=key).first():
            theme = values["theme_id"] if values["theme_id"] in themes else None
            visibility = max(contact.visibility, values["visibility"], key=Contact.Visibility.values.index)
            for name, value in (values | {"theme_id": theme, "visibility": visibility}).items():
                setattr(contact, name, value)
            contact.save()
