"""Bodies, who sits in them, and how the team writes both."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import OrganisationFactory, UserFactory
from tests.gouvernance.factories import BodyFactory, CollegeFactory, MandateFactory

# `partner` may convene the body.
ACCESS = """
GET   gouvernance:overview                        200    200   200   200   200   200   200   200
GET   gouvernance:body-detail      body           200    200   200   200   200   200   200   200
GET   gouvernance:body-create                     302    404   404   404   404   404   200   404
POST  gouvernance:body-create                     302    404   404   404   404   404   200   404
GET   gouvernance:body-edit        body           302    404   404   404   404   200   200   404
POST  gouvernance:body-edit        body           302    404   404   404   404   200   200   404
GET   gouvernance:mandate-create   body           302    404   404   404   404   200   200   404
POST  gouvernance:mandate-create   body           302    404   404   404   404   200   200   404
GET   gouvernance:mandate-edit     mandate        302    404   404   404   404   200   200   404
POST  gouvernance:mandate-edit     mandate        302    404   404   404   404   200   200   404
GET   gouvernance:mandate-stop     mandate        302    404   404   404   404   200   200   404
POST  gouvernance:mandate-stop     mandate        302    404   404   404   404   200   200   404
"""


def things(people, organisation):
    mandate = MandateFactory()
    mandate.college.body.conveners.add(people["partner"])
    return {"body": [mandate.college.body.slug], "mandate": [mandate.pk]}


def looked_at(people, organisation):
    body = BodyFactory(name="Conseil d’administration", kind="board", purpose="Il décide.\n\n- du budget")
    commission = BodyFactory(name="Commission jeunesse", parent=body, quorum_percent=50)
    college = CollegeFactory(body=body)
    MandateFactory(college=college, role=1, substitute="Suppléante", organisation=OrganisationFactory())
    soon = MandateFactory(
        college=college, person=UserFactory(), ends_on=timezone.localdate() + timedelta(days=20)
    )
    past = timezone.localdate() - timedelta(days=900)
    MandateFactory(college=college, starts_on=past, ends_on=past, end="resigned", end_words="Partie à Lyon")
    public = [
        "/gouvernance/",
        "/gouvernance/?au=2001-01-01",
        body.get_absolute_url(),
        commission.get_absolute_url(),
    ]
    team = [
        *("/gouvernance/instances/ajouter/", f"{body.get_absolute_url()}modifier/"),
        *(f"{row.get_absolute_url()}mandats/ajouter/" for row in (body, commission)),
        *(soon.get_absolute_url(), f"{soon.get_absolute_url()}terminer/"),
    ]
    return {"visitor": [*public, f"{body.get_absolute_url()}?au=x"], "coordinator": [*public, *team]}
