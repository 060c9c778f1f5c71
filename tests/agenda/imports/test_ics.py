import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.imports import contentlines, entries, ics, timezones
from agenda.imports.entries import NotACalendar, Override
from agenda.recurrence import RuleError, Schedule, normalise_rule

from .calendars import vcalendar, vevent, vtimezone

PARIS = ZoneInfo("Europe/Paris")
EUROPE = {
    "standard": "+0200,+0100,FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "daylight": "+0100,+0200,FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
}
BEFORE = vevent("UID:avant@example.org", "SUMMARY:Avant")
AFTER = vevent("UID:apres@example.org", "SUMMARY:Après")


def paris(*args):
    return datetime(*args, tzinfo=PARIS)


def read(*components, header=()):
    return ics.read(vcalendar(*components, header=header))


def read_one(*lines, without=(), header=(), zones=()):
    reading = read(*zones, vevent(*lines, without=without), header=header)
    assert not reading.refusals
    (entry,) = reading.entries
    return entry


def test_event_is_read_with_all_that_it_says():
    entry = read_one(
        "UID:goûter@example.org",
        r"SUMMARY:Goûter\, jeux et  musique",
        r"DESCRIPTION:Avec les enfants\; entrée libre.\nÀ bientôt \\o/",
        r"LOCATION:Centre social\, 12 rue des Lilas\, 13009 Marseille",
        "GEO:43.25;5.39",
        "URL:https://example.org/gouter",
        r"CATEGORIES:Enfance,Jeux\, sports",
        "CATEGORIES:Enfance",
        "CONTACT:Aïcha, 04 91 00 00 00, contact@example.org",
        "CONFERENCE;VALUE=URI:https://visio.example.org/1",
        "ATTACH;FMTTYPE=application/pdf:https://example.org/a.pdf",
        "ATTACH;FMTTYPE=image/jpeg:https://example.org/a",
        "SEQUENCE:3",
        "LAST-MODIFIED:20260102T030405Z",
        "STATUS:TENTATIVE",
    )

    assert entry.schedule == Schedule(paris(2026, 11, 24, 18), paris(2026, 11, 24, 19, 30))
    assert entry.uid == "goûter@example.org"
    assert entry.title == "Goûter, jeux et musique"
    assert entry.description == "Avec les enfants; entrée libre.\nÀ bientôt \\o/"
    assert (entry.place_name, entry.address) == ("Centre social", "12 rue des Lilas, 13009 Marseille")
    assert (entry.latitude, entry.longitude) == (43.25, 5.39)
    assert entry.url == "https://example.org/gouter"
    assert entry.categories == ("Enfance", "Jeux, sports")
    assert (entry.contact_email, entry.contact_phone) == ("contact@example.org", "04 91 00 00 00")
    assert entry.online_url == "https://visio.example.org/1"
    assert (entry.sequence, entry.modified) == (3, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert (entry.status, entry.cancelled, entry.line) == (1, False, 4)


def test_calendar_name_is_kept():
    assert read(header=("X-WR-CALNAME:Fête du Roy d’Espagne",)).name == "Fête du Roy d’Espagne"


# What is refused: alone, with its line and the reason


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["DTEND;TZID=Europe/Paris:20261124T170000"], "la fin est avant le début"),
        (["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261123"], "la fin est avant le début"),
        (["DTEND;VALUE=DATE:20261124"], "la fin est avant le début"),
        (["DURATION:-PT1H", "DTEND-:"], "la fin est avant le début"),
        (["DURATION:1 heure", "DTEND-:"], "DURATION illisible : « 1 HEURE »"),
        (["DURATION:P999999W", "DTEND-:"], "DURATION trop longue : « P999999W »"),
        (["DTSTART-:"], "la date de début (DTSTART) manque"),
        (["DTSTART:demain"], "DTSTART illisible : « demain »"),
        (["DTSTART:20260230T100000"], "DTSTART n’existe pas : « 20260230T100000 »"),
        (["DTSTART:15830101T100000"], "date hors limites : l’année 1583 n’est pas entre 1970 et 2200"),
        (["DTSTART:99991231T235959Z"], "date hors limites : l’année 9999 n’est pas entre 1970 et 2200"),
        (["DTSTART:00000101T000000"], "DTSTART n’existe pas : « 00000101T000000 »"),
        (["DTEND:99991231T235959Z"], "date hors limites : l’année 9999 n’est pas entre 1970 et 2200"),
        (
            ["RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY"],
            "plusieurs règles de répétition (RRULE) dans un même événement",
        ),
        (
            ["RRULE:FREQ=WEEKLY", "EXRULE:FREQ=MONTHLY"],
            "EXRULE n’est pas pris en charge : listez les dates exclues (EXDATE)",
        ),
        (
            ["RDATE:" + ",".join(["20270101T100000"] * 5001)],
            "RDATE contient trop de dates (5001 ; la limite est de 5000)",
        ),
    ],
)
def test_entry_that_is_not_understood_is_refused_alone(lines, reason):
    without = tuple(line.removesuffix("-:") for line in lines if line.endswith("-:"))
    lines = [line for line in lines if not line.endswith("-:")]

    reading = read(BEFORE, vevent(*lines, without=without), AFTER)

    assert [entry.title for entry in reading.entries] == ["Avant", "Après"]
    (refusal,) = reading.refusals
    assert (refusal.uid, refusal.line, refusal.title) == ("atelier@example.org", 11, "Atelier")
    assert refusal.reason == reason


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=PARFOIS", "COUNT=3", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;UNTIL=demain"]
)
def test_rule_that_is_not_accepted_refuses_its_event_alone(rule):
    reading = read(BEFORE, vevent(f"RRULE:{rule}"), AFTER)

    with pytest.raises(RuleError) as error:
        normalise_rule(rule, start=paris(2026, 11, 24, 18))
    assert [entry.title for entry in reading.entries] == ["Avant", "Après"]
    assert [refusal.reason for refusal in reading.refusals] == [str(error.value)]


