"""Remarks on a sheet that is being read: its team and its reader alone write and see them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives.forms.reading import CommentForm
from initiatives.models import Initiative
from initiatives.views import reading


def commented_by(user):
    return Initiative.objects.editable_by(user).exclude(state=Initiative.State.PUBLISHED)


def at_section(initiative, section):
    return redirect(f"{reverse('initiatives:reading', args=[initiative.slug])}#partie-{section}")


@login_required
@require_POST
def add(request, slug):
    initiative = get_object_or_404(commented_by(request.user), slug=slug)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return reading.page(request, slug, comment_form=form)
    form.instance.initiative, form.instance.author = initiative, request.user
    comment = form.save()
    messages.success(
        request, _("Remarque ajoutée. Les autres sont prévenus en une fois, dans une demi-heure.")
    )
    return at_section(initiative, comment.section)


@login_required
@require_POST
def resolve(request, slug, pk):
    """Dealt with, or open again."""
    initiative = get_object_or_404(commented_by(request.user), slug=slug)
    comment = get_object_or_404(initiative.comments, pk=pk)
    if request.POST.get("action") == "reopen":
        comment.reopen()
    else:
        comment.resolve(by=request.user)
    return at_section(initiative, comment.section)
