"""The family tree of a sheet: who adapted from whom, from the first one on, in one recursive query."""

from dataclasses import dataclass, field

from django.db import connection
from django.urls import reverse
from django.utils.functional import cached_property

# A page holds no more of them; the tree says how many it leaves out.
SHOWN_AT_MOST = 200
# Deeper than this, a phone has no room left: later generations stand side by side.
DEPTH_AT_MOST = 6

TREE = """
WITH RECURSIVE up(id, height) AS (
    SELECT %(sheet)s::bigint, 0
    UNION ALL
    SELECT transfer.source_id, height + 1
      FROM up JOIN initiatives_transfer transfer ON transfer.adaptation_id = up.id
), root AS (
    SELECT id FROM up ORDER BY height DESC LIMIT 1
), down(id, parent, shown, depth) AS (
    SELECT sheet.id, NULL::bigint, sheet.state = 'published' OR sheet.id = %(sheet)s, 0
      FROM root JOIN initiatives_initiative sheet ON sheet.id = root.id
    UNION ALL
    -- What is not public is left out; who adapted it stands below the next public sheet above.
    SELECT sheet.id, CASE WHEN down.shown THEN down.id ELSE down.parent END,
           sheet.state = 'published' OR sheet.id = %(sheet)s, down.depth + 1
      FROM down
      JOIN initiatives_transfer transfer ON transfer.source_id = down.id
      JOIN initiatives_initiative sheet ON sheet.id = transfer.adaptation_id
), shown AS (
    SELECT id, parent, depth, count(*) OVER () AS total FROM down WHERE shown
     ORDER BY id IN (SELECT up.id FROM up) DESC, depth, id LIMIT %(most)s
)
SELECT shown.id, shown.parent, shown.total, sheet.title, sheet.slug,
       extract(year FROM coalesce(sheet.starts_on, sheet.published_at, sheet.created_at))::int AS year,
       coalesce(nullif(carrier.short_name, ''), carrier.name, ''),
       coalesce(ARRAY(
           SELECT district.name FROM initiatives_initiative_districts link
             JOIN associations_district district ON district.id = link.district_id
            WHERE link.initiative_id = sheet.id ORDER BY district.name), '{}')
  FROM shown
  JOIN initiatives_initiative sheet ON sheet.id = shown.id
  LEFT JOIN associations_organisation carrier ON carrier.id = sheet.carrier_id
 ORDER BY shown.depth, year, sheet.id
"""


@dataclass
class Node:
    id: int
    title: str
    slug: str
    year: int
    organisation: str
    districts: list[str]
    is_here: bool = False
    children: list["Node"] = field(default_factory=list)

    @property
    def url(self):
        return reverse("initiatives:initiative-detail", args=[self.slug])


@dataclass
class Family:
    roots: list[Node]
    shown: int
    total: int

    @cached_property
    def is_alone(self):
        return self.total < 2

    @property
    def left_out(self):
        return self.total - self.shown


def family_of(initiative):
    """Its public sheets, and itself whatever its state: nothing tells of the others."""
    with connection.cursor() as cursor:
        cursor.execute(TREE, {"sheet": initiative.pk, "most": SHOWN_AT_MOST})
        rows = cursor.fetchall()
    nodes, depths, roots, total = {}, {}, [], 0
    for pk, parent, total, title, slug, year, organisation, districts in rows:  # noqa: B007
        node = Node(pk, title, slug, year, organisation, districts, is_here=pk == initiative.pk)
        above = nodes.get(parent)
        if above is None:
            roots.append(node)
            depths[pk] = 0
        else:
            # At the last depth, children stand beside their parent, below the same ancestor.
            holder = above if depths[parent] < DEPTH_AT_MOST else nodes[above.holder]
            holder.children.append(node)
            depths[pk] = depths[holder.id] + 1
            node.holder = holder.id
        nodes[pk] = node
    return Family(roots, len(nodes), total)