def test_private_entry_is_refused_without_telling_its_title():
    reading = read(BEFORE, vevent("CLASS:PRIVATE"), vevent("UID:2", "CLASS:confidential"), AFTER)

    assert [entry.title for entry in reading.entries] == ["Avant", "Après"]
    assert [(refusal.reason, refusal.title) for refusal in reading.refusals] == [("événement privé", "")] * 2


def test_entry_without_its_end_is_refused_and_the_next_is_kept():
    broken = vevent().removesuffix("\r\nEND:VEVENT")

    reading = read(BEFORE, broken, AFTER)

    assert [entry.title for entry in reading.entries] == ["Avant", "Après"]
    assert reading.refusals[0].reason == "l’événement est incomplet : « END:VEVENT » manque"
    assert reading.complete


def test_truncated_file_gives_what_it_holds_and_says_that_it_is_not_whole():
    data = vcalendar(BEFORE, vevent())

    reading = ics.read(data[: data.index(b"SUMMARY:Atelier")])

    assert [entry.title for entry in reading.entries] == ["Avant"]
    assert len(reading.refusals) == 1
    assert not reading.complete
    assert "le fichier semble coupé : « END:VCALENDAR » manque" in reading.warnings


# What is tolerated


def test_missing_dtstamp_is_no_reason_to_refuse():
    assert read_one(without=("DTSTAMP",)).title == "Atelier"


def test_missing_uid_is_derived_from_the_content_and_stays_the_same():
    first = read(vevent(without=("UID",)))
    again = read(BEFORE, vevent("DTSTAMP:20270101T000000Z", "DESCRIPTION:autre", without=("UID",)))
    moved = read(vevent("DTSTART:20261125T180000Z", "DTEND:20261125T190000Z", without=("UID",)))

    assert first.entries[0].uid.startswith("sans-uid-")
    assert again.entries[1].uid == first.entries[0].uid
    assert moved.entries[0].uid != first.entries[0].uid
    assert first.warnings == ["Ligne 4 : sans UID : un identifiant est tiré du contenu"]


def test_very_long_uid_is_shortened_always_the_same_way():
    uids = {read_one("UID:" + "x" * 10_000).uid, read_one("UID:" + "x" * 10_000).uid}

    assert len(uids) == 1
    assert len(uids.pop()) <= 255
    assert read_one("UID:" + "x" * 10_001).uid != read_one("UID:" + "x" * 10_000).uid


def test_missing_title_has_a_default():
    assert read_one(without=("SUMMARY",)).title == "Événement sans titre"


