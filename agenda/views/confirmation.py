"""« Toujours exact ? »: the series that a person answers for, from the monthly mail or signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from agenda.models import Event
from agenda.views.event import not_possible
from cooperation.core import signed_links
from cooperation.core.models import User

MOST = 200


@never_cache
def by_link(request, token):
    """
    The link opens the page, in the name of the person whom the mail was sent to; a button answers. Coordinators
    answer for what is theirs here: the rest is behind their password.
    """
    pk, is_over = signed_links.read(token, salt=Event.CONFIRMATION_SALT, days=Event.LINK_DAYS)
    if is_over:
        return render(request, "agenda/series_link_over.html")
    person = get_object_or_404(User, pk=pk, is_active=True)
    return _page(request, person, Event.objects.confirmed_by(person))


@login_required
@never_cache
def signed_in(request):
    """One's own series; for coordinators those, too, that nobody answered for in three months."""
    events = Event.objects.confirmed_by(request.user)
    if request.user.is_coordinator:
        events = Event.objects.filter(pk__in=events.values("pk")) | Event.objects.filter(
            pk__in=Event.objects.to_check().order_by().values("pk")
        )
    return _page(request, request.user, events)


def _page(request, person, events):
    if request.method == "POST":
        return _answered(request, person, events)
    series = list(
        events.going_on().for_list().order_by("confirmation_asked_at", "title", "pk").distinct()[:MOST]
    )
    context = {
        "person": person,
        "due": [event for event in series if event.needs_confirmation],
        "right": [event for event in series if not event.needs_confirmation],
    }
    return render(request, "agenda/series_confirm.html", context)


@transaction.atomic
def _answered(request, person, events):
    """`event` names what the page showed: what came since is not confirmed unseen."""
    named = [pk for pk in request.POST.getlist("event") if pk.isascii() and pk.isdigit() and len(pk) < 18]
    theirs = events.going_on().filter(pk__in=named[:MOST]).order_by().values("pk")
    rows = list(Event.objects.filter(pk__in=theirs).select_for_update(no_key=True).order_by("pk"))
    if not rows:
        return not_possible()
    match request.POST.get("action"):
        case "right":
            for event in rows:
                event.confirm(by=person)
            messages.success(request, _("Merci ! C’est noté : exact aujourd’hui."))
        case "over" if len(rows) == 1:
            rows[0].end_series(by=person)
            messages.success(
                request,
                _("« %(title)s » s’arrête aujourd’hui : ses prochaines dates ne sont plus annoncées.")
                % {"title": rows[0].title},
            )
        case _:
            return not_possible()
    return redirect(request.path)
