"""A draw from the frozen list to its result, what each step refuses, and what anyone can check afterwards."""

import json
import re
import subprocess
import sys
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from habitants import proof, tasks
from habitants.models import Cohort, Draw, DrawEntry, Seat
from habitants.models.draw_lists import why_impossible
from tests.factories import UserFactory
from tests.habitants.factories import (
    ApplicationFactory,
    CohortFactory,
    CriterionFactory,
    ProfileFactory,
    QuotaFactory,
)

pytestmark = pytest.mark.django_db

LOTO = "03-11-24-38-49+07"
LOTO_PAGE = "https://www.fdj.fr/jeux-de-tirage/loto/resultats"


def at(moment):
    return patch("django.utils.timezone.now", return_value=moment)


def make_cohort(*, women=6, men=6, size=4, minimum=2, maximum=2):
    """A cohort whose list is closed: half women, half men, nobody seated yet."""
    cohort = CohortFactory(size=size, seats_call=0, seats_nominated=0, seats_drawn=size)
    gender = CriterionFactory(cohort=cohort, name="Genre")
    quotas = [
        QuotaFactory(criterion=gender, label=label, minimum=minimum, maximum=maximum)
        for label in ("Femme", "Homme")
    ]
    for quota, number in zip(quotas, (women, men), strict=True):
        for _person in range(number):
            ProfileFactory(application=ApplicationFactory(cohort=cohort), quota=quota)
    cohort.freeze(by=cohort.selection_lead)
    return cohort


def frozen(cohort=None):
    cohort = cohort or make_cohort()
    return Draw.objects.freeze(cohort, by=cohort.selection_lead)


def named(draw=None, *, kind="loto", reference="Loto", at=None):
    draw = draw or frozen()
    draw.write_panels()
    at = at or timezone.now() + timedelta(days=3)
    before = timedelta(minutes=1 if kind == "drand" else 45)
    draw.name_source(kind=kind, reference=reference, unknown_until=at - before, at=at, by=draw.frozen_by)
    return draw


def typed_twice(draw, *, by, **value):
    """The number, typed by that person, then by somebody else of the team."""
    draw.type_value(**value, by=by)
    return draw.type_value(kind=value["kind"], value=value["value"], by=UserFactory(coordinator=True))


def done(draw=None):
    draw = draw or named()
    with at(draw.source_at + timedelta(hours=1)):
        typed_twice(draw, kind="loto", value=LOTO, reference=LOTO_PAGE, by=draw.frozen_by)
    return draw


def problems(document):
    return [(step.number, step.problem) for step in proof.check(document) if step.problem]


def test_draw_goes_through_its_five_steps(mailoutbox):
    draw = done()

    document = json.loads(draw.as_file())
    assert [step.is_right for step in proof.check(document)] == [True] * 5
    assert draw.smallest_chance == pytest.approx(0.333)
    assert draw.largest_gap < 0.001
    draw.cohort.refresh_from_db()
    assert draw.cohort.state == Cohort.State.DRAWN
    assert Seat.objects.filter(cohort=draw.cohort, way_in="draw").count() == 4
    drawn = set(draw.entries.filter(code__in=draw.panel).values_list("application_id_of_draw", flat=True))
    assert drawn == set(Seat.objects.filter(way_in="draw").values_list("draw_id", flat=True))
    waiting = Seat.objects.waiting().values_list("draw_id", flat=True)
    codes = dict(draw.entries.values_list("application_id_of_draw", "code"))
    assert [codes[key] for key in waiting] == draw.substitutes[:2]


def test_the_panel_keeps_the_quotas():
    draw = done()

    members = [entry.person for entry in draw.entries.filter(code__in=draw.panel)]
    assert sorted(person.values["genre"] for person in members) == ["femme", "femme", "homme", "homme"]


def test_public_file_has_no_answer_and_no_name():
    draw = done()

    text = json.dumps({**draw.document(), "pool": {**draw.document()["pool"], "quotas": []}})
    assert "femme" not in text
    assert not any(
        person.name in text or str(person.draw_id) in text for person in draw.cohort.applications.all()
    )


def test_each_line_is_in_the_public_list_under_its_fingerprint():
    draw = frozen()

    published = dict(map(tuple, draw.people))
    assert {entry.code: proof.digest(entry.row) for entry in draw.entries.all()} == published
    assert len(published) == 12