def test_very_long_title_is_cut_and_kept_whole_in_the_description():
    title = "très long " * 999 + "très long."

    entry = read_one(f"SUMMARY:{title}")

    assert len(entry.title) == 140
    assert entry.title.endswith("…")
    assert entry.description == title


def test_nul_and_other_control_characters_are_removed_and_said():
    entry_lines = vevent("SUMMARY:Ate\x00lier\x07", "DESCRIPTION:l\u202eigne\x0b")

    reading = read(entry_lines, AFTER)

    assert reading.entries[0].title == "Atelier"
    assert reading.entries[0].description == "ligne"
    assert reading.warnings == ["Ligne 9 : caractères interdits (NUL, par exemple) retirés (2 lignes)"]


@pytest.mark.parametrize(
    ("octets", "title"),
    [
        ("Goûter d’été".encode("cp1252"), "Goûter d’été"),
        ("Goûter d’été".encode()[:-1], "Goûter d’ét\ufffd"),
    ],
)
def test_invalid_utf8_loses_nothing_else(octets, title):
    reading = ics.read(vcalendar(vevent("SUMMARY:@@"), AFTER).replace(b"@@", octets))

    assert [entry.title for entry in reading.entries] == [title, "Après"]
    assert reading.warnings == [
        "Ligne 9 : texte qui n’est pas en UTF-8 : les accents ont pu être mal lus (1 ligne)"
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_is_tolerated(encoding):
    data = vcalendar(AFTER).decode().encode(encoding)

    reading = ics.read(data)

    assert reading.entries[0].title == "Après"
    assert not reading.warnings


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\r\n", "\r\n\r\n"])
def test_any_line_ending_is_read(newline):
    data = vcalendar(vevent("SUMMARY:Deux\r\n  mots")).replace(b"\r\n", newline.encode())

    assert ics.read(data).entries[0].title == "Deux mots"


def test_fold_inside_a_character_is_undone_before_decoding():
    data = vcalendar(vevent("SUMMARY:été")).replace("été".encode(), b"\xc3\r\n \xa9t\r\n\t\xc3\xa9")

    assert ics.read(data).entries[0].title == "été"


def test_line_that_is_no_property_is_said_and_ignored():
    reading = read(vevent("ceci n'est pas une propriété", "DESCRIPTION:suite"))

    assert reading.entries[0].description == "suite"
    assert reading.warnings == ["Ligne 10 : ligne ignorée : ce n’est pas une propriété"]


def test_other_components_and_alarms_are_ignored():
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nDESCRIPTION:alarme\r\nSUMMARY:alarme\r\nEND:VALARM"

    reading = read("BEGIN:VTODO\r\nUID:t\r\nEND:VTODO", vevent(alarm), "BEGIN:VTODO\r\nUID:u\r\nEND:VTODO")

    assert (reading.entries[0].title, reading.entries[0].description) == ("Atelier", "")
    assert reading.warnings == ["2 composants VTODO ignorés"]


@pytest.mark.parametrize(
    ("description", "plain"),
    [
        ("Bonjour<br>à <b>tous</b> &amp; toutes", "Bonjour\nà tous & toutes"),
        (
            "<p>Un</p><p>Deux</p><ul><li>a</li><li>b</li></ul>",
            "Un\n\nDeux\n\n- a\n- b",
        ),
        (
            '<a href="https://example.org/x">Inscription</a> <a href="javascript:alert(1)">ici</a>',
            "Inscription (https://example.org/x) ici",
        ),
        ('<a href="https://www.google.com/url?q=x">www.example.org</a>', "www.example.org"),
        ("<p>a<script>alert('x')</script>b</p>", "ab"),
        ("si x < 3 et y > 2", "si x < 3 et y > 2"),
        ("L&#8217;été", "L’été"),
    ],
)
def test_html_description_becomes_text(description, plain):
    escaped = description.replace(",", r"\,").replace(";", r"\;")

    assert read_one(f"DESCRIPTION:{escaped}").description == plain


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "https://u:p@example.org/", "//x", "http://[x"]
)
def test_address_that_is_not_for_a_page_is_left_out(address):
    assert read_one(f"URL:{address}").url == ""


@pytest.mark.parametrize("geo", ["0;0", "91;5", "nan;5", "ici", "43.2", "1e999;0"])
def test_coordinates_that_are_no_place_are_left_out(geo):
    assert read_one(f"GEO:{geo}").latitude is None


