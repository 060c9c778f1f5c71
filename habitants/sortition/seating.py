"""
From numbers to names: which people of each group sit in which panel, everyone as often as the others.

For the households of one make-up, panels on one side and types on the other make a graph with an edge for each seat;
colouring it with one colour per household says which household gives the seat. Colours differ at a panel (a household
gives one seat), and come equally often at a type, to one: such a colouring exists in any bipartite graph (D. de
Werra, 1971): cut each type into blocks of as many seats as there are households, and colour what is then a graph of
that degree by alternating paths (D. Kőnig, 1916). Members of a household who are alike take turns.
"""

from collections import Counter, defaultdict


def seated(groups, panels):
    """The keys of each panel's people, sorted. `panels` are numbers by group, all within the rules."""
    names = [[] for _ in panels]
    columns = defaultdict(list)
    for column, group in enumerate(groups.groups):
        columns[group.kind].append(column)
    for kind, homes in sorted(groups.kinds.items()):
        members = [_by_type(home, groups.types) for home in homes]
        edges = [
            (number, groups.groups[column].type)
            for column in columns[kind]
            for number, panel in enumerate(panels)
            for _ in range(int(panel[column]))
        ]
        turns = Counter()
        for (number, type_), home in zip(edges, coloured(edges, len(homes)), strict=True):
            alike = members[home][type_]
            names[number].append(alike[turns[home, type_] % len(alike)])
            turns[home, type_] += 1
    return [tuple(sorted(panel)) for panel in names]


def _by_type(home, types):
    found = defaultdict(list)
    for key in home:
        found[types[key]].append(key)
    return found


def coloured(edges, colours):
    """
    A colour from 0 for each edge (left, right): all differ at a left end, whose degree is `colours` at most; at a
    right end each comes as often as another, to one.
    """
    degrees = Counter()
    chosen = []
    at_left, at_right = defaultdict(dict), defaultdict(dict)
    for number, (left, right) in enumerate(edges):
        block = (right, degrees[right] // colours)
        degrees[right] += 1
        mine, theirs = at_left[left], at_right[block]
        colour = _free(mine, colours, start=degrees[right])
        if colour in theirs:
            other = _free(theirs, colours, start=degrees[right])
            _swap(theirs[colour], colour, other, chosen, at_left, at_right, block)
        mine[colour] = theirs[colour] = number
        chosen.append([colour, left, block])
    return [colour for colour, _, _ in chosen]


def _free(taken, colours, *, start):
    return next(colour for step in range(colours) if (colour := (start + step) % colours) not in taken)


def _swap(edge, colour, other, chosen, at_left, at_right, block):
    """Exchange two colours along the path that begins with `edge` at the right end `block`."""
    path, from_right, wanted = [], True, colour
    while edge is not None:
        path.append(edge)
        _, left, right = chosen[edge]
        end = at_left[left] if from_right else at_right[right]
        wanted = other if wanted == colour else colour
        edge, from_right = end.get(wanted), not from_right
    for edge in path:
        was, left, right = chosen[edge]
        for end in (at_left[left], at_right[right]):
            if end.get(was) == edge:
                del end[was]
    for edge in path:
        was, left, right = chosen[edge]
        now = other if was == colour else colour
        chosen[edge][0] = now
        at_left[left][now] = at_right[right][now] = edge
