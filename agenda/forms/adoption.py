"""Which association carries a proposal of inhabitants."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.forms.rooms import OrganisationField
from associations.models import Organisation


class AdoptionForm(forms.Form):
    organisation = OrganisationField(label=_("Quelle association la porte ?"))
    # Which version was read: its number goes up with each edit.
    sequence = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(
            Organisation.objects.public() & Organisation.objects.joined_by(user)
        )


class AskToAdoptForm(forms.Form):
    organisation = OrganisationField(
        label=_("À quelle association la proposer ?"),
        help_text=_("Ses responsables reçoivent un message avec l’adresse de la proposition."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        orphans = Organisation.objects.orphaned().values("pk")
        self.fields["organisation"].offer(Organisation.objects.public().exclude(pk__in=orphans))
