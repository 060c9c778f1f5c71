"""The team runs a draw through its screen; each person reads their own page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from habitants.forms.draws import SourceForm, ValueForm, as_published, source_of_loto
from habitants.models import Cohort, Draw
from tests.habitants.test_draws import LOTO_PAGE, at, done, frozen, make_cohort, named

pytestmark = pytest.mark.django_db


def next_loto():
    day = timezone.localdate() + timedelta(days=3)
    while day.weekday() not in {0, 2, 5}:
        day += timedelta(days=1)
    return day


def test_team_runs_the_draw_to_its_end(client, coordinator):
    cohort = make_cohort()
    url = reverse("habitants:draw-run", args=[cohort.slug])
    client.force_login(coordinator)

    client.post(url, {"action": "freeze"})
    draw = Draw.objects.get()
    draw.write_panels()
    client.post(url, {"action": "source", "kind": "loto", "day": next_loto().isoformat()})
    draw.refresh_from_db()
    with at(draw.source_at + timedelta(hours=1)):
        client.force_login(coordinator)
        typed = {"action": "value", "kind": "loto", "value": "49 3 11 24 38 + 7", "reference": LOTO_PAGE}
        client.post(url, typed)
        page = client.get(url).content.decode()
        first = draw.typed_once
        again = {"action": "value-again", "kind": "loto", "first": first.pk}
        told = client.post(url, again | {"value": "1 2 3 4 5 + 6"}, follow=True).content.decode()
        client.post(url, typed)
        client.post(url, again | {"value": "3 11 24 38 49 + 7", "first": draw.typed_once.pk})

    assert f"Saisi une fois par {coordinator}" in page
    assert "03-11-24-38-49+07" not in page
    assert "Les deux saisies diffèrent" in told
    draw.refresh_from_db()
    assert (draw.value, draw.value_entered_by) == ("03-11-24-38-49+07", coordinator)
    assert Cohort.objects.get().state == Cohort.State.DRAWN


def test_what_draws_nothing_is_said_as_a_warning(client, coordinator):
    draw = named()
    client.force_login(coordinator)
    url = reverse("habitants:draw-run", args=[draw.cohort.slug])

    def told(**sent):
        page = client.post(url, {"kind": "loto", "reference": LOTO_PAGE} | sent, follow=True)
        (message,) = page.context["messages"]
        return message.level_tag, str(message)

    with at(draw.source_at + timedelta(hours=1)):
        client.force_login(coordinator)
        first = told(action="value", value="3 11 24 38 49 + 7")
        unequal = told(action="value-again", value="3 11 24 38 49 + 8", first=draw.typed_once.pk)
        nothing = told(action="value-drop")
        told(action="value", value="3 11 24 38 49 + 7")
        dropped = told(action="value-drop")

    assert (first[0], unequal[0], nothing[0], dropped[0]) == ("success", "warning", "warning", "success")
    assert nothing[1].startswith("Aucune saisie n’attendait")
    assert dropped[1] == "La première saisie est écartée."


def test_readers_alone_read_how_many_are_missing(client, coordinator):
    cohort = make_cohort(women=1)
    url = reverse("habitants:draw-run", args=[cohort.slug])

    client.force_login(coordinator)
    team = client.get(url).content.decode()
    client.force_login(cohort.guarantor)
    reader = client.get(url).content.decode()
    refused = client.post(url, {"action": "freeze"}).status_code

    assert "Le critère « Genre » ne peut pas être respecté" in team
    assert "Il manque" not in team
    assert "baisser le minimum" not in team
    assert "Il manque 1 personne « Femme » : il en faut 2, il y en a 1." in reader
    assert "baisser le minimum « Femme » de 2 à 1" in reader
    assert refused == 404
    assert "Figer et publier" not in team + reader


def test_source_is_a_day_of_the_loto(client, coordinator):
    draw = frozen()
    draw.write_panels()
    client.force_login(coordinator)
    sunday = timezone.localdate() + timedelta(days=13 - timezone.localdate().weekday())

    response = client.post(
        reverse("habitants:draw-run", args=[draw.cohort.slug]),
        {"action": "source", "kind": "loto", "day": sunday.isoformat()},
    )

    assert "le lundi, le mercredi et le samedi" in response.content.decode()
    draw.refresh_from_db()
    assert not draw.has_source


def test_source_of_the_loto_is_unknown_until_its_drawing_on_air():
    chosen = next_loto()
    form = SourceForm({"kind": "loto", "day": chosen.isoformat()})

    assert form.is_valid()
    source = form.source()
    assert [timezone.localtime(source[name]).strftime("%H:%M") for name in ("unknown_until", "at")] == [
        "20:15",
        "21:00",
    ]


def test_form_refuses_a_loto_that_may_be_known_within_a_day():
    chosen = next_loto()
    tight = source_of_loto(chosen)["unknown_until"] - timedelta(hours=23, minutes=30)

    with at(tight):
        form = SourceForm({"kind": "loto", "day": chosen.isoformat()})
        assert list(form.errors) == ["day"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3 11 24 38 49 + 7", "03-11-24-38-49+07"),
        ("49, 38, 24, 11, 3 chance 10", "03-11-24-38-49+10"),
        ("03-11-24-38-49+07", "03-11-24-38-49+07"),
        ("3 11 24", "3 11 24"),
    ],
)
def test_loto_is_typed_as_people_read_it(typed, value):
    assert as_published("loto", typed) == value


@pytest.mark.parametrize("value", ["3 11 24 38 50 + 7", "3 3 24 38 49 + 7", "3 11 24 38 49 + 11", "douze"])
def test_what_the_loto_never_gives_is_refused(value):
    form = ValueForm({"kind": "loto", "value": value, "reference": LOTO_PAGE})

    assert list(form.errors) == ["value"]


def test_person_reads_their_own_page(client):
    draw = done()
    drawn = draw.entries.get(code=draw.panel[0])
    other = draw.entries.get(code=draw.order[-1])

    assert "Vous êtes dans le groupe tiré." in client.get(drawn.get_own_url()).content.decode()
    text = client.get(other.get_own_url()).content.decode()
    assert "Vous êtes dans le groupe tiré." not in text
    assert other.code in text
    assert drawn.code not in text
    assert "environ 1 chance sur 3" in text


def test_abandoned_draws_stay_listed_with_their_reason(client):
    draw = named()
    draw.cancel(reason="Une personne manquait.", by=draw.frozen_by)

    text = client.get(reverse("habitants:draw-list")).content.decode()

    assert "Abandonné : Une personne manquait." in text


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_one_question_whatever_its_length(client, django_assert_num_queries, number):
    for _draw in range(number):
        frozen()

    with django_assert_num_queries(1):
        client.get(reverse("habitants:draw-list"))
