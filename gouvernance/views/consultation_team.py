"""A consultation as the team prepares it, reads what is proposed, opens it and closes it."""

from random import SystemRandom

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation.core import spreadsheet
from gouvernance import tasks
from gouvernance.forms.consultations import ConsultationForm, SeedsForm
from gouvernance.models import Body, Consultation, Statement, Vote
from habitants import personal_words


def runnable(request, slug, *, lock=False):
    """A consultation that this person runs, its row locked for a change of state."""
    consultations = Consultation.objects.run_by(request.user)
    if lock:
        consultations = consultations.select_for_update(of=["self"])
    return get_object_or_404(consultations, slug=slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_create(request):
    if not (request.user.is_coordinator or Body.objects.run_by(request.user).exists()):
        raise Http404
    return _write(request, Consultation())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_edit(request, slug):
    return _write(request, runnable(request, slug))


def _write(request, consultation):
    is_new = consultation.pk is None
    form = ConsultationForm(request.POST or None, instance=consultation, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save(commit=False).save_by(request.user)
        if is_new:
            messages.success(request, _("C’est enregistré. Écrivez maintenant les phrases de départ."))
        else:
            messages.success(request, _("C’est enregistré."))
        return redirect("gouvernance:consultation-team", consultation.slug)
    context = {"form": form, "consultation": None if is_new else consultation}
    return render(request, "gouvernance/consultation_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def team(request, slug):
    """What is proposed and waits to be read, all statements, the seeds; opening, closing, exports."""
    consultation = runnable(request, slug)
    form = SeedsForm(request.POST or None)
    if request.method == "POST" and not consultation.is_over and form.is_valid():
        _seed(request, consultation, form.cleaned_data["texts"])
        return redirect(request.path)
    statements = list(consultation.statements.select_related("moderated_by"))
    waiting = [row for row in statements if row.state == Statement.State.PENDING]
    for row in waiting:
        row.named = [finding.text for finding in personal_words.find(row.text)]
    context = {
        "consultation": consultation,
        "form": None if consultation.is_over else form,
        "waiting": waiting,
        "accepted": [row for row in statements if row.is_accepted],
        "refused": [row for row in statements if row.state == Statement.State.REFUSED],
        "people": consultation.participants.count(),
    }
    return render(request, "gouvernance/consultation_team.html", context)


def _seed(request, consultation, texts):
    added = 0
    for text in texts:
        try:
            Statement.add(consultation, text, by=request.user)
            added += 1
        except ValidationError as error:
            messages.warning(request, _("« %(text)s » : %(why)s") % {"text": text, "why": error.messages[0]})
    if added:
        words = ngettext("%(total)d phrase ajoutée.", "%(total)d phrases ajoutées.", added)
        messages.success(request, words % {"total": added})


@login_required
@require_POST
@transaction.atomic
def moderate(request, slug, pk):
    """Accept a statement, or refuse it with words that its author reads; either may be undone while it is open."""
    consultation = runnable(request, slug)
    statement = get_object_or_404(consultation.statements.select_for_update(), pk=pk)
    action = request.POST.get("action")
    if consultation.is_over:
        messages.error(request, _("La consultation est terminée : ses phrases ne changent plus."))
    elif action == "accepter":
        statement.accept(by=request.user)
        messages.success(request, _("La phrase est proposée à tout le monde."))
    elif action == "refuser":
        try:
            statement.refuse(by=request.user, reason=request.POST.get("reason", "")[:300])
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("La phrase est refusée, et la raison dite à qui l’a écrite."))
            tasks.compute_soon(consultation.pk)
    return redirect("gouvernance:consultation-team", consultation.slug)


@login_required
@require_POST
@transaction.atomic
def move(request, slug):
    """Open it, or close it for good."""
    consultation = runnable(request, slug, lock=True)
    action = request.POST.get("action")
    if action == "ouvrir" and consultation.is_draft:
        try:
            consultation.open(by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("La consultation est ouverte : donnez son adresse autour de vous."))
    elif action == "fermer" and consultation.state == Consultation.State.OPEN:
        consultation.close(by=request.user)
        tasks.compute_soon(consultation.pk)
        messages.success(request, _("La consultation est terminée. Les résultats sont visibles par tous."))
    return redirect("gouvernance:consultation-team", consultation.slug)


@login_required
@require_safe
def votes_csv(request, slug):
    """
    Every answer. Participants are numbered anew, in a random order, at each export: two files can't be put together, nor
    a number to somebody's arrival.
    """
    consultation = runnable(request, slug)
    participants = list(consultation.participants.values_list("pk", flat=True))
    SystemRandom().shuffle(participants)
    numbers = {pk: number for number, pk in enumerate(participants, 1)}
    votes = Vote.objects.filter(statement__consultation=consultation)
    rows = sorted(
        (numbers[participant], statement, value)
        for participant, statement, value in votes.values_list("participant", "statement", "value")
    )
    header = [_("participant"), _("phrase"), _("réponse")]
    lines = ((str(number), str(statement), Vote.Value(value).label) for number, statement, value in rows)
    return _file(spreadsheet.lines(header, lines), f"reponses-{consultation.slug}.csv")


@login_required
@require_safe
def statements_csv(request, slug):
    """Every statement with its number, what became of it, and how it was answered; nobody's name."""
    consultation = runnable(request, slug)
    header = [
        *(_("phrase"), _("texte"), _("origine"), _("état"), _("pourquoi refusée")),
        *(_("d’accord"), _("pas d’accord"), _("passe")),
    ]
    return _file(spreadsheet.lines(header, _statement_rows(consultation)), f"phrases-{consultation.slug}.csv")


def _statement_rows(consultation):
    for row in consultation.statements.counted():
        yield (
            str(row.pk),
            row.text,
            str(_("équipe") if row.is_seed else _("participants")),
            str(row.get_state_display()),
            row.reason,
            *(str(number) for number in (row.agreed, row.disagreed, row.passed)),
        )


def _file(lines, name):
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
