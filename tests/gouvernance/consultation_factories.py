"""Consultations that are open, with statements of the team's, and people who answer as their group does."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from gouvernance.models import Consultation, Participant, Statement, Vote


class ConsultationFactory(DjangoModelFactory):
    """Open for three weeks, with seven statements of the team's."""

    class Meta:
        model = Consultation
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=Consultation.State.DRAFT, opened_at=None)
        closed = factory.Trait(state=Consultation.State.CLOSED, closed_at=factory.LazyFunction(timezone.now))

    title = factory.Sequence("Consultation {}".format)
    question = "Que voulons-nous ?"
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=21))
    state = Consultation.State.OPEN
    opened_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def statements(self, create, extracted, **kwargs):
        """As many as asked, seven if nothing is."""
        if create:
            for number in range(7 if extracted is None else extracted):
                StatementFactory(consultation=self, text=f"Phrase de départ numéro {number}.")


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = Statement

    consultation = factory.SubFactory(ConsultationFactory, statements=0)
    text = factory.Sequence("Phrase numéro {}.".format)
    state = Statement.State.ACCEPTED
    is_seed = True


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = Participant

    consultation = factory.SubFactory(ConsultationFactory)


def answered(consultation, *groups, users=()):
    """
    Participants who answer all statements as their group does: groups are (size, votes), votes in the order of the
    statements. `users` are the accounts of the first ones.
    """
    statements = list(consultation.statements.accepted())
    rows = [votes for size, votes in groups for _member in range(size)]
    people = ParticipantFactory.create_batch(len(rows), consultation=consultation)
    for person, user in zip(people, users, strict=False):
        person.user = user
        person.save()
    Vote.keep(
        Vote(participant=person, statement=statement, value=value)
        for person, votes in zip(people, rows, strict=True)
        for statement, value in zip(statements, votes, strict=True)
    )
    return people
