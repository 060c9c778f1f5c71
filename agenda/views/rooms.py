"""Rooms that the network shares: which there are, when each is free, and taking one."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agenda import concurrence, wording
from agenda.filters import EARLIEST, LATEST
from agenda.forms.rooms import BookingForm, EventRoomForm, RoomForm
from agenda.models import Booking, Event, Room
from agenda.models.booking_queryset import room_span
from agenda.models.occurrences import start_of_day
from associations.models import Organisation
from cooperation.core.network import is_in_network

# As many dates of a series as are booked at once.
MOST_DATES = 60
# As many of the dates at which a room is taken are named beside it.
TAKEN_SAID = 4


def of_the_network(user):
    """Rooms are lent within the network; nobody else learns who is where, and when."""
    if not is_in_network(user):
        raise Http404


def may_lend(user):
    """The organisations in whose name this person may add a room."""
    return Organisation.objects.public() & Organisation.objects.managed_by(user)


def may_book_for(user):
    """Their own organisations, and all public ones for the team."""
    ours = Organisation.objects.written_by(user)
    return ours.public() if user.is_coordinator else ours


@dataclass
class RoomDay:
    """A day of a room: who has it, and what is free, as words and for the picture (quarters of an hour)."""

    day: date
    bookings: list = field(default_factory=list)

    @property
    def title(self):
        return wording.day(self.day)

    @property
    def hours(self):
        return concurrence.opening_hours(self.day, timezone.get_current_timezone())

    @property
    def slots(self):
        busy = [(timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)) for row in self.bookings]
        return concurrence.free_slots(busy, *self.hours)

    @property
    def free(self):
        return concurrence.say_free(self.slots, *self.hours)

    @property
    def bars(self):
        """(offset, length) of what is taken, of 56 quarters of an hour from 8 h to 22 h."""
        opens, closes = self.hours
        for row in self.bookings:
            start, end = max(row.starts_at, opens), min(row.ends_at, closes)
            if start < end:
                yield (
                    int((start - opens).total_seconds() // 900),
                    max(1, int((end - start).total_seconds() // 900)),
                )


@login_required
@require_safe
def room_list(request):
    of_the_network(request.user)
    rooms = list(Room.objects.lent().for_list().order_by("place__name", "name"))
    today = timezone.localdate()
    since, until = start_of_day(today), start_of_day(today + timedelta(days=1))
    taken = defaultdict(list)
    for booking in Booking.objects.standing().between(since, until).order_by("starts_at"):
        taken[booking.room_id].append(booking)
    for room in rooms:
        room.today = RoomDay(today, taken[room.pk])
    context = {"rooms": rooms, "may_lend": may_lend(request.user).exists()}
    return render(request, "agenda/room_list.html", context)


@login_required
@require_safe
def room_detail(request, pk):
    of_the_network(request.user)
    return room_page(request, get_object_or_404(Room.objects.for_list(), pk=pk))


def room_page(request, room, form=None):
    """A room's week, and the form to book it."""
    user = request.user
    day = week_asked(request.GET.get("semaine", ""))
    if form and form.is_bound and form.cleaned_data.get("day"):
        day = monday_of(form.cleaned_data["day"])
    days = [RoomDay(day + timedelta(days=offset)) for offset in range(7)]
    ours = set(Organisation.objects.written_by(user).values_list("pk", flat=True))
    is_kept = room.keeper_id in ours
    rows = room.bookings.standing().between(start_of_day(day), start_of_day(day + timedelta(days=7)))
    for row in rows.for_list().order_by("starts_at"):
        row.is_ours = row.organisation_id in ours
        # What is not public is known to those whose booking it is, and to whoever keeps the room.
        row.shows_title = row.is_ours or is_kept or (row.event is not None and row.event.is_public)
        row.is_cancellable = (row.is_ours or is_kept) and row.ends_at > timezone.now()
        for each in days:
            since, until = start_of_day(each.day), start_of_day(each.day + timedelta(days=1))
            if row.starts_at < until and row.ends_at > since:
                each.bookings.append(row)
    organisations = may_book_for(user)
    may_book = room.is_lent and organisations.exists()
    context = {
        "room": room,
        "days": days,
        "week_wording": wording.day_of_month(day),
        "previous_week": iso_week(day - timedelta(days=7)),
        "next_week": iso_week(day + timedelta(days=7)),
        "form": (form or BookingForm(organisations=organisations)) if may_book else None,
        "is_kept": Room.objects.kept_by(user).filter(pk=room.pk).exists(),
    }
    return render(request, "agenda/room_detail.html", context)


def monday_of(day):
    return day - timedelta(days=day.weekday())


