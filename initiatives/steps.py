"""The guided writing: one part of the sheet at a time, in any order, none of them forced."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from initiatives.sections import Section


@dataclass(frozen=True)
class Step:
    """
    A page of the form. `names` are those of `Initiative.content` that it writes; those of `tells` say whether the part
    is told.
    """

    slug: str
    title: str
    icon: str
    names: tuple[str, ...]
    tells: tuple[str, ...]
    section: Section | None = None

    @property
    def questions(self):
        return self.section.questions if self.section else []

    def is_told(self, content):
        return any(content.get(name) for name in self.tells)


def _text(slug, section, icon, *more):
    return Step(slug, section.label, icon, (*more, section.value), (section.value,), section)


STEPS = [
    Step(
        "essentiel",
        Section.IDENTITY.label,
        "star",
        ("kind", "title", "summary", "carrier_id", "main_theme_id", "themes"),
        ("summary",),
        Section.IDENTITY,
    ),
    Step(
        "carte-d-identite",
        _("La carte d’identité"),
        "person-vcard",
        (
            *("starts_on", "ends_on", "districts", "place_id", "publics", "partners", "other_partners"),
            *("people", "hours", "budget"),
        ),
        ("starts_on", "districts", "publics", "partners", "people", "hours", "budget"),
    ),
    _text("contexte", Section.CONTEXT, "map"),
    _text("deroule", Section.STEPS, "list-check"),
    _text("habitants", Section.INHABITANTS, "people", "inhabitants_place"),
    _text("resultats", Section.RESULTS, "graph-up", "evidence"),
    Step(
        "freins-et-leviers",
        Section.FINDINGS.label,
        "signpost-split",
        ("findings",),
        ("findings",),
        Section.FINDINGS,
    ),
    _text("paroles", Section.VERBATIMS, "chat-left-quote"),
    _text("autrement", Section.DIFFERENTLY, "arrow-repeat"),
    _text("ailleurs", Section.CONDITIONS, "share", "transferable"),
]
BY_SLUG = {step.slug: step for step in STEPS}


def after(step):
    """The step that follows; None after the last, which the photos follow."""
    number = STEPS.index(step) + 1
    return STEPS[number] if number < len(STEPS) else None


def progress(content):
    """(steps with whether each is told, how many are)."""
    told = [(step, step.is_told(content)) for step in STEPS]
    return told, sum(is_told for _step, is_told in told)
