"""Viewpoint consultations: answering, reading what is said, the team's screens."""

from gouvernance.models import Computation, Statement
from tests.factories import UserFactory
from tests.gouvernance.consultation_factories import ConsultationFactory, answered
from tests.gouvernance.factories import BodyFactory

# `partner` convenes the body that asks.
ACCESS = """
GET   gouvernance:consultation-list               200    200   200   200   200   200   200   200
GET   gouvernance:consultation-create             302    404   404   404   404   200   200   404
POST  gouvernance:consultation-create             302    404   404   404   404   200   200   404
GET   gouvernance:consultation-detail consultation 200   200   200   200   200   200   200   200
GET   gouvernance:consultation-detail draft-consultation 404 404 404 404 404     200   200   404
GET   gouvernance:consultation-answer consultation 200   200   200   200   200   200   200   200
POST  gouvernance:consultation-answer consultation 302   302   302   302   302   302   302   302
GET   gouvernance:consultation-answer draft-consultation 404 404 404 404 404     302   302   404
GET   gouvernance:consultation-answer over-consultation 302 302 302 302 302      302   302   302
POST  gouvernance:consultation-answer over-consultation 302 302 302 302 302      302   302   302
GET   gouvernance:consultation-mine   consultation 200   200   200   200   200   200   200   200
GET   gouvernance:consultation-link   consultation 405   405   405   405   405   405   405   405
POST  gouvernance:consultation-link   consultation 404   404   404   404   404   404   404   404
GET   gouvernance:consultation-propose consultation 200  200   200   200   200   200   200   200
POST  gouvernance:consultation-propose consultation 200  200   200   200   200   200   200   200
GET   gouvernance:consultation-propose over-consultation 302 302 302 302 302     302   302   302
GET   gouvernance:consultation-results consultation 200  200   200   200   200   200   200   200
GET   gouvernance:consultation-results over-consultation 200 200 200 200 200     200   200   200
GET   gouvernance:consultation-results draft-consultation 404 404 404 404 404    200   200   404
GET   gouvernance:consultation-edit   consultation 302   404   404   404   404   200   200   404
POST  gouvernance:consultation-edit   consultation 302   404   404   404   404   200   200   404
GET   gouvernance:consultation-team   consultation 302   404   404   404   404   200   200   404
POST  gouvernance:consultation-team   consultation 302   404   404   404   404   200   200   404
GET   gouvernance:consultation-team   teams-consultation 302 404 404 404 404     404   200   404
GET   gouvernance:consultation-move   consultation 302   405   405   405   405   405   405   405
POST  gouvernance:consultation-move   consultation 302   404   404   404   404   302   302   404
GET   gouvernance:statement-moderate  a-statement  302   405   405   405   405   405   405   405
POST  gouvernance:statement-moderate  a-statement  302   404   404   404   404   302   302   404
POST  gouvernance:statement-moderate  not-its-statement 302 404 404 404 404      404   404   404
GET   gouvernance:consultation-votes-csv consultation 302 404  404   404   404   200   200   404
GET   gouvernance:consultation-statements-csv consultation 302 404 404 404 404   200   200   404
"""

# Two ways to answer the seven statements: they agree on the first.
YES, NO = [1, 1, 1, -1, -1, 1, -1], [1, -1, -1, 1, 1, -1, 1]


def things(people, organisation):
    body = BodyFactory()
    body.conveners.add(people["partner"])
    consultation = ConsultationFactory(body=body)
    others = ConsultationFactory()
    return {
        "consultation": [consultation.slug],
        "teams-consultation": [others.slug],
        "draft-consultation": [ConsultationFactory(draft=True, body=body).slug],
        "over-consultation": [ConsultationFactory(closed=True, body=body).slug],
        "a-statement": [consultation.slug, consultation.statements.first().pk],
        "not-its-statement": [consultation.slug, others.statements.first().pk],
    }


def looked_at(people, organisation):
    """`member` has answered with their account, proposed statements, and is on the map."""
    body = BodyFactory()
    shown = ConsultationFactory(body=body, words="Pourquoi *maintenant* ?")
    person, *_others = answered(
        shown, (18, YES), (14, NO), users=[people["member"], *UserFactory.create_batch(5)]
    )
    Statement.propose(person, "Madame Rossi devrait décider.")
    Statement.propose(person, "Plus de bancs.").accept(by=people["coordinator"])
    Statement.propose(person, "Moins de bruit.").refuse(by=people["coordinator"], reason="Dit ailleurs.")
    few, fewer, alike, small = (ConsultationFactory() for _row in range(4))
    answered(few, (12, YES), (8, NO))
    answered(fewer, (3, YES))
    answered(alike, (30, YES))
    answered(small, (28, YES), (4, NO))
    for row in (shown, few, fewer, alike, small):
        Computation.objects.renew(row)
    for row in (few, fewer, alike, small):
        row.close(by=None)
    done = ConsultationFactory()
    answered(done, (1, YES), users=[people["member"]])
    draft, new = ConsultationFactory(draft=True), ConsultationFactory(closed=True)
    address = shown.get_absolute_url()
    return {
        "visitor": [
            *("/gouvernance/consultations/", address, f"{address}avis/", f"{address}mes-reponses/"),
            *(f"{address}proposer/", f"{address}resultats/", few.get_absolute_url()),
            *(f"{row.get_absolute_url()}resultats/" for row in (few, fewer, alike, small, new)),
            f"{few.get_absolute_url()}mes-reponses/",
        ],
        "member": [
            *(address, f"{address}avis/", f"{address}proposer/", f"{address}mes-reponses/"),
            *(f"{address}resultats/", f"{address}resultats/?vue=membres", done.get_absolute_url()),
            f"{address}avis/?phrase={shown.statements.first().pk}",
            f"{done.get_absolute_url()}avis/",
        ],
        "coordinator": [
            *("/gouvernance/consultations/ajouter/", draft.get_absolute_url(), f"{address}modifier/"),
            *(f"{row.get_absolute_url()}suivi/" for row in (shown, draft, few)),
            *(f"{row.get_absolute_url()}modifier/" for row in (draft, few)),
        ],
    }
