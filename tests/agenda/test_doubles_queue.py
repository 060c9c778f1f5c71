"""The queue of pairs: who sees which, the three answers, and what imports put there."""

from datetime import UTC

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.imports.merge import Merge
from agenda.imports.reading import read
from agenda.models import Event, LikelyDouble, Merging, NotDouble
from agenda.models.likely_doubles import spot
from agenda.tasks import spot_doubles
from tests.agenda.imports.calendars import vcalendar, vevent
from tests.factories import EventFactory, MembershipFactory, OrganisationFactory, PlaceFactory

pytestmark = pytest.mark.django_db

QUEUE = "/agenda/doublons/"


def alike(event=None, **given):
    event = event or EventFactory(title="Loto du quartier")
    return event, EventFactory(title=event.title, place=event.place, starts_at=event.starts_at, **given)


@pytest.fixture
def pair():
    left, _right = alike()
    spot(Event.objects.filter(pk=left.pk))
    return LikelyDouble.objects.get()


def shown(client):
    return list(client.get(QUEUE).context["pairs"])


def answer(client, pair, action):
    return client.post(f"{QUEUE}{pair.pk}/", {"action": action}, follow=True)


def test_coordinator_sees_pairs_side_by_side_the_likeliest_first(client, coordinator, pair):
    surer = alike(EventFactory(title="Bal folk", contact_phone="04 91 00 11 22"), contact_phone="0491001122")
    Event.objects.filter(pk__in=[event.pk for event in surer]).update(organiser=surer[0].organiser)
    spot(Event.objects.filter(pk=surer[0].pk))
    client.force_login(coordinator)

    pairs = shown(client)

    assert [row.first.title for row in pairs] == ["Bal folk", "Loto du quartier"]
    differs = {fact.label: fact.differs for fact in pairs[1].facts}
    assert differs == {
        "Titre": False,
        "Dates": False,
        "Lieu": False,
        "Organisateur": True,
        "Prix": False,
    }


def test_member_sees_only_pairs_of_which_they_run_both(client, pair):
    user = MembershipFactory(organisation=pair.first.organiser).user
    client.force_login(user)
    one = shown(client)
    MembershipFactory(user=user, organisation=pair.second.organiser)

    assert one == []
    assert shown(client) == [pair]


def test_pair_of_others_is_not_decided(client, pair, member):
    client.force_login(member)

    for action in ("keep-first", "keep-second", "apart"):
        assert answer(client, pair, action).status_code == 404
    assert Merging.objects.count() == NotDouble.objects.count() == 0


@pytest.mark.parametrize(("action", "kept"), [("keep-first", "first"), ("keep-second", "second")])
def test_side_that_is_kept_takes_the_other(client, coordinator, pair, action, kept):
    client.force_login(coordinator)

    response = answer(client, pair, action)

    assert Merging.objects.get().kept == getattr(pair, kept)
    assert list(response.context["pairs"]) == []
    assert [row.kept for row in response.context["mergings"]] == [getattr(pair, kept)]


def test_pair_told_apart_never_comes_back(client, coordinator, pair):
    client.force_login(coordinator)

    response = answer(client, pair, "apart")
    spot(Event.objects.all())
    spot_doubles(timestamp=0)

    assert list(response.context["pairs"]) == shown(client) == []


def test_pair_decided_twice_is_decided_once(client, coordinator, pair):
    client.force_login(coordinator)

    answer(client, pair, "keep-first")

    assert answer(client, pair, "keep-second").status_code == 404


def test_unknown_answer_changes_nothing(client, coordinator, pair):
    client.force_login(coordinator)

    assert answer(client, pair, "\x00").status_code == 400
    assert shown(client) == [pair]


