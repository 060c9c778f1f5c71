"""One sheet."""

from tests.initiatives.factories import InitiativeFactory

ACCESS = """
GET   initiatives:initiative-detail  sheet        200    200   200   200   200   200   200   200
GET   initiatives:initiative-detail  draft-sheet  404    200   200   404   404   404   200   404
"""


def things(people, organisation):
    return {
        "sheet": [InitiativeFactory(carrier=organisation).slug],
        "draft-sheet": [InitiativeFactory(carrier=organisation, draft=True).slug],
    }


def looked_at(people, organisation):
    sheet = InitiativeFactory(carrier=organisation, context="## Avant\n\nRien.")
    return {"visitor": [sheet.get_absolute_url()], "member": [sheet.get_absolute_url()]}
