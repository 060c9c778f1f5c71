"""
How a group is made up, told so that nobody is recognised. Pure: counts in, counts out.

A count below `SMALLEST` is never told alone: it is joined with other answers of its criterion until together they
are `SMALLEST` people or more, so that it can't be had by subtraction either.
"""

SMALLEST = 3


def of_group(counts, cohort):
    """{criterion key: [[[quota keys], people], …]} for a cohort, from {quota pk: people}."""
    told = {}
    for criterion in cohort.criteria.with_quotas():
        rows = [(quota.key, counts.get(quota.pk, 0)) for quota in criterion.quotas.all()]
        told[criterion.key] = grouped(rows)
    return told


def grouped(rows):
    """
    Rows of (key, count) as [[keys], count]. Nobody is a count that tells nothing: it stays alone. A criterion
    with fewer than `SMALLEST` people in all is not told: [].
    """
    small = [row for row in rows if 0 < row[1] < SMALLEST]
    if not small:
        return [[[key], count] for key, count in rows]
    others = sorted((row for row in rows if row[1] >= SMALLEST), key=lambda row: row[1])
    while sum(count for _key, count in small) < SMALLEST:
        if not others:
            return []
        small.append(others.pop(0))
    if len(small) == 1:
        return [[[key], count] for key, count in rows]
    joined = {key for key, _count in small}
    told = [[[key], count] for key, count in rows if key not in joined]
    return [*told, [[key for key, _count in rows if key in joined], sum(count for _key, count in small)]]
