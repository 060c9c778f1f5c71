"""The way in, and what waits for each person."""

from datetime import timedelta
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agenda.models import Booking, CoOrganising, Event, Occurrence, Registration
from agenda.models.likely_doubles import to_decide
from agenda.models.occurrences import start_of_day
from agenda.views.days import Day
from associations.models import Invitation, JoinRequest, Organisation, Theme
from cooperation.core.network import is_in_network
from habitants.models import Relay

HOME_DATES = 12
BOOKINGS_SHOWN = 6


@require_safe
def home(request):
    """Today and the week that comes."""
    today = timezone.localdate()
    dates = (
        Occurrence.objects.public()
        .filter(ends_at__gte=timezone.now(), starts_at__lt=start_of_day(today + timedelta(days=7)))
        .filter(starts_at__gte=start_of_day(today))
        .for_list()
        .in_order()[:HOME_DATES]
    )
    days = [Day(day, list(rows)) for day, rows in groupby(dates, key=lambda row: row.local_start.date())]
    context = {"days": days, "today": today, "themes": Theme.objects.main()}
    return render(request, "portal/home.html", context)


@login_required
def my_space(request):
    """What I am in charge of, and what waits for me. What somebody can't have is not asked for."""
    user = request.user
    editable = Event.objects.editable_by(user)
    mine = editable if not user.is_coordinator else editable.filter(author=user)
    unfinished = [Event.State.DRAFT, Event.State.CHANGES, Event.State.PENDING, Event.State.REFUSED]
    memberships = list(user.memberships.active().select_related("organisation"))
    ours = [membership.organisation_id for membership in memberships]
    managed = [membership.organisation_id for membership in memberships if membership.is_manager]
    requests = JoinRequest.objects.for_decision_by(user).filter(organisation__in=managed)
    invited = CoOrganising.objects.for_answer_by(user).select_related("event", "organisation")
    relay = Relay.objects.current().filter(user=user).select_related("district").first()
    context = {
        "invitations": Invitation.objects.for_person(user).select_related("organisation"),
        "sheets": Organisation.objects.filter(pk__in=managed).public(),
        "join_requests": requests.select_related("organisation", "user")[:10],
        "memberships": memberships,
        "relay": relay,
        "unfinished": mine.filter(state__in=unfinished).for_list().order_by("-updated_at")[:20],
        "published": mine.public().for_list().with_next_date().order_by("next_date", "-updated_at")[:30],
        "registrations": Registration.objects.active().of_person(user).to_come().for_list()[:20],
        "series_to_confirm": Event.objects.confirmed_by(user).to_confirm().count(),
        "co_organisings": invited[:10] if ours or user.is_coordinator else (),
        "adoptable": Event.objects.adoptable().count() if ours else 0,
        "bookings": Booking.objects.to_come().filter(organisation__in=ours).for_list()[:BOOKINGS_SHOWN],
        "in_network": bool(ours or relay) or is_in_network(user),
        "doubles": to_decide(user),
        "to_moderate": Event.objects.to_moderate().count() if user.is_coordinator else 0,
    }
    return render(request, "portal/my_space.html", context)
