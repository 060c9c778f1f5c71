"""The team's queue of concerns: read, put into public words, addressed, gathered, set aside."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from associations.views.team import Queue
from habitants import personal_words
from habitants.forms.concern_review import AdditionForm, AddressForm, AsideForm, QualifyForm
from habitants.known_names import known_names
from habitants.models import AnswerAddition, Concern, Gathering


def of_the_team(user):
    """Nobody else learns that the queue exists."""
    if not user.is_coordinator:
        raise Http404


@login_required
@require_safe
def queue(request):
    of_the_team(request.user)
    state = Concern.State
    rows = Concern.objects.for_list().select_related("author").order_by("moved_at", "pk")
    context = {
        "heard": Queue(request, "a-lire", rows.waiting(state.HEARD)),
        "qualified": Queue(request, "a-adresser", rows.waiting(state.QUALIFIED)),
        "late": Queue(request, "en-retard", rows.standing().overdue()),
        "answered": Queue(request, "a-rapporter", rows.waiting(state.ANSWERED)),
    }
    return render(request, "habitants/concern_queue.html", context)


@login_required
@transaction.atomic
def review(request, pk):
    """One concern with all that the team may do; which of it, the button that was pressed says."""
    of_the_team(request.user)
    rows = Concern.objects.for_list().select_related("author", "merged_into")
    concern = get_object_or_404(rows.prefetch_related("addressings__additions"), pk=pk)
    action = request.POST.get("action", "")
    sent = {name: request.POST if action == name else None for name in ("qualify", "address", "aside")}
    forms = {
        "qualify": QualifyForm(sent["qualify"], instance=concern, initial=_initial(concern)),
        "address": AddressForm(sent["address"], concern=concern),
        # Words that nobody has read again are not for the board.
        "aside": AsideForm(sent["aside"], initial={"hidden": concern.is_heard}),
    }
    if request.method == "POST":
        try:
            with transaction.atomic():
                done = _act(request, concern, action, forms)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("habitants:concern-review", concern.pk)
        if done is None:
            return HttpResponseBadRequest(_("Cette action n’est pas possible."))
        if done:
            messages.success(request, done)
            return redirect("habitants:concern-review", concern.pk)
    context = {
        "concern": concern,
        "forms": forms,
        "alike": _alike(concern),
        "pieces": personal_words.marked(
            concern.words, personal_words.find(concern.words, known=known_names(concern.words))
        ),
        "voices": concern.voices.exclude(words="").select_related("user"),
        "gatherings": concern.gatherings.filter(undone_at=None).select_related("absorbed__author"),
        "moves": concern.moves.select_related("organisation", "by"),
    }
    return render(request, "habitants/concern_review.html", context)


def _alike(concern):
    """Those that seem to say the same and may be made one with it: `action` says which of the two stays."""
    near = Concern.objects.exclude(pk=concern.pk).select_related("theme", "district")
    found = []
    for other in near.alike(concern.words, theme=concern.theme, district=concern.district):
        if concern.obstacle_to(other) is None:
            other.action = "gather"
        elif other.obstacle_to(concern) is None:
            other.action = "gather-under"
        else:
            continue
        found.append(other)
    return found


def _initial(concern):
    return {} if concern.title else {"title": concern.label if len(concern.words) <= 80 else ""}


def _act(request, concern, action, forms):
    """Words to say once it is done, "" when a form has to be corrected, None for what is not offered."""
    user = request.user
    form = forms.get(action)
    if form is not None and not form.is_valid():
        return ""
    match action:
        case "qualify":
            form.save_by(user)
            return _("C’est au tableau, dans ces mots.")
        case "address":
            data = form.cleaned_data
            added = concern.address(data["organisations"], due_on=data["due_on"], by=user)
            if unreached := [
                addressing.organisation.label for addressing in added if not addressing.addresses
            ]:
                words = _(
                    "Personne n’est prévenu chez %(names)s : ni membre, ni adresse e-mail sur la fiche. "
                    "Appelez pour le dire."
                )
                messages.warning(request, words % {"names": ", ".join(unreached)})
                return _("C’est adressé.")
            return _("C’est adressé : chaque organisation est prévenue.")
        case "aside":
            concern.set_aside(by=user, **form.cleaned_data)
            return _("Elle est écartée ; la raison est publique.")
        case "take-up":
            concern.take_up_again(by=user)
            return _("Elle attend de nouveau l’équipe.")
        case "withdraw":
            addressing = get_object_or_404(concern.addressings, pk=_key(request.POST.get("addressing")))
            concern.withdraw(addressing, by=user)
            return _("Cette organisation n’est plus attendue.")
        case "reword-addition":
            additions = AnswerAddition.objects.filter(addressing__concern=concern)
            addition = get_object_or_404(additions, pk=_key(request.POST.get("addition")))
            form = AdditionForm(request.POST, instance=addition)
            if not form.is_valid():
                raise ValidationError(form.errors["words"].as_data())
            addition.reword(form.cleaned_data["words"], by=user)
            return _("Le complément se lit ainsi ; l’historique garde ses premiers mots.")
        case "gather":
            other = get_object_or_404(Concern.objects, pk=_key(request.POST.get("other")))
            concern.absorb(other, by=user)
            return _("Les deux n’en font qu’une ; chaque texte est gardé.")
        case "gather-under":
            other = get_object_or_404(Concern.objects, pk=_key(request.POST.get("other")))
            other.absorb(concern, by=user)
            return _("Les deux n’en font qu’une ; chaque texte est gardé.")
        case "separate":
            gathering = get_object_or_404(
                Gathering.objects.filter(kept=concern), pk=_key(request.POST.get("gathering"))
            )
            gathering.undo(by=user)
            return _("Elles sont de nouveau deux.")
    return None


def _key(text):
    if not (text and text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)
