"""A consultation as anyone takes part in it: answering, proposing, reading what all the answers say."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation.core import rate_limit
from gouvernance import participation, tasks
from gouvernance.findings import Findings
from gouvernance.forms.consultations import AnswerForm, StatementForm
from gouvernance.models import Body, Computation, Consultation, Statement, Vote
from gouvernance.models.consultations import KEPT_MONTHS
from gouvernance.viewpoints.votes import ENOUGH_VOTES

# A whole room may share one connection.
BEGINNING = {"amount": 100, "seconds": 3600}
ANSWERING = {"amount": 1_500, "seconds": 3600}
PROPOSING = {"amount": 10, "seconds": 3600}
MANY = gettext_lazy("Beaucoup de réponses viennent de cette connexion. Réessayez dans une heure.")


def visible(request, slug):
    consultations = Consultation.objects.visible_to(request.user).select_related("body")
    return get_object_or_404(consultations, slug=slug)


def progress(consultation, participant):
    """How far somebody is: (statements answered, statements to answer in all)."""
    total = consultation.statements.accepted().count()
    answered = (
        participant.votes.filter(statement__state=Statement.State.ACCEPTED).count() if participant else 0
    )
    return answered, total


def may_see_results(consultation, answered, total, *, may_run):
    """
    Everybody once it is over. Before, who answered enough to be on the map, or everything: what others said would weigh
    on the answer. Those who run it.
    """
    return consultation.is_over or may_run or (total > 0 and answered >= min(ENOUGH_VOTES, total))


def runs(request, consultation):
    return Consultation.objects.run_by(request.user).filter(pk=consultation.pk).exists()


@require_safe
def consultation_list(request):
    consultations = Consultation.objects.visible_to(request.user).for_list()
    context = {
        "consultations": consultations,
        "may_add": request.user.is_authenticated
        and (request.user.is_coordinator or Body.objects.run_by(request.user).exists()),
    }
    return render(request, "gouvernance/consultation_list.html", context)


@never_cache
@require_safe
def consultation_detail(request, slug):
    consultation = visible(request, slug)
    participant = participation.find(request, consultation)
    answered, total = progress(consultation, participant)
    may_run = runs(request, consultation)
    context = {
        "consultation": consultation,
        "participant": participant,
        "answered": answered,
        "total": total,
        "left": total - answered,
        "enough": min(ENOUGH_VOTES, total),
        "people": consultation.participants.count(),
        "may_run": may_run,
        "sees_results": may_see_results(consultation, answered, total, may_run=may_run),
        "kept_months": KEPT_MONTHS,
    }
    return render(request, "gouvernance/consultation_detail.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, slug):
    """One statement at a time; `?phrase=` names one to answer again. Nobody sees here what the others answered."""
    consultation = visible(request, slug)
    if not consultation.is_open:
        return redirect(consultation)
    participant = participation.find(request, consultation)
    if request.method == "POST":
        return _take(request, consultation, participant)
    statement, given = _asked(request, consultation, participant)
    return _ask(request, consultation, participant, statement, given)


def _asked(request, consultation, participant):
    """The statement to show and the answer that it has already: the one that is named, else the next."""
    asked = request.GET.get("phrase", "")
    if participant and asked.isascii() and asked.isdigit() and len(asked) < 18:
        votes = participant.votes.filter(statement__state=Statement.State.ACCEPTED)
        if vote := votes.filter(statement=asked).select_related("statement").first():
            return vote.statement, vote.value
    return consultation.statements.next_for(participant).first(), None


def _ask(request, consultation, participant, statement, given=None, *, status=200):
    answered, total = progress(consultation, participant)
    context = {
        "consultation": consultation,
        "participant": participant,
        "statement": statement,
        "given": given,
        "votes": [Vote.Value.AGREE, Vote.Value.DISAGREE, Vote.Value.PASS],
        "answered": answered,
        "total": total,
        "sees_results": may_see_results(consultation, answered, total, may_run=False),
    }
    return render(request, "gouvernance/consultation_answer.html", context, status=status)


def _take(request, consultation, participant):
    form = AnswerForm(request.POST, consultation=consultation)
    address = request.path
    if not form.is_valid():
        messages.error(request, _("Cette phrase n’est plus proposée, ou aucune réponse n’a été choisie."))
        return redirect(address)
    is_new = participant is None
    allowed = rate_limit.allowed(request, "consultation-vote", **ANSWERING)
    if is_new:
        allowed = allowed and rate_limit.allowed(request, "consultation-begin", **BEGINNING)
    if not allowed:
        messages.error(request, MANY)
        return _ask(request, consultation, participant, form.cleaned_data["statement"], status=429)
    try:
        with transaction.atomic():
            participant = participant or consultation.participants.create()
            Vote.cast(participant, form.cleaned_data["statement"].pk, form.cleaned_data["vote"])
            tasks.compute_soon(consultation.pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(consultation)
    if request.POST.get("suite") == "reponses":
        messages.success(request, _("Votre réponse est changée."))
        address = f"{consultation.get_absolute_url()}mes-reponses/"
    response = redirect(address)
    if is_new:
        participation.remember(response, participant)
    return response


@never_cache
@require_safe
def mine(request, slug):
    """What somebody answered and proposed, and what leads to them."""
    consultation = visible(request, slug)
    participant = participation.find(request, consultation)
    votes, proposed = [], []
    if participant:
        votes = (
            participant.votes.filter(statement__state=Statement.State.ACCEPTED)
            .select_related("statement")
            .order_by("statement")
        )
        proposed = participant.statements.all()
    context = {
        "consultation": consultation,
        "participant": participant,
        "is_confirmed": participant is not None and participant.is_confirmed,
        "votes": votes,
        "proposed": proposed,
        "kept_months": KEPT_MONTHS,
    }
    return render(request, "gouvernance/consultation_mine.html", context)


@never_cache
@require_POST
def link(request, slug):
    """These answers become an account's, or no longer are; or this browser forgets whose they are."""
    consultation = visible(request, slug)
    participant = participation.find(request, consultation)
    if participant is None:
        raise Http404
    response = redirect(f"{consultation.get_absolute_url()}mes-reponses/")
    action = request.POST.get("action")
    if action == "oublier":
        messages.success(request, _("Ce navigateur a oublié vos réponses. Elles restent comptées."))
        response = redirect(consultation)
        participation.forget(response, consultation)
    elif action == "relier" and request.user.is_authenticated and consultation.is_open:
        participant = participant.join(by=request.user)
        participation.remember(response, participant)
        tasks.compute_soon(consultation.pk)
        if participant.is_confirmed:
            messages.success(request, _("Vos réponses comptent aussi parmi celles des membres confirmés."))
        else:
            messages.success(request, _("Vos réponses sont reliées à votre compte : elles vous suivent."))
    elif action == "delier" and participant.is_member and consultation.is_open:
        participant.leave()
        participation.remember(response, participant)
        tasks.compute_soon(consultation.pk)
        messages.success(request, _("Vos réponses ne sont plus reliées à votre compte."))
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, slug):
    """For those who have answered something: they know what it is about, and have a page to be answered on."""
    consultation = visible(request, slug)
    if not consultation.is_open:
        return redirect(consultation)
    participant = participation.find(request, consultation)
    form = StatementForm(request.POST or None)
    status = 200
    if request.method == "POST" and participant and form.is_valid():
        if not rate_limit.allowed(request, "consultation-statement", **PROPOSING):
            form.add_error(None, MANY)
            status = 429
        else:
            try:
                Statement.propose(participant, form.cleaned_data["text"])
            except ValidationError as error:
                form.add_error("text", error)
            else:
                messages.success(
                    request, _("Merci ! L’équipe relit votre phrase avant de la proposer aux autres.")
                )
                return redirect(f"{consultation.get_absolute_url()}mes-reponses/")
    context = {"consultation": consultation, "participant": participant, "form": form}
    return render(request, "gouvernance/consultation_propose.html", context, status=status)


@never_cache
@require_safe
def results(request, slug):
    """In words, then as a map, then in a table; `?vue=membres` for confirmed members alone."""
    consultation = visible(request, slug)
    participant = participation.find(request, consultation)
    answered, total = progress(consultation, participant)
    sees = may_see_results(consultation, answered, total, may_run=runs(request, consultation))
    view = request.GET.get("vue", Computation.View.ALL)
    if view not in Computation.View:
        view = Computation.View.ALL
    computation = consultation.computations.filter(view=view).first() if sees else None
    findings = None
    if computation:
        findings = Findings(computation, consultation.statements.accepted(), participant)
    context = {
        "consultation": consultation,
        "participant": participant,
        "sees_results": sees,
        "enough": min(ENOUGH_VOTES, total),
        "answered": answered,
        "findings": findings,
        "computation": computation,
        "view": view,
        "views": Computation.View,
    }
    return render(request, "gouvernance/consultation_results.html", context)
