"""Followed calendars: what an association follows, how it goes, and a look before anything is written."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agenda import tasks, wording
from agenda.forms.sources import FollowForm, SourceRulesForm, StopForm
from agenda.imports import disagreements, staging
from agenda.imports.entries import NotACalendar
from agenda.imports.preview import Preview
from agenda.models import Event, Source, StagedCalendar
from associations.models import Organisation
from cooperation.core import rate_limit
from cooperation.core.fetch import FetchError

PER_PAGE = 20
READINGS_SHOWN = 12
# Each look asks somebody else's server; each reading by hand as well.
LOOKS_OF_ONE_PERSON = {"amount": 20, "seconds": 3600}
READINGS_BY_HAND = {"amount": 4, "seconds": 3600}


@login_required
@require_safe
def source_list(request):
    sources = Source.objects.followed_by(request.user).for_list()
    if slug := request.GET.get("organisation"):
        sources = sources.filter(organisation__slug=slug)
    page = Paginator(sources.order_by("organisation__name", "name", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    may_follow = Organisation.objects.written_by(request.user).exists()
    return render(request, "agenda/source_list.html", {"page_obj": page, "may_follow": may_follow})


@login_required
def follow(request):
    """An address or a file; what it holds is shown before anything is written."""
    if not Organisation.objects.written_by(request.user).exists():
        return render(request, "agenda/source_nobody.html", status=403)
    form = FollowForm(
        request.POST or None, request.FILES or None, user=request.user, initial=initial_of(request)
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        if not rate_limit.allowed_for(f"look-at-calendar:{request.user.pk}", **LOOKS_OF_ONE_PERSON):
            form.add_error(None, _("Vous avez regardé beaucoup de calendriers. Réessayez dans une heure."))
            status = 429
        else:
            file = form.cleaned_data["file"]
            try:
                staged = staging.stage(form.staged(), data=file.read() if file else None)
                return redirect("agenda:source-preview", staged.key)
            except (FetchError, NotACalendar) as error:
                form.add_error("file" if file else "url", str(error))
    return render(request, "agenda/source_form.html", {"form": form}, status=status)


def initial_of(request):
    """The organisation that the link names; what was answered, when somebody comes back from the preview."""
    key = request.GET.get("essai", "")
    if is_key(key) and (staged := StagedCalendar.objects.of(request.user).filter(pk=key).first()):
        return {"organisation": staged.organisation_id, "url": staged.url, **staged.rules}
    organisations = Organisation.objects.written_by(request.user)
    mine = organisations.filter(slug=request.GET.get("organisation", "")).first()
    if mine is None and not request.user.is_coordinator and organisations.count() == 1:
        mine = organisations.get()
    return {"organisation": mine, "publishes": True}


def is_key(text):
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@login_required
def preview(request, key):
    """What would come, day by day, and what would not; the button takes over the very same bytes, once."""
    staged = get_object_or_404(
        StagedCalendar.objects.of(request.user).select_related("organisation", "source"), pk=key
    )
    if staged.source:
        return redirect(staged.source)
    if request.method == "POST":
        return confirm(request, staged)
    shown = Preview.from_json(staged.preview)
    days = [
        (wording.day(day), [Line(**date) for date in dates])
        for day, dates in groupby(shown.dates, key=lambda date: timezone.localdate(date["start"]))
    ]
    context = {"staged": staged, "source": staged.draft, "preview": shown, "days": days}
    return render(request, "agenda/source_preview.html", context)


class Line:
    """A date of the preview."""

    def __init__(self, start, end, title, place, all_day, cancelled):
        self.title, self.place, self.is_cancelled = title, place, cancelled
        start, end = timezone.localtime(start), timezone.localtime(end)
        self.hours = _("toute la journée") if all_day else wording.hours(start, end)


def confirm(request, staged):
    try:
        source, done = staging.confirm(staged)
    except (IntegrityError, ValidationError):
        messages.info(request, _("Ce calendrier est déjà suivi."))
        return redirect("agenda:source-list")
    if not done:
        with transaction.atomic():
            tasks.take_staged.defer(key=str(staged.key))
        messages.success(
            request, _("C’est un grand calendrier : ses événements arrivent dans quelques minutes.")
        )
    elif source.is_file:
        messages.success(request, _("Le fichier est repris."))
    else:
        messages.success(request, _("Le calendrier est suivi : ce qui y change arrive ici de soi-même."))
    return redirect(source)


def followed_or_404(request, pk, *, lock=False):
    sources = Source.objects.followed_by(request.user).select_related(
        "organisation", "theme", "place", "added_by"
    )
    return get_object_or_404(sources.select_for_update(of=["self"]) if lock else sources, pk=pk)


@login_required
@require_safe
def source_detail(request, pk):
    """How it goes: when it was read, what came, what was refused and why."""
    source = followed_or_404(request, pk)
    readings = list(source.readings.all()[:READINGS_SHOWN])
    # What the calendar holds was told by the last reading that had something to tell.
    told = next((reading for reading in readings if not (reading.is_failed or reading.is_unchanged)), None)
    if told is None:
        told = source.readings.filter(outcome__in=["read", "held"]).first()
    to_come = source.events.to_come().exclude(state=Event.State.ARCHIVED).count()
    disagreeing, left_out = disagreements.of(source)
    context = {
        "source": source,
        "readings": readings,
        "last": readings[0] if readings else None,
        "told": told,
        "to_come": to_come,
        "disagreements": disagreeing,
        "disagreements_left_out": left_out,
        "vanished": source.events.public().exclude(vanished_at=None).count(),
    }
    return render(request, "agenda/source_detail.html", context)


@login_required
@transaction.atomic
def rules(request, pk):
    source = followed_or_404(request, pk, lock=request.method == "POST")
    form = SourceRulesForm(request.POST or None, instance=source)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Les règles sont enregistrées."))
        return redirect(source)
    return render(request, "agenda/source_rules.html", {"form": form, "source": source})


@login_required
@require_POST
@transaction.atomic
def act(request, pk):
    """Read now, pause, resume, the answer to a held reading or to a disagreement: one button each."""
    source = followed_or_404(request, pk, lock=True)
    match request.POST.get("action"):
        case "read" if source.is_read:
            if not rate_limit.allowed_for(f"read-calendar:{source.pk}", **READINGS_BY_HAND):
                messages.error(
                    request, _("Ce calendrier vient d’être lu plusieurs fois. Réessayez dans une heure.")
                )
                return redirect(source)
            source.read_again()
            tasks.ask_to_read(source.pk)
            messages.success(request, _("La lecture est demandée : revenez voir dans une minute."))
        case "pause" if source.is_read:
            source.pause()
            messages.success(request, _("Le suivi est en pause. Ce qui est repris reste."))
        case "resume" if source.is_paused and not source.is_file:
            source.resume()
            tasks.ask_to_read(source.pk)
            messages.success(request, _("Le suivi reprend."))
        case "accept" if source.is_held:
            source.accept_held()
            tasks.ask_to_read(source.pk)
            messages.success(
                request, _("C’est noté : le calendrier est relu, et ce qui n’y est plus sera annulé ici.")
            )
        case "keep" if source.is_held:
            source.keep_held()
            messages.success(
                request, _("Rien ne change ici tant que le calendrier n’est pas redevenu comme avant.")
            )
        case "take" | "mine" as choice if chosen := disagreeing(source, request.POST):
            event, name = chosen
            if choice == "take":
                disagreements.take(event, name, by=request.user)
                messages.success(request, _("L’événement dit maintenant ce que dit le calendrier."))
            else:
                disagreements.keep(event, name)
                messages.success(request, _("C’est noté : ce que vous avez écrit reste."))
        case _:
            return HttpResponseBadRequest(_("Cette action n’existe pas ou n’est plus possible."))
    return redirect(source)


def disagreeing(source, answers):
    """The event of this source that is meant, and what of it; None when they agree, or are none of its."""
    pk, name = answers.get("event", ""), answers.get("what", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    events = source.events.select_for_update(of=["self"]).filter(pk=pk).exclude(state=Event.State.ARCHIVED)
    event = events.first()
    return (event, name) if event and name in event.disagreements else None


@login_required
@transaction.atomic
def stop(request, pk):
    """Follow no longer; what came stays or is archived, as one chooses."""
    source = followed_or_404(request, pk, lock=request.method == "POST")
    if source.is_stopped:
        return redirect(source)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        source.stop(by=request.user, archive=form.cleaned_data["archive"])
        messages.success(request, _("Le calendrier n’est plus suivi."))
        return redirect(source)
    context = {
        "source": source,
        "form": form,
        "to_come": source.events.to_come().exclude(state=Event.State.ARCHIVED).count(),
    }
    return render(request, "agenda/source_stop.html", context)
