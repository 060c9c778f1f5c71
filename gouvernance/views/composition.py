"""Who sits where, today or on a day of the past."""

from datetime import date

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from agenda.filters import EARLIEST, LATEST
from cooperation.core import wording
from cooperation.core.network import is_in_network
from gouvernance import chart
from gouvernance.models import Body, Consultation, Deliberation, Mandate, Meeting


def asked_day(request):
    """(day of `?au=`, whether it was not understood); today when there is none."""
    asked = request.GET.get("au", "")
    try:
        day = date.fromisoformat(asked) if asked else timezone.localdate()
    except ValueError:
        return timezone.localdate(), True
    return (day, False) if EARLIEST <= day <= LATEST else (timezone.localdate(), True)


def composition(request):
    """What both pages say of the day: today's composition, or that of the day asked for."""
    day, misread = asked_day(request)
    is_today = day == timezone.localdate()
    return {
        "day": day,
        "is_today": is_today,
        # How many seats there were then is not kept: of the past, only those who sat are told.
        "is_past": day < timezone.localdate(),
        "misread": misread,
        "day_wording": _("aujourd’hui")
        if is_today
        else _("le %(day)s") % {"day": wording.day(day, year=True)},
    }


@require_safe
def overview(request):
    """All bodies of that day, as a chart and as the list that says the same."""
    context = composition(request)
    bodies = list(Body.objects.standing(day=context["day"]).composed(day=context["day"]))
    drawn = chart.draw(
        [
            (
                *(body.pk, body.parent_id, body.name),
                *(seats_wording(body, is_past=context["is_past"]), body.get_absolute_url()),
            )
            for body in bodies
        ]
    )
    context |= {"bodies": _as_tree(bodies, is_past=context["is_past"]), "chart": drawn}
    context["may_add"] = request.user.is_authenticated and request.user.is_coordinator
    context["may_suggest"] = is_in_network(request.user)
    return render(request, "gouvernance/overview.html", context)


@require_safe
def body_detail(request, slug):
    context = composition(request)
    body = get_object_or_404(Body.objects.composed(day=context["day"]), slug=slug)
    may_write = Body.objects.run_by(request.user).filter(pk=body.pk).exists()
    context |= {
        "body": body,
        "may_write": may_write,
        "children": body.children.standing(day=context["day"]),
        "past": Mandate.objects.filter(college__body=body, ends_on__lt=context["day"])
        .select_related("person", "organisation", "college")
        .order_by("-ends_on", "pk")[:50],
        "meetings": Meeting.objects.visible_to(request.user).filter(body=body).to_come()[:5],
        "past_meetings": Meeting.objects.visible_to(request.user).filter(body=body).past()[:20],
        "deliberations": Deliberation.objects.visible_to(request.user).filter(body=body)[:10],
        "consultations": Consultation.objects.visible_to(request.user).running().filter(body=body),
        "may_propose": Body.objects.open_to(request.user).filter(pk=body.pk).exists(),
        "ending": Mandate.objects.ending().filter(college__body=body).for_list() if may_write else [],
    }
    return render(request, "gouvernance/body_detail.html", context)


def seats_wording(body, *, is_past=False):
    """ "12 sièges, dont 2 vacants", of a body that `composed` read; of the past, those that somebody held."""
    colleges = body.colleges.all()
    if is_past and colleges:
        taken = sum(college.taken for college in colleges)
        return ngettext("%(total)d siège occupé", "%(total)d sièges occupés", taken) % {"total": taken}
    seats = sum(college.seats for college in colleges)
    vacant = sum(college.vacant for college in colleges)
    if not seats:
        return _("pas de siège fixe")
    words = ngettext("%(total)d siège", "%(total)d sièges", seats) % {"total": seats}
    if vacant:
        words += ngettext(", dont %(total)d vacant", ", dont %(total)d vacants", vacant) % {"total": vacant}
    return words


def _as_tree(bodies, *, is_past):
    """Bodies as (depth, body), each right after the one it answers to; depth as the list shows it."""
    keys = {body.pk for body in bodies}
    below = {}
    for body in bodies:
        below.setdefault(body.parent_id if body.parent_id in keys else None, []).append(body)
    found = []

    def walk(key, depth):
        for body in below.get(key, []):
            body.seats_wording = seats_wording(body, is_past=is_past)
            found.append((depth, body))
            walk(body.pk, depth + 1)

    walk(None, 0)
    return found
