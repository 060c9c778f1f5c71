"""What the worker does for the agenda."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from agenda.models import Event
from associations.models import Organisation

# A visitor's address is erased so long after the last date of what they proposed, as the form says.
VISITOR_ADDRESS_KEPT = timedelta(days=365)


@app.periodic(cron="15 3 * * *")
@app.task(queue="agenda")
def extend_series(timestamp):
    """Write the dates of endless series down to today's horizon."""
    Event.objects.short_of_horizon().write_occurrences()


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
