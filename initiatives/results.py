"""
What people say of themselves before and after a course, statement by statement.

Only pairs count, the same person before and after; and nothing is said below five of them: with fewer, an average
tells what somebody in particular answered.
"""

from dataclasses import dataclass, field
from statistics import fmean

from django.db.models import OuterRef, Subquery

from initiatives.models import Answer, Level, Moment

FEWEST = 5
# From how many pairs on it is no longer said that there are few.
ENOUGH = 10
# The chart's scale, in its own units.
WIDTH = 400


@dataclass
class Result:
    """One statement: `pairs` are (before, after) of each person."""

    text: str
    pairs: list = field(default_factory=list)

    @property
    def number(self):
        return len(self.pairs)

    @property
    def is_shown(self):
        return self.number >= FEWEST

    @property
    def before(self):
        return fmean(before for before, _after in self.pairs)

    @property
    def after(self):
        return fmean(after for _before, after in self.pairs)

    @property
    def bars(self):
        """The lengths of both bars."""
        return tuple(round(mean / max(Level.values) * WIDTH) for mean in (self.before, self.after))

    @property
    def rose(self):
        return sum(after > before for before, after in self.pairs)

    @property
    def stayed(self):
        return sum(after == before for before, after in self.pairs)

    @property
    def fell(self):
        return sum(after < before for before, after in self.pairs)


@dataclass
class Results:
    statements: list

    @property
    def shown(self):
        return [result for result in self.statements if result.is_shown]

    @property
    def most(self):
        """The pairs of the statement that has most."""
        return max((result.number for result in self.statements), default=0)

    @property
    def are_few(self):
        return bool(self.shown) and self.most < ENOUGH


def of_course(course):
    """Two queries, whatever the number of people."""
    results = {row.pk: Result(row.text) for row in course.statements.all()}
    before = Answer.objects.filter(
        respondent=OuterRef("respondent"), statement=OuterRef("statement"), moment=Moment.BEFORE
    )
    pairs = (
        Answer.objects.filter(statement__course=course, moment=Moment.AFTER)
        .annotate(before=Subquery(before.values("level")))
        .filter(before__isnull=False)
    )
    for statement, first, then in pairs.values_list("statement", "before", "level"):
        results[statement].pairs.append((first, then))
    return Results(list(results.values()))
