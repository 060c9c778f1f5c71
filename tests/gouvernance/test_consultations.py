"""Consultations: who may answer what and when, what PostgreSQL refuses, what is computed, kept and forgotten."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from gouvernance.models import Computation, Consultation, Participant, Statement, Vote
from gouvernance.tasks import close_consultations, compute, compute_soon, forget_participants
from tests.factories import MembershipFactory, RelayFactory, UserFactory
from tests.gouvernance.consultation_factories import (
    ConsultationFactory,
    ParticipantFactory,
    StatementFactory,
    answered,
)
from tests.gouvernance.factories import BodyFactory, MandateFactory
from tests.gouvernance.pages_consultations import NO, YES

pytestmark = pytest.mark.django_db


def refused(action, name):
    """Whether PostgreSQL refuses it, by this name."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        action()


# Opening and closing


def test_consultation_opens_with_seven_statements(coordinator):
    consultation = ConsultationFactory(draft=True, statements=6)

    with pytest.raises(ValidationError, match="7 phrases au moins"):
        consultation.open(by=coordinator)
    StatementFactory(consultation=consultation)
    consultation.open(by=coordinator)

    consultation.refresh_from_db()
    assert (consultation.state, consultation.is_open) == ("open", True)
    assert consultation.history.last().pgh_context.metadata["user"] == coordinator.pk


