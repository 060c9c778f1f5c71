"""Who comes: the organiser's list of each date, on screen, on paper and for a spreadsheet."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agenda.forms import AddedRegistrationForm
from agenda.models import Event, Occurrence, Registration
from agenda.views.event import not_possible
from cooperation.core import spreadsheet

DATES_OFFERED = 60


@dataclass
class Attendance:
    """One date and who registered for it, those who wait last."""

    date: Occurrence
    confirmed: list
    waiting: list


def run_by(user, slug):
    """The event, for those who may say who comes: they edit it and decide upon it."""
    event = get_object_or_404(Event.objects.editable_by(user).select_related("organiser", "place"), slug=slug)
    if not event.is_run_by(user):
        raise Http404
    return event


def registrations_of(event):
    return (
        Registration.objects.active()
        .filter(occurrence__event=event)
        .select_related("occurrence__seats")
        .order_by("occurrence__starts_at", "occurrence", "state", "queued_at", "pk")
    )


def attendances(event):
    for date, rows in groupby(registrations_of(event), key=lambda row: row.occurrence):
        date.event = event
        rows = list(rows)
        yield Attendance(
            date, [row for row in rows if row.is_confirmed], [row for row in rows if row.is_waiting]
        )


@login_required
@never_cache
def index(request, slug):
    event = run_by(request.user, slug)
    dates = event.occurrences.filter(ends_at__gte=timezone.now(), is_cancelled=False).select_related("event")
    action = request.POST.get("action")
    form = AddedRegistrationForm(
        request.POST if action == "add" else None,
        dates=Occurrence.objects.filter(
            pk__in=list(dates.in_order().values_list("pk", flat=True)[:DATES_OFFERED])
        )
        .select_related("event")
        .in_order(),
    )
    if request.method == "POST":
        match action:
            case "add":
                if form.is_valid():
                    return _added(request, event, form)
            case "remove":
                return _removed(request, event)
            case _:
                return not_possible()
    context = {
        "event": event,
        "attendances": list(attendances(event)),
        "form": form,
        "now": timezone.localtime(),
    }
    return render(request, "agenda/registration_list.html", context)


def _added(request, event, form):
    registration = Registration.objects.enter_as(
        form.cleaned_data["date"], email=form.cleaned_data["email"], **form.answers
    )
    if registration.is_waiting:
        words = _("« %(name)s » est sur la liste d’attente : c’est complet.")
    else:
        words = _("« %(name)s » est sur la liste.")
    messages.success(request, words % {"name": registration.name})
    return redirect("agenda:registration-list", event.slug)


@transaction.atomic
def _removed(request, event):
    pk = request.POST.get("registration", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        return not_possible()
    rows = Registration.objects.active().filter(occurrence__event=event).select_related("occurrence__event")
    registration = get_object_or_404(rows, pk=pk)
    if not registration.can_change:
        return not_possible()
    registration.withdraw(by=request.user)
    words = _("« %(name)s » n’est plus sur la liste.")
    if registration.email:
        words += " " + _("Un e-mail le lui dit.")
    messages.success(request, words % {"name": registration.name})
    return redirect("agenda:registration-list", event.slug)


@login_required
@require_safe
@never_cache
def csv(request, slug):
    """The list of one date (`date`, its number) or of all, for a spreadsheet in French."""
    event = run_by(request.user, slug)
    rows = registrations_of(event)
    if date := request.GET.get("date"):
        if not (date.isascii() and date.isdigit() and len(date) < 18):
            raise Http404
        rows = rows.filter(occurrence=date)
    header = [_("date"), _("état"), _("prénom et nom"), _("personnes"), _("téléphone"), _("e-mail")]
    response = StreamingHttpResponse(
        spreadsheet.lines(header, _csv_rows(rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="inscriptions-{event.slug}.csv"'
    return response


def _csv_rows(rows):
    for row in rows.iterator(chunk_size=1000):
        yield (
            f"{row.occurrence.local_start:%Y-%m-%d %H:%M}",
            str(row.get_state_display()),
            row.name,
            str(row.seats),
            row.phone,
            row.email,
        )
