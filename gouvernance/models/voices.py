"""
Whose voice counts when. Who is invited answers in person, or through who carries their proxy and is there in person: a
proxy is given to a person, not to their substitute. Who facilitates notes what those say aloud who are in the open
meeting, or represented there. What is decided in a meeting is answered there.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# In SQL, of the key of a deliberator {voice}: the attendance of its mandate at the open meeting of its deliberation.
_SEAT = """
    FROM gouvernance_deliberator v
    JOIN gouvernance_deliberation d ON d.id = v.deliberation_id
    JOIN gouvernance_agendaitem i ON i.id = d.item_id
    JOIN gouvernance_meeting m ON m.id = i.meeting_id AND m.state = 'open'
    JOIN gouvernance_attendee a ON a.meeting_id = m.id AND a.mandate_id = v.mandate_id
    LEFT JOIN gouvernance_attendee c ON c.id = a.proxy_id AND c.arrived_at IS NOT NULL AND c.left_at IS NULL
        AND NOT c.by_substitute AND (a.arrived_at IS NULL OR (a.left_at IS NOT NULL AND a.leaves_proxy))
    WHERE v.id = {voice}"""
# They are there, or somebody who is there carries their voice.
HEARD = f"EXISTS (SELECT {_SEAT} AND (c.id IS NOT NULL OR (a.arrived_at IS NOT NULL AND a.left_at IS NULL)))"
# {carrier}, who is there, carries their voice.
CARRIED = f"""EXISTS (SELECT {_SEAT} AND c.mandate_id = (
        SELECT mandate_id FROM gouvernance_deliberator WHERE id = {{carrier}}
    ))"""  # noqa: S608 -- ours
# They may answer now: at any time from a distance, in a meeting while they are heard.
ANSWERS = f"""(EXISTS (
        SELECT FROM gouvernance_deliberator v JOIN gouvernance_deliberation d ON d.id = v.deliberation_id
        WHERE v.id = {{voice}} AND (d.item_id IS NULL OR d.is_remote)
    ) OR {HEARD})"""
# {{writer}} may write in their name: as their proxy, or as the facilitator who notes what is said aloud.
WRITES = f"""(CASE WHEN {{by_proxy}} THEN {CARRIED.replace("{carrier}", "{writer}")} ELSE {HEARD} AND EXISTS (
        SELECT FROM gouvernance_deliberator f JOIN gouvernance_deliberator v USING (deliberation_id)
        WHERE f.id = {{writer}} AND f.facilitates AND v.id = {{voice}}
    ) END)"""


class Voices:
    """For `Deliberation`."""

    @property
    def is_answered_in_meeting(self):
        """Whether positions and ballots are given in the meeting alone; questions and reactions come before, too."""
        return self.item_id is not None and not self.is_remote

    def hearing(self):
        """{key of each mandate that is heard in the open meeting: that of the mandate, its own or not, that speaks}."""
        if not self.item or not self.item.meeting.is_open:
            return {}
        rows = list(self.item.meeting.attendees.all())
        carriers = {row.pk: row.mandate_id for row in rows if row.carries}
        carried = {
            row.mandate_id: carriers[row.proxy_id]
            for row in rows
            if row.lends_voice and row.proxy_id in carriers
        }
        return carried | {row.mandate_id: row.mandate_id for row in rows if row.is_here}

    @property
    def heard(self):
        """Those invited who are there, or represented by who is: what they say aloud may be noted."""
        hearing = self.hearing()
        return [row for row in self.invited if row.mandate_id in hearing]

    def check_voice(self, by, recorded_by=None):
        """
        Whether the voice of `by` is given by a proxy. Raises ValidationError when they don't answer now, or when
        `recorded_by`, who writes in their name, may not.
        """
        if not by.is_invited:
            raise ValidationError(_("Seules les personnes invitées se prononcent."), code="uninvited")
        giver = self.hearing().get(by.mandate_id)
        if recorded_by is None:
            self._check_own(by, giver)
            return False
        if giver is not None and giver == recorded_by.mandate_id != by.mandate_id:
            return True
        if not recorded_by.facilitates or giver is None:
            raise ValidationError(
                _(
                    "On n’écrit au nom de quelqu’un que pendant la séance, si cette personne est présente ou représentée."
                ),
                code="voice",
            )
        return False

    def _check_own(self, by, giver):
        if self.is_answered_in_meeting and giver != by.mandate_id:
            raise ValidationError(
                _("On se prononce en séance, quand elle est ouverte : en y étant, ou par un pouvoir."),
                code="voice",
            )
        if not self.is_answered_in_meeting and not by.sits:
            raise ValidationError(
                _("Ce mandat n’est pas en cours : la voix est celle de la personne qui siège."), code="voice"
            )
