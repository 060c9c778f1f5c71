"""Writing a body: its rules and its colleges."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gouvernance.forms.bodies import BodyForm, CollegeFormSet
from gouvernance.models import Body


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def body_create(request):
    if not request.user.is_coordinator:
        raise Http404
    return _write(request, Body())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def body_edit(request, slug):
    return _write(request, get_object_or_404(Body.objects.run_by(request.user), slug=slug))


def _write(request, body):
    form = BodyForm(request.POST or None, instance=body)
    colleges = CollegeFormSet(request.POST or None, instance=body, prefix="colleges")
    if request.method == "POST" and form.is_valid() and colleges.is_valid():
        with transaction.atomic():
            body = form.save()
            colleges.save()
        messages.success(request, _("« %(name)s » est enregistrée.") % {"name": body.name})
        return redirect(body)
    context = {"form": form, "colleges": colleges, "body": body if body.pk else None}
    return render(request, "gouvernance/body_form.html", context)
