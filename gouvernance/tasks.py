"""What the worker does for the governance."""

from procrastinate.contrib.django import app

from gouvernance.models import Mandate


@app.periodic(cron="40 6 * * *")
@app.task(queue="gouvernance")
def announce_ending_mandates(timestamp):
    """Mandates that end within three months are told once to the team, body by body."""
    Mandate.objects.announce()
