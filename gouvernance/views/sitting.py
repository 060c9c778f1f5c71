"""The meeting while it is held: who is there, the quorum, what is said and decided; then its minutes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation.core import markdown, pdf, wording
from cooperation.core.local_copies import accepted
from gouvernance.extract import Extract
from gouvernance.forms.meetings import DecisionForm, NotesForm
from gouvernance.models import Meeting
from gouvernance.quorum import Quorum
from gouvernance.views.meetings import runnable

State = Meeting.State


@login_required
@require_safe
def sitting(request, pk):
    """One screen for who holds the meeting: the people, then the agenda."""
    meeting = runnable(request, pk, states=[State.CONVENED, State.OPEN, State.CLOSED])
    attendees = list(meeting.attendees.for_list())
    context = {
        "meeting": meeting,
        "attendees": attendees,
        "quorum": meeting.quorum(attendees),
        "items": meeting.items.prefetch_related("decisions", "deliberations"),
        "can_unopen": meeting.can_unopen,
    }
    return render(request, "gouvernance/sitting.html", context)


@login_required
@require_POST
@transaction.atomic
def attendance(request, pk, attendee):
    """One tap: arrived, left with or without their voice, or ticked by mistake."""
    meeting = runnable(request, pk, lock=True, states=[State.CONVENED, State.OPEN])
    row = get_object_or_404(meeting.attendees.select_for_update(), pk=attendee)
    match request.POST.get("action"):
        case "arrive":
            row.arrive()
        case "suppleance" if row.mandate.substitute:
            row.arrive(by_substitute=True)
        case "part" if row.is_here:
            row.leave()
        case "pouvoir" if row.is_here:
            row.leave(leaves_proxy=True)
        case "erreur":
            row.undo_arrival()
    return redirect(f"{_sitting_url(meeting)}#presences")


@login_required
@require_POST
@transaction.atomic
def move(request, pk):
    """Open, close, approve, and back from the first two: each from the state before it."""
    action = request.POST.get("action")
    before = {
        **{"ouvrir": State.CONVENED, "refermer": State.OPEN, "clore": State.OPEN},
        **{"rouvrir": State.CLOSED, "approuver": State.CLOSED},
    }
    if action not in before:
        raise Http404
    meeting = runnable(request, pk, lock=True, states=[before[action]])
    match action:
        case "ouvrir":
            meeting.open(by=request.user)
            return redirect(_sitting_url(meeting))
        case "refermer":
            try:
                meeting.unopen(by=request.user)
            except ValidationError as error:
                messages.error(request, error.messages[0])
            else:
                messages.success(request, _("La séance n’est plus ouverte. Les présences cochées restent."))
            return redirect(_sitting_url(meeting))
        case "rouvrir":
            meeting.reopen(by=request.user)
            messages.success(request, _("La séance est rouverte."))
            return redirect(_sitting_url(meeting))
        case "clore":
            meeting.close(by=request.user)
            messages.success(
                request, _("La séance est close. Relisez le compte rendu ; la suivante l’approuvera.")
            )
        case "approuver":
            if (later := meeting.approver) is None:
                messages.error(request, _("Une séance suivante l’approuve : ouvrez-la d’abord."))
            else:
                meeting.approve(by=request.user, within=later)
                messages.success(request, _("Le compte rendu est approuvé : il ne change plus."))
    return redirect(meeting)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def notes(request, pk, item):
    """What is said on one point, and what is decided there: one form, so that no button loses the other's text."""
    is_sent = request.method == "POST"
    meeting = runnable(request, pk, lock=is_sent, states=[State.OPEN, State.CLOSED])
    point = get_object_or_404(meeting.items, pk=item)
    form = NotesForm(request.POST or None, item=point)
    decision = DecisionForm(
        request.POST or None,
        prefix="decision",
        empty_permitted="decision" not in request.POST,
        use_required_attribute=False,
    )
    is_decided = is_sent and ("decision" in request.POST or decision.has_changed())
    if is_sent and form.is_valid() and form.save_by(request.user):
        if not is_decided:
            messages.success(request, _("C’est enregistré."))
            following = meeting.items.filter(position__gt=point.position).first()
            go_on = "suivant" in request.POST and following
            where = _notes_url(meeting, following) if go_on else _sitting_url(meeting)
            return accepted(request, redirect(where))
        if decision.is_valid() and decision.take(point, by=request.user):
            messages.success(request, _("La décision est écrite."))
            return accepted(request, redirect(request.path))
        form = NotesForm(item=point)  # the notes are written; the decision waits for its correction
    if is_sent:
        point.refresh_from_db()
    context = {
        "meeting": meeting,
        "item": point,
        "form": form,
        "decision_form": decision if meeting.is_open or is_decided else None,
        "decisions": point.decisions.all(),
        "deliberations": point.deliberations.all(),
        "quorum": meeting.quorum(),
    }
    return render(request, "gouvernance/item_notes.html", context)


