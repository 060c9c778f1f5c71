"""What happens to a concern: its states, its log, its voices, who may do what, what ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from associations.models import Organisation
from habitants import tasks
from habitants.models import Addressing, Concern, ConcernMove, Voice
from habitants.models.addressings import with_answer_times
from tests.factories import (
    DistrictFactory,
    MembershipFactory,
    OrganisationFactory,
    RelayFactory,
    ThemeFactory,
    UserFactory,
)
from tests.habitants.factories import AddressingFactory, ConcernFactory, VoiceFactory

pytestmark = pytest.mark.django_db

ANSWER = "Les lampadaires sont remplacés jeudi."
DARK = "Le soir les lampadaires sont éteints devant l’école."


def partner():
    return MembershipFactory(organisation__partner=True, manager=True)


def qualified(**fields):
    return ConcernFactory(on_board=True, **fields)


def test_way_all_round_is_a_log_of_moves(coordinator, relay, mailoutbox):
    town = partner()
    concern = Concern(words="On ne voit rien le soir.", title="Noir", theme=ThemeFactory())
    concern.hear(by=relay)
    concern.qualify(by=coordinator)
    concern.address([town.organisation], due_on=timezone.localdate() + timedelta(days=30), by=coordinator)
    concern.addressings.get().give_answer(ANSWER, by=town.user)
    concern.refresh_from_db()
    concern.carry_back(by=relay, way="door", reach="6-20")

    moves = concern.moves.values_list("kind", "before", "after", "by")
    assert list(moves) == [
        ("heard", "", "heard", relay.pk),
        ("qualified", "heard", "qualified", coordinator.pk),
        ("asked", "qualified", "addressed", coordinator.pk),
        ("answered", "addressed", "answered", town.user.pk),
        ("carried", "answered", "carried", relay.pk),
    ]
    assert [mail.to for mail in mailoutbox] == [[coordinator.email], [town.user.email], [relay.email]]


def test_it_is_answered_once_all_who_were_asked_have_answered(coordinator, mailoutbox):
    first, second = partner(), partner()
    concern = qualified(author=UserFactory())
    concern.address(
        [first.organisation, second.organisation],
        due_on=timezone.localdate() + timedelta(days=9),
        by=coordinator,
    )
    mailoutbox.clear()

    concern.addressings.get(organisation=first.organisation).give_answer(ANSWER, by=first.user)
    halfway = Concern.objects.get().state
    concern.addressings.get(organisation=second.organisation).give_answer(ANSWER, by=second.user)

    assert (halfway, Concern.objects.get().state) == ("addressed", "answered")
    assert len(mailoutbox) == 1


def test_answer_of_an_organisation_that_was_not_asked_is_refused(coordinator):
    addressing, stranger = AddressingFactory(), partner()

    with pytest.raises(ValidationError, match="n’est pas adressée à votre organisation"):
        addressing.give_answer(ANSWER, by=stranger.user)

    assert Addressing.objects.get().answered_at is None


def test_database_refuses_it_whatever_way_it_comes():
    addressing, stranger = AddressingFactory(), partner()

    with pytest.raises(IntegrityError, match="addressing_answered_by_its_own"), transaction.atomic():
        Addressing.objects.update(answer=ANSWER, answered_at=timezone.now(), answered_by=stranger.user)

    assert not addressing.concern.moves.exists()


def test_former_member_does_not_answer():
    town = partner()
    addressing = AddressingFactory(organisation=town.organisation)
    MembershipFactory(organisation=town.organisation, manager=True)
    town.end(by=town.user)

    with pytest.raises(ValidationError):
        addressing.give_answer(ANSWER, by=town.user)


def test_team_writes_down_an_answer_that_was_told(coordinator):
    AddressingFactory().give_answer(ANSWER, by=coordinator)

    assert Concern.objects.get().state == Concern.State.ANSWERED


def test_answer_put_better_keeps_its_day_and_its_history(coordinator):
    addressing = AddressingFactory()
    addressing.give_answer(ANSWER, by=coordinator)
    first = addressing.answered_at

    addressing.give_answer("Les lampadaires sont remplacés vendredi.", by=coordinator)

    assert Addressing.objects.get().answered_at == first
    assert addressing.concern.moves.filter(kind="answered").count() == 1
    assert ANSWER in addressing.history.values_list("answer", flat=True)


def test_answer_that_was_carried_back_is_added_to_never_changed(client, relay, mailoutbox):
    town = partner()
    addressing = AddressingFactory(organisation=town.organisation, concern__author=relay)
    addressing.give_answer(ANSWER, by=town.user)
    addressing.concern.carry_back(by=relay, way="door", reach="6-20")
    addressing = Addressing.objects.get()
    with pytest.raises(ValidationError, match="ne change plus"):
        addressing.give_answer("Nous ne ferons rien du tout.", by=town.user)
    with pytest.raises(IntegrityError, match="addressing_answer_carried_back"), transaction.atomic():
        Addressing.objects.update(answer="Nous ne ferons rien du tout.")
    client.force_login(town.user)
    mailoutbox.clear()

    client.post(addressing.get_answer_url(), {"words": "Ce sera vendredi, pas jeudi."})

    page = client.get(addressing.concern.get_absolute_url()).content.decode()
    assert ANSWER in page
    assert "Ce sera vendredi, pas jeudi." in page
    assert "Complément du" in page
    assert [mail.to for mail in mailoutbox] == [[relay.email]]
    assert "Ce sera vendredi" in mailoutbox[0].body


def carried_back(relay, **concern):
    town = partner()
    addressing = AddressingFactory(organisation=town.organisation, concern__author=relay, **concern)
    addressing.give_answer(ANSWER, by=town.user)
    addressing.concern.carry_back(by=relay, way="door", reach="6-20")
    return Addressing.objects.get(pk=addressing.pk), town.user


def test_whoever_carries_the_answer_later_has_what_was_added(client, relay, mailoutbox):
    addressing, town = carried_back(relay)
    addressing.add_to_answer("Ce sera vendredi, pas jeudi.", by=town)
    client.force_login(relay)
    mailoutbox.clear()

    page = client.get(reverse("habitants:concern-carry", args=[addressing.concern_id])).text
    addressing.concern.tell("habitants/mail/concern_answered")

    assert page.index(ANSWER) < page.index("Ce sera vendredi")
    body = mailoutbox[0].body
    assert body.index(ANSWER) < body.index("Complément du") < body.index("Ce sera vendredi")


def test_table_of_the_board_tells_what_was_added(client, relay):
    addressing, town = carried_back(relay)
    addressing.add_to_answer("Ce sera vendredi, pas jeudi.", by=town)

    export = b"".join(client.get("/habitants/remontees.csv").streaming_content).decode()

    assert export.index(ANSWER) < export.index("Complément du") < export.index("Ce sera vendredi")


def test_what_was_added_is_found_and_its_mail_says_what_is_new(relay, mailoutbox):
    addressing, town = carried_back(relay)
    addressing.add_to_answer("Ce sera vendredi, pas jeudi.", by=town)
    mailoutbox.clear()

    addressing.add_to_answer("Ce sera mercredi, finalement.", by=town)

    assert "mercredi" in Concern.objects.get().search_text
    body = mailoutbox[0].body
    places = [body.index(words) for words in ("nouveau", "mercredi", "avait été dit", ANSWER, "vendredi")]
    assert places == sorted(places)
    assert body.count("mercredi") == 1


def test_team_alone_puts_an_addition_better_and_its_history_stays(client, relay, coordinator):
    addressing, town = carried_back(relay)
    addition = addressing.add_to_answer("Monsieur Bernard viendra vendredi.", by=town)
    review = reverse("habitants:concern-review", args=[addressing.concern_id])
    mended = {"action": "reword-addition", "addition": addition.pk, "words": "Quelqu’un viendra vendredi."}

    client.force_login(town)
    refused = client.post(review, mended).status_code
    client.force_login(coordinator)
    client.post(review, mended | {"words": "Non."})
    short = addressing.additions.get().words
    client.post(review, mended)

    assert (refused, short) == (404, "Monsieur Bernard viendra vendredi.")
    page = client.get(addressing.concern.get_absolute_url()).text
    assert "Quelqu’un viendra vendredi." in page
    assert "Bernard" not in page
    assert "Bernard" not in Concern.objects.get().search_text
    assert "Monsieur Bernard viendra vendredi." in addition.history.values_list("words", flat=True)


def test_addition_stays_its_author_s(relay, coordinator):
    addressing, town = carried_back(relay)
    addressing.add_to_answer("Ce sera vendredi, pas jeudi.", by=town)

    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        addressing.additions.update(by=coordinator)
    addressing.additions.update(by=None)


def test_answer_that_may_still_change_is_not_added_to(coordinator):
    addressing = AddressingFactory()
    addressing.give_answer(ANSWER, by=coordinator)

    with pytest.raises(ValidationError, match="encore être changée"):
        addressing.add_to_answer("Ce sera vendredi.", by=coordinator)


def test_log_is_added_to_never_changed(coordinator):
    concern = ConcernFactory()
    concern.hear(by=coordinator)

    for change in (
        lambda: ConcernMove.objects.update(after="carried"),
        lambda: ConcernMove.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="concernmove_append_only"), transaction.atomic():
            change()


def test_account_that_is_erased_leaves_the_log():
    relay = RelayFactory().user
    concern = ConcernFactory()
    concern.hear(by=relay)

    relay.delete()

    assert list(ConcernMove.objects.values_list("kind", "by")) == [("heard", None)]


def test_setting_aside_says_why_and_tells_who_asked(coordinator, relay, mailoutbox):
    concern = ConcernFactory(author=relay)

    concern.set_aside(by=coordinator, reason="Le banc est remplacé depuis mardi.")

    assert concern.is_on_board
    assert mailoutbox[0].to == [relay.email]
    assert "Le banc est remplacé depuis mardi." in mailoutbox[0].body


def test_setting_aside_without_reason_is_refused(coordinator):
    concern = ConcernFactory()

    with pytest.raises(ValidationError):
        concern.set_aside(by=coordinator, reason="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.update(state="aside")


def test_what_should_not_be_read_is_kept_off_the_board(coordinator):
    concern = ConcernFactory()
    concern.set_aside(by=coordinator, reason="Met quelqu’un en cause.", hidden=True)

    assert not Concern.objects.on_board().exists()
    concern.take_up_again(by=coordinator)
    assert concern.state == Concern.State.HEARD


def test_acting_on_what_has_moved_meanwhile_is_refused(coordinator):
    concern = ConcernFactory(title="Titre")
    stale = Concern.objects.get()
    concern.qualify(by=coordinator)

    with pytest.raises(ValidationError, match="a changé entre-temps"):
        stale.qualify(by=coordinator)


@pytest.mark.parametrize("days", [0, -1])
def test_due_day_is_to_come(coordinator, days):
    with pytest.raises(ValidationError, match="à venir"):
        qualified().address(
            [OrganisationFactory()], due_on=timezone.localdate() + timedelta(days=days), by=coordinator
        )


def test_organisation_asked_by_mistake_is_asked_no_longer(coordinator):
    answered = AddressingFactory()
    mistaken = AddressingFactory(concern=answered.concern)
    answered.give_answer(ANSWER, by=coordinator)

    answered.concern.withdraw(mistaken, by=coordinator)

    assert Concern.objects.get().state == Concern.State.ANSWERED
    assert list(Addressing.objects.all()) == [answered]


def test_what_changed_meanwhile_is_not_undone_by_putting_words_better(coordinator):
    concern = qualified(title="Noir")
    stale = Concern.objects.get()
    concern.address([OrganisationFactory()], due_on=timezone.localdate() + timedelta(days=9), by=coordinator)

    stale.title = "Noir le soir"
    stale.reword(by=coordinator)

    row = Concern.objects.get()
    assert (row.title, row.state, row.moved_at) == ("Noir le soir", "addressed", concern.moved_at)


def test_move_saves_nothing_else_than_where_it_stands(coordinator):
    stale = qualified(title="Noir")
    Concern.objects.update(title="Noir le soir")

    stale.set_aside(by=coordinator, reason="Réparé.")

    row = Concern.objects.get()
    assert (row.title, row.state, row.aside_reason) == ("Noir le soir", "aside", "Réparé.")


def test_words_of_what_was_gathered_meanwhile_are_left(coordinator):
    concern, kept = qualified(), qualified()
    stale = Concern.objects.get(pk=concern.pk)
    kept.absorb(concern, by=coordinator)

    with pytest.raises(ValidationError, match="a changé entre-temps"):
        stale.reword(by=coordinator)


def test_answer_to_what_is_asked_no_longer_is_refused(coordinator):
    addressing = AddressingFactory()
    stale = Addressing.objects.get()
    addressing.concern.withdraw(addressing, by=coordinator)

    with pytest.raises(ValidationError, match="n’est pas adressée"):
        stale.give_answer(ANSWER, by=coordinator)


def test_label_of_what_has_no_title_ends_with_a_whole_word():
    concern = ConcernFactory(
        words="Le soir devant le stade,\nc’est noir complet ; les ados rentrent à la lampe du téléphone."
    )

    assert concern.label == "Le soir devant le stade, c’est noir complet ; les ados rentrent à la lampe du…"


# Voices


def test_account_counts_once(relay):
    concern = qualified()

    answers = [Voice.join(concern, user=relay, words="Pareil") for _time in range(2)]

    assert answers == [True, False]
    assert Concern.objects.with_voices().get().heard_by == 2


def test_author_is_a_voice_already(relay):
    assert not Voice.join(qualified(author=relay), user=relay)


def test_who_joined_hears_the_answer(coordinator, mailoutbox):
    addressing = AddressingFactory()
    voice = VoiceFactory(concern=addressing.concern)
    Voice.join(addressing.concern, reply_email="voisine@example.org")

    addressing.give_answer(ANSWER, by=coordinator)

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([voice.user.email, "voisine@example.org"])


def test_who_joins_after_the_answer_is_told_it(coordinator, mailoutbox):
    addressing = AddressingFactory()
    concern, before = addressing.concern, Concern.objects.get()
    concern.addressings.get().give_answer(ANSWER, by=coordinator)
    user = UserFactory()

    # The page that offered it was read before the answer.
    for _time in range(2):
        Voice.join(before, user=user)
    Voice.join(before, reply_email="voisine@example.org")

    assert [mail.to for mail in mailoutbox] == [[user.email], ["voisine@example.org"]]
    assert all(ANSWER in mail.body for mail in mailoutbox)


# Likeness and gathering


def test_same_thing_said_otherwise_is_alike_and_another_is_not():
    district = DistrictFactory()
    dark = qualified(
        title="Noir devant l’école",
        words=DARK,
        district=district,
    )
    qualified(title="Plus de bus", words="Le bus 23 ne passe plus le dimanche matin.", district=district)

    found = Concern.objects.alike(
        "Les lampadaires devant l'ecole sont eteints depuis lundi", district=district
    )

    assert list(found) == [dark]


@pytest.mark.parametrize("state", ["carried", "aside"])
def test_what_is_closed_is_alike_nothing(state):
    qualified(words=DARK, state=state, aside_reason="Fait." if state == "aside" else "")

    assert not Concern.objects.alike(DARK)


def test_gathering_keeps_both_texts_and_adds_their_voices(coordinator):
    kept, other = qualified(), qualified(author=UserFactory(), words="Mêmes lampadaires.")
    VoiceFactory(concern=other)

    kept.absorb(other, by=coordinator)

    [row] = Concern.objects.on_board().with_voices()
    assert (row, row.heard_by) == (kept, 3)
    assert Concern.objects.get(pk=other.pk).words == "Mêmes lampadaires."
    assert "Mêmes lampadaires." in Concern.objects.get(pk=kept.pk).search_text


def test_what_nobody_may_read_yet_is_not_found_by_the_one_it_is_gathered_into(coordinator):
    kept, other = qualified(), ConcernFactory(words="Mme Roux a peur le soir.")

    kept.absorb(other, by=coordinator)

    assert "Roux" not in Concern.objects.get(pk=kept.pk).search_text


def test_gathering_under_an_answered_one_tells_the_answer(coordinator, mailoutbox):
    addressing = AddressingFactory()
    addressing.give_answer(ANSWER, by=coordinator)
    first, second = ConcernFactory(author=UserFactory()), ConcernFactory(reply_email="a@example.org")
    first.absorb(second, by=coordinator)
    mailoutbox.clear()

    Concern.objects.get(pk=addressing.concern_id).absorb(first, by=coordinator)

    assert [mail.to for mail in mailoutbox] == [[first.author.email], ["a@example.org"]]
    assert ANSWER in mailoutbox[0].body


def test_gathering_is_undone(coordinator):
    kept, other, third = qualified(), qualified(), qualified()
    other.absorb(third, by=coordinator)
    gathering = kept.absorb(other, by=coordinator)

    gathering.undo(by=coordinator)

    assert set(Concern.objects.on_board()) == {kept, other}
    assert Concern.objects.get(pk=third.pk).merged_into == other
    with pytest.raises(ValidationError, match="déjà séparées"):
        gathering.undo(by=coordinator)


def test_what_was_asked_of_somebody_is_the_one_to_keep(coordinator):
    addressed = AddressingFactory().concern

    with pytest.raises(ValidationError, match="gardez plutôt celle-là"):
        qualified().absorb(addressed, by=coordinator)


@pytest.mark.parametrize(
    ("kept", "other"),
    [
        ({"state": "carried"}, {}),
        ({}, {"state": "carried"}),
        ({"state": "aside", "aside_reason": "Fait."}, {}),
        ({}, {"state": "aside", "aside_reason": "Fait."}),
    ],
)
def test_what_is_closed_is_gathered_with_nothing(coordinator, kept, other):
    with pytest.raises(ValidationError, match="n’attend plus"):
        qualified(**kept).absorb(qualified(**other), by=coordinator)


def test_what_is_public_is_not_put_under_what_nobody_may_read_yet(coordinator):
    heard, public = ConcernFactory(), qualified()

    with pytest.raises(ValidationError, match="déjà au tableau"):
        heard.absorb(public, by=coordinator)
    public.absorb(heard, by=coordinator)

    assert Concern.objects.get(pk=heard.pk).merged_into == public


def test_database_refuses_chains():
    first, second, third = qualified(), qualified(), qualified()
    Concern.objects.filter(pk=second.pk).update(merged_into=first)

    with pytest.raises(IntegrityError, match="concern_merged_in_one_hop"), transaction.atomic():
        Concern.objects.filter(pk=third.pk).update(merged_into=second)


# Who carries back


def test_answer_is_carried_back_by_who_told_it_who_joined_and_near_relays():
    near = RelayFactory(district=DistrictFactory())
    far = RelayFactory(district=DistrictFactory()).user
    told = qualified(state="answered", author=far)
    untold = qualified(state="answered", district=near.district)
    voice = VoiceFactory(concern=untold)

    assert list(Concern.objects.carried_by(far)) == [told]
    assert list(Concern.objects.carried_by(near.user)) == [untold]
    assert list(Concern.objects.carried_by(voice.user)) == [untold]
    assert not Concern.objects.carried_by(UserFactory()).exists()


def test_answer_is_carried_back_by_who_told_or_joined_what_was_gathered_into_it():
    kept = qualified(state="answered", author=RelayFactory().user)
    gathered = ConcernFactory(merged_into=kept, author=UserFactory())
    voice = VoiceFactory(concern=gathered)

    assert list(Concern.objects.carried_by(gathered.author)) == [kept]
    assert list(Concern.objects.carried_by(voice.user)) == [kept]


def test_near_relay_leaves_to_another_relay_what_that_one_told():
    near = RelayFactory(district=DistrictFactory())
    qualified(state="answered", district=near.district, author=RelayFactory().user)

    assert not Concern.objects.carried_by(near.user).exists()


# Delays, reminders, what ends


def test_late_answers_are_told_in_days():
    late = AddressingFactory(due_on=timezone.localdate() - timedelta(days=4)).concern
    AddressingFactory(due_on=timezone.localdate())

    [concern] = Concern.objects.overdue().for_list()

    assert (concern, concern.days_late) == (late, 4)


def test_median_of_answer_times_is_postgresql_s():
    town = partner().organisation
    now = timezone.now()
    for days in (2, 4, 10, 30):
        concern = qualified(state="answered")
        AddressingFactory(
            concern=concern,
            organisation=town,
            asked_at=now - timedelta(days=days),
            answer=ANSWER,
            answered_at=now,
        )
    AddressingFactory(organisation=town)

    [row] = with_answer_times(Organisation.objects.all())

    assert (row.asked, row.answered, row.median_days) == (5, 4, pytest.approx(7.0))


def test_reminders_go_out_once_each_whatever_day_the_task_runs(coordinator, mailoutbox):
    town = partner()
    today = timezone.localdate()
    AddressingFactory(organisation=town.organisation, due_on=today)
    sent = []

    for day in (-8, -7, -6, -1, 0, 1, 6, 7, 8):
        mailoutbox.clear()
        Addressing.remind_all(day=today + timedelta(days=day))
        sent.append((day, [mail.to[0] for mail in mailoutbox]))

    assert [line for line in sent if line[1]] == [
        (-7, [town.user.email]),
        (0, [town.user.email]),
        (7, [coordinator.email]),
    ]


@pytest.mark.parametrize(
    ("days", "subject"),
    [
        (2, "Votre réponse est attendue le "),
        (0, "Votre réponse est attendue aujourd’hui : "),
        (-1, "Votre réponse était attendue le "),
    ],
)
def test_reminder_says_whether_its_day_is_to_come_there_or_past(mailoutbox, days, subject):
    AddressingFactory(organisation=partner().organisation, due_on=timezone.localdate() + timedelta(days=days))

    Addressing.remind_all()

    assert mailoutbox[0].subject.startswith(subject)


@pytest.mark.parametrize(
    ("organisation", "words"),
    [
        ({"email": "nous@example.org"}, "Nos rappels par e-mail n’ont rien donné"),
        ({}, "Personne n’a pu être prévenu"),
    ],
)
def test_team_is_told_whether_anybody_could_be_reminded(coordinator, mailoutbox, organisation, words):
    AddressingFactory(
        organisation=OrganisationFactory(**organisation), due_on=timezone.localdate() - timedelta(days=7)
    )

    Addressing.remind_all()

    [told] = [mail for mail in mailoutbox if mail.to == [coordinator.email]]
    assert words in told.body


def test_reminders_that_were_missed_do_not_pile_up(coordinator, mailoutbox):
    AddressingFactory(organisation=partner().organisation, due_on=timezone.localdate() - timedelta(days=1))

    tasks.remind_addressees(0)

    assert len(mailoutbox) == 1


def test_reminders_stop_once_answered(coordinator, mailoutbox):
    addressing = AddressingFactory(late=True)
    addressing.give_answer(ANSWER, by=coordinator)
    mailoutbox.clear()

    tasks.remind_addressees(0)

    assert mailoutbox == []


def test_visitor_s_address_goes_thirty_days_after_the_end_and_a_year_after_all(coordinator):
    now = timezone.now()
    closed = qualified(state="carried", reply_email="a@example.org", moved_at=now)
    qualified(reply_email="b@example.org")
    Voice.join(closed, reply_email="c@example.org")
    gathered = ConcernFactory(merged_into=closed, reply_email="d@example.org")
    VoiceFactory(concern=gathered, user=None, reply_email="e@example.org")

    def left(after):
        moment = now + timedelta(days=after)
        Concern.objects.all().forget_addresses(now=moment)
        Voice.objects.all().forget_addresses(now=moment)
        rows = [*Concern.objects.all(), *Voice.objects.all()]
        return sorted(row.reply_email[:1] for row in rows if row.reply_email)

    assert [left(29), left(31), left(364), left(366)] == [["a", "b", "c", "d", "e"], ["b"], ["b"], []]


def test_no_version_keeps_a_visitor_s_address():
    concern = qualified(reply_email="a@example.org")

    assert "reply_email" not in {field.name for field in concern.history.model._meta.get_fields()}
