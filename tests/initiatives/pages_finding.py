"""The list of sheets, the obstacles, what leaves them."""

from initiatives.models import Attachment, Partnership
from tests.factories import DistrictFactory, EventFactory, OrganisationFactory, ThemeFactory
from tests.initiatives.factories import (
    FindingFactory,
    InitiativeFactory,
    LeverFactory,
    ObstacleFactory,
    PhotoFactory,
)

ACCESS = """
GET   initiatives:initiative-list    -            200    200   200   200   200   200   200   200
GET   initiatives:obstacles          -            200    200   200   200   200   200   200   200
GET   initiatives:feed-rss           -            200    200   200   200   200   200   200   200
GET   initiatives:feed-atom          -            200    200   200   200   200   200   200   200
GET   initiatives:export-json        -            200    200   200   200   200   200   200   200
GET   initiatives:export-csv         -            200    200   200   200   200   200   200   200
GET   initiatives:initiative-pdf     found-sheet  200    200   200   200   200   200   200   200
GET   initiatives:initiative-pdf     found-draft  404    200   200   404   404   404   200   404
"""


def things(people, organisation):
    return {
        "found-sheet": [InitiativeFactory(carrier=organisation).slug],
        "found-draft": [InitiativeFactory(carrier=organisation, draft=True).slug],
    }


def looked_at(people, organisation):
    few = ObstacleFactory(
        name="Participation insuffisante", slug="participation", description="Trop peu de gens."
    )
    door, poster = LeverFactory(name="Aller vers"), LeverFactory(name="Affiches")
    theme = ThemeFactory()
    sheet = InitiativeFactory(
        carrier=organisation,
        title="Un jardin partagé",
        themes=[theme, ThemeFactory(parent=theme)],
        districts=[DistrictFactory()],
        publics=["enfants"],
        budget="0",
        people="1-2",
        hours="0-20",
        other_partners="La boulangerie",
        starts_on="2024-03-01",
        transferable="ready",
        inhabitants_place="codecided",
        context="## Avant\n\nUn parking.",
        results="- Douze familles",
        evidence="Un cahier.",
        verbatims="« Je connais mes voisins. »",
    )
    for lever, outcome in ((door, "worked"), (door, "partly"), (poster, "failed")):
        FindingFactory(
            initiative=sheet,
            obstacle=few,
            obstacle_words="Quatre personnes.",
            lever=lever,
            lever_words="Une soupe.",
            outcome=outcome,
        )
    funder = OrganisationFactory(partner=True)
    Partnership.objects.create(initiative=sheet, organisation=funder, role="funder")
    Partnership.objects.create(initiative=sheet, organisation=OrganisationFactory(), role="host")
    PhotoFactory(initiative=sheet, caption="En mai")
    Attachment.objects.create(
        initiative=sheet,
        file="initiatives/documents/x.pdf",
        title="Le plan",
        media_type="application/pdf",
        size=2048,
    )
    event = EventFactory()
    sheet.events.add(event)
    InitiativeFactory(title="Un jardin à l’école", themes=[theme])
    draft = InitiativeFactory(carrier=organisation, draft=True)
    freins = "/initiatives/freins/"
    return {
        "visitor": [
            *("/initiatives/", "/initiatives/?q=jardin&theme=" + theme.slug, "/initiatives/?q=jardein"),
            *("/initiatives/?q=jardin+zzz", "/initiatives/?q=zzz&frein=inconnu", sheet.get_absolute_url()),
            *(freins, f"{freins}?frein=participation", f"{freins}?quartier=inconnu"),
            *(funder.get_absolute_url(), event.get_absolute_url(), organisation.get_absolute_url()),
        ],
        "member": [draft.get_absolute_url()],
    }
