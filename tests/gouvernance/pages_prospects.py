"""The pool of future administrators."""

from django.core import signing

from gouvernance.models import Prospect
from tests.factories import DistrictFactory, ThemeFactory
from tests.gouvernance.factories import BodyFactory, MandateFactory, ProspectFactory

ACCESS = """
GET   gouvernance:prospect-apply                  200    200   200   200   200   200   200   200
POST  gouvernance:prospect-apply                  200    200   200   200   200   200   200   200
GET   gouvernance:prospect-suggest                302    200   200   200   200   200   200   404
POST  gouvernance:prospect-suggest                302    200   200   200   200   200   200   404
GET   gouvernance:prospect-suggested suggestion   200    200   200   200   200   200   200   200
GET   gouvernance:prospect-suggested no-suggestion 404   404   404   404   404   404   404   404
GET   gouvernance:prospect-own     own-prospect   200    200   200   200   200   200   200   200
GET   gouvernance:prospect-own     no-suggestion  404    404   404   404   404   404   404   404
GET   gouvernance:prospect-own-edit own-prospect  200    200   200   200   200   200   200   200
POST  gouvernance:prospect-own-edit own-prospect  200    200   200   200   200   200   200   200
GET   gouvernance:prospect-own-edit no-suggestion 404    404   404   404   404   404   404   404
GET   gouvernance:prospect-list                   302    404   404   404   404   200   200   404
GET   gouvernance:prospect-detail  a-prospect     302    404   404   404   404   200   200   404
POST  gouvernance:prospect-detail  a-prospect     302    404   404   404   404   200   200   404
GET   gouvernance:prospect-detail  unconfirmed-prospect 302 404 404   404   404   404   404   404
"""


def suggestion(by):
    said = {"name": "Nora", "email": "nora@example.org", "by": by.pk}
    return signing.dumps(said, salt=Prospect.SUGGESTION_SALT)


def things(people, organisation):
    """`partner` accompanies somebody."""
    prospect = ProspectFactory(mentor=people["partner"])
    return {
        "suggestion": [suggestion(people["member"])],
        "no-suggestion": ["x:y:z"],
        "own-prospect": [prospect.own_url.split("/")[-2]],
        "a-prospect": [prospect.pk],
        "unconfirmed-prospect": [ProspectFactory(state="unconfirmed").pk],
    }


def looked_at(people, organisation):
    prospect = ProspectFactory(
        **{"phone": "04 65 71 10 00", "words": "Bonjour", "district": DistrictFactory(), "age_band": "60+"},
        **{
            "gender": "femme",
            "availability": ["evening"],
            "support": ["training"],
            "mentor": people["partner"],
        },
    )
    prospect.themes.set([ThemeFactory()])
    prospect.bodies.set([BodyFactory()])
    prospect.move(by=people["coordinator"], state="met", kind="call", words="Un appel.")
    MandateFactory()
    new = ProspectFactory(state="unconfirmed")
    return {
        "visitor": [
            *("/gouvernance/vivier/", prospect.own_url, new.own_url, f"{new.own_url}corriger/"),
            f"/gouvernance/vivier/propose/{suggestion(people['member'])}/",
        ],
        "coordinator": [
            *("/gouvernance/vivier/suivi/", "/gouvernance/vivier/proposer/", prospect.get_absolute_url()),
        ],
    }
