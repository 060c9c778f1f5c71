"""
The fairest chances: the smallest is as great as can be, then the next smallest, and so on (leximin).

Each round is a linear program: raise the smallest chance among the groups whose chance is not settled yet. Its dual
prices name the groups that hold it back; by complementary slackness they have that same chance in every solution
that is as good, so theirs is settled, and the next round raises the others. (Flanigan, Gölz, Gupta, Hennig and
Procaccia, "Fair algorithms for selecting citizens' assemblies", Nature 596, 2021, on people; here on groups.)

`relaxed` asks it of all points within the rules, whole or not: a bound, got by linear programs alone. Where these
chances are those of a mixture of real panels (`habitants.sortition.mixtures`), nothing is fairer. Where they are not,
`exact` asks it of mixtures, and finds the panels that matter one by one (column generation): a round ends when no
panel is worth more at its prices. Both are right to `TOLERANCE`.
"""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack, vstack

# On a chance, 0 to 1: a ten-thousandth of what one panel in a thousand weighs.
TOLERANCE = 1e-7
# A price below this is noise: prices of a round add up to 1 over at most some thousand groups.
SETTLING_PRICE = 1e-6
# The solver of whole numbers stops within 1e-6 of the best: it is given prices this much larger.
PRECISION = 1e4
AIR = 1e-9
SOLVER = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


def relaxed(groups):
    """The leximin chances of points within the rules, or None when there is no such point."""
    count = len(groups)
    chances, settled = np.zeros(count), np.zeros(count, dtype=bool)
    while not settled.all():
        open_ = np.flatnonzero(~settled)
        # Variables: the groups' numbers, then the smallest chance among the open ones.
        above = csr_array(
            (-1 / groups.people[open_], (np.arange(len(open_)), open_)), shape=(len(open_), count)
        )
        one, none = csr_array(np.ones((len(open_), 1))), csr_array((len(groups.rows), 1))
        rows = vstack(
            [hstack([above, one]), hstack([groups.sparse_rows, none]), hstack([-groups.sparse_rows, none])]
        )
        limits = np.concatenate([np.zeros(len(open_)), groups.high, -groups.low])
        # What is settled is a floor; that nothing is above it follows, and leaves the solver some air.
        held = np.where(settled, np.maximum(chances * groups.people - AIR, 0), 0)
        result = linprog(
            np.append(np.zeros(count), -1),
            A_ub=rows.tocsr(),
            b_ub=limits,
            bounds=np.column_stack([np.append(held, 0), np.append(groups.most, np.inf)]),
            method="highs-ds",
            options=SOLVER,
        )
        if result.x is None:
            return None
        smallest = result.x[-1]
        prices = -result.ineqlin.marginals[: len(open_)]
        found = open_[prices > min(SETTLING_PRICE, prices.max() / 2)]
        chances[found] = smallest
        settled[found] = True
    # The last program's point is within the rules to the last digits, which the list of its floors is not.
    return result.x[:-1] / groups.people


def exact(groups, panels):
    """
    The leximin chances of mixtures of panels, with the panels and their weights; `panels` (one at least) are those
    known to begin with.
    """
    columns = {panel.tobytes(): panel for panel in panels}
    count = len(groups)
    chances, settled = np.zeros(count), np.zeros(count, dtype=bool)
    weights = None
    while not settled.all():
        smallest, weights, prices = _best_mixture(groups, columns, chances, settled)
        panel = groups.panel(prices / groups.people * PRECISION)
        gain = prices @ (panel / groups.people) - prices[settled] @ chances[settled] - smallest
        if gain > TOLERANCE and panel.tobytes() not in columns:
            columns[panel.tobytes()] = panel
            continue
        found = ~settled & (prices > min(SETTLING_PRICE, prices[~settled].max() / 2))
        chances[found] = smallest
        settled |= found
    kept = [(panel, weight) for panel, weight in zip(columns.values(), weights, strict=True) if weight > 0]
    return [panel for panel, _ in kept], np.array([weight for _, weight in kept])


def _best_mixture(groups, columns, chances, settled):
    """(smallest open chance, weights of the columns, price of each group's chance), the settled ones being kept."""
    each = np.array(list(columns.values())).T / groups.people[:, None]
    known = each.shape[1]
    result = linprog(
        np.append(np.zeros(known), -1),
        A_ub=np.column_stack([-each, (~settled).astype(float)]),
        b_ub=np.where(settled, AIR - chances, 0),
        A_eq=np.append(np.ones(known), 0)[None],
        b_eq=[1],
        bounds=(0, None),
        method="highs-ds",
        options=SOLVER,
    )
    weights = np.clip(result.x[:-1], 0, None)
    return result.x[-1], weights / weights.sum(), np.clip(-result.ineqlin.marginals, 0, None)
