"""The statements of a course's questionnaire."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from initiatives.forms.courses import StatementFormSet
from initiatives.models import Course


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request, slug):
    course = get_object_or_404(Course.objects.run_by(request.user), slug=slug)
    rows = StatementFormSet(request.POST or None, instance=course, prefix="affirmations")
    if request.method == "POST" and rows.is_valid():
        with transaction.atomic():
            rows.save()
        messages.success(request, _("Le questionnaire est enregistré."))
        return redirect(course.get_team_url())
    return render(request, "initiatives/statements_form.html", {"course": course, "rows": rows})
