"""The versions of a sheet: what changed, when, by whom, and the way back."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.differences import compare, shortened
from initiatives.forms.steps import carriers_for
from initiatives.models import Version
from initiatives.models.versioned import ENCLOSED
from initiatives.views.writing import editable, locked, runs
from initiatives.wording import NAMES, Words, label

PAGE_SIZE = 30
# Saves of one person that follow each other as closely are read as one.
SITTING = timedelta(minutes=30)


@dataclass
class Sitting:
    """Versions that one person saved in one go, the latest first, and the one before them, if any."""

    versions: list[Version]
    before: Version | None

    @property
    def last(self):
        return self.versions[0]

    @property
    def first(self):
        return self.versions[-1]

    @property
    def changed(self):
        before = self.before.content if self.before else {}
        return [label(name) for name in changed_names(before, self.last.content)]


def sittings(versions, before):
    """Versions, the latest first, by sittings; `before` is the one before the earliest."""
    found = []
    for version in versions:
        last = found[-1][-1] if found else None
        # Going back is told on its own.
        if (
            last
            and last.by_id == version.by_id is not None
            and not last.restores
            and not version.restores
            and last.at - version.at <= SITTING
        ):
            found[-1].append(version)
        else:
            found.append([version])
    earlier = [*(group[0] for group in found[1:]), before]
    return [Sitting(group, one) for group, one in zip(found, earlier, strict=True)]


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
    rows = sheet.versions.select_related("by")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    versions = list(page.object_list)
    before = rows.filter(number__lt=versions[-1].number).first() if versions else None
    context = {"initiative": sheet, "sittings": sittings(versions, before), "page_obj": page}
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
    """
    Say again what a version said: a new version, nothing is lost. Who carries it, and the photos, stay where this
    person could not change them themselves.
    """
    with transaction.atomic():
        sheet = locked(request.user, slug)
        version = _version(sheet, request.POST.get("version", ""))
        values = dict(version.content)
        if not _may_name(request.user, sheet, values["carrier_id"]):
            del values["carrier_id"]
        if not runs(request.user, sheet):
            # Its reader takes away no photo that the team put there.
            for name in ENCLOSED:
                values.pop(name, None)
        try:
            sheet.write(values, by=request.user, restores=version.number)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect("initiatives:version-list", slug=slug)
    messages.success(
        request,
        _("La fiche dit de nouveau ce qu’elle disait dans la version %(number)d.")
        % {"number": version.number},
    )
    return redirect("initiatives:version-list", slug=sheet.slug)


def _may_name(user, sheet, carrier):
    """Whether this person could choose that carrier in the form."""
    offered = carriers_for(user, also=sheet.carrier_id)
    return runs(user, sheet) and carrier in (key for key, _name in offered)


def _version(sheet, number):
    if not number.isdecimal() or len(number) > 8:
        raise Http404
    return get_object_or_404(sheet.versions.select_related("by"), number=int(number))
