"""The organisation's answer, and the answer brought back to those who spoke."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cooperation.core.models import User
from habitants.forms.concern_review import AdditionForm, AnswerForm
from habitants.forms.passing_on import read_tap
from habitants.models import Addressing, Concern
from habitants.models.reach import taps


@login_required
@transaction.atomic
def answer(request, pk):
    """For whoever writes for the organisation that was asked; for anybody else the page is not there."""
    addressings = Addressing.objects.answerable_by(request.user).select_related(
        "concern__theme", "concern__district", "concern__place", "organisation"
    )
    addressing = get_object_or_404(addressings, pk=pk)
    if addressing.takes_additions:
        form = AdditionForm(request.POST or None)
    else:
        form = AnswerForm(request.POST or None, instance=addressing)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if addressing.takes_additions:
                    addressing.add_to_answer(form.cleaned_data["words"], by=request.user)
                else:
                    addressing.give_answer(form.cleaned_data["answer"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            told = _("Votre réponse est publiée. Un relais la rapportera aux habitants.")
            if addressing.takes_additions:
                told = _("Votre complément est publié, et ceux qui l’ont dit le reçoivent.")
            messages.success(request, told)
            return redirect(addressing.concern)
    context = {"form": form, "addressing": addressing, "concern": addressing.concern}
    return render(request, "habitants/concern_answer.html", context)


@login_required
@transaction.atomic
def carry(request, pk):
    """« Réponse rapportée », signed in."""
    concern = get_object_or_404(_with_answers(request.user), pk=pk)
    return _carry(request, concern, request.user)


@never_cache
@transaction.atomic
def carry_by_link(request, token):
    """The same from the mail, without signing in: the link opens the page, its buttons act."""
    try:
        pk, person = signing.loads(token, salt=Concern.CARRYING_SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404(_("Ce lien n’est pas le nôtre.")) from error
    user = get_object_or_404(User.objects.filter(is_active=True), pk=person)
    concern = get_object_or_404(_with_answers(user), pk=pk)
    return _carry(request, concern, user)


def _with_answers(user):
    """What that person may carry back, as it is told today: with what was added to its answers."""
    return Concern.objects.carried_by(user).for_list().prefetch_related("addressings__additions")


def _carry(request, concern, user):
    mine = concern.carryings.filter(user=user)
    if request.method == "POST":
        way, reach = read_tap(request.POST)
        try:
            with transaction.atomic():
                concern.carry_back(by=user, way=way, reach=reach)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(concern)
        messages.success(request, _("Merci : la réponse est rapportée, la boucle est bouclée."))
        return redirect(request.path)
    context = {"concern": concern, "mine": mine, "taps": taps(), "person": user}
    return render(request, "habitants/concern_carry.html", context)
