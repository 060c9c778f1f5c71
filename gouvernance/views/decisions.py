"""All that was decided, and what becomes of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cooperation.core.lists import FilteredList
from gouvernance.filters import DecisionFilter
from gouvernance.forms.meetings import FollowUpForm
from gouvernance.models import Body, Decision, Meeting


class DecisionList(FilteredList):
    """Those of approved minutes for everybody; who runs a body or sits in it reads the others too."""

    template_name = "gouvernance/decision_list.html"
    context_object_name = "decisions"
    paginate_by = 20

    def get_queryset(self):
        readable = Meeting.objects.decisions_for(self.request.user)
        self.filter = DecisionFilter(self.request.GET, queryset=readable)
        return self.filter.qs.for_list().in_follow_up_order()

    def get_context_data(self, **kwargs):
        run = set(Body.objects.run_by(self.request.user).values_list("pk", flat=True))
        return super().get_context_data(run=run, **kwargs)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def follow_up(request, pk):
    """
    What becomes of a decision, long after the minutes are approved; before, all of it may be corrected, but for what a
    deliberation decided.
    """
    decisions = Decision.objects.filter(item__meeting__in=Meeting.objects.run_by(request.user))
    decisions = decisions.select_related("item__meeting__body")
    if request.method == "POST":
        decisions = decisions.select_for_update(of=["self", "item__meeting"])
    decision = get_object_or_404(decisions, pk=pk)
    meeting = decision.item.meeting
    if request.POST.get("action") == "retirer" and not decision.is_minuted:
        try:
            decision.withdraw(by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(request.path)
        messages.success(request, _("La décision est retirée du compte rendu."))
        return redirect(meeting)
    form = FollowUpForm(request.POST or None, instance=decision)
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("C’est noté."))
        return redirect(meeting)
    context = {"form": form, "decision": decision, "meeting": meeting}
    return render(request, "gouvernance/follow_up.html", context)
