"""What the worker does for the agenda."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from agenda.models import Event

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
