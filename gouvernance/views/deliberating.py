"""The page of a deliberation: what everybody reads, and what each can do there, by their account or by their link."""

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cooperation.core import markdown, pdf, wording
from gouvernance.consent import Kind, Standing
from gouvernance.extract import Extract
from gouvernance.forms.deliberating import BALLOT, FORMS, POSITION
from gouvernance.models import Deliberation, Deliberator, Meeting

# Titles and buttons, in the order in which the page offers them.
MINE = {
    POSITION: (gettext_lazy("Dire ma position"), gettext_lazy("Écrire ma position")),
    BALLOT: (gettext_lazy("Voter"), gettext_lazy("Mettre dans l’urne")),
    Kind.ASK: (gettext_lazy("Poser une question"), gettext_lazy("Poser la question")),
    Kind.REACT: (gettext_lazy("Réagir"), gettext_lazy("Écrire ma réaction")),
    Kind.DISSENT: (gettext_lazy("Écrire une opinion minoritaire"), gettext_lazy("Écrire cette opinion")),
    Kind.AMEND: (gettext_lazy("Proposer une nouvelle version"), gettext_lazy("Publier cette version")),
    Kind.WITHDRAW: (gettext_lazy("Retirer la proposition"), gettext_lazy("Retirer la proposition")),
}
RUN = {
    Kind.HEAR: (gettext_lazy("Passer aux réactions"), gettext_lazy("Passer aux réactions")),
    Kind.CALL: (gettext_lazy("Appeler à se prononcer"), gettext_lazy("Appeler à se prononcer")),
    Kind.COUNT: (gettext_lazy("Dépouiller"), gettext_lazy("Clore le vote et dépouiller")),
    Kind.ADOPT: (gettext_lazy("Adopter"), gettext_lazy("Écrire l’adoption")),
    Kind.VOTE: (gettext_lazy("Écrire le vote prévu, à main levée"), gettext_lazy("Écrire le résultat")),
    Kind.CALL_VOTE: (gettext_lazy("Ouvrir le vote prévu"), gettext_lazy("Ouvrir le vote prévu")),
    Kind.REJECT: (gettext_lazy("Rejeter"), gettext_lazy("Écrire le rejet")),
    Kind.DEFER: (gettext_lazy("Reporter"), gettext_lazy("Écrire le report")),
    Kind.RESCHEDULE: (gettext_lazy("Passer à une autre séance"), gettext_lazy("Passer à cette séance")),
    Kind.NAME: (gettext_lazy("Nommer une autre personne pour animer"), gettext_lazy("La nommer")),
}
# What may be said about an objection, a question, words.
ABOUT = {
    Kind.ANSWER: (gettext_lazy("Répondre"), gettext_lazy("Écrire la réponse")),
    Kind.EXAMINE: (gettext_lazy("Écrire son examen"), gettext_lazy("Écrire son examen")),
    Kind.UPHOLD: (gettext_lazy("La dire maintenue"), gettext_lazy("La dire maintenue")),
    Kind.WITHDRAW_OBJECTION: (gettext_lazy("Retirer l’objection"), gettext_lazy("Retirer l’objection")),
    Kind.REPLY: (gettext_lazy("Répondre"), gettext_lazy("Écrire la réponse")),
}
LABELS = MINE | RUN | ABOUT
# For who has no voice of their own there, and writes what others say.
OTHERS = {
    POSITION: (gettext_lazy("Écrire une position dite en séance"), gettext_lazy("Écrire cette position")),
    BALLOT: (gettext_lazy("Écrire un vote à main levée"), gettext_lazy("Mettre ce vote dans l’urne")),
}
# A secret ballot is given by its voter, or by who carries their proxy and has voted already.
CARRIED = (gettext_lazy("Voter par pouvoir"), gettext_lazy("Mettre ce vote dans l’urne"))
TAKEN = {Kind.CONSENT, Kind.RESERVE, Kind.STAND_ASIDE, Kind.OBJECT}


class Action:
    """Something that the page offers, as a form of its own."""

    def __init__(self, name, form, number=None):
        self.name, self.form, self.number = str(name), form, number
        is_own = getattr(form, "is_own", True)
        self.title, self.button = LABELS[name] if is_own else _others(name, form)
        self.is_button = not form.fields or set(form.fields) == {"about"}
        # What is waited for stands open.
        self.opened = form.is_bound or (name in (POSITION, BALLOT) and is_own and not form.me.has_answered)


