"""Registering for a date, and the person's own page, reached by the signed link in their mail."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from agenda.forms import MemberRegistrationForm, RegistrationForm, SeatsForm
from agenda.models import Event, Registration
from agenda.views.event import not_possible
from cooperation.core import rate_limit

# Many people register from the centre social's own connection.
REGISTRATIONS = {"amount": 30, "seconds": 3600}


@never_cache
def register(request, slug, pk):
    """
    The form of one date. Whoever signed in has a place at once; visitors get a mail, the same answer being given
    whether or not their address was registered already.
    """
    events = Event.objects.public().select_related("place", "organiser")
    event = get_object_or_404(events.filter(registering=Event.Registering.HERE), slug=slug)
    date = get_object_or_404(event.occurrences.select_related("seats", "place"), pk=pk)
    date.event = event
    user = request.user
    is_known = (
        user.is_authenticated
        and EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
    )
    if is_known:
        mine = Registration.objects.active().filter(occurrence=date, email__iexact=user.email).first()
        if mine:
            return redirect(mine.get_own_url())
    context = {"event": event, "date": date, "place": date.place or event.place, "is_known": is_known}
    if not date.is_open:
        return render(request, "agenda/registration_closed.html", context)
    form_class = MemberRegistrationForm if is_known else RegistrationForm
    initial = {"name": user.display_name, "email": user.email} if user.is_authenticated else {}
    form = form_class(request.POST or None, occurrence=date, initial=initial)
    if request.method == "POST" and form.is_valid():
        if not rate_limit.allowed(request, "register", **REGISTRATIONS):
            form.add_error(
                None, _("Beaucoup d’inscriptions viennent de cette connexion. Réessayez dans une heure.")
            )
        elif is_known:
            return redirect(_entered(request, date, email=user.email, **form.answers).get_own_url())
        else:
            email = form.cleaned_data["email"]
            Registration.objects.ask(date, email=email, **form.answers)
            return render(request, "agenda/registration_sent.html", {**context, "email": email})
    return render(request, "agenda/registration_form.html", {**context, "form": form})


def _entered(request, date, *, email, **answers):
    registration = Registration.objects.enter_as(date, email=email, **answers)
    if registration.is_waiting:
        messages.success(request, _("Vous êtes sur la liste d’attente. Un e-mail vous le confirme."))
    else:
        messages.success(request, _("Vous êtes inscrit. Un e-mail vous le confirme."))
    return registration


@never_cache
def mine(request, token):
    """
    A person's registration: confirm it, change the number of people, give the place back. Opening the link
    changes nothing (mail filters open links).
    """
    try:
        pk = signing.Signer(salt=Registration.SALT).unsign(token)
    except signing.BadSignature as error:
        raise Http404(_("Ce lien n’est pas le nôtre.")) from error
    registration = Registration.objects.for_list().filter(pk=pk).first()
    if registration is None:
        raise Http404(_("Cette inscription n’existe plus : elle est effacée."))
    date = registration.occurrence
    form = SeatsForm(request.POST or None, initial={"seats": registration.seats})
    if request.method == "POST":
        match request.POST.get("action"):
            case "confirm" if registration.is_unconfirmed and date.is_open:
                registration.enter()
                messages.success(request, _("Merci, c’est confirmé. Un e-mail garde ce lien."))
                return redirect(registration.get_own_url())
            case "withdraw" if registration.can_change:
                registration.withdraw()
                messages.success(request, _("C’est noté : votre place est libre pour quelqu’un d’autre."))
                return redirect(registration.get_own_url())
            case "seats" if registration.can_change:
                if form.is_valid() and _changed(form, registration):
                    messages.success(request, _("C’est enregistré."))
                    return redirect(registration.get_own_url())
            case _:
                return not_possible()
    context = {
        "registration": registration,
        "date": date,
        "event": date.event,
        "place": date.place or date.event.place,
        "form": form,
    }
    return render(request, "agenda/registration.html", context)


def _changed(form, registration):
    try:
        registration.change_seats(form.cleaned_data["seats"])
    except ValidationError as error:
        form.add_error("seats", error)
        return False
    return True
