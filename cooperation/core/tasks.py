from datetime import timedelta

from procrastinate import RetryStrategy, builtin_tasks
from procrastinate.contrib.django import app

from cooperation.core import mail
from cooperation.core.models import RateCount

# A successful job is deleted at once (settings); a failed one is kept so long, for whoever looks into it.
FAILED_JOBS_KEPT = timedelta(days=30)


# 8 more tries over about five days: a mail server that is down for a week-end loses nothing.
@app.task(queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def deliver(message):
    mail.deliver_now(message)


@app.periodic(cron="5 3 * * *")
@app.task(queue="core")
def purge_rate_counts(timestamp):
    RateCount.objects.over().delete()


@app.periodic(cron="10 3 * * *")
@app.task(queue="core", pass_context=True)
async def purge_jobs(context, timestamp):
    """A job's arguments are a whole mail, with its addresses and the key that its link is."""
    await builtin_tasks.remove_old_jobs(
        context,
        max_hours=FAILED_JOBS_KEPT // timedelta(hours=1),
        remove_failed=True,
        remove_cancelled=True,
        remove_aborted=True,
    )
