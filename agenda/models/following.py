"""Which of a series' dates an old one becomes when its rule changes, so that what hangs on the row stays with it."""

from collections import defaultdict

from django.utils import timezone


def followed(rows, starts, *, is_series):
    """
    Pairs of a row whose date the rule gives no more, and the new date that it becomes: the same day at another
    hour, else another day of the same week. An only date is followed wherever it goes. A date that was changed
    by hand follows within its day only: what was said of it may not hold on another.
    """
    if not rows:
        return []
    if not is_series and len(rows) == 1 and len(starts) == 1:
        return [(rows[0], next(iter(starts)))]
    pairs, free = [], sorted(starts)
    rows = sorted(rows, key=lambda row: row.recurrence_id)
    for name, follows in ((_day, lambda row: True), (_week, lambda row: not row.is_override)):
        by_name = defaultdict(list)
        for start in free:
            by_name[name(start)].append(start)
        for row in [row for row in rows if follows(row)]:
            if candidates := by_name[name(row.recurrence_id)]:
                pairs.append((row, candidates.pop(0)))
                rows.remove(row)
                free.remove(pairs[-1][1])
    return pairs


def _day(moment):
    return timezone.localtime(moment).date()


def _week(moment):
    return _day(moment).isocalendar()[:2]
