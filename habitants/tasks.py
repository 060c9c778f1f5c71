"""What the worker does for the selection of habitants-relais."""

from procrastinate.contrib.django import app

from habitants.models import Draw


@app.task(queue="draws")
def write_panels(draw_id):
    """The thousand panels of a frozen list: seconds of computing, for which nobody waits."""
    Draw.objects.get(pk=draw_id).write_panels()
