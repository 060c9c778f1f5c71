"""What the worker does for the sheets."""

from procrastinate.contrib.django import app

from initiatives.models import Unsaved


@app.periodic(cron="35 3 * * *")
@app.task(queue="initiatives")
def forget_unsaved(timestamp):
    """What was typed and never saved goes after a month."""
    Unsaved.objects.over().delete()
