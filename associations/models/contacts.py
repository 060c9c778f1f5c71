"""Whom to write to or call in an organisation, and who may see it."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from associations.models.memberships import Membership
from associations.models.themes import Theme
from cooperation.core.network import is_in_network


class ContactQuerySet(models.QuerySet):
    def public(self):
        return self.filter(visibility=Contact.Visibility.PUBLIC)

    def visible_to(self, user):
        """Public ones; the network's for those who belong to it; an organisation's own and the team see all."""
        shown = Q(visibility=Contact.Visibility.PUBLIC)
        if not user.is_authenticated:
            return self.filter(shown)
        if user.is_coordinator:
            return self
        if is_in_network(user):
            shown |= Q(visibility=Contact.Visibility.NETWORK)
        ours = Membership.objects.active().filter(user=user)
        return self.filter(shown | Q(organisation__in=ours.values("organisation")))


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), model_name="ContactHistory"
)
class Contact(models.Model):
    """
    A person or a desk of an organisation. These are people's names and numbers: each says who may see it, and
    what a contact was is forgotten a year after it changed (`associations.tasks`).
    """

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Tout le monde")
        NETWORK = "network", _("Les membres du réseau, connectés")
        TEAM = "team", _("L’association et l’équipe de coordination")

    organisation = models.ForeignKey(
        "associations.Organisation",
        on_delete=models.CASCADE,
        related_name="contacts",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("nom, ou service"), max_length=80)
    role = models.CharField(_("fonction"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    theme = models.ForeignKey(
        Theme,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pour le thème"),
    )
    visibility = models.CharField(_("visible par"), max_length=10, choices=Visibility, default="network")
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="contact_reachable",
                violation_error_message=_("Donnez une adresse e-mail ou un numéro de téléphone."),
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=["public", "network", "team"]), name="contact_visibility"
            ),
        ]

    def __str__(self):
        return f"{self.name} · {self.organisation}"

    @property
    def email_url(self):
        return f"mailto:{self.email}"

    @property
    def phone_url(self):
        return tel(self.phone)

    @property
    def is_public(self):
        return self.visibility == self.Visibility.PUBLIC


def tel(number):
    """The address that a phone dials."""
    return "tel:" + "".join(char for char in number if char in "+0123456789")
