"""A consultation as the team writes it, and the one sentence that a participant proposes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.forms.days import DayField
from cooperation.core.honeypot import Honeypot
from gouvernance.models import Body, Consultation, Statement, Vote

# What people answered is not asked otherwise afterwards.
FIXED_ONCE_OPEN = ("title", "question", "body")


class ConsultationForm(forms.ModelForm):
    """Once it is closed its words alone change: what was done with the answers is told there."""

    closes_on = DayField(
        label=_("Dernier jour pour répondre"),
        help_text=_(
            "Trois semaines laissent le temps d’en parler. Vous pourrez fermer plus tôt, ou plus tard."
        ),
    )

    class Meta:
        model = Consultation
        fields = ["title", "question", "words", "body", "closes_on"]
        widgets = {
            "question": forms.Textarea(attrs={"rows": 2}),
            "words": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Body.objects.run_by(user)
        self.fields["body"].required = not user.is_coordinator
        self.fields["body"].empty_label = _("Aucune en particulier")
        if not self.instance.is_draft:
            for name in FIXED_ONCE_OPEN:
                del self.fields[name]
        if self.instance.closed_at:
            del self.fields["closes_on"]

    def clean_closes_on(self):
        day = self.cleaned_data["closes_on"]
        if day < timezone.localdate():
            raise ValidationError(_("Ce jour est déjà passé."))
        return day


class SeedsForm(forms.Form):
    """The team's own statements, a line each."""

    texts = forms.CharField(
        label=_("Phrases de départ, une par ligne"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Une seule idée par phrase, dite simplement, 140 signes au plus. Des avis différents, y compris ceux "
            "que vous ne partagez pas : chacun doit pouvoir s’y retrouver. Une dizaine suffit."
        ),
    )

    def clean_texts(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["texts"].splitlines()]
        texts = [line for line in lines if line]
        if long := [text for text in texts if len(text) > Statement.MAX_LENGTH]:
            raise ValidationError(
                _("Cette phrase dépasse 140 signes : « %(text)s »"), params={"text": long[0]}
            )
        return texts


class StatementForm(Honeypot):
    """What a participant would like others to answer."""

    text = forms.CharField(
        label=_("Votre phrase"),
        min_length=10,
        max_length=Statement.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Une seule idée, 140 signes au plus, sans nommer personne."),
    )

    field_order = ["text"]

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())


class AnswerForm(forms.Form):
    """One answer to one statement of this consultation."""

    statement = forms.ModelChoiceField(Statement.objects.none())
    vote = forms.TypedChoiceField(choices=Vote.Value.choices, coerce=int)

    def __init__(self, *args, consultation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["statement"].queryset = consultation.statements.accepted()
