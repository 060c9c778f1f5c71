"""The team's pages of the groups: each one, its counts, its moves; the answers, for the two readers alone."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from associations.views.team import of_the_team
from habitants.forms.cohorts import CohortForm, ReadersForm
from habitants.models import Application, Cohort, Profile, ProfileReading
from habitants.models.quotas import Quota
from habitants.tallies import TOLD_FROM
from habitants.views.applying import not_possible


def cohort_or_404(request, slug):
    """For the team, and for the two readers of that cohort."""
    cohorts = Cohort.objects.select_related("selection_lead", "guarantor")
    if not request.user.is_coordinator:
        cohorts = cohorts.filter(Q(selection_lead=request.user) | Q(guarantor=request.user))
    return get_object_or_404(cohorts, slug=slug)


def team_cohort_or_404(request, slug):
    of_the_team(request.user)
    return get_object_or_404(Cohort.objects.select_related("selection_lead", "guarantor"), slug=slug)


@login_required
@require_safe
@never_cache
def cohort_list(request):
    user = request.user
    cohorts = Cohort.objects.all()
    if not user.is_coordinator:
        cohorts = cohorts.filter(Q(selection_lead=user) | Q(guarantor=user))
        if not cohorts.exists():
            raise Http404
    return render(request, "habitants/cohort_list.html", {"cohorts": cohorts})


@login_required
@never_cache
def create(request):
    of_the_team(request.user)
    form = CohortForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cohort = form.save(by=request.user)
        messages.success(request, _("Le groupe est créé. Dites maintenant qui il doit réunir."))
        return redirect("habitants:criteria", cohort.slug)
    return render(request, "habitants/cohort_form.html", {"form": form, "cohort": None})


@login_required
@never_cache
def edit(request, slug):
    cohort = team_cohort_or_404(request, slug)
    form = CohortForm(request.POST or None, instance=cohort)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("C’est enregistré."))
            if form.without_address:
                names = ", ".join(str(application) for application in form.without_address)
                told = _("Les dates ont changé. Sans e-mail, à prévenir vous-même : %(names)s.")
                messages.warning(request, told % {"names": names})
            return redirect(cohort)
    return render(request, "habitants/cohort_form.html", {"form": form, "cohort": cohort})


@login_required
@never_cache
def readers(request, slug):
    """For the two who read the answers: handing their part on. The team's others only read who they are."""
    cohort = get_object_or_404(Cohort.objects.select_related("selection_lead", "guarantor"), slug=slug)
    if not cohort.is_read_by(request.user):
        raise Http404
    form = ReadersForm(request.POST or None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("C’est enregistré. Chaque personne concernée reçoit un message."))
            return redirect("habitants:cohort-list")
    return render(request, "habitants/cohort_readers.html", {"form": form, "cohort": cohort})


@dataclass
class QuotaCount:
    """
    A quota and how many possible people give this answer, as far as the reader may know: `shown` and `is_enough` are
    None where they are not told.
    """

    quota: Quota
    seated: int
    shown: int | None
    is_enough: bool | None


@dataclass
class CriterionCount:
    name: str
    rows: list


@login_required
@require_safe
@never_cache
def detail(request, slug):
    cohort = cohort_or_404(request, slug)
    states = dict(
        cohort.applications.order_by().values_list("state").annotate(n=Count("pk")).values_list("state", "n")
    )
    seats = dict(
        cohort.seats.order_by().values_list("state").annotate(n=Count("pk")).values_list("state", "n")
    )
    context = {
        "cohort": cohort,
        "counts": list(counts_of(cohort, is_reader=cohort.is_read_by(request.user))),
        "told_from": TOLD_FROM,
        "confirmed": states.get(Application.State.CONFIRMED, 0),
        "unconfirmed": states.get(Application.State.UNCONFIRMED, 0),
        "guardians": states.get(Application.State.GUARDIAN, 0),
        "duplicates": Application.objects.filter(cohort=cohort).possible_duplicates().count(),
        "consenting": cohort.nominations.consenting().count(),
        "asked": cohort.nominations.filter(state="asked").count(),
        "offered": seats.get("offered", 0),
        "accepted": seats.get("accepted", 0),
        "waiting": seats.get("waiting", 0),
        "is_reader": cohort.is_read_by(request.user),
        "readings": cohort.readings.select_related("user")[:10],
    }
    return render(request, "habitants/cohort_detail.html", context)


def counts_of(cohort, *, is_reader):
    """A `CriterionCount` per criterion: as they are now for the two readers; for the team what `tallies` wrote down."""
    found = Profile.objects.counts(cohort.applications.active()) if is_reader else {}
    seated = Profile.objects.counts(cohort.applications.seated()) if is_reader else {}
    # Those of a list that was opened again are for when it is frozen again.
    told = {} if cohort.can_change else cohort.tally.get("counts", {})
    enough = cohort.tally.get("enough", {})
    for criterion in cohort.criteria.with_quotas():
        rows = []
        for quota in criterion.quotas.all():
            if is_reader:
                count = found.get(quota.pk, 0)
                rows.append(QuotaCount(quota, seated.get(quota.pk, 0), count, count >= quota.minimum))
            else:
                rows.append(QuotaCount(quota, 0, told.get(str(quota.pk)), enough.get(str(quota.pk))))
        yield CriterionCount(criterion.name, rows)


MOVES = {
    "open": "open_call",
    "freeze": "freeze",
    "reopen": "reopen_call",
    "no-draw": "go_without_draw",
    "start": "start",
    "end": "end",
}
DONE = {
    "open": gettext_lazy("L’appel est ouvert."),
    "freeze": gettext_lazy("La liste est figée : plus personne n’entre, les critères ne bougent plus."),
    "reopen": gettext_lazy("L’appel reprend."),
    "no-draw": gettext_lazy("Le groupe est complet, sans tirage au sort."),
    "start": gettext_lazy("Le groupe commence."),
    "end": gettext_lazy("Le groupe est terminé."),
}


@login_required
@require_POST
def action(request, slug):
    cohort = team_cohort_or_404(request, slug)
    name = request.POST.get("action")
    if name not in MOVES:
        return not_possible()
    try:
        getattr(cohort, MOVES[name])(by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, DONE[name])
    return redirect(cohort)


@login_required
@require_safe
@never_cache
def answers(request, slug):
    """The answers to the criteria, without names: for the two readers alone, each reading written down."""
    cohort = get_object_or_404(Cohort, slug=slug)
    if not cohort.is_read_by(request.user):
        raise Http404
    ProfileReading.objects.create(cohort=cohort, user=request.user)
    profiles = (
        Profile.objects.readable_by(request.user)
        .filter(application__cohort=cohort, application__state=Application.State.CONFIRMED)
        .values_list("application__draw_id", "criterion_id", "quota__label")
    )
    criteria = list(cohort.criteria.all())
    rows = {}
    for draw_id, criterion, label in profiles:
        rows.setdefault(draw_id, {})[criterion] = label
    table = [(key, [rows[key].get(criterion.pk, "") for criterion in criteria]) for key in sorted(rows)]
    context = {"cohort": cohort, "criteria": criteria, "table": table}
    return render(request, "habitants/answers.html", context)
