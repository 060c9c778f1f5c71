"""What the worker does for the governance."""

from procrastinate.contrib.django import app

from gouvernance.models import Mandate, Meeting, Prospect


@app.periodic(cron="*/5 * * * *")
@app.task(queue="gouvernance")
def tell_changed_agendas(timestamp):
    """Points that changed after a meeting was convened are told in one mail, once its writer has stopped."""
    Meeting.objects.tell_changed()


@app.periodic(cron="40 6 * * *")
@app.task(queue="gouvernance")
def announce_ending_mandates(timestamp):
    """Mandates that end within three months are told once to the team, body by body."""
    Mandate.objects.announce()


@app.periodic(cron="55 3 * * *")
@app.task(queue="gouvernance")
def erase_prospects(timestamp):
    """Those who never confirmed, after two days; the others two years after the last exchange, as the form says."""
    Prospect.objects.to_erase().delete()
