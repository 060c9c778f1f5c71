"""Names of the neighbourhood that are no person's: associations, places, districts, streets."""

from django.db.models import CharField, F, Func, TextField, Value
from django.db.models.functions import StrIndex

from associations.models import District, Organisation, Place
from cooperation.core.text_search import folded

SHORTEST = 3


class _Street(Func):
    """ "12 bis, rue Paul-Claudel" without its number."""

    template = r"regexp_replace(%(expressions)s, '^[0-9 ,]*(bis|ter)?[, ]*', '')"
    output_field = TextField()


def known_names(text):
    """Those that occur in the text, whatever their accents and capitals, in one query."""
    asked = folded(Value(text))
    sources = [
        (Organisation.objects.public(), F("name")),
        (Organisation.objects.public(), F("short_name")),
        (Place.objects.offered(), F("name")),
        (Place.objects.offered(), _Street("address")),
        (District.objects.all(), F("name")),
    ]
    first, *others = (
        rows.order_by()
        .annotate(called=Func(name, function="trim", output_field=CharField()))
        .annotate(at=StrIndex(asked, folded("called")))
        .filter(at__gt=0)
        .values_list("called", flat=True)
        for rows, name in sources
    )
    return [name for name in first.union(*others).order_by() if len(name) >= SHORTEST]
