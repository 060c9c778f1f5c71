"""Public sheets as rows: what the spreadsheet holds, one line a sheet, its parts in Markdown as they were written."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.models import Partnership
from initiatives.sections import Section

# Rows held in memory at a time, each with all that it tells.
CHUNK = 200


def loaded(sheets):
    """With all that they say, in a fixed number of queries."""
    return (
        sheets.select_related("carrier", "place__district", "main_theme")
        .prefetch_related(
            *("themes", "districts", "photos", "partnerships__organisation"),
            *("findings__obstacle", "findings__lever"),
        )
        .defer("search_text", "search_vector", "search_folded")
    )


def header():
    return [
        *(
            _("identifiant"),
            _("titre"),
            _("nature"),
            _("résumé"),
            _("portée par"),
            _("avec"),
            _("financée par"),
        ),
        *(_("prête un lieu ou du matériel"), _("autres partenaires"), _("lieu"), _("quartiers"), _("thèmes")),
        *(_("publics"), _("commencée le"), _("terminée le"), _("personnes"), _("heures"), _("budget")),
        *(_("freins"), _("leviers"), _("freins et leviers"), _("place des habitants"), _("à refaire")),
        *(str(section.label) for section in Section.texts()),
        *(_("publiée le"), _("modifiée le"), _("page")),
    ]


def rows(sheets):
    """The cells of each sheet, as texts, in the order of publication."""
    for row in loaded(sheets.order_by("-published_at", "-pk")).iterator(chunk_size=CHUNK):
        findings = row.findings.all()
        roles = {role: _partners(row, role) for role in Partnership.Role}
        yield (
            str(row.uid),
            row.title,
            str(row.get_kind_display()),
            row.summary,
            row.carrier.name if row.carrier else "",
            *(
                roles[role]
                for role in (Partnership.Role.PARTNER, Partnership.Role.FUNDER, Partnership.Role.HOST)
            ),
            row.other_partners,
            row.place.name if row.place else "",
            ", ".join(district.name for district in row.districts.all()),
            ", ".join(theme.name for theme in row.themes.all()),
            ", ".join(map(str, row.public_labels)),
            row.starts_on.isoformat() if row.starts_on else "",
            row.ends_on.isoformat() if row.ends_on else "",
            str(row.get_people_display()),
            str(row.get_hours_display()),
            str(row.get_budget_display()),
            ", ".join(dict.fromkeys(finding.obstacle.name for finding in findings if finding.obstacle)),
            ", ".join(dict.fromkeys(finding.lever.name for finding in findings if finding.lever)),
            "\n".join(said(finding) for finding in findings),
            str(row.get_inhabitants_place_display()),
            str(row.get_transferable_display()),
            *(getattr(row, section) for section in Section.texts()),
            timezone.localtime(row.published_at).date().isoformat(),
            timezone.localtime(row.updated_at).date().isoformat(),
            f"{settings.SITE_URL}{row.get_absolute_url()}",
        )


def said(finding):
    """ "Participation insuffisante : personne le soir → Aller vers : au pied des tours (ça a marché)"."""
    sides = [
        " : ".join(part for part in (tag.name, words) if part)
        for tag, words in ((finding.obstacle, finding.obstacle_words), (finding.lever, finding.lever_words))
        if tag
    ]
    outcome = f" ({finding.get_outcome_display()})" if finding.outcome else ""
    return f"{' → '.join(sides)}{outcome}"


def _partners(row, role):
    return ", ".join(each.organisation.name for each in row.partnerships.all() if each.role == role)
