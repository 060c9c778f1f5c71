"""The event's form: each way to say when, where and who, and what it answers to slips."""

import io
import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import timezone
from PIL import Image

from agenda import recurrence
from agenda.forms import EventForm, OccurrenceForm, ReviewForm, VisitorEventForm
from agenda.models import Event
from associations.models import Place
from tests.factories import (
    DistrictFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")


def querydict(**fields):
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, [str(item) for item in (value if isinstance(value, list) else [value])])
    return data


def local(moment):
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"


@pytest.fixture
def theme():
    return ThemeFactory()


@pytest.fixture
def place():
    """One that the form offers: an organisation is there."""
    return OrganisationFactory(place=PlaceFactory(), is_published=False).place


@pytest.fixture
def fields(theme, place):
    return {
        "title": "Goûter partagé",
        "themes": [theme.pk],
        "day": "2030-09-24",
        "begins": "18:00",
        "ends": "19:30",
        "repeat": "once",
        "place": place.pk,
        "is_free": "on",
        "language": "fr",
        "submission": uuid.uuid4(),
    }


def form_for(user, fields, *, files=None, instance=None, form=EventForm, **changes):
    merged = {name: value for name, value in (fields | changes).items() if value is not None}
    made = form(querydict(**merged), files, user=user, instance=instance)
    made.is_valid()
    return made


def test_event_is_saved_as_a_draft_with_its_dates_and_its_author(relay, fields, theme):
    form = form_for(relay, fields, other_dates=["2030-10-01"])

    event = form.save()

    assert (event.title, event.state, event.author) == ("Goûter partagé", "draft", relay)
    assert [local(row.starts_at) for row in event.occurrences.in_order()] == [
        *("24/09/2030 18:00", "01/10/2030 18:00")
    ]
    assert list(event.themes.all()) == [theme]
    assert "Goûter partagé" in Event.objects.get().search_text


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title": ""}, "title", "Ce champ est obligatoire."),
        (
            {"title": "x" * 10_000},
            "title",
            "Assurez-vous que cette valeur comporte au plus 140 caractères (actuellement 10000).",
        ),
        ({"title": "a\x00b"}, "title", "Le caractère nul n’est pas autorisé."),
        ({"themes": None}, "themes", "Ce champ est obligatoire."),
        (
            {"place": None},
            "place",
            "Où cela se passe-t-il ? Choisissez un lieu, ou écrivez-en un nouveau.",
        ),
        ({"day": "2020-01-01"}, "day", "Cette date est déjà passée."),
        (
            {"day": "2020-01-01", "repeat": "weekly", "until": "2020-06-01"},
            "day",
            "Cette date est déjà passée.",
        ),
        ({"age_min": "12", "age_max": "6"}, "__all__", "L’âge maximal doit suivre l’âge minimal."),
        ({"age_min": "-1"}, "age_min", "Assurez-vous que cette valeur est supérieure ou égale à 0."),
        ({"website": "javascript:alert(1)"}, "website", "Saisissez une URL valide."),
        ({"publics": ["tous"]}, "publics", "Sélectionnez un choix valide. tous n’en fait pas partie."),
    ],
)
def test_form_says_in_french_what_is_wrong(relay, fields, changes, field, message):
    form = form_for(relay, fields, **changes)

    assert not form.is_valid()
    assert form.errors[field] == [message]


def test_past_series_that_still_goes_on_is_taken(relay, fields):
    assert form_for(relay, fields, day="2020-01-07", repeat="weekly").is_valid()


def test_event_under_way_is_taken(relay, fields):
    today = timezone.localdate()

    form = form_for(relay, fields, day=today - timedelta(days=1), last_day=today + timedelta(days=1))

    assert form.is_valid(), form.errors


def test_four_themes_are_too_many(relay, fields):
    form = form_for(relay, fields, themes=[ThemeFactory().pk for _theme in range(4)])

    assert form.errors["themes"] == ["Choisissez au plus 3 thèmes."]


def picture(name="affiche.png", size=(20, 10)):
    output = io.BytesIO()
    Image.new("RGB", size).save(output, "PNG")
    return SimpleUploadedFile(name, output.getvalue(), "image/png")


def test_image_asks_for_its_description(relay, fields):
    form = form_for(relay, fields, files={"image": picture()})

    assert form.errors["image_alt"] == ["Dites en quelques mots ce que montre l’image."]