def _others(name, form):
    return CARRIED if form.deliberation.is_secret else OTHERS[name]


@require_http_methods(["GET", "HEAD", "POST"])
def deliberation_detail(request, slug):
    rows = Deliberation.objects.visible_to(request.user).select_related(
        "body", "item__meeting__body", "author__organisation", "created_by"
    )
    deliberation = get_object_or_404(rows, slug=slug)
    me, runs = None, False
    if request.user.is_authenticated:
        # Who has a voice and facilitates too is one row; of two voices the first one acts, the other has its link.
        me = deliberation.deliberators.of(request.user).order_by("-is_invited", "pk").first()
        runs = Deliberation.objects.run_by(request.user).filter(pk=deliberation.pk).exists()
    return _page(request, deliberation, me, runs=runs)


@require_http_methods(["GET", "HEAD", "POST"])
def take_part(request, token):
    """The same page for whoever holds a personal link, with or without an account."""
    try:
        pk = signing.Signer(salt=Deliberator.SALT).unsign(token)
    except signing.BadSignature as error:
        raise Http404 from error
    me = get_object_or_404(
        Deliberator.objects.select_related(
            "deliberation__body", "deliberation__item__meeting__body", "mandate__person", "user"
        ),
        pk=pk,
    )
    return _page(request, me.deliberation, me)


def _page(request, deliberation, me, *, runs=False):
    if deliberation.is_draft:
        return _draft(request, deliberation, runs)
    sent, bad = request.POST.get("action"), None
    if request.method == "POST":
        if me is None:
            raise Http404
        if sent not in map(str, FORMS):
            return HttpResponseBadRequest(_("Cette action n’existe pas."))
        bad = _form(sent, deliberation, me, request.POST)
        if bad.is_valid() and bad.save():
            done = _("Le bulletin est dans l’urne.") if sent == BALLOT else _("C’est écrit au registre.")
            messages.success(request, done)
            return redirect(request.path)
        deliberation.forget()
    extract = Extract(deliberation, inside=me is not None or runs)
    actions = Actions(deliberation, me, bad)
    actions.attach(extract)
    context = {
        "deliberation": deliberation,
        "extract": extract,
        "me": me,
        "meeting": _meeting(request.user, deliberation, inside=extract.inside),
        "mine": actions.among(MINE),
        "running": actions.among(RUN),
        "lost": actions.lost,
        "may_take_over": runs and not deliberation.is_closed and not deliberation.has_facilitator,
        "without_address": [row for row in deliberation.invited if not row.email]
        if me and me.facilitates and not deliberation.is_closed
        else [],
        "waits_for_meeting": me is not None and me.is_invited and _waits(deliberation, me),
        "by_link": me is not None and request.resolver_match.url_name == "deliberation-take-part",
    }
    return render(request, "gouvernance/deliberation_detail.html", context)


def _waits(deliberation, me):
    """Whether they would be asked now, if they were in the meeting where it is decided."""
    asks = deliberation.state in (deliberation.State.OBJECTIONS, deliberation.State.VOTING)
    return asks and deliberation.is_answered_in_meeting and not me.voices()


def _meeting(user, deliberation, *, inside):
    """The meeting where it is decided, for those who may know of it."""
    if not deliberation.item:
        return None
    meeting = deliberation.item.meeting
    return meeting if inside or Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists() else None


def _draft(request, deliberation, runs):
    if request.method == "POST":
        raise Http404
    may_write = Deliberation.objects.drafted_by(request.user).filter(pk=deliberation.pk).exists()
    context = {
        "deliberation": deliberation,
        "extract": Extract(deliberation, inside=True),
        "runs": runs,
        "may_write": may_write,
    }
    return render(request, "gouvernance/deliberation_draft.html", context)


def _form(name, deliberation, me, data=None, *, number=None):
    form = FORMS[name]
    place = f"{name}-{number}" if number else name
    initial = {"about": number} if number else {}
    return form(data, kind=name, deliberation=deliberation, me=me, initial=initial, auto_id=f"{place}-%s")


