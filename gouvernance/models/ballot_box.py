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

from gouvernance import consent
from gouvernance.deliberation_words import marked
from gouvernance.models.deliberations import Deliberation
from gouvernance.models.deliberators import AS_MANY, Deliberator
from gouvernance.models.voices import ANSWERS, WRITES

# By method, the number of marks that an option may have: see `consent.Poll.marks`. By consent, it is the vote declared.
BALLOT_FITS = pgtrigger.Trigger(
    name="ballot_fits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("box", "gouvernance_deliberation%ROWTYPE"), ("size", "integer"), ("marks", "integer")],
    func=f"""
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
        IF NEW.deliberator_id IS NOT NULL AND NOT {ANSWERS.format(voice="NEW.deliberator_id")} THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_is_heard',
                MESSAGE = 'ballot_is_heard: in a meeting, those vote who are there or represented';
        END IF;
        IF NEW.recorded_by_id IS NOT NULL AND NOT
            {WRITES.format(voice="NEW.deliberator_id", writer="NEW.recorded_by_id", by_proxy="NEW.by_proxy")}
        THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_is_theirs',
                MESSAGE = 'ballot_is_theirs: nobody votes for who is neither there nor represented there';
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.recorded_by_id IS NOT NULL AND NOT NEW.by_proxy
            AND (OLD.recorded_by_id IS NULL OR OLD.by_proxy)
        THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_is_not_replaced',
                MESSAGE = 'ballot_is_not_replaced: what is noted replaces no ballot that was given';
        END IF;
        SELECT CASE WHEN box.method IN ('vote', 'consent') THEN 1
               ELSE (SELECT count(*) FROM gouvernance_option WHERE deliberation_id = box.id) END,
               CASE box.method WHEN 'approval' THEN 2 WHEN 'judgment' THEN 7 ELSE 4 END
        INTO size, marks;
        IF cardinality(NEW.marks) <> size OR 0 > ANY (NEW.marks) OR marks <= ANY (NEW.marks) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_fits',
                MESSAGE = 'ballot_fits: one mark for each choice, among those of the method';
        END IF;
        RETURN NEW;
    """,  # noqa: S608 -- ours
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
        poll = deliberation.told.method.poll or consent.Poll(consent.Ballots.VOTE)
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
    # Of an open ballot: who put it in the box in its voter's name, as their proxy or noting a show of hands; the reasons.
    recorded_by = models.ForeignKey(Deliberator, on_delete=models.PROTECT, null=True, related_name="+")
    by_proxy = models.BooleanField(default=False)
    words = models.TextField(max_length=2_000, blank=True)

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
            ),
            models.CheckConstraint(
                condition=models.Q(deliberator__isnull=False)
                | models.Q(recorded_by=None, by_proxy=False, words=""),
                name="secret_ballot_is_bare",
            ),
        ]

    def __str__(self):
        return str(_("bulletin"))

    @property
    def is_noted(self):
        """Shown by hand, and written down by who facilitates."""
        return self.recorded_by_id is not None and not self.by_proxy

    @classmethod
    @transaction.atomic
    def cast(cls, deliberation, marks, *, by, recorded_by=None, words=""):
        """
        Put a deliberator's ballot in the box, or that of who has `recorded_by` speak for them. Raises ValidationError
        when the vote is not open, when it is not theirs to give now, when their secret ballot is in the box already, or
        when an open one that they gave would be replaced by what is noted.
        """
        box = Deliberation.objects.select_for_update().get(pk=deliberation.pk)
        voice = box.deliberators.select_for_update().get(pk=by.pk)
        if not box.takes_ballots:
            raise ValidationError(_("Le vote n’est pas ouvert, ou ne l’est plus."), code="closed")
        by_proxy = box.check_voice(voice, recorded_by)
        if box.is_secret:
            if recorded_by and not by_proxy:
                raise ValidationError(_("Un bulletin secret ne se note pas pour quelqu’un."), code="voice")
            if voice.has_answered:
                raise ValidationError(_("Cette voix est déjà dans l’urne."), code="twice")
            cls._mix_in(box, marks)
        else:
            cls._put_in(box, voice, marks=marks, recorded_by=recorded_by, by_proxy=by_proxy, words=words)
        if not voice.has_answered:
            voice.has_answered = True
            voice.save(update_fields=["has_answered"])
        if recorded_by:
            said = [] if box.is_secret else marked(box.method, box.choices, marks)
            voice.tell_written(recorded_by, box, [*said, words], by_proxy=by_proxy)

    @classmethod
    def _put_in(cls, box, voice, **ballot):
        before = box.ballots.filter(deliberator=voice).first()
        is_noted = ballot["recorded_by"] and not ballot["by_proxy"]
        if before and is_noted and not before.is_noted:
            raise ValidationError(
                _("Cette personne a donné elle-même son bulletin : personne ne le remplace en son nom."),
                code="given",
            )
        cls.objects.update_or_create(deliberation=box, deliberator=voice, defaults=ballot)

    @classmethod
    def _mix_in(cls, box, marks):
        rows = [*box.ballots.values_list("marks", flat=True), marks]
        secrets.SystemRandom().shuffle(rows)
        box.ballots.all().delete()
        cls.objects.bulk_create(cls(deliberation=box, marks=row) for row in rows)
