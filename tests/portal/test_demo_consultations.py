"""The demo's consultations: three ways of seeing that make sense, and one that is open."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from cooperation.portal.demo import consultations
from gouvernance.models import Computation, Consultation, Statement
from tests.factories import UserFactory
from tests.gouvernance.factories import BodyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    for question in (consultations.PARKS, consultations.PREMISES):
        BodyFactory(name=question.body)
    people = {"coordination": UserFactory(coordinator=True)} | {key: UserFactory() for key in "abcde"}
    consultations.write(SimpleNamespace(day=timezone.localdate(), people=people))
    return Consultation.objects.get(title="Les parcs, le soir"), Consultation.objects.get(state="open")


def test_demo_has_three_ways_of_seeing_the_parks(written, mailoutbox):
    parks, _premises = written

    result = Computation.objects.get(consultation=parks, view="tous").result
    texts = {statement.pk: statement.text for statement in parks.statements.all()}
    said = {letter: {texts[pk]: side for pk, side in row["says"]} for letter, row in result["groups"].items()}
    assert (parks.state, parks.participants.count(), parks.statements.count()) == ("closed", 120, 25)
    assert [row["size"] > 25 for row in result["groups"].values()] == [True] * 3
    assert said["A"]["Un terrain de foot éclairé le soir ferait du bien aux jeunes."] == 1
    assert said["B"]["Il faut fermer les parcs à la tombée de la nuit."] == 1
    assert said["C"]["Il faut plus de lampadaires dans les allées."] == -1
    shared = {texts[pk] for pk, _side in result["agreements"]}
    assert "Chacun devrait pouvoir traverser un parc le soir sans avoir peur." in shared
    assert len(result["divides"]) > 5
    assert mailoutbox == []


def test_demo_has_one_to_answer_with_a_statement_that_waits(written):
    _parks, premises = written

    result = Computation.objects.get(consultation=premises, view="tous").result
    assert premises.is_open
    assert len(result["groups"]) == 2
    assert sorted(Statement.objects.exclude(state="accepted").values_list("state", flat=True)) == [
        "pending",
        "refused",
    ]


def test_demo_answers_are_the_same_each_time(written, coordinator):
    consultations.write(SimpleNamespace(day=timezone.localdate(), people={"coordination": coordinator}))

    once, again = Computation.objects.filter(view="tous", consultation__state="closed").order_by("pk")
    assert [*once.result["counts"].values()] == [*again.result["counts"].values()]
    assert [row["size"] for row in once.result["groups"].values()] == [
        row["size"] for row in again.result["groups"].values()
    ]
