"""The person who is asked to sit says yes or no; later, their mandate: shown or not, leaving, the attestation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cooperation.core import pdf
from habitants import attestation, own_data
from habitants.forms.seats import SeatForm, ShownForm
from habitants.models import Application, Relay, Seat
from habitants.views.applying import from_token, not_possible


@never_cache
def answer(request, token):
    """Yes or no; a link that has done its work says so."""
    seat = from_token(Seat, token, Seat.SALT)
    if seat.application is None:
        raise Http404(_("Il n’y a plus rien ici : tout est effacé."))
    form = SeatForm(request.POST or None)
    if request.method == "POST":
        match request.POST.get("action"):
            case "accept" if seat.is_offered and form.is_valid():
                try:
                    seat.accept(is_shown=form.cleaned_data["is_shown"])
                except ValidationError as refusal:
                    messages.error(request, " ".join(refusal.messages))
                else:
                    messages.success(request, _("Bienvenue dans le groupe !"))
                return redirect(seat.get_own_url())
            case "accept" if seat.is_accepted:
                return redirect(seat.get_own_url())
            case "account" if seat.can_open_account:
                try:
                    seat.open_account()
                except ValidationError as refusal:
                    messages.error(request, " ".join(refusal.messages))
                else:
                    messages.success(
                        request, _("Votre compte est ouvert : les infos du groupe vous arrivent.")
                    )
                return redirect(seat.get_own_url())
            case "decline" if seat.is_offered or seat.is_waiting or seat.is_over:
                seat.give_up()
                messages.success(request, _("C’est noté. Merci de l’avoir dit."))
                return redirect(seat.get_own_url())
            case "leave" if seat.is_accepted:
                seat.give_up(reason=_("départ"))
                messages.success(request, _("C’est noté : vous ne faites plus partie du groupe. Merci."))
                return redirect(seat.get_own_url())
            case _:
                return not_possible()
    context = {
        "seat": seat,
        "cohort": seat.cohort,
        "application": seat.application,
        "relay": seat.relay,
        "form": form,
    }
    return render(request, "habitants/seat.html", context)


@login_required
@never_cache
def mandate(request):
    """What a person is and was for the group: mandates, meetings, applications, one's own data."""
    relays = list(
        Relay.objects.filter(user=request.user)
        .select_related("cohort", "district", "seat")
        .order_by("-starts_on")
    )
    forms = {relay.pk: ShownForm(instance=relay, prefix=f"r{relay.pk}") for relay in relays}
    if request.method == "POST":
        relay = next((row for row in relays if str(row.pk) == request.POST.get("relay")), None)
        if relay is None:
            raise Http404
        match request.POST.get("action"):
            case "show":
                form = ShownForm(request.POST, instance=relay, prefix=f"r{relay.pk}")
                if form.is_valid():
                    form.save()
                    messages.success(request, _("C’est enregistré."))
                    return redirect("habitants:mandate")
                forms[relay.pk] = form
            case "forget" if relay.can_be_forgotten:
                relay.forget()
                messages.success(request, _("C’est fait : ce mandat n’est plus à votre nom."))
                return redirect("habitants:mandate")
            case "leave" if not relay.is_over:
                _leave(relay, request.user)
                messages.success(request, _("C’est noté : vous ne faites plus partie du groupe. Merci."))
                return redirect("habitants:mandate")
            case _:
                return not_possible()
    for relay in relays:
        relay.form = forms[relay.pk]
    meetings = attestation.meetings_of(relays)
    for relay in relays:
        relay.listed_attendances = meetings[relay.pk]
    applications = Application.objects.of_person(request.user).select_related("cohort")
    context = {"relays": relays, "applications": applications}
    return render(request, "habitants/mandate.html", context)


@login_required
@require_safe
@never_cache
def export(request):
    """All that is kept of a relay's mandates, once their candidacy is erased too, and what they did for the group."""
    relays = Relay.objects.filter(user=request.user).select_related("cohort", "district")
    data = own_data.mandates_of(relays) | own_data.done_by(request.user)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mes-mandats.json"'
    return response


def _leave(relay, user):
    seat = getattr(relay, "seat", None)
    if seat:
        seat.give_up(by=user, reason=_("départ"))
    else:
        relay.end_early(by=user, reason=_("départ"))


@login_required
@require_safe
@never_cache
def attestation_pdf(request, pk):
    """Of one's own mandate, or of anybody's for the team; once it is over."""
    relays = Relay.objects.with_attestation().select_related("cohort", "district", "user")
    if not request.user.is_coordinator:
        relays = relays.filter(user=request.user)
    relay = get_object_or_404(relays, pk=pk)
    return pdf.response(attestation.render(relay), f"attestation-{relay.pk}.pdf")
