"""A proposal of inhabitants that an association makes its own: its word is enough for it to be public."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cooperation.core import mail


class Adoptable(models.Model):
    class Meta:
        abstract = True

    @property
    def is_adoptable(self):
        return self.state == self.State.PENDING and self.organiser_id is None

    @transaction.atomic
    def adopt(self, organisation, *, by, read=None):
        """
        `organisation` carries the event from now on, and it is public. `read` is the version that was read. Raises
        ValidationError when another was first, or when it was changed since.
        """
        event = type(self).objects.select_for_update().get(pk=self.pk)
        if not event.is_adoptable:
            if event.organiser:
                raise ValidationError(
                    _("« %(name)s » porte déjà cette proposition."),
                    code="adopted",
                    params={"name": event.organiser.label},
                )
            raise ValidationError(_("Cette proposition n’attend plus d’association."), code="gone")
        if read is not None and read != event.sequence:
            raise ValidationError(
                _("Cette proposition a été modifiée depuis votre lecture : relisez."), code="changed"
            )
        self.refresh_from_db()
        self.organiser = organisation
        self.co_organisers.remove(organisation)
        for invitation in self.co_organisings.waiting().filter(organisation=organisation):
            invitation.withdraw(by=by)
        self._go_public(by)
        self.reviews.create(by=by, verdict="accepted")
        if self.author_address and self.author != by:
            mail.send("agenda/mail/adopted", self.author_address, event=self)

    def ask_to_adopt(self, organisation):
        """A coordinator thinks that this association could carry it: its managers get the address of its page."""
        for person in organisation.active_managers():
            mail.send("agenda/mail/adoption_asked", person.email, event=self, organisation=organisation)
