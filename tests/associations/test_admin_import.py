"""The administration's import: a preview that writes nothing, a confirmation that does."""

import os
import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from associations.admin_import import MAX_BYTES
from associations.models import Organisation
from cooperation.core.history import acting
from tests.factories import OrganisationFactory, UserFactory
from tests.reading import squeezed

pytestmark = pytest.mark.django_db

IMPORT = reverse("admin:associations_organisation_import")
PROCESS = reverse("admin:associations_organisation_process_import")
TABLE = "nom;RNA;SIRET\nLes Amis;W133001234;\nMal notés;7,82E+13;\nEn double;W133001234;\n"


@pytest.fixture(autouse=True)
def waiting(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "imports"


def send(client, text=TABLE, *, name="table.csv", **choices):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(IMPORT, {"resource": "0", "format": "0", "import_file": file, **choices})


def confirm(client, preview):
    form = preview.context["confirm_form"]
    return client.post(PROCESS, {field.html_name: field.value() for field in form}, follow=True)


def test_preview_shows_what_would_happen_and_writes_nothing(client, administrator):
    client.force_login(administrator)

    response = send(client)

    page = squeezed(re.sub(r"<[^>]+>", " ", response.text))
    assert (
        "Créées : 2, modifiées : 0, inchangées : 0, refusées : 1, écartées : 0, champs protégés : 0." in page
    )
    assert "4 RNA « W133001234 » est déjà à la ligne 2." in page
    assert "3 RNA « 7,82E+13 » a été abîmé par un tableur" in page
    assert "2 Les Amis créée" in page
    assert not Organisation.objects.exists()


def test_confirmation_imports_the_same_file_and_forgets_it(client, administrator, waiting):
    client.force_login(administrator)
    preview = send(client)

    response = confirm(client, preview)

    assert response.redirect_chain[-1][0] == reverse("admin:associations_organisation_changelist")
    assert "Import terminé : créées : 2" in response.text
    assert sorted(Organisation.objects.values_list("name", "is_published")) == [
        ("Les Amis", False),
        ("Mal notés", False),
    ]
    assert list(waiting.iterdir()) == []
    metadata = Organisation.objects.get(name="Les Amis").history.get().pgh_context.metadata
    assert (metadata["user"], metadata["source"]) == (administrator.pk, "table.csv")


def test_choices_hold_from_the_preview_to_the_confirmation(client, administrator):
    client.force_login(administrator)
    with acting(administrator):
        OrganisationFactory(name="Ici", rna="W133001235")
    text = "nom;RNA\nLà-bas;W133001235\nNouvelle;W133001236\n"

    confirm(client, send(client, text, publish="on", overwrite="on"))

    assert sorted(Organisation.objects.values_list("name", "is_published")) == [
        ("Là-bas", True),
        ("Nouvelle", True),
    ]


def test_without_overwrite_what_was_written_here_is_kept(client, administrator):
    client.force_login(administrator)
    with acting(administrator):
        OrganisationFactory(name="Ici", rna="W133001235")

    response = send(client, "nom;RNA\nLà-bas;W133001235\n")
    confirm(client, response)

    assert "« Ici » a été modifiée ici : ce champ est gardé." in response.text
    assert Organisation.objects.get().name == "Ici"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("couleur;taille\n1;2\n", "En-tête non reconnu"),
        ("%PDF-1.7", "Ceci est un document PDF"),
        (" ", "est vide"),
    ],
)
def test_file_that_is_not_ours_is_refused_with_its_reason(client, administrator, text, said):
    client.force_login(administrator)

    response = send(client, text)

    assert response.status_code == HTTPStatus.OK
    assert said in response.text
    assert "confirm_form" not in response.context


def test_file_above_the_limit_names_the_command(client, administrator):
    client.force_login(administrator)

    response = send(client, "nom\n" + "x" * MAX_BYTES)

    assert "Ce fichier pèse 25 Mo ; la limite est de 25 Mo ici." in response.text
    assert "manage.py import_organisations" in response.text


@pytest.mark.parametrize("name", ["../../etc/passwd", "passwd", "0" * 32, "/etc/passwd"])
def test_only_a_file_that_waits_is_confirmed(client, administrator, name):
    client.force_login(administrator)
    data = {"import_file_name": name, "original_file_name": "x", "format": "0", "resource": "0"}

    response = client.post(PROCESS, data)

    assert response.status_code == HTTPStatus.OK
    assert "Ce fichier n’est plus là" in response.text


def test_file_that_was_never_confirmed_goes_after_a_day(client, administrator, waiting):
    client.force_login(administrator)
    send(client)
    (old,) = waiting.iterdir()
    os.utime(old, (0, 0))

    send(client)

    assert old not in waiting.iterdir()
    assert len(list(waiting.iterdir())) == 1


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        ([], HTTPStatus.FORBIDDEN),
        (["add_organisation"], HTTPStatus.FORBIDDEN),
        (["change_organisation"], HTTPStatus.FORBIDDEN),
        (["add_organisation", "change_organisation"], HTTPStatus.OK),
    ],
)
def test_import_is_for_those_who_may_add_and_change(client, rights, status):
    person = UserFactory(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(person)

    assert client.get(IMPORT).status_code == status
    assert client.post(PROCESS, {}).status_code == status


def test_visitor_is_sent_to_sign_in(client):
    assert client.get(IMPORT).status_code == HTTPStatus.FOUND


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_import_works_under_the_site_s_policy(page, administrator, tmp_path):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/comptes/login/")
    page.fill("[name=login]", administrator.email)
    page.fill("[name=password]", "motdepasse-de-test")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/mon-espace/")
    path = Path(tmp_path / "table.csv")
    path.write_text(TABLE, encoding="utf-8")

    page.goto(reverse("admin:associations_organisation_changelist"))
    page.click("a.import_link")
    page.set_input_files("[name=import_file]", path)
    page.click("text=Voir ce que cela ferait")
    page.wait_for_selector("text=Lignes refusées")
    page.click("text=Confirmer l’import")

    page.wait_for_selector("text=Import terminé : créées : 2")
    assert [text for text in said if "Content Security Policy" in text] == []
