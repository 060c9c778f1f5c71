"""The guided writing: a short sheet in ten minutes, or step by step; two persons never overwrite each other."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation.core.network import is_in_network
from initiatives import differences, steps
from initiatives.forms.flash import BeginForm, FlashForm
from initiatives.forms.steps import StepPage
from initiatives.models import Initiative, Unsaved
from initiatives.models.unsaved import MAX_SIZE
from initiatives.sections import Section
from initiatives.wording import Words, label

FLASH = "eclair"
WAYS = {
    FLASH: (FlashForm, "initiatives/writing_flash.html"),
    "pas-a-pas": (BeginForm, "initiatives/writing_begin.html"),
}


def _in_network(user):
    """Sheets are written within the network; others are told on the list how to join it."""
    if not is_in_network(user):
        raise Http404


def editable(user, slug):
    return get_object_or_404(Initiative.objects.editable_by(user), slug=slug)


@login_required
@require_safe
def start(request):
    _in_network(request.user)
    unfinished = Initiative.objects.run_by(request.user).filter(state=Initiative.State.DRAFT)
    if request.user.is_coordinator:
        unfinished = unfinished.filter(author=request.user)
    context = {"unfinished": unfinished.select_related("carrier").order_by("-updated_at")[:10]}
    return render(request, "initiatives/writing_start.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request, way):
    """A new sheet: the short form, or what the step-by-step one begins with."""
    _in_network(request.user)
    form_class, template = WAYS[way]
    form = form_class(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            sheet = Initiative(author=request.user, title=form.values["title"])
            sheet.save()
            sheet.write(form.values, by=request.user)
        messages.success(request, _("Votre fiche est enregistrée. Elle n’est visible que de votre équipe."))
        if way == FLASH:
            return redirect(sheet)
        return redirect("initiatives:step", slug=sheet.slug, step=steps.STEPS[0].slug)
    return render(request, template, {"form": form})


@login_required
@require_safe
def overview(request, slug):
    """All the steps, what is told and what is missing."""
    sheet = editable(request.user, slug)
    told, total = steps.progress(sheet.content)
    unsaved = set(
        Unsaved.objects.filter(initiative=sheet, person=request.user).values_list("step", flat=True)
    )
    context = {
        "initiative": sheet,
        "steps": [(step, is_told, step.slug in unsaved) for step, is_told in told],
        "told": total,
        "photos": sheet.photos.count(),
        "attachments": sheet.attachments.count(),
    }
    return render(request, "initiatives/writing_overview.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step_page(request, slug, step):
    sheet = editable(request.user, slug)
    if (step := steps.BY_SLUG.get(step)) is None:
        raise Http404
    if request.method == "POST":
        return _save(request, sheet, step)
    unsaved = Unsaved.objects.of(sheet, step.slug, request.user).first()
    data, version = None, sheet.version
    if unsaved and "reprendre" in request.GET:
        data = QueryDict(mutable=True)
        for name, values in unsaved.data.items():
            data.setlist(name, values)
        version = _number(data.get("version"), sheet.version)
    page = StepPage(step, sheet.content, request.user, data)
    return _render(request, sheet, page, version=version, unsaved=unsaved if data is None else None)


def _render(request, sheet, page, *, version, **more):
    told, total = steps.progress(sheet.content)
    context = {
        "initiative": sheet,
        "page": page,
        "step": page.step,
        "steps": told,
        "told": total,
        "following": steps.after(page.step),
        "version": version,
        "saved_draft_url": reverse("initiatives:step-draft", args=[sheet.slug, page.step.slug]),
        **{"unsaved": None, "conflicts": [], "preview": False, **more},
    }
    return render(request, "initiatives/writing_step.html", context)


def _save(request, sheet, step):
    version = _number(request.POST.get("version"), sheet.version)
    page = StepPage(step, sheet.content, request.user, request.POST)
    if "apercu" in request.POST or not page.is_valid():
        return _render(request, sheet, page, version=version, preview="apercu" in request.POST)
    with transaction.atomic():
        # Who saves at the same time waits here, then sees what was saved.
        sheet = Initiative.objects.select_for_update(of=["self"]).get(pk=sheet.pk)
        theirs = sheet.content
        base = sheet.content_of(version) or theirs
        kept, disputed = differences.three_way(base, page.values, theirs)
        if not disputed:
            sheet.write(kept, by=request.user)
            Unsaved.objects.of(sheet, step.slug, request.user).delete()
    if disputed:
        conflicts = _conflicts(disputed, page.values, theirs)
        last = sheet.versions.select_related("by").first()
        return _render(
            request,
            sheet,
            page,
            version=sheet.version,
            conflicts=conflicts,
            changed_by=last.by,
            changed_at=last.at,
        )
    if "lignes" in request.POST:
        return redirect(f"{request.path}#lignes")
    following = steps.after(step)
    if "continuer" not in request.POST:
        messages.success(request, _("C’est enregistré."))
        return redirect("initiatives:writing", slug=sheet.slug)
    if following:
        return redirect("initiatives:step", slug=sheet.slug, step=following.slug)
    return redirect("initiatives:photos", slug=sheet.slug)


def _conflicts(names, mine, theirs):
    """What both changed, each otherwise: the label, their words, and how mine differ from them."""
    words = Words(mine, theirs)
    found = []
    for name in names:
        their_words, my_words = words.say(name, theirs.get(name)), words.say(name, mine[name])
        parts = differences.shortened(differences.compare(their_words, my_words))
        is_text = name in Section.texts()
        found.append({"label": label(name), "theirs": their_words, "parts": parts, "is_text": is_text})
    return found


@login_required
@require_POST
def save_draft(request, slug, step):
    """What is being typed, kept for the same person until they save: the browser sends it now and then."""
    sheet = editable(request.user, slug)
    if step not in steps.BY_SLUG:
        raise Http404
    if "oublier" in request.POST:
        Unsaved.objects.of(sheet, step, request.user).delete()
        return redirect("initiatives:step", slug=sheet.slug, step=step)
    data = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    if len(json.dumps(data)) > MAX_SIZE or "\x00" in str(data):
        return HttpResponse(status=413)
    Unsaved.objects.update_or_create(
        initiative=sheet, step=step, person=request.user, defaults={"data": data, "at": timezone.now()}
    )
    return HttpResponse(status=204)


def _number(text, default):
    return int(text) if text and text.isdecimal() and len(text) < 9 else default
