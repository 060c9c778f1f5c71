"""A visitor's proposal, reached by the signed link in their mail: they have no account."""

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import UpdateView

from agenda.forms import VisitorEventForm
from agenda.models import Event
from agenda.views.neighbours import of_event
from agenda.views.writing import EventFormMixin


def find(token, *, lock=False):
    """The event that the link names, while the link is good and the event is still the visitor's to change."""
    try:
        pk = signing.loads(token, salt=Event.PROPOSAL_SALT, max_age=Event.PROPOSAL_DAYS * 86_400)
    except signing.BadSignature as error:
        raise Http404(_("Ce lien n’est plus valable.")) from error
    events = Event.objects.select_for_update() if lock else Event.objects
    event = events.filter(pk=pk, author=None).exclude(state=Event.State.ARCHIVED).first()
    if event is None:
        raise Http404(_("Cette proposition n’existe plus."))
    return event


@transaction.atomic
def proposal(request, token):
    """Where the proposal stands. Opening the link changes nothing (mail filters open links): a button sends it."""
    event = find(token, lock=request.method == "POST")
    if request.method == "POST" and event.can_be_sent_by_link:
        event.submit(by=None)
        messages.success(request, _("Merci ! L’équipe de coordination relit, puis vous répond par e-mail."))
        return redirect("agenda:proposal", token)
    dates = list(event.next_dates(limit=12))
    context = {"event": event, "dates": dates, "token": token, "reviews": event.reviews.all()}
    context["neighbours"] = None if event.is_public else of_event(event)
    return render(request, "agenda/proposal.html", context)


@method_decorator(transaction.atomic, name="post")
class ProposalUpdate(EventFormMixin, UpdateView):
    form_class = VisitorEventForm
    context_object_name = "event"

    def get_object(self, queryset=None):
        event = find(self.kwargs["token"], lock=self.request.method == "POST")
        if not event.can_be_sent_by_link and event.state != Event.State.PENDING:
            raise Http404(_("Cette proposition ne peut plus être modifiée."))
        return event

    def form_valid(self, form):
        if self.asks_about_doubles(form):
            return self.show_doubles(form)
        event = form.save()
        event.revise(by=None)
        self.remember_distinct(event)
        messages.info(self.request, _("C’est enregistré. Relisez, puis envoyez."))
        return redirect("agenda:proposal", self.kwargs["token"])