def test_location_that_is_an_address_of_the_web_is_where_to_join():
    entry = read_one("LOCATION:https://visio.example.org/salle")

    assert (entry.online_url, entry.place_name) == ("https://visio.example.org/salle", "")


# Days, ends and durations


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (["DTEND;VALUE=DATE:20261126"], paris(2026, 11, 26)),
        (["DTEND;VALUE=DATE:20261124"], paris(2026, 11, 25)),
        ([], paris(2026, 11, 25)),
        (["DURATION:P3D"], paris(2026, 11, 27)),
        (["DURATION:PT12H"], paris(2026, 11, 25)),
        (["DTEND;TZID=Europe/Paris:20261125T170000"], paris(2026, 11, 26)),
        (["DTEND;TZID=Europe/Paris:20261126T000000"], paris(2026, 11, 26)),
    ],
)
def test_all_day_event_ends_at_an_exclusive_midnight(lines, end):
    schedule = read_one("DTSTART;VALUE=DATE:20261124", *lines, without=("DTEND",)).schedule

    assert schedule == Schedule(paris(2026, 11, 24), end, all_day=True)


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        ([], paris(2026, 11, 24, 18)),
        (["DTEND;TZID=Europe/Paris:20261124T180000"], paris(2026, 11, 24, 18)),
        (["DTEND:20261124T180000Z"], paris(2026, 11, 24, 19)),
        (["DTEND;VALUE=DATE:20261125"], paris(2026, 11, 25)),
        (["DURATION:PT1H30M"], paris(2026, 11, 24, 19, 30)),
        (["DURATION:P1W"], paris(2026, 12, 1, 18)),
    ],
)
def test_end_of_a_timed_event(lines, end):
    schedule = read_one(*lines, without=("DTEND",)).schedule

    assert (schedule.end, schedule.all_day) == (end, False)


@pytest.mark.parametrize(("duration", "hour"), [("P1D", 20), ("PT24H", 19)])
def test_days_of_a_duration_are_nominal_and_hours_exact_across_the_clock_change(duration, hour):
    """RFC 5545 section 3.3.6: on 25 October 2026 clocks go back."""
    entry = read_one("DTSTART;TZID=Europe/Paris:20261024T200000", f"DURATION:{duration}", without=("DTEND",))

    assert entry.schedule.end == paris(2026, 10, 25, hour)


def test_date_without_value_parameter_is_a_day():
    assert read_one("DTSTART:20261124", without=("DTEND",)).schedule.all_day


def test_exchange_all_day_flag_makes_a_day():
    schedule = read_one(
        "DTSTART;TZID=Romance Standard Time:20261124T000000",
        "DTEND;TZID=Romance Standard Time:20261126T000000",
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
    ).schedule

    assert schedule == Schedule(paris(2026, 11, 24), paris(2026, 11, 26), all_day=True)


def test_time_that_the_clock_change_skips_is_read_with_the_offset_before_it():
    start = read_one("DTSTART;TZID=Europe/Paris:20260329T023000", without=("DTEND",)).schedule.start

    assert start.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


# Time zones


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("europe/paris", "Europe/Paris"),
        ("Romance Standard Time", "Europe/Paris"),
        ("GMT Standard Time", "Europe/London"),
        ("/citadel.org/20210210_1/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ('"tzone://Microsoft/Utc"', "UTC"),
        ('"Europe/Paris"', "Europe/Paris"),
    ],
)
def test_zone_is_known_by_its_name(tzid, zone):
    entry = read_one(f"DTSTART;TZID={tzid}:20260724T120000", without=("DTEND",))

    assert entry.schedule.zone == zone
    assert entry.schedule.start.replace(tzinfo=None) == datetime(2026, 7, 24, 12)  # noqa: DTZ001


def test_zone_is_known_by_what_its_definition_says():
    zone = vtimezone("Chez nous", extra="\r\nX-LIC-LOCATION:Europe/Madrid", **EUROPE)

    assert read_one("DTSTART;TZID=Chez nous:20260724T120000", zones=[zone]).schedule.zone == "Europe/Madrid"


