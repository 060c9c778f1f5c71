"""What PostgreSQL refuses, whom a sheet is for, and its versions."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from cooperation.core.text_search import matching
from initiatives.models import Initiative, Partnership, Reading, Transfer, Version
from tests.factories import MembershipFactory, OrganisationFactory, ThemeFactory, UserFactory
from tests.initiatives.factories import FindingFactory, InitiativeFactory, ObstacleFactory, TransferFactory

pytestmark = pytest.mark.django_db


def refused(constraint, work):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        work()


def test_sheet_is_published_only_once_it_is_told():
    refused("initiative_published_is_told", lambda: InitiativeFactory(summary=""))
    refused("initiative_published_is_told", lambda: InitiativeFactory(carrier=None))


def test_adaptation_of_its_own_descendant_is_refused():
    first, second, third = InitiativeFactory.create_batch(3)
    Transfer.objects.create(adaptation=second, source=first)
    Transfer.objects.create(adaptation=third, source=second)

    refused("transfer_no_cycle", lambda: Transfer.objects.create(adaptation=first, source=third))
    refused("transfer_no_cycle", lambda: Transfer.objects.filter(adaptation=second).update(source=third))
    refused("transfer_", lambda: Transfer.objects.create(adaptation=first, source=first))


def test_tree_may_branch():
    source = InitiativeFactory()

    TransferFactory.create_batch(3, source=source)

    assert source.transfers.count() == 3


def test_finding_says_something():
    refused("finding_says_something", lambda: FindingFactory(obstacle=None, lever=None, outcome=""))
    refused("finding_outcome_of_lever", lambda: FindingFactory(lever=None, outcome="worked"))


def test_one_reading_at_a_time():
    sheet = InitiativeFactory(review=True)
    Reading.objects.create(initiative=sheet, reader=UserFactory())

    refused("reading_one_at_a_time", lambda: Reading.objects.create(initiative=sheet, reader=UserFactory()))


def test_version_is_written_when_something_changed_and_only_then():
    sheet = InitiativeFactory()
    by = UserFactory()

    sheet.write_version(by=by)
    sheet.context = "Personne ne venait."
    sheet.save()
    sheet.themes.add(ThemeFactory(name="Jardins"))
    Partnership.objects.create(
        initiative=sheet, organisation=OrganisationFactory(name="La Ville"), role="funder"
    )
    FindingFactory(initiative=sheet, obstacle=ObstacleFactory(name="Participation insuffisante"))
    sheet.write_version(by=by)

    first, second = Version.objects.filter(initiative=sheet).order_by("number")
    assert (first.number, second.number, second.by) == (1, 2, by)
    assert first.content["context"] == ""
    assert second.content["context"] == "Personne ne venait."
    assert len(second.content["findings"]) == 1
    sheet.refresh_from_db()
    assert sheet.version == 2
    for word in ("jardins", "ville", "participation", "venait"):
        assert list(Initiative.objects.filter(matching(word))) == [sheet], word


def test_version_never_changes():
    version = InitiativeFactory().versions.get()

    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(number=7)


def test_sheet_is_edited_by_those_who_carry_it_and_by_its_reader_alone():
    sheet = InitiativeFactory(draft=True)
    member = MembershipFactory(organisation=sheet.carrier).user
    reader, stranger = UserFactory(), UserFactory()
    reading = Reading.objects.create(initiative=sheet, reader=reader)

    asked = Initiative.objects.visible_to(reader).filter(pk=sheet.pk).exists()
    before = Initiative.objects.editable_by(reader).exists()
    reading.state = "accepted"
    reading.save()

    assert (asked, before) == (True, False)
    for person in (sheet.author, member, reader, UserFactory(coordinator=True)):
        assert list(Initiative.objects.editable_by(person)) == [sheet], person
    assert not Initiative.objects.run_by(reader).exists()
    assert not Initiative.objects.visible_to(stranger).exists()
