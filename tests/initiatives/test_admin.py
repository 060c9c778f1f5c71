"""The administration of sheets and of their tags."""

import pytest
from django.urls import reverse

from initiatives import factor_list
from initiatives.models import Finding, Inspiration, Lever, Obstacle, Reading
from tests.factories import ThemeFactory, UserFactory
from tests.initiatives.factories import (
    FindingFactory,
    InitiativeFactory,
    LeverFactory,
    ObstacleFactory,
    TransferFactory,
)

pytestmark = pytest.mark.django_db

MODELS = ["initiative", "obstacle", "lever", "transfer", "reading", "inspiration"]


@pytest.fixture
def administrator(client):
    user = UserFactory(administrator=True)
    client.force_login(user)
    return user


def make_all():
    finding = FindingFactory(initiative__themes=[ThemeFactory()])
    sheet = finding.initiative
    transfer = TransferFactory(source=sheet)
    reading = Reading.objects.create(initiative=sheet, reader=UserFactory())
    inspiration = Inspiration.objects.create(initiative=sheet, by=UserFactory(), message="Nous aussi.")
    rows = (sheet, finding.obstacle, finding.lever, transfer, reading, inspiration)
    return dict(zip(MODELS, rows, strict=True))


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_rows_open(client, administrator, model):
    rows = make_all()

    listed = client.get(reverse(f"admin:initiatives_{model}_changelist"), {"q": "a"})
    row = client.get(reverse(f"admin:initiatives_{model}_change", args=[rows[model].pk]))

    assert (listed.status_code, row.status_code) == (200, 200)


@pytest.mark.parametrize("model", MODELS)
def test_lists_ask_a_constant_number_of_queries(client, administrator, django_assert_max_num_queries, model):
    make_all()
    address = reverse(f"admin:initiatives_{model}_changelist")
    with django_assert_max_num_queries(12):
        client.get(address)
    make_all()
    make_all()

    with django_assert_max_num_queries(12):
        client.get(address)


def test_merging_asks_which_one_stays_then_moves_all(client, administrator):
    kept, other = ObstacleFactory(name="Peu de monde"), ObstacleFactory(name="Personne ne vient")
    sheet = InitiativeFactory()
    FindingFactory(initiative=sheet, obstacle=other, obstacle_words="Deux parents.")
    before = sheet.write_version(by=None).number
    address = reverse("admin:initiatives_obstacle_changelist")
    asked = {"action": "merge", "_selected_action": [kept.pk, other.pk]}

    question = client.post(address, asked)
    done = client.post(address, {**asked, "kept": kept.pk}, follow=True)
    sheet.refresh_from_db()

    assert "Lequel reste ?" in question.text
    assert "« Peu de monde » les remplace. 1 fiche a changé." in done.text
    assert list(Obstacle.objects.all()) == [kept]
    assert Finding.objects.get().obstacle == kept
    assert Finding.objects.get().obstacle_words == "Deux parents."
    assert sheet.versions.first().by == administrator
    assert "Peu de monde" in sheet.search_text
    assert sheet.content_of(before)["findings"][0]["obstacle_id"] == kept.pk


def test_merging_one_alone_says_what_to_do(client, administrator):
    lever = LeverFactory()
    address = reverse("admin:initiatives_lever_changelist")

    response = client.post(address, {"action": "merge", "_selected_action": [lever.pk]}, follow=True)

    assert "Cochez au moins deux lignes" in response.text
    assert Lever.objects.count() == 1


def save(client, sheet, **changes):
    address = reverse("admin:initiatives_initiative_change", args=[sheet.pk])
    form = client.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    for prefix in ("partnerships", "findings", "photos", "attachments", "readings", "comments", "versions"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return client.post(address, data | changes)


def test_saving_a_sheet_writes_a_version_by_the_administrator(client, administrator):
    sheet = InitiativeFactory(title="Un jardin")

    response = save(client, sheet, title="Un verger")
    sheet.refresh_from_db()

    assert response.status_code == 302
    assert (sheet.title, sheet.versions.first().by) == ("Un verger", administrator)
    assert "Un verger" in sheet.search_text


def test_photos_and_documents_are_erased_on_their_own_page_with_their_file(client, administrator):
    sheet = InitiativeFactory()
    page = client.get(reverse("admin:initiatives_initiative_change", args=[sheet.pk]))

    deletable = {
        formset.formset.prefix: formset.formset.can_delete
        for formset in page.context["inline_admin_formsets"]
    }

    assert (deletable["photos"], deletable["attachments"], deletable["findings"]) == (False, False, True)


def test_form_opened_before_somebody_saved_overwrites_nothing(client, administrator):
    sheet = InitiativeFactory(title="Un jardin")
    read = sheet.version
    sheet.write({"summary": "Écrit entre-temps."}, by=None)

    refused = save(client, sheet, title="Un verger", summary="Avant.", read=read)
    sheet.refresh_from_db()

    assert "a été enregistrée depuis que vous l’avez ouverte" in refused.text
    assert "Un verger" in refused.text
    assert (sheet.title, sheet.summary) == ("Un jardin", "Écrit entre-temps.")


def test_administrator_is_told_what_a_public_sheet_needs(client, administrator):
    sheet = InitiativeFactory(title="Un jardin")

    response = save(client, sheet, title="Un verger", summary="")
    sheet.refresh_from_db()

    assert response.status_code == 200
    assert "Une fiche publiée dit qui la porte" in response.text
    assert sheet.title == "Un jardin"


def test_transfer_is_not_made_nor_moved_in_the_administration(client, administrator):
    transfer = TransferFactory()
    added = client.get(reverse("admin:initiatives_transfer_add"))
    address = reverse("admin:initiatives_transfer_change", args=[transfer.pk])

    client.post(address, {"source": InitiativeFactory().pk, "kept": "Le lieu.", "changed": ""})

    source = transfer.source
    transfer.refresh_from_db()
    assert added.status_code == 403
    assert (transfer.source, transfer.kept) == (source, "Le lieu.")


def test_starting_tags_are_added_once_and_never_touched():
    factor_list.write(Obstacle.objects, Lever.objects)
    Obstacle.objects.filter(slug="participation").update(name="Trop peu de monde")

    factor_list.write(Obstacle.objects, Lever.objects)

    assert Obstacle.objects.count() == len(factor_list.OBSTACLES) == 16
    assert Lever.objects.count() == len(factor_list.LEVERS) == 20
    assert Obstacle.objects.get(slug="participation").name == "Trop peu de monde"


def test_starting_tags_fit_their_fields():
    for model, listed in ((Obstacle, factor_list.OBSTACLES), (Lever, factor_list.LEVERS)):
        for each in listed:
            model(**each._asdict()).full_clean()
