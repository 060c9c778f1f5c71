"""
The pages of each part of the platform, told once in a module `tests/<app>/pages_<part>.py`:

- `ACCESS`: lines of the access table (see tests/test_access.py);
- `things(people, organisation)`: {object of the table: arguments of its address}; `people` are those of the table,
  `organisation` is what `member` and `manager` belong to;
- `SENT`: {URL name: what its POST sends}, where `{"day": "x"}` would not do (optional);
- `looked_at(people, organisation)`: {person of the table: addresses}, with all that these pages can show: axe looks
  at them, and no template prints an undefined variable there.
"""

from importlib import import_module
from pathlib import Path

from tests.factories import MembershipFactory, OrganisationFactory, RelayFactory, UserFactory

PARTS = [
    import_module(f"tests.{path.parent.name}.{path.stem}")
    for path in sorted(Path(__file__).parent.glob("*/pages_*.py"))
]
NAMES = [part.__name__.split("pages_")[-1] for part in PARTS]


def make_people(organisation):
    """Everyone of the access table but the visitor, who has no account."""
    return {
        "member": MembershipFactory(organisation=organisation).user,
        "manager": MembershipFactory(organisation=organisation, manager=True).user,
        "stranger": MembershipFactory().user,
        "relay": RelayFactory().user,
        "partner": MembershipFactory(organisation__partner=True).user,
        "coordinator": UserFactory(coordinator=True),
        "administrator": UserFactory(administrator=True),
    }


def what_is_looked_at(part):
    """(person or None for a visitor, their addresses) for each person of a part's `looked_at`."""
    organisation = OrganisationFactory()
    people = make_people(organisation)
    for name, addresses in part.looked_at(people, organisation).items():
        yield people.get(name), addresses
