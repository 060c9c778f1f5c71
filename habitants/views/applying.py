"""Applying to the group, and what follows by signed links: confirm, withdraw, a parent's word, one's own data."""

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cooperation.core import pdf, rate_limit
from habitants import consent, own_data, paper_form
from habitants.forms.applications import ApplicationForm
from habitants.models import Application, Cohort, Relay

# Many people apply from the centre social's own connection.
APPLICATIONS = {"amount": 30, "seconds": 3600}


def not_possible():
    return HttpResponseBadRequest(_("Cette action n’existe pas ou n’est plus possible."))


@never_cache
def apply(request):
    """The same answer whether or not the address is known; what differs is in the mail."""
    cohort = Cohort.objects.calling().first()
    if cohort is None:
        following = Cohort.objects.filter(state=Cohort.State.CALL).first()
        return render(request, "habitants/apply_closed.html", {"cohort": following})
    form = ApplicationForm(request.POST or None, cohort=cohort)
    context = {"cohort": cohort, "form": form}
    if request.method == "POST" and form.is_valid():
        if not rate_limit.allowed(request, "apply", **APPLICATIONS):
            form.add_error(
                None, _("Beaucoup de candidatures viennent de cette connexion. Réessayez dans une heure.")
            )
        else:
            Application.objects.ask(form.fill(), form.answers)
            return render(request, "habitants/apply_sent.html", context)
    return render(request, "habitants/apply.html", context)


@require_safe
def form_pdf(request):
    """The paper form of the call that is open, or of the one in preparation."""
    open_or_next = [Cohort.State.CALL, Cohort.State.PREPARATION]
    cohort = Cohort.objects.filter(state__in=open_or_next).order_by("state", "starts_on").first()
    if cohort is None:
        raise Http404(_("Il n’y a pas d’appel à candidatures en ce moment."))
    return pdf.response(paper_form.render(cohort), f"candidature-{cohort.slug}.pdf")


def from_token(model, token, salt):
    """The row that a signed link names. What is erased, and what is not ours, is not there."""
    try:
        pk = signing.Signer(salt=salt).unsign(token)
    except signing.BadSignature as error:
        raise Http404(_("Ce lien n’est pas le nôtre.")) from error
    row = model.objects.select_related("cohort").filter(pk=pk).first()
    if row is None:
        raise Http404(_("Il n’y a plus rien ici : tout est effacé."))
    return row


@never_cache
def mine(request, token):
    """
    A person's application. Opening the link changes nothing (mail filters open links); a link that has done its
    work says so.
    """
    application = from_token(Application, token, Application.SALT)
    if request.method == "POST":
        match request.POST.get("action"):
            case "confirm" if application.can_confirm:
                counted = application.confirm()
                messages.success(request, _("Merci, c’est confirmé. Un e-mail garde ce lien."))
                return redirect(counted.get_own_url())
            case "confirm" if application.is_confirmed or application.waits_for_guardian:
                return redirect(application.get_own_url())
            case "withdraw":
                application.withdraw()
                messages.success(request, _("C’est fait : votre candidature est retirée."))
                return redirect(application.get_own_url())
            case _:
                return not_possible()
    seat = application.seats.select_related("relay").first()
    context = {"application": application, "cohort": application.cohort, "seat": seat}
    return render(request, "habitants/application.html", context)


@require_safe
@never_cache
def export(request, token):
    """All that is kept about the person, for themselves: what they did as a relay too."""
    application = from_token(Application, token, Application.SALT)
    relay = (
        Relay.objects.filter(seat__application=application).exclude(user=None).select_related("user").first()
    )
    data = application.export() | (own_data.done_by(relay.user) if relay else {})
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="ma-candidature.json"'
    return response


@never_cache
def guardian(request, token):
    application = from_token(Application, token, Application.GUARDIAN_SALT)
    if request.method == "POST":
        if request.POST.get("action") != "agree" or application.is_withdrawn:
            return not_possible()
        if application.agree_as_guardian():
            messages.success(request, _("Merci, votre accord est noté."))
        else:
            messages.error(
                request, _("La liste est figée : votre accord arrive trop tard, il n’est pas noté.")
            )
        return redirect(application.guardian_url)
    text = consent.for_guardian(application.cohort)
    context = {"application": application, "cohort": application.cohort, "consent_text": text}
    return render(request, "habitants/guardian.html", context)
