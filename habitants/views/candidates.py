"""The team's list of candidates: names, never answers; what looks double; entry at the desk; files of paper forms."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cooperation.core import spreadsheet
from habitants import applicants_csv
from habitants.forms.applications import DeskApplicationForm
from habitants.forms.candidates import ApplicantsFileForm, DecisionForm
from habitants.models import Application, Seat, WayIn
from habitants.views.applying import not_possible
from habitants.views.cohorts import team_cohort_or_404

PER_PAGE = 50


@login_required
@require_safe
@never_cache
def index(request, slug):
    cohort = team_cohort_or_404(request, slug)
    rows = (
        cohort.applications.exclude(state__in=[Application.State.WITHDRAWN, Application.State.UNCONFIRMED])
        .select_related("district")
        .prefetch_related("seats", "nominations__organisation")
        .order_by("name", "pk")
    )
    context = {
        "cohort": cohort,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "doubles": list(doubles_of(cohort)),
        "nominations": cohort.nominations.exclude(state__in=["cancelled"]).select_related("organisation"),
        "can_choose": cohort.can_give_seats,
    }
    return render(request, "habitants/candidates.html", context)


def doubles_of(cohort):
    """Groups of applications that may be of one person: same address, or same name and birth year."""
    rows = list(Application.objects.filter(cohort=cohort).possible_duplicates().select_related("district"))
    groups = {}
    for row in rows:
        groups.setdefault((row.folded_name, row.birth_year), []).append(row)
    by_mail = {}
    for row in rows:
        if row.email:
            by_mail.setdefault(row.email.lower(), []).append(row)
    for group in [*groups.values(), *by_mail.values()]:
        if len(group) > 1:
            yield group


@login_required
@require_POST
def decide(request, slug, pk):
    """Choose, with a reason; set aside, with a reason; take back; withdraw for somebody who asks at the desk."""
    cohort = team_cohort_or_404(request, slug)
    application = get_object_or_404(cohort.applications.select_related("cohort"), pk=pk)
    form = DecisionForm(request.POST)
    action = request.POST.get("action")
    if not form.is_valid():
        messages.error(request, " ".join(form.errors.get("reason", [_("Dites pourquoi.")])))
        return redirect("habitants:candidates", cohort.slug)
    reason = form.cleaned_data["reason"]
    try:
        match action:
            case "choose" | "nominate" | "set-aside" if not reason:
                raise ValidationError(_("Dites pourquoi : la raison est gardée avec la décision."))
            case "choose":
                Seat.give(application, WayIn.CALL, by=request.user, reason=reason)
            case "nominate":
                Seat.give(application, WayIn.NOMINATION, by=request.user, reason=reason)
            case "set-aside":
                application.set_aside(by=request.user, reason=reason)
            case "take-back":
                application.take_back(by=request.user)
            case "withdraw":
                application.withdraw(by=request.user)
            case _:
                return not_possible()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("C’est fait."))
    return redirect("habitants:candidates", cohort.slug)


@login_required
@never_cache
def enter(request, slug):
    """A signed paper form, copied. The list takes it until it is frozen, whatever the day of the call."""
    cohort = team_cohort_or_404(request, slug)
    if not cohort.is_calling:
        return render(request, "habitants/desk_closed.html", {"cohort": cohort})
    form = DeskApplicationForm(request.POST or None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        application = form.fill()
        try:
            Application.objects.enter(application, form.answers, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(
                request,
                _("« %(name)s » est sur la liste. Rangez le papier signé.") % {"name": application.name},
            )
            return redirect("habitants:desk", cohort.slug)
    return render(request, "habitants/desk.html", {"cohort": cohort, "form": form})


@login_required
@never_cache
def import_file(request, slug):
    """A file of paper forms: the good rows enter, the others are told one by one."""
    cohort = team_cohort_or_404(request, slug)
    if not cohort.is_calling:
        return render(request, "habitants/desk_closed.html", {"cohort": cohort})
    form = ApplicantsFileForm(request.POST or None, request.FILES or None)
    outcome = None
    if request.method == "POST" and form.is_valid():
        try:
            outcome = applicants_csv.read(cohort, form.cleaned_data["text"], by=request.user)
        except applicants_csv.WrongColumns as refusal:
            form.add_error("file", refusal.messages)
    context = {
        "cohort": cohort,
        "form": form,
        "outcome": outcome,
        "columns": applicants_csv.columns_of(cohort),
    }
    return render(request, "habitants/import.html", context)


@login_required
@require_safe
def import_model(request, slug):
    """An empty file with the right columns."""
    cohort = team_cohort_or_404(request, slug)
    lines = spreadsheet.lines([column.label for column in applicants_csv.columns_of(cohort)], [])
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="candidatures-{cohort.slug}.csv"'
    return response