@pytest.mark.parametrize(
    ("definition", "zone"),
    [
        (EUROPE, "Europe/Paris"),
        (
            {
                "standard": "-0400,-0500,FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
                "daylight": "-0500,-0400,FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
            },
            "America/New_York",
        ),
        ({"standard": "+0100,+0100,"}, "Africa/Algiers"),
        ({"standard": "+0530,+0530,"}, "Asia/Kolkata"),
        ({"standard": "-1100,-1100,"}, "Etc/GMT+11"),
    ],
)
def test_zone_is_known_by_its_rules(definition, zone):
    definition = vtimezone("Customized Time Zone", **definition)

    entry = read_one(
        "DTSTART;TZID=Customized Time Zone:20260724T120000", "DTEND:20260725T120000Z", zones=[definition]
    )

    assert entry.schedule.zone == zone


@pytest.mark.parametrize(
    "definition",
    [
        {"standard": "+0123,+0123,"},
        {"standard": "+0100,+0100,FREQ=SECONDLY"},
        {"standard": "un,deux,"},
    ],
)
def test_zone_like_no_other_refuses_the_entry(definition):
    zone = vtimezone("Ailleurs", **definition)

    reading = read(zone, BEFORE, vevent("DTSTART;TZID=Ailleurs:20260724T120000"), AFTER)

    assert [entry.title for entry in reading.entries] == ["Avant", "Après"]
    assert reading.refusals[0].reason == (
        "le fuseau horaire « Ailleurs », défini par ce calendrier, ne ressemble à aucun connu"
    )


def test_unknown_zone_without_definition_is_the_calendars_with_a_warning():
    reading = read(vevent("DTSTART;TZID=Nulle part:20261124T120000"), header=("X-WR-TIMEZONE:Europe/Rome",))

    assert reading.entries[0].schedule.zone == "Europe/Rome"
    assert reading.warnings == [
        "Ligne 10 : fuseau horaire « Nulle part » inconnu : ses heures sont lues comme celles de Europe/Rome"
    ]


@pytest.mark.parametrize(
    ("header", "zone"),
    [((), "Europe/Paris"), (("X-WR-TIMEZONE:America/Guadeloupe",), "America/Guadeloupe")],
)
def test_floating_time_is_in_the_calendars_zone(header, zone):
    schedule = read_one("DTSTART:20260724T120000", without=("DTEND",), header=header).schedule

    assert schedule.zone == zone
    assert schedule.start == datetime(2026, 7, 24, 12, tzinfo=ZoneInfo(zone))


def test_single_date_in_utc_is_in_paris_and_a_series_stays_in_utc():
    single = read_one("DTSTART:20260724T120000Z", without=("DTEND",)).schedule
    reading = read(vevent("DTSTART:20260724T120000Z", "RRULE:FREQ=WEEKLY", without=("DTEND",)))

    assert (single.start, single.zone) == (paris(2026, 7, 24, 14), "Europe/Paris")
    assert reading.entries[0].schedule.zone == "UTC"
    assert reading.warnings == [
        "Ligne 4 : série écrite en temps universel : à Marseille son heure change entre l’été et l’hiver"
    ]


def test_zones_to_compare_with_that_change_their_clocks_are_all_different():
    changing = [offsets for name in timezones.KNOWN if len(set(offsets := timezones._offsets(name))) > 1]

    assert len(changing) > 15
    assert all(changing.count(offsets) == 1 for offsets in changing)


# Series


def test_count_of_a_billion_costs_nothing_to_read():
    assert read_one("RRULE:FREQ=DAILY;COUNT=1000000000").schedule.rrule == "FREQ=DAILY;COUNT=1000000000"


@pytest.mark.parametrize("until", ["20261215", "20261215T225959Z", "20261215T235959"])
def test_until_of_any_type_ends_at_the_same_date(until):
    rule = read_one(f"RRULE:FREQ=WEEKLY;UNTIL={until}").schedule.rrule

    assert rule == "FREQ=WEEKLY;UNTIL=20261215T225959Z"


def test_added_and_removed_dates_of_every_form():
    schedule = read_one(
        "RRULE:FREQ=WEEKLY",
        "RDATE;TZID=Europe/Paris:20261126T180000,20261127T180000",
        "RDATE:20261128T170000Z",
        "RDATE:20261124T170000Z",
        "EXDATE;TZID=Europe/London:20261201T170000",
        "EXDATE;VALUE=DATE:20261208,20261215",
        "EXDATE:20261222T180000",
        "EXDATE:",
    ).schedule

    assert schedule.rdates == tuple(paris(2026, 11, day, 18) for day in (26, 27, 28))
    assert schedule.exdates == tuple(paris(2026, 12, day, 18) for day in (1, 8, 15, 22))


