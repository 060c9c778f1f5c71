"""Peer reading, essaimage, inspiration and the yearly question."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from initiatives.models import Initiative, Inspiration, Reading
from tests.factories import MembershipFactory, UserFactory
from tests.initiatives.factories import FindingFactory, InitiativeFactory, TransferFactory

# `stranger`, of another association, accepted to read `r-read` and is asked to read `r-asked`.
ACCESS = """
GET   initiatives:reading-list       -                302    200   200   200   200   200   200   200
POST  initiatives:reading-preference -                302    302   302   302   302   302   302   302
GET   initiatives:submit             r-draft          302    200   200   404   404   404   200   404
POST  initiatives:submit             r-draft          302    302   302   404   404   404   302   404
GET   initiatives:reading            r-read           302    200   200   200   404   404   200   404
GET   initiatives:reading            r-asked          302    200   200   200   404   404   200   404
GET   initiatives:reading            r-public         302    200   200   404   404   404   200   404
GET   initiatives:reading            r-archived       302    404   404   404   404   404   404   404
POST  initiatives:reading-answer     r-asked          302    404   404   302   404   404   404   404
POST  initiatives:reading-decide     r-read           302    404   404   200   404   404   200   404
POST  initiatives:reading-decide     r-asked          302    404   404   404   404   404   200   404
GET   initiatives:reading-appoint    r-read           302    404   404   404   404   404   200   404
POST  initiatives:reading-appoint    r-read           302    404   404   404   404   404   200   404
POST  initiatives:take-back          r-read           302    302   302   404   404   404   302   404
POST  initiatives:comment-add        r-read           302    200   200   200   404   404   200   404
POST  initiatives:comment-add        r-asked          302    200   200   404   404   404   200   404
POST  initiatives:comment-resolve    r-remark         302    302   302   302   404   404   302   404
GET   initiatives:carrier            r-read           302    200   200   404   404   404   200   404
POST  initiatives:carrier            r-read           302    302   302   404   404   404   302   404
GET   initiatives:archiving          r-public         302    200   200   404   404   404   200   404
POST  initiatives:archiving          r-archived       302    302   302   404   404   404   302   404
GET   initiatives:confirm            r-public         302    200   200   404   404   404   200   404
POST  initiatives:confirm            r-public         302    302   302   404   404   404   302   404
GET   initiatives:confirm-link       r-confirm        200    200   200   200   200   200   200   200
GET   initiatives:transfer-create    r-public         302    200   200   200   200   200   200   200
GET   initiatives:transfer-create    r-draft          302    404   404   404   404   404   404   404
GET   initiatives:transfer-edit      r-public         302    200   200   404   404   404   200   404
POST  initiatives:transfer-edit      r-public         302    302   302   404   404   404   302   404
GET   initiatives:inspiration-ask    r-public         302    302   302   200   200   200   200   200
GET   initiatives:inspiration-ask    r-draft          302    404   404   404   404   404   404   404
GET   initiatives:inspiration-answer r-inspiration    302    200   200   404   404   404   200   404
POST  initiatives:inspiration-answer r-inspiration    302    302   302   404   404   404   302   404
GET   initiatives:inspiration-outcome r-outcome       200    200   200   200   200   200   200   200
"""


def read_by(person, organisation, *, state, **fields):
    """A sheet in review with one reading and a remark."""
    sheet = InitiativeFactory(carrier=organisation, review=True, context="## Avant\n\nRien.", **fields)
    Reading.objects.create(
        initiative=sheet,
        reader=person,
        organisation=person.memberships.first().organisation,
        state=state,
        accepted_at=timezone.now() if state == "accepted" else None,
    )
    return sheet


def public_one(organisation, **fields):
    """Adapted from another that changed since, a year old."""
    source = InitiativeFactory(context="Avant.")
    sheet = InitiativeFactory(
        carrier=organisation,
        published_at=timezone.now() - timedelta(days=400),
        confirmation_asked_at=timezone.now() - timedelta(days=100),
        **fields,
    )
    TransferFactory(adaptation=sheet, source=source, source_version=1, kept="Le lieu.", changed="L’heure.")
    TransferFactory(source=sheet)
    source.context = "Après."
    source.save()
    source.write_version(by=None)
    return sheet


def things(people, organisation):
    stranger = people["stranger"]
    read = read_by(stranger, organisation, state="accepted")
    remark = read.comments.create(section="steps", author=stranger, text="Combien de temps ?")
    public = public_one(organisation)
    asked = Inspiration.objects.create(initiative=public, by=UserFactory(), message="Nous aussi.")
    accepted = Inspiration.objects.create(
        initiative=public, by=UserFactory(), message="x", state="accepted", answered_at=timezone.now()
    )
    return {
        "r-draft": [InitiativeFactory(carrier=organisation, draft=True, steps="On a planté.").slug],
        "r-read": [read.slug],
        "r-asked": [read_by(stranger, organisation, state="proposed").slug],
        "r-remark": [read.slug, remark.pk],
        "r-public": [public.slug],
        "r-archived": [InitiativeFactory(carrier=organisation, archived=True).slug],
        "r-confirm": [public.confirmation_url_for(people["manager"]).split("/")[-2]],
        "r-inspiration": [asked.pk],
        "r-outcome": [accepted.outcome_url.split("/")[-2]],
    }


def looked_at(people, organisation):
    stranger = people["stranger"]
    read = read_by(stranger, organisation, state="accepted")
    FindingFactory(initiative=read)
    read.comments.create(section="steps", author=stranger, text="Combien de temps ?")
    read.comments.create(
        section="context", author=None, text="Réglé", resolved_at=timezone.now(), resolved_by=stranger
    )
    asked = read_by(stranger, organisation, state="proposed")
    stuck = InitiativeFactory(carrier=organisation, review=True)
    public = public_one(organisation)
    draft = InitiativeFactory(
        carrier=organisation, draft=True, submitted_at=timezone.now(), steps="On a planté."
    )
    Reading.objects.create(
        initiative=draft, reader=stranger, state="sent-back", words="Les étapes.", closed_at=timezone.now()
    )
    untold = InitiativeFactory(carrier=organisation, draft=True, summary="")
    archived = InitiativeFactory(carrier=organisation, archived=True)
    MembershipFactory.create_batch(2)
    waiting = Inspiration.objects.create(initiative=public, by=stranger, message="Nous aussi.")
    answered = Inspiration.objects.create(
        initiative=public,
        by=stranger,
        organisation=stranger.memberships.first().organisation,
        message="x",
        state="accepted",
        answered_at=timezone.now(),
        outcome="done",
        outcome_words="Bien.",
        outcome_at=timezone.now(),
    )

    def of(name, sheet):
        return reverse(f"initiatives:{name}", args=[sheet.slug])

    link = public.confirmation_url_for(people["manager"])
    used = public.confirmation_url_for(people["manager"])
    Initiative.objects.filter(pk=public.pk).update(confirmed_at=None)
    mine = ["/initiatives/relectures/", "/mon-espace/"]
    return {
        "visitor": [
            public.get_absolute_url(),
            link,
            used,
            answered.outcome_url[answered.outcome_url.index("/ini") :],
        ],
        "member": [
            *mine,
            *(each.get_absolute_url() for each in (public, draft, read, stuck, archived)),
            *(of("reading", each) for each in (read, draft, stuck)),
            *(of("submit", each) for each in (draft, untold)),
            of("archiving", public),
            of("archiving", archived),
            of("transfer-edit", public),
            of("confirm", public),
            waiting.get_absolute_url(),
            answered.get_absolute_url(),
        ],
        "stranger": [
            *mine,
            of("reading", read),
            of("reading", asked),
            of("inspiration-ask", public),
            of("transfer-create", public),
        ],
        "relay": [of("transfer-create", public), of("inspiration-ask", public)],
        "coordinator": [*mine, of("reading", read), of("reading", stuck), of("reading-appoint", read)],
    }
