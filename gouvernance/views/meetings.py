"""A meeting from its preparation to its convocation; what everybody reads of it."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gouvernance.forms.meetings import (
    AnswerForm,
    ItemDocumentFormSet,
    ItemForm,
    MeetingForm,
    SubstituteForm,
)
from gouvernance.models import AgendaItem, Attendee, Body, Deliberation, ItemDocument, Meeting


def runnable(request, pk, *, lock=False, states=None):
    """A meeting that this person runs, in one of these states; its row locked for a change of state."""
    meetings = Meeting.objects.run_by(request.user).select_related("body", "place", "event")
    if lock:
        meetings = meetings.select_for_update(of=["self"])
    meeting = get_object_or_404(meetings, pk=pk)
    if states is not None and meeting.state not in states:
        raise Http404
    return meeting


@require_safe
def meeting_detail(request, pk):
    meetings = Meeting.objects.visible_to(request.user).select_related("body", "place", "event")
    meeting = get_object_or_404(meetings, pk=pk)
    may_run = Meeting.objects.run_by(request.user).filter(pk=pk).exists()
    attendees = list(meeting.attendees.for_list())
    mine = [row for row in attendees if row.is_of(request.user)]
    seen = Deliberation.objects.visible_to(request.user)
    context = {
        "meeting": meeting,
        "items": meeting.items.select_related("reviewed_deliberation")
        .annotate(shows_reviewed=Exists(seen.filter(came_back_as=OuterRef("pk"))))
        .prefetch_related("documents", "decisions", Prefetch("deliberations", seen)),
        "attendees": attendees,
        "mine": mine,
        "may_run": may_run,
        "sees_inside": may_run or bool(mine),
        "awaits_answers": meeting.awaits_answers,
        "approver": meeting.approver if may_run and meeting.was_held and not meeting.is_approved else None,
        "quorum": meeting.quorum(attendees) if meeting.is_open or meeting.was_held else None,
        "planned_minutes": sum(item.minutes for item in meeting.items.all()),
    }
    return render(request, "gouvernance/meeting_detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def meeting_create(request, slug):
    """What has to come back stands on the agenda at once: minutes to approve, decisions to look at again."""
    body = get_object_or_404(Body.objects.run_by(request.user), slug=slug)
    form = MeetingForm(request.POST or None, instance=Meeting(body=body), initial={"title": body.name})
    if request.method == "POST" and form.is_valid():
        meeting = form.save(commit=False)
        meeting.save_by(request.user)
        meeting.bring_back()
        messages.success(request, _("La séance est créée. Écrivez l’ordre du jour, puis convoquez."))
        return redirect(meeting)
    return render(request, "gouvernance/meeting_form.html", {"form": form, "body": body, "meeting": None})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def meeting_edit(request, pk):
    """After it was convened, a change is told to everybody."""
    meeting = runnable(request, pk, lock=request.method == "POST", states=Meeting.State.before())
    form = MeetingForm(request.POST or None, instance=meeting)
    if request.method == "POST" and form.is_valid() and form.revise(by=request.user):
        messages.success(request, _("C’est enregistré."))
        return redirect(meeting)
    return render(
        request, "gouvernance/meeting_form.html", {"form": form, "body": meeting.body, "meeting": meeting}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def item_write(request, pk, item=None):
    """One point of the agenda: a new one, or one that is there."""
    states = [*Meeting.State.before(), Meeting.State.OPEN]
    meeting = runnable(request, pk, lock=request.method == "POST", states=states)
    point = get_object_or_404(meeting.items, pk=item) if item else AgendaItem(meeting=meeting)
    form = ItemForm(request.POST or None, instance=point)
    documents = ItemDocumentFormSet(
        request.POST or None, request.FILES or None, instance=point, prefix="documents"
    )
    if request.method == "POST" and form.is_valid() and documents.is_valid():
        if not point.pk:
            point.position = meeting.items.count()
        form.save_by(request.user)
        documents.save_by(request.user)
        meeting.change_agenda(by=request.user)
        if meeting.is_open:
            return redirect("gouvernance:sitting", meeting.pk)
        return redirect(f"{meeting.get_absolute_url()}#ordre-du-jour")
    context = {
        "form": form,
        "documents": documents,
        "meeting": meeting,
        "item": point if point.pk else None,
    }
    return render(request, "gouvernance/item_form.html", context)


@login_required
@require_POST
@transaction.atomic
def item_move(request, pk, item):
    """Before the one above it, or away."""
    meeting = runnable(request, pk, lock=True, states=Meeting.State.before())
    point = get_object_or_404(meeting.items, pk=item)
    if request.POST.get("action") == "retirer":
        try:
            point.remove(by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(f"{meeting.get_absolute_url()}#ordre-du-jour")
    order = [row for row in meeting.items.all() if row.pk != point.pk]
    if request.POST.get("action") == "monter":
        order.insert(max(point.position - 1, 0), point)
    for position, row in enumerate(order):
        meeting.items.filter(pk=row.pk).update(position=position)
    meeting.change_agenda(by=request.user)
    return redirect(f"{meeting.get_absolute_url()}#ordre-du-jour")


@require_safe
def item_document(request, pk, document):
    """For those who see the meeting from inside, and for everybody where it is open to the public."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    return _document(meeting, document)