def test_seated_people_count_and_are_not_drawn():
    cohort = make_cohort(size=4)
    Cohort.objects.filter(pk=cohort.pk).update(seats_call=1, seats_drawn=3)
    cohort.refresh_from_db()
    chosen = cohort.applications.order_by("pk").first()
    Seat.give(chosen, "call", by=cohort.selection_lead, reason="Connaît tout le monde.")

    draw = frozen(cohort)
    draw.write_panels()

    assert (draw.seats, len(draw.seated), len(draw.people)) == (3, 1, 11)
    by_code = {entry.code: entry.person.values["genre"] for entry in draw.entries.all()}
    for line in set(draw.lines):
        assert sorted(by_code[code] for code in line.split(" ")) == ["femme", "homme", "homme"]


def test_impossible_quotas_are_refused_and_explained():
    cohort = make_cohort(women=1)

    with pytest.raises(ValidationError, match="Aucun groupe"):
        frozen(cohort)
    assert [lack.number for lack in why_impossible(cohort).lacks] == [1]


def test_everybody_on_the_list_is_told_with_their_own_page(mailoutbox):
    draw = frozen()
    mailoutbox.clear()

    draw.write_panels()

    assert len(mailoutbox) == 12
    links = {re.search(r"/habitants/tirages/moi/\S+", message.body)[0] for message in mailoutbox}
    assert links == {entry.get_own_url() for entry in draw.entries.all()}


def test_panels_are_written_once(mailoutbox):
    draw = frozen()
    draw.write_panels()
    before = (draw.portfolio_sha256, draw.portfolio_at, len(mailoutbox))

    Draw.objects.get(pk=draw.pk).write_panels()

    draw.refresh_from_db()
    assert (draw.portfolio_sha256, draw.portfolio_at, len(mailoutbox)) == before


def test_source_is_named_a_day_ahead_at_least():
    draw = frozen()
    draw.write_panels()

    with pytest.raises(ValidationError, match="24 heures"):
        draw.name_source(
            kind="loto",
            reference="Loto",
            unknown_until=timezone.now() + timedelta(hours=23),
            at=timezone.now() + timedelta(hours=25),
            by=draw.frozen_by,
        )


def test_value_waits_for_the_announced_moment():
    draw = named()

    with pytest.raises(ValidationError, match="avant la date"):
        draw.type_value(kind="loto", value=LOTO, reference=LOTO_PAGE, by=draw.frozen_by)


@pytest.mark.parametrize(
    "value", ["", "3-11-24-38-49+7", "11-03-24-38-49+07", "03-03-24-38-49+07", "03-11-24-38-50+07"]
)
def test_value_is_written_in_one_way_only(value):
    draw = named()

    with at(draw.source_at), pytest.raises(ValidationError, match="écrit"):
        draw.type_value(kind="loto", value=value, reference=LOTO_PAGE, by=draw.frozen_by)


def test_another_source_needs_its_reason():
    now = round(timezone.now().timestamp())
    number = (now - proof.drand_moment(1).timestamp()) // 3 + 100_000
    draw = named(kind="drand", reference=str(int(number)), at=proof.drand_moment(int(number)))
    arguments = {"kind": "loto", "value": LOTO, "reference": LOTO_PAGE, "by": draw.frozen_by}

    with at(draw.source_at):
        with pytest.raises(ValidationError, match="pourquoi"):
            draw.type_value(**arguments)
        typed_twice(draw, **arguments, fallback="Ce tour de drand n’a pas été publié.")

    assert problems(draw.document()) == []