def iso_week(day):
    """ "2026-W48", as inputs of weeks write it."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def week_asked(text):
    """The Monday of a week such as 2026-W48; of this one when it is not understood."""
    try:
        monday = date.fromisoformat(f"{text}-1")
    except ValueError:
        monday = None
    if monday is None or not EARLIEST <= monday <= LATEST:
        return monday_of(timezone.localdate())
    return monday_of(monday)


@login_required
@require_POST
def book(request, pk):
    of_the_network(request.user)
    room = get_object_or_404(Room.objects.for_list(), pk=pk)
    organisations = may_book_for(request.user)
    if not organisations.exists():
        raise Http404
    form = BookingForm(request.POST, organisations=organisations)
    if form.is_valid() and (booking := form.save(room, by=request.user)):
        messages.success(request, _("La salle est à vous : %(when)s.") % {"when": booking.wording})
        return redirect(
            f"{room.get_absolute_url()}?semaine={iso_week(timezone.localdate(booking.starts_at))}"
        )
    return room_page(request, room, form)


@login_required
@require_POST
def cancel(request, pk):
    booking = get_object_or_404(Booking.objects.cancellable_by(request.user).for_list(), pk=pk)
    if booking.cancel(by=request.user):
        messages.success(request, _("La salle est libérée : %(when)s.") % {"when": booking.wording})
    else:
        messages.info(request, _("Cette réservation était déjà annulée."))
    week = iso_week(timezone.localdate(booking.starts_at))
    return redirect(f"{booking.room.get_absolute_url()}?semaine={week}")


@login_required
@transaction.atomic
def edit_room(request, pk=None):
    """Add a room, or change what is said of one."""
    user = request.user
    room = get_object_or_404(Room.objects.kept_by(user), pk=pk) if pk else None
    if not room and not may_lend(user).exists():
        raise Http404
    form = RoomForm(request.POST or None, instance=room, user=user)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, _("C’est enregistré : le réseau voit cette salle."))
        return redirect(saved)
    return render(request, "agenda/room_form.html", {"form": form, "room": room})


@login_required
def event_rooms(request, slug):
    """A room for the dates of an event: each is offered with the dates at which it is free."""
    user = request.user
    event = get_object_or_404(Event.objects.editable_by(user).select_related("place"), slug=slug)
    organisations = may_book_for(user)
    if not organisations.exists():
        raise Http404
    dates = list(
        event.occurrences.filter(is_cancelled=False, starts_at__gt=timezone.now()).in_order()[:MOST_DATES]
    )
    for each in dates:
        each.event = event
    rooms = rooms_for(event, dates)
    initial = {"organisation": event.organiser_id}
    form = EventRoomForm(
        request.POST or None, rooms=rooms, dates=dates, organisations=organisations, initial=initial
    )
    if request.method == "POST" and form.is_valid() and (answer := form.save(by=user)):
        made, taken = answer
        tell(request, made, taken)
        return redirect(event)
    context = {
        "event": event,
        "form": form,
        "rooms": rooms,
        "dates": dates,
        "bookings": event.bookings.to_come().for_list(),
    }
    return render(request, "agenda/event_rooms.html", context)


def rooms_for(event, dates):
    """
    All rooms lent, those of the event's place first, then those that are the most often free, each with the dates
    at which others have it.
    """
    rooms = list(Room.objects.lent().for_list())
    taken, had = defaultdict(list), Counter()
    if dates:
        rows = Booking.objects.standing().between(
            dates[0].starts_at, max(room_span(each)[1] for each in dates)
        )
        for row in rows:
            if row.event_id == event.pk:
                had[row.room_id] += 1
            else:
                taken[row.room_id].append((row.starts_at, row.ends_at))
    for room in rooms:
        room.taken_dates = [each for each in dates if concurrence.clashes(room_span(each), taken[room.pk])]
        room.availability = " · ".join(filter(None, availability(room, dates, had[room.pk])))
    return sorted(rooms, key=lambda room: (room.place_id != event.place_id, len(room.taken_dates), str(room)))


def availability(room, dates, had):
    """What the choice of a room says, in parts."""
    yield str(room)
    yield room.capacity_wording
    if had:
        yield ngettext("déjà à vous pour une date", "déjà à vous pour %(number)d dates", had) % {
            "number": had
        }
    free = len(dates) - len(room.taken_dates)
    if len(dates) == 1:
        yield "" if had else (_("libre") if free else _("prise à ce moment"))
        return
    yield _("libre pour %(free)d dates sur %(all)d") % {"free": free - had, "all": len(dates)}
    if room.taken_dates:
        days = [wording.day_of_month(each.local_start.date()) for each in room.taken_dates[:TAKEN_SAID]]
        more = "…" if len(room.taken_dates) > TAKEN_SAID else ""
        yield _("prise le %(days)s") % {"days": ", ".join(days) + more}


def tell(request, made, taken):
    if made:
        messages.success(
            request,
            ngettext(
                "La salle est à vous pour une date.", "La salle est à vous pour %(number)d dates.", len(made)
            )
            % {"number": len(made)},
        )
    if taken:
        days = ", ".join(str(each.wording) for each in taken)
        messages.warning(
            request, _("Elle est déjà prise, et n’est pas réservée : %(days)s.") % {"days": days}
        )
    if not made and not taken:
        messages.info(request, _("Cette salle est déjà à vous pour ces dates."))
