"""What the worker does for the agenda."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from agenda.imports import following, staging, vanishing
from agenda.models import Event, Merging, Registration, Seats, Source, SourceReading, StagedCalendar
from agenda.models.likely_doubles import spot
from agenda.models.sources import READINGS_KEPT
from agenda.models.staged import STAGED_KEPT
from associations.models import Organisation

# A visitor's address is erased so long after the last date of what they proposed, as the form says.
VISITOR_ADDRESS_KEPT = timedelta(days=365)
# Jobs that one round may add; the rest is as due at the next.
SOURCES_AT_ONCE = 500


@app.periodic(cron="15 3 * * *")
@app.task(queue="agenda")
def extend_series(timestamp):
    """Write the dates of endless series down to today's horizon."""
    Event.objects.short_of_horizon().write_occurrences()


@app.periodic(cron="20 3 * * *")
@app.task(queue="agenda")
def skip_new_school_holidays(timestamp):
    """A school year was published: the series that skip its holidays lose those dates."""
    Event.objects.skipping_holidays().write_occurrences()


@app.periodic(cron="45 3 * * *")
@app.task(queue="agenda")
def erase_visitor_addresses(timestamp):
    Event.objects.over_since(timezone.now() - VISITOR_ADDRESS_KEPT).exclude(author_email="").update(
        author_email=""
    )


@app.periodic(cron="30 3 * * *")
@app.task(queue="agenda")
def refresh_search_text(timestamp):
    """An organisation, a place, a theme or a district was renamed: what is found by its name follows."""
    Organisation.objects.refresh_search_text()
    Event.objects.exclude(state=Event.State.ARCHIVED).refresh_search_text()


@app.periodic(cron="20 * * * *")
@app.task(queue="agenda")
def spot_doubles(timestamp):
    """What was written or changed since the last round, by whatever way, is compared with the rest."""
    since = timezone.now() - timedelta(hours=2)
    spot(Event.objects.filter(updated_at__gte=since))


@app.periodic(cron="0 4 * * *")
@app.task(queue="agenda")
def purge_unconfirmed(timestamp):
    """What visitors proposed and never confirmed goes, history included, when their link is no longer good."""
    limit = timezone.now() - timedelta(days=Event.PROPOSAL_DAYS)
    for event in Event.objects.filter(state=Event.State.UNCONFIRMED, created_at__lt=limit):
        with transaction.atomic():
            image, place = event.image, event.place
            event.history.all().delete()
            event.delete()
            if place and is_of_proposal(place, event):
                place.delete()
        if image and not Event.objects.filter(image=image.name).exists():
            image.delete(save=False)


def is_of_proposal(place, event):
    """Whether a place was written with this proposal, and nobody has used or changed it since."""
    return (
        abs(place.updated_at - event.created_at) < timedelta(minutes=1)
        and not place.events.exists()
        and not place.organisations.exists()
    )


# Followed calendars


@app.periodic(cron="*/5 * * * *")
@app.task(queue="agenda")
def read_due_sources(timestamp):
    """Each calendar in a job of its own, so that a slow server holds no other; those that wait already do so once."""
    for pk in Source.objects.due().values_list("pk", flat=True)[:SOURCES_AT_ONCE]:
        ask_to_read(pk)


@app.task(queue="sources")
def read_source(source_id):
    following.follow(source_id)


def ask_to_read(pk):
    """One job waits at most, and no two run at a time, whatever the number of workers."""
    job = read_source.configure(lock=f"source-{pk}", queueing_lock=f"source-{pk}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(source_id=pk)


@app.task(queue="sources")
def take_staged(key):
    """A calendar too big to be taken over while somebody waits."""
    staging.take_over(key)


@app.periodic(cron="20 3 * * *")
@app.task(queue="agenda")
def let_vanished_go(timestamp):
    """What its calendar no longer has was shown as cancelled long enough."""
    Merging.objects.compare(now=timezone.now())
    vanishing.archive_vanished()
    vanishing.drop_vanished_dates()


@app.periodic(cron="25 3 * * *")
@app.task(queue="agenda")
def purge_readings(timestamp):
    now = timezone.now()
    SourceReading.objects.before(now - READINGS_KEPT).delete()
    StagedCalendar.objects.before(now - STAGED_KEPT).delete()


@app.periodic(cron="*/5 * * * *")
@app.task(queue="agenda")
def tell_registered(timestamp):
    """
    Compares what the people who registered were told with what is: whatever changed the date (a form, an import,
    another edit a minute later), one mail says so. Whoever waits moves up where places were added meanwhile.
    """
    for pk in Seats.objects.to_tell().values_list("pk", flat=True):
        Seats.tell_change(pk)
    for pk in Seats.objects.to_settle().values_list("pk", flat=True):
        Seats.let_in(pk)


@app.periodic(cron="0 8 * * *")
@app.task(queue="agenda")
def remind_registered(timestamp):
    for registration in Registration.objects.to_remind():
        registration.remind()


@app.periodic(cron="50 3 * * *")
@app.task(queue="agenda")
def erase_registrations(timestamp):
    Registration.objects.to_erase().delete()


@app.periodic(cron="0 7 1 * *")
@app.task(queue="agenda")
def ask_organisers(timestamp):
    """Once a month: are the series that go on still right?"""
    Event.objects.ask_organisers()
