"""The agenda on a map: the page lists what the map shows, so that it is whole without it."""

from django.utils import timezone

from agenda.filters import COUNTED
from agenda.views.days import list_context
from cooperation.core import wording


def map_context(filter_, cursor):
    """As the list, up to a month from its first day where no last day is asked for: a map of all times says nothing."""
    since, until = filter_.days
    until = until or (since or timezone.localdate()) + COUNTED
    context = list_context(filter_, cursor, until=until)
    return context | {"map_title": wording.between(context["since"], until)}
