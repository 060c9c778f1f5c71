"""What one can do in a deliberation, a form for each kind of move: all take the deliberation and who acts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agenda.forms.days import DayField
from cooperation.core.models import User
from gouvernance import poll
from gouvernance.ballots import Count
from gouvernance.consent import Kind, Standing
from gouvernance.deliberation_words import VOTES
from gouvernance.models import AgendaItem, Ballot, Decision, Deliberation, Meeting
from gouvernance.models.deliberators import named

# Not one kind of move: a position is one of four, a ballot none.
POSITION, BALLOT = "position", "ballot"
SIGNED = _(
    "Avec mon nom. Sinon vos mots sont cités sans lui ; le registre garde qui les a écrits, sans le montrer."
)


def inferred(deliberation):
    """What may be guessed of words without a name, told before they are sent."""
    unsigned = sum(words.by is None for words in deliberation.told.words.values())
    others = (
        ngettext("%(total)d ligne est déjà sans nom.", "%(total)d lignes sont déjà sans nom.", unsigned)
        % {"total": unsigned}
        if unsigned
        else _("Personne d’autre ne l’a fait pour l’instant.")
    )
    return _(
        "Sans nom ne veut pas dire secret : les positions des autres sont signées, et qui ne s’est pas prononcé est "
        "nommé. Si vous êtes la seule personne à ne pas signer, on vous trouve par élimination. %(others)s Les collèges "
        "de moins de cinq personnes sont réunis dans les chiffres."
    ) % {"others": others}


class MoveForm(forms.Form):
    """A form of one kind of move, by itself a button; `what()` gives its fields as the log takes them."""

    text_needed = False

    def __init__(self, *args, kind, deliberation, me, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.deliberation, self.me = kind, deliberation, me
        if "text" in self.fields:
            self.fields["text"].required = self.text_needed

    def what(self):
        return {
            name: value for name, value in self.cleaned_data.items() if name in ("text", "about", "signed")
        }

    def run(self):
        self.deliberation.make(Kind(self.kind), by=self.me, **self.what())

    def save(self):
        """Do it; what the rules refuse is told on the form, and False returned."""
        try:
            self.run()
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


class WordsForm(MoveForm):
    text_needed = True

    text = forms.CharField(label=_("Vos mots"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))


class AboutForm(WordsForm):
    """Words about a line of the log."""

    about = forms.IntegerField(widget=forms.HiddenInput)


class ButtonAboutForm(MoveForm):
    about = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawObjectionForm(ButtonAboutForm):
    """By its author, or by who carries their voice now."""

    def run(self):
        objection = self.deliberation.told.objections.get(self.cleaned_data["about"])
        carried = {str(row.pk): row for row in self.me.voices() if row.pk != self.me.pk}
        author = carried.get(objection.by) if objection else None
        self.deliberation.make(
            Kind(self.kind),
            by=author or self.me,
            recorded_by=self.me if author else None,
            **self.what(),
        )


class DissentForm(WordsForm):
    signed = forms.BooleanField(label=SIGNED, initial=True, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signed"].help_text = inferred(self.deliberation)


def spoken_for(form):
    """
    Add the field that says in whose name, when that may be somebody else: a proxy's, or, for who facilitates, those
    who say it aloud in the meeting. Who has no voice of their own chooses: nobody is chosen beforehand.
    """
    deliberation, me = form.deliberation, form.me
    voices = me.voices()
    if deliberation.is_secret:  # what is in the box stays there
        voices = [row for row in voices if not row.has_answered]
    form.is_own = any(row.pk == me.pk for row in voices)
    if me.facilitates and not deliberation.is_secret:
        own = {row.pk for row in voices}
        voices += [row for row in deliberation.heard if row.pk not in own and not form.has_given(row)]
    form.voices = {row.pk: row for row in voices}
    choices = [(row.pk, _("Moi") if row.pk == me.pk else row.name) for row in voices]
    is_mine = form.is_own and len(choices) == 1
    form.fields["voice"] = forms.TypedChoiceField(
        label=_("Au nom de"),
        choices=choices if form.is_own else [("", _("Choisissez")), *choices],
        coerce=int,
        initial=me.pk if form.is_own else None,
        widget=forms.HiddenInput if is_mine else forms.Select,
        error_messages={"invalid_choice": _("Vous ne pouvez pas parler au nom de cette personne.")},
    )


class PositionForm(MoveForm):
    position = forms.ChoiceField(
        label=_("Votre position sur cette version"),
        choices=[
            (Kind.CONSENT.value, _("Accord : je n’ai pas d’objection")),
            (Kind.RESERVE.value, _("Accord avec réserve : voici ce qui doit rester écrit")),
            (Kind.STAND_ASIDE.value, _("Je me tiens à l’écart : je ne m’engage pas, je n’empêche pas")),
            (Kind.OBJECT.value, _("Objection : voici ce que cette proposition abîmerait")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Vos raisons"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Nécessaires pour une réserve, un retrait ou une objection. Elles seront citées mot pour mot."
        ),
    )
    signed = forms.BooleanField(
        label=SIGNED,
        initial=True,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        spoken_for(self)
        objecting = _("Une objection porte toujours un nom : elle se travaille avec vous.")
        self.fields["signed"].help_text = f"{objecting} {inferred(self.deliberation)}"
        if not self.is_own:
            self.fields["position"].label = _("Sa position sur cette version")
            self.fields["text"].label = _("Ses raisons, mot pour mot")

    def has_given(self, row):
        return str(row.pk) in self.deliberation.told.given

    def clean(self):
        data = super().clean()
        position = data.get("position")
        if position and position != Kind.CONSENT and not data.get("text", "").strip():
            self.add_error("text", _("Écrivez vos raisons : elles resteront au registre."))
        return data

    def run(self):
        kind = Kind(self.cleaned_data["position"])
        voice = self.voices[self.cleaned_data["voice"]]
        self.deliberation.make(
            kind,
            by=voice,
            recorded_by=self.me if voice.pk != self.me.pk else None,
            text=self.cleaned_data["text"],
            signed=self.cleaned_data["signed"] or kind in (Kind.CONSENT, Kind.OBJECT),
        )


class AmendForm(MoveForm):
    text_needed = True

    text = forms.CharField(
        label=_("Nouvelle version du texte"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    integrates = forms.TypedMultipleChoiceField(
        label=_("Objections dont elle tient compte"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leurs auteurs diront si c’est le cas."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        told = self.deliberation.told
        self.initial.setdefault("text", told.versions[-1] if told.versions else "")
        examined = [
            (objection.number, objection.text[:80])
            for objection in told.objections.values()
            if objection.standing in {Standing.EXAMINED, Standing.UPHELD}
        ]
        self.fields["integrates"].choices = examined
        if not examined:
            del self.fields["integrates"]

    def what(self):
        return {
            "text": self.cleaned_data["text"],
            "integrates": tuple(self.cleaned_data.get("integrates", ())),
        }


class ConcludeForm(MoveForm):
    """What ends it. What is decided has a day to be looked at again; in a meeting, also an owner and a term."""

    decides = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.decides:
            return
        self.fields["review_on"] = DayField(
            label=_("À revoir le"), help_text=_("Ce jour-là, on regarde ce que la décision a donné.")
        )
        if self.deliberation.item_id:
            field = Decision._meta.get_field("owner")
            self.fields["owner"] = forms.CharField(label=field.verbose_name, max_length=field.max_length)
            self.fields["due_on"] = DayField(label=Decision._meta.get_field("due_on").verbose_name)

    def what(self):
        names = ("text", "review_on", "owner", "due_on")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def run(self):
        self.deliberation.conclude(Kind(self.kind), by=self.me, **self.what())


class EndForm(ConcludeForm):
    """It ends without deciding, and says why."""

    decides = False
    text_needed = True

    text = forms.CharField(label=_("Pourquoi"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


class FallbackForm(ConcludeForm):
    """The vote declared beforehand, by show of hands in the meeting: what was counted."""

    in_favour = forms.IntegerField(label=VOTES[0], min_value=0)
    against = forms.IntegerField(label=VOTES[1], min_value=0)
    abstention = forms.IntegerField(label=VOTES[2], min_value=0, initial=0)
    blank = forms.IntegerField(label=VOTES[3], min_value=0, initial=0)

    def what(self):
        data = self.cleaned_data
        count = Count(
            *(data[name] for name in ("in_favour", "against", "abstention", "blank")),
            seats=len(self.deliberation.invited),
        )
        return super().what() | {"count": count}

    def clean(self):
        data = super().clean()
        numbers = [data.get(name) or 0 for name in ("in_favour", "against", "abstention", "blank")]
        if sum(numbers) > len(self.deliberation.heard):
            raise ValidationError(_("Il y a plus de voix que de personnes présentes ou représentées."))
        return data


class BallotForm(MoveForm):
    """Marks: one for the text, or one for each choice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ballots = self.deliberation.ballots.exclude(deliberator=None)
        self.given = (
            {row.deliberator_id for row in ballots if not row.is_noted} if self.me.facilitates else ()
        )
        spoken_for(self)
        if not self.deliberation.is_secret:
            self.fields["words"] = forms.CharField(
                label=_("Vos raisons, si vous voulez les dire"),
                required=False,
                max_length=Ballot._meta.get_field("words").max_length,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Après le dépouillement, votre bulletin et vos mots se lisent avec votre nom."),
            )
        self._ask()
        self.order_fields([name for name in self.fields if name != "words"])

    def _ask(self):
        """The marks of the method."""
        methods = Deliberation.Method
        if self.deliberation.method == methods.APPROVAL:
            self.fields["approved"] = forms.TypedMultipleChoiceField(
                label=_("Ce que j’approuve"),
                choices=list(enumerate(self.deliberation.choices)),
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Autant que vous voulez, ou rien."),
            )
            return
        if not self.deliberation.choices:
            marks = list(enumerate(VOTES))
            self.fields["mark_0"] = self._mark(_("Votre vote") if self.is_own else _("Son vote"), marks)
            return
        marks = list(reversed(list(enumerate(poll.GRADES))))
        for place, label in enumerate(self.deliberation.choices):
            self.fields[f"mark_{place}"] = self._mark(label, marks, required=False)

    def has_given(self, row):
        return row.pk in self.given

    @staticmethod
    def _mark(label, choices, *, required=True):
        return forms.TypedChoiceField(
            label=label,
            choices=choices,
            coerce=int,
            empty_value=0,
            required=required,
            widget=forms.RadioSelect,
        )

    def run(self):
        if self.deliberation.method == Deliberation.Method.APPROVAL:
            chosen = set(self.cleaned_data["approved"])
            marks = [int(place in chosen) for place in range(len(self.deliberation.choices))]
        else:
            names = [name for name in self.fields if name.startswith("mark_")]
            marks = [self.cleaned_data[name] for name in names]
        voice = self.voices[self.cleaned_data["voice"]]
        recorded_by = self.me if voice.pk != self.me.pk else None
        words = self.cleaned_data.get("words", "")
        Ballot.cast(self.deliberation, marks, by=voice, recorded_by=recorded_by, words=words)