def test_image_is_kept_as_webp(relay, fields):
    form = form_for(relay, fields, files={"image": picture()}, image_alt="Une table dressée")

    event = form.save()

    assert event.image.name.endswith(".webp")
    assert event.image_alt == "Une table dressée"


def test_image_that_is_html_is_refused(relay, fields):
    html = SimpleUploadedFile("affiche.jpg", b"<html></html>", "image/jpeg")

    form = form_for(relay, fields, files={"image": html}, image_alt="x")

    assert form.errors["image"] == [
        "Ce fichier n’est pas une image lisible. Envoyez une photo JPEG, PNG, WebP ou GIF."
    ]


# Where


def test_new_place_is_written_once(relay, fields):
    district = DistrictFactory(postal_code="13008")
    changes = {
        "place": None,
        "new_place_name": "Maison du Lac",
        "new_place_address": "2 rue du Lac",
        "new_place_district": district.pk,
    }

    first = form_for(relay, fields, **changes).save()
    first.publish(by=relay)
    second = form_for(
        relay, fields | {"submission": uuid.uuid4()}, **changes | {"new_place_name": "maison du lac"}
    )

    assert second.save().place == first.place
    assert (first.place.name, first.place.postal_code) == ("Maison du Lac", "13008")
    assert Place.objects.filter(name="Maison du Lac").count() == 1


@pytest.mark.parametrize("state", ["draft", "unconfirmed", "pending", "changes", "refused", "archived"])
def test_place_of_a_proposal_is_offered_to_its_event_alone_until_it_is_public(relay, fields, state):
    event = EventFactory(state=state, place=PlaceFactory(name="Maison du Lac", address="2 rue du Lac"))
    typed = {"place": None, "new_place_name": "maison du lac", "new_place_address": "2 rue du Lac"}

    def offered(instance=None):
        return event.place in EventForm(user=relay, instance=instance).fields["place"].queryset

    assert (offered(), offered(event)) == (False, True)
    assert form_for(relay, fields, **typed).save().place != event.place
    assert form_for(relay, fields, instance=event, **typed).save().place == event.place
    Event.objects.filter(pk=event.pk).update(state="published")
    assert offered() is True


def test_known_place_wins_over_a_new_one(relay, fields, place):
    event = form_for(relay, fields, new_place_name="Ailleurs").save()

    assert event.place == place
    assert Place.objects.count() == 1


def test_event_online_needs_no_place(relay, fields):
    event = form_for(relay, fields, place=None, online_url="https://example.org/salle").save()

    assert (event.place, event.online_url) == (None, "https://example.org/salle")


# Who


def test_member_of_one_organisation_finds_it_chosen(member, organisation):
    OrganisationFactory()

    field = EventForm(user=member)["organiser"]

    assert field.initial == organisation.pk
    assert list(field.field.queryset) == [organisation]
    assert field.field.required


def test_member_of_two_organisations_chooses(member, organisation, fields):
    other = MembershipFactory(user=member).organisation

    form = form_for(member, fields)

    assert set(form.fields["organiser"].queryset) == {organisation, other}
    assert form.errors["organiser"] == ["Ce champ est obligatoire."]


def test_member_does_not_write_for_others(member, fields):
    form = form_for(member, fields, organiser=OrganisationFactory().pk)

    assert "organiser" in form.errors


def test_relay_names_any_public_organisation_or_none(relay, fields):
    shown, hidden = OrganisationFactory(), OrganisationFactory(is_published=False)

    assert form_for(relay, fields, organiser=shown.pk).save().organiser == shown
    assert form_for(relay, fields | {"submission": uuid.uuid4()}).save().organiser is None
    assert "organiser" in form_for(relay, fields, organiser=hidden.pk).errors


def test_co_organisers_are_public_ones_and_those_already_named(coordinator):
    shown, hidden, named = (OrganisationFactory(is_published=public) for public in (True, False, False))
    event = EventFactory(organiser=shown)
    event.co_organisers.add(named)

    assert set(EventForm(user=coordinator).fields["co_organisers"].queryset) == {shown}
    offered = EventForm(user=coordinator, instance=event).fields["co_organisers"].queryset
    assert set(offered) == {shown, named}
    assert hidden not in offered


def test_author_outside_the_organisation_neither_replaces_it_nor_joins_it(member, organisation, relay):
    event = EventFactory(author=member, organiser=OrganisationFactory())

    fields = EventForm(user=member, instance=event).fields
    assert list(fields["organiser"].queryset) == [event.organiser]
    assert organisation not in fields["co_organisers"].queryset
    relays = EventForm(user=relay, instance=event).fields["organiser"]
    assert (list(relays.queryset), relays.required) == ([event.organiser], True)


