"""This date and the following: the form of the event that goes on from there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from agenda.forms import EventForm
from agenda.models import Event
from agenda.views.writing import in_plain_words
from cooperation.core.local_copies import accepted


@login_required
@transaction.atomic
def edit_following(request, slug, pk):
    """
    The second event is made before its form is read, so that the form checks what it would change; unless the
    form is sent and good, nothing of it stays.
    """
    event = get_object_or_404(Event.objects.editable_by(request.user).select_for_update(), slug=slug)
    occurrence = get_object_or_404(event.occurrences, pk=pk)
    at = occurrence.recurrence_id
    if not event.can_be_split_at(at):
        return instead(request, event, occurrence)
    start = transaction.savepoint_create()
    following = event.split(at, by=request.user)
    form = EventForm(request.POST or None, request.FILES or None, instance=following, user=request.user)
    if request.method == "POST" and form.is_valid():
        following = form.save()
        following.revise(by=request.user)
        for each in (event, following):
            each.submit_again(by=request.user)
        messages.success(request, _("C’est enregistré : rien ne change avant cette date."))
        return accepted(request, redirect(following))
    schedule = form.schedule if form.is_bound else following.schedule
    context = {
        "form": form,
        "splits": event,
        "occurrence": occurrence,
        "event": following,
        "returns_to_review": event.is_public and not event.published_directly_by(request.user),
        **in_plain_words(schedule),
    }
    response = render(request, "agenda/event_form.html", context)
    transaction.savepoint_rollback(start)
    return response


def instead(request, event, occurrence):
    """Where the choice leads when there is nothing before the date, or nothing after it."""
    if event.external_uid:
        text = _("Ce qui vient d’un autre calendrier se coupe en deux là-bas ; ici, changez cette date.")
    elif not event.halves(occurrence.recurrence_id).before:
        messages.info(request, _("C’est la première date : vous changez donc toute la série."))
        return redirect("agenda:event-edit", event.slug)
    else:
        text = _("Aucune date ne suit celle-ci : vous changez donc cette date seulement.")
    messages.info(request, text)
    return redirect(occurrence.get_edit_url())
