"""
Ballots. An open one names its voter and may be changed until the count. A secret one has no voter, no time and no order.

What a secret ballot could be traced by, and what is done about it: its columns hold marks and a random key; its place on
the disk and the number of the transaction that wrote it (`xmin`) would tell when it came, hence whose it is, so that at
each vote all ballots of the box are taken out, mixed and written anew: all carry the number of the last one. That
somebody has voted stands in another table (`Deliberator.has_answered`), without a time. What this does not protect from
is told in docs/scrutins.md.
"""

import secrets
import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from gouvernance.models.deliberations import Deliberation
from gouvernance.models.deliberators import AS_MANY, Deliberator

# By method, the number of marks that an option may have: see `consent.Poll.marks`.
BALLOT_FITS = pgtrigger.Trigger(
    name="ballot_fits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("box", "gouvernance_deliberation%ROWTYPE"), ("size", "integer"), ("marks", "integer")],
    func="""
        SELECT * FROM gouvernance_deliberation WHERE id = COALESCE(NEW.deliberation_id, OLD.deliberation_id) INTO box;
        IF box.state <> 'voting' OR (box.closes_at IS NOT NULL AND box.closes_at <= now()) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_in_time',
                MESSAGE = 'ballot_in_time: no ballot before the opening nor after the end';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF box.is_secret <> (NEW.deliberator_id IS NULL) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_secret',
                MESSAGE = 'ballot_secret: a secret ballot names nobody, an open one its voter';
        END IF;
        IF NEW.deliberator_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM gouvernance_deliberator
            WHERE id = NEW.deliberator_id AND deliberation_id = NEW.deliberation_id AND is_invited
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_of_invited',
                MESSAGE = 'ballot_of_invited: only those invited vote';
        END IF;
        SELECT CASE box.method WHEN 'vote' THEN 1
               ELSE (SELECT count(*) FROM gouvernance_option WHERE deliberation_id = box.id) END,
               CASE box.method WHEN 'vote' THEN 4 WHEN 'approval' THEN 2 ELSE 7 END
        INTO size, marks;
        IF cardinality(NEW.marks) <> size OR 0 > ANY (NEW.marks) OR marks <= ANY (NEW.marks) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_fits',
                MESSAGE = 'ballot_fits: one mark for each choice, among those of the method';
        END IF;
        RETURN NEW;
    """,
)
TALLY = """
    SELECT place, mark, count(*)
    FROM gouvernance_ballot, unnest(marks) WITH ORDINALITY AS given(mark, place)
    WHERE deliberation_id = %s
    GROUP BY place, mark
"""


class BallotManager(models.Manager):
    def tallies(self):
        """
        For each choice, how many ballots gave it each mark, in one query, of a deliberation's ballots (`.ballots`); all
        zeros without any.
        """
        deliberation = self.instance
        poll = deliberation.told.method.poll
        tallies = [[0] * poll.marks for _option in range(max(len(poll.options), 1))]
        with connection.cursor() as cursor:
            cursor.execute(TALLY, [deliberation.pk])
            for place, mark, number in cursor.fetchall():
                tallies[place - 1][mark] = number
        return tuple(tuple(tally) for tally in tallies)


class Ballot(models.Model):
    """One voter's marks, one for each choice in its order; for a vote one mark alone (`poll.IN_FAVOUR`…)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="ballots")
    deliberator = models.ForeignKey(Deliberator, on_delete=models.PROTECT, null=True, related_name="ballots")
    marks = ArrayField(models.PositiveSmallIntegerField())

    objects = BallotManager()

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        triggers = [
            BALLOT_FITS,
            pgtrigger.Trigger(
                name="ballot_one_a_voice",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func=AS_MANY.format(key="COALESCE(NEW.deliberation_id, OLD.deliberation_id)"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["deliberation", "deliberator"],
                condition=models.Q(deliberator__isnull=False),
                name="ballot_once",
            )
        ]

    def __str__(self):
        return str(_("bulletin"))

    @classmethod
    @transaction.atomic
    def cast(cls, deliberation, marks, *, by):
        """
        Put a deliberator's ballot in the box. Raises ValidationError when the vote is not open, when they are not
        invited, or when their secret ballot is in the box already.
        """
        box = Deliberation.objects.select_for_update().get(pk=deliberation.pk)
        voice = box.deliberators.select_for_update().get(pk=by.pk)
        if not box.takes_ballots:
            raise ValidationError(_("Le vote n’est pas ouvert, ou ne l’est plus."), code="closed")
        if not voice.is_invited:
            raise ValidationError(_("Seules les personnes invitées votent."), code="uninvited")
        if not box.is_secret:
            cls.objects.update_or_create(deliberation=box, deliberator=voice, defaults={"marks": marks})
        elif voice.has_answered:
            raise ValidationError(_("Cette voix est déjà dans l’urne."), code="twice")
        else:
            cls._mix_in(box, marks)
        if not voice.has_answered:
            voice.has_answered = True
            voice.save(update_fields=["has_answered"])

    @classmethod
    def _mix_in(cls, box, marks):
        rows = [*box.ballots.values_list("marks", flat=True), marks]
        secrets.SystemRandom().shuffle(rows)
        box.ballots.all().delete()
        cls.objects.bulk_create(cls(deliberation=box, marks=row) for row in rows)
