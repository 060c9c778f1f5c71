"""The concertation scheme."""

from tests.factories import OrganisationFactory
from tests.gouvernance.factories import BodyFactory, InvolvementFactory, SchemeFactory

ACCESS = """
GET   gouvernance:scheme                          200    200   200   200   200   200   200   200
GET   gouvernance:scheme-detail    scheme         200    200   200   200   200   200   200   200
GET   gouvernance:scheme-detail    draft-scheme   404    404   404   404   404   404   200   404
GET   gouvernance:scheme-pdf       scheme         200    200   200   200   200   200   200   200
GET   gouvernance:scheme-pdf       draft-scheme   404    404   404   404   404   404   200   404
GET   gouvernance:scheme-create                   302    404   404   404   404   404   200   404
POST  gouvernance:scheme-create                   302    404   404   404   404   404   200   404
GET   gouvernance:scheme-edit      scheme         302    404   404   404   404   404   200   404
POST  gouvernance:scheme-edit      scheme         302    404   404   404   404   404   200   404
GET   gouvernance:subject-edit     subject        302    404   404   404   404   404   200   404
POST  gouvernance:subject-edit     subject        302    404   404   404   404   404   302   404
"""


def things(people, organisation):
    place = InvolvementFactory()
    scheme = place.subject.scheme
    return {
        "scheme": [scheme.slug],
        "draft-scheme": [SchemeFactory(is_public=False).slug],
        "subject": [scheme.slug, place.subject_id],
    }


def looked_at(people, organisation):
    scheme = SchemeFactory(introduction="À **lire** ensemble.")
    places = [
        InvolvementFactory(
            subject__scheme=scheme,
            level=level,
            body=BodyFactory(),
            rhythm="yearly",
            actor__organisation=OrganisationFactory(),
        )
        for level in (1, 2, 3, 4)
    ]
    SchemeFactory(name="Ancien", adopted_on="2020-01-01")
    address = scheme.get_absolute_url()
    public = ["/gouvernance/concertation/", address, f"{address}?secteur=social&niveau=3"]
    team = [
        *("/gouvernance/concertation/ajouter/", f"{address}modifier/"),
        *(f"{address}sujets/{places[0].subject_id}/", SchemeFactory(is_public=False).get_absolute_url()),
    ]
    return {"visitor": public, "coordinator": [*public, *team]}
