"""Coming into an organisation: by a manager's invitation, or by asking."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from associations.forms.members import JoinRequestForm
from associations.models import Invitation, JoinRequest, Organisation
from cooperation.core import rate_limit, signed_links
from cooperation.core.accounts import AFTER_SIGN_IN

REQUESTS_OF_ONE_PERSON = {"amount": 5, "seconds": 86_400}


def find(token, *, lock=False):
    """The invitation that the link names, answered or not; None when the link is over."""
    pk, is_over = signed_links.read(token, salt=Invitation.SALT, days=Invitation.DAYS)
    if is_over:
        return None
    invitations = Invitation.objects.select_related("organisation", "invited_by")
    if lock:
        invitations = invitations.select_for_update(of=["self"])
    return get_object_or_404(invitations, pk=pk)


@transaction.atomic
def invitation(request, token):
    """
    Who invites to what. Opening the link changes nothing (mail filters open links): a button accepts, for
    whoever is signed in.
    """
    found = find(token, lock=request.method == "POST")
    user, membership = request.user, None
    if found and user.is_authenticated:
        membership = found.organisation.memberships.active().filter(user=user).first()
    context = {
        "invitation": found,
        "is_member": membership is not None,
        "is_open": bool(found and found.is_open),
        "adds": bool(found) and found.adds_to(membership),
    }
    if request.method == "POST" and user.is_authenticated and context["is_open"] and context["adds"]:
        joined = found.accept(by=user)
        messages.success(
            request,
            _("Bienvenue ! Vous êtes %(role)s de « %(name)s ».")
            % {"role": joined.get_role_display(), "name": found.organisation.label},
        )
        return redirect(
            found.organisation.public_url
            or reverse("associations:member-list", args=[found.organisation.slug])
        )
    if context["is_open"] and not user.is_authenticated:
        request.session[AFTER_SIGN_IN] = request.path
    return render(request, "associations/invitation.html", context)


@login_required
@transaction.atomic
def join(request, slug):
    """Ask to be let in: one request at a time, told to those who decide."""
    user = request.user
    organisation = get_object_or_404(Organisation.objects.public(), slug=slug)
    if organisation.memberships.active().filter(user=user).exists():
        messages.info(request, _("Vous en faites déjà partie."))
        return redirect("associations:member-list", organisation.slug)
    pending = organisation.join_requests.pending().filter(user=user).first()
    form = JoinRequestForm(request.POST or None)
    status = 200
    if request.method == "POST" and not pending and form.is_valid():
        if rate_limit.allowed_for(f"join:{user.pk}", **REQUESTS_OF_ONE_PERSON):
            ask(organisation, user, form.cleaned_data["message"])
            messages.success(request, _("C’est envoyé. Vous recevrez la réponse par e-mail."))
            return redirect("associations:join", organisation.slug)
        form.add_error(None, _("Vous avez fait beaucoup de demandes aujourd’hui. Réessayez demain."))
        status = 429
    context = {
        "organisation": organisation,
        "pending": pending,
        "form": form,
        "has_managers": bool(organisation.active_managers()),
    }
    return render(request, "associations/join.html", context, status=status)


def ask(organisation, user, message):
    """Sent twice at once, a request is still one."""
    join_request, created = JoinRequest.objects.get_or_create(
        organisation=organisation, user=user, decided_at=None, defaults={"message": message}
    )
    if created:
        join_request.send()
