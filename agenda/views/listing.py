"""The public agenda, in four views of one filter: by day, by week, by month, on a map."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from agenda.filters import OccurrenceFilter
from agenda.models import Occurrence
from agenda.recent import Recent, fingerprint
from agenda.views.days import list_context
from agenda.views.map import map_context
from agenda.views.month import month_context
from agenda.views.quick import quick_days
from agenda.views.week import week_context

MESSAGES_COOKIE = "messages"
VIEWS = {
    "liste": ("agenda/event_list.html", list_context),
    "semaine": ("agenda/event_week.html", week_context),
    "mois": ("agenda/event_month.html", month_context),
    "carte": ("agenda/event_map.html", map_context),
}
# Those that go on with `suite=`.
PAGED = {"liste", "carte"}

_recent = Recent()


@require_safe
@vary_on_headers("HX-Request", "Cookie")
def agenda(request):
    """The page; what a visitor without session is shown is rendered once for each state of the data."""
    if request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, MESSAGES_COOKIE}:
        return render_agenda(request)
    is_fragment = bool(request.htmx and not request.htmx.boosted)
    key = (fingerprint(), timezone.localdate(), request.get_full_path(), is_fragment)
    return _recent.get(key) or _recent.keep(key, render_agenda(request))


def render_agenda(request):
    filter_ = OccurrenceFilter(request.GET, queryset=Occurrence.objects.public())
    asked = request.GET.get("vue")
    view = asked if asked in VIEWS else "liste"
    template, content = VIEWS[view]
    context = {"filter": filter_, "view": view, "today": timezone.localdate()}
    context |= content(filter_, request.GET.get("suite", "")) if view in PAGED else content(filter_)
    filter_.count_choices(*context["counted"])
    context["quick_days"] = quick_days(filter_)
    context["feed_query"] = feed_query(request)
    context["map_query"] = f"?{context['feed_query']}" if context["feed_query"] else ""
    context["webcal_url"] = webcal_url(context["feed_query"])
    context["is_fragment"] = request.htmx and not request.htmx.boosted
    if context["is_fragment"]:
        template += "#results"
    return render(request, template, context)


def feed_query(request):
    """The page's filters as a query string for its feeds, without what is only about looking at the page."""
    query = request.GET.copy()
    for name in ("vue", "suite"):
        query.pop(name, None)
    for name in [name for name, value in query.items() if not value]:
        query.pop(name)
    return query.urlencode()


def webcal_url(query):
    """The feed's address for phones: a calendar's application opens it and subscribes."""
    host = settings.SITE_URL.partition("://")[2]
    return f"webcal://{host}{reverse('agenda:feed-ics')}" + (f"?{query}" if query else "")
