"""Writing events: the form, for whoever signs in and for visitors."""

from datetime import timedelta
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.validators import slug_re
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, UpdateView

from agenda import recurrence, school_holidays, wording
from agenda.forms import EventForm, ScheduleForm, VisitorEventForm
from agenda.models import Event
from agenda.models.occurrences import HORIZON, start_of_day
from agenda.views.doubles import AsksAboutDoubles
from agenda.views.neighbours import of_form
from cooperation.core import rate_limit
from cooperation.core.local_copies import accepted

# A visitor who needs more than this in an hour had better have an account.
VISITOR_PROPOSALS = {"amount": 5, "seconds": 3600}
# Nobody's letter box is filled through us, however many connections write its address.
MAILS_TO_ONE_ADDRESS = {"amount": 5, "seconds": 86_400}


NEXT_DATES = 5


def in_plain_words(schedule):
    """
    A schedule as its sentence, the next dates when there are several, those among them that the school holidays
    take away, and until when the holidays are known where it goes on after that.
    """
    if schedule is None:
        return {"sentence": "", "next_dates": [], "skipped": [], "known_until": ""}
    since = max(schedule.start, timezone.now())
    until = since + HORIZON
    spans = recurrence.spans(schedule, since=since, until=until, limit=NEXT_DATES).spans
    days = [wording.day(timezone.localtime(span.start).date()) for span in spans]
    last = spans[-1].start if len(spans) == NEXT_DATES else until
    skipped = [timezone.localtime(moment).date() for moment in schedule.holidays if since <= moment < last]
    known = school_holidays.known_until()
    goes_on = schedule.skips_holidays and recurrence.spans(
        schedule, since=start_of_day(known + timedelta(days=1)), until=start_of_day(known) + HORIZON, limit=1
    )
    return {
        "sentence": wording.rule(schedule),
        "next_dates": days if len(days) > 1 else [],
        "skipped": [
            {"name": name, "days": wording.days(group)}
            for name, group in groupby(skipped, school_holidays.name_of)
        ],
        "known_until": wording.day_of_month(known, year=True) if goes_on and goes_on.spans else "",
    }


class EventFormMixin(AsksAboutDoubles):
    """What the form's page needs beside the form."""

    template_name = "agenda/event_form.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        schedule = form.schedule if form.is_bound else form.instance.pk and form.instance.schedule
        return context | in_plain_words(schedule or None) | {"neighbours": of_form(form)}


class EventCreate(EventFormMixin, CreateView):
    def get_form_class(self):
        return EventForm if self.request.user.is_authenticated else VisitorEventForm

    def form_valid(self, form):
        submission = form.cleaned_data["submission"]
        if event := Event.objects.filter(submission=submission).first():
            return self.already_sent(event)
        if self.asks_about_doubles(form):
            return self.show_doubles(form)
        user = self.request.user
        if not user.is_authenticated and not self.visitor_may_go_on(form.cleaned_data["author_email"]):
            form.add_error(
                None, _("Beaucoup de propositions viennent de cette connexion. Réessayez dans une heure.")
            )
            return self.form_invalid(form)
        try:
            with transaction.atomic():
                event = form.save()
                if not user.is_authenticated:
                    event.ask_visitor_to_confirm()
                elif self.request.POST.get("action") == "submit":
                    event.submit(by=user)
                self.remember_distinct(event)
        except IntegrityError:
            event = Event.objects.filter(submission=submission).first()
            if event is None:
                raise
            return self.already_sent(event)
        return self.told(event)

    def visitor_may_go_on(self, address):
        return rate_limit.allowed(self.request, "propose", **VISITOR_PROPOSALS) and rate_limit.allowed_for(
            f"confirm:{address.lower()}", **MAILS_TO_ONE_ADDRESS
        )

    def told(self, event):
        """Where the author goes next, and what they are told."""
        if not self.request.user.is_authenticated:
            return accepted(self.request, render(self.request, "agenda/proposal_sent.html", {"event": event}))
        if event.is_public:
            messages.success(self.request, _("C’est publié : l’événement est dans l’agenda."))
        elif event.state == Event.State.PENDING:
            messages.success(
                self.request, _("C’est envoyé. L’équipe de coordination relit, puis vous répond par e-mail.")
            )
        else:
            messages.info(self.request, _("Votre brouillon est gardé. Voici ce que les gens verront."))
        return accepted(self.request, redirect(event))

    def already_sent(self, event):
        """The same form sent twice: no second event, the same answer, and the visitor's mail once more."""
        user = self.request.user
        if user.is_authenticated and event.author == user:
            return accepted(self.request, redirect(event))
        if not user.is_authenticated and event.is_unconfirmed and self.visitor_may_go_on(event.author_email):
            event.ask_visitor_to_confirm()
        return accepted(self.request, render(self.request, "agenda/proposal_sent.html", {"event": event}))


@method_decorator(transaction.atomic, name="post")
class EventUpdate(LoginRequiredMixin, EventFormMixin, UpdateView):
    form_class = EventForm
    context_object_name = "event"

    def get_queryset(self):
        events = Event.objects.editable_by(self.request.user)
        return events.select_for_update() if self.request.method == "POST" else events

    def get_context_data(self, **kwargs):
        event = self.object
        again = event.is_public and not event.published_directly_by(self.request.user)
        return super().get_context_data(returns_to_review=again, **kwargs)

    def form_valid(self, form):
        if self.asks_about_doubles(form):
            return self.show_doubles(form)
        user = self.request.user
        event = form.save()
        event.revise(by=user)
        if event.is_series and event.published_directly_by(user):
            event.confirm(by=user)
        if self.request.POST.get("action") == "submit" and event.can_be_sent:
            event.submit(by=user)
        else:
            event.submit_again(by=user)
        self.remember_distinct(event)
        if event.is_public:
            messages.success(self.request, _("C’est enregistré et visible dans l’agenda."))
        elif event.state == Event.State.PENDING:
            messages.success(
                self.request,
                _("C’est enregistré. L’équipe de coordination relit avant que ce soit visible."),
            )
        else:
            messages.info(self.request, _("Votre brouillon est gardé. Voici ce que les gens verront."))
        return accepted(self.request, redirect(event))


def edited_event(request, slug):
    """The event that the form is about; with `from`, what it is from that date on."""
    event = Event.objects.editable_by(request.user).filter(slug=slug).first()
    since = request.POST.get("from", "")
    if event and since.isascii() and since.isdigit() and len(since) < 19:
        occurrence = event.occurrences.filter(pk=since).first()
        if occurrence and event.can_be_split_at(occurrence.recurrence_id):
            event.set_schedule(event.halves(occurrence.recurrence_id).after)
    return event


@require_POST
def schedule_summary(request):
    """The dates chosen so far, in one sentence: htmx asks while the form is filled in."""
    form = ScheduleForm(request.POST)
    slug = request.POST.get("event", "")
    if slug_re.match(slug):
        form.edit(edited_event(request, slug))
    form.is_valid()
    return render(request, "agenda/_schedule_summary.html", in_plain_words(form.schedule))
