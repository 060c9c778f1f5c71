"""What the mails of a draw tell, on paper, for those of its list who left no address: one page each."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.core import pdf
from cooperation.core.templatetags.content import moment_in_full
from habitants import draw_wording
from habitants.models import Application


def without_mail(draw):
    """[(application, its line)] of whoever may be drawn and gets no mail, by name."""
    entries = {entry.application_id_of_draw: entry for entry in draw.entries.filter(is_seated=False)}
    people = Application.objects.filter(draw_id__in=entries, email="").exclude(name="").order_by("name", "pk")
    return [(person, entries[person.draw_id]) for person in people]


def render(draw):
    """PDF bytes. The person's own page is not on it: whoever prints would read their answers by it."""
    people = without_mail(draw)
    lines = draw.lines
    data = {
        "title": _("Tirage au sort : votre code et vos chances"),
        "cohort": draw.cohort.name,
        "url": f"{settings.SITE_URL}{draw.get_absolute_url()}",
        "source": draw.source_wording if draw.has_source else "",
        "when": moment_in_full(timezone.localtime(draw.source_at)) if draw.has_source else "",
        "pool": draw.pool_sha256,
        "portfolio": draw.portfolio_sha256,
        "people": [
            {
                "name": person.name,
                "code": entry.code,
                "chance": draw_wording.chance(entry.panels) if draw_wording.odds(entry.panels) else "",
                "panels": entry.panels,
                "numbers": ", ".join(
                    str(number) for number, line in enumerate(lines, 1) if entry.code in line.split(" ")
                ),
                "commitment": entry.commitment,
            }
            for person, entry in people
        ],
    }
    return pdf.render("habitants/draw_slips.typ", data)
