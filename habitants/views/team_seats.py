"""The team's page of the seats: who is asked, who said yes, who follows, and the record of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from habitants.views.applying import not_possible
from habitants.views.cohorts import team_cohort_or_404


@login_required
@require_safe
@never_cache
def index(request, slug):
    cohort = team_cohort_or_404(request, slug)
    seats = list(
        cohort.seats.for_list().select_related("replaces__application", "application__district", "relay")
    )
    context = {
        "cohort": cohort,
        "holding": [seat for seat in seats if seat.is_offered or seat.is_accepted],
        "waiting": [seat for seat in seats if seat.is_waiting],
        "over": [seat for seat in seats if seat.is_over],
    }
    return render(request, "habitants/seats.html", context)


@login_required
@require_POST
def decide(request, slug, pk):
    """What the person told the team: yes, no, or that they leave; silence too, after ten days."""
    cohort = team_cohort_or_404(request, slug)
    seat = get_object_or_404(cohort.seats.select_related("application", "relay", "cohort"), pk=pk)
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        match request.POST.get("action"):
            case "accept" if seat.is_offered and seat.application:
                seat.accept(by=request.user, is_shown=request.POST.get("is_shown") == "on")
                messages.success(
                    request, _("« %(name)s » fait partie du groupe.") % {"name": seat.application}
                )
            case "give-up" if not seat.is_over:
                if seat.is_accepted and not reason:
                    raise ValidationError(_("Dites pourquoi cette personne quitte le groupe."))
                following = seat.give_up(by=request.user, reason=reason)
                if following:
                    messages.success(
                        request,
                        _("C’est noté. La place est proposée à « %(name)s ».")
                        % {"name": following.application},
                    )
                else:
                    messages.success(request, _("C’est noté."))
            case _:
                return not_possible()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("habitants:seats", cohort.slug)
