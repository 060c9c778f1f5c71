"""« Nous l’avons refait »: a sheet begun from another, or that says from which it came."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cooperation.core import mail
from initiatives.models.transfers import Transfer

CIRCLE = _(
    "Cette fiche descend déjà de la vôtre : elle ne peut pas en être aussi la source. "
    "Regardez l’arbre de la fiche pour voir qui s’est inspiré de qui."
)


class Adaptable:
    @property
    def source_transfer(self):
        """From which sheet it was adapted, or None."""
        return (
            Transfer.objects.filter(adaptation=self)
            .select_related("source__carrier", "adaptation__carrier")
            .first()
        )

    def tell_source(self):
        """Those whose sheet was done again learn it once the adaptation is public."""
        transfer = self.source_transfer
        if transfer is None:
            return
        for person in transfer.source.team:
            if person not in self.team:
                mail.send("initiatives/mail/adapted", person.email, transfer=transfer)

    @transaction.atomic
    def adapt(self, *, by, title, carrier, kept="", changed=""):
        """
        A draft of `by` that begins from this sheet: its kind, themes and publics. What was told is theirs, and is
        shown beside each part while the new team tells its own; nothing of it is copied.
        """
        draft = type(self).objects.create(
            title=title,
            carrier=carrier,
            author=by,
            kind=self.kind,
            main_theme=self.main_theme,
            publics=self.publics,
        )
        draft.themes.set(self.themes.all())
        draft.declare_source(self, kept=kept, changed=changed)
        draft.write_version(by=by)
        return draft

    def declare_source(self, source, *, kept="", changed=""):
        """
        This sheet did again what `source` tells, whose team learns it now where this one is public already.
        ValidationError where that would close a circle.
        """
        try:
            with transaction.atomic():
                transfer = Transfer.objects.create(
                    adaptation=self, source=source, kept=kept, changed=changed, source_version=source.version
                )
                if self.is_public:
                    self.tell_source()
        except IntegrityError as error:
            if "transfer_no_cycle" in str(error) or "transfer_of_another" in str(error):
                raise ValidationError(CIRCLE, code="circle") from error
            if "adaptation_id" in str(error):
                raise ValidationError(
                    _("Cette fiche dit déjà d’après laquelle elle est faite."), code="once"
                ) from error
            raise
        return transfer
