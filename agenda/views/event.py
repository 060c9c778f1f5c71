"""One event: its page, and what those in charge may do with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from agenda.forms import OccurrenceForm
from agenda.forms.adoption import AdoptionForm
from agenda.models import CoOrganising, Event
from agenda.structured_data import event_json_ld
from agenda.views.neighbours import of_event
from associations.models import Organisation

DATES_SHOWN = 8
ALL_DATES = 200


class EventDetail(DetailView):
    template_name = "agenda/event_detail.html"
    context_object_name = "event"

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            visible = Event.objects.visible_to(request.user)
            kept = visible.filter(absorbed__slug=kwargs["slug"]).first()
            if kept is None:
                raise
        response = redirect(kept, permanent=True)
        # A merging can be undone: the browser asks again each time.
        patch_cache_control(response, no_cache=True)
        return response

    def get_queryset(self):
        return (
            Event.objects.visible_to(self.request.user)
            .select_related("organiser", "place__district", "author", "continues")
            .prefetch_related(
                *("themes", "co_organisers", "other_places__district"),
                Prefetch("continued_by", Event.objects.public(), to_attr="public_sequels"),
            )
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
        last = None
        if not dates:
            last = self.object.occurrences.select_related("place", "seats").order_by("-starts_at").first()
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
            **together(self.object, user, editable=editable),
            mergings=self.object.mergings.undoable_by(user).select_related("absorbed") if editable else [],
            json_ld=event_json_ld(self.object, dates[: DATES_SHOWN + 1] or ([last] if last else [])),
            **kwargs,
        )


def together(event, user, *, editable):
    """What those in charge, those asked to join and those who may adopt it see of others."""
    if not user.is_authenticated:
        return {}
    asked = CoOrganising.objects.for_answer_by(user).filter(event=event).select_related("organisation")
    shown = {"asked": asked, "adoption_form": None, "may_book": False}
    shown |= {"co_organisings": None, "bookings": None, "neighbours": None}
    if event.is_adoptable:
        form = AdoptionForm(user=user, initial={"sequence": event.sequence})
        shown["adoption_form"] = form if form.fields["organisation"].queryset else None
    if editable:
        shown |= {
            "co_organisings": event.co_organisings.not_joined().select_related("organisation"),
            "bookings": event.bookings.to_come().for_list(),
            "may_book": not event.is_cancelled and Organisation.objects.written_by(user).exists(),
            "neighbours": None if event.is_public else of_event(event),
        }
    return shown


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
                messages.success(request, _("C’est publié : l’événement est dans l’agenda."))
            else:
                messages.success(
                    request, _("C’est envoyé. L’équipe de coordination relit, puis vous répond par e-mail.")
                )
        case "duplicate":
            copy = event.duplicate(by=user)
            messages.success(request, _("Voici une copie en brouillon : choisissez sa date."))
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
            messages.success(request, _("L’événement est archivé ; il n’est plus visible."))
            return redirect("portal:my-space")
        case _:
            return not_possible()
    return redirect(event)


@login_required
def edit_occurrence(request, slug, pk):
    """Move, annotate, cancel or restore one date of an event."""
    event = get_object_or_404(Event.objects.editable_by(request.user).select_related("place"), slug=slug)
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
    context["can_be_split"] = event.can_be_split_at(occurrence.recurrence_id)
    return render(request, "agenda/occurrence_form.html", context)
