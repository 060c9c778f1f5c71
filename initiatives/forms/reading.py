"""Sending a sheet to be read, choosing who reads it, remarks, and what the reader decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from associations.models import Membership, Organisation
from initiatives.models import Comment


class SubmitForm(forms.Form):
    """One of the readers proposed; the first, where none is chosen."""

    reader = forms.ChoiceField(label=_("Qui la relit ?"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args, readers, **kwargs):
        super().__init__(*args, **kwargs)
        self.readers = {str(membership.pk): membership for membership in readers}
        self.fields["reader"].choices = [
            (key, f"{membership.user} · {membership.organisation.label}")
            for key, membership in self.readers.items()
        ]
        self.fields["reader"].error_messages["invalid_choice"] = _(
            "Cette personne n’est plus disponible : en voici d’autres."
        )
        self.fields["reader"].initial = next(iter(self.readers), None)

    @property
    def chosen(self):
        return self.readers.get(self.cleaned_data["reader"])


class AppointForm(forms.Form):
    """A coordinator gives a sheet to any member of another association."""

    reader = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("À qui la confier ?"),
        empty_label=_("Choisissez"),
        help_text=_("La personne reçoit un message et peut décliner. Qui l’avait jusqu’ici est prévenu."),
    )

    def __init__(self, *args, initiative, **kwargs):
        super().__init__(*args, **kwargs)
        team = Membership.objects.active().filter(organisation=initiative.carrier_id).values("user")
        self.fields["reader"].queryset = (
            Membership.objects.active()
            .exclude(organisation__kind__in=Organisation.Kind.partners())
            .exclude(user__in=team)
            .exclude(user=initiative.author_id)
            .exclude(user__reading_opt_out__isnull=False)
            .select_related("user", "organisation")
            .order_by("organisation__name", "user__display_name", "pk")
        )
        self.fields["reader"].label_from_instance = lambda row: f"{row.organisation.label} · {row.user}"


class CommentForm(forms.ModelForm):
    class Meta:
        model = Comment
        fields = ["section", "text"]
        error_messages = {"text": {"required": _("Écrivez votre remarque avant de l’envoyer.")}}


class DecisionForm(forms.Form):
    """Publishing needs no words; sending back does."""

    PUBLISH, SEND_BACK = "publish", "send-back"

    action = forms.ChoiceField(choices=[(PUBLISH, PUBLISH), (SEND_BACK, SEND_BACK)])
    # Which version was read: its number goes up with each save.
    version = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Votre mot à l’équipe"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nécessaire pour renvoyer la fiche : dites ce qui est à reprendre."),
    )

    def clean(self):
        data = super().clean()
        if data.get("action") == self.SEND_BACK and not data.get("words", "").strip():
            self.add_error("words", _("Dites à l’équipe ce qui est à reprendre."))
        return data
