"""Draft, en relecture, publiée, archivée: who moves what, who is told, and what happens when nobody answers."""

import pytest
from django.core.exceptions import ValidationError

from initiatives.models import Initiative, Reading
from initiatives.tasks import follow_readings
from tests.factories import MembershipFactory, UserFactory
from tests.initiatives.network import at_once, draft_of, in_review, later, member_of

pytestmark = pytest.mark.django_db

State = Initiative.State


def told(mailoutbox):
    return [(mail.to[0], mail.subject) for mail in mailoutbox]


def test_sheet_is_sent_to_the_reader_who_was_chosen(mailoutbox):
    sheet = draft_of(title="Un verger")
    member_of("A")
    chosen = member_of("B")

    sheet.submit(by=sheet.author, reader=chosen)

    assert sheet.state == State.REVIEW
    reading = Reading.objects.get()
    assert (reading.reader, reading.organisation, reading.state) == (
        chosen.user,
        chosen.organisation,
        "proposed",
    )
    assert told(mailoutbox) == [(chosen.user.email, "Voulez-vous relire « Un verger » ?")]


def test_sheet_that_is_not_told_is_not_sent():
    sheet = draft_of()
    Initiative.objects.filter(pk=sheet.pk).update(summary="", carrier=None, steps=" ")

    with pytest.raises(ValidationError) as refused:
        sheet.submit(by=sheet.author)

    assert refused.value.messages == [
        "Dites quelle association la porte.",
        "Résumez-la en trois lignes.",
        "Racontez ce qui a été fait, ou ses résultats.",
    ]
    assert Initiative.objects.get(pk=sheet.pk).state == State.DRAFT


def test_reader_publishes_and_the_team_is_told(mailoutbox):
    sheet, reading = in_review(accepted=True, title="Un verger")
    manager = MembershipFactory(organisation=sheet.carrier, manager=True).user
    sheet.comments.create(section="steps", author=reading.reader, text="Combien de temps ?")
    mailoutbox.clear()

    sheet.publish(by=reading.reader, words="Bravo")

    sheet.refresh_from_db()
    assert (sheet.state, sheet.is_public, sheet.published_at is not None) == (State.PUBLISHED, True, True)
    reading.refresh_from_db()
    assert (reading.state, reading.words) == ("published", "Bravo")
    assert told(mailoutbox) == [
        (person.email, "« Un verger » est publiée") for person in (sheet.author, manager)
    ]
    assert "Combien de temps ?" in mailoutbox[0].body
    assert sheet.comments.get().told_at is not None


def test_only_the_reader_who_accepted_or_a_coordinator_publishes():
    sheet, reading = in_review()

    for person in (sheet.author, reading.reader, UserFactory()):
        with pytest.raises(ValidationError, match="plus entre vos mains"):
            sheet.publish(by=person)
    sheet.publish(by=UserFactory(coordinator=True))

    reading.refresh_from_db()
    assert (sheet.state, reading.state) == (State.PUBLISHED, "withdrawn")


def test_text_that_changed_while_it_was_read_is_not_published_unseen():
    sheet, reading = in_review(accepted=True)
    read = sheet.version
    sheet.context = "Autre chose."
    sheet.save()
    sheet.write_version(by=sheet.author)

    with pytest.raises(ValidationError, match="modifiée pendant que vous la lisiez"):
        sheet.publish(by=reading.reader, read=read)
    sheet.publish(by=reading.reader, read=read + 1)

    assert sheet.state == State.PUBLISHED


def test_sheet_is_sent_back_with_words_and_comes_back_to_the_same_reader(mailoutbox):
    sheet, reading = in_review(accepted=True)
    reader = MembershipFactory(user=reading.reader)
    member_of("A")

    with pytest.raises(ValidationError, match="Dites à l’équipe"):
        sheet.send_back(by=reading.reader, words="  ")
    sheet.send_back(by=reading.reader, words="Les étapes manquent.")
    body = mailoutbox[-1].body
    sheet.submit(by=sheet.author)

    assert "Les étapes manquent." in body
    assert list(Reading.objects.order_by("pk").values_list("reader", "state")) == [
        (reader.user_id, "sent-back"),
        (reader.user_id, "proposed"),
    ]


def test_who_declines_is_followed_by_the_next_then_by_the_coordinators(mailoutbox):
    coordinator = UserFactory(coordinator=True)
    sheet = draft_of(title="Un verger")
    for name in "ABCD":
        member_of(name)
    sheet.submit(by=sheet.author)

    for _turn in range(3):
        Reading.objects.open().get().decline(by=None)

    assert sheet.readings.count() == 3
    assert list(Initiative.objects.stuck()) == [sheet]
    assert told(mailoutbox)[-1] == (coordinator.email, "Personne pour relire « Un verger »")


