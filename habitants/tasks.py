"""What the worker does for the relays."""

from procrastinate.contrib.django import app

from habitants.models import Addressing, Concern, Voice


@app.periodic(cron="15 8 * * *")
@app.task(queue="habitants")
def remind_addressees(timestamp):
    """Answers that are due: to the addressee, then to the coordinators."""
    Addressing.remind_all()


@app.periodic(cron="55 3 * * *")
@app.task(queue="habitants")
def erase_concern_addresses(timestamp):
    """Visitors' addresses that have served, as the form says."""
    Concern.objects.all().forget_addresses()
    Voice.objects.all().forget_addresses()