def test_times_named_in_a_series_of_days_mean_their_days():
    schedule = read_one(
        "DTSTART;VALUE=DATE:20261124",
        "RRULE:FREQ=WEEKLY",
        "EXDATE;TZID=Europe/Paris:20261201T000000",
        "EXDATE:20261207T230000Z",
        without=("DTEND",),
    ).schedule

    assert schedule.exdates == (paris(2026, 12, 1), paris(2026, 12, 8))


def test_unreadable_date_of_a_list_is_said_and_left_out():
    reading = read(vevent("RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Paris:20261201T180000,demain"))

    assert reading.entries[0].schedule.exdates == (paris(2026, 12, 1, 18),)
    assert reading.warnings == ["Ligne 11 : date ignorée : EXDATE illisible : « demain »"]


def test_added_period_that_lasts_otherwise_is_an_override():
    entry = read_one(
        "RDATE;VALUE=PERIOD;TZID=Europe/Paris:20261126T180000/20261126T220000,20261127T180000/PT1H30M"
    )

    assert entry.schedule.rdates == (paris(2026, 11, 26, 18), paris(2026, 11, 27, 18))
    assert entry.overrides == (
        Override(paris(2026, 11, 26, 18), paris(2026, 11, 26, 18), paris(2026, 11, 26, 22), line=4),
    )


# One date of a series

SERIES = vevent("RRULE:FREQ=WEEKLY", "LOCATION:Salle A")


def one_date(*lines, **options):
    return vevent("RECURRENCE-ID;TZID=Europe/Paris:20261201T180000", *lines, **options)


def test_moved_renamed_and_cancelled_dates_are_overrides():
    reading = read(
        one_date(
            "DTSTART;TZID=Europe/Paris:20261202T190000",
            "DTEND;TZID=Europe/Paris:20261202T200000",
            "SUMMARY:Atelier spécial",
            "LOCATION:Salle B",
        ),
        SERIES,
        vevent("RECURRENCE-ID:20261208T170000Z", "STATUS:CANCELLED", without=("DTSTART", "DTEND", "SUMMARY")),
    )

    (entry,) = reading.entries
    assert not reading.refusals
    assert entry.overrides == (
        Override(
            recurrence_id=paris(2026, 12, 1, 18),
            start=paris(2026, 12, 2, 19),
            end=paris(2026, 12, 2, 20),
            title="Atelier spécial",
            place_name="Salle B",
            line=4,
        ),
        Override(
            recurrence_id=paris(2026, 12, 8, 18),
            start=paris(2026, 12, 8, 18),
            end=paris(2026, 12, 8, 19, 30),
            cancelled=True,
            line=22,
        ),
    )


def test_override_that_names_a_day_means_the_date_of_that_day():
    entry = read(SERIES, vevent("RECURRENCE-ID;VALUE=DATE:20261201", without=("DTSTART", "DTEND"))).entries[0]

    assert entry.overrides[0].recurrence_id == paris(2026, 12, 1, 18)


def test_override_without_its_series_stands_alone():
    reading = read(one_date("RRULE:FREQ=DAILY"), vevent("RECURRENCE-ID:20261208T170000Z", "STATUS:CANCELLED"))

    first, second = reading.entries
    assert first.uid == "atelier@example.org#20261201T170000Z"
    assert first.schedule == Schedule(paris(2026, 11, 24, 18), paris(2026, 11, 24, 19, 30))
    assert second.uid == "atelier@example.org#20261208T170000Z"
    assert (second.cancelled, second.status) == (True, 6)
    assert not reading.refusals


def test_override_of_a_refused_series_stands_alone():
    reading = read(vevent("RRULE:FREQ=SECONDLY"), one_date())

    assert [entry.uid for entry in reading.entries] == ["atelier@example.org#20261201T170000Z"]
    assert len(reading.refusals) == 1


