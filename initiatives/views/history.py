"""The versions of a sheet: what changed, when, by whom, and the way back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.differences import compare, shortened
from initiatives.models import Initiative
from initiatives.views.writing import editable
from initiatives.wording import NAMES, Words, label

SHOWN = 100


def changed_names(before, after):
    """The parts that two contents say otherwise, in the order of the sheet."""
    return [name for name in NAMES if (before.get(name) or None) != (after.get(name) or None)]


def changes(before, after):
    """(label, parts) of all that differs, each compared word by word."""
    words = Words(before, after)
    found = []
    for name in changed_names(before, after):
        parts = compare(words.say(name, before.get(name)), words.say(name, after.get(name)))
        found.append((label(name), shortened(parts)))
    return found


@login_required
@require_safe
def version_list(request, slug):
    sheet = editable(request.user, slug)
    versions = list(sheet.versions.select_related("by")[: SHOWN + 1])
    for version, previous in zip(versions, [*versions[1:], None], strict=True):
        before = previous.content if previous else {}
        version.changed = [label(name) for name in changed_names(before, version.content)]
        version.previous = previous
    context = {"initiative": sheet, "versions": versions[:SHOWN]}
    return render(request, "initiatives/version_list.html", context)


@login_required
@require_safe
def version_compare(request, slug):
    """`?de=` and `?a=` are numbers of versions; the last two when they are not given."""
    sheet = editable(request.user, slug)
    after = _version(sheet, request.GET.get("a", str(sheet.version)))
    before = _version(sheet, request.GET.get("de", str(max(after.number - 1, 1))))
    context = {
        "initiative": sheet,
        "before": before,
        "after": after,
        "changes": changes(before.content, after.content),
        "numbers": list(sheet.versions.values_list("number", flat=True)),
    }
    return render(request, "initiatives/version_compare.html", context)


@login_required
@require_POST
def version_restore(request, slug):
    """Say again what a version said: a new version, nothing is lost."""
    with transaction.atomic():
        sheets = Initiative.objects.editable_by(request.user).select_for_update(of=["self"])
        sheet = get_object_or_404(sheets, slug=slug)
        version = _version(sheet, request.POST.get("version", ""))
        sheet.write(version.content, by=request.user, restores=version.number)
    messages.success(
        request,
        _("La fiche dit de nouveau ce qu’elle disait dans la version %(number)d.")
        % {"number": version.number},
    )
    return redirect("initiatives:version-list", slug=sheet.slug)


def _version(sheet, number):
    if not number.isdecimal() or len(number) > 8:
        raise Http404
    return get_object_or_404(sheet.versions.select_related("by"), number=int(number))
