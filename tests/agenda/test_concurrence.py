"""What happens at the same time, and what remains free."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from agenda import concurrence
from agenda.models import Event
from agenda.neighbours import About, around
from tests.factories import DistrictFactory, EventFactory, PlaceFactory, ThemeFactory

PARIS = ZoneInfo("Europe/Paris")
# A Monday without a clock change near it, far from any today.
MONDAY = datetime(2031, 3, 3, tzinfo=PARIS)
BEFORE = datetime(2031, 3, 1, tzinfo=UTC)


def at(hour, minute=0, *, days=0):
    return (MONDAY + timedelta(days=days)).replace(hour=hour, minute=minute)


# Pure


@pytest.mark.parametrize(
    ("busy", "said"),
    [
        ([], "toute la journée"),
        ([(14, 17)], "avant 14\u00a0h et après 17\u00a0h"),
        ([(9, 10), (14, 17)], "avant 9\u00a0h, de 10\u00a0h à 14\u00a0h et après 17\u00a0h"),
        ([(6, 9), (21, 23)], "de 9\u00a0h à 21\u00a0h"),
        ([(10, 15), (11, 12)], "avant 10\u00a0h et après 15\u00a0h"),
        ([(8, 22)], ""),
        ([(6, 23)], ""),
        ([(23, 24)], "toute la journée"),
    ],
)
def test_free_hours_of_a_day_are_said(busy, said):
    since, until = concurrence.opening_hours(MONDAY.date(), PARIS)
    spans = [(at(start), at(0) + timedelta(hours=end)) for start, end in busy]

    slots = concurrence.free_slots(spans, since, until)

    assert concurrence.say_free(slots, since, until) == said


def test_gap_too_short_to_gather_in_is_not_free():
    since, until = at(8), at(22)

    slots = concurrence.free_slots([(at(8), at(12)), (at(12, 59), at(22))], since, until)

    assert slots == []


@pytest.mark.parametrize(
    ("hour", "begins", "ends", "name"),
    [
        (0, 0, 12, "le matin"),
        (12, 12, 18, "l’après-midi"),
        (17, 12, 18, "l’après-midi"),
        (23, 18, 24, "le soir"),
    ],
)
def test_part_of_the_day(hour, begins, ends, name):
    (since, until), said = concurrence.part_of_day(at(hour))

    assert (since, until, said) == (at(begins), at(0) + timedelta(hours=ends), name)


def test_spans_that_touch_do_not_overlap():
    assert not concurrence.overlaps((at(10), at(12)), (at(12), at(13)))
    assert concurrence.overlaps((at(10), at(12)), (at(11, 59), at(13)))
    assert concurrence.overlaps((at(10), at(10)), (at(10), at(10)))


# In the agenda


@pytest.fixture
def mazargues():
    return DistrictFactory(name="Mazargues")


@pytest.fixture
def hall(mazargues):
    return PlaceFactory(name="Salle du Pin", district=mazargues)


def event_at(start, end, **kwargs):
    return EventFactory(starts_at=start, ends_at=end, **kwargs)


def seen(found):
    return [(each.part, [row.display_title for row in each.occurrences]) for each in found.dates]


@pytest.mark.django_db
def test_same_public_theme_or_district_are_shown_and_nothing_else(hall, mazargues):
    theme = ThemeFactory(name="Jeunesse")
    event_at(at(18), at(20), title="Boxe", publics=["jeunes"])
    event_at(at(19), at(21), title="Forum", themes=[theme])
    event_at(at(20), at(22), title="Loto", place=hall)
    event_at(at(18), at(20), title="Thé dansant", publics=["seniors"])
    event_at(at(14), at(16), title="Goûter", publics=["jeunes"])
    mine = event_at(at(19), at(20), title="Le mien", publics=["jeunes"], themes=[theme], place=hall)

    found = around(mine.schedule, About.of(mine), event=mine, now=BEFORE)

    assert seen(found) == [("le soir", ["Boxe", "Forum", "Loto"])]
    assert [row.likeness for row in found.dates[0].occurrences] == [["jeunes"], ["Jeunesse"], ["Mazargues"]]


@pytest.mark.django_db
def test_what_is_not_public_cancelled_or_postponed_is_never_shown():
    common = {"publics": ["jeunes"]}
    for state in Event.State.values:
        if state != "published":
            event_at(at(18), at(20), state=state, **common)
    event_at(at(18), at(20), status=Event.Status.CANCELLED, **common)
    event_at(at(18), at(20), status=Event.Status.POSTPONED, **common)
    event_at(at(18), at(20), **common).occurrences.get().cancel(by=None)
    mine = event_at(at(18), at(20), draft=True, **common)

    found = around(mine.schedule, About.of(mine), event=mine, now=BEFORE)

    assert found.dates == []
    assert found.free == "toute la journée"


@pytest.mark.django_db
def test_free_hours_are_for_this_public_in_this_district(hall, mazargues):
    event_at(at(14), at(17), publics=["jeunes"], place=hall)
    event_at(at(9), at(12), publics=["jeunes"])
    event_at(at(9), at(12), publics=["seniors"], place=hall)
    event_at(at(18), at(20), publics=["jeunes"], place=hall, title="Mardi").occurrences.update(
        starts_at=at(18, days=1), ends_at=at(20, days=1)
    )
    mine = event_at(at(18), at(19), publics=["jeunes"], place=hall, draft=True)

    found = around(mine.schedule, About.of(mine), event=mine, now=BEFORE)

    assert found.free == "avant 14\u00a0h et après 17\u00a0h"
    assert found.about.wording == "pour ce public dans le quartier"
    assert found.other_days == "mercredi, jeudi, vendredi, samedi et dimanche"


@pytest.mark.django_db
def test_series_is_compared_at_its_next_eight_dates():
    for weeks in (0, 3, 7, 8):
        event_at(at(18, days=7 * weeks), at(19, days=7 * weeks), publics=["jeunes"], title=f"Semaine {weeks}")
    mine = event_at(at(18), at(19), publics=["jeunes"], weekly=True, draft=True)

    found = around(mine.schedule, About.of(mine), event=mine, now=BEFORE)

    assert found.checked == 8
    assert [titles for _part, titles in seen(found)] == [["Semaine 0"], ["Semaine 3"], ["Semaine 7"]]


@pytest.mark.django_db
def test_past_dates_of_a_series_are_left_out():
    mine = event_at(at(18), at(19), publics=["jeunes"], weekly=True, draft=True)
    event_at(at(18), at(19), publics=["jeunes"])

    found = around(mine.schedule, About.of(mine), event=mine, now=at(12, days=1))

    assert (found.dates, found.first_day) == ([], at(0, days=7).date())


@pytest.mark.django_db
def test_event_without_public_theme_or_place_is_compared_with_nothing():
    mine = event_at(at(18), at(19), draft=True)

    assert around(mine.schedule, About(), event=mine, now=BEFORE) is None
    assert around(None, About(publics=("jeunes",)), now=BEFORE) is None


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_neighbours_are_found_in_two_queries(django_assert_num_queries, rows, hall):
    theme = ThemeFactory()
    for _row in range(rows):
        event_at(at(18), at(19), publics=["jeunes"], place=hall, themes=[theme])
    mine = event_at(at(18), at(19), publics=["jeunes"], place=hall, weekly=True, draft=True)
    about = About.of(mine)

    with django_assert_num_queries(2):
        found = around(mine.schedule, about, event=mine, now=BEFORE)

    assert found.dates[0].total == rows


# Pages

SENT = {"day": "2031-03-03", "begins": "18:00", "ends": "19:00", "repeat": "once", "publics": ["jeunes"]}
ADDRESS = "/agenda/proposer/en-meme-temps/"


@pytest.fixture
def boxing():
    return event_at(
        at(18), at(20), title="Boxe", publics=["jeunes"], place=PlaceFactory(name="Gymnase du Parc")
    )


@pytest.mark.django_db
def test_form_is_told_what_happens_then(client, boxing):
    response = client.post(ADDRESS, SENT)

    assert "Lundi 3 mars 2031, le soir" in response.text
    assert "1 activité" in response.text
    assert f'href="{boxing.get_absolute_url()}"' in response.text
    assert "18\u00a0h\u00a0– 20\u00a0h" in response.text
    assert "Gymnase du Parc" in response.text
    assert "libre avant 18\u00a0h et après 20\u00a0h pour ce public" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"day": "hier"},
        {"publics": ["martiens"]},
        {"publics": "\x00"},
        {"themes": ["x"], "publics": []},
        {"place": "999999", "publics": []},
        {"begins": "99:99"},
    ],
)
def test_half_a_form_is_no_error(client, boxing, change):
    response = client.post(ADDRESS, SENT | change)

    assert response.status_code == 200
    assert "En même temps" not in response.text


@pytest.mark.django_db
def test_place_that_is_not_offered_says_nothing(client, mazargues):
    hidden = PlaceFactory(district=mazargues)
    event_at(at(18), at(20), title="Loto", place=PlaceFactory(district=mazargues))

    response = client.post(ADDRESS, SENT | {"publics": [], "place": hidden.pk})

    assert "Loto" not in response.text


@pytest.mark.django_db
def test_form_that_comes_back_and_the_preview_show_it_without_script(client, member, organisation, boxing):
    draft = event_at(at(18), at(19), publics=["jeunes"], organiser=organisation, draft=True)
    client.force_login(member)

    back = client.post("/agenda/proposer/", SENT)
    preview = client.get(draft.get_absolute_url())
    draft.publish(by=member)
    public = client.get(draft.get_absolute_url())

    assert back.context["form"].errors
    assert "Boxe" in back.text
    assert "Boxe" in preview.text
    assert "Boxe" not in public.text


@pytest.mark.django_db
def test_visitor_sees_it_before_sending(client, boxing):
    proposal = event_at(at(18), at(19), publics=["jeunes"], state="unconfirmed", author_email="v@example.org")

    response = client.get(proposal.proposal_url)

    assert "Boxe" in response.text
    assert timezone.localtime(proposal.starts_at) == at(18)
