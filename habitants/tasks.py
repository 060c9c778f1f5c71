"""What the worker does for the relays."""

from procrastinate.contrib.django import app

from habitants import tallies
from habitants.models import Addressing, Application, Cohort, Concern, Draw, DrawEntry, Nomination, Voice


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


@app.periodic(cron="5 0 * * *")
@app.task(queue="habitants")
def begin_and_end_cohorts(timestamp):
    """By their dates: just after midnight in UTC, an hour or two into the local day."""
    for cohort in Cohort.objects.to_start():
        cohort.start()
    for cohort in Cohort.objects.to_end():
        cohort.end()


@app.periodic(cron="20 3 * * *")
@app.task(queue="habitants")
def tally_answers(timestamp):
    """Whether there are enough people for each quota: once a night, so that nothing is read in one person's move."""
    for cohort in Cohort.objects.filter(state=Cohort.State.CALL):
        tallies.write(cohort)


@app.periodic(cron="45 7 * * *")
@app.task(queue="habitants")
def send_waiting_nominations(timestamp):
    """What was proposed when too many mails had gone to that address."""
    for nomination in Nomination.objects.to_send().select_related("cohort", "organisation"):
        nomination.send()


@app.periodic(cron="30 7 * * *")
@app.task(queue="habitants")
def warn_of_late_draws(timestamp):
    """The first day comes and nobody is drawn: the team has to move it."""
    for cohort in Cohort.objects.to_warn_of():
        cohort.tell_it_is_late()


@app.periodic(cron="40 3 * * *")
@app.task(queue="habitants")
def erase_people(timestamp):
    """What was told to people of when they are forgotten (habitants/consent.py)."""
    Application.objects.never_confirmed().delete()
    Nomination.objects.never_answered().delete()
    for cohort in Cohort.objects.to_erase_others():
        cohort.erase_others()
    for cohort in Cohort.objects.to_erase():
        cohort.erase()


@app.task(queue="draws")
def write_panels(draw_id):
    """The thousand panels of a frozen list: seconds of computing, for which nobody waits."""
    Draw.objects.get(pk=draw_id).write_panels()


@app.periodic(cron="42 3 * * *")
@app.task(queue="habitants")
def erase_rows_of_draws(timestamp):
    """What people answered leaves the lists of draws with the rest of it; the proof stands without."""
    DrawEntry.objects.to_erase().erase_rows()
