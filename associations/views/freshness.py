"""Saying that a sheet is still right: from the mail that asks, or from the sheet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from associations.models import Organisation
from cooperation.core import signed_links
from cooperation.core.models import User


@transaction.atomic
def confirm(request, token):
    """
    What the sheet says, to be read again. Opening the link changes nothing (mail filters open links): a button
    confirms, in the name of the person whom the mail was sent to, while they still look after the sheet.
    """
    key, is_expired = signed_links.read(token, salt=Organisation.SALT, days=Organisation.LINK_DAYS)
    organisations = Organisation.objects.select_for_update(no_key=True)
    organisation = get_object_or_404(
        organisations if request.method == "POST" else Organisation.objects, pk=key["organisation"]
    )
    person = User.objects.filter(pk=key["user"], is_active=True).first()
    is_theirs = (
        person is not None and Organisation.objects.managed_by(person).filter(pk=organisation.pk).exists()
    )
    is_used = not organisation.is_named_by(key)
    is_good = is_theirs and not is_used and not is_expired
    if request.method == "POST" and is_good:
        organisation.verify(by=person)
        messages.success(request, _("Merci ! C’est noté : la fiche est exacte aujourd’hui."))
        return redirect("associations:freshness-confirm", token)
    context = {
        "organisation": organisation,
        "person": person,
        "is_theirs": is_theirs,
        "is_used": is_used,
        "is_good": is_good,
        "contacts": organisation.contacts.public() if is_good else [],
    }
    return render(request, "associations/freshness_confirm.html", context)


@login_required
@require_POST
@transaction.atomic
def verify(request, slug):
    """From the sheet, or from the team's queue."""
    organisations = Organisation.objects.managed_by(request.user).select_for_update(no_key=True)
    organisation = get_object_or_404(organisations, slug=slug)
    organisation.verify(by=request.user)
    messages.success(
        request,
        _("C’est noté : la fiche « %(name)s » est exacte aujourd’hui.") % {"name": organisation.label},
    )
    if request.POST.get("from") == "team":
        return redirect("associations:team-queue")
    return redirect(organisation)