def test_silence_is_a_reminder_after_a_week_then_somebody_else(mailoutbox):
    sheet = draft_of(title="Un verger")
    first, second = member_of("A"), member_of("B")
    sheet.submit(by=sheet.author, reader=first)
    mailoutbox.clear()

    with later(days=6):
        follow_readings(0)
    before = told(mailoutbox)
    with later(days=7, minutes=1):
        follow_readings(0)
        follow_readings(0)
    reminded = told(mailoutbox)
    mailoutbox.clear()
    with later(days=14, minutes=2):
        follow_readings(0)

    assert before == []
    assert reminded == [(first.user.email, "Rappel : relire « Un verger » ?")]
    assert told(mailoutbox) == [
        (first.user.email, "Rien à faire pour « Un verger »"),
        (second.user.email, "Voulez-vous relire « Un verger » ?"),
    ]
    assert list(sheet.readings.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "proposed"]


def test_reader_who_said_yes_is_reminded_after_a_fortnight_and_seen_after_a_month(mailoutbox):
    sheet, reading = in_review(accepted=True, title="Un verger")
    mailoutbox.clear()

    with later(days=15):
        follow_readings(0)
        after = told(mailoutbox)
        quiet = list(Initiative.objects.stuck())
    with later(days=31):
        follow_readings(0)
        waits = list(Initiative.objects.stuck())

    assert after == [(reading.reader.email, "Votre relecture de « Un verger »")]
    assert (quiet, waits, len(mailoutbox)) == ([], [sheet], 1)


def test_coordinator_appoints_anybody_but_the_team():
    sheet, reading = in_review()
    coordinator = UserFactory(coordinator=True)
    ours, theirs = MembershipFactory(organisation=sheet.carrier), MembershipFactory()

    with pytest.raises(ValidationError, match="de l’équipe de la fiche"):
        sheet.appoint(ours, by=coordinator)
    sheet.appoint(theirs, by=coordinator)

    assert list(sheet.readings.order_by("pk").values_list("reader", "state")) == [
        (reading.reader_id, "withdrawn"),
        (theirs.user_id, "proposed"),
    ]


def test_archived_sheet_comes_back_as_it_was():
    sheet, reading = in_review(accepted=True)
    sheet.archive(by=sheet.author)
    reading.refresh_from_db()
    withdrawn = reading.state
    sheet.reopen(by=sheet.author)
    unread = sheet.state
    sheet.submit(by=sheet.author, reader=MembershipFactory())
    sheet.publish(by=UserFactory(coordinator=True))
    sheet.archive(by=sheet.author)
    hidden = Initiative.objects.public().exists()
    sheet.reopen(by=sheet.author)

    assert (withdrawn, unread, hidden, sheet.state) == ("withdrawn", State.DRAFT, False, State.PUBLISHED)


def test_move_that_comes_too_late_says_so():
    sheet, reading = in_review(accepted=True)
    stale = Initiative.objects.get(pk=sheet.pk)
    stale_reading = Reading.objects.get(pk=reading.pk)
    sheet.publish(by=reading.reader)

    for move in (lambda: stale.take_back(by=stale.author), lambda: stale_reading.decline(by=reading.reader)):
        with pytest.raises(ValidationError, match="passée à un autre état"):
            move()


# Races


@pytest.mark.django_db(transaction=True)
def test_two_readers_who_accept_at_once_are_seen_one_after_the_other():
    """One was appointed while the other, whose turn it was, says yes."""
    sheet, reading = in_review()
    other = MembershipFactory()
    coordinator = UserFactory(coordinator=True)

    outcomes = at_once(
        lambda: Reading.objects.get(pk=reading.pk).accept(by=reading.reader),
        lambda: Initiative.objects.get(pk=sheet.pk).appoint(other, by=coordinator),
    )

    assert outcomes[1] == "done"
    assert outcomes[0] in {"done", "moved_on"}
    assert Reading.objects.open().get().reader == other.user
    Reading.objects.open().get().accept(by=other.user)
    with pytest.raises(ValidationError):
        Reading.objects.get(pk=reading.pk).accept(by=reading.reader)


@pytest.mark.django_db(transaction=True)
def test_sheet_sent_twice_at_once_has_one_reader():
    sheet = draft_of()
    first, second = MembershipFactory(), MembershipFactory()

    outcomes = at_once(
        lambda: Initiative.objects.get(pk=sheet.pk).submit(by=sheet.author, reader=first),
        lambda: Initiative.objects.get(pk=sheet.pk).submit(by=sheet.author, reader=second),
    )

    assert sorted(outcomes) == ["done", "moved_on"]
    assert Reading.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_published_and_sent_back_at_once_is_one_of_both():
    sheet, reading = in_review(accepted=True)

    outcomes = at_once(
        lambda: Initiative.objects.get(pk=sheet.pk).publish(by=reading.reader),
        lambda: Initiative.objects.get(pk=sheet.pk).send_back(by=reading.reader, words="Non."),
    )

    assert sorted(outcomes) == ["done", "moved_on"]
    assert Reading.objects.get().state in {"published", "sent-back"}
