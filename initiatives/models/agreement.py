"""
In whose name a sheet is public: an organisation's whose members said that it is theirs.

Whoever writes for the carrier says so by sending the sheet to be read. Where somebody else does (a person who belongs to
no association names one of the directory), its managers are asked, and nothing is published before their yes.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from cooperation.core import mail
from cooperation.core.models import User

NOT_AGREED = _(
    "« %(carrier)s » n’a pas encore dit que cette fiche est la sienne. Ses responsables ont reçu un message ; "
    "la fiche peut être publiée dès leur accord."
)
ANSWERED = _("Il n’y a plus rien à répondre : la fiche a changé d’état, ou l’accord est donné.")


class Agreed:
    """An `Initiative` and its carrier's word."""

    @property
    def is_agreed(self):
        return self.carrier_id is not None and self.agreed_carrier_id == self.carrier_id

    @property
    def waits_for_its_carrier(self):
        return self.is_in_review and not self.is_agreed

    def agree_or_ask(self, *, by):
        """
        Theirs where `by` belongs to the carrier; else, in review, its managers are asked. A coordinator, who writes for
        all, says so on its own page (`agree`) where nobody else can.
        """
        if self.is_agreed or self.carrier_id is None:
            return
        if Organisation.objects.joined_by(by).filter(pk=self.carrier_id).exists():
            self._agreed(by)
        elif self.is_in_review:
            for person in self.carrier.active_managers() or User.objects.coordinators():
                mail.send("initiatives/mail/carrier_asked", person.email, initiative=self, asker=by)

    @transaction.atomic
    def agree(self, *, by):
        """« C’est la nôtre »: who wrote it learns it, and its reader."""
        self._lock_unanswered()
        self._agreed(by)
        reading = self.open_reading
        reader = [reading.reader] if reading and reading.is_accepted else []
        self._tell_answer([*self._outside_author(), *reader], is_theirs=True)

    @transaction.atomic
    def disown(self, *, by):
        """« Ce n’est pas la nôtre »: a draft again, which nobody carries; who wrote it learns it."""
        self._lock_unanswered()
        carrier = self.carrier
        if reading := self.open_reading:
            reading.withdraw()
        self.state = self.State.DRAFT
        self.write({"carrier_id": None}, by=by)
        self._tell_answer(self._outside_author(), is_theirs=False, carrier=carrier)

    def _agreed(self, by):
        self.agreed_carrier_id, self.agreed_by = self.carrier_id, by
        self.save(update_fields=["agreed_carrier", "agreed_by"])

    def _outside_author(self):
        return [self.author] if self.author and self.author.is_active else []

    def _tell_answer(self, people, *, is_theirs, carrier=None):
        context = {"initiative": self, "carrier": carrier or self.carrier, "is_theirs": is_theirs}
        for person in people:
            mail.send("initiatives/mail/carrier_answered", person.email, **context)

    def _lock_unanswered(self):
        self.lock(self.State.REVIEW)
        if self.is_agreed:
            raise ValidationError(ANSWERED, code="answered")
