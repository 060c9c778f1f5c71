"""One table: each address of ours × each person → status code."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from agenda.imports.staging import stage
from agenda.models import LikelyDouble, StagedCalendar
from agenda.models.confirmation import confirmation_url_for
from tests.factories import (
    CoOrganisingFactory,
    EventFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    RegistrationFactory,
    RelayFactory,
    ReportFactory,
    RoomFactory,
    SourceFactory,
)
from tests.parts import PARTS, make_people

pytestmark = pytest.mark.django_db

# `relay` wrote the pending event; `member` and `manager` belong to the organiser of the others.
PEOPLE = ["visitor", "member", "manager", "stranger", "relay", "partner", "coordinator", "administrator"]

# fmt: off
#  method, URL name, object                       visit  memb  mana  stra  relay part  coor  admin
TABLE = """
GET   portal:home                                 200    200   200   200   200   200   200   200
GET   portal:my-space                             302    200   200   200   200   200   200   200
GET   agenda:event-list                           200    200   200   200   200   200   200   200
GET   agenda:feed-ics                             200    200   200   200   200   200   200   200
GET   agenda:feed-rss                             200    200   200   200   200   200   200   200
GET   agenda:feed-atom                            200    200   200   200   200   200   200   200
GET   agenda:feed-xlsx                            200    200   200   200   200   200   200   200
GET   agenda:feed-json                            200    200   200   200   200   200   200   200
GET   agenda:feed-jsonld                          200    200   200   200   200   200   200   200
GET   agenda:feed-csv                             200    200   200   200   200   200   200   200
GET   agenda:feed-geojson                         200    200   200   200   200   200   200   200
GET   agenda:widget                               200    200   200   200   200   200   200   200
GET   agenda:widget-builder                       200    200   200   200   200   200   200   200
GET   agenda:widget-sites     shown               302    404   200   404   404   404   200   404
GET   agenda:widget-sites     hidden              302    404   404   404   404   404   200   404
POST  agenda:widget-sites     shown               302    404   400   404   404   404   400   404
GET   agenda:event-create                         200    200   200   200   200   200   200   200
POST  agenda:event-create                         200    200   200   200   200   200   200   200
GET   agenda:schedule-summary                     405    405   405   405   405   405   405   405
POST  agenda:schedule-summary                     200    200   200   200   200   200   200   200
GET   agenda:event-detail      published          200    200   200   200   200   200   200   200
GET   agenda:event-detail      draft              404    200   200   404   404   404   200   404
GET   agenda:event-detail      pending            404    404   404   404   200   404   200   404
GET   agenda:event-detail      archived           404    404   404   404   404   404   404   404
GET   agenda:event-detail      unconfirmed        404    404   404   404   404   404   200   404
GET   agenda:event-ics         published          200    200   200   200   200   200   200   200
GET   agenda:event-ics         draft              404    200   200   404   404   404   200   404
GET   agenda:event-ics         pending            404    404   404   404   200   404   200   404
GET   agenda:event-edit        published          302    200   200   404   404   404   200   404
GET   agenda:event-edit        draft              302    200   200   404   404   404   200   404
GET   agenda:event-edit        pending            302    404   404   404   200   404   200   404
GET   agenda:event-edit        archived           302    404   404   404   404   404   404   404
GET   agenda:event-edit        unconfirmed        302    404   404   404   404   404   200   404
POST  agenda:event-edit        published          302    200   200   404   404   404   200   404
GET   agenda:event-action      published          302    405   405   405   405   405   405   405
POST  agenda:event-action      published          302    400   400   404   404   404   400   404
POST  agenda:event-action      pending            302    404   404   404   400   404   400   404
POST  agenda:event-action      unconfirmed        302    404   404   404   404   404   400   404
POST  agenda:event-action      archived           302    404   404   404   404   404   404   404
GET   agenda:occurrence-edit   published          302    200   200   404   404   404   200   404
GET   agenda:occurrence-edit   pending            302    404   404   404   200   404   200   404
POST  agenda:occurrence-edit   published          302    200   200   404   404   404   200   404
GET   agenda:occurrence-ics    published          200    200   200   200   200   200   200   200
GET   agenda:occurrence-ics    draft              404    200   200   404   404   404   200   404
GET   agenda:registration-create registering      200    200   200   200   200   200   200   200
POST  agenda:registration-create registering      200    200   200   200   200   200   200   200
GET   agenda:registration-create published        404    404   404   404   404   404   404   404
GET   agenda:registration      registration       200    200   200   200   200   200   200   200
POST  agenda:registration      registration       400    400   400   400   400   400   400   400
GET   agenda:registration      forged             404    404   404   404   404   404   404   404
GET   agenda:registration-list registering        302    200   200   404   404   404   200   404
POST  agenda:registration-list registering        302    400   400   404   404   404   400   404
GET   agenda:registration-list pending            302    404   404   404   200   404   200   404
GET   agenda:registration-list archived           302    404   404   404   404   404   404   404
GET   agenda:registration-csv  registering        302    200   200   404   404   404   200   404
GET   agenda:series-list                          302    200   200   200   200   200   200   200
POST  agenda:series-list                          302    400   400   400   400   400   400   400
GET   agenda:series-confirm    series             200    200   200   200   200   200   200   200
POST  agenda:series-confirm    series             400    400   400   400   400   400   400   400
GET   agenda:series-confirm    forged             404    404   404   404   404   404   404   404
GET   agenda:moderation-list                      302    404   404   404   404   404   200   404
GET   agenda:moderation-review pending            405    405   405   405   405   405   405   405
POST  agenda:moderation-review pending            404    404   404   404   404   404   302   404
POST  agenda:moderation-review published          404    404   404   404   404   404   404   404
GET   agenda:source-list                          302    200   200   200   200   200   200   200
GET   agenda:source-follow                        302    200   200   200   403   200   200   403
POST  agenda:source-follow                        302    200   200   200   403   200   200   403
GET   agenda:source-preview    staged             302    404   200   404   404   404   404   404
GET   agenda:source-preview    unstaged           302    404   404   404   404   404   404   404
GET   agenda:source-detail     source             302    200   200   404   404   404   200   404
GET   agenda:source-rules      source             302    200   200   404   404   404   200   404
POST  agenda:source-rules      source             302    200   200   404   404   404   200   404
GET   agenda:source-action     source             302    405   405   405   405   405   405   405
POST  agenda:source-action     source             302    400   400   404   404   404   400   404
GET   agenda:source-stop       source             302    200   200   404   404   404   200   404
POST  agenda:source-stop       source             302    302   302   404   404   404   302   404
GET   agenda:proposal          visitors           200    200   200   200   200   200   200   200
GET   agenda:proposal          forged             404    404   404   404   404   404   404   404
GET   agenda:proposal-edit     visitors           200    200   200   200   200   200   200   200
GET   agenda:proposal-edit     forged             404    404   404   404   404   404   404   404
GET   agenda:neighbours                           405    405   405   405   405   405   405   405
POST  agenda:neighbours                           200    200   200   200   200   200   200   200
GET   agenda:adoptable-list                       302    200   200   200   404   200   200   404
GET   agenda:event-detail      orphan             404    200   200   200   200   200   200   404
GET   agenda:adopt             orphan             302    405   405   405   405   405   405   405
POST  agenda:adopt             orphan             302    302   302   302   404   302   404   404
POST  agenda:adopt             draft              302    404   404   404   404   404   404   404
GET   agenda:adoption-ask      orphan             302    404   404   404   404   404   200   404
POST  agenda:adoption-ask      orphan             302    404   404   404   404   404   200   404
POST  agenda:adoption-ask      pending            302    404   404   404   404   404   404   404
GET   agenda:room-list                            302    200   200   200   200   200   200   404
GET   agenda:room-create                          302    404   200   404   404   404   200   404
POST  agenda:room-create                          302    404   200   404   404   404   200   404
GET   agenda:room-detail       room               302    200   200   200   200   200   200   404
GET   agenda:room-edit         room               302    404   200   404   404   404   200   404
POST  agenda:room-edit         room               302    404   200   404   404   404   200   404
GET   agenda:room-book         room               302    405   405   405   405   405   405   405
POST  agenda:room-book         room               302    200   200   200   404   200   200   404
GET   agenda:booking-cancel    theirs             302    405   405   405   405   405   405   405
POST  agenda:booking-cancel    theirs             302    404   404   404   404   302   404   404
GET   agenda:event-rooms       published          302    200   200   404   404   404   200   404
POST  agenda:event-rooms       published          302    200   200   404   404   404   200   404
GET   agenda:event-rooms       pending            302    404   404   404   404   404   200   404
GET   agenda:co-organising-answer  asked          302    405   405   405   405   405   405   405
POST  agenda:co-organising-answer  asked          302    302   302   404   404   302   302   404
GET   agenda:double-list                          302    200   200   200   200   200   200   200
GET   agenda:double-decide     pair               302    405   405   405   405   405   405   405
POST  agenda:double-decide     pair               302    404   404   404   404   404   400   404
GET   agenda:merging-undo      merging            302    405   405   405   405   405   405   405
POST  agenda:merging-undo      merging            302    302   404   404   404   404   404   404
GET   agenda:merging-answer    merging            302    405   405   405   405   405   405   405
POST  agenda:merging-answer    merging            302    404   404   404   404   404   404   404
GET   agenda:event-detail      absorbed           301    301   301   301   301   301   301   301
GET   agenda:event-ics         absorbed           200    200   200   200   200   200   200   200
GET   associations:organisation-list              200    200   200   200   200   200   200   200
GET   associations:export-csv                     200    200   200   200   200   200   200   200
GET   associations:export-json                    200    200   200   200   200   200   200   200
GET   associations:export-geojson                 200    200   200   200   200   200   200   200
GET   associations:organisation-detail shown      200    200   200   200   200   200   200   200
GET   associations:organisation-detail hidden     404    404   404   404   404   404   200   404
GET   associations:organisation-vcard shown       200    200   200   200   200   200   200   200
GET   associations:organisation-vcard hidden      404    404   404   404   404   404   404   404
GET   associations:organisation-create            302    404   404   404   404   404   200   404
POST  associations:organisation-create            302    404   404   404   404   404   200   404
GET   associations:organisation-edit shown        302    404   200   404   404   404   200   404
POST  associations:organisation-edit shown        302    404   200   404   404   404   200   404
GET   associations:organisation-edit hidden       302    404   404   404   404   404   200   404
GET   associations:organisation-history shown     302    404   200   404   404   404   200   404
GET   associations:organisation-restore shown     302    405   405   405   405   405   405   405
POST  associations:organisation-restore shown     302    404   404   404   404   404   404   404
GET   associations:team-queue                     302    404   404   404   404   404   200   404
GET   associations:report-answer       report     302    405   405   405   405   405   405   405
POST  associations:report-answer       report     302    404   404   404   404   404   302   404
GET   associations:invitation          invitation 200    200   200   200   200   200   200   200
GET   associations:invitation          forged     404    404   404   404   404   404   404   404
GET   associations:freshness-confirm   review     200    200   200   200   200   200   200   200
GET   associations:freshness-confirm   forged     404    404   404   404   404   404   404   404
GET   associations:member-list         shown      302    200   200   404   404   404   200   404
GET   associations:member-list         hidden     302    404   404   404   404   404   200   404
GET   associations:invitation-create   shown      302    405   405   405   405   405   405   405
POST  associations:invitation-create   shown      302    404   200   404   404   404   200   404
POST  associations:invitation-create   hidden     302    404   404   404   404   404   200   404
GET   associations:invitation-withdraw invite     302    405   405   405   405   405   405   405
POST  associations:invitation-withdraw gone       302    404   404   404   404   404   404   404
GET   associations:member-change       membership 302    405   405   405   405   405   405   405
POST  associations:member-change       membership 302    404   400   404   404   404   400   404
GET   associations:join-decide         request    302    405   405   405   405   405   405   405
POST  associations:join-decide         request    302    404   400   404   404   404   400   404
GET   associations:join                shown      302    302   302   200   200   200   200   200
GET   associations:join                hidden     302    404   404   404   404   404   404   404
POST  associations:join                shown      302    302   302   200   200   200   200   200
GET   associations:report              shown      200    200   200   200   200   200   200   200
GET   associations:report              hidden     404    404   404   404   404   404   404   404
POST  associations:report              shown      200    200   200   200   200   200   200   200
POST  associations:report              hidden     404    404   404   404   404   404   404   404
GET   associations:verify              shown      302    405   405   405   405   405   405   405
POST  associations:verify              shown      302    404   302   404   404   404   302   404
POST  associations:verify              hidden     302    404   404   404   404   404   302   404
GET   associations:leave               shown      302    405   405   405   405   405   405   405
POST  associations:leave               hidden     302    404   404   404   404   404   404   404
POST  associations:leave               shown      302    302   302   404   404   404   404   404
POST  associations:invitation-withdraw invite     302    404   302   404   404   404   404   404
GET   health                                      503    503   503   503   503   503   503   503
GET   style                                       200    200   200   200   200   200   200   200
GET   admin:index                                 302    302   302   302   302   302   302   200
GET   agenda:following-edit    published          302    302   302   404   404   404   302   404
GET   agenda:following-edit    weekly             302    200   200   404   404   404   200   404
POST  agenda:following-edit    weekly             302    200   200   404   404   404   200   404
GET   account_login                               200    302   302   302   302   302   302   302
GET   account_email                               302    200   200   200   200   200   200   200
GET   mfa_index                                   302    200   200   200   200   200   200   200
"""
# fmt: on


# What makes a form go through, or keeps it from going further than the question of who asks.
SENT = {
    "agenda:moderation-review": {"verdict": "accepted"},
    "associations:join": {"message": "x" * 501},
    "associations:organisation-restore": {"at": "2020-01-01T00:00:00+00:00"},
}

ALL_SENT = SENT.copy()
for part in PARTS:
    ALL_SENT |= getattr(part, "SENT", {})


# Addresses that name a date of an event; of a series its second, which others precede.
OF_A_DATE = {
    *("agenda:occurrence-edit", "agenda:occurrence-ics", "agenda:following-edit"),
    "agenda:registration-create",
}


def lines():
    for table in (TABLE, *(part.ACCESS for part in PARTS)):
        yield from table.strip().splitlines()


def rows():
    """(method, URL name, object, statuses) for each line."""
    for line in lines():
        words = line.split()
        method, name, thing = (*words[: -len(PEOPLE)], "")[:3]
        statuses = dict(zip(PEOPLE, map(int, words[-len(PEOPLE) :]), strict=True))
        yield pytest.param(method, name, thing, statuses, id=f"{method} {name} {thing}".strip())


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture(scope="module")
def network(django_db_setup, django_db_blocker):
    """Who and what the table is about: written once, since what a line changes is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield written()
        transaction.set_rollback(True)


