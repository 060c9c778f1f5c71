"""What the worker does for sheets and courses."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from procrastinate.contrib.django import app

from initiatives.models import (
    Attachment,
    Comment,
    Course,
    Enrolment,
    Initiative,
    Inspiration,
    Method,
    Photo,
    Reading,
    Transfer,
    Unsaved,
    Word,
    Workshop,
)


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


@app.periodic(cron="20 * * * *")
@app.task(queue="initiatives")
def tell_source_changes(timestamp):
    """Those who adapted a sheet learn that it changed, once it has been left in peace."""
    for transfer in Transfer.objects.to_tell():
        transfer.tell_change()


@app.periodic(cron="55 3 * * *")
@app.task(queue="initiatives")
def forget(timestamp):
    """Remarks and requests that have served, photos and documents that were taken away three months ago."""
    for model in (Photo, Attachment):
        model.everything.to_erase().erase()
    Comment.objects.to_erase().delete()
    Inspiration.objects.forget()


@app.periodic(cron="35 3 * * *")
@app.task(queue="initiatives")
def forget_unsaved(timestamp):
    """What was typed and never saved goes after a month."""
    Unsaved.objects.over().delete()


@app.periodic(cron="28 3 * * *")
@app.task(queue="initiatives")
def refresh_sheets_search_text(timestamp):
    """A theme, a place or an organisation was renamed: what is found by its name follows; then the known words do."""
    Initiative.objects.exclude(state=Initiative.State.ARCHIVED).refresh_search_text()
    Word.objects.gather()


# Courses and methods


@app.periodic(cron="*/5 * * * *")
@app.task(queue="initiatives")
def tell_enrolled(timestamp):
    """A date was moved or called off in the agenda, by whatever way: one mail says so."""
    for workshop in Workshop.objects.to_tell():
        workshop.tell_change()


@app.periodic(cron="5 4 * * *")
@app.task(queue="initiatives")
def close_courses(timestamp):
    """Those that nobody closed: what people gave must have its end."""
    for course in Course.objects.to_close():
        course.end(by=None)


@app.periodic(cron="55 3 * * *")
@app.task(queue="initiatives")
def erase_enrolments(timestamp):
    Enrolment.objects.to_erase().delete()
    for course in Course.objects.to_forget():
        course.forget_people()


@app.periodic(cron="32 3 * * *")
@app.task(queue="initiatives")
def refresh_methods_search_text(timestamp):
    """A theme or an organisation was renamed: what is found by its name follows."""
    Method.objects.exclude(state=Method.State.ARCHIVED).refresh_search_text()
