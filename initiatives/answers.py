"""What sheets answer to an obstacle: which levers helped, how often, in whose words; and what did not suffice."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from initiatives.models import Finding, Lever

# Sentences quoted for each lever of an obstacle: enough to see what it means, the sheets tell the rest.
QUOTED, QUOTED_ALONE = 1, 6
# Levers that the overview has columns for.
COLUMNS = 8


@dataclass
class Answer:
    """One lever against one obstacle; `findings` are those to quote, what worked first."""

    lever: Lever
    worked: int = 0
    partly: int = 0
    failed: int = 0
    findings: list = field(default_factory=list)

    @property
    def helped(self):
        return self.worked + self.partly

    @property
    def weight(self):
        """What it is ranked by: what worked counts twice what worked in part; what failed takes a little away."""
        return 2 * self.worked + self.partly - 0.5 * self.failed


@dataclass
class Met:
    """An obstacle, how many sheets met it, and what they did."""

    obstacle: object
    sheets: int = 0
    answers: list = field(default_factory=list)

    @property
    def helpful(self):
        return sorted(
            (answer for answer in self.answers if answer.helped),
            key=lambda answer: (-answer.weight, answer.lever.position, answer.lever.name),
        )

    @property
    def not_enough(self):
        """Levers that were tried and helped nobody."""
        return [answer for answer in self.answers if not answer.helped and answer.failed]

    @property
    def best(self):
        return self.helpful[:3]


def met(findings, obstacles, levers, *, quoted=QUOTED):
    """
    [Met], the obstacles that most sheets met first, of these findings (of public sheets), in three queries whatever
    their number. Sheets are counted, not findings: a team that says a thing twice counts once.
    """
    levers = {lever.pk: lever for lever in levers}
    blocks = {obstacle.pk: Met(obstacle) for obstacle in obstacles}
    findings = findings.filter(obstacle__in=list(blocks)).order_by()
    sheets = Count("initiative", distinct=True)
    for pk, number in findings.values_list("obstacle").annotate(sheets):
        blocks[pk].sheets = number
    told = findings.exclude(lever=None).exclude(outcome="")
    pairs = {}
    for obstacle, lever, outcome, number in told.values_list("obstacle", "lever", "outcome").annotate(sheets):
        answer = pairs.get((obstacle, lever))
        if answer is None:
            answer = pairs[obstacle, lever] = Answer(levers[lever])
            blocks[obstacle].answers.append(answer)
        setattr(answer, outcome, number)
    for row in _quoted(told, quoted):
        pairs[row.obstacle_id, row.lever_id].findings.append(row)
    known = (block for block in blocks.values() if block.sheets)
    return sorted(known, key=lambda block: (-block.sheets, block.obstacle.position, block.obstacle.name))


def _quoted(findings, most):
    """The sentences to quote of each pair: what worked first ("worked" is the last of the three words), the latest."""
    rank = Window(
        RowNumber(),
        partition_by=[F("obstacle"), F("lever")],
        order_by=[F("outcome").desc(), F("initiative__published_at").desc(), F("pk").desc()],
    )
    # Keys alone are ranked: sentences would be sorted with them.
    keys = findings.exclude(lever_words="").annotate(rank=rank).filter(rank__lte=most).values("pk")
    rows = Finding.objects.filter(pk__in=keys).select_related("initiative__carrier")
    rows = rows.only(
        *("obstacle", "lever", "obstacle_words", "lever_words", "outcome"),
        *("initiative__title", "initiative__slug"),
        *("initiative__carrier__name", "initiative__carrier__short_name"),
    )
    return rows.order_by("-outcome", "-initiative__published_at", "-pk")


def overview(blocks):
    """
    (the levers that helped most overall, [(block, [its answer to each, or None])]): the table of obstacles × levers.
    """
    weights = {}
    for block in blocks:
        for answer in block.helpful:
            lever, weight = weights.get(answer.lever.pk, (answer.lever, 0))
            weights[answer.lever.pk] = (lever, weight + answer.weight)
    ranked = sorted(weights.values(), key=lambda pair: (-pair[1], pair[0].position, pair[0].name))
    levers = [lever for lever, _weight in ranked[:COLUMNS]]
    rows = []
    for block in blocks:
        by_lever = {answer.lever.pk: answer for answer in block.helpful}
        rows.append((block, [(lever, by_lever.get(lever.pk)) for lever in levers]))
    return levers, rows
