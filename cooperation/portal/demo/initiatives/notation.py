"""How the demo's sheets are written down."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class F:
    """A finding: obstacle and what it was, lever and what was done, outcome."""

    obstacle: str = ""
    met: str = ""
    lever: str = ""
    did: str = ""
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class SheetText:
    """A sheet; texts are Markdown, keys are those of the network, days are counted back from the demo's day."""

    key: str
    title: str
    by: str
    summary: str
    kind: str = "initiative"
    themes: str = ""
    districts: str = ""
    at: str = ""
    publics: str = ""
    partners: str = ""
    funders: str = ""
    hosts: str = ""
    others: str = ""
    began: int = 900
    ended: int | None = None
    people: str = ""
    hours: str = ""
    budget: str = ""
    context: str = ""
    steps: str = ""
    inhabitants_place: str = ""
    inhabitants: str = ""
    results: str = ""
    evidence: str = ""
    verbatims: str = ""
    differently: str = ""
    transferable: str = ""
    conditions: str = ""
    findings: tuple[F, ...] = ()
    photos: tuple[tuple[str, str], ...] = ()  # picture, caption
    events: str = ""  # slugs in the demo's agenda
    published: int | None = None  # days ago; None: not public
    revised: int | None = None  # days ago, when a second version was written
    confirmed: int | None = None
    # Made after another sheet
    source: str = ""
    kept: str = ""
    changed: str = ""
    # Not public
    state: str = "published"
    author: str = ""  # an account; else somebody of the carrier
    reader: str = ""
    reader_of: str = ""
    reading: str = ""
    remark: tuple[str, str] = ("", "")  # section, words