def _document(meeting, document):
    row = get_object_or_404(ItemDocument.objects.filter(item__meeting=meeting), pk=document)
    return FileResponse(
        row.file.open(),
        as_attachment=True,
        filename=f"{slugify(row.title) or 'document'}.{row.extension}",
        content_type=row.media_type,
    )


@login_required
@require_POST
@transaction.atomic
def convene(request, pk):
    meeting = runnable(request, pk, lock=True, states=[Meeting.State.PREPARED])
    try:
        meeting.convene(by=request.user, reason=request.POST.get("reason", "")[:300])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{meeting.get_absolute_url()}#convoquer")
    calls = [row.name for row in meeting.attendees.for_list() if not row.email]
    messages.success(request, _("La séance est convoquée."))
    if calls:
        text = _("Sans adresse, à appeler ou à prévenir par courrier : %(names)s.")
        messages.warning(request, text % {"names": ", ".join(calls)})
    return redirect(meeting)


@login_required
@require_POST
@transaction.atomic
def cancel(request, pk):
    meeting = runnable(request, pk, lock=True, states=Meeting.State.before())
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        messages.error(request, _("Dites pourquoi : les personnes convoquées le liront."))
        return redirect(f"{meeting.get_absolute_url()}#annuler")
    meeting.cancel(by=request.user, reason=reason)
    messages.success(request, _("La séance est annulée, les personnes convoquées sont prévenues."))
    return redirect(meeting)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def answer(request, token):
    """
    By the link of the convocation, without account. Opening it changes nothing; a button answers. Who runs the meeting
    may note what somebody said on the phone: their name stays beside the answer. A substitute has a link of their own,
    which answers as long as who holds the seat can't come.
    """
    attendee, by_substitute = _called(token)
    meeting = attendee.meeting
    is_closed = not meeting.awaits_answers or (by_substitute and attendee.may_come)
    stands_in = (
        not attendee.is_of(request.user)
        and Meeting.objects.run_by(request.user).filter(pk=meeting.pk).exists()
    )
    form = (SubstituteForm if by_substitute else AnswerForm)(
        request.POST or None, attendee=attendee, by=request.user if stands_in else None
    )
    if request.method == "POST" and not is_closed and form.is_valid() and form.save():
        if stands_in:
            messages.success(request, _("Réponse notée pour %(name)s.") % {"name": attendee.name})
            return redirect(meeting)
        messages.success(
            request, _("Merci, votre réponse est enregistrée. Vous pouvez la changer jusqu’à la séance.")
        )
        return redirect(request.path)
    context = {
        "attendee": attendee,
        "meeting": meeting,
        "items": meeting.items.prefetch_related("documents"),
        "form": None if is_closed else form,
        "carried": attendee.carried.all(),
        "by_substitute": by_substitute,
        "stands_in": stands_in,
        "token": token,
    }
    return render(request, "gouvernance/meeting_answer.html", context)


@require_safe
def answer_document(request, token, document):
    """A document of the agenda, for who was called and has no account."""
    attendee, _by_substitute = _called(token)
    return _document(attendee.meeting, document)


def _called(token):
    """(attendee, whether the link is their substitute's)."""
    for salt in (Attendee.SALT, Attendee.SUBSTITUTE_SALT):
        with suppress(signing.BadSignature):
            pk = signing.Signer(salt=salt).unsign(token)
            rows = Attendee.objects.for_list().select_related("meeting__place")
            return get_object_or_404(rows, pk=pk), salt == Attendee.SUBSTITUTE_SALT
    raise Http404(_("Ce lien n’est plus valable."))