def written():
    organisation = OrganisationFactory()
    relay = RelayFactory().user
    events = {
        state: EventFactory(organiser=organisation, state=state)
        for state in ("published", "draft", "unconfirmed", "archived")
    }
    events["pending"] = EventFactory(pending=True, author=relay)
    events["registering"] = EventFactory(organiser=organisation, registering="here")
    events["orphan"] = EventFactory(pending=True, author=relay, organiser=None)
    absorbed = EventFactory()
    merging = events["published"].absorb(absorbed, by=None)
    pair = LikelyDouble.objects.create(first=events["published"], second=EventFactory(), score=0.9)
    events["weekly"] = EventFactory(organiser=organisation, weekly=True)
    visitors = EventFactory(state="unconfirmed", author_email="visiteur@example.org")
    people = make_people(organisation) | {"relay": relay}
    invitation = InvitationFactory(organisation=organisation, role="manager")
    source = SourceFactory(organisation=organisation)
    staged = StagedCalendar(organisation=organisation, by=people["manager"], rules={"name": "Programme"})
    stage(staged, data=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    room = RoomFactory(keeper=organisation)
    partner = people["partner"].memberships.get().organisation
    starts_at = timezone.now() + timedelta(days=3)
    booking = RoomFactory().book(
        by=people["partner"],
        organisation=partner,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )
    things = {}
    for part in PARTS:
        its = part.things(people, organisation)
        assert not things.keys() & its.keys(), f"{part.__name__} names what another part names"
        things |= its
    return SimpleNamespace(
        things=things,
        sessions={name: session_of(person) for name, person in people.items()},
        rooms={"room": room.pk, "theirs": booking.pk},
        asked=CoOrganisingFactory(event=events["published"], organisation=partner),
        calendars={"source": source.pk, "staged": staged.pk, "unstaged": uuid.uuid4()},
        below={  # what stands below the sheet that is shown, by key
            "report": ReportFactory(organisation=organisation).pk,
            "request": JoinRequestFactory(organisation=organisation).pk,
            "membership": MembershipFactory(organisation=organisation).pk,
            "invite": invitation.pk,
            "gone": 0,
        },
        events=events | {"absorbed": absorbed},
        doubles={"pair": pair.pk, "merging": merging.pk},
        tokens={
            "visitors": visitors.proposal_url.split("/")[-2],
            "forged": "x:y:z",
            "invitation": invitation.token,
            "registration": RegistrationFactory().get_own_url().split("/")[-2],
            "series": confirmation_url_for(people["manager"]).split("/")[-2],
            "review": organisation.review_url_for(people["manager"]).split("/")[-2],
        },
        organisations={"shown": organisation, "hidden": OrganisationFactory(is_published=False)},
    )


def session_of(person):
    client = Client()
    client.force_login(person)
    return client.session.session_key


def address(network, name, thing):
    if thing in network.things:
        return reverse(name, args=network.things[thing])
    if thing in network.tokens:
        return reverse(name, args=[network.tokens[thing]])
    if thing in network.calendars:
        return reverse(name, args=[network.calendars[thing]])
    if thing == "report":
        return reverse(name, args=[network.below[thing]])
    if thing in network.rooms:
        return reverse(name, args=[network.rooms[thing]])
    if thing == "asked":
        return reverse(name, args=[network.asked.event.slug, network.asked.pk])
    if thing in network.doubles:
        return reverse(name, args=[network.doubles[thing]])
    if thing in network.below:
        return reverse(name, args=[network.organisations["shown"].slug, network.below[thing]])
    if thing in network.organisations:
        return reverse(name, args=[network.organisations[thing].slug])
    if thing in network.events:
        event = network.events[thing]
        dates = [event.occurrences.all()[1 if event.is_series else 0].pk] if name in OF_A_DATE else []
        return reverse(name, args=[event.slug, *dates])
    return reverse(name)


@pytest.mark.parametrize(("method", "name", "thing", "statuses"), list(rows()))
def test_access(client, network, method, name, thing, statuses):
    target = address(network, name, thing)
    sent = ALL_SENT.get(name, {"day": "x"})

    answered = {}
    for person in PEOPLE:
        client.cookies.clear()
        if person != "visitor":
            client.cookies[settings.SESSION_COOKIE_NAME] = network.sessions[person]
        response = client.get(target) if method == "GET" else client.post(target, sent)
        answered[person] = response.status_code
        if response.streaming:
            response.getvalue()  # what it reads from would be closed in the middle of a later test

    assert answered == statuses


def names_of_ours(resolver=None, namespace=""):
    """Each URL name that this project defines: neither allauth's nor the administration's."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            if str(pattern.pattern) not in ("comptes/", "administration/"):
                yield from names_of_ours(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join(filter(None, [namespace, pattern.name]))


def test_every_address_of_ours_is_in_the_table():
    in_table = {line.split()[1] for line in lines()}

    assert set(names_of_ours()) - in_table == set()


def test_sign_in_redirections_come_back(client, network):
    response = client.get(reverse("portal:my-space"))

    assert response["Location"] == f"{reverse('account_login')}?next={reverse('portal:my-space')}"
