"""
What the team may know of people's answers, so that no one person's is read in it.

Before the list is frozen, whether there are enough people for each quota, and no number: reckoned once a night. Once it
is frozen, the numbers of that moment; a small one is not told, nor another of its criterion, by which it could be had by
subtraction. Whoever is set aside counts throughout, so that putting somebody aside, or taking them back, tells nothing.
Numbers are told once: where the call is opened again, those of the first list stay, since the difference of two lists
would be one person's answer.

What this does not hide: where one person alone comes or leaves between two nights, "enough" may turn by their answer;
and who lowers a minimum night after night finds the number at which it turns.
"""

from django.utils import timezone

from habitants.models.profiles import Profile

TOLD_FROM = 5


def write(cohort):
    """Into `cohort.tally`: {"on": day, "enough": {quota pk: bool}, "counts": {quota pk: people or None}}."""
    counts = Profile.objects.counts(cohort.applications.heard())
    enough, told = {}, cohort.tally.get("counts", {})
    is_first = not told and not cohort.is_calling
    for criterion in cohort.criteria.with_quotas():
        rows = {str(quota.pk): counts.get(quota.pk, 0) for quota in criterion.quotas.all()}
        enough |= {str(quota.pk): rows[str(quota.pk)] >= quota.minimum for quota in criterion.quotas.all()}
        if is_first:
            told |= {key: rows[key] if key in shown(rows) else None for key in rows}
    cohort.tally = {"on": timezone.localdate().isoformat(), "enough": enough, "counts": told}
    cohort.save(update_fields=["tally"])


def shown(rows):
    """Of {key: people}, the keys whose number may be told."""
    hidden = {key for key, people in rows.items() if 0 < people < TOLD_FROM}
    others = sorted((key for key in rows if rows[key] >= TOLD_FROM), key=lambda key: rows[key])
    while hidden and others and (len(hidden) == 1 or sum(rows[key] for key in hidden) < TOLD_FROM):
        hidden.add(others.pop(0))
    return rows.keys() - hidden
