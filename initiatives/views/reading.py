"""Sending a sheet to be read; the reader's page, and what they decide; who reads what."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from associations.models import Organisation
from initiatives.forms.reading import AppointForm, DecisionForm, SubmitForm
from initiatives.models import Initiative, Reading, ReadingOptOut
from initiatives.models.readers import readers_for
from initiatives.reading_guide import QUESTIONS
from initiatives.sections import Section


def run_by(user, slug):
    return get_object_or_404(Initiative.objects.run_by(user).select_related("carrier", "author"), slug=slug)


def tried(request, work, done):
    """Do it and say so, or say why not."""
    try:
        work()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return False
    messages.success(request, done)
    return True


@login_required
def submit(request, slug):
    """What is missing, three people to choose among, and why they."""
    initiative = run_by(request.user, slug)
    if initiative.state != Initiative.State.DRAFT:
        return redirect("initiatives:reading", initiative.slug)
    form = SubmitForm(request.POST or None, readers=readers_for(initiative))
    if request.method == "POST" and form.is_valid():
        done = _("C’est parti : la personne choisie reçoit un message. Vous serez prévenus de sa réponse.")
        if not form.chosen:
            done = _("C’est parti : l’équipe de coordination cherche quelqu’un pour la relire.")
        if tried(request, lambda: initiative.submit(by=request.user, reader=form.chosen), done):
            return redirect("initiatives:reading", initiative.slug)
    ours = Organisation.objects.joined_by(request.user).filter(pk=initiative.carrier_id)
    context = {
        **{"initiative": initiative, "form": form, "readers": form.readers.values()},
        "asks_carrier": not initiative.is_agreed and not ours.exists(),
    }
    return render(request, "initiatives/reading_submit.html", context)


def readable(user, slug):
    """(the sheet, whether this person may change it, their own open reading) for its team and its reader."""
    sheets = Initiative.objects.visible_to(user).exclude(state=Initiative.State.ARCHIVED)
    sheets = sheets.select_related("carrier", "place__district", "main_theme", "author")
    shown = ["themes", "districts", "photos", "attachments", "partnerships__organisation"]
    initiative = get_object_or_404(sheets.prefetch_related(*shown), slug=slug)
    reading = initiative.open_reading
    mine = reading if reading and reading.reader_id == user.pk else None
    can_edit = Initiative.objects.editable_by(user).filter(pk=initiative.pk).exists()
    if not can_edit and mine is None:
        raise Http404
    return initiative, can_edit, reading, mine


@login_required
def reading(request, slug):
    return page(request, slug)


def page(request, slug, *, comment_form=None, decision_form=None):
    """The sheet, part by part, with the remarks on each; before a reader accepted, the sheet alone."""
    initiative, can_edit, open_reading, mine = readable(request.user, slug)
    remarks = initiative.comments.by_section() if can_edit else {}
    findings = list(initiative.findings.select_related("obstacle", "lever"))
    parts = [
        {
            "section": section,
            "text": getattr(initiative, section.value) if section in Section.texts() else "",
            "remarks": remarks.get(section, []),
            "form": comment_form if comment_form and comment_form["section"].value() == section else None,
        }
        for section in Section
    ]
    can_run = Initiative.objects.run_by(request.user).filter(pk=initiative.pk).exists()
    decides = initiative.is_in_review and (
        request.user.is_coordinator or (mine is not None and mine.is_accepted)
    )
    context = {
        "initiative": initiative,
        "reading": open_reading,
        "mine": mine,
        "can_edit": can_edit,
        "can_run": can_run,
        "can_comment": can_edit and not initiative.is_public,
        "decides": decides,
        "decision_form": decision_form or DecisionForm(initial={"version": initiative.version}),
        "parts": parts,
        "findings": findings,
        "open_remarks": sum(remark.is_open for part in parts for remark in part["remarks"]),
        "questions": QUESTIONS,
        "last_words": initiative.readings.exclude(words="").select_related("reader").first()
        if can_edit
        else None,
    }
    return render(request, "initiatives/reading.html", context)


@login_required
@require_POST
def answer(request, slug):
    """Yes or no to a reading that was proposed; who accepted may still give it back."""
    mine = get_object_or_404(
        Reading.objects.open().of(request.user).select_related("initiative__carrier", "initiative__author"),
        initiative__slug=slug,
    )
    if request.POST.get("answer") == "yes":
        done = _("Merci ! Lisez à votre rythme : sous quinze jours, c’est idéal.")
        tried(request, lambda: mine.accept(by=request.user), done)
        still = Reading.objects.open().of(request.user).filter(pk=mine.pk).exists()
        return redirect("initiatives:reading", slug) if still else redirect("initiatives:reading-list")
    tried(
        request,
        lambda: mine.decline(by=request.user),
        _("C’est noté, merci : quelqu’un d’autre sera sollicité."),
    )
    return redirect("initiatives:reading-list")


@login_required
@require_POST
def decide(request, slug):
    """The reader, or a coordinator, publishes or sends back. Words are never lost: the form comes back with them."""
    initiative, _can_edit, _open, mine = readable(request.user, slug)
    if not request.user.is_coordinator and (mine is None or not mine.is_accepted):
        raise Http404
    form = DecisionForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            if form.cleaned_data["action"] == DecisionForm.PUBLISH:
                initiative.publish(by=request.user, words=words, read=form.cleaned_data["version"])
                messages.success(request, _("La fiche est publiée. L’équipe est prévenue, merci pour elle !"))
                return redirect(initiative)
            initiative.send_back(by=request.user, words=words)
        except ValidationError as error:
            form.add_error(None, error)
            form.data = form.data.copy()
            form.data["version"] = Initiative.objects.values_list("version", flat=True).get(pk=initiative.pk)
        else:
            messages.success(request, _("La fiche repart chez son équipe, avec votre mot et vos remarques."))
            return redirect("initiatives:reading-list")
    return page(request, slug, decision_form=form)


@login_required
@require_POST
def take_back(request, slug):
    initiative = run_by(request.user, slug)
    done = _("La fiche est de nouveau un brouillon. La personne qui la relisait est prévenue.")
    tried(request, lambda: initiative.take_back(by=request.user), done)
    return redirect(initiative)


@login_required
def appoint(request, slug):
    """A coordinator chooses who reads."""
    if not request.user.is_coordinator:
        raise Http404
    initiative = get_object_or_404(
        Initiative.objects.in_review().select_related("carrier", "author", "main_theme"), slug=slug
    )
    form = AppointForm(request.POST or None, initiative=initiative)
    if request.method == "POST" and form.is_valid():
        done = _("C’est envoyé.")
        if tried(request, lambda: initiative.appoint(form.cleaned_data["reader"], by=request.user), done):
            return redirect("initiatives:reading-list")
    context = {"initiative": initiative, "form": form, "readers": readers_for(initiative)}
    return render(request, "initiatives/reading_appoint.html", context)


@login_required
def carrier(request, slug):
    """In its association's name: those who write for it say whether it is theirs, before it is public."""
    ours = Organisation.objects.written_by(request.user).values("pk")
    sheets = Initiative.objects.filter(carrier__in=ours).exclude(state=Initiative.State.ARCHIVED)
    initiative = get_object_or_404(sheets.select_related("carrier", "author", "agreed_by"), slug=slug)
    if request.method == "POST":
        if request.POST.get("answer") == "yes":
            done = _("Merci : la fiche pourra être publiée au nom de votre association.")
            tried(request, lambda: initiative.agree(by=request.user), done)
            return redirect(initiative)
        done = _("C’est noté : la fiche ne porte plus ce nom. La personne qui l’a écrite est prévenue.")
        tried(request, lambda: initiative.disown(by=request.user), done)
        still = Initiative.objects.visible_to(request.user).filter(pk=initiative.pk).exists()
        return redirect(initiative) if still else redirect("initiatives:reading-list")
    return render(request, "initiatives/carrier.html", {"initiative": initiative})


