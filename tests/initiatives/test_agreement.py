"""In whose name a sheet is public: an association's that said that it is theirs."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from initiatives.models import Initiative, Reading
from tests.factories import MembershipFactory, OrganisationFactory, RelayFactory, UserFactory
from tests.initiatives.factories import InitiativeFactory
from tests.initiatives.network import draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def carrier():
    return OrganisationFactory(name="Les Lanternes")


@pytest.fixture
def manager(carrier):
    return MembershipFactory(organisation=carrier, manager=True).user


@pytest.fixture
def sent(carrier, manager):
    """(sheet, reading) of a relay of no association, in the name of one of the directory; its reader said yes."""
    relay = RelayFactory().user
    sheet = InitiativeFactory(
        draft=True,
        title="Un verger",
        carrier=carrier,
        agreed_carrier=None,
        author=relay,
        steps="On a planté.",
    )
    sheet.submit(by=relay, reader=MembershipFactory())
    reading = Reading.objects.get()
    reading.accept(by=reading.reader)
    return Initiative.objects.get(), reading


def page(sheet):
    return reverse("initiatives:carrier", args=[sheet.slug])


def test_managers_are_asked_and_nothing_is_published_before_their_yes(sent, manager, mailoutbox):
    sheet, reading = sent

    asked = [mail for mail in mailoutbox if mail.to == [manager.email]]
    with pytest.raises(ValidationError, match="Les Lanternes") as refused:
        sheet.publish(by=reading.reader)

    assert len(asked) == 1
    assert page(sheet) in asked[0].body
    assert refused.value.error_list[0].code == "not_agreed"
    assert not Initiative.objects.get().is_public


def test_reader_s_words_stay_where_the_carrier_has_not_answered(client, sent):
    sheet, reading = sent
    client.force_login(reading.reader)
    sent_form = {"action": "publish", "version": sheet.version, "words": "Bravo à tous"}

    shown = client.post(reverse("initiatives:reading-decide", args=[sheet.slug]), sent_form).text

    assert "n’a pas encore dit que cette fiche est la sienne" in shown
    assert "Bravo à tous" in shown


def test_yes_lets_it_be_published_and_tells_author_and_reader(client, sent, manager, mailoutbox):
    sheet, reading = sent
    client.force_login(manager)
    mailoutbox.clear()

    asked = client.get("/mon-espace/").text
    client.post(page(sheet), {"answer": "yes"})
    told = {mail.to[0] for mail in mailoutbox}
    sheet = Initiative.objects.get()
    sheet.publish(by=reading.reader)

    assert page(sheet) in asked
    assert told == {sheet.author.email, reading.reader.email}
    assert (sheet.is_public, sheet.agreed_by) == (True, manager)


def test_no_takes_the_name_away_and_keeps_the_text(client, sent, manager, mailoutbox):
    sheet, reading = sent
    client.force_login(manager)
    mailoutbox.clear()

    client.post(page(sheet), {"answer": "no"})

    sheet = Initiative.objects.get()
    assert (sheet.state, sheet.carrier, sheet.steps) == (Initiative.State.DRAFT, None, "On a planté.")
    assert {mail.to[0] for mail in mailoutbox} == {sheet.author.email, reading.reader.email}
    assert client.get(sheet.get_absolute_url()).status_code == 404


def test_answering_twice_is_told(client, sent, manager):
    sheet, _reading = sent
    client.force_login(manager)

    client.post(page(sheet), {"answer": "yes"})
    again = client.post(page(sheet), {"answer": "no"}, follow=True).text

    assert "Il n’y a plus rien à répondre" in again
    assert Initiative.objects.get().carrier is not None


def test_other_name_is_asked_anew(sent, mailoutbox):
    sheet, reading = sent
    other = MembershipFactory(manager=True)
    mailoutbox.clear()

    sheet.write({"carrier_id": other.organisation_id}, by=sheet.author)

    assert [mail.to for mail in mailoutbox] == [[other.user.email]]
    with pytest.raises(ValidationError):
        Initiative.objects.get().publish(by=reading.reader)


def test_coordinators_answer_where_an_association_has_no_manager(coordinator, mailoutbox):
    sheet = InitiativeFactory(draft=True, agreed_carrier=None, author=RelayFactory().user, steps="Là.")

    sheet.submit(by=sheet.author, reader=MembershipFactory())
    Initiative.objects.get().agree(by=coordinator)

    assert mailoutbox[0].to == [coordinator.email]
    assert Initiative.objects.get().is_agreed


def test_coordinator_who_writes_for_an_association_does_not_agree_for_it(
    client, coordinator, carrier, manager, mailoutbox
):
    sheet = InitiativeFactory(
        draft=True, carrier=None, agreed_carrier=None, author=coordinator, steps="On a planté."
    )

    sheet.write({"carrier_id": carrier.pk}, by=coordinator)
    sheet.submit(by=coordinator, reader=MembershipFactory())
    asked = [mail.to for mail in mailoutbox].count([manager.email])
    before = Initiative.objects.get().is_agreed
    client.force_login(coordinator)
    client.post(page(sheet), {"answer": "yes"})

    assert (asked, before) == (1, False)
    assert Initiative.objects.get().agreed_by == coordinator


def test_managers_are_asked_once_however_often_the_sheet_is_saved(sent, manager, mailoutbox):
    sheet, _reading = sent
    mailoutbox.clear()

    for title in ("Deux vergers", "Trois vergers"):
        sheet.write({"title": title, "carrier_id": sheet.carrier_id}, by=sheet.author)

    assert mailoutbox == []
    assert Initiative.objects.get().waits_for_its_carrier


def test_member_s_word_is_their_association_s(mailoutbox):
    sheet = draft_of()
    MembershipFactory(organisation=sheet.carrier, manager=True)
    Initiative.objects.update(agreed_carrier=None)
    sheet = Initiative.objects.get()
    reader = MembershipFactory()

    sheet.submit(by=sheet.author, reader=reader)

    assert sheet.is_agreed
    assert [mail.to for mail in mailoutbox] == [[reader.user.email]]


def test_others_do_not_answer_for_it(client, sent):
    sheet, reading = sent

    for person in (sheet.author, reading.reader, UserFactory()):
        client.force_login(person)
        assert client.post(page(sheet), {"answer": "yes"}).status_code == 404
    assert not Initiative.objects.get().is_agreed
