"""
Chances as a mixture of real panels, then as a thousand panels of equal weight.

`decomposed` peels a point: a panel is taken whose numbers, and whose count for each quota, are those of the point
rounded down or up; it gets the greatest weight that leaves a rest between the same whole numbers; one more of them is
then reached for good, so there are at most as many panels as groups and quotas. (The argument of Birkhoff and von
Neumann; here it is tried, since several quotas at once leave no guarantee.)

`rounded` gives each panel its whole thousandths, then rounds what is left, all groups at once, to the total of as many
panels as are missing, and halves that total until single panels remain. A group is then in the thousand panels as
often as its chance says, rounded down or up: nothing can be nearer.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csr_array, eye_array

# A mixture whose weights miss 1 by this is whole: no chance is moved by more.
ENOUGH = 1e-7
# What a whole number may miss by; the solver's own error, which grows as the rest is divided by its weight.
NEARLY = 1e-6
ERROR = 1e-8


def decomposed(groups, point):
    """(panels, weights) whose mean is `point`, or None where this way does not find them."""
    rest, left, panels, weights = point.copy(), 1.0, [], []
    while left > ENOUGH:
        mean = rest / left
        counts = groups.rows @ mean
        error = max(NEARLY, ERROR / left)
        low, high = _around(mean, error)
        row_low, row_high = _around(counts, error)
        panel = groups.panel(
            mean - low - 0.5,
            best=False,
            low=low,
            high=np.minimum(high, groups.most),
            row_low=np.maximum(row_low, groups.low),
            row_high=np.minimum(row_high, groups.high),
        )
        if panel is None:
            return None
        weight = left * min(
            1, _room(mean, panel, low, high), _room(counts, groups.rows @ panel, row_low, row_high)
        )
        if weight < ENOUGH**2:
            return None
        panels.append(panel)
        weights.append(weight)
        rest = np.clip(rest - weight * panel, 0, None)
        left -= weight
    weights = np.array(weights)
    return panels, weights / weights.sum()


def _around(values, error=NEARLY):
    return np.floor(values + error), np.ceil(values - error)


def _room(values, taken, low, high):
    """The share of `taken` that can leave `values` with a rest between `low` and `high`."""
    down, up = taken > low, taken < high
    shares = np.concatenate(
        [
            ((values - low)[down] / (taken - low)[down]),
            ((high - values)[up] / (high - taken)[up]),
        ]
    )
    return max(shares.min(initial=1), 0)


def rounded(groups, panels, weights, number):
    """`number` panels of equal weight, as numbers of people of each group, in an order that depends on them alone."""
    times = np.floor(weights * number + NEARLY).astype(int)
    chosen = [panel for panel, often in zip(panels, times, strict=True) for _ in range(often)]
    missing = number - len(chosen)
    if missing:
        rest = np.array(panels).T @ (weights * number - times)
        chosen += _together(groups, rest, missing) or _one_by_one(groups, rest, missing)
    return sorted(chosen, key=lambda panel: tuple(-panel))


def _together(groups, rest, number):
    low, high = _around(rest)
    total = groups.panel(
        rest - low - 0.5, low=low, high=high, row_low=number * groups.low, row_high=number * groups.high
    )
    return None if total is None else _halved(groups, total, number)


def _halved(groups, total, number):
    """`number` panels that add up to `total`, or None where this way does not find them."""
    if number == 1:
        return [total]
    one, other = number // 2, number - number // 2
    counts = groups.rows @ total
    low, high = _around(total * one / number)
    limits = {
        "row_low": np.maximum(one * groups.low, counts - other * groups.high),
        "row_high": np.minimum(one * groups.high, counts - other * groups.low),
    }
    wider = np.maximum(total - other * groups.most, 0), np.minimum(total, one * groups.most)
    for bounds in ((np.maximum(low, wider[0]), np.minimum(high, wider[1])), wider):
        half = groups.panel(low=bounds[0], high=bounds[1], **limits)
        if half is None:
            continue
        halves = _halved(groups, half, one)
        rest = _halved(groups, total - half, other) if halves else None
        if halves and rest:
            return halves + rest
        return None
    return None


def _one_by_one(groups, rest, number):
    """Panels one after the other, each as near as can be to the mean of what is left: this always ends."""
    chosen, count = [], len(groups)
    rows = block_array(
        [
            [groups.sparse_rows, None],
            [eye_array(count), eye_array(count)],
            [eye_array(count), -eye_array(count)],
        ]
    )
    for left in range(number, 0, -1):
        mean = rest / left
        endless = np.full(count, np.inf)
        result = milp(
            # A difference weighs more in a small group, where it is a greater part of the chance of each.
            np.concatenate([np.zeros(count), 1 / groups.people]),
            integrality=np.concatenate([np.ones(count), np.zeros(count)]),
            bounds=Bounds(0, np.concatenate([groups.most, endless])),
            constraints=LinearConstraint(
                csr_array(rows),
                np.concatenate([groups.low, mean, -endless]),
                np.concatenate([groups.high, endless, mean]),
            ),
        )
        panel = np.round(result.x[:count])
        chosen.append(panel)
        rest = rest - panel
    return chosen