# Editing


SESSIONS = [datetime(2030, 10, 1, hour, tzinfo=PARIS) for hour in (10, 18)]
MANY = [datetime(2030, 10, 1, 18, tzinfo=PARIS) + timedelta(days=days) for days in range(150)]


def shown_by(form):
    """What a browser sends back of a form's schedule, as it was shown."""
    names = [*("day", "all_day", "begins", "ends", "last_day", "repeat"), "weekdays", "until"]
    sent = {name: form[name].value() for name in [*names, "other_dates", "except_dates"]}
    sent |= {name: f"{sent[name]:%H:%M}" for name in ("begins", "ends") if sent[name]}
    return {name: value for name, value in sent.items() if value not in (None, False)}


def schedule_of(event):
    event = Event.objects.get(pk=event.pk)
    return event.schedule, list(event.occurrences.in_order().values_list("starts_at", flat=True))


@pytest.mark.parametrize(
    "schedule",
    [
        {"rdates": SESSIONS},
        {"rdates": MANY},
        {"rrule": "FREQ=WEEKLY", "timezone": "UTC", "exdates": [datetime(2031, 7, 1, 16, tzinfo=UTC)]},
        {"rrule": "FREQ=WEEKLY;BYDAY=TU,FR;UNTIL=20310101T170000Z", "timezone": "America/Martinique"},
        {"rrule": "FREQ=DAILY;UNTIL=99991231T000000Z"},
        {"rrule": "FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=2"},
        {"starts_at": datetime(2030, 9, 24, 18, 0, 30, tzinfo=PARIS)},
    ],
    ids=["two sessions a day", "150 dates", "UTC", "elsewhere", "to the end of time", "too fine", "seconds"],
)
def test_correcting_a_title_leaves_the_dates_as_they_are(coordinator, fields, schedule):
    starts = {"starts_at": datetime(2030, 9, 24, 18, tzinfo=PARIS)} | schedule
    event = EventFactory(**starts)
    before = schedule_of(event)
    form = EventForm(user=coordinator, instance=event)

    sent = fields | shown_by(form) | {"organiser": event.organiser.pk}
    form = form_for(coordinator, sent, instance=event)

    assert form.is_valid(), form.errors
    assert form.save().title == "Goûter partagé"
    assert schedule_of(event) == before


def test_changing_the_end_keeps_two_sessions_a_day_and_the_zone(coordinator, fields):
    event = EventFactory(
        starts_at=datetime(2030, 9, 24, 18, tzinfo=PARIS),
        rrule="FREQ=WEEKLY",
        timezone="UTC",
        rdates=[*SESSIONS, datetime(2030, 10, 3, 9, tzinfo=PARIS)],
        exdates=[datetime(2031, 1, 7, 16, tzinfo=UTC)],
    )
    sent = shown_by(EventForm(user=coordinator, instance=event)) | {"ends": "20:00"}
    sent["other_dates"] = ["2030-10-01", "2030-10-01", "2030-10-04"]

    form = form_for(coordinator, fields | sent, instance=event, organiser=event.organiser.pk)

    assert form.is_valid(), form.errors
    schedule = form.save().schedule
    assert (schedule.rrule, schedule.zone, local(schedule.end)) == ("FREQ=WEEKLY", "UTC", "24/09/2030 20:00")
    assert [*map(local, schedule.rdates)] == ["01/10/2030 10:00", "01/10/2030 18:00", "04/10/2030 18:00"]
    assert schedule.exdates == tuple(event.exdates)


def test_moving_the_hour_moves_the_last_date_and_the_exceptions_with_it(coordinator, fields):
    event = EventFactory(
        starts_at=datetime(2030, 9, 24, 18, tzinfo=PARIS),
        rrule="FREQ=WEEKLY;UNTIL=20301015T160000Z",
        timezone="UTC",
        exdates=[datetime(2030, 10, 8, 16, tzinfo=UTC)],
    )
    sent = shown_by(EventForm(user=coordinator, instance=event)) | {"begins": "19:00", "ends": "20:00"}

    form = form_for(coordinator, fields | sent, instance=event, organiser=event.organiser.pk)

    assert form.is_valid(), form.errors
    spans = recurrence.spans(
        form.save().schedule, since=event.created_at, until=datetime.max.replace(tzinfo=UTC)
    )
    assert [local(start) for start, _end in spans.spans] == [
        *("24/09/2030 19:00", "01/10/2030 19:00", "15/10/2030 19:00")
    ]


