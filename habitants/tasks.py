"""What the worker does for the groups of habitants-relais."""

from procrastinate.contrib.django import app

from habitants.models import Application, Cohort, Nomination


@app.periodic(cron="5 0 * * *")
@app.task(queue="habitants")
def begin_and_end_cohorts(timestamp):
    """By their dates: just after midnight in UTC, an hour or two into the local day."""
    for cohort in Cohort.objects.to_start():
        cohort.start()
    for cohort in Cohort.objects.to_end():
        cohort.end()


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
