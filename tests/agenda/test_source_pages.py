"""Following a calendar on the pages: a look first, then one button; its health; what people decide."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from agenda.imports import disagreements, following, staging
from agenda.models import Event, Occurrence, Source, SourceReading, StagedCalendar
from agenda.tasks import purge_readings
from cooperation.core.models import RateCount
from tests.agenda.imports.calendars import vcalendar
from tests.agenda.sources import (
    WEEKLY,
    YEAR,
    event,
    later,
    loopback_fetch,
    read_source,
    serve,
    server,
    several,
    source,
)
from tests.agenda.test_sources import BAD_ANSWERS, endless
from tests.factories import (
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    SourceFactory,
    ThemeFactory,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db

__all__ = ["server", "source"]

FOLLOW = "/agenda/calendriers/suivre/"


@pytest.fixture(autouse=True)
def loopback(monkeypatch):
    """Addresses on loopback are read here, which the public rule refuses."""
    monkeypatch.setattr(staging.stage, "__kwdefaults__", {"data": None, "fetch": loopback_fetch})


@pytest.fixture
def signed_in(client, member):
    client.force_login(member)
    return client


def send(client, organisation, **answers):
    return client.post(FOLLOW, {"organisation": organisation.pk, "publishes": "on", **answers})


def dropped(*components):
    return SimpleUploadedFile(
        "programme.ics", vcalendar(*components, header=("X-WR-CALNAME:Notre programme",))
    )


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return squeezed(response.content.decode())


# Looking


def test_look_shows_what_would_come_by_day_and_writes_nothing(signed_in, organisation, server):
    day = timezone.localdate() + timedelta(days=3)
    soon = [f"DTSTART;TZID=Europe/Paris:{day:%Y%m%d}T180000", f"DTEND;TZID=Europe/Paris:{day:%Y%m%d}T193000"]
    serve(server, event("1", *soon, "SUMMARY:Repas partagé"), event("2", "DTSTART:demain", "SUMMARY:Raté"))

    response = send(signed_in, organisation, url=f"{server.url}/agenda.ics")
    shown = page(signed_in, response["Location"])

    assert "Repas partagé" in shown
    assert "18 h – 19 h 30" in shown
    assert "<strong>1</strong> événement nouveau" in shown
    assert "<strong>Raté</strong> · ligne 11 :" in shown
    assert "Suivre ce calendrier" in shown
    assert not Event.objects.exists()
    assert not Source.objects.exists()


def test_look_counts_what_is_left_out_and_why(signed_in, organisation, server):
    serve(
        server,
        event("1", "SUMMARY:Jeux"),
        event("2", "SUMMARY:Repas"),
        event("3", "SUMMARY:Vieux jeux", "DTSTART:20200101T100000Z", "DTEND:20200101T110000Z"),
        event("4", "SUMMARY:Jeu d’ailleurs"),
    )
    EventFactory(uid="4@example.org")

    response = send(signed_in, organisation, url=f"{server.url}/agenda.ics", only_matching=" jeu ,, ")
    shown = page(signed_in, response["Location"])

    assert "<strong>1</strong> événement nouveau" in shown
    assert "<strong>1</strong> passé : laissé" in shown
    assert "<strong>1</strong> laissé par la règle" in shown
    assert "<strong>1</strong> déjà dans l’agenda par ailleurs : laissés" in shown
    assert "Seulement ce qui contient : jeu." in shown


def test_button_takes_over_what_was_looked_at_even_if_the_server_changed_since(
    signed_in, organisation, server
):
    serve(server, *several(3))
    preview = send(signed_in, organisation, url=f"{server.url}/agenda.ics")["Location"]
    serve(server, *several(9))

    response = signed_in.post(preview)

    source = Source.objects.get()
    assert response["Location"] == source.get_absolute_url()
    assert Event.objects.filter(source=source, state="published").count() == 3
    assert (source.entries, source.state, len(server.asked)) == (3, "active", 1)
    assert source.next_read_at > timezone.now()
    assert source.etag
    assert read_source(source).created == 6


def test_button_pressed_twice_makes_nothing_twice(signed_in, organisation, server):
    serve(server, *several(2))
    preview = send(signed_in, organisation, url=f"{server.url}/agenda.ics")["Location"]

    first, second = signed_in.post(preview), signed_in.post(preview)

    assert first["Location"] == second["Location"]
    assert (Source.objects.count(), Event.objects.count(), SourceReading.objects.count()) == (1, 2, 1)
    assert signed_in.get(preview)["Location"] == first["Location"]


def test_two_looks_at_one_address_make_one_source(signed_in, organisation, server):
    serve(server, *several(2))
    looks = [send(signed_in, organisation, url=f"{server.url}/agenda.ics")["Location"] for _look in range(2)]

    answers = [signed_in.post(look, follow=True) for look in looks]

    assert Source.objects.count() == 1
    assert "Ce calendrier est déjà suivi." in answers[1].content.decode()


def test_file_is_taken_over_once_with_its_own_name(signed_in, organisation):
    preview = send(signed_in, organisation, file=dropped(*several(2)))["Location"]
    assert "Reprendre ce fichier" in page(signed_in, preview)

    signed_in.post(preview)

    source = Source.objects.get()
    assert (source.name, source.url, source.next_read_at) == ("Notre programme", "", None)
    assert Event.objects.filter(source=source).count() == 2
    assert "Fichier repris" in page(signed_in, source.get_absolute_url())


def test_newer_file_changes_what_the_first_brought(signed_in, organisation):
    for title in ("Avant", "Après"):
        file = dropped(event("1", f"SUMMARY:{title}"), *several(1 if title == "Après" else 3, first=3))
        signed_in.post(send(signed_in, organisation, file=file)["Location"])

    assert Event.objects.get(external_uid="1@example.org").title == "Après"
    assert not Event.objects.filter(status=Event.Status.CANCELLED).exists()


def test_big_calendar_is_left_to_the_worker(signed_in, organisation, server, monkeypatch):
    monkeypatch.setattr(staging, "AT_ONCE", 2)
    serve(server, *several(3))
    preview = send(signed_in, organisation, url=f"{server.url}/agenda.ics")["Location"]

    told = signed_in.post(preview, follow=True).content.decode()

    assert "ses événements arrivent dans quelques minutes" in told
    assert "Première lecture en cours" in told
    assert not Event.objects.exists()
    job = ProcrastinateJob.objects.get(task_name="agenda.tasks.take_staged")
    staging.take_over(**job.args)
    staging.take_over(**job.args)
    assert (Event.objects.count(), SourceReading.objects.count()) == (3, 1)


def test_calendar_of_many_dates_is_left_to_the_worker_too(signed_in, organisation, server, monkeypatch):
    monkeypatch.setattr(staging, "DATES_AT_ONCE", 100)
    serve(server, event("s", "RRULE:FREQ=DAILY"))

    preview = send(signed_in, organisation, url=f"{server.url}/agenda.ics")["Location"]

    assert "ses événements arrivent" in signed_in.post(preview, follow=True).content.decode()
    assert not Event.objects.exists()


def test_look_is_read_once_however_often_it_is_shown(signed_in, organisation, server, monkeypatch):
    serve(server, *several(3), event("mauvais", "DTSTART:demain", "SUMMARY:Raté"))
    preview = send(signed_in, organisation, url=f"{server.url}/agenda.ics")["Location"]
    monkeypatch.setattr(following, "read", None)

    for _time in range(2):
        assert "<strong>3</strong> événements nouveaux" in page(signed_in, preview)


def test_look_is_one_s_own_and_lasts_a_day(client, signed_in, organisation):
    preview = send(signed_in, organisation, file=dropped(*several(1)))["Location"]
    client.force_login(MembershipFactory(organisation=organisation).user)
    assert client.get(preview).status_code == 404

    with later(hours=25):
        purge_readings(timestamp=0)
    assert not StagedCalendar.objects.exists()


def test_looks_of_one_person_are_bounded(signed_in, organisation):
    for _look in range(7):
        send(signed_in, organisation, file=dropped(*several(1)))

    assert StagedCalendar.objects.count() == 5


def test_many_looks_in_an_hour_are_refused(signed_in, organisation, member, server):
    RateCount.objects.all().delete()
    serve(server, *several(1))
    statuses = [
        send(signed_in, organisation, url=f"{server.url}/agenda.ics").status_code for _look in range(21)
    ]

    assert statuses == [302] * 20 + [429]


def test_answers_are_kept_when_one_comes_back_from_the_look(signed_in, organisation):
    theme = ThemeFactory()
    preview = send(signed_in, organisation, file=dropped(*several(1)), only_matching="jeu", theme=theme.pk)[
        "Location"
    ]

    back = page(signed_in, f"{FOLLOW}?essai={preview.split('/')[-2]}")

    assert 'value="jeu"' in back
    assert f'<option value="{theme.pk}" selected>' in back
    assert signed_in.get(f"{FOLLOW}?essai=x").status_code == 200


@pytest.mark.parametrize(("answer", "message"), BAD_ANSWERS)
def test_hostile_answer_is_said_on_the_form(signed_in, organisation, server, monkeypatch, answer, message):
    monkeypatch.setattr(staging, "TIMEOUT", 0.3 if answer is endless else 15)
    server.answers["/agenda.ics"] = answer

    response = send(signed_in, organisation, url=f"{server.url}/agenda.ics")

    assert response.status_code == 200
    assert message in response.content.decode()
    assert not StagedCalendar.objects.exists()


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, "Donnez l’adresse du calendrier, ou un fichier."),
        ({"url": "https://"}, "Cette adresse est mal écrite."),
        ({"url": "ftp://example.org/a.ics"}, "Cette adresse est mal écrite."),
        ({"url": "javascript:alert(1)"}, "Cette adresse est mal écrite."),
        ({"file": SimpleUploadedFile("a.ics", b"bonjour")}, "Ce fichier n’est pas un calendrier"),
        (
            {"file": SimpleUploadedFile("a.zip", b"PK\x03\x04aa")},
            "Ceci est une archive ZIP, pas un calendrier",
        ),
    ],
)
def test_what_is_not_understood_is_said(signed_in, organisation, answers, message):
    response = send(signed_in, organisation, **answers)

    assert response.status_code == 200
    assert message in response.content.decode()


def test_file_over_the_limit_is_refused_before_it_is_read(signed_in, organisation):
    response = send(signed_in, organisation, file=SimpleUploadedFile("a.ics", b"X" * 61_000_000))

    assert "Ce fichier pèse 61 Mo ; la limite est de 60 Mo." in response.content.decode()


def test_private_address_is_refused_by_the_public_rule(signed_in, organisation, server, monkeypatch):
    monkeypatch.setattr(
        staging.stage, "__kwdefaults__", {"data": None, "fetch": partial(following.fetch, ports=None)}
    )

    response = send(signed_in, organisation, url=f"{server.url}/agenda.ics")

    assert "Cette adresse mène à un réseau privé" in response.content.decode()
    assert server.asked == []


def test_webcal_address_is_the_https_one(signed_in, organisation):
    SourceFactory(organisation=organisation, url="https://example.org/a.ics")

    for url in ("webcal://example.org/a.ics", "example.org/a.ics", "https://example.org/a.ics#x"):
        assert "Ce calendrier est déjà suivi." in send(signed_in, organisation, url=url).content.decode()


def test_nobody_follows_for_an_organisation_that_is_not_theirs(signed_in, organisation):
    response = send(signed_in, OrganisationFactory(), file=dropped(*several(1)))

    assert response.status_code == 200
    assert not StagedCalendar.objects.exists()


def test_place_that_is_not_offered_cannot_be_the_default(signed_in, organisation):
    hidden = PlaceFactory()

    response = send(signed_in, organisation, file=dropped(*several(1)), place=hidden.pk)

    assert response.status_code == 200


def test_source_that_was_stopped_is_taken_up_again(signed_in, organisation, server):
    serve(server, *several(2))
    address = f"{server.url}/agenda.ics"
    signed_in.post(send(signed_in, organisation, url=address)["Location"])
    former = Source.objects.get()
    former.stop(by=None, archive=False)

    signed_in.post(send(signed_in, organisation, url=address, name="Autre nom")["Location"])

    again = Source.objects.get()
    assert (again.pk, again.name, again.state) == (former.pk, "Autre nom", "active")
    assert Event.objects.count() == 2


# Health


def test_health_page_tells_when_how_many_and_why_refused(client, server, source):
    client.force_login(source.organisation.memberships.get().user)
    serve(server, *several(2), event("mauvais", "DTSTART:demain", "SUMMARY:Raté"))
    read_source(source)
    read_source(source)

    Source.objects.update(succeeded_at=timezone.now() - timedelta(hours=2, minutes=1))

    shown = page(client, source.get_absolute_url())

    assert "Lu il y a 2 heures, 2 événements, 1 refusé." in shown
    assert "<strong>Raté</strong> · ligne" in shown
    assert "Rien de nouveau." in shown
    assert "2 créés, 1 refusé." in shown
    assert "Lire maintenant" in shown


def test_health_page_tells_the_failure(client, server, source):
    client.force_login(source.organisation.memberships.get().user)
    server.answers["/agenda.ics"] = lambda handler: handler.send_error(503)
    read_source(source)

    shown = page(client, source.get_absolute_url())

    assert "La dernière lecture a échoué" in shown
    assert "Ce site est en panne (503) : réessayez plus tard." in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_a_constant_number_of_queries(
    client, member, organisation, rows, django_assert_num_queries
):
    client.force_login(member)
    for _row in range(rows):
        source = SourceFactory(organisation=organisation)
        EventFactory(organiser=organisation, source=source)
        for outcome in ("read", "unchanged", "failed"):
            for _reading in range(rows):
                SourceReading.objects.create(source=source, outcome=outcome)

    with django_assert_num_queries(5):
        client.get(reverse("agenda:source-list"))
    with django_assert_num_queries(7):
        client.get(source.get_absolute_url())


def act(client, source, action, **answers):
    response = client.post(reverse("agenda:source-action", args=[source.pk]), {"action": action, **answers})
    source.refresh_from_db()
    return response.status_code


def test_what_was_corrected_here_and_changed_there_is_chosen_between(client, server, source):
    client.force_login(source.organisation.memberships.get().user)
    serve(server, event("1", "SUMMARY:Atelier cuisne", "RRULE:FREQ=WEEKLY;COUNT=4"))
    read_source(source)
    mine = Event.objects.get()
    mine.title, mine.starts_at = "Atelier cuisine", mine.starts_at + timedelta(minutes=30)
    mine.save()
    mine.write_dates()
    assert "Corrigé ici" not in page(client, source.get_absolute_url())
    moved = [line.replace("T180000", "T200000") for line in event("1").splitlines() if "DTSTART" in line]
    moved += [line.replace("T193000", "T210000") for line in event("1").splitlines() if "DTEND" in line]
    serve(server, event("1", "SUMMARY:Cuisine du monde", "RRULE:FREQ=WEEKLY;COUNT=4", *moved))
    read_source(source)

    shown = page(client, source.get_absolute_url()).replace("\u00a0", " ")
    assert "Atelier cuisine</a> · titre" in shown
    assert "<dd>Cuisine du monde</dd>" in shown
    assert "de 18 h 30 à 19 h 30" in shown
    assert "de 20 h à 21 h" in shown

    for what, choice in (("title", "mine"), ("schedule", "take")):
        assert act(client, source, choice, event=mine.pk, what=what) == 302
    mine.refresh_from_db()
    assert (mine.title, mine.disagreements) == ("Atelier cuisine", [])
    assert {row.local_start.hour for row in mine.occurrences.all()} == {20}
    assert act(client, source, "take", event=mine.pk, what="title") == 400


def test_choice_concerns_an_event_of_that_source(client, source):
    client.force_login(source.organisation.memberships.get().user)
    foreign = EventFactory(source=SourceFactory(), disagreements=["title"])

    assert act(client, source, "take", event=foreign.pk, what="title") == 400


@pytest.mark.parametrize("what", ["", "title", "\x00", "é" * 9000])
def test_choice_concerns_what_they_disagree_on(client, source, what):
    client.force_login(source.organisation.memberships.get().user)
    mine = EventFactory(source=source, disagreements=["status"])

    assert act(client, source, "take", event=mine.pk, what=what) == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_disagreements_take_a_constant_number_of_queries(
    client, server, source, rows, django_assert_num_queries
):
    disagree(server, source, rows)
    client.force_login(source.organisation.memberships.get().user)
    client.get(source.get_absolute_url())

    with django_assert_num_queries(8):
        response = client.get(source.get_absolute_url())

    assert [row.name for row in response.context["disagreements"]] == ["overrides"] * rows


def test_disagreements_beyond_those_that_are_shown_are_told(client, server, source, monkeypatch):
    monkeypatch.setattr(disagreements, "SHOWN", 2)
    disagree(server, source, 5)
    client.force_login(source.organisation.memberships.get().user)

    shown = client.get(source.get_absolute_url())

    assert len(shown.context["disagreements"]) == 2
    assert "3 autres événements attendent peut-être" in shown.text


def test_question_on_dates_goes_once_both_say_the_same(client, server, source):
    disagree(server, source, 1)
    client.force_login(source.organisation.memberships.get().user)
    asked = page(client, source.get_absolute_url())
    row = Occurrence.objects.get(note="Au jardin")
    row.note = "Salle B"
    row.save()

    assert "1 date à part" in asked.replace("\u00a0", " ")
    assert "Corrigé ici" not in page(client, source.get_absolute_url())


def disagree(server, source, count):
    """So many series, of one date of which both sides say another thing than before."""

    def served(note):
        change = (f"RECURRENCE-ID;TZID=Europe/Paris:{YEAR}0112T180000", f"COMMENT:{note}")
        serve(
            server,
            *(event(f"s{number}", WEEKLY) for number in range(count)),
            *(event(f"s{number}", *change, day=12) for number in range(count)),
        )
        read_source(source)

    served("Salle A")
    Occurrence.objects.filter(note="Salle A").update(note="Au jardin")
    served("Salle B")


@pytest.mark.parametrize("choice", ["mine", "take"])
@pytest.mark.parametrize("what", ["place", "title", "ages", "status", "overrides", "schedule"])
def test_choice_is_what_the_event_then_says(client, server, source, what, choice):
    client.force_login(source.organisation.memberships.get().user)
    here, there = PREPARED[what](server, source)
    mine = Event.objects.get()
    assert mine.disagreements == [what]

    assert act(client, source, choice, event=mine.pk, what=what) == 302

    mine.refresh_from_db()
    assert mine.disagreements == []
    assert SAYS[what](mine) == (there if choice == "take" else here)
    assert "Corrigé ici" not in page(client, source.get_absolute_url())


def corrected(before, fields, after):
    """What the calendar says, what is written here instead, what it then says."""

    def prepare(server, source):
        serve(server, event("s", *before))
        read_source(source)
        Event.objects.update(**fields())
        serve(server, event("s", *after))
        read_source(source)

    return prepare


def prepare_place(server, source):
    garden = PlaceFactory(name="Jardin")
    corrected(["LOCATION:Salle A"], lambda: {"place": garden}, ["LOCATION:Salle B"])(server, source)
    return "Jardin", "Salle B"


def prepare_title(server, source):
    corrected(["SUMMARY:Un"], lambda: {"title": "Deux"}, ["SUMMARY:Trois"])(server, source)
    return "Deux", "Trois"


def prepare_ages(server, source):
    told(server, source, "ages", [7, 12], age_min=6, age_max=9)
    return (6, 9), (7, 12)


def prepare_status(server, source):
    told(server, source, "status", int(Event.Status.CANCELLED), status=Event.Status.FULL)
    return Event.Status.FULL, Event.Status.CANCELLED


def told(server, source, what, there, **here):
    serve(server, event("s"))
    read_source(source)
    entry = Event.objects.get().external_entry | {what: there}
    Event.objects.update(external_entry=entry, disagreements=[what], **here)


def prepare_overrides(server, source):
    disagree(server, source, 1)
    return ["", "Au jardin", "", ""], ["", "Salle B", "", ""]


def prepare_schedule(server, source):
    """
    The 12th left the calendar and is shown as cancelled; the hour was then corrected here and changed there, which
    has the 12th again.
    """
    serve(server, event("s", WEEKLY))
    read_source(source)
    serve(server, event("s", WEEKLY, f"EXDATE;TZID=Europe/Paris:{YEAR}0112T180000"))
    read_source(source)
    mine = Event.objects.get()
    assert len(mine.vanished_dates) == 1
    mine.external_entry["schedule"]["exdates"], mine.disagreements = [], ["schedule"]
    mine.title = "Corrigé"
    mine.save()
    return [(day, day == 12) for day in (5, 12, 19, 26)], [(day, False) for day in (5, 12, 19, 26)]


PREPARED = {
    "place": prepare_place,
    "title": prepare_title,
    "ages": prepare_ages,
    "status": prepare_status,
    "overrides": prepare_overrides,
    "schedule": prepare_schedule,
}
SAYS = {
    "place": lambda event: event.place.name,
    "title": lambda event: event.title,
    "ages": lambda event: (event.age_min, event.age_max),
    "status": lambda event: event.status,
    "overrides": lambda event: [row.note for row in event.occurrences.in_order()],
    "schedule": lambda event: [
        (row.local_start.day, row.is_cancelled) for row in event.occurrences.in_order()
    ],
}


def test_reading_now_is_left_to_the_worker_and_bounded(client, source):
    RateCount.objects.all().delete()
    client.force_login(source.organisation.memberships.get().user)
    Source.objects.update(next_read_at=timezone.now() + timedelta(hours=1), etag='"1"', digest="x")

    for _time in range(6):
        assert act(client, source, "read") == 302

    assert (source.etag, source.digest, source.next_read_at <= timezone.now()) == ("", "", True)
    assert ProcrastinateJob.objects.filter(task_name="agenda.tasks.read_source").count() == 1
    told = client.get(source.get_absolute_url()).content.decode()
    assert "Réessayez dans une heure" in told


def test_source_is_paused_and_goes_on(client, source):
    client.force_login(source.organisation.memberships.get().user)

    assert act(client, source, "pause") == 302
    assert source.state == "paused"
    assert not Source.objects.due().exists()
    assert act(client, source, "read") == 400
    assert act(client, source, "resume") == 302
    assert (source.state, Source.objects.due().count()) == ("active", 1)


def test_held_source_is_answered(client, server, source, coordinator):
    client.force_login(coordinator)
    serve(server, *several(2))
    read_source(source)
    serve(server)
    read_source(source)
    assert "s’est soudain vidé" in page(client, reverse("agenda:moderation-list"))
    assert "Ce calendrier est soudain vide." in page(client, source.get_absolute_url())

    assert act(client, source, "keep") == 302
    assert "s’est soudain vidé" not in page(client, reverse("agenda:moderation-list"))
    assert act(client, source, "accept") == 302
    assert read_source(source).cancelled == 2
    assert act(client, source, "accept") == 400


def test_queue_says_which_calendar_a_proposal_comes_from(client, server, source, coordinator):
    client.force_login(coordinator)
    Source.objects.update(publishes=False, added_by=None)
    serve(server, *several(1))
    read_source(source)

    assert f"Calendrier « {source.name} »" in page(client, reverse("agenda:moderation-list"))


def test_other_rules_read_everything_again(client, server, source):
    client.force_login(source.organisation.memberships.get().user)
    serve(server, *several(2))
    Source.objects.update(only_matching="rien")
    read_source(source)

    client.post(reverse("agenda:source-rules", args=[source.pk]), {"name": "Le nôtre", "publishes": "on"})
    source.refresh_from_db()

    assert (source.name, source.only_matching) == ("Le nôtre", "")
    assert read_source(source).created == 2


@pytest.mark.parametrize(("archive", "state"), [("", "published"), ("1", "archived")])
def test_what_came_stays_or_is_archived_when_one_stops(client, server, source, archive, state):
    client.force_login(source.organisation.memberships.get().user)
    serve(server, *several(2))
    read_source(source)

    client.post(reverse("agenda:source-stop", args=[source.pk]), {"archive": archive})

    source.refresh_from_db()
    assert (source.state, source.next_read_at) == ("stopped", None)
    assert set(Event.objects.values_list("state", flat=True)) == {state}


def test_my_space_leads_to_the_calendars_and_tells_those_in_trouble(client, source):
    client.force_login(source.organisation.memberships.get().user)
    assert "1 calendrier suivi" in page(client, reverse("portal:my-space"))

    Source.objects.update(failures=3)

    assert f"Le calendrier « {source.name} » ne répond plus." in page(client, reverse("portal:my-space"))


def test_sheet_leads_to_its_calendars(client, source):
    client.force_login(source.organisation.memberships.get().user)
    SourceFactory(name="D’une autre")
    address = f"{reverse('agenda:source-list')}?organisation={source.organisation.slug}"

    assert address in page(client, source.organisation.get_absolute_url())
    shown = page(client, address)
    assert source.name in shown
    assert "D’une autre" not in shown


def test_administration_shows_sources_and_changes_little(client, administrator, source):
    client.force_login(administrator)
    SourceReading.objects.create(source=source, outcome="failed", error="En panne")

    assert source.name in page(client, reverse("admin:agenda_source_changelist"))
    shown = page(client, reverse("admin:agenda_source_change", args=[source.pk]))
    assert "En panne" in shown
    assert 'name="url"' not in shown
