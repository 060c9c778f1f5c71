"""Concerns that say the same thing: gathered under one, each text kept, and apart again when that was a mistake."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core.history import acting
from habitants.models.moving import ANSWER_MAIL


class Gathered(models.Model):
    """A concern whose address leads to another since the team found that they are one."""

    merged_into = models.ForeignKey(
        "habitants.Concern",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name=_("réunie avec"),
    )

    class Meta:
        abstract = True

    @transaction.atomic
    def absorb(self, other, *, by):
        """
        Take `other` under this one: its words stay its own and stand below, its voices count here, those who told
        it hear the answer, at once where there is one already. Raises the `obstacle_to` it as it is by then.
        """
        rows = type(self).objects.select_for_update(of=["self"]).filter(pk__in=[self.pk, other.pk]).in_bulk()
        kept, absorbed = rows[self.pk], rows[other.pk]
        if obstacle := kept.obstacle_to(absorbed):
            raise obstacle
        before = list(absorbed.absorbed.all())
        with acting(by):
            absorbed.absorbed.update(merged_into=kept)
            absorbed.merged_into = kept
            absorbed.save(update_fields=["merged_into"])
        type(self).objects.filter(pk=kept.pk).refresh_search_text()
        other.merged_into = kept
        if kept.has_answer:
            kept.tell(ANSWER_MAIL, told_in=[absorbed, *before])
        redirected = [concern.pk for concern in before]
        return Gathering.objects.create(kept=kept, absorbed=absorbed, redirected=redirected, by=by)

    def obstacle_to(self, other):
        """
        Why `other` can't be taken under this one, as a ValidationError; None where it can. What was asked of somebody
        can't be taken away, nor what is public be put under what nobody may read yet: such a one is the one to keep.
        """
        state = self.State
        if self.pk == other.pk:
            return ValidationError(_("Une remontée ne se réunit pas avec elle-même."), code="itself")
        if self.merged_into_id or other.merged_into_id or self.is_closed or other.is_closed:
            return ValidationError(_("L’une des deux n’attend plus : rechargez la page."), code="gone")
        label = {"label": other.label}
        if other.state not in (state.HEARD, state.QUALIFIED):
            return ValidationError(
                _("« %(label)s » est déjà adressée : gardez plutôt celle-là."), params=label, code="addressed"
            )
        if self.is_heard and not other.is_heard:
            return ValidationError(
                _("« %(label)s » est déjà au tableau : gardez plutôt celle-là."), params=label, code="public"
            )
        return None


class Gathering(models.Model):
    """Two concerns made one. Undone, both stand as they were."""

    kept = models.ForeignKey("habitants.Concern", on_delete=models.CASCADE, related_name="gatherings")
    absorbed = models.ForeignKey("habitants.Concern", on_delete=models.CASCADE, related_name="+")
    # Those that had been gathered under the absorbed one: they go back to it.
    redirected = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("réunion de remontées")
        verbose_name_plural = _("réunions de remontées")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.absorbed_id} → {self.kept_id}"

    @transaction.atomic
    def undo(self, *, by):
        concerns = type(self.kept).objects
        row = Gathering.objects.select_for_update().get(pk=self.pk)
        absorbed = concerns.select_for_update(of=["self"]).get(pk=self.absorbed_id)
        if row.undone_at or absorbed.merged_into_id != self.kept_id:
            raise ValidationError(_("Ces deux remontées sont déjà séparées."), code="undone")
        with acting(by):
            absorbed.merged_into = None
            absorbed.save(update_fields=["merged_into"])
            concerns.filter(pk__in=self.redirected, merged_into=self.kept_id).update(merged_into=absorbed)
        concerns.filter(pk__in=[self.kept_id, absorbed.pk]).refresh_search_text()
        self.undone_at = timezone.now()
        self.save(update_fields=["undone_at"])
