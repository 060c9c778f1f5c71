"""The group meets: a date of the agenda, and who came."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from agenda.models import Occurrence
from habitants.models.cohorts import Cohort
from habitants.models.relays import Relay


class GroupMeeting(models.Model):
    """A date of the agenda at which a cohort meets."""

    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, related_name="meetings", verbose_name=_("groupe")
    )
    occurrence = models.OneToOneField(
        Occurrence, on_delete=models.CASCADE, related_name="group_meeting", verbose_name=_("date de l’agenda")
    )

    class Meta:
        verbose_name = _("rencontre du groupe")
        verbose_name_plural = _("rencontres du groupe")
        ordering = ["occurrence__starts_at"]

    def __str__(self):
        return str(self.occurrence)

    def relays(self):
        """Whose mandate held that day, those who have left since included."""
        day = self.occurrence.local_start.date()
        return self.cohort.relays.filter(starts_on__lte=day, ends_on__gte=day)

    @transaction.atomic
    def take_attendance(self, came, excused=()):
        """`came` and `excused` are relays; of the others it is written that they were not there."""
        came, excused = {relay.pk for relay in came}, {relay.pk for relay in excused}
        for relay in self.relays():
            if relay.pk in came:
                state = Attendance.State.PRESENT
            else:
                state = Attendance.State.EXCUSED if relay.pk in excused else Attendance.State.ABSENT
            Attendance.objects.update_or_create(meeting=self, relay=relay, defaults={"state": state})


class Attendance(models.Model):
    class State(models.TextChoices):
        PRESENT = "present", _("présent")
        EXCUSED = "excused", _("excusé")
        ABSENT = "absent", _("absent")

    meeting = models.ForeignKey(
        GroupMeeting, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("rencontre")
    )
    relay = models.ForeignKey(
        Relay, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("habitant-relais")
    )
    state = models.CharField(_("présence"), max_length=8, choices=State)

    class Meta:
        verbose_name = _("présence")
        verbose_name_plural = _("présences")
        constraints = [models.UniqueConstraint(fields=["meeting", "relay"], name="group_attendance_once")]

    def __str__(self):
        return f"{self.relay} · {self.get_state_display()}"