def test_date_of_a_private_series_stays_private():
    reading = read(vevent("RRULE:FREQ=WEEKLY", "CLASS:PRIVATE"), one_date("SUMMARY:Secret"))

    assert not reading.entries
    assert [(refusal.reason, refusal.title) for refusal in reading.refusals] == [("événement privé", "")] * 2


def test_private_date_is_taken_out_of_its_series():
    reading = read(SERIES, one_date("CLASS:PRIVATE", "SUMMARY:Secret"))

    (entry,) = reading.entries
    assert (entry.schedule.exdates, entry.overrides) == ((paris(2026, 12, 1, 18),), ())
    assert reading.refusals[0].reason == "date privée : elle est retirée de la série"
    assert reading.refusals[0].title == ""


@pytest.mark.parametrize(
    ("override", "reason"),
    [
        (vevent("RECURRENCE-ID:demain"), "RECURRENCE-ID illisible : « demain »"),
        (one_date("DTEND:20200101T000000Z"), "la fin est avant le début"),
    ],
)
def test_override_that_is_not_understood_leaves_its_series(override, reason):
    reading = read(SERIES, override)

    assert len(reading.entries) == 1
    assert reading.entries[0].overrides == ()
    assert [refusal.reason for refusal in reading.refusals] == [reason]


# Several entries with one UID


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (["SEQUENCE:2"], ["SEQUENCE:1", "LAST-MODIFIED:20300101T000000Z"], "un"),
        (["LAST-MODIFIED:20260102T000000Z"], ["LAST-MODIFIED:20260101T000000Z"], "un"),
        ([], [], "deux"),
    ],
)
def test_newest_of_duplicates_is_kept(first, second, kept):
    reading = read(vevent("SUMMARY:un", *first), vevent("SUMMARY:deux", *second), AFTER)

    assert [entry.title for entry in reading.entries] == [kept, "Après"]
    (refusal,) = reading.refusals
    assert refusal.title == ("deux" if kept == "un" else "un")
    assert refusal.reason == (
        f"UID en double : l’événement de la ligne {reading.entries[0].line}, plus récent, est gardé"
    )


def test_identical_duplicates_are_one_entry_without_a_word():
    reading = read(vevent(), vevent("DTSTAMP:20270101T000000Z"))

    assert len(reading.entries) == 1
    assert not reading.refusals


def test_cancelled_by_status_or_by_method():
    assert read_one("STATUS:CANCELLED").status == 6
    assert read_one(header=("METHOD:CANCEL",)).cancelled


# Bounds


def test_file_that_is_too_big_is_no_calendar():
    with pytest.raises(NotACalendar, match="Ce calendrier pèse 60,1 Mo\u00a0; la limite est de 60 Mo"):
        ics.read(b"BEGIN:VCALENDAR" + b" " * 59_999_986)


def test_events_beyond_the_limit_are_refused_with_their_line(monkeypatch):
    monkeypatch.setattr(entries, "MAX_ENTRIES", 2)
    monkeypatch.setattr(entries, "MAX_BEYOND", 2)

    reading = read(*(vevent(f"UID:{number}") for number in range(5)))

    assert [entry.uid for entry in reading.entries] == ["0", "1"]
    reason = "au-delà des 2 premiers événements"
    assert [(refusal.line, refusal.reason) for refusal in reading.refusals] == [(18, reason), (25, reason)]
    assert (reading.refused, reading.complete) == (3, False)


def test_lines_beyond_the_limit_are_as_if_the_file_were_cut(monkeypatch):
    monkeypatch.setattr(contentlines, "MAX_LINES", 14)

    reading = read(*(vevent(f"UID:{number}") for number in range(5)))

    assert [entry.uid for entry in reading.entries] == ["0"]
    assert reading.warnings == ["le fichier a trop de lignes\u00a0: seul son début est lu"]
    assert not reading.complete


def test_event_of_too_many_lines_is_refused_and_its_neighbour_is_read(monkeypatch):
    monkeypatch.setattr(contentlines, "MAX_COMPONENT", 20)

    reading = read(vevent("UID:gros", *["COMMENT:x"] * 30), vevent("UID:bon"))

    assert [entry.uid for entry in reading.entries] == ["bon"]
    assert [(refusal.line, refusal.reason) for refusal in reading.refusals] == [
        (4, "l’événement a trop de lignes")
    ]