def test_editing_keeps_a_rule_that_the_fields_cannot_say(coordinator, fields):
    event = EventFactory(
        starts_at=datetime(2030, 9, 24, 18, tzinfo=PARIS),
        ends_at=datetime(2030, 9, 24, 19, tzinfo=PARIS),
        rrule="FREQ=DAILY;INTERVAL=2;COUNT=5",
    )

    form = form_for(coordinator, fields, instance=event, repeat="keep", organiser=event.organiser.pk)

    assert form["repeat"].field.choices[0][1].startswith("Garder la répétition actuelle : ")
    assert form.save().rrule == "FREQ=DAILY;INTERVAL=2;COUNT=5"


def test_editing_a_past_event_is_possible(coordinator, fields):
    event = EventFactory(
        starts_at=datetime(2020, 9, 22, 18, tzinfo=PARIS), ends_at=datetime(2020, 9, 22, 19, tzinfo=PARIS)
    )

    form = form_for(coordinator, fields, instance=event, day="2020-09-22")

    assert form.is_valid(), form.errors


# Visitors


def test_visitor_gives_an_address_and_is_kept_unconfirmed(fields):
    form = form_for(AnonymousUser(), fields, form=VisitorEventForm, author_email="visiteur@example.org")

    event = form.save()

    assert (event.state, event.author, event.author_email) == ("unconfirmed", None, "visiteur@example.org")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({}, "author_email"), ({"author_email": "x"}, "author_email"), ({"kvtd": "Robot"}, "kvtd")],
)
def test_visitor_without_address_and_machine_are_refused(fields, changes, field):
    form = form_for(AnonymousUser(), fields, form=VisitorEventForm, **changes)

    assert field in form.errors


# One date, and the coordinators' answer


def occurrence_form(occurrence, **fields):
    return OccurrenceForm(querydict(**fields), occurrence=occurrence)


def test_one_date_is_moved_overnight():
    occurrence = EventFactory().occurrences.get()

    form = occurrence_form(occurrence, day="2030-09-24", begins="22:00", ends="02:00", note="Salle B")
    assert form.is_valid(), form.errors
    form.save(by=None)

    assert (local(occurrence.starts_at), local(occurrence.ends_at)) == (
        "24/09/2030 22:00",
        "25/09/2030 02:00",
    )
    assert occurrence.note == "Salle B"


def test_one_date_that_ends_before_it_starts_is_refused():
    occurrence = EventFactory().occurrences.get()

    form = occurrence_form(occurrence, day="2030-09-24", begins="18:00", ends="17:00")

    assert form.errors["ends"] == ["L’heure de fin précède l’heure de début."]


def test_one_date_of_several_days_keeps_its_length():
    event = EventFactory(
        starts_at=datetime(2030, 9, 20, 18, tzinfo=PARIS), ends_at=datetime(2030, 9, 22, 20, tzinfo=PARIS)
    )
    occurrence = event.occurrences.get()

    form = occurrence_form(
        occurrence, day="2030-09-27", begins="18:00", ends="20:00", note="Une semaine après"
    )
    assert form.is_valid(), form.errors
    form.save(by=None)

    assert (local(occurrence.starts_at), local(occurrence.ends_at)) == (
        "27/09/2030 18:00",
        "29/09/2030 20:00",
    )


def test_one_whole_day_is_moved_without_hours():
    event = EventFactory(
        all_day=True,
        starts_at=datetime(2030, 9, 20, tzinfo=PARIS),
        ends_at=datetime(2030, 9, 21, tzinfo=PARIS),
    )
    occurrence = event.occurrences.get()

    form = occurrence_form(occurrence, day="2030-10-27")
    assert form.is_valid(), form.errors
    form.save(by=None)

    assert (local(occurrence.starts_at), local(occurrence.ends_at)) == (
        "27/10/2030 00:00",
        "28/10/2030 00:00",
    )


@pytest.mark.parametrize(
    ("fields", "valid"),
    [
        ({"verdict": "accepted"}, True),
        ({"verdict": "changes", "reason": "Précisez."}, True),
        ({"verdict": "changes"}, False),
        ({"verdict": "refused", "reason": "   "}, False),
        ({"verdict": "peut-être"}, False),
        ({}, False),
    ],
)
def test_answer_needs_words_unless_it_accepts(fields, valid):
    assert ReviewForm(fields).is_valid() is valid
