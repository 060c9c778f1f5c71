"""The guided writing: a short sheet in ten minutes, or step by step; two persons never overwrite each other."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation.core.local_copies import accepted
from cooperation.core.network import is_in_network
from initiatives import differences, steps
from initiatives.forms.flash import BeginForm, FlashForm
from initiatives.forms.steps import StepPage
from initiatives.models import Initiative, Unsaved
from initiatives.sections import MAX_LENGTH
from initiatives.wording import Words, label

FLASH = "eclair"
WAYS = {
    FLASH: (FlashForm, "initiatives/writing_flash.html"),
    "pas-a-pas": (BeginForm, "initiatives/writing_begin.html"),
}


def _in_network(user):
    """Sheets are written within the network; others are told where they begin how to join it."""
    if not is_in_network(user):
        raise Http404


def editable(user, slug):
    return get_object_or_404(Initiative.objects.editable_by(user), slug=slug)


def locked(user, slug):
    """The same to change it, in a transaction: who saves at the same time waits, then sees what was saved."""
    sheets = Initiative.objects.editable_by(user).select_for_update(of=["self"])
    return get_object_or_404(sheets, slug=slug)


def runs(user, sheet):
    """Whether they may say who carries it."""
    return Initiative.objects.run_by(user).filter(pk=sheet.pk).exists()


@login_required
@require_safe
def start(request):
    """The two ways; who does not belong to the network is told how to join it."""
    context = {
        "belongs": is_in_network(request.user),
        "unfinished": Initiative.objects.begun_by(request.user)[:10],
    }
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
            return accepted(request, redirect(sheet))
        return redirect("initiatives:step", slug=sheet.slug, step=steps.STEPS[0].slug)
    return render(request, template, {"form": form, "most": MAX_LENGTH})


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
    content = sheet.content
    page = StepPage(step, content, request.user, data, runs=_runs(request.user, sheet, step))
    unsaved = unsaved if data is None else None
    return _render(request, sheet, page, content=content, version=version, unsaved=unsaved)


def _render(request, sheet, page, *, content, version, **more):
    """`content` is what the sheet says now."""
    told, total = steps.progress(content)
    context = {
        "initiative": sheet,
        "page": page,
        "step": page.step,
        "steps": told,
        "told": total,
        "following": steps.after(page.step),
        "version": version,
        "most": MAX_LENGTH,
        "saved_draft_url": reverse("initiatives:step-draft", args=[sheet.slug, page.step.slug]),
        **{"unsaved": None, "conflicts": [], "preview": False, **more},
    }
    return render(request, "initiatives/writing_step.html", context)


def _save(request, sheet, step):
    version = _number(request.POST.get("version"), sheet.version)
    content = sheet.content
    page = StepPage(step, content, request.user, request.POST, runs=_runs(request.user, sheet, step))
    if "apercu" in request.POST or not page.is_valid():
        Unsaved.objects.keep(sheet, step.slug, request.user, request.POST)
        preview = "apercu" in request.POST
        return _render(request, sheet, page, content=content, version=version, preview=preview)
    with transaction.atomic():
        sheet = locked(request.user, sheet.slug)
        theirs = sheet.content
        disputed = _merge(request, sheet, page, theirs, version)
        is_saved = not disputed and not page.has_errors
        if is_saved:
            Unsaved.objects.of(sheet, step.slug, request.user).delete()
        else:
            Unsaved.objects.keep(sheet, step.slug, request.user, request.POST)
    if not is_saved:
        sheet.refresh_from_db()  # what was refused is not what it says
        conflicts = _conflicts(disputed, request.POST, page.values, theirs)
        last = sheet.last_change_of(disputed, since=version) if disputed else None
        more = {"conflicts": conflicts, "last_change": last}
        return _render(request, sheet, page, content=theirs, version=version, **more)
    return accepted(request, _saved(request, sheet, step))


def _saved(request, sheet, step):
    if "lignes" in request.POST:
        return redirect(f"{request.path}#lignes")
    following = steps.after(step)
    if "continuer" not in request.POST:
        messages.success(request, _("C’est enregistré."))
        return redirect("initiatives:writing", slug=sheet.slug)
    if following:
        return redirect("initiatives:step", slug=sheet.slug, step=following.slug)
    return redirect("initiatives:photos", slug=sheet.slug)


def _merge(request, sheet, page, theirs, version):
    """
    Save this person's words with what the sheet says since the version that they began from. Nothing is saved where
    they have to choose first: the names are returned; nor where the whole cannot stand: the form says so.
    """
    mine, base = page.values, sheet.content_of(version) or theirs
    kept, disputed = differences.three_way(base, mine, theirs)
    if _number(request.POST.get("seen"), 0) == sheet.version:
        chosen = [name for name in request.POST.getlist("disputed") if name in mine]
        kept |= _chosen(request.POST, chosen, mine, theirs)
        # What they changed since, and were not shown, is shown with what they had to choose.
        if not set(disputed) <= set(chosen):
            return [name for name in mine if name in {*chosen, *disputed}]
    elif disputed:
        return disputed
    try:
        sheet.write(kept, by=request.user)
    except ValidationError as error:
        page.form.add_error(None, error)
        # What does not go with theirs may be what was saved meanwhile.
        return [name for name in mine if theirs.get(name) not in (base.get(name), mine[name])]
    return []


def _runs(user, sheet, step):
    """The same, asked where that is a question."""
    if "carrier_id" not in step.names:
        return True
    return runs(user, sheet)


def _takes_theirs(sent, name):
    return sent.get(f"garder-{name}") == "le-sien"


def _chosen(sent, names, mine, theirs):
    """What somebody who saw both texts wants of each."""
    return {name: theirs[name] if _takes_theirs(sent, name) else mine[name] for name in names}


def _conflicts(names, sent, mine, theirs):
    """What both changed, each otherwise: the label, their words, how mine differ from them, the choice made before."""
    words = Words(mine, theirs)
    found = []
    for name in names:
        their_words, my_words = words.say(name, theirs.get(name)), words.say(name, mine[name])
        parts = differences.shortened(differences.compare(their_words, my_words))
        found.append(
            {
                **{"name": name, "label": label(name), "theirs": their_words, "parts": parts},
                "takes_theirs": _takes_theirs(sent, name),
            }
        )
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
    is_kept = Unsaved.objects.keep(sheet, step, request.user, request.POST)
    return HttpResponse(status=204 if is_kept else 413)


def _number(text, default):
    return int(text) if text and text.isdecimal() and len(text) < 9 else default
