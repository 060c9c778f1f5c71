"""When: each way that the form offers to say it, and what it answers to slips."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils import timezone

from agenda.forms import ScheduleForm
from tests.factories import EventFactory

PARIS = ZoneInfo("Europe/Paris")
# A Tuesday, always to come within the ten years that the form looks ahead.
TUESDAY = datetime(2030, 9, 24, tzinfo=PARIS).date()


def querydict(**fields):
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, [str(item) for item in (value if isinstance(value, list) else [value])])
    return data


def local(moment):
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"


def when(**fields):
    fields = {"day": "2030-09-24", "begins": "18:00", "ends": "19:30", "repeat": "once"} | fields
    return ScheduleForm(querydict(**{name: value for name, value in fields.items() if value is not None}))


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ({}, "24/09/2030 18:00", "24/09/2030 19:30"),
        ({"day": "24/09/2030"}, "24/09/2030 18:00", "24/09/2030 19:30"),
        ({"begins": "18h30", "ends": "20h"}, "24/09/2030 18:30", "24/09/2030 20:00"),
        ({"ends": ""}, "24/09/2030 18:00", "24/09/2030 18:00"),
        ({"begins": "22:00", "ends": "04:00"}, "24/09/2030 22:00", "25/09/2030 04:00"),
        ({"all_day": "on", "begins": "", "ends": ""}, "24/09/2030 00:00", "25/09/2030 00:00"),
        ({"all_day": "on", "last_day": "2030-09-26"}, "24/09/2030 00:00", "27/09/2030 00:00"),
        ({"last_day": "2030-09-26", "ends": "12:00"}, "24/09/2030 18:00", "26/09/2030 12:00"),
    ],
)
def test_schedule_of_one_date(fields, start, end):
    form = when(**fields)

    assert form.is_valid(), form.errors
    assert (local(form.schedule.start), local(form.schedule.end)) == (start, end)
    assert form.schedule.rrule == ""


@pytest.mark.parametrize(
    ("fields", "rrule"),
    [
        ({"repeat": "daily"}, "FREQ=DAILY"),
        ({"repeat": "weekly"}, "FREQ=WEEKLY;BYDAY=TU"),
        ({"repeat": "weekly", "weekdays": ["1", "3"]}, "FREQ=WEEKLY;BYDAY=TU,TH"),
        ({"repeat": "biweekly"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ({"repeat": "monthly_weekday"}, "FREQ=MONTHLY;BYDAY=4TU"),
        ({"repeat": "monthly_day"}, "FREQ=MONTHLY;BYMONTHDAY=24"),
        ({"repeat": "every_weeks", "weeks": "3"}, "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"),
        ({"repeat": "monthly_last"}, "FREQ=MONTHLY;BYDAY=-1TU"),
        ({"repeat": "yearly"}, "FREQ=YEARLY"),
        ({"repeat": "weekly", "times": "12"}, "FREQ=WEEKLY;COUNT=12;BYDAY=TU"),
        ({"repeat": "weekly", "until": "2030-12-17"}, "FREQ=WEEKLY;UNTIL=20301217T225959Z;BYDAY=TU"),
        ({"repeat": "weekly", "until": "2030-12-17", "all_day": "on"}, "FREQ=WEEKLY;UNTIL=20301217;BYDAY=TU"),
        ({"repeat": "once", "weekdays": ["1"], "until": "2030-12-17"}, ""),
    ],
)
def test_schedule_that_repeats(fields, rrule):
    form = when(**fields)

    assert form.is_valid(), form.errors
    assert form.schedule.rrule == rrule


def test_schedule_of_several_chosen_dates():
    form = when(other_dates=["2030-10-08", "2030-10-01", "", "2030-10-08"])

    assert form.is_valid(), form.errors
    assert [local(moment) for moment in form.schedule.rdates] == ["01/10/2030 18:00", "08/10/2030 18:00"]


def test_each_input_of_a_day_is_named_after_its_field():
    labels = re.findall(
        r'aria-label="([^"]*)"', f"{ScheduleForm()['other_dates']}{ScheduleForm()['except_dates']}"
    )

    assert labels == [
        *("Autre date 1", "Autre date 2", "Autre date 3"),
        *("Sauf : date 1", "Sauf : date 2", "Sauf : date 3"),
    ]


def test_schedule_with_exceptions_at_the_hour_of_the_series():
    form = when(repeat="weekly", except_dates=["2030-10-29"])

    assert form.is_valid(), form.errors
    assert [local(moment) for moment in form.schedule.exdates] == ["29/10/2030 18:00"]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"day": ""}, "day", "Ce champ est obligatoire."),
        ({"day": "hier"}, "day", "Saisissez une date valide."),
        ({"day": "2030-02-30"}, "day", "Saisissez une date valide."),
        ({"day": "1583-01-01"}, "day", "Cette date est trop ancienne."),
        ({"day": "9999-12-31"}, "day", "Cette date est trop lointaine."),
        ({"day": "2030-09-24\x00"}, "day", "Saisissez une date valide."),
        (
            {"begins": ""},
            "begins",
            "À quelle heure cela commence-t-il ? Sinon cochez « Toute la journée ».",
        ),
        ({"begins": "25:00"}, "begins", "Saisissez une heure valide."),
        ({"ends": "17:00"}, "ends", "L’heure de fin précède l’heure de début."),
        ({"ends": "18:00"}, "ends", "L’heure de fin précède l’heure de début."),
        ({"last_day": "2030-09-23"}, "last_day", "Le dernier jour précède le premier."),
        (
            {"repeat": "weekly", "until": "2030-09-23"},
            "until",
            "La répétition s’arrête avant la première date.",
        ),
        (
            {"repeat": "weekly", "until": "2030-12-17", "times": "3"},
            "times",
            "Donnez une date de fin ou un nombre de fois, pas les deux.",
        ),
        (
            {"repeat": "every_weeks"},
            "weeks",
            "Toutes les combien de semaines ? Par exemple 3.",
        ),
        (
            {"repeat": "monthly_last", "day": "2030-09-17"},
            "day",
            "Ce jour n’est pas le dernier de son mois : choisissez-en un qui l’est.",
        ),
        ({"repeat": "keep"}, "repeat", "Sélectionnez un choix valide. keep n’en fait pas partie."),
        ({"repeat": "secondly"}, "repeat", "Sélectionnez un choix valide. secondly n’en fait pas partie."),
        ({"other_dates": ["demain"]}, "other_dates", "Saisissez une date valide."),
        ({"other_dates": ["9999-12-31"]}, "other_dates", "Cette date est trop lointaine."),
        (
            {"other_dates": [f"2031-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(101)]},
            "other_dates",
            "Au plus 100 dates : préférez une répétition.",
        ),
    ],
)
def test_schedule_says_in_french_what_is_wrong(fields, field, message):
    form = when(**fields)

    assert not form.is_valid()
    assert form.errors[field] == [message]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"rrule": "FREQ=WEEKLY;BYDAY=TU,TH"}, {"repeat": "weekly", "weekdays": [1, 3], "until": None}),
        ({"rrule": "FREQ=MONTHLY;BYDAY=4TU"}, {"repeat": "monthly_weekday"}),
        ({"rrule": "FREQ=WEEKLY;COUNT=5"}, {"repeat": "weekly", "times": 5}),
        ({"rrule": "FREQ=WEEKLY;INTERVAL=3"}, {"repeat": "every_weeks", "weeks": 3}),
        ({"rrule": "FREQ=MONTHLY;BYDAY=-1TU"}, {"repeat": "monthly_last"}),
        ({"rrule": "FREQ=YEARLY"}, {"repeat": "yearly"}),
        ({"rrule": "FREQ=DAILY;INTERVAL=2"}, {"repeat": "keep"}),
        ({"rrule": "FREQ=WEEKLY;COUNT=900"}, {"repeat": "keep"}),
        ({"rrule": "FREQ=WEEKLY", "skips_school_holidays": True}, {"skips_school_holidays": True}),
        ({}, {"repeat": "once", "last_day": None}),
        ({"rdates": [datetime(2030, 10, 1, 16, tzinfo=UTC)]}, {"other_dates": [TUESDAY + timedelta(days=7)]}),
    ],
)
def test_fields_show_the_schedule_of_an_event(fields, shown):
    event = EventFactory.build(
        starts_at=datetime(2030, 9, 24, 18, tzinfo=PARIS),
        ends_at=datetime(2030, 9, 24, 20, tzinfo=PARIS),
        organiser=None,
        **fields,
    )

    initial = ScheduleForm.initial_from(event)

    assert {name: initial[name] for name in shown} == shown
    assert (initial["day"], f"{initial['begins']:%H:%M}", f"{initial['ends']:%H:%M}") == (
        TUESDAY,
        "18:00",
        "20:00",
    )
