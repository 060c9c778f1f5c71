"""Answers to those who ask an organisation to organise an event with them, and what they do meanwhile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agenda.models import CoOrganising, Event


@login_required
@require_POST
@transaction.atomic
def answer(request, slug, pk):
    """Accept or decline, by the organisation asked; withdraw, or ask again who declined, by those who asked."""
    user, action = request.user, request.POST.get("action")
    invitations = CoOrganising.objects.select_related("event", "organisation", "invited_by")
    invitation = get_object_or_404(invitations, event__slug=slug, pk=pk)
    event, name = invitation.event, {"name": invitation.organisation.label}
    is_asked = CoOrganising.objects.for_answer_by(user).filter(pk=pk).exists()
    is_ours = Event.objects.editable_by(user).filter(pk=event.pk).exists()
    if not is_asked and not is_ours:
        if Event.objects.visible_to(user).filter(pk=event.pk).exists() and invitation.concerns(user):
            messages.info(request, _("Cette invitation a déjà sa réponse, ou a été retirée."))
            return redirect(event)
        raise Http404
    match action:
        case "accept" if is_asked and invitation.accept(by=user):
            messages.success(request, _("« %(name)s » co-organise maintenant cet événement.") % name)
        case "decline" if is_asked and invitation.decline(by=user):
            messages.success(request, _("C’est noté : « %(name)s » ne co-organise pas cet événement.") % name)
            if not Event.objects.visible_to(user).filter(pk=event.pk).exists():
                return redirect("portal:my-space")
        case "withdraw" if is_ours and invitation.withdraw(by=user):
            messages.success(request, _("L’invitation de « %(name)s » est retirée.") % name)
        # Whose word is not enough for the event does not bring their own organisation in.
        case "again" if is_ours and event.is_run_by(user) and not invitation.is_waiting:
            event.invite([invitation.organisation], by=user, again=True)
            messages.success(request, _("« %(name)s » est de nouveau invitée.") % name)
        case _:
            messages.info(request, _("Cette invitation a déjà sa réponse, ou a été retirée."))
    return redirect(event)
