"""What the group should look like: criteria, their answers, and how many of each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from habitants.forms.cohorts import CriterionForm, already_answered, quota_formset
from habitants.models import Profile
from habitants.views.applying import not_possible
from habitants.views.cohorts import team_cohort_or_404


@login_required
@never_cache
def index(request, slug):
    cohort = team_cohort_or_404(request, slug)
    form = CriterionForm(request.POST or None, cohort=cohort) if cohort.can_change else None
    if request.method == "POST":
        if form is None:
            return not_possible()
        if form.is_valid():
            criterion = form.save()
            messages.success(request, _("Écrivez maintenant les réponses possibles, et combien de chacune."))
            return redirect("habitants:criterion", cohort.slug, criterion.pk)
    context = {"cohort": cohort, "criteria": cohort.criteria.with_quotas(), "form": form}
    return render(request, "habitants/criteria.html", context)


@login_required
@never_cache
def edit(request, slug, pk):
    cohort = team_cohort_or_404(request, slug)
    criterion = get_object_or_404(cohort.criteria.select_related("cohort"), pk=pk)
    sent = request.POST if request.method == "POST" else None
    if sent and sent.get("action") == "delete":
        if not cohort.can_change:
            return not_possible()
        people = cohort.applications.answering().count() if criterion.is_asked else 0
        if people:
            messages.error(request, already_answered(people))
            return redirect("habitants:criterion", cohort.slug, criterion.pk)
        with transaction.atomic():
            Profile.objects.forget_computed(criterion)
            criterion.delete()
        messages.success(request, _("Le critère est supprimé."))
        return redirect("habitants:criteria", cohort.slug)
    form = CriterionForm(sent, instance=criterion, cohort=cohort) if cohort.can_change else None
    formset = quota_formset(criterion, sent)
    if sent and formset.is_valid() and (form is None or form.is_valid()):
        with transaction.atomic():
            if form:
                Profile.objects.forget_computed(criterion)
                form.save()
            formset.save()
            if form and not criterion.is_asked:
                Profile.objects.compute_for(cohort)
        messages.success(request, _("C’est enregistré."))
        return redirect("habitants:criteria", cohort.slug)
    context = {"cohort": cohort, "criterion": criterion, "form": form, "formset": formset}
    return render(request, "habitants/criterion_form.html", context)
