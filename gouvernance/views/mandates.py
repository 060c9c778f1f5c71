"""Writing a mandate, and ending it before its term."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cooperation.core import wording
from gouvernance.forms.mandates import MandateForm, StopForm
from gouvernance.models import Body, Mandate


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_create(request, slug):
    body = get_object_or_404(Body.objects.run_by(request.user), slug=slug)
    return _write(request, body, Mandate())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_edit(request, pk):
    mandate = _writable(request, pk)
    return _write(request, mandate.college.body, mandate)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_stop(request, pk):
    mandate = _writable(request, pk)
    form = StopForm(request.POST or None, initial={"end": Mandate.End.RESIGNED})
    if request.method == "POST" and form.is_valid() and form.save_by(request.user, mandate):
        text = _("Mandat terminé le %(day)s : %(name)s.")
        messages.success(
            request, text % {"name": mandate.label, "day": wording.day_of_month(mandate.ends_on, year=True)}
        )
        return redirect(mandate.college.body)
    context = {"form": form, "mandate": mandate, "body": mandate.college.body}
    return render(request, "gouvernance/mandate_stop.html", context)


def _writable(request, pk):
    mandates = Mandate.objects.run_by(request.user).select_related("college__body", "person", "organisation")
    return get_object_or_404(mandates, pk=pk)


def _write(request, body, mandate):
    form = MandateForm(request.POST or None, instance=mandate, body=body, by=request.user)
    if request.method == "POST" and form.is_valid() and form.save_by(request.user):
        text = _("%(name)s siège du %(first)s au %(last)s.")
        days = {
            "first": wording.day_of_month(mandate.starts_on, year=True),
            "last": wording.day_of_month(mandate.ends_on, year=True),
        }
        messages.success(request, text % {"name": mandate.label, **days})
        return redirect(body)
    context = {"form": form, "body": body, "mandate": mandate if mandate.pk else None}
    return render(request, "gouvernance/mandate_form.html", context)
