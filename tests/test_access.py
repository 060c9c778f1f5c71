"""One table: each address of ours × each person → status code."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories import (
    EventFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    RelayFactory,
    ReportFactory,
    UserFactory,
)

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
GET   agenda:feed-json                            200    200   200   200   200   200   200   200
GET   agenda:feed-csv                             200    200   200   200   200   200   200   200
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
GET   agenda:moderation-list                      302    404   404   404   404   404   200   404
GET   agenda:moderation-review pending            405    405   405   405   405   405   405   405
POST  agenda:moderation-review pending            404    404   404   404   404   404   302   404
POST  agenda:moderation-review published          404    404   404   404   404   404   404   404
GET   agenda:proposal          visitors           200    200   200   200   200   200   200   200
GET   agenda:proposal          forged             404    404   404   404   404   404   404   404
GET   agenda:proposal-edit     visitors           200    200   200   200   200   200   200   200
GET   agenda:proposal-edit     forged             404    404   404   404   404   404   404   404
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


def rows():
    """(method, URL name, object, statuses) for each line."""
    for line in TABLE.strip().splitlines():
        words = line.split()
        method, name, thing = (*words[: -len(PEOPLE)], "")[:3]
        statuses = dict(zip(PEOPLE, map(int, words[-len(PEOPLE) :]), strict=True))
        yield pytest.param(method, name, thing, statuses, id=f"{method} {name} {thing}".strip())


@pytest.fixture
def network():
    """Who and what the table is about."""
    cache.clear()
    organisation = OrganisationFactory()
    relay = RelayFactory().user
    events = {
        state: EventFactory(organiser=organisation, state=state)
        for state in ("published", "draft", "unconfirmed", "archived")
    }
    events["pending"] = EventFactory(pending=True, author=relay)
    visitors = EventFactory(state="unconfirmed", author_email="visiteur@example.org")
    people = {
        "member": MembershipFactory(organisation=organisation).user,
        "manager": MembershipFactory(organisation=organisation, manager=True).user,
        "stranger": MembershipFactory().user,
        "relay": relay,
        "partner": MembershipFactory(organisation__partner=True).user,
        "coordinator": UserFactory(coordinator=True),
        "administrator": UserFactory(administrator=True),
    }
    invitation = InvitationFactory(organisation=organisation, role="manager")
    return SimpleNamespace(
        people=people,
        below={  # what stands below the sheet that is shown, by key
            "report": ReportFactory(organisation=organisation).pk,
            "request": JoinRequestFactory(organisation=organisation).pk,
            "membership": MembershipFactory(organisation=organisation).pk,
            "invite": invitation.pk,
            "gone": 0,
        },
        events=events,
        tokens={
            "visitors": visitors.proposal_url.split("/")[-2],
            "forged": "x:y:z",
            "invitation": invitation.token,
            "review": organisation.review_url_for(people["manager"]).split("/")[-2],
        },
        organisations={"shown": organisation, "hidden": OrganisationFactory(is_published=False)},
    )


def address(network, name, thing):
    if thing in network.tokens:
        return reverse(name, args=[network.tokens[thing]])
    if thing == "report":
        return reverse(name, args=[network.below[thing]])
    if thing in network.below:
        return reverse(name, args=[network.organisations["shown"].slug, network.below[thing]])
    if thing in network.organisations:
        return reverse(name, args=[network.organisations[thing].slug])
    if thing in network.events:
        event = network.events[thing]
        dates = [event.occurrences.first().pk] if name == "agenda:occurrence-edit" else []
        return reverse(name, args=[event.slug, *dates])
    return reverse(name)


@pytest.mark.parametrize(("method", "name", "thing", "statuses"), list(rows()))
def test_access(client, network, method, name, thing, statuses):
    target = address(network, name, thing)
    sent = SENT.get(name, {"day": "x"})

    answered = {}
    for person in PEOPLE:
        client.logout()
        if person != "visitor":
            client.force_login(network.people[person])
        response = client.get(target) if method == "GET" else client.post(target, sent)
        answered[person] = response.status_code

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
    in_table = {line.split()[1] for line in TABLE.strip().splitlines()}

    assert set(names_of_ours()) - in_table == set()


def test_sign_in_redirections_come_back(client, network):
    response = client.get(reverse("portal:my-space"))

    assert response["Location"] == f"{reverse('account_login')}?next={reverse('portal:my-space')}"