class Actions:
    """What this person can do now; the form that was refused stays where it was, with what was written."""

    def __init__(self, deliberation, me, bad=None):
        self.deliberation, self.me, self.bad = deliberation, me, bad
        offered = deliberation.fold.offered(deliberation.told, str(me.pk)) if me else set()
        self.offered = {kind for kind in offered if kind in LABELS}
        if TAKEN & offered or (me and me.facilitates and deliberation.state == deliberation.State.OBJECTIONS):
            self.offered.add(POSITION)
        self.voices = {str(row.pk) for row in me.voices()} | {str(me.pk)} if me else set()
        if deliberation.takes_ballots and me:
            self.offered.add(BALLOT)
        told = deliberation.told
        standing = {objection.standing for objection in told.in_the_way}
        if standing:
            self.offered.discard(Kind.ADOPT)
        if not told.method or not told.method.fallback or not standing or Standing.RAISED in standing:
            self.offered -= {Kind.VOTE, Kind.CALL_VOTE}
        self.offered.discard(Kind.CALL_VOTE if deliberation.is_answered_in_meeting else Kind.VOTE)
        if Standing.UPHELD not in standing:
            self.offered.discard(Kind.REJECT)
        if not deliberation.is_stranded:
            self.offered.discard(Kind.RESCHEDULE)
        if not deliberation.may_be_counted:
            self.offered.discard(Kind.COUNT)
        self.placed = False

    def make(self, name, number=None):
        """The action, or None when there is nothing to choose from."""
        bad = self.bad
        if (
            bad is not None
            and str(bad.kind) == str(name)
            and str(bad.data.get("about") or "") == str(number or "")
        ):
            self.placed = True
            return Action(name, bad, number)
        form = _form(name, self.deliberation, self.me, number=number)
        if getattr(form, "voices", True):
            return Action(name, form, number)
        return None

    def among(self, labels):
        found = [self.make(name) for name in labels if name in self.offered]
        return [action for action in found if action]

    def attach(self, extract):
        """To each objection and each words, what may be said about them."""
        for said in extract.objections:
            standing = Standing(said.kind)
            kinds = {
                Kind.EXAMINE: standing == Standing.RAISED,
                Kind.UPHOLD: standing == Standing.EXAMINED,
                Kind.WITHDRAW_OBJECTION: self.me is not None
                and said.by in self.voices
                and standing in {Standing.RAISED, Standing.EXAMINED, Standing.UPHELD},
                Kind.REPLY: True,
            }
            said.actions = self._about(said, [kind for kind, held in kinds.items() if held])
        for said in extract.questions:
            said.actions = self._about(said, [Kind.ANSWER])
        for said in [*extract.reactions, *extract.minority, *extract.consents]:
            said.actions = self._about(said, [Kind.REPLY])

    def _about(self, said, kinds):
        return [self.make(kind, said.number) for kind in kinds if kind in self.offered]

    @property
    def lost(self):
        """What was sent and has no place on the page any more: shown, so that nobody loses what they wrote."""
        return None if self.bad is None or self.placed else Action(self.bad.kind, self.bad)


@require_safe
def deliberation_pdf(request, slug):
    """The extract: what was declared, proposed, said and decided, and the log."""
    rows = Deliberation.objects.visible_to(request.user).exclude(state=Deliberation.State.DRAFT)
    deliberation = get_object_or_404(rows.select_related("body", "item__meeting"), slug=slug)
    user = request.user
    inside = user.is_authenticated and (
        Deliberation.objects.run_by(user).filter(pk=deliberation.pk).exists()
        or deliberation.deliberators.of(user).exists()
    )
    extract = Extract(deliberation, inside=inside)
    data = extract.as_data() | {
        "body": deliberation.body.name,
        "address": request.build_absolute_uri(deliberation.get_absolute_url()),
        "text": markdown.blocks(extract.text),
        "lines": [
            {
                "number": number,
                "at": f"{wording.day_of_month(at, year=True)}, {wording.hour(at)}",
                "sentence": sentence,
                "words": text,
            }
            for number, at, sentence, text in extract.lines
        ],
    }
    return pdf.response(pdf.render("gouvernance/deliberation.typ", data), f"{deliberation.slug}.pdf")
