from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.models import Review


class ReviewForm(forms.Form):
    """A coordinator's answer: accepting needs no words, the other two do."""

    verdict = forms.ChoiceField(choices=Review.Verdict)
    # Which version was read: its number goes up with each edit.
    sequence = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Votre message à l’auteur"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nécessaire pour demander une modification ou refuser."),
    )

    @property
    def verdict_label(self):
        return str(Review.Verdict(self.cleaned_data["verdict"]).label)

    def clean(self):
        data = super().clean()
        if data.get("verdict") != Review.Verdict.ACCEPTED and not data.get("reason", "").strip():
            self.add_error("reason", _("Dites à l’auteur ce qui est à reprendre, ou pourquoi c’est refusé."))
        return data

    def has_read(self, event):
        return self.cleaned_data["sequence"] == event.sequence

    def apply(self, event, *, by):
        match self.cleaned_data["verdict"]:
            case Review.Verdict.ACCEPTED:
                event.publish(by=by)
            case Review.Verdict.CHANGES:
                event.request_changes(by=by, reason=self.cleaned_data["reason"])
            case Review.Verdict.REFUSED:
                event.refuse(by=by, reason=self.cleaned_data["reason"])
