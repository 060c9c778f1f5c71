"""What the worker does for the sheets."""

from procrastinate.contrib.django import app

from initiatives.models import Course, Enrolment, Method, Unsaved, Workshop


@app.periodic(cron="35 3 * * *")
@app.task(queue="initiatives")
def forget_unsaved(timestamp):
    """What was typed and never saved goes after a month."""
    Unsaved.objects.over().delete()


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