def test_consultation_does_not_open_after_its_last_day(coordinator):
    consultation = ConsultationFactory(draft=True, closes_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(ValidationError, match="déjà passé"):
        consultation.open(by=coordinator)


def test_last_day_is_whole(coordinator):
    today = timezone.localdate()
    last, over = (
        ConsultationFactory(closes_on=today),
        ConsultationFactory(closes_on=today - timedelta(days=1)),
    )

    assert (last.is_open, over.is_open, over.is_over) == (True, False, True)
    assert list(Consultation.objects.over()) == [over]


def test_draft_is_seen_by_who_writes_it(coordinator, member):
    draft, opened = ConsultationFactory(draft=True, body=BodyFactory()), ConsultationFactory()
    convener = UserFactory()
    draft.body.conveners.add(convener)

    assert list(Consultation.objects.visible_to(member)) == [opened]
    assert set(Consultation.objects.visible_to(coordinator)) == {draft, opened}
    assert set(Consultation.objects.visible_to(convener)) == {draft, opened}
    assert list(Consultation.objects.run_by(convener)) == [draft]
    assert list(Consultation.objects.run_by(member)) == []


def test_reserved_word_is_no_address():
    assert ConsultationFactory(title="Ajouter").slug != "ajouter"


# Statements


@pytest.mark.parametrize("same", ["Plus de bancs !", "plus de bancs", "« PLUS  de bancs… »"])
def test_statement_is_there_once_whatever_its_case_and_punctuation(same):
    participant = ParticipantFactory()
    Statement.propose(participant, "Plus de bancs.")

    with pytest.raises(ValidationError, match="déjà dans la consultation"):
        Statement.propose(participant, same)
    refused(lambda: StatementFactory(consultation=participant.consultation, text=same), "statement_once")
    assert StatementFactory(text=same).pk  # elsewhere, why not


def test_proposed_statement_waits_and_is_refused_with_words_only(coordinator):
    statement = Statement.propose(ParticipantFactory(), "Plus de bancs.")

    assert (statement.state, statement.is_seed) == ("pending", False)
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        statement.refuse(by=coordinator, reason=" ")
    refused(lambda: Statement.objects.filter(pk=statement.pk).update(state="refused"), "refused_with_reason")
    statement.refuse(by=coordinator, reason="Hors sujet.")
    statement.accept(by=coordinator)
    statement.refresh_from_db()
    assert (statement.state, statement.reason, statement.moderated_by) == ("accepted", "", coordinator)


def test_team_is_told_once_for_as_many_statements_as_wait(coordinator, mailoutbox):
    convener = UserFactory()
    consultation = ConsultationFactory(title="Les parcs", body=BodyFactory())
    consultation.body.conveners.add(convener)
    person = ParticipantFactory(consultation=consultation)

    statements = [Statement.propose(person, f"Phrase {number}.") for number in range(3)]
    told = sorted(mail.to[0] for mail in mailoutbox)
    for statement in statements:
        statement.accept(by=coordinator)
    Statement.propose(person, "Une autre.")

    assert told == sorted([coordinator.email, convener.email])
    assert len(mailoutbox) == 4
    assert mailoutbox[0].subject == "Une phrase à relire : Les parcs"
    assert f"{consultation.get_absolute_url()}suivi/" in mailoutbox[0].body


def test_words_that_were_answered_do_not_change():
    vote = Vote.keep([Vote(participant=(one := ParticipantFactory()), statement=first(one), value=1)])[0]
    free = StatementFactory()

    refused(lambda: Statement.objects.filter(pk=vote.statement_id).update(text="x"), "statement_voted_stays")
    Statement.objects.filter(pk=free.pk).update(text="Mieux dit.")


def first(participant):
    return participant.consultation.statements.first()


def test_next_statement_is_the_least_answered_then_each_their_own_order():
    consultation = ConsultationFactory()
    people = ParticipantFactory.create_batch(12, consultation=consultation)
    statements = list(consultation.statements.all())
    for statement in statements[:6]:
        Vote.cast(people[0], statement.pk, 0)

    firsts = {Statement.objects.next_for(person).first() for person in people[1:]}
    others = [list(Statement.objects.next_for(person))[1:] for person in people[1:]]

    assert firsts == {statements[6]}
    assert len({tuple(row) for row in others}) > 3
    assert others == [list(Statement.objects.next_for(person))[1:] for person in people[1:]]
    assert list(Statement.objects.next_for(people[0])) == [statements[6]]


def test_statements_that_wait_or_were_refused_are_not_asked(coordinator):
    participant = ParticipantFactory(consultation=ConsultationFactory(statements=1))
    Statement.propose(participant, "En attente.")
    Statement.propose(participant, "Refusée.").refuse(by=coordinator, reason="Non.")

    assert [row.text for row in participant.consultation.statements.next_for(None)] == [
        "Phrase de départ numéro 0."
    ]


# Votes


def test_second_answer_takes_the_place_of_the_first():
    participant = ParticipantFactory()

    for value in (1, -1, 0, -1):
        Vote.cast(participant, first(participant).pk, value)

    assert list(participant.votes.values_list("value", flat=True)) == [-1]


def test_no_answer_is_taken_or_changed_after_the_end(coordinator):
    participant = ParticipantFactory()
    statement = first(participant)
    Vote.cast(participant, statement.pk, 1)
    participant.consultation.close(by=coordinator)

    with pytest.raises(ValidationError, match="terminée"):
        Vote.cast(participant, statement.pk, -1)
    refused(lambda: Vote.objects.update(value=-1), "vote_while_open")
    other = participant.consultation.statements.last()
    refused(lambda: Vote.objects.create(participant=participant, statement=other, value=1), "vote_while_open")
    assert Vote.objects.get().value == 1


def test_no_answer_is_taken_after_the_last_day_even_before_the_task():
    participant = ParticipantFactory()
    Consultation.objects.update(closes_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(ValidationError, match="terminée"):
        Vote.cast(participant, first(participant).pk, 1)


def test_no_answer_is_taken_before_the_opening_nor_on_what_is_not_in_it(coordinator):
    participant = ParticipantFactory()
    pending = Statement.propose(participant, "En attente.")
    elsewhere = StatementFactory(consultation=ConsultationFactory())
    draft = ParticipantFactory(consultation=ConsultationFactory(draft=True))

    for person, statement in [(participant, pending), (participant, elsewhere), (draft, first(draft))]:
        with pytest.raises(ValidationError, match="pas été prise"):
            Vote.cast(person, statement.pk, 1)


def test_database_refuses_another_value():
    participant = ParticipantFactory()

    refused(lambda: Vote.cast(participant, first(participant).pk, 2), "vote_value")


# Accounts


def test_answers_given_from_two_browsers_are_one_persons(member):
    phone = ParticipantFactory()
    desk = ParticipantFactory(consultation=phone.consultation)
    one, two, three = phone.consultation.statements.all()[:3]
    Vote.cast(phone, one.pk, 1)
    Vote.cast(phone, two.pk, 1)
    Vote.cast(desk, two.pk, -1)
    Vote.cast(desk, three.pk, 0)
    proposed = Statement.propose(desk, "Plus de bancs.")

    assert phone.join(by=member) == phone
    assert desk.join(by=member) == phone

    assert list(phone.votes.order_by("statement").values_list("statement", "value")) == [
        (one.pk, 1),
        (two.pk, -1),
        (three.pk, 0),
    ]
    assert not Participant.objects.filter(pk=desk.pk).exists()
    proposed.refresh_from_db()
    assert proposed.author == phone


def test_account_answers_once_and_may_leave(member):
    participant = ParticipantFactory(user=member)

    refused(
        lambda: ParticipantFactory(consultation=participant.consultation, user=member),
        "participant_member_once",
    )
    participant.leave()
    participant.refresh_from_db()
    assert not participant.is_member


# What is computed


def test_groups_are_kept_with_what_they_say_and_their_letters():
    consultation = ConsultationFactory()
    answered(consultation, (20, YES), (12, NO))

    Computation.objects.renew(consultation)
    found = consultation.computations.get(view="tous").result
    answered(consultation, (14, NO))
    Computation.objects.renew(consultation)
    again = consultation.computations.get(view="tous").result

    pks = [statement.pk for statement in consultation.statements.all()]
    assert {letter: group["size"] for letter, group in found["groups"].items()} == {"A": 20, "B": 12}
    assert {letter: group["size"] for letter, group in again["groups"].items()} == {"A": 20, "B": 26}
    assert found["agreements"] == [[pks[0], 1]]
    assert found["counts"][str(pks[1])] == [20, 12, 0]
    assert found["shares"][str(pks[1])] == {"A": [20, 0, 0], "B": [0, 12, 0]}
    assert sorted(found["divides"]) == [
        *([pks[number], "A", "B"] for number in (1, 2)),
        *([pks[number], "B", "A"] for number in (3, 4)),
        [pks[5], "A", "B"],
        [pks[6], "B", "A"],
    ]
    assert len(found["points"]) == 32
    assert Computation.objects.count() == 2


@pytest.mark.parametrize(
    ("groups", "hidden"),
    [([(15, YES), (10, NO)], "too_few"), ([(24, YES), (4, NO)], "small_group"), ([(30, YES)], "one_view")],
)
def test_nothing_but_counts_is_kept_of_too_few(groups, hidden):
    consultation = ConsultationFactory()
    answered(consultation, *groups)

    Computation.objects.renew(consultation)

    result = consultation.computations.get(view="tous").result
    assert result["hidden"] == hidden
    assert set(result) == {"participants", "placed", "hidden", "counts"}


def test_consultation_without_answers_is_computed_too():
    consultation = ConsultationFactory()

    Computation.objects.renew(consultation)

    result = consultation.computations.get(view="tous").result
    assert (result["participants"], result["hidden"]) == (0, "too_few")


def test_confirmed_members_are_those_of_the_network_not_any_account(coordinator):
    consultation = ConsultationFactory()
    stranger, left, seated = UserFactory(), MembershipFactory(is_active=False).user, UserFactory()
    MandateFactory(person=seated)
    former = MandateFactory(person=UserFactory(), ends_on=timezone.localdate() - timedelta(days=1)).person
    relay = RelayFactory().user
    member = MembershipFactory().user
    people = [stranger, left, former, seated, relay, member, coordinator]
    rows = answered(consultation, (len(people), YES), users=people)

    Computation.objects.renew(consultation)

    assert [row.is_confirmed for row in rows] == [False, False, False, True, True, True, True]
    assert consultation.computations.get(view="membres").result["participants"] == 4
    assert consultation.computations.get(view="tous").result["participants"] == 7


def test_members_are_computed_apart():
    consultation = ConsultationFactory()
    members = [row.user for row in MembershipFactory.create_batch(7)]
    answered(consultation, (16, YES), (16, NO), users=members)

    Computation.objects.renew(consultation)

    views = {row.view: row.result for row in consultation.computations.all()}
    assert (views["tous"]["participants"], views["membres"]["participants"]) == (32, 7)
    pks = consultation.statements.values_list("pk", flat=True)
    assert views["membres"]["counts"] == {
        str(pk): [7, 0, 0] if value == 1 else [0, 7, 0] for pk, value in zip(pks, YES, strict=True)
    }


def test_statement_that_was_withdrawn_says_nothing_of_groups(coordinator):
    consultation = ConsultationFactory()
    answered(consultation, (16, YES), (16, NO))
    withdrawn = consultation.statements.all()[1]
    withdrawn.refuse(by=coordinator, reason="Elle nomme quelqu’un.")

    Computation.objects.renew(consultation)

    result = consultation.computations.get(view="tous").result
    told = [row[0] for row in result["divides"]] + [
        pk for group in result["groups"].values() for pk, _side in group["says"]
    ]
    assert told
    assert withdrawn.pk not in told


def waiting(consultation):
    """How many computations of it are asked for: what tests in a browser asked for is still there."""
    jobs = ProcrastinateJob.objects.filter(task_name="gouvernance.tasks.compute")
    return jobs.filter(args={"consultation_id": consultation.pk}).count()


def test_one_job_waits_however_many_answers_come():
    consultation = ConsultationFactory()

    for _answer in range(3):
        compute_soon(consultation.pk)

    assert waiting(consultation) == 1


def test_worker_computes_and_closes_after_the_last_day():
    consultation = ConsultationFactory()
    answered(consultation, (16, YES), (16, NO))
    Consultation.objects.update(closes_on=timezone.localdate() - timedelta(days=1))

    close_consultations(timestamp=0)
    compute(consultation_id=consultation.pk)

    consultation.refresh_from_db()
    assert (consultation.state, consultation.computations.count()) == ("closed", 2)
    assert waiting(consultation) == 1


# What is known of people


def test_participant_and_vote_hold_nothing_else():
    """Whoever adds a field to either has to come here, and to what the pages promise."""
    fields = {
        model: {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}
        for model in (Participant, Vote)
    }

    assert fields == {
        Participant: {"id", "consultation", "key", "user"},
        Vote: {"id", "participant", "statement", "value"},
    }
    assert not [
        field
        for model in (Participant, Vote, Statement)
        for field in model._meta.fields
        if isinstance(field, models.DateTimeField | models.DateField | models.GenericIPAddressField)
    ]


def test_nothing_of_answers_goes_to_the_history():
    tracked = {
        field.related_model._meta.model_name
        for model in (Participant, Vote, Statement, Consultation)
        for field in model._meta.get_fields()
        if field.name == "history"
    }

    assert tracked == {"consultationhistory"}


def test_keys_and_accounts_are_forgotten_six_months_after_the_end(member, coordinator):
    old, recent = ConsultationFactory(), ConsultationFactory()
    for consultation in (old, recent):
        person = ParticipantFactory(consultation=consultation, user=member)
        Vote.cast(person, first(person).pk, 1)
        Statement.propose(person, "Plus de bancs.")
        consultation.close(by=coordinator)
    Consultation.objects.filter(pk=old.pk).update(closed_at=timezone.now() - timedelta(days=184))

    forget_participants(timestamp=0)

    gone, kept = old.participants.get(), recent.participants.get()
    assert (gone.key, gone.user, gone.votes.get().value) == (None, None, 1)
    assert not gone.statements.exists()
    assert (bool(kept.key), kept.user, kept.statements.count()) == (True, member, 1)
    assert list(Participant.objects.to_forget()) == []
