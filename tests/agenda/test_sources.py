"""Reading followed calendars from a real server on loopback: what comes, what changes, what vanishes, what is told."""

import gzip
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from agenda import recurrence
from agenda.imports import budget, entries, following, pages
from agenda.imports.reading import read
from agenda.models import Event, Occurrence, Source, SourceReading
from agenda.models.occurrences import HORIZON
from agenda.tasks import ask_to_read, purge_readings, read_due_sources
from tests.agenda.imports.calendars import vcalendar
from tests.agenda.sources import (
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
from tests.factories import (
    MembershipFactory,
    PlaceFactory,
    SourceFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

__all__ = ["server", "source"]

# Reading


def test_reading_creates_then_says_that_nothing_is_new(server, source):
    serve(server, *several(3))

    first = read_source(source)
    second = read_source(source)

    assert (first.outcome, first.created) == ("read", 3)
    assert second.outcome == "unchanged"
    assert "If-None-Match" in server.asked[1][1]
    assert (source.entries, source.format, source.failures) == (3, "ics", 0)
    assert set(Event.objects.values_list("source", "state")) == {(source.pk, "published")}
    assert source.next_read_at - source.read_at == timedelta(hours=1)


def test_server_without_etag_that_renews_its_stamps_changes_nothing(server, source):
    serve(server, event("un", "DTSTAMP:20260101T000000Z"))
    read_source(source)
    Source.objects.update(etag="")
    source.refresh_from_db()
    serve(server, event("un", "DTSTAMP:20260102T000000Z"))

    assert read_source(source).outcome == "unchanged"


def test_source_that_is_not_due_is_not_read(server, source):
    serve(server, *several(1))
    read_source(source)

    assert following.follow(source.pk) is None
    assert len(server.asked) == 1


def test_source_that_was_stopped_while_it_was_fetched_writes_nothing(server, source):
    serve(server, *several(1))

    def stopped_meanwhile(*args, **kwargs):
        Source.objects.update(state="stopped", next_read_at=None)
        return loopback_fetch(*args, **kwargs)

    assert following.follow(source.pk, fetch=stopped_meanwhile) is None
    assert not Event.objects.exists()
    assert not SourceReading.objects.exists()


def test_source_that_another_worker_has_just_read_is_left_to_it(server, source):
    serve(server, *several(1))

    def read_meanwhile(*args, **kwargs):
        fetched = loopback_fetch(*args, **kwargs)
        assert following.follow(source.pk, fetch=loopback_fetch).created == 1
        return fetched

    assert following.follow(source.pk, fetch=read_meanwhile) is None
    assert (Event.objects.count(), SourceReading.objects.count()) == (1, 1)


def test_refusals_are_told_with_their_line_and_reason(server, source):
    serve(server, event("bon"), event("mauvais", "DTSTART:demain", "SUMMARY:Raté"))

    told = read_source(source)

    assert (told.created, told.refused) == (1, 1)
    assert told.refusals[0]["title"] == "Raté"
    assert told.refusals[0]["line"] == 11
    assert "demain" in told.refusals[0]["reason"]


def test_what_was_over_before_is_left(server, source):
    serve(
        server,
        event("hier", "DTSTART:20200101T100000Z", "DTEND:20200101T110000Z"),
        event("finie", "DTSTART:20200101T100000Z", "DTEND:20200101T110000Z", "RRULE:FREQ=DAILY;COUNT=3"),
        event("sans-fin", "DTSTART:20200101T100000Z", "DTEND:20200101T110000Z", "RRULE:FREQ=WEEKLY"),
    )

    told = read_source(source)

    assert (told.created, told.past) == (1, 2)


# Rules


def test_rule_keeps_whole_words_without_case_or_accents(server, source):
    Source.objects.update(only_matching="jeu, éveil musical")
    serve(
        server,
        event("1", "SUMMARY:Soirée JEUX"),
        event("2", "SUMMARY:Rencontre jeunesse"),
        event("3", "SUMMARY:Matinée", "DESCRIPTION:Eveil Musical des petits"),
        event("4", "SUMMARY:Matinée", "CATEGORIES:Jeu"),
    )

    told = read_source(source)

    assert (told.created, told.left_out) == (3, 1)


def test_event_that_came_before_the_rule_is_still_followed(server, source):
    serve(server, event("1", "SUMMARY:Repas"))
    read_source(source)
    Source.objects.update(only_matching="jeu")
    source.refresh_from_db()
    source.read_again()
    serve(server, event("1", "SUMMARY:Repas", "STATUS:CANCELLED"), event("2", "SUMMARY:Autre repas"))

    told = read_source(source)

    assert (told.cancelled, told.created, told.left_out) == (1, 0, 1)
    assert Event.objects.get().is_cancelled


def test_default_theme_and_place_fill_what_the_calendar_leaves_open(server, source):
    theme, other, place = ThemeFactory(name="Jeunesse"), ThemeFactory(name="Culture"), PlaceFactory()
    Source.objects.update(theme=theme, place=place)
    serve(server, event("1"), event("2", "CATEGORIES:culture", "LOCATION:La Bastide\\, 3 rue Neuve"))

    read_source(source)

    bare, full = Event.objects.order_by("external_uid")
    assert (list(bare.themes.all()), bare.place) == ([theme], place)
    assert (list(full.themes.all()), full.place.name) == ([other], "La Bastide")


def test_correction_made_here_survives_defaults_and_readings(server, source):
    theme, other, place = ThemeFactory(name="Jeunesse"), ThemeFactory(name="Culture"), PlaceFactory()
    Source.objects.update(theme=theme, place=place)
    serve(server, event("1", "DESCRIPTION:Bref"))
    read_source(source)
    mine = Event.objects.get()
    mine.place, mine.description = PlaceFactory(name="Ici"), "Longuement"
    mine.save()
    mine.themes.set([other])
    Source.objects.update(place=PlaceFactory(name="Ailleurs"))
    serve(server, event("1", "DESCRIPTION:Bref", "SUMMARY:Autre titre"))

    read_source(source)

    mine.refresh_from_db()
    assert (mine.title, mine.description, mine.place.name) == ("Autre titre", "Longuement", "Ici")
    assert list(mine.themes.all()) == [other]


def test_new_events_wait_for_the_team_unless_the_organisation_s_word_is_enough(server, source):
    serve(server, *several(1))
    read_source(source)
    assert Event.objects.get().state == "published"

    source.organisation.memberships.update(is_active=False)
    Source.objects.update(added_by=UserFactory())
    serve(server, *several(2))
    read_source(source)

    assert Event.objects.get(external_uid="e2@example.org").state == "pending"


# Failures


def fails(server, source, times=1):
    server.answers["/agenda.ics"] = lambda handler: handler.send_error(503)
    return [read_source(source) for _time in range(times)][-1]


def test_failures_wait_twice_as_long_each_time_up_to_a_day(server, source):
    waits = []
    for _time in range(7):
        fails(server, source)
        waits.append((source.next_read_at - source.read_at) // timedelta(hours=1))

    assert waits == [1, 2, 4, 8, 16, 24, 24]
    assert source.failures == 7


def test_association_is_told_once_an_outage(server, source, mailoutbox):
    manager = MembershipFactory(organisation=source.organisation, manager=True).user
    serve(server, *several(1))

    fails(server, source, times=2)
    assert mailoutbox == []
    fails(server, source, times=3)
    assert [mail.to for mail in mailoutbox] == [[manager.email]]
    assert "Ce site est en panne (503)" in mailoutbox[0].body

    server.answers.clear()
    read_source(source)
    assert (source.failures, source.alerted_at) == (0, None)
    fails(server, source, times=4)
    assert len(mailoutbox) == 2


def test_team_is_told_where_nobody_looks_after_the_organisation(server, source, mailoutbox):
    fails(server, source, times=3)

    assert [mail.to for mail in mailoutbox] == [[source.added_by.email]]


def test_thirty_days_of_failure_pause_the_source(server, source):
    fails(server, source)
    with later(days=29):
        fails(server, source)
        assert source.state == "active"
    with later(days=31):
        fails(server, source)
    assert (source.state, source.next_read_at) == ("paused", None)

    source.resume()
    with later(days=32):
        fails(server, source)

    assert source.state == "active"


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    for _piece in range(500):
        handler.wfile.write(b"X" * 10)
        time.sleep(0.01)


def huge(handler):
    handler.send_response(200)
    handler.end_headers()
    for _piece in range(610):
        handler.wfile.write(b"X" * 100_000)


def bomb(handler):
    body = gzip.compress(b"A" * 70_000_000)
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def redirecting(target):
    def answer(handler):
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.end_headers()

    return answer


PRIVATE = "Cette adresse mène à un réseau privé ; seules les adresses publiques sont lues."
TOO_BIG = "Ce que donne cette adresse est trop gros ; la limite est de 60 Mo."
BAD_ANSWERS = [
    (redirecting("http://10.0.0.1/agenda.ics"), PRIVATE),
    (redirecting("http://[::ffff:192.168.1.1]/"), PRIVATE),
    (redirecting("http://169.254.169.254/latest/meta-data"), PRIVATE),
    (
        redirecting("file:///etc/passwd"),
        "Seules les adresses en https://, http:// ou webcal:// peuvent être lues.",
    ),
    (endless, "Cette adresse n’a pas répondu à temps."),
    (huge, TOO_BIG),
    (bomb, TOO_BIG),
    (lambda handler: handler.send_error(404), "Il n’y a plus rien à cette adresse (404)."),
]


@pytest.mark.parametrize(("answer", "message"), BAD_ANSWERS)
def test_hostile_answer_is_a_failure_in_plain_words(server, source, monkeypatch, answer, message):
    monkeypatch.setattr(following, "TIMEOUT", 0.3 if answer is endless else 20)
    server.answers["/agenda.ics"] = answer

    told = read_source(source)

    assert (told.outcome, told.error) == ("failed", message)
    assert (source.failures, Event.objects.count()) == (1, 0)


def test_page_that_is_no_calendar_is_a_failure_and_changes_nothing(server, source):
    serve(server, *several(2))
    read_source(source)
    server.pages["/agenda.ics"] = b"<!doctype html><html><body>Maintenance</body></html>"

    told = read_source(source)

    assert told.outcome == "failed"
    assert told.error
    assert not Event.objects.filter(status=Event.Status.CANCELLED).exists()


def test_error_of_ours_is_a_failure_that_leaves_nothing_half_written(server, source, monkeypatch):
    serve(server, *several(2))

    def breaks(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(following.vanishing, "withdraw", breaks)
    told = read_source(source)

    assert told.outcome == "failed"
    assert (Event.objects.count(), source.digest, source.failures) == (0, "", 1)


# A calendar that is too big


def test_rules_that_explode_are_refused_beyond_the_dates_of_one_calendar(server, source, monkeypatch):
    monkeypatch.setattr(budget, "MAX_DATES", 20_000)
    hours = ",".join(map(str, range(24)))
    storm = [
        event(f"x{number}", f"RRULE:FREQ=DAILY;BYHOUR={hours}", f"SUMMARY:Vent {number}")
        for number in range(9)
    ]
    serve(server, *storm, *several(3))

    told = read_source(source)

    assert (told.outcome, told.created, told.refused) == ("read", 6, 6)
    assert told.refusals[0]["reason"] == (
        "trop de dates\u00a0: environ 5001, quand ce calendrier peut en avoir 20000 en tout"
    )
    assert told.refusals[0]["title"].startswith("Vent")
    assert set(Event.objects.values_list("title", flat=True)) >= {f"Atelier {number}" for number in (1, 2, 3)}
    assert Occurrence.objects.count() <= 20_000


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;COUNT=4",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=DAILY;INTERVAL=2",
        "FREQ=DAILY;BYHOUR=9,18",
        "FREQ=MONTHLY;BYDAY=1TH",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        f"FREQ=DAILY;UNTIL={YEAR}0110T235959Z",
        "FREQ=YEARLY;BYMONTH=1,6;BYMONTHDAY=5",
    ],
)
def test_dates_are_counted_from_the_rule_rather_too_many_than_too_few(rule):
    now = timezone.now()
    (entry,) = read(vcalendar(event("x", f"RRULE:{rule}"))).entries
    number = len(recurrence.spans(entry.schedule, since=now, until=now + HORIZON).spans)

    assert number <= budget.dates_of(entry, now=now) <= 1.2 * number + 5


def test_calendar_larger_than_the_limit_comes_in_as_far_as_it_goes(server, source, monkeypatch):
    serve(server, *several(3))
    read_source(source)
    for module in (pages, following, entries):
        monkeypatch.setattr(module, "MAX_BYTES", 1_000)
    serve(server, *several(9))

    told = read_source(source)

    assert (told.outcome, told.cancelled) == ("read", 0)
    assert Event.objects.count() == 5
    assert "Ce calendrier pèse plus de 0 Mo\u00a0: seul son début est lu." in told.warnings


def test_more_events_than_the_limit_come_in_up_to_it_and_nothing_vanishes(server, source, monkeypatch):
    serve(server, *several(3))
    read_source(source)
    monkeypatch.setattr(entries, "MAX_ENTRIES", 4)
    serve(server, *several(9, first=2))

    told = read_source(source)

    assert (told.outcome, told.created, told.refused, told.cancelled) == ("read", 2, 4, 0)
    assert {refusal["reason"] for refusal in told.refusals} == {"au-delà des 4 premiers événements"}


# A calendar that empties


def test_calendar_that_empties_is_held(server, source, mailoutbox):
    manager = MembershipFactory(organisation=source.organisation, manager=True).user
    serve(server, *several(2))
    read_source(source)
    serve(server)

    told = read_source(source)
    read_source(source)

    assert (told.outcome, told.error) == ("held", "Ce calendrier est soudain vide.")
    assert (source.state, source.held_entries, source.entries) == ("held", 0, 2)
    assert {mail.to[0] for mail in mailoutbox} == {manager.email, source.added_by.email}
    assert len(mailoutbox) == 2
    assert not Event.objects.filter(status=Event.Status.CANCELLED).exists()
    assert list(Source.objects.waiting()) == [source]


def test_calendar_that_loses_more_than_half_of_six_is_held(server, source):
    serve(server, *several(6))
    read_source(source)
    serve(server, *several(6, first=5), event("nouveau", day=20))

    told = read_source(source)

    assert told.error == "De 6 événements à venir, ce calendrier n’en a plus que 2."
    assert Event.objects.count() == 6


def test_calendar_that_loses_half_of_six_is_not_held(server, source):
    serve(server, *several(6))
    read_source(source)
    serve(server, *several(6, first=4))

    told = read_source(source)

    assert (told.outcome, told.cancelled) == ("read", 3)


def test_calendar_of_five_of_which_only_what_is_over_is_left_is_held(server, source):
    over = event(
        "vieux",
        "SUMMARY:Vieux",
        "DTSTART:20200105T180000Z",
        "DTEND:20200105T190000Z",
        "RRULE:FREQ=YEARLY;COUNT=2",
    )
    serve(server, over, *several(5))
    read_source(source)
    serve(server, over)

    told = read_source(source)

    assert (told.outcome, told.error) == (
        "held",
        "Ce calendrier n’a plus aucun de ses 5 événements à venir.",
    )
    assert not Event.objects.filter(status=Event.Status.CANCELLED).exists()


def test_calendar_of_five_that_loses_four_is_held(server, source):
    serve(server, *several(5))
    read_source(source)
    serve(server, *several(1))

    told = read_source(source)

    assert told.error == "De 5 événements à venir, ce calendrier n’en a plus que 1."
    assert not Event.objects.filter(status=Event.Status.CANCELLED).exists()


def test_held_calendar_is_applied_once_somebody_says_so(server, source):
    serve(server, *several(6))
    read_source(source)
    serve(server, *several(1))
    read_source(source)

    source.accept_held()
    told = read_source(source)

    assert (told.outcome, told.cancelled, source.state) == ("read", 5, "active")
    assert source.accepted_entries is None


def test_held_calendar_that_empties_further_after_the_answer_is_held_again(server, source):
    serve(server, *several(6))
    read_source(source)
    serve(server, *several(1))
    read_source(source)
    source.accept_held()
    serve(server)

    told = read_source(source)

    assert (told.outcome, source.held_entries) == ("held", 0)


def test_held_calendar_that_is_itself_again_goes_on(server, source):
    serve(server, *several(6))
    read_source(source)
    serve(server)
    read_source(source)
    source.keep_held()
    assert not Source.objects.waiting().exists()
    serve(server, *several(7))

    told = read_source(source)

    assert (told.outcome, told.created, source.state, source.kept_at) == ("read", 1, "active", None)


# The worker


def test_each_due_source_has_a_job_of_its_own_once(source):
    paused = SourceFactory(state="paused")
    SourceFactory(next_read_at=timezone.now() + timedelta(minutes=30))
    SourceFactory(url="", next_read_at=None)
    other = SourceFactory()

    read_due_sources(timestamp=0)
    read_due_sources(timestamp=0)
    ask_to_read(source.pk)

    jobs = ProcrastinateJob.objects.filter(task_name="agenda.tasks.read_source")
    assert sorted(job.args["source_id"] for job in jobs) == sorted([source.pk, other.pk])
    assert {job.lock for job in jobs} == {f"source-{source.pk}", f"source-{other.pk}"}
    assert paused.pk not in {job.args["source_id"] for job in jobs}


def test_readings_go_after_ninety_days(source):
    old = SourceReading.objects.create(source=source, outcome="read", at=timezone.now() - timedelta(days=91))
    kept = SourceReading.objects.create(source=source, outcome="read", at=timezone.now() - timedelta(days=89))

    purge_readings(timestamp=0)

    assert list(SourceReading.objects.all()) == [kept]
    assert old.pk != kept.pk


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_takes_a_constant_number_of_queries(server, source, rows, django_assert_num_queries):
    serve(server, *several(rows))
    Source.objects.update(next_read_at=timezone.now() - timedelta(minutes=1))

    with django_assert_num_queries(23):
        following.follow(source.pk, fetch=loopback_fetch)

    assert Event.objects.count() == rows
