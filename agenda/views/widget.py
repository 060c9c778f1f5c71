"""The agenda inside another site's page: the frame itself, and the page that writes its code."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.validators import slug_re
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.csp import CSP
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from agenda.feeds import Selection, fingerprint_of
from agenda.forms.widget import WidgetForm, WidgetSiteForm
from agenda.models import WidgetSite
from agenda.recent import Recent
from agenda.views.days import Day
from agenda.views.listing import feed_query
from associations.models import Membership, Organisation

# Nothing but a style sheet: no script, no image, no form, nobody else's server.
POLICY = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
}
# `taille=auto`: the frame loads a script that tells its height.
SIZED = "taille"
# What lasts takes a third of the dates at most, or an exhibition would hide what comes.
UNDER_WAY = 3

_recent = Recent()


@xframe_options_exempt  # `frame-ancestors` says who may, which X-Frame-Options can't
@require_safe
def widget(request):
    """
    The next dates of the agenda's filters, for a frame. It is the same for everybody: neither session nor cookie
    is read or written, and the page is made without the request.
    """
    look = WidgetForm(request.GET)
    response = _answer(request, look)
    policy = POLICY | {"frame-ancestors": [CSP.SELF, *allowed_sites(request.GET.get("organisateur", ""))]}
    if is_sized(request):
        policy |= {"script-src": [CSP.SELF]}
    return csp_override(policy)(lambda request: response)(request)


def is_sized(request):
    return request.GET.get(SIZED) == "auto"


def _answer(request, look):
    etag = fingerprint_of(request, "widget")
    response = get_conditional_response(request, etag=etag) or _recent.get(etag)
    if response is None:
        selection = Selection(request)
        context = {"look": look, "is_sized": is_sized(request), "query": page_query(request)}
        context["site_name"] = settings.SITE_NAME
        if selection.errors:
            body = render_to_string("agenda/widget.html", context | {"heading": _("Agenda"), "refused": True})
            return HttpResponse(body, status=400)
        context |= {"heading": heading(selection.filter)} | dates_context(selection, look.dates)
        response = _recent.keep(etag, HttpResponse(render_to_string("agenda/widget.html", context)))
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=300)
    return response


def dates_context(selection, number):
    """`number` dates from today (`du`) on, day by day; what is already under way takes a part of them."""
    starting, under_way = (
        dates.public().for_list().in_order() for dates in selection.dates_from(selection.since)
    )
    under_way = list(under_way[: max(number // UNDER_WAY, 1)])
    rows = list(starting[: number - len(under_way)])
    days = [Day(day, list(group)) for day, group in groupby(rows, key=lambda row: row.local_start.date())]
    return {"under_way": under_way, "days": days}


def heading(filter_):
    """Whose agenda it is."""
    filter_.is_valid()
    organisation = filter_.form.cleaned_data.get("organisateur")
    if organisation:
        return _("Agenda · %(organisation)s") % {"organisation": organisation.label}
    return _("L’agenda des quartiers sud")


def allowed_sites(slug):
    """
    As sources of `frame-ancestors`: those of the organisation asked for; of all where none is, or where it is
    unknown, since the frame then says so and shows nothing else.
    """
    known = Organisation.objects.public()
    organisation = known.filter(slug=slug).first() if slug_re.fullmatch(slug) else None
    return WidgetSite.objects.allowing(organisation).sources()


def page_query(request):
    """The frame's filters as a query string for the agenda's page."""
    query = QueryDict(feed_query(request), mutable=True)
    for name in ("nombre", "couleurs", SIZED):
        query.pop(name, None)
    return query.urlencode()


@require_safe
def builder(request):
    """Choose what the frame shows, see it, copy its code: a form that only asks, so it needs no script."""
    selection = Selection(request)
    look = WidgetForm(request.GET)
    context = {
        "filter": selection.filter,
        "look": WidgetForm(initial={"nombre": look.dates, "couleurs": request.GET.get("couleurs")}),
        "refusals": selection.errors,
    }
    organisation = None
    if not selection.errors:
        organisation = selection.filter.form.cleaned_data["organisateur"]
        context |= {
            "frame": Frame(feed_query(request), heading(selection.filter), look.height),
            "organisation": organisation,
            "sites": list(WidgetSite.objects.filter(organisation=organisation)) if organisation else [],
        }
    context["run"] = run_by(request.user, organisation)
    return render(request, "agenda/widget_builder.html", context)


@dataclass(frozen=True)
class Frame:
    """The frame that a site is given: its address, its title for screen readers, its height in pixels."""

    query: str
    title: str
    height: int

    @property
    def sized_address(self):
        """With a script of ours in it, which tells the page around it how high it is."""
        return self.address(f"{SIZED}=auto")

    @property
    def code(self):
        return self._iframe(self.address())

    @property
    def sized_code(self):
        # Not by `static`: the address stays in other people's pages, and may not change with the file.
        script = f"{settings.SITE_URL}{settings.STATIC_URL}js/widget-size.js"
        return self._iframe(self.sized_address) + format_html('\n<script src="{}" async></script>', script)

    def address(self, *more):
        query = "&".join(filter(None, [self.query, *more]))
        return reverse("agenda:widget") + (f"?{query}" if query else "")

    def _iframe(self, address):
        return format_html(
            '<iframe src="{}{}" title="{}" width="100%" height="{}" style="border: 0" loading="lazy"'
            ' referrerpolicy="no-referrer"></iframe>',
            settings.SITE_URL,
            address,
            self.title,
            self.height,
        )


def run_by(user, organisation):
    """Those whose sites this person looks after: the organisation chosen, else their own."""
    organisations = Organisation.objects.managed_by(user)
    if organisation:
        return organisations.filter(pk=organisation.pk)
    if not user.is_authenticated:
        return organisations
    own = Membership.objects.active().managers().filter(user=user)
    return organisations.filter(pk__in=own.values("organisation")).order_by("name")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sites(request, slug):
    """The sites of an organisation that may show its agenda: read, added, removed by those who run it."""
    organisation = get_object_or_404(Organisation.objects.managed_by(request.user), slug=slug)
    form = WidgetSiteForm(organisation=organisation)
    if request.method == "POST" and "remove" in request.POST:
        pk = request.POST["remove"]
        own = (
            organisation.widget_sites.filter(pk=pk) if pk.isascii() and pk.isdigit() and len(pk) < 19 else []
        )
        for site in own:
            site.delete()
            messages.success(request, _("%(site)s ne montre plus votre agenda.") % {"site": site})
        return redirect("agenda:widget-sites", organisation.slug)
    if request.method == "POST":
        form = WidgetSiteForm(request.POST, organisation=organisation)
        if form.is_valid():
            site = form.save()
            messages.success(request, _("%(site)s peut montrer votre agenda.") % {"site": site})
            return redirect("agenda:widget-sites", organisation.slug)
    context = {
        "organisation": organisation,
        "sites": organisation.widget_sites.all(),
        "form": form,
        "builder_url": f"{reverse('agenda:widget-builder')}?{urlencode({'organisateur': organisation.slug})}",
    }
    return render(request, "agenda/widget_sites.html", context, status=400 if form.errors else 200)
