"""The coordinators' queue."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from agenda.forms import ReviewForm
from agenda.models import Event
from agenda.models.likely_doubles import to_decide


def queue(user):
    """What this person may decide upon; nobody else learns that the queue exists."""
    if not (user.is_authenticated and user.is_coordinator):
        raise Http404
    return Event.objects.to_moderate()


class ModerationList(LoginRequiredMixin, ListView):
    template_name = "agenda/moderation_list.html"
    context_object_name = "events"
    paginate_by = 20

    def get_queryset(self):
        return queue(self.request.user).for_list().select_related("author", "source")

    def get_context_data(self, **kwargs):
        waiting = to_decide(self.request.user)
        context = super().get_context_data(doubles_waiting=waiting, **kwargs)
        for event in context["events"]:
            event.review_form = ReviewForm(auto_id=f"id_{event.pk}_%s", initial={"sequence": event.sequence})
        context["series_to_check"] = Event.objects.to_check().count()
        return context


@require_POST
@transaction.atomic
def review(request, slug):
    """Accept, ask for a change or refuse, with words for the author. It answers the version that was read."""
    events = queue(request.user).select_for_update()
    event = get_object_or_404(events, slug=slug)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
        return redirect("agenda:moderation-list")
    if not form.has_read(event):
        messages.error(
            request, _("« %(title)s » a été modifié depuis votre lecture : relisez.") % {"title": event.title}
        )
        return redirect("agenda:moderation-list")
    form.apply(event, by=request.user)
    answer = _("« %(title)s » : %(verdict)s.") % {
        "title": event.title,
        "verdict": form.verdict_label.lower(),
    }
    if event.author_address and event.author != request.user:
        answer += " " + _("L’auteur est prévenu par e-mail.")
    messages.success(request, answer)
    return redirect("agenda:moderation-list")
