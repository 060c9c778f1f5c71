"""What the worker does for the governance."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gouvernance.models import (
    Computation,
    Consultation,
    Deliberation,
    Mandate,
    Meeting,
    Participant,
    Prospect,
)

# Answers of some minutes are taken together.
SOON = {"minutes": 2}


@app.periodic(cron="*/5 * * * *")
@app.task(queue="gouvernance")
def tell_changed_agendas(timestamp):
    """Points that changed after a meeting was convened are told in one mail, once its writer has stopped."""
    Meeting.objects.tell_changed()


@app.periodic(cron="20 6 * * *")
@app.task(queue="gouvernance")
def bring_back(timestamp):
    """What has to come back stands on the agendas of the meetings to come; those convened are told of it."""
    Meeting.objects.bring_back()


@app.periodic(cron="40 6 * * *")
@app.task(queue="gouvernance")
def announce_ending_mandates(timestamp):
    """Mandates that end within three months are told once to the team, body by body."""
    Mandate.objects.announce()


@app.periodic(cron="20 * * * *")
@app.task(queue="gouvernance")
def follow_seats(timestamp):
    """In deliberations that run, a voice that was not used passes to who came to its seat."""
    Deliberation.objects.losing_voices().follow_seats()


@app.periodic(cron="55 3 * * *")
@app.task(queue="gouvernance")
def erase_prospects(timestamp):
    """Those who never confirmed, after two days; the others two years after the last exchange, as the form says."""
    Prospect.objects.to_erase().delete()


# Viewpoint consultations


@app.task(queue="gouvernance")
def compute(consultation_id):
    """Groups of opinion, from all answers so far."""
    for consultation in Consultation.objects.filter(pk=consultation_id):
        Computation.objects.renew(consultation)


def compute_soon(pk):
    """One job waits at most, and no two run at a time: each goes on from the one before."""
    job = compute.configure(lock=f"consultation-{pk}", queueing_lock=f"consultation-{pk}", schedule_in=SOON)
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(consultation_id=pk)


@app.periodic(cron="10 0 * * *")
@app.task(queue="gouvernance")
def close_consultations(timestamp):
    """Those whose last day is over: no answer is taken any more, the last computation is asked for."""
    for consultation in Consultation.objects.over():
        consultation.close(by=None)
        compute_soon(consultation.pk)


@app.periodic(cron="35 3 * * *")
@app.task(queue="gouvernance")
def forget_participants(timestamp):
    """Six months after the end, as the pages say: answers stay, nothing leads to who gave them."""
    Participant.objects.to_forget().forget()
