"""What is public at the dates that the form says so far: htmx asks while it is filled in."""

from django.core.validators import slug_re
from django.shortcuts import render
from django.views.decorators.http import require_POST

from agenda.forms import ScheduleForm
from agenda.forms.neighbours import AboutForm
from agenda.models import Event
from agenda.neighbours import About, around


@require_POST
def neighbours(request):
    form = ScheduleForm(request.POST)
    slug = request.POST.get("event", "")
    event = None
    if slug_re.match(slug):
        event = Event.objects.editable_by(request.user).filter(slug=slug).first()
        form.edit(event)
    form.is_valid()
    found = around(form.schedule, AboutForm(request.POST, event=event).about, event=event)
    return render(request, "agenda/_neighbours.html", {"neighbours": found})


def of_form(form):
    """The same for a form that is shown again, or that shows an event."""
    event = form.instance if form.instance.pk else None
    if form.is_bound:
        return around(form.schedule, AboutForm(form.data, event=event).about, event=event)
    return of_event(event) if event else None


def of_event(event):
    return around(event.schedule, About.of(event), event=event)
