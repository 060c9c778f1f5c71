"""The three choices of whoever changes a series, in a real browser: this date, this one and the following, all."""

import pytest
from django.utils import timezone

from agenda.models import Event
from tests.factories import EventFactory, MembershipFactory, PlaceFactory, ThemeFactory
from tests.test_story import PHONE, fits, next_weekday, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at(day, hour):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, hour))


def starts(event):
    return [f"{row.local_start:%d/%m %H}" for row in event.occurrences.in_order()]


def test_story_of_a_series_that_changes_once_then_from_a_date_on_then_as_a_whole(page, live_server):
    tuesdays = [next_weekday(1, after=timezone.localdate())]
    for _week in range(5):
        tuesdays.append(next_weekday(1, after=tuesdays[-1]))
    workshop = EventFactory(
        title="Atelier couture",
        starts_at=at(tuesdays[0], 18),
        ends_at=at(tuesdays[0], 19),
        rrule="FREQ=WEEKLY;COUNT=6",
        place=PlaceFactory(name="Maison des Calanques"),
    )
    workshop.themes.set([ThemeFactory(name="Culture")])
    EventFactory(place=PlaceFactory(name="Parc Borély"))
    member = MembershipFactory(organisation=workshop.organiser).user
    page.set_viewport_size(PHONE)
    sign_in(page, member)

    # This date: elsewhere.
    page.goto(workshop.get_absolute_url())
    page.get_by_role("link", name="Changer").nth(1).click()
    page.get_by_role("navigation", name="Quelles dates changer ?").get_by_text("Cette date").wait_for()
    assert fits(page)
    page.get_by_label("Lieu de cette date").select_option("Parc Borély")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Exceptionnellement : Parc Borély").wait_for()
    assert fits(page)

    # This one and the following: an hour earlier, under another name.
    page.get_by_role("link", name="Changer").nth(3).click()
    page.get_by_role("link", name="Celle-ci et les suivantes").click()
    page.get_by_role("heading", name="Changer cette date et les suivantes").wait_for()
    assert fits(page)
    page.get_by_label("Titre").fill("Couture et broderie")
    page.get_by_label("Début").fill("17:00")
    page.get_by_text("Tous les mardis de 17\xa0h à 19\xa0h (3 fois)").wait_for()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("heading", name="Couture et broderie", level=1).wait_for()
    page.get_by_role("link", name="Atelier couture").last.wait_for()
    sequel = Event.objects.get(title="Couture et broderie")
    assert starts(workshop) == [f"{day:%d/%m} 18" for day in tuesdays[:3]]
    assert starts(sequel) == [f"{day:%d/%m} 17" for day in tuesdays[3:]]
    assert workshop.occurrences.in_order()[1].place.name == "Parc Borély"

    # The whole of what is left.
    page.get_by_role("link", name="Changer").first.click()
    page.get_by_role("link", name="Toute la série").click()
    page.get_by_label("Fin", exact=True).fill("20:00")
    page.get_by_label("Sauf pendant les vacances scolaires").check()
    page.get_by_text("sauf vacances scolaires").wait_for()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("sauf vacances scolaires").first.wait_for()
    assert fits(page)
    sequel.refresh_from_db()
    assert sequel.skips_school_holidays
    assert {f"{row.local_end:%H}" for row in sequel.occurrences.all()} <= {"20"}

    # Each is found once, under its name.
    page.goto("/agenda/?q=couture")
    assert page.locator(".event-card__title", has_text="Atelier couture").count() == 3
    assert (
        page.locator(".event-card__title", has_text="Couture et broderie").count()
        == sequel.occurrences.count()
    )
