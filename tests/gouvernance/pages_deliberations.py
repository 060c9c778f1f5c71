"""Deliberations, at each stage and by each method. `partner` may convene the body; `stranger` sits in it."""

from datetime import timedelta

from django.utils import timezone

from gouvernance.consent import Kind
from gouvernance.models import Ballot
from tests.gouvernance.factories import BodyFactory, DeliberationFactory, MeetingFactory, open_with

#  method, URL name, object                              visit  memb  mana  stra  relay part  coor  admin
ACCESS = """
GET   gouvernance:deliberation-list                       200    200   200   200   200   200   200   200
GET   gouvernance:deliberation-create   debating-body     302    404   404   200   404   200   200   404
POST  gouvernance:deliberation-create   debating-body     302    404   404   200   404   200   200   404
GET   gouvernance:deliberation-detail   deliberation      404    404   404   200   404   200   200   404
POST  gouvernance:deliberation-detail   deliberation      404    404   404   400   404   400   400   404
GET   gouvernance:deliberation-detail   open-to-all       200    200   200   200   200   200   200   200
POST  gouvernance:deliberation-detail   open-to-all       404    404   404   400   404   400   400   404
GET   gouvernance:deliberation-detail   draft-text        404    404   404   404   404   200   200   404
POST  gouvernance:deliberation-detail   draft-text        404    404   404   404   404   404   404   404
GET   gouvernance:deliberation-edit     draft-text        302    404   404   404   404   200   200   404
POST  gouvernance:deliberation-edit     draft-text        302    404   404   404   404   200   200   404
GET   gouvernance:deliberation-edit     deliberation      302    404   404   404   404   404   404   404
GET   gouvernance:deliberation-open     draft-text        302    405   405   405   405   405   405   405
POST  gouvernance:deliberation-open     lonely-text       302    404   404   404   404   404   302   404
POST  gouvernance:deliberation-open     deliberation      302    404   404   404   404   404   404   404
GET   gouvernance:deliberation-take-over  deliberation    302    405   405   405   405   405   405   405
POST  gouvernance:deliberation-take-over  deliberation    302    404   404   404   404   302   302   404
GET   gouvernance:deliberation-delete   draft-text        302    405   405   405   405   405   405   405
POST  gouvernance:deliberation-delete   deliberation      302    404   404   404   404   404   404   404
GET   gouvernance:deliberation-pdf      deliberation      404    404   404   200   404   200   200   404
GET   gouvernance:deliberation-pdf      open-to-all       200    200   200   200   200   200   200   200
GET   gouvernance:deliberation-pdf      draft-text        404    404   404   404   404   404   404   404
GET   gouvernance:deliberation-take-part  own-link        200    200   200   200   200   200   200   200
POST  gouvernance:deliberation-take-part  own-link        400    400   400   400   400   400   400   400
GET   gouvernance:deliberation-take-part  forged-voice    404    404   404   404   404   404   404   404
"""


def things(people, organisation):
    body = BodyFactory()
    body.conveners.add(people["partner"])
    deliberation, voices = open_with(
        2, by=people["coordinator"], body=body, people=[people["stranger"], None]
    )
    public = DeliberationFactory(body=body, is_public=True, created_by=people["coordinator"])
    public.open(by=people["coordinator"])
    return {
        "debating-body": [body.slug],
        "deliberation": [deliberation.slug],
        "open-to-all": [public.slug],
        "draft-text": [DeliberationFactory(body=body).slug],
        "lonely-text": [DeliberationFactory().slug],
        "own-link": [voices[1].own_url.split("/")[-2]],
        "forged-voice": ["1:x"],
    }


def looked_at(people, organisation):
    coordinator, stranger = people["coordinator"], people["stranger"]
    later = timezone.localdate() + timedelta(days=90)

    def opened(number=4, **fields):
        fields.setdefault("people", [stranger, *[None] * (number - 1)])
        deliberation, voices = open_with(number, by=coordinator, is_public=True, **fields)
        return deliberation, deliberation.deliberators.of(coordinator).get(), voices

    asked, _running, voices = opened()
    asked.make(Kind.ASK, by=voices[1], text="Qui ouvre ?")
    argued, running, voices = opened(rule="two-thirds", author=None)
    argued.make(Kind.HEAR, by=running)
    argued.make(Kind.REACT, by=voices[1], text="Bonne idée.")
    argued.make(Kind.CALL, by=running)
    argued.make(Kind.OBJECT, by=voices[0], text="Le bruit.")
    number = len(argued.log)
    argued.make(Kind.EXAMINE, by=running, about=number, text="Fondée.")
    argued.make(Kind.AMEND, by=running, text="Ouvrir le soir.", integrates=(number,))
    argued.make(Kind.CALL, by=running)
    argued.make(Kind.OBJECT, by=voices[0], text="Toujours.")
    raised = len(argued.log)
    argued.make(Kind.RESERVE, by=voices[1], text="À revoir.", signed=False)
    argued.make(Kind.REPLY, by=running, text="Bien.", about=raised)
    argued.make(Kind.EXAMINE, by=running, about=raised, text="Fondée.")
    voted, running, voices = opened(method="vote", rule="simple")
    Ballot.cast(voted, [0], by=voices[1])
    secret, _running, _voices = opened(
        method="judgment",
        options=["Un", "Deux"],
        is_secret=True,
        closes_at=timezone.now() + timedelta(days=2),
    )
    approved, running, voices = opened(method="approval", options=["Un", "Deux"], places=1)
    Ballot.cast(approved, [1, 0], by=voices[1])
    approved.conclude(Kind.COUNT, by=running, review_on=later)
    approved.make(Kind.DISSENT, by=voices[0], text="Non.")
    meeting = MeetingFactory(body=asked.body)
    meeting.convene(by=coordinator)
    draft = DeliberationFactory(body=asked.body, item=meeting.items.get(), created_by=stranger)
    rows = [asked, argued, voted, secret, approved]
    pages = [row.get_absolute_url() for row in rows]
    return {
        "visitor": ["/gouvernance/deliberations/", *pages, argued.people[str(_last(argued))].own_url],
        "stranger": ["/gouvernance/deliberations/", *pages, draft.get_absolute_url(), "/mon-espace/"],
        "coordinator": [
            "/gouvernance/deliberations/?etat=ouvertes",
            *pages,
            draft.get_absolute_url(),
            f"{draft.get_absolute_url()}modifier/",
            f"/gouvernance/instances/{asked.body.slug}/deliberations/ajouter/",
        ],
    }


def _last(deliberation):
    return deliberation.invited[-1].pk
