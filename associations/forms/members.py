"""Asking people in, and asking to be let in."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from associations.models import Invitation, JoinRequest, Membership


class InvitationForm(forms.ModelForm):
    """An address and a role. One invitation at a time for an address; another once its time is over."""

    class Meta:
        model = Invitation
        fields = ["email", "role"]
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "role": forms.RadioSelect,
        }
        help_texts = {
            "email": _("La personne reçoit un seul message, avec un lien à accepter."),
            "role": _(
                "Un membre publie les événements. Un responsable modifie aussi la fiche, invite et accepte les "
                "membres."
            ),
        }

    def __init__(self, *args, organisation, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.organisation, self.instance.invited_by = organisation, by
        self.fields["role"].choices = [(value, capfirst(label)) for value, label in Membership.Role.choices]

    def clean_email(self):
        email = self.cleaned_data["email"]
        organisation = self.instance.organisation
        known = Q(user__email__iexact=email) | Q(
            user__emailaddress__email__iexact=email, user__emailaddress__verified=True
        )
        if organisation.memberships.active().filter(known).exists():
            raise ValidationError(_("Cette personne fait déjà partie de l’organisation."), code="member")
        if invitation := organisation.invitations.open().filter(email__iexact=email).first():
            raise ValidationError(
                _(
                    "Cette adresse a déjà une invitation en cours, envoyée le %(day)s. Vous pouvez la retirer."
                ),
                code="open",
                params={"day": date_format(timezone.localtime(invitation.created_at), "j F")},
            )
        return email

    def save(self, commit=True):
        """Send it; one whose time is over makes room for it."""
        invitation = self.instance
        for former in invitation.organisation.invitations.unanswered().filter(email__iexact=invitation.email):
            former.withdraw()
        invitation.expires_at = timezone.now() + timedelta(days=Invitation.DAYS)
        invitation = super().save(commit=True)
        invitation.send()
        return invitation


class JoinRequestForm(forms.ModelForm):
    class Meta:
        model = JoinRequest
        fields = ["message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 3})}