def test_nobody_chooses_among_the_rounds_of_drand_after_the_loto():
    draw = named()

    with at(draw.source_at), pytest.raises(ValidationError, match="tirage du Loto suivant"):
        draw.type_value(
            kind="drand",
            value="ab" * 32,
            reference="https://api.drand.sh/",
            by=draw.frozen_by,
            fallback="Le tirage du Loto n’a pas eu lieu.",
        )

    assert not Draw.objects.get().is_done


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pool_sha256", "0" * 64),
        ("people", []),
        ("portfolio", "x"),
        ("portfolio_at", None),
        ("source_at", timezone.now() + timedelta(days=400)),
        ("value", "01-02-03-04-05+06"),
        ("panel", []),
    ],
)
def test_what_a_step_wrote_never_changes(name, value):
    draw = done()

    with pytest.raises(IntegrityError, match="draw_steps_once"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(**{name: value})


def test_database_refuses_a_source_that_has_spoken():
    draw = frozen()
    draw.write_panels()

    with pytest.raises(IntegrityError, match="draw_source_in_the_future"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(
            source_kind="loto",
            source_reference="Loto",
            source_named_at=timezone.now(),
            source_unknown_until=draw.portfolio_at - timedelta(hours=1),
            source_at=draw.portfolio_at + timedelta(days=1),
        )


def test_a_draw_and_its_lines_are_never_deleted():
    draw = frozen()

    for rows in (Draw.objects.filter(pk=draw.pk), draw.entries.all()):
        with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
            rows._raw_delete("default")


def test_draw_is_abandoned_before_its_result_only_and_says_why():
    draw = named()
    draw.cancel(reason="Une personne manquait dans la liste.", by=draw.frozen_by)

    again = done(named(frozen(draw.cohort)))

    assert Draw.objects.count() == 2
    with pytest.raises(ValidationError):
        again.cancel(reason="Le résultat ne plaît pas.", by=draw.frozen_by)


def test_draw_is_abandoned_only_while_nobody_can_know_its_number():
    draw = named()
    last = draw.source_unknown_until - timedelta(seconds=1)

    with at(last):
        assert draw.can_cancel
    with at(draw.source_unknown_until):
        with pytest.raises(ValidationError, match="Le hasard a parlé"):
            draw.cancel(reason="Le résultat ne plaît pas.", by=draw.frozen_by)
        with pytest.raises(IntegrityError, match="draw_cancelled_before_chance"), transaction.atomic():
            Draw.objects.filter(pk=draw.pk).update(
                cancelled_at=draw.source_unknown_until, cancelled_reason="Le résultat ne plaît pas."
            )


def test_no_seat_is_given_beside_a_draw():
    draw = frozen()
    Cohort.objects.filter(pk=draw.cohort_id).update(seats_call=1, seats_drawn=3)
    person = draw.cohort.applications.first()

    with pytest.raises(ValidationError, match="le début du tirage"):
        Seat.give(person, "call", by=draw.frozen_by, reason="Connaît tout le monde.")

    assert done(named(draw)).is_done


def test_seat_refused_while_the_draw_runs_goes_to_a_substitute():
    cohort = make_cohort()
    Cohort.objects.filter(pk=cohort.pk).update(seats_call=1, seats_drawn=3)
    cohort.refresh_from_db()
    chosen = Seat.give(
        cohort.applications.first(), "call", by=cohort.selection_lead, reason="Connaît tout le monde."
    )
    draw = named(frozen(cohort))

    chosen.give_up()
    done(draw)

    assert Seat.objects.holding().count() == 4
    assert Seat.objects.get(replaces=chosen).way_in == "substitute"


def test_answers_of_who_withdraws_leave_the_list_once_it_has_served():
    draw = named()
    early, late = (draw.cohort.applications.get(draw_id=key) for key in ids_of(draw)[:2])

    early.withdraw()
    assert row_of(draw, early) != ""
    done(draw)
    assert (row_of(draw, early), row_of(draw, late) != "") == ("", True)
    late.withdraw()

    assert row_of(draw, late) == ""
    assert problems(Draw.objects.get(pk=draw.pk).document()) == []


def ids_of(draw):
    return list(draw.entries.values_list("application_id_of_draw", flat=True))


def row_of(draw, application):
    return draw.entries.get(application_id_of_draw=application.draw_id).row


def test_one_draw_stands_at_a_time():
    draw = frozen()

    with pytest.raises(ValidationError, match="déjà un tirage"):
        frozen(draw.cohort)


def test_answers_go_and_the_proof_stays():
    draw = done()

    with at(timezone.now() + timedelta(days=220 + 100)):
        DrawEntry.objects.to_erase().erase_rows()

    assert set(draw.entries.values_list("row", flat=True)) == {""}
    assert problems(Draw.objects.get(pk=draw.pk).document()) == []


def tampered(change):
    document = json.loads(done().as_file())
    change(document)
    return document


def swap(items):
    items[0], items[1] = items[1], items[0]


TAMPERINGS = {
    "another person": (1, lambda doc: doc["pool"]["people"].pop()),
    "another quota": (1, lambda doc: doc["pool"]["quotas"][0].update(max=9)),
    "other code": (1, lambda doc: doc["pool"].update(code="0" * 64)),
    "another panel": (
        2,
        lambda doc: doc["portfolio"]["panels"].__setitem__(0, doc["portfolio"]["panels"][-1]),
    ),
    "order of the panels": (2, lambda doc: doc["portfolio"]["panels"].reverse()),
    "source named late": (3, lambda doc: doc["source"].update(named_at=doc["source"]["due_at"])),
    "value read early": (4, lambda doc: doc["value"].update(entered_at=doc["source"]["named_at"])),
    "another value": (4, lambda doc: doc["value"].update(value="01-02-03-04-05+06")),
    "another index": (4, lambda doc: doc["result"].update(index=(doc["result"]["index"] + 1) % 1000)),
    "another result": (
        4,
        lambda doc: doc["result"].update(panel=doc["portfolio"]["panels"][0].split()[::-1]),
    ),
    "another order": (5, lambda doc: swap(doc["result"]["order"])),
    "other substitutes": (5, lambda doc: swap(doc["result"]["substitutes"])),
    "no result": (4, lambda doc: doc.pop("result")),
    "not a number": (4, lambda doc: doc["result"].update(index="x")),
    "result without its number": (4, lambda doc: doc.pop("value")),
    "source named once it may be known": (
        3,
        lambda doc: doc["source"].update(named_at=doc["source"]["unknown_until"]),
    ),
    "no list": (1, lambda doc: doc.pop("pool")),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampered_file_names_its_first_wrong_step(name, tmp_path):
    step, change = TAMPERINGS[name]
    file = tmp_path / "tirage.json"
    file.write_text(json.dumps(tampered(change)))

    assert problems(json.loads(file.read_text()))[0][0] == step
    with pytest.raises(CommandError, match=f"Étape {step},"):
        call_command("verify_draw", str(file))


@pytest.mark.parametrize("content", ["", "[]", "{}", "{", "null"])
def test_file_of_another_kind_is_refused(content, tmp_path):
    file = tmp_path / "x.json"
    file.write_text(content)

    with pytest.raises(CommandError):
        call_command("verify_draw", str(file))


def test_unfinished_file_is_right_so_far(tmp_path, capsys):
    file = tmp_path / "tirage.json"
    file.write_text(named().as_file())

    call_command("verify_draw", str(file))

    lines = capsys.readouterr().out.splitlines()
    assert [line.rpartition(" : ")[2] for line in lines] == ["juste", "juste", "juste", "à venir", "à venir"]


def test_independent_program_finds_the_same(tmp_path):
    draw = done()
    file = tmp_path / "tirage.json"
    file.write_text(draw.as_file())
    script = Path(__file__).with_name("independent_check.py")

    answer = subprocess.run([sys.executable, "-I", script, file], capture_output=True, text=True, check=True)

    line = draw.lines[draw.index]
    assert answer.stdout.split() == [
        draw.pool_sha256,
        draw.portfolio_sha256,
        str(draw.index),
        proof.digest(line),
    ]


def test_independent_program_refuses_another_panel(tmp_path):
    file = tmp_path / "tirage.json"
    file.write_text(json.dumps(tampered(TAMPERINGS["another panel"][1])))
    script = Path(__file__).with_name("independent_check.py")

    assert subprocess.run([sys.executable, "-I", script, file], capture_output=True).returncode == 1


def test_number_counts_once_two_people_typed_it_and_the_record_says_who():
    first, second = UserFactory.create_batch(2)
    draw = named()

    with at(draw.source_at):
        draw.type_value(kind="loto", value=LOTO, reference=LOTO_PAGE, by=first)
        assert not Draw.objects.get().is_done
        draw.type_value(kind="loto", value=LOTO, by=second)

    draw = Draw.objects.get()
    assert (draw.value, draw.value_reference, draw.value_entered_by) == (LOTO, LOTO_PAGE, second)
    assert [row.typed_by for row in draw.twice_typed] == [first, second]
    assert not draw.typed_by_one


def test_one_person_types_it_again_on_another_page_only():
    person = UserFactory()
    draw = named()

    with at(draw.source_at):
        first = draw.type_value(kind="loto", value=LOTO, reference=LOTO_PAGE, by=person)
        with pytest.raises(ValidationError, match="une seconde"):
            draw.type_value(kind="loto", value=LOTO, reference=LOTO_PAGE, by=person)
        draw.type_value(kind="loto", value=LOTO, by=person, first=first.pk)

    assert Draw.objects.get().typed_by_one


def test_unequal_typings_are_put_away_both():
    draw = named()
    other = "03-11-24-38-49+08"

    with at(draw.source_at):
        typed_twice(draw, kind="loto", value=LOTO, reference=LOTO_PAGE, by=draw.frozen_by)
    draw = named()
    with at(draw.source_at):
        draw.type_value(kind="loto", value=other, reference=LOTO_PAGE, by=draw.frozen_by)
        typed = draw.type_value(kind="loto", value=LOTO, by=UserFactory())
        assert (typed.state, draw.typed_once, Draw.objects.get(pk=draw.pk).is_done) == (
            "unequal",
            None,
            False,
        )
        draw.type_value(kind="loto", value=other, reference=LOTO_PAGE, by=draw.frozen_by)
        draw.drop_typed()
        typed_twice(draw, kind="loto", value=LOTO, reference=LOTO_PAGE, by=draw.frozen_by)

    assert Draw.objects.get(pk=draw.pk).value == LOTO
    assert [row.state for row in draw.typed_values.all()] == ["unequal", "unequal", "dropped", "same", "same"]


def test_database_refuses_a_number_that_was_not_typed_twice():
    draw = named()
    with at(draw.source_at):
        draw.type_value(kind="loto", value=LOTO, reference=LOTO_PAGE, by=draw.frozen_by)

    with pytest.raises(IntegrityError, match="draw_value_typed_twice"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(value=LOTO, value_kind="loto")
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        draw.typed_values.update(value="01-02-03-04-05+06")


def test_mails_of_both_steps_hold_both_fingerprints(mailoutbox):
    draw = named()

    about = [mail.body for mail in mailoutbox if "Tirage au sort" in mail.subject]
    assert len(about) == 24
    assert all(draw.pool_sha256 in body and draw.portfolio_sha256 in body for body in about)


def test_panels_of_another_list_are_refused():
    document = json.loads(named().as_file())
    other = frozen().document()["pool"]
    document["pool"]["sha256"] = proof.digest(
        proof.pool_text(document["pool"] | {"code": other["code"][::-1]})
    )
    document["pool"]["code"] = other["code"][::-1]

    assert [number for number, _problem in problems(document)] == [2]


def test_file_of_the_first_format_keeps_verifying():
    document = json.loads(done().as_file())
    document["format"] = proof.FIRST_FORMAT
    document["pool"]["sha256"] = proof.digest(proof.pool_text(document["pool"], proof.FIRST_FORMAT))
    portfolio = "".join(f"{line}\n" for line in document["portfolio"]["panels"])
    document["portfolio"]["sha256"] = fingerprint = proof.digest(portfolio)
    del document["source"]["unknown_until"]
    index, counter = proof.index_in(fingerprint, LOTO)
    panel = document["portfolio"]["panels"][index].split()
    codes = {code for code, _commitment in document["pool"]["people"]} - set(panel)
    order = proof.order(codes, fingerprint, LOTO)
    document["result"] = {
        "counter": counter,
        "index": index,
        "panel": panel,
        "order": order,
        "substitutes": order[:2],
    }

    assert [step.is_right for step in proof.check(document)] == [True] * 5


def test_answers_of_those_without_seat_go_a_month_after_the_beginning():
    draw = done()

    with at(timezone.now() + timedelta(days=40 + 25)):
        assert DrawEntry.objects.to_erase().count() == 0
    with at(timezone.now() + timedelta(days=40 + 45)):
        assert DrawEntry.objects.to_erase().count() == 12 - 4 - 2

    assert draw.entries.exclude(row="").count() == 12


def test_departure_calls_the_first_substitute_who_keeps_the_quotas():
    draw = done()
    by_code = {entry.code: entry for entry in draw.entries.all()}
    first, second = (by_code[code] for code in draw.substitutes[:2])
    gone = next(
        by_code[code]
        for code in draw.panel
        if by_code[code].person.values != first.person.values or second.person.values == first.person.values
    )

    following = Seat.objects.get(draw_id=gone.application_id_of_draw).give_up(reason="Déménage.")

    fits = [entry for entry in (first, second) if entry.person.values == gone.person.values]
    assert following.draw_id == (fits[0] if fits else first).application_id_of_draw


def test_call_is_not_reopened_under_a_draw():
    draw = frozen()

    with pytest.raises(ValidationError, match="Un tirage est commencé"):
        draw.cohort.reopen_call(by=draw.frozen_by)


def test_late_draw_keeps_its_people_until_its_number(coordinator):
    draw = named()
    late = timezone.now() + timedelta(days=400)

    with at(late):
        tasks.erase_people(0)
        tasks.erase_rows_of_draws(0)
        done(draw)

    assert Seat.objects.filter(way_in="draw").count() == 4


def test_draw_comes_before_the_first_day():
    draw = frozen()
    draw.write_panels()
    moment = timezone.make_aware(datetime.combine(draw.cohort.starts_on, time(12)))

    with pytest.raises(ValidationError, match="avant son tirage"):
        draw.name_source(kind="loto", reference="Loto", unknown_until=moment, at=moment, by=draw.frozen_by)
    late = CohortFactory(frozen=True)
    with at(moment), pytest.raises(ValidationError, match="premier jour du groupe est passé"):
        Draw.objects.freeze(late, by=draw.frozen_by)


def test_answers_of_who_withdrew_leave_an_abandoned_draw(client):
    draw = named()
    gone = draw.cohort.applications.first()
    gone.withdraw()
    waiting = client.get(gone.get_own_url()).content.decode()

    draw.cancel(reason="Une personne manquait.", by=draw.frozen_by)

    assert "restent, sans votre nom" in waiting
    assert row_of(draw, gone) == ""
    assert "vos réponses sont effacés" in client.get(gone.get_own_url()).content.decode()


def test_mail_of_withdrawal_says_what_stays_until_the_draw(mailoutbox):
    first, second = frozen().cohort.applications.all()[:2]
    first.withdraw()
    assert "restent, sans votre nom" in mailoutbox[-1].body

    Draw.objects.get().cancel(reason="Une personne manquait.", by=None)
    second.withdraw()

    assert "Vos réponses aussi." in mailoutbox[-1].body


def test_whoever_is_not_on_the_list_is_forgotten_at_once_under_a_draw(mailoutbox):
    draw = frozen()
    aside = ApplicationFactory(cohort=draw.cohort, state="set_aside")

    aside.withdraw()

    assert "Vos réponses aussi." in mailoutbox[-1].body


def test_page_says_how_many_typed_the_number_while_it_is_known(client):
    people = UserFactory.create_batch(2)
    draw = named()
    with at(draw.source_at + timedelta(hours=1)):
        draw.type_value(kind="loto", value=LOTO, reference=LOTO_PAGE, by=people[0])
        draw.type_value(kind="loto", value=LOTO, by=people[1])

    pages = []
    for gone in (*people, None):
        pages.append(client.get(draw.get_absolute_url()).text)
        if gone:
            gone.delete()

    assert ["par deux personnes de l’équipe" in page for page in pages] == [True, True, False]
    assert "par la même personne" not in pages[2]
    assert "Le résultat a été saisi deux fois." in pages[2]


def test_one_code_names_a_person_everywhere(client, mailoutbox):
    draw = done()
    told = [mail for mail in mailoutbox if "est fait" in mail.subject]
    codes = {entry.application_id_of_draw: entry.code for entry in draw.entries.all()}
    person = draw.cohort.applications.filter(seats=None).first()
    mail = next(mail for mail in told if mail.to == [person.email])

    data = client.get(f"{person.get_own_url()}mes-donnees.json").json()

    assert data["code dans le tirage"] == codes[person.draw_id]
    assert codes[person.draw_id] in mail.body
    assert not any(
        str(row.draw_id) in mail.body for row in draw.cohort.applications.all() for mail in mailoutbox
    )


def test_people_without_mail_have_their_code_on_paper(client, coordinator):
    draw = named()
    person = draw.cohort.applications.first()
    person.email = ""
    person.save()
    client.force_login(coordinator)
    address = f"/habitants/suivi/{draw.cohort.slug}/tirage/"

    page = client.get(address).content.decode()
    pdf = PdfReader(BytesIO(client.get(f"{address}sans-e-mail.pdf").content))

    assert "1 personne de la liste n’a pas d’e-mail." in page
    words = " ".join(sheet.extract_text() for sheet in pdf.pages).split()
    entry = draw.entries.get(application_id_of_draw=person.draw_id)
    assert entry.code in words
    assert entry.get_own_url() not in "".join(words)
    assert draw.pool_sha256 in "".join(words)
    assert len(pdf.pages) == 1
