"""An association proposes somebody; the person answers by the link in their mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from associations.models import Organisation
from cooperation.core import rate_limit
from habitants.forms.applications import NominatedForm
from habitants.forms.nominations import NominationForm
from habitants.models import Application, Cohort, Nomination
from habitants.views.applying import from_token, not_possible

NOMINATIONS_OF_ONE_MANAGER = {"amount": 10, "seconds": 86_400}


def cohort_taking_nominations():
    """The one that associations may propose people for: while its list is open."""
    return Cohort.objects.filter(state=Cohort.State.CALL).first()


@login_required
@never_cache
def propose(request, slug):
    organisation = get_object_or_404(Organisation.objects.managed_by(request.user), slug=slug)
    cohort = cohort_taking_nominations()
    form = cohort and NominationForm(
        request.POST or None, cohort=cohort, organisation=organisation, by=request.user
    )
    if request.method == "POST":
        if cohort is None:
            return not_possible()
        if form.is_valid():
            if rate_limit.allowed_for(f"nominate-by:{request.user.pk}", **NOMINATIONS_OF_ONE_MANAGER):
                nomination = form.save()
                nomination.send()
                messages.success(
                    request,
                    _("C’est noté : « %(name)s » reçoit bientôt un e-mail, et décide.")
                    % {"name": nomination.name},
                )
                return redirect("habitants:propose", organisation.slug)
            form.add_error("email", _("Beaucoup de propositions sont parties aujourd’hui. Réessayez demain."))
    nominations = organisation.nominations.select_related("cohort").filter(cohort=cohort) if cohort else []
    context = {"organisation": organisation, "cohort": cohort, "form": form, "nominations": nominations}
    return render(request, "habitants/propose.html", context)


@login_required
@require_POST
def cancel(request, slug, pk):
    organisation = get_object_or_404(Organisation.objects.managed_by(request.user), slug=slug)
    nomination = get_object_or_404(organisation.nominations.filter(state=Nomination.State.ASKED), pk=pk)
    nomination.cancel(by=request.user)
    messages.success(request, _("La proposition est annulée."))
    return redirect("habitants:propose", organisation.slug)


@never_cache
def answer(request, token):
    """The person proposed says yes, with the same questions as everybody, or no."""
    nomination = from_token(Nomination, token, Nomination.SALT)
    form = None
    if nomination.can_answer:
        agrees = request.method == "POST" and request.POST.get("action") == "accept"
        form = NominatedForm(
            request.POST if agrees else None,
            cohort=nomination.cohort,
            instance=Application(email=nomination.email),
            initial={"name": nomination.name},
        )
    if request.method == "POST":
        match request.POST.get("action"):
            case "decline" if nomination.is_asked or nomination.is_declined:
                nomination.decline()
                messages.success(request, _("C’est noté. Rien de vous n’est gardé."))
                return redirect(nomination.get_own_url())
            case "accept" if form is None and nomination.application:
                return redirect(nomination.application.get_own_url())
            case "accept" if form:
                if form.is_valid():
                    try:
                        application = nomination.accept(form.fill(), form.answers)
                    except ValidationError as refusal:
                        form.add_error(None, refusal)
                    else:
                        messages.success(request, _("Merci, c’est noté. Un e-mail garde ce lien."))
                        return redirect(application.get_own_url())
            case _:
                return not_possible()
    context = {"nomination": nomination, "cohort": nomination.cohort, "form": form}
    return render(request, "habitants/nomination.html", context)
