"""The history of a sheet, for those who look after it."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from associations import history
from associations.models import Organisation

PAGE_SIZE = 20


@login_required
def organisation_history(request, slug):
    organisation = get_object_or_404(Organisation.objects.managed_by(request.user), slug=slug)
    page = Paginator(history.versions(organisation), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"organisation": organisation, "versions": page.object_list, "page_obj": page}
    return render(request, "associations/organisation_history.html", context)


@login_required
@require_POST
def restore_version(request, slug):
    """Back to the version named by its moment; it becomes the latest one, and nothing is lost."""
    sheets = Organisation.objects.managed_by(request.user)
    organisation = get_object_or_404(sheets, slug=slug)
    try:
        at = datetime.fromisoformat(request.POST.get("at", ""))
    except ValueError as error:
        raise Http404 from error
    version = next((one for one in history.versions(organisation) if one.at == at), None)
    if version is None:
        raise Http404
    try:
        history.restore(organisation, version.state, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("La fiche est revenue à cette version. La précédente reste ci-dessous."))
    return redirect("associations:organisation-history", slug)