@login_required
def archiving(request, slug):
    """Taking a sheet from the public, or giving it back: a page asks, a button acts."""
    initiative = run_by(request.user, slug)
    is_archived = initiative.state == Initiative.State.ARCHIVED
    if request.method == "POST":
        if request.POST.get("action") == "reopen":
            tried(request, lambda: initiative.reopen(by=request.user), _("La fiche est rouverte."))
        else:
            tried(
                request,
                lambda: initiative.archive(by=request.user),
                _("La fiche est archivée. Rien n’est perdu : vous pouvez la rouvrir."),
            )
        return redirect(initiative)
    return render(
        request, "initiatives/archiving.html", {"initiative": initiative, "is_archived": is_archived}
    )


@login_required
def reading_list(request):
    """What is asked of me, what I read, where the sheets of my organisations stand; for coordinators, all."""
    user = request.user
    mine = Reading.objects.open().of(user).for_list()
    ours = (
        Initiative.objects.theirs(user)
        .in_review()
        .select_related("carrier")
        .prefetch_related("readings__reader")
    )
    context = {
        "asked": [each for each in mine if each.is_proposed],
        "reading": [each for each in mine if each.is_accepted],
        "ours": [sheet_with_reading(each) for each in ours],
        "done": Reading.objects.of(user)
        .for_list()
        .filter(state__in=[Reading.State.PUBLISHED, Reading.State.SENT_BACK])[:10],
        "opted_out": ReadingOptOut.objects.filter(user=user).exists(),
        "is_coordinator": user.is_coordinator,
    }
    if user.is_coordinator:
        waiting = (
            Initiative.objects.in_review().select_related("carrier").prefetch_related("readings__reader")
        )
        stuck = set(Initiative.objects.stuck().values_list("pk", flat=True))
        rows = [sheet_with_reading(each) for each in waiting]
        context |= {
            "stuck": [each for each in rows if each.pk in stuck],
            "others": [each for each in rows if each.pk not in stuck],
            "unconfirmed": Initiative.objects.unanswered().select_related("carrier")[:50],
        }
    return render(request, "initiatives/reading_list.html", context)


def sheet_with_reading(initiative):
    """With its open reading beside it, from what was prefetched."""
    states = Reading.State.open()
    initiative.now_read = next((each for each in initiative.readings.all() if each.state in states), None)
    return initiative


@login_required
@require_POST
def preference(request):
    """« Je ne souhaite pas relire », or again."""
    if request.POST.get("read") == "no":
        ReadingOptOut.objects.get_or_create(user=request.user)
        messages.success(request, _("C’est noté : on ne vous proposera plus de relecture."))
    else:
        ReadingOptOut.objects.filter(user=request.user).delete()
        messages.success(request, _("Merci ! On pourra de nouveau vous proposer une fiche à relire."))
    return redirect("initiatives:reading-list")
