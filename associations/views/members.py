"""Who belongs to an organisation: read by its members, looked after by its managers and the team."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from associations.forms.members import InvitationForm
from associations.models import JoinRequest, Membership, Organisation
from cooperation.core import rate_limit

INVITATIONS_OF_ONE_MANAGER = {"amount": 20, "seconds": 86_400}
# Nobody's letter box is filled through us, however many organisations write its address.
INVITATIONS_TO_ONE_ADDRESS = {"amount": 3, "seconds": 86_400}


@login_required
@require_safe
def member_list(request, slug):
    organisation = get_object_or_404(Organisation.objects.written_by(request.user), slug=slug)
    return members_page(request, organisation)


def members_page(request, organisation, form=None, status=200):
    """The page, with what was typed when an invitation is not understood."""
    user = request.user
    members = list(organisation.memberships.active().for_list())
    is_run = Organisation.objects.managed_by(user).filter(pk=organisation.pk).exists()
    context = {
        "organisation": organisation,
        "sheet_url": organisation.get_absolute_url() if is_run else organisation.public_url,
        "members": members,
        "own": next((membership for membership in members if membership.user_id == user.pk), None),
        "last_manager": last_manager(members),
        "is_run": is_run,
    }
    if is_run:
        context |= {
            "join_requests": organisation.join_requests.pending().select_related("user"),
            "invitations": organisation.invitations.unanswered().for_list(),
            "form": form or InvitationForm(organisation=organisation, by=user),
            "reports": organisation.reports.waiting(),
        }
    return render(request, "associations/members.html", context, status=status)


def last_manager(members):
    """The only manager's membership, which can neither end nor change; None when there are several."""
    managers = [membership for membership in members if membership.is_manager]
    return managers[0] if len(managers) == 1 else None


def run_or_404(request, slug, *, lock=False):
    organisations = Organisation.objects.managed_by(request.user)
    if lock:
        organisations = organisations.select_for_update(no_key=True)
    return get_object_or_404(organisations, slug=slug)


def back_to_members(request, organisation):
    """Whoever has just left reads the sheet, where it is public."""
    if Organisation.objects.written_by(request.user).filter(pk=organisation.pk).exists():
        return redirect("associations:member-list", organisation.slug)
    return redirect(organisation.public_url or "portal:my-space")


@login_required
@require_POST
@transaction.atomic
def change_member(request, slug, pk):
    """Another role, or the end: one button each."""
    organisation = run_or_404(request, slug)
    memberships = organisation.memberships.active().select_related("user").select_for_update(of=["self"])
    membership = get_object_or_404(memberships, pk=pk)
    action, user = request.POST.get("action"), request.user
    try:
        if action in Membership.Role.values:
            membership.change_role(action, by=user)
            told = _("%(person)s est maintenant %(role)s.")
        elif action == "end":
            membership.end(by=user)
            told = _("%(person)s ne fait plus partie de l’organisation.")
        else:
            return HttpResponseBadRequest(_("Cette action n’existe pas ou n’est plus possible."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, told % {"person": membership.user, "role": membership.get_role_display()})
    return back_to_members(request, organisation)


@login_required
@require_POST
@transaction.atomic
def leave(request, slug):
    memberships = Membership.objects.active().filter(user=request.user).select_related("organisation")
    membership = get_object_or_404(memberships.select_for_update(of=["self"]), organisation__slug=slug)
    organisation = membership.organisation
    try:
        membership.end(by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request, _("Vous ne faites plus partie de « %(name)s ».") % {"name": organisation.label}
        )
    return back_to_members(request, organisation)


@login_required
@require_POST
@transaction.atomic
def invite(request, slug):
    """One mail to an address, from here and from nowhere else."""
    organisation = run_or_404(request, slug, lock=True)
    form = InvitationForm(request.POST, organisation=organisation, by=request.user)
    if not form.is_valid():
        return members_page(request, organisation, form)
    if not may_invite(request.user, form.cleaned_data["email"]):
        form.add_error("email", _("Beaucoup d’invitations sont parties aujourd’hui. Réessayez demain."))
        return members_page(request, organisation, form, status=429)
    invitation = form.save()
    messages.success(
        request,
        _("L’invitation est partie à %(email)s. Elle est bonne %(days)d jours.")
        % {"email": invitation.email, "days": invitation.DAYS},
    )
    return redirect("associations:member-list", organisation.slug)


def may_invite(user, address):
    """The team invites for all: at the launch, thirty associations in a day."""
    may_send = user.is_coordinator or rate_limit.allowed_for(
        f"invite-by:{user.pk}", **INVITATIONS_OF_ONE_MANAGER
    )
    return may_send and rate_limit.allowed_for(f"invite:{address.lower()}", **INVITATIONS_TO_ONE_ADDRESS)


@login_required
@require_POST
@transaction.atomic
def withdraw_invitation(request, slug, pk):
    organisation = run_or_404(request, slug)
    invitation = get_object_or_404(organisation.invitations.unanswered().select_for_update(), pk=pk)
    invitation.withdraw()
    messages.success(request, _("L’invitation à %(email)s est retirée.") % {"email": invitation.email})
    return redirect("associations:member-list", organisation.slug)


@login_required
@require_POST
@transaction.atomic
def decide_join_request(request, slug, pk):
    """Let someone in, or not; told by mail. From the list of the members, or from the team's queue."""
    organisation = run_or_404(request, slug)
    requests = JoinRequest.objects.filter(organisation=organisation).select_related("user")
    join_request = get_object_or_404(requests.select_for_update(of=["self"]), pk=pk)
    names = {"person": join_request.user}
    match request.POST.get("action"):
        case _ if join_request.decided_at:
            messages.info(request, _("La demande de %(person)s a déjà sa réponse.") % names)
        case "accept":
            join_request.accept(by=request.user)
            messages.success(
                request,
                _("%(person)s fait maintenant partie de l’organisation. Un message l’en prévient.") % names,
            )
        case "refuse":
            join_request.refuse(by=request.user)
            messages.success(
                request, _("La demande de %(person)s est refusée. Un message l’en prévient.") % names
            )
        case _:
            return HttpResponseBadRequest(_("Cette action n’existe pas ou n’est plus possible."))
    return back_to_where_it_was_decided(request, organisation)


def back_to_where_it_was_decided(request, organisation):
    if request.POST.get("from") == "team":
        return redirect("associations:team-queue")
    return redirect("associations:member-list", organisation.slug)
