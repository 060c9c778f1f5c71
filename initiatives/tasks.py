"""What the worker does for sheets: readings that wait, remarks, inspirations, what is still right."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from procrastinate.contrib.django import app

from initiatives.models import Comment, Initiative, Inspiration, Reading, Unsaved


@app.periodic(cron="5 8 * * *")
@app.task(queue="initiatives")
def follow_readings(timestamp):
    """Who did not answer is reminded once; a week later somebody else is asked."""
    for reading in Reading.objects.to_give_up().for_list():
        with suppress(ValidationError):  # answered meanwhile
            reading.give_up()
    for reading in Reading.objects.to_remind().for_list():
        with suppress(ValidationError):
            reading.remind()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="initiatives")
def tell_comments(timestamp):
    Comment.objects.to_tell().tell()


@app.periodic(cron="25 8 * * *")
@app.task(queue="initiatives")
def ask_outcomes(timestamp):
    """Six months after two teams were put in contact."""
    for inspiration in Inspiration.objects.to_ask_outcome().select_related("initiative__carrier", "by"):
        inspiration.ask_outcome()


@app.periodic(cron="35 8 * * *")
@app.task(queue="initiatives")
def ask_to_confirm(timestamp):
    """A year after a sheet went public, or after the last answer."""
    for pk in list(Initiative.objects.to_ask().values_list("pk", flat=True)):
        with transaction.atomic():
            sheets = Initiative.objects.to_ask().select_for_update(no_key=True, of=["self"])
            if initiative := sheets.filter(pk=pk).first():
                initiative.ask_to_confirm()


@app.periodic(cron="55 3 * * *")
@app.task(queue="initiatives")
def forget(timestamp):
    """Remarks and requests that have served."""
    Comment.objects.to_erase().delete()
    Inspiration.objects.forget()


@app.periodic(cron="35 3 * * *")
@app.task(queue="initiatives")
def forget_unsaved(timestamp):
    """What was typed and never saved goes after a month."""
    Unsaved.objects.over().delete()
