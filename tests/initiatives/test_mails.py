"""What the mails of sheets say: nothing undefined, nothing escaped, an address that opens."""

import re

import pytest
from django.utils import timezone

from initiatives.models import Initiative, Inspiration, Reading
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.initiatives.factories import InitiativeFactory
from tests.initiatives.network import draft_of, in_review, member_of
from tests.test_conventions import undefined  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


def test_mails_of_sheets_print_no_undefined_variable(undefined, client, mailoutbox):  # noqa: F811
    coordinator = UserFactory(coordinator=True)
    sheet, reading = in_review(title="L’arbre & l’école")
    reading.remind()
    reading.accept(by=reading.reader)
    reading.remind()
    sheet.comments.create(section="steps", author=reading.reader, text="Combien d’heures & de mains ?")
    sheet.comments.create(section="steps", author=None, text="Qui ?")
    sheet.comments.all().tell()
    sheet.send_back(by=reading.reader, words="Les étapes manquent.")
    sheet.submit(by=sheet.author, reader=member_of("Deux"))
    sheet.appoint(member_of("Trois"), by=coordinator)
    sheet.declare_source(InitiativeFactory(title="Un verger"))
    sheet.publish(by=coordinator, words="Bravo")
    alone = draft_of(title="Seule", main_theme=sheet.main_theme, carrier=OrganisationFactory())
    alone.submit(by=alone.author)
    for each in Reading.objects.open():
        each.decline(by=each.reader)
    sheet.ask_to_confirm()
    for organisation in (None, MembershipFactory().organisation):
        inspiration = Inspiration.objects.create(
            initiative=sheet, by=UserFactory(), organisation=organisation, message="Nous aussi."
        )
        inspiration.send()
        inspiration.accept(by=sheet.author)
        inspiration.ask_outcome()
        inspiration.tell_outcome("ongoing", "En mai." if organisation else "")
    Inspiration.objects.create(initiative=sheet, by=UserFactory(), message="x").decline(by=sheet.author)

    assert undefined == []
    text = "".join(f"{mail.subject}\n{mail.body}" for mail in mailoutbox)
    assert not re.search(r"&(#x27|amp|quot|lt);", text)
    subjects = {mail.subject.replace("L’arbre & l’école", "T") for mail in mailoutbox}
    assert len(subjects) >= 15
    client.force_login(coordinator)
    for address in set(re.findall(r"https?://[^/\s]+(/\S+)", text)):
        assert client.get(address).status_code in {200, 302}, address


def test_accounts_that_were_closed_are_not_written_to(mailoutbox):
    sheet, reading = in_review(accepted=True)
    for person in (sheet.author, reading.reader):
        person.is_active = False
        person.save()
    sheet = Initiative.objects.get(pk=sheet.pk)
    sheet.comments.create(section="steps", author=None, text="Qui ?", created_at=timezone.now())
    mailoutbox.clear()

    sheet.comments.all().tell()
    sheet.take_back(by=sheet.author)

    assert mailoutbox == []
