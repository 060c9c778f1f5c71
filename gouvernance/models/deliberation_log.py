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
    declare=[("ended", "boolean")],
    func="""
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
        SELECT closed_at IS NOT NULL FROM gouvernance_deliberation WHERE id = NEW.deliberation_id INTO ended;
        IF ended AND NEW.kind NOT IN ('dissent', 'reply') THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'log_is_closed',
                MESSAGE = 'log_is_closed: only a minority opinion or a reply comes after the end';
        END IF;
        RETURN NEW;
    """,
)


class LoggedMoveQuerySet(models.QuerySet):
    def for_list(self):
        return self.select_related("by__mandate__organisation", "by__user").order_by("number")

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
    `facts` holds what a declaration, a vote or a count says. `recorded_by` is the name of who wrote down what another
    one said aloud.
    """

    KINDS = [(kind.value, kind.value) for kind in Kind]

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="moves")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=KINDS)
    by = models.ForeignKey(Deliberator, on_delete=models.PROTECT, related_name="moves")
    recorded_by = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    text = models.TextField(max_length=10_000, blank=True)
    about = models.PositiveIntegerField(null=True)
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
                condition=~Q(kind="withdraw_objection") | Q(recorded_by=""),
                name="objection_is_withdrawn_in_person",
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
            text=self.text,
            about=self.about,
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