def test_endless_line_is_cut_and_its_neighbours_are_read():
    reading = read(vevent("UID:gros", "DESCRIPTION:" + "x" * 21_000_000), vevent("UID:bon"))

    assert [(entry.uid, len(entry.description)) for entry in reading.entries] == [
        ("gros", 10_000),
        ("bon", 0),
    ]
    assert not reading.refusals


def test_calendar_that_takes_too_long_is_a_part():
    reading = ics.read(vcalendar(vevent()), seconds=0)

    assert (reading.entries, reading.complete) == ([], False)
    assert reading.refusals[0].reason == "la lecture de ce calendrier prend trop de temps"


def test_memory_stays_bounded_whatever_the_number_of_events():
    """Beside the file, its events are kept as they are written: a list of their lines took five times as much."""
    lines = [f"X-NUMERO-{number}:{number}" for number in range(40)]
    data = vcalendar(*(vevent(f"UID:{number}", *lines) for number in range(5_000)))
    tracemalloc.start()
    try:
        reading = ics.read(data)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(reading.entries) == 5_000
    assert peak < 2.5 * len(data) + 5_000 * 2_500


def test_file_without_calendar_is_none():
    with pytest.raises(NotACalendar, match=r"il ne contient pas «.BEGIN:VCALENDAR.»"):
        ics.read(b"bonjour")


@pytest.mark.parametrize(
    "hostile",
    [
        vevent("DESCRIPTION:" + "<a href=x>" * 100_000),
        vevent("DESCRIPTION:" + "<script>" * 100_000),
        vevent("SUMMARY:" + "\\" * 1_000_000),
        vevent("X-A" + ";B=C" * 300_000),
        vevent('X-A;B="' + '"' * 1_000_000),
        vevent("CONTACT:" + "1 " * 500_000),
        "BEGIN:X\r\n" * 50_000 + "END:Y\r\n" * 50_000,
        "\r\n" * 1_000_000,
        vevent("EXDATE:" + "," * 1_000_000),
        "\r\n".join(
            vtimezone(f"Z{n}", **EUROPE) + "\r\n" + vevent(f"UID:{n}", f"DTSTART;TZID=Z{n}:20260101T100000")
            for n in range(300)
        ),
    ],
    ids=[
        "links",
        "scripts",
        "backslashes",
        "parameters",
        "quotes",
        "digits",
        "nesting",
        "empty",
        "commas",
        "zones",
    ],
)
def test_hostile_file_takes_bounded_time(hostile):
    begun = time.process_time()

    reading = read(BEFORE, hostile, AFTER)

    assert time.process_time() - begun < 3
    assert {"Avant", "Après"} <= {entry.title for entry in reading.entries}


def test_warnings_are_bounded():
    reading = read(*(vevent(f"SUMMARY:{n}", without=("UID",)) for n in range(250)))

    assert len(reading.warnings) == 200
    assert reading.warnings_left_out == 50


LINES = st.sampled_from(
    [
        *vevent("RRULE:FREQ=WEEKLY", "EXDATE;VALUE=DATE:20261201").split("\r\n"),
        *one_date("STATUS:CANCELLED").split("\r\n"),
        *vtimezone("Z", **EUROPE).split("\r\n"),
        "DTSTART;VALUE=DATE:20260101",
        "BEGIN:VALARM",
        "END:VALARM",
        "END:VCALENDAR",
        "BEGIN:VCALENDAR",
        " suite",
        "",
    ]
)


@given(st.lists(LINES | st.text(max_size=20), max_size=60))
@settings(deadline=timedelta(seconds=2))
def test_no_order_of_lines_breaks_the_reader(lines):
    reading = ics.read(b"BEGIN:VCALENDAR\r\nX-A:b\r\n" + "\r\n".join(lines).encode(errors="surrogatepass"))

    for entry in reading.entries:
        assert entry.uid
        assert entry.title
        assert entry.schedule.end.astimezone(UTC) >= entry.schedule.start.astimezone(UTC)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data):
    ics.read(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + data + b"\nEND:VEVENT\n")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=100), st.integers(1, 40))
def test_unfolding_undoes_any_fold(text, width):
    octets = f"X:{text}.".encode()
    folded = b"\r\n ".join(octets[at : at + width] for at in range(0, len(octets), width))

    assert list(contentlines.unfold(folded)) == [(1, octets)]