@login_required
@require_safe
def attendance_sheet(request, pk):
    """To sign on paper: names by college, empty boxes."""
    meeting = runnable(request, pk)
    rows = [
        {"name": row.name, "college": row.college_name, "proxy": row.proxy.name if row.proxy else ""}
        for row in meeting.attendees.for_list()
    ]
    data = {"title": meeting.title, "body": meeting.body.name, "when": meeting.when, "rows": rows}
    return pdf.response(pdf.render("gouvernance/attendance.typ", data), f"emargement-{meeting.pk}.pdf")


@require_safe
def minutes_pdf(request, pk):
    """
    Once approved, for those who see the meeting; before, a draft for those who run it. Of a deliberation that is not
    public, those who don't see the meeting from inside read what came of it, not what was said.
    """
    meetings = Meeting.objects.visible_to(request.user).select_related("body", "place", "approved_in")
    meeting = get_object_or_404(meetings, pk=pk)
    is_run = Meeting.objects.run_by(request.user).filter(pk=pk).exists()
    if not (meeting.is_approved or (is_run and meeting.was_held)):
        raise Http404
    is_inside = is_run or Meeting.objects.seen_from_inside_by(request.user).filter(pk=pk).exists()
    attendees = list(meeting.attendees.for_list())
    data = {
        "title": meeting.title,
        "body": meeting.as_minuted["body"],
        "when": meeting.when,
        "place": meeting.as_minuted["place"],
        "draft": not meeting.is_approved,
        "approved": _approval(meeting),
        "notice": meeting.short_notice_reason,
        "present": [_presence(row) for row in attendees if row.was_there],
        "represented": [
            _("%(name)s, par %(proxy)s") % {"name": row.public_name, "proxy": row.carrier.public_name}
            for row in attendees
            if row.carrier
        ],
        "absent": [row.public_name for row in attendees if not row.was_there and not row.carrier],
        "quorum": _quorums(meeting),
        "items": [
            {
                "title": item.title,
                "kind": item.get_kind_display(),
                "notes": markdown.blocks(item.notes),
                "decisions": [_decision(decision) for decision in item.decisions.all()],
                # What was said after the approval is no part of what was approved.
                "deliberations": [
                    _deliberation(
                        Extract(deliberation, until=meeting.approved_at),
                        is_told=is_inside or deliberation.is_public,
                    )
                    for deliberation in item.deliberations.all()
                    if not deliberation.is_draft
                ],
            }
            for item in meeting.items.prefetch_related("decisions", "deliberations")
        ],
    }
    return pdf.response(pdf.render("gouvernance/minutes.typ", data), f"compte-rendu-{meeting.pk}.pdf")


def _deliberation(extract, *, is_told):
    data = extract.as_data()
    return data | {"told": True} if is_told else {"told": False, "state": data["state"]}


def _decision(decision):
    owner, due_on, review_on = decision.as_minuted
    return {
        "text": decision.text,
        "owner": owner,
        "due": wording.day_of_month(due_on, year=True),
        "review": wording.day_of_month(review_on, year=True) if review_on else "",
        "counted": decision.present + decision.represented,
        "needed": decision.needed,
    }


def _presence(row):
    """The seat by its name; a substitute was not asked whether theirs may be public."""
    name = row.public_name
    if row.by_substitute:
        name = _("%(name)s, par sa suppléance") % {"name": name}
    if row.left_at is None:
        return name
    hour = wording.hour(timezone.localtime(row.left_at))
    return _("%(name)s (jusqu’à %(hour)s)") % {"name": name, "hour": hour}


def _quorums(meeting):
    """What was counted at the opening and at the end."""
    counted = [(_("à l’ouverture"), meeting.opening_quorum), (_("à la clôture"), meeting.closing_quorum)]
    return [f"{Quorum.kept(row).wording.removesuffix('.')} ({moment})." for moment, row in counted if row]


def _approval(meeting):
    if not meeting.is_approved:
        return ""
    day = wording.day_of_month(timezone.localtime(meeting.approved_at), year=True)
    if meeting.approved_in:
        return _("Approuvé le %(day)s, à la séance « %(title)s ».") % {
            "day": day,
            "title": meeting.as_minuted["approver"],
        }
    return _("Approuvé le %(day)s.") % {"day": day}


def _sitting_url(meeting):
    return f"{meeting.get_absolute_url()}seance/"


def _notes_url(meeting, item):
    return f"{meeting.get_absolute_url()}points/{item.pk}/notes/"
