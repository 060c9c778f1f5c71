"""The team runs a draw, one step at a time. What a step writes is public at once and for good."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cooperation.core import pdf
from habitants import draw_slips, tasks
from habitants.draw_slips import without_mail
from habitants.forms.draws import CancelForm, SecondValueForm, SourceForm, ValueForm
from habitants.models import Draw
from habitants.models.draw_lists import why_impossible
from habitants.obstacle_wording import Labels, sentences, without_numbers
from habitants.views.cohorts import cohort_or_404, team_cohort_or_404

UNEQUAL = gettext_lazy("Les deux saisies diffèrent : rien n’est tiré. Recommencez toutes les deux.")
NOTHING_WAITED = gettext_lazy("Aucune saisie n’attendait la seconde : rien n’est écarté.")
WARNINGS = {UNEQUAL, NOTHING_WAITED}


@login_required
def run(request, slug):
    cohort = cohort_or_404(request, slug)
    if request.method == "POST" and not request.user.is_coordinator:
        raise Http404
    draw = Draw.objects.standing().filter(cohort=cohort).defer("portfolio").first()
    action = request.POST.get("action") if request.method == "POST" else None
    forms = {
        "source_form": SourceForm(request.POST if action == "source" else None),
        "value_form": ValueForm(
            request.POST if action == "value" else None, initial={"kind": draw and draw.source_kind}
        ),
        "second_form": second_form(draw, request.POST if action == "value-again" else None),
        "cancel_form": CancelForm(request.POST if action == "cancel" else None),
    }
    if request.method == "POST":
        if action not in ACTIONS or (draw is None) != (action == "freeze"):
            return HttpResponseBadRequest(_("Cette action n’est pas possible : rechargez la page."))
        try:
            if told := ACTIONS[action](cohort, draw, forms, request.user):
                level = messages.WARNING if told in WARNINGS else messages.SUCCESS
                messages.add_message(request, level, told)
                return redirect("habitants:draw-run", slug)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    context = {"cohort": cohort, "draw": draw, **forms}
    if draw and draw.has_panels and request.user.is_coordinator:
        context["without_mail"] = len(without_mail(draw))
    if draw is None and cohort.is_frozen:
        context["obstacles"] = obstacles_of(cohort, is_reader=cohort.is_read_by(request.user))
    context["past"] = cohort.draws.exclude(cancelled_at=None).for_list()
    return render(request, "habitants/draw_run.html", context)


@login_required
@require_safe
@never_cache
def slips(request, slug):
    """For the desk: the code, the chance and the panels of each person whom no mail tells them."""
    cohort = team_cohort_or_404(request, slug)
    draw = get_object_or_404(Draw.objects.standing().exclude(portfolio_at=None), cohort=cohort)
    if not without_mail(draw):
        raise Http404(_("Chaque personne de la liste a une adresse e-mail."))
    return pdf.response(draw_slips.render(draw), f"tirage-{draw.pk}-sans-e-mail.pdf")


def obstacles_of(cohort, *, is_reader):
    """How many people are missing is for the two readers: by it the others would know what somebody answered."""
    found = why_impossible(cohort)
    if found is None:
        return None
    labels = Labels(cohort.criteria.with_quotas())
    if not is_reader:
        return {"reasons": without_numbers(found, labels), "missing": "", "change": "", "is_partial": True}
    reasons, missing, change = sentences(found, labels)
    return {"reasons": reasons, "missing": missing, "change": change}


def freeze(cohort, draw, forms, user):
    draw = Draw.objects.freeze(cohort, by=user)
    tasks.write_panels.defer(draw_id=draw.pk)
    return _("La liste est figée et son empreinte est publiée. Les 1 000 groupes se calculent.")


def compute(cohort, draw, forms, user):
    """Asked again where the worker was stopped in the middle: what is written already stays."""
    tasks.write_panels.defer(draw_id=draw.pk)
    return _("Le calcul est redemandé.")


def name_source(cohort, draw, forms, user):
    form = forms["source_form"]
    if not form.is_valid():
        return ""
    draw.name_source(**form.source(), by=user)
    return _("La source est publiée. Chaque personne de la liste reçoit la date.")


def second_form(draw, data):
    """For what was typed once; None without."""
    first = draw and draw.typed_once
    return SecondValueForm(data, initial={"kind": first.kind, "first": first.pk}) if first else None


def type_value(cohort, draw, forms, user):
    form = forms["value_form"]
    return _typed(draw.type_value(**form.cleaned_data, by=user)) if form.is_valid() else ""


def type_value_again(cohort, draw, forms, user):
    form = forms["second_form"]
    if form is None:
        raise ValidationError(_("Cette saisie n’attend plus la seconde : rechargez la page."))
    return _typed(draw.type_value(**form.cleaned_data, by=user)) if form.is_valid() else ""


def _typed(typed):
    match typed.state:
        case typed.State.SAME:
            return _("Le groupe est tiré. Les personnes concernées reçoivent un message.")
        case typed.State.UNEQUAL:
            return UNEQUAL
    return _("C’est gardé comme un brouillon. Il faut une seconde saisie, la même.")


def drop_typed(cohort, draw, forms, user):
    return _("La première saisie est écartée.") if draw.drop_typed() else NOTHING_WAITED


def cancel(cohort, draw, forms, user):
    form = forms["cancel_form"]
    if not form.is_valid():
        return ""
    draw.cancel(reason=form.cleaned_data["reason"], by=user)
    return _("Ce tirage est abandonné. Il reste visible, avec sa raison.")


ACTIONS = {
    "freeze": freeze,
    "compute": compute,
    "source": name_source,
    "value": type_value,
    "value-again": type_value_again,
    "value-drop": drop_typed,
    "cancel": cancel,
}
