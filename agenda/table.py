"""The agenda as a table, one row a date: what the spreadsheet and the CSV hold."""

from django.conf import settings
from django.utils.translation import gettext as _

from associations.models import Language

# Rows read at a time: the first lot is what the first byte waits for.
CHUNK = 100


def header():
    return [
        *(_("identifiant"), _("titre"), _("début"), _("fin"), _("journée entière"), _("annulé"), _("lieu")),
        *(_("adresse"), _("quartier"), _("organisateur"), _("thèmes"), _("gratuit"), _("conditions")),
        *(_("publics"), _("âge minimal"), _("âge maximal"), _("accessibilité"), _("langue"), _("page")),
        _("autres lieux"),
    ]


def rows(dates):
    """
    The cells of each of these occurrences, in their order: texts, numbers, local datetimes, None for nothing.
    """
    dates = dates.for_list().prefetch_related("event__other_places").in_order()
    for row in dates.iterator(chunk_size=CHUNK):
        event, place = row.event, row.where
        yield (
            event.uid,
            row.display_title,
            row.local_start,
            row.local_end,
            _("oui") if event.all_day else _("non"),
            _("oui") if row.shown_cancelled else _("non"),
            place.name if place else "",
            place.full_address if place else "",
            place.district.name if place and place.district else "",
            event.organiser.name if event.organiser else "",
            ", ".join(theme.name for theme in event.themes.all()),
            _("oui") if event.is_free else _("non"),
            event.conditions,
            ", ".join(map(str, event.public_labels)),
            event.age_min,
            event.age_max,
            ", ".join(str(code.label) for code in event.accessibility_labels),
            str(Language(event.language).label),
            f"{settings.SITE_URL}{event.get_absolute_url()}",
            ", ".join(other.name for other in event.other_places.all()),
        )


def texts(rows):
    """The same with everything written out."""
    for row in rows:
        yield tuple(_text(value) for value in row)


def _text(value):
    if isinstance(value, str):
        return value
    return f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "hour") else "" if value is None else str(value)
