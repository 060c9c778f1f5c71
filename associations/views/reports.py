"""Saying that a sheet is wrong: anyone may, with or without an address."""

from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from associations.forms.reports import ReportForm
from associations.models import Organisation
from cooperation.core import rate_limit

REPORTS_OF_ONE_CLIENT = {"amount": 5, "seconds": 3600}


@transaction.atomic
def report(request, slug):
    organisation = get_object_or_404(Organisation.objects.public(), slug=slug)
    user = request.user
    initial = {"email": user.email} if user.is_authenticated else {}
    form = ReportForm(request.POST or None, organisation=organisation, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        if rate_limit.allowed(request, "report", **REPORTS_OF_ONE_CLIENT):
            told = form.save()
            told.send()
            return render(request, "associations/report_sent.html", {"report": told})
        form.add_error(
            None,
            _(
                "Beaucoup de messages viennent de cette connexion. Le vôtre est gardé ici : réessayez dans une heure."
            ),
        )
        status = 429
    context = {"organisation": organisation, "form": form}
    return render(request, "associations/report.html", context, status=status)
