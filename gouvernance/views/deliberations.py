"""The list of deliberations, and one as it is prepared and opened."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation.core.local_copies import accepted
from gouvernance.filters import DeliberationFilter
from gouvernance.forms.deliberations import DeliberationForm
from gouvernance.models import Body, Deliberation

PAGE = 20


@require_safe
def deliberation_list(request):
    """Those that wait for an answer first, then the others, the newest first."""
    rows = Deliberation.objects.visible_to(request.user).for_list().order_by("-created_at", "-pk")
    found = DeliberationFilter(request.GET, queryset=rows)
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page_obj": page,
        "waiting": Deliberation.objects.waiting_for(request.user).for_list()
        if request.user.is_authenticated
        else [],
        "bodies": Body.objects.standing().open_to(request.user).order_by("position", "name"),
    }
    return render(request, "gouvernance/deliberation_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deliberation_create(request, slug):
    body = get_object_or_404(Body.objects.open_to(request.user), slug=slug)
    return _write(request, Deliberation(body=body))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deliberation_edit(request, slug):
    rows = Deliberation.objects.drafted_by(request.user).select_related("body")
    return _write(request, get_object_or_404(rows, slug=slug))


def _write(request, deliberation):
    form = DeliberationForm(
        request.POST or None,
        instance=deliberation,
        item=None if deliberation.pk else request.GET.get("point"),
    )
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("C’est enregistré. Rien n’est encore envoyé : relisez, puis ouvrez."))
        return accepted(request, redirect(deliberation))
    context = {
        "form": form,
        "body": deliberation.body,
        "deliberation": deliberation if deliberation.pk else None,
    }
    return render(request, "gouvernance/deliberation_form.html", context)


@login_required
@require_POST
def deliberation_open(request, slug):
    """From here on the method and the text of departure stay."""
    deliberation = get_object_or_404(Deliberation.objects.run_by(request.user), slug=slug)
    if not deliberation.is_draft:
        raise Http404
    try:
        deliberation.open(by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("La délibération est ouverte ; les personnes invitées sont prévenues."))
    return redirect(deliberation)


@login_required
@require_POST
def deliberation_take_over(request, slug):
    """When nobody can facilitate any more, one of those who run the body does."""
    deliberation = get_object_or_404(Deliberation.objects.run_by(request.user), slug=slug)
    try:
        deliberation.take_over(by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Vous animez cette délibération ; le registre le dit."))
    return redirect(deliberation)


@login_required
@require_POST
@transaction.atomic
def deliberation_delete(request, slug):
    """A draft that comes to nothing."""
    rows = Deliberation.objects.drafted_by(request.user).select_for_update(of=["self"])
    deliberation = get_object_or_404(rows, slug=slug)
    deliberation.delete()
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect("gouvernance:deliberation-list")
