"""« Toujours d’actualité ? »: from the yearly mail, or signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cooperation.core import signed_links
from cooperation.core.models import User
from initiatives.models import Initiative


@never_cache
def by_link(request, token):
    """
    Opening the link changes nothing; a button answers in the name of whom the mail was sent to, while they answer
    for the sheet. Coordinators are behind their password, like everyone for whom the link is over or was used.
    """
    key, is_over = signed_links.read(
        token, salt=Initiative.CONFIRMATION_SALT, days=Initiative.CONFIRMATION_DAYS
    )
    initiative = get_object_or_404(Initiative.objects.select_related("carrier"), pk=key["initiative"])
    person = User.objects.filter(pk=key["user"], is_active=True).first()
    is_theirs = person is not None and Initiative.objects.theirs(person).filter(pk=initiative.pk).exists()
    is_used = not initiative.is_public or not initiative.is_named_by(key)
    is_good = is_theirs and not is_used and not is_over
    if request.method == "POST" and is_good:
        _answer(request, initiative, person)
        return redirect("initiatives:confirm-link", token)
    context = {
        "initiative": initiative if is_theirs else None,
        "person": person,
        "is_good": is_good,
        "is_used": is_used and is_theirs,
    }
    return render(request, "initiatives/confirm.html", context)


@login_required
@never_cache
def signed_in(request, slug):
    """From the sheet, or from the coordinators’ queue."""
    sheets = Initiative.objects.public().run_by(request.user).select_related("carrier")
    initiative = get_object_or_404(sheets, slug=slug)
    if request.method == "POST":
        _answer(request, initiative, request.user)
        return redirect(initiative)
    context = {"initiative": initiative, "person": request.user, "is_good": True, "is_used": False}
    return render(request, "initiatives/confirm.html", context)


def _answer(request, initiative, person):
    try:
        if request.POST.get("answer") == "over":
            initiative.archive(by=person)
            messages.success(request, _("C’est noté : la fiche n’est plus publique. Rien n’est perdu."))
        else:
            initiative.confirm(by=person)
            messages.success(request, _("Merci ! La fiche dit qu’elle est toujours d’actualité."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