class WithdrawForm(ConcludeForm):
    decides = False


class NameForm(MoveForm):
    """Somebody else of those who run the body, to facilitate."""

    person = forms.ModelChoiceField(label=_("Qui"), queryset=User.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        facilitating = [
            row.account.pk for row in self.deliberation.people.values() if row.facilitates and row.account
        ]
        field.queryset = self.deliberation.body.runners().exclude(pk__in=facilitating)
        field.label_from_instance = named
        self.voices = field.queryset.exists()

    def run(self):
        self.deliberation.name_facilitator(self.cleaned_data["person"], by=self.me)


class RescheduleForm(MoveForm):
    item = forms.ModelChoiceField(
        label=_("À quel point"),
        queryset=AgendaItem.objects.none(),
        help_text=_("D’une séance de la même instance, à venir ou ouverte."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        field.queryset = AgendaItem.objects.filter(
            meeting__body=self.deliberation.body,
            meeting__state__in=[*Meeting.State.before(), Meeting.State.OPEN],
        ).select_related("meeting")
        field.label_from_instance = lambda item: f"{item.meeting} : {item.title}"

    def run(self):
        self.deliberation.reschedule(self.cleaned_data["item"], by=self.me)


# What a page may send, and the form that reads it.
FORMS = {
    Kind.ASK: WordsForm,
    Kind.ANSWER: AboutForm,
    Kind.HEAR: MoveForm,
    Kind.REACT: WordsForm,
    Kind.AMEND: AmendForm,
    Kind.CALL: MoveForm,
    Kind.EXAMINE: AboutForm,
    Kind.UPHOLD: ButtonAboutForm,
    Kind.WITHDRAW_OBJECTION: WithdrawObjectionForm,
    Kind.DISSENT: DissentForm,
    Kind.REPLY: AboutForm,
    Kind.ADOPT: ConcludeForm,
    Kind.VOTE: FallbackForm,
    Kind.CALL_VOTE: MoveForm,
    Kind.DEFER: EndForm,
    Kind.WITHDRAW: WithdrawForm,
    Kind.REJECT: EndForm,
    Kind.COUNT: ConcludeForm,
    Kind.NAME: NameForm,
    Kind.RESCHEDULE: RescheduleForm,
    POSITION: PositionForm,
    BALLOT: BallotForm,
}
