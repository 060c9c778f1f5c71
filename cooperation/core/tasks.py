from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from cooperation.core import mail


# 8 more tries over about five days: a mail server that is down for a week-end loses nothing.
@app.task(queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def deliver(message):
    mail.deliver_now(message)