def test_queue_asks_as_many_queries_with_one_pair_and_three(client, coordinator, pair):
    client.force_login(coordinator)
    counts = []
    for more in (0, 2):
        for number in range(more):
            spot(Event.objects.filter(pk=alike(EventFactory(title=f"Autre chose {number}"))[0].pk))
        with CaptureQueriesContext(connection) as queries:
            counts.append((len(shown(client)), len(queries)))

    assert [rows for rows, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1] == 8


def test_task_spots_what_was_written_lately():
    alike()

    spot_doubles(timestamp=0)

    assert LikelyDouble.objects.count() == 1


# Imports


def bring(organisation, title="Loto du quartier", *, of, publish=True, uid="un@example.org", dry_run=False):
    lines = [
        *(f"UID:{uid}", f"SUMMARY:{title}", f"LOCATION:{of.place.name}\\, {of.place.address}"),
        *(f"DTSTART:{of.starts_at:%Y%m%dT%H%M%SZ}", f"DTEND:{of.ends_at:%Y%m%dT%H%M%SZ}"),
    ]
    return Merge(organisation, publish=publish).run(read(vcalendar(vevent(*lines))), dry_run=dry_run)


@pytest.fixture
def existing():
    """With its hours in universal time, as the calendar that is imported writes them."""
    event = EventFactory(title="Loto du quartier", place=PlaceFactory(address="2 rue d’Ici"))
    event.starts_at, event.ends_at = event.starts_at.astimezone(UTC), event.ends_at.astimezone(UTC)
    return event


def test_import_that_looks_like_a_public_event_waits_and_is_told(organisation, existing):
    report = bring(organisation, of=existing)

    event = Event.objects.exclude(pk=existing.pk).get()
    assert (event.state, event.published_at, event.submitted_at is not None) == ("pending", None, True)
    assert (report.created, report.likely_doubles) == (1, 1)
    assert report.warnings == [
        "« Loto du quartier » ressemble à « Loto du quartier », déjà publié : gardé en relecture"
    ]
    assert LikelyDouble.objects.get().withheld == event


def test_what_was_withheld_is_published_once_told_apart(client, coordinator, organisation, existing):
    bring(organisation, of=existing)
    client.force_login(coordinator)

    answer(client, LikelyDouble.objects.get(), "apart")

    assert Event.objects.public().count() == 2


def test_import_again_neither_publishes_nor_repeats(organisation, existing):
    for _time in range(2):
        report = bring(organisation, of=existing)

    assert (report.unchanged, report.likely_doubles) == (1, 0)
    assert Event.objects.public().count() == LikelyDouble.objects.count() == 1


def test_import_that_is_reviewed_anyway_is_put_in_the_queue(organisation, existing):
    report = bring(organisation, of=existing, publish=False)

    assert report.likely_doubles == 1
    assert LikelyDouble.objects.get().withheld is None


def test_import_that_looks_like_nothing_is_published(organisation, existing):
    report = bring(organisation, "Bourse aux vélos", of=existing)

    assert (report.likely_doubles, Event.objects.public().count()) == (0, 2)


def test_same_uid_at_two_sources_is_a_pair(organisation, existing):
    other = OrganisationFactory()
    bring(other, "Sortie", of=existing, uid="x@example.org")
    bring(organisation, "Balade", of=existing, uid="x@example.org")

    pairs = LikelyDouble.objects.filter(first__title="Sortie", second__title="Balade")
    assert pairs.count() == 1


def test_preview_tells_and_writes_nothing(organisation, existing):
    report = bring(organisation, of=existing, dry_run=True)

    assert report.likely_doubles == 1
    assert LikelyDouble.objects.count() == 0
    assert Event.objects.get() == existing


def test_calendar_is_not_compared_with_itself(organisation, existing):
    bring(organisation, "Atelier", of=existing, uid="un@example.org")
    bring(organisation, "Atelier", of=existing, uid="deux@example.org")

    ours = Event.objects.filter(imported_for=organisation)
    assert ours.count() == 2
    assert LikelyDouble.objects.filter(first__in=ours, second__in=ours).count() == 0
