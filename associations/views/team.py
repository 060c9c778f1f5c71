"""What the team looks after in the directory: errors told, people who wait, sheets that nobody keeps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from associations.forms.reports import ReportAnswerForm
from associations.models import Invitation, JoinRequest, Membership, Organisation, Report

PER_PAGE = 10


def of_the_team(user):
    """Nobody else learns that the queue exists."""
    if not user.is_coordinator:
        raise Http404


@login_required
@require_safe
def queue(request):
    of_the_team(request.user)
    managers = Prefetch(
        "memberships",
        queryset=Membership.objects.active().managers().for_list(),
        to_attr="listed_managers",
    )
    invited = Exists(Invitation.objects.open().filter(organisation=OuterRef("pk")))
    sheets = Organisation.objects.for_list().prefetch_related(None)
    context = {
        "reports": Queue(request, "signalements", Report.objects.waiting().select_related("organisation")),
        "join_requests": Queue(
            request,
            "demandes",
            JoinRequest.objects.pending().orphans_first().select_related("user", "organisation"),
        ),
        "orphans": Queue(request, "sans-responsable", sheets.orphaned().annotate(is_invited=invited)),
        "waiting": Queue(
            request, "non-publiees", Organisation.objects.waiting().for_list().prefetch_related(None)
        ),
        "due": Queue(request, "a-revoir", sheets.due().prefetch_related(managers)),
    }
    for report in context["reports"].rows:
        report.answer_form = ReportAnswerForm(auto_id=f"id_{report.pk}_%s")
    return render(request, "associations/team.html", context)


class Queue:
    """A page of what waits, with the count of all. Each queue turns its pages apart from the others."""

    def __init__(self, request, name, rows):
        self.page = Paginator(rows, PER_PAGE).get_page(request.GET.get(name))
        self.rows = list(self.page.object_list)
        self.total = self.page.paginator.count
        self.name, self.parameters = name, request.GET

    @property
    def previous_url(self):
        return self.url_of(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self):
        return self.url_of(self.page.number + 1) if self.page.has_next() else ""

    def url_of(self, number):
        parameters = self.parameters.copy()
        parameters[self.name] = number
        return f"?{parameters.urlencode()}#{self.name}"


@login_required
@require_POST
@transaction.atomic
def answer_report(request, pk):
    """Once: what another of the team has closed meanwhile is told."""
    of_the_team(request.user)
    report = get_object_or_404(
        Report.objects.select_related("organisation").select_for_update(of=["self"]), pk=pk
    )
    names = {"name": report.organisation.label}
    form = ReportAnswerForm(request.POST)
    if report.answered_at:
        messages.info(request, _("Ce signalement sur « %(name)s » a déjà sa réponse.") % names)
    elif not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
    elif form.apply(report, by=request.user):
        messages.success(
            request, _("Votre réponse est partie ; le signalement sur « %(name)s » est clos.") % names
        )
    else:
        messages.success(request, _("Le signalement sur « %(name)s » est clos.") % names)
    return redirect("associations:team-queue")
