"""The group's public page: who they are, how they came, and how far the group is like its districts."""

from dataclasses import dataclass

from django.db.models import Count
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperation.core import wording
from habitants.models import Cohort, Relay, WayIn


@dataclass
class Row:
    """An answer, or several together: shares in whole percents, `population` None where it is not known."""

    label: str
    count: int
    share: int
    population: int | None


@dataclass
class Compared:
    name: str
    rows: list

    @property
    def has_population(self):
        return any(row.population is not None for row in self.rows)


@require_safe
def group(request):
    cohort = _running_first()
    context = {"cohort": cohort, "calling": Cohort.objects.calling().first()}
    if cohort:
        context |= {
            "relays": list(
                Relay.objects.shown()
                .filter(cohort=cohort)
                .select_related("district")
                .order_by("first_name", "pk")
            ),
            "ways": ways_in(cohort),
            "compared": list(compared(cohort)),
            "total": cohort.relays.staying().count(),
        }
    return render(request, "habitants/group.html", context)


def _running_first():
    """The group that runs, else the last one that ended."""
    return (
        Cohort.objects.filter(state=Cohort.State.RUNNING).order_by("-starts_on").first()
        or Cohort.objects.filter(state=Cohort.State.ENDED).order_by("-ends_on").first()
    )


def ways_in(cohort):
    """[(way, number of people)] who sit or sat, those who left included, ways of which nobody came left out."""
    rows = cohort.relays.exclude(way_in="").order_by().values("way_in").annotate(n=Count("pk"))
    counts = {row["way_in"]: row["n"] for row in rows}
    return [(way, counts[way]) for way in WayIn if counts.get(way)]


def compared(cohort):
    """A `Compared` per criterion, from what was counted on the first day."""
    for criterion in cohort.criteria.with_quotas():
        told = cohort.composition.get(criterion.key)
        if not told:
            continue
        quotas = {quota.key: quota for quota in criterion.quotas.all()}
        people = sum(count for _keys, count in told) or 1
        inhabitants = sum(quota.population or 0 for quota in quotas.values())
        rows = []
        for keys, count in told:
            named = [quotas[key] for key in keys if key in quotas]
            share = None
            if inhabitants and all(quota.population is not None for quota in named):
                share = round(100 * sum(quota.population for quota in named) / inhabitants)
            label = wording.join(quota.label for quota in named) if named else _("Autres réponses")
            rows.append(Row(label, count, round(100 * count / people), share))
        yield Compared(criterion.name, rows)
