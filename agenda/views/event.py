"""One event: its page, and what those in charge may do with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from agenda.forms import OccurrenceForm
from agenda.models import Event
from agenda.structured_data import event_json_ld

DATES_SHOWN = 8
ALL_DATES = 200


class EventDetail(DetailView):
    template_name = "agenda/event_detail.html"
    context_object_name = "event"

    def get_queryset(self):
        return (
            Event.objects.visible_to(self.request.user)
            .select_related("organiser", "place__district", "author")
            .prefetch_related("themes", "co_organisers")
        )

    def get_context_data(self, **kwargs):
        user = self.request.user
        editable = (
            user.is_authenticated and Event.objects.editable_by(user).filter(pk=self.object.pk).exists()
        )
        all_dates = self.request.GET.get("dates") == "toutes"
        shown = ALL_DATES if all_dates else DATES_SHOWN
        dates = list(self.object.next_dates(limit=shown + 1))
        more = len(dates) > shown
        last = None if dates else self.object.occurrences.order_by("-starts_at").first()
        for date in [*dates, last] if last else dates:
            date.event = self.object
        return super().get_context_data(
            dates=dates[:shown],
            more_dates=more,
            all_dates_url="" if all_dates else "?dates=toutes#dates",
            first_day=dates[0].local_start if dates else None,
            last_date=last,
            editable=editable,
            reviews=self.object.reviews.select_related("by") if editable else [],
            publishes_directly=editable and self.object.published_directly_by(user),
            is_run=editable and self.object.is_run_by(user),
            json_ld=event_json_ld(self.object, dates[: DATES_SHOWN + 1] or ([last] if last else [])),
            **kwargs,
        )


def not_possible():
    return HttpResponseBadRequest(_("Cette action n’existe pas ou n’est plus possible."))


@login_required
@require_POST
@transaction.atomic
def act(request, slug):
    """Publish or send, duplicate, cancel, reinstate, mark as full, archive: one button each on the event's page."""
    event = get_object_or_404(Event.objects.editable_by(request.user).select_for_update(), slug=slug)
    user = request.user
    match request.POST.get("action"):
        case "submit" if event.can_be_sent:
            event.submit(by=user)
            if event.is_public:
                messages.success(request, _("C’est publié : l’événement est dans l’agenda."))
            else:
                messages.success(
                    request, _("C’est envoyé. L’équipe de coordination relit, puis vous répond par e-mail.")
                )
        case "duplicate":
            copy = event.duplicate(by=user)
            messages.success(request, _("Voici une copie en brouillon : choisissez sa date."))
            return redirect("agenda:event-edit", copy.slug)
        case _ if not event.is_run_by(user):
            return not_possible()
        case "cancel":
            event.cancel(by=user)
            messages.success(request, _("L’événement est annoncé comme annulé, partout où il est suivi."))
        case "reinstate":
            event.reinstate(by=user)
            messages.success(request, _("L’événement est de nouveau annoncé comme prévu."))
        case "full":
            event.mark_full(by=user)
            messages.success(request, _("L’événement est annoncé comme complet."))
        case "archive":
            event.archive(by=user)
            messages.success(request, _("L’événement est archivé ; il n’est plus visible."))
            return redirect("portal:my-space")
        case _:
            return not_possible()
    return redirect(event)


@login_required
def edit_occurrence(request, slug, pk):
    """Move, annotate, cancel or restore one date of an event."""
    event = get_object_or_404(Event.objects.editable_by(request.user), slug=slug)
    occurrence = get_object_or_404(event.occurrences, pk=pk)
    occurrence.event = event
    is_run = event.is_run_by(request.user)
    form = OccurrenceForm(request.POST or None, occurrence=occurrence)
    if request.method == "POST":
        action = request.POST.get("action", "save")
        if action in ("cancel", "restore") and not is_run:
            return not_possible()
        if action == "cancel":
            occurrence.cancel(by=request.user)
            messages.success(request, _("Cette date est annoncée comme annulée."))
            return redirect(event)
        if action == "restore":
            occurrence.restore(by=request.user)
            messages.success(request, _("Cette date est de nouveau comme prévu."))
            return redirect(event)
        if form.is_valid():
            with transaction.atomic():
                form.save(by=request.user)
                event.submit_again(by=request.user)
            messages.success(request, _("Cette date est modifiée."))
            return redirect(event)
    context = {"event": event, "occurrence": occurrence, "form": form, "is_run": is_run}
    return render(request, "agenda/occurrence_form.html", context)
