"""What comes back on an agenda by itself: on a meeting planned ahead too, once, and told where it was convened."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gouvernance.consent import Kind
from gouvernance.models import Decision, Deliberation, Meeting
from gouvernance.tasks import bring_back
from tests.factories import UserFactory
from tests.gouvernance.factories import (
    BodyFactory,
    CollegeFactory,
    DeliberationFactory,
    MandateFactory,
    MeetingFactory,
    call,
    open_with,
)

pytestmark = pytest.mark.django_db


def in_days(number):
    return timezone.now() + timedelta(days=number)


@pytest.fixture
def body():
    body = BodyFactory(notice_days=0)
    MandateFactory(college=CollegeFactory(body=body), contact_email="ana@example.org")
    return body


def held(body, *, days=5, **decision):
    """A meeting held and closed, that decided something to look at again in ten days."""
    meeting = MeetingFactory(body=body, title="Tenue", starts_at=in_days(days))
    meeting.convene(by=None)
    meeting.open(by=None)
    words = {"text": "On essaie.", "owner": "Bob", "due_on": timezone.localdate()}
    words["review_on"] = timezone.localdate() + timedelta(days=10)
    Decision.take(meeting.items.last(), by=None, **words | decision)
    meeting.close(by=None)
    return meeting


def titles(meeting):
    return [item.title.partition(" « Tenue")[0] for item in meeting.items.order_by("position", "pk")]


def test_meeting_planned_ahead_gets_what_came_since_and_once(body):
    ahead = MeetingFactory(body=body, starts_at=in_days(60))
    before = titles(ahead)
    held(body)

    for _day in range(2):
        bring_back(0)

    assert before == ["Budget"]
    assert titles(ahead) == [
        "Approbation du compte rendu de",
        "Budget",
        "À revoir : On essaie.",
    ]
    assert list(ahead.items.order_by("position").values_list("position", flat=True)) == [0, 1, 2]


def test_convening_and_moving_a_meeting_bring_back_what_is_due_by_its_day(body):
    ahead = MeetingFactory(body=body, starts_at=in_days(8))
    held(body)

    ahead.convene(by=None)
    convened = titles(ahead)
    ahead.starts_at, ahead.ends_at = in_days(11), in_days(12)
    ahead.revise(by=None)

    assert convened == ["Approbation du compte rendu de", "Budget"]
    assert titles(ahead)[-1] == "À revoir : On essaie."


def test_those_who_are_convened_are_told_as_of_any_change_of_the_agenda(body, mailoutbox):
    ahead = MeetingFactory(body=body, starts_at=in_days(60))
    ahead.convene(by=None)
    held(body)
    mailoutbox.clear()

    bring_back(0)
    Meeting.objects.tell_changed(now=timezone.now() + timedelta(minutes=16))
    bring_back(0)
    Meeting.objects.tell_changed(now=timezone.now() + timedelta(minutes=32))

    [mail] = mailoutbox
    assert mail.subject.startswith("Changement")
    assert "On essaie." in mail.body


def test_only_the_next_meeting_takes_up_and_the_one_after_when_it_is_cancelled(body):
    first, second = (MeetingFactory(body=body, starts_at=in_days(days)) for days in (30, 60))
    held(body)

    bring_back(0)
    alone = (len(titles(first)), len(titles(second)))
    first.cancel(by=None, reason="Salle inondée.")
    bring_back(0)

    assert alone == (3, 1)
    assert titles(second) == titles(first)


def test_what_was_taken_off_on_purpose_stays_off_this_agenda(body):
    ahead = MeetingFactory(body=body, starts_at=in_days(30))
    held(body)
    bring_back(0)
    for item in ahead.items.exclude(title="Budget"):
        item.remove(by=None)

    bring_back(0)
    ahead.refresh_from_db()
    ahead.convene(by=None)

    assert titles(ahead) == ["Budget"]
    assert Decision.objects.get().came_back_as is None


def test_meeting_that_is_open_or_past_gets_nothing(body):
    opened = MeetingFactory(body=body, starts_at=in_days(30))
    opened.convene(by=None)
    opened.open(by=None)
    past = MeetingFactory(body=body, starts_at=in_days(-3))
    held(body)

    bring_back(0)

    assert titles(opened) == titles(past) == ["Budget"]


def test_deferred_deliberation_comes_back_on_the_next_agenda_and_not_on_its_own():
    coordinator = UserFactory(coordinator=True)
    deliberation, _people = open_with(
        1, by=coordinator, title="Le local", body=BodyFactory(notice_days=0), is_public=True
    )
    own = MeetingFactory(body=deliberation.body, starts_at=in_days(10))
    own.convene(by=None)
    there = DeliberationFactory(
        body=deliberation.body,
        item=own.items.get(),
        title="La fête",
        created_by=coordinator,
        is_public=True,
    )
    there.open(by=coordinator)
    for row in (deliberation, there):
        row.conclude(Kind.DEFER, by=row.deliberators.of(coordinator).get(), text="Il manque un devis.")

    bring_back(0)
    on_its_own = titles(own)
    following = MeetingFactory(body=deliberation.body, starts_at=in_days(20), items=False)
    own.cancel(by=None, reason="Salle inondée.")
    bring_back(0)

    assert on_its_own == ["Budget", "Reportée, à reprendre : Le local"]
    assert titles(following) == ["Reportée, à reprendre : Le local", "Reportée, à reprendre : La fête"]
    assert set(Deliberation.objects.values_list("came_back_as__meeting", flat=True)) == {following.pk}


def test_deliberation_that_is_not_public_comes_back_without_its_words(client):
    coordinator = UserFactory(coordinator=True)
    body = BodyFactory(notice_days=0)
    deferred, _people = open_with(1, by=coordinator, title="Le logement de M. X", body=body)
    adopted, people = open_with(1, by=coordinator, title="La dette de Mme Y", body=body)
    running = call(adopted, by=coordinator)
    adopted.make(Kind.CONSENT, by=people[0])
    adopted.conclude(Kind.ADOPT, by=running, review_on=timezone.localdate() + timedelta(days=5))
    deferred.conclude(Kind.DEFER, by=deferred.deliberators.of(coordinator).get(), text="Il manque un devis.")
    meeting = MeetingFactory(body=body, starts_at=in_days(20), items=False, is_public=True)

    meeting.convene(by=None)
    outside = client.get(meeting.get_absolute_url()).text
    client.force_login(coordinator)
    inside = client.get(meeting.get_absolute_url()).text

    assert list(meeting.items.values_list("title", "words")) == [
        ("Délibération non publique, à revoir", ""),
        ("Délibération non publique, à reprendre", ""),
    ]
    for row in (deferred, adopted):
        assert row.title not in outside
        assert f'href="{row.get_absolute_url()}"' not in outside
        assert f'href="{row.get_absolute_url()}"' in inside
