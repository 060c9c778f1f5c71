"""The log of a deliberation: lines are added, and PostgreSQL lets nobody change or take away one."""

from datetime import UTC
from fractions import Fraction

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gouvernance import ballots, consent
from gouvernance.consent import Kind
from gouvernance.models.deliberations import Deliberation
from gouvernance.models.deliberators import Deliberator
from gouvernance.models.voices import ANSWERS, WRITES

TAKEN = "('consent', 'reserve', 'stand_aside', 'object')"
APPEND_ONLY = pgtrigger.Trigger(
    name="log_is_append_only",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'log_is_append_only',
            MESSAGE = 'log_is_append_only: what was said and decided stays as it was written';
    """,
)
FOLLOWS = pgtrigger.Trigger(
    name="log_follows",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("ended", "boolean"), ("noted", "boolean")],
    func=f"""
        IF NEW.number <> 1 + (
            SELECT count(*) FROM gouvernance_loggedmove WHERE deliberation_id = NEW.deliberation_id
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'log_has_no_gap',
                MESSAGE = 'log_has_no_gap: a line has the number after the last one';
        END IF;
        IF NEW.kind = 'withdraw_objection' AND NOT EXISTS (
            SELECT FROM gouvernance_loggedmove
            WHERE deliberation_id = NEW.deliberation_id AND number = NEW.about AND kind = 'object' AND by_id = NEW.by_id
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_is_its_authors',
                MESSAGE = 'objection_is_its_authors: an objection is withdrawn by its author only';
        END IF;
        noted := NEW.recorded_by_id IS NOT NULL AND NOT NEW.by_proxy;
        IF NEW.recorded_by_id IS NOT NULL AND NOT
            {WRITES.format(voice="NEW.by_id", writer="NEW.recorded_by_id", by_proxy="NEW.by_proxy")}
        THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'voice_is_theirs',
                MESSAGE = 'voice_is_theirs: nobody writes for who is neither there nor represented there';
        END IF;
        IF NEW.kind IN {TAKEN} AND NOT {ANSWERS.format(voice="NEW.by_id")} THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'position_is_heard',
                MESSAGE = 'position_is_heard: in a meeting, those answer who are there or represented';
        END IF;
        IF noted AND NEW.kind IN {TAKEN} AND EXISTS (
            SELECT FROM gouvernance_loggedmove
            WHERE deliberation_id = NEW.deliberation_id AND by_id = NEW.by_id AND kind IN {TAKEN}
                AND (recorded_by_id IS NULL OR by_proxy)
                AND number > COALESCE((
                    SELECT max(number) FROM gouvernance_loggedmove
                    WHERE deliberation_id = NEW.deliberation_id
                        AND (kind = 'amend' OR (kind = 'withdraw_objection' AND by_id = NEW.by_id))
                ), 0)
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'position_is_not_replaced',
                MESSAGE = 'position_is_not_replaced: what is noted replaces no position that was given';
        END IF;
        IF noted AND NEW.kind IN {TAKEN} AND NEW.kind <> 'object' AND EXISTS (
            SELECT FROM gouvernance_loggedmove objection
            JOIN gouvernance_loggedmove version USING (deliberation_id)
            WHERE deliberation_id = NEW.deliberation_id AND objection.by_id = NEW.by_id
                AND objection.kind = 'object' AND objection.number = ANY (version.integrates)
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_is_lifted_in_person',
                MESSAGE = 'objection_is_lifted_in_person: its author says whether a new version answers it';
        END IF;
        SELECT closed_at IS NOT NULL FROM gouvernance_deliberation WHERE id = NEW.deliberation_id INTO ended;
        IF ended AND NEW.kind NOT IN ('dissent', 'reply') THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'log_is_closed',
                MESSAGE = 'log_is_closed: only a minority opinion or a reply comes after the end';
        END IF;
        RETURN NEW;
    """,  # noqa: S608 -- ours
)


class LoggedMoveQuerySet(models.QuerySet):
    def for_list(self):
        people = ("by__mandate__organisation", "by__user", "recorded_by", "person")
        return self.select_related(*people).order_by("number")

    def write(self, deliberation, *, method=None, count=None, tallies=(), integrates=(), **fields):
        """A line from what a `consent.Move` is made of."""
        facts = {}
        if method:
            facts["method"] = method_as_json(method)
        if count:
            facts["count"] = [count.in_favour, count.against, count.abstention, count.blank]
            facts["seats"] = count.seats
        if tallies:
            facts["tallies"] = [list(tally) for tally in tallies]
        return self.create(deliberation=deliberation, integrates=list(integrates), facts=facts, **fields)


class LoggedMove(models.Model):
    """
    A line: what a deliberator did, and in which words. `about` and `integrates` are numbers of lines of the same log;
    `facts` holds what a declaration, a vote or a count says. `recorded_by` wrote it in their name: as their proxy, or
    noting what they said aloud. `person` is whose voice passes to `by`, or whom they name.
    """

    KINDS = [(kind.value, kind.value) for kind in Kind]

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="moves")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=KINDS)
    by = models.ForeignKey(Deliberator, on_delete=models.PROTECT, related_name="moves")
    recorded_by = models.ForeignKey(Deliberator, on_delete=models.PROTECT, null=True, related_name="+")
    by_proxy = models.BooleanField(default=False)
    at = models.DateTimeField()
    text = models.TextField(max_length=10_000, blank=True)
    about = models.PositiveIntegerField(null=True)
    person = models.ForeignKey(Deliberator, on_delete=models.PROTECT, null=True, related_name="+")
    integrates = ArrayField(models.PositiveIntegerField(), default=list)
    signed = models.BooleanField(default=True)
    facts = models.JSONField(default=dict)
    review_on = models.DateField(null=True)

    objects = LoggedMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne du registre")
        verbose_name_plural = _("lignes du registre")
        ordering = ["number"]
        triggers = [APPEND_ONLY, FOLLOWS]
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "number"], name="log_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="log_starts_at_one"),
            models.CheckConstraint(
                condition=~Q(kind="withdraw_objection") | Q(recorded_by=None) | Q(by_proxy=True),
                name="objection_is_withdrawn_in_person",
            ),
            models.CheckConstraint(
                condition=Q(by_proxy=False) | Q(recorded_by__isnull=False), name="proxy_is_somebodys"
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.kind}"

    def as_move(self):
        """The line as the rules read it."""
        count = self.facts.get("count")
        method = self.facts.get("method")
        return consent.Move(
            Kind(self.kind),
            str(self.by_id),
            self.at.astimezone(UTC),
            recorded_by=str(self.recorded_by_id) if self.recorded_by_id else None,
            by_proxy=self.by_proxy,
            text=self.text,
            about=self.about,
            person=str(self.person_id) if self.person_id else None,
            integrates=tuple(self.integrates),
            signed=self.signed,
            method=method_from_json(method) if method else None,
            count=ballots.Count(*count, seats=self.facts["seats"]) if count else None,
            tallies=tuple(tuple(tally) for tally in self.facts.get("tallies", [])),
            review_on=self.review_on,
        )


def method_as_json(method):
    """A `consent.Method` as JSON types; `method_from_json` reads it back."""
    poll = method.poll
    return {
        "author": method.author,
        "facilitators": sorted(method.facilitators, key=int),
        "invited": sorted(method.invited, key=int),
        "answers": method.answers,
        "in_meeting": method.in_meeting,
        "fallback": _rule_as_json(method.fallback),
        "poll": poll
        and {
            "ballots": poll.ballots.value,
            "secret": poll.secret,
            "rule": _rule_as_json(poll.rule),
            "options": list(poll.options),
            "grades": list(poll.grades),
            "seats": poll.seats,
        },
    }


def method_from_json(data):
    poll = data["poll"]
    return consent.Method(
        author=data["author"],
        facilitators=frozenset(data["facilitators"]),
        invited=frozenset(data["invited"]),
        answers=data["answers"],
        in_meeting=data["in_meeting"],
        fallback=_rule_from_json(data["fallback"]),
        poll=poll
        and consent.Poll(
            consent.Ballots(poll["ballots"]),
            secret=poll["secret"],
            rule=_rule_from_json(poll["rule"]),
            options=tuple(poll["options"]),
            grades=tuple(poll["grades"]),
            seats=poll["seats"],
        ),
    )


def _rule_as_json(rule):
    return rule and {
        "share": [rule.share.numerator, rule.share.denominator],
        "strict": rule.strict,
        "base": rule.base.value,
    }


def _rule_from_json(data):
    return data and ballots.Rule(Fraction(*data["share"]), data["strict"], ballots.Base(data["base"]))
