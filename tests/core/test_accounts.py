"""Accounts: an e-mail address and a password, a second factor for who wants one, all of it in French."""

import re
from html import unescape
from http import HTTPStatus

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.urls import reverse

from cooperation.core.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "motdepasse-de-test"
SIGN_UP = {
    "display_name": "Amina Exemple",
    "email": "Amina@Example.org",
    "password1": "un-bon-mot-de-passe",
    "site_web": "",
}


@pytest.fixture
def rate_limits(settings):
    """allauth's own limits, which the test settings lift."""
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    yield
    cache.clear()


def link_in(message):
    return re.search(r"http://testserver(/\S+)", message.body)[1]


def test_sign_up_page_is_in_french_and_asks_no_username(client):
    response = client.get(reverse("account_signup"))

    form = response.context["form"]
    assert response.status_code == HTTPStatus.OK
    assert list(form.fields)[:3] == ["display_name", "email", "password1"]
    assert "username" not in form.fields
    assert str(form.fields["display_name"].label) == "Votre nom"
    assert 'lang="fr"' in response.text


def test_sign_up_keeps_the_name_and_waits_for_the_address_to_be_verified(client):
    response = client.post(reverse("account_signup"), SIGN_UP)

    user = User.objects.get()
    address = user.emailaddress_set.get()
    assert response["Location"] == reverse("account_email_verification_sent")
    assert (user.display_name, user.email) == ("Amina Exemple", "amina@example.org")
    assert (address.verified, address.primary) == (False, True)
    assert "_auth_user_id" not in client.session
    assert [message.to for message in mail.outbox] == [["amina@example.org"]]
    assert mail.outbox[0].subject.startswith("[Coopération Sud] ")
    assert "e-mail" in mail.outbox[0].body


def test_sign_in_before_verification_sends_to_the_verification_page(client):
    UserFactory(email="amina@example.org", verified=False)

    response = client.post(reverse("account_login"), {"login": "amina@example.org", "password": PASSWORD})

    assert response["Location"] == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session


def test_verification_link_verifies_only_once_its_button_is_pressed(client):
    client.post(reverse("account_signup"), SIGN_UP)
    link = link_in(mail.outbox[0])

    page = client.get(link)
    verified_by_opening = User.objects.get().emailaddress_set.get().verified
    client.post(link)

    assert page.status_code == HTTPStatus.OK
    assert verified_by_opening is False
    assert User.objects.get().emailaddress_set.get().verified is True


def test_sign_up_with_a_known_address_says_so_to_its_owner_alone(client):
    UserFactory(email="amina@example.org")

    response = client.post(reverse("account_signup"), SIGN_UP)

    assert response["Location"] == reverse("account_email_verification_sent")
    assert User.objects.count() == 1
    assert [message.to for message in mail.outbox] == [["amina@example.org"]]


def test_sign_up_trap_makes_no_account(client):
    client.post(reverse("account_signup"), SIGN_UP | {"site_web": "http://spam.example"})

    assert User.objects.count() == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("court", "Ce mot de passe est trop court. Il doit contenir au minimum 10 caractères."),
        ("motdepasse123456", None),
        ("1234567890", "Ce mot de passe est trop courant."),
        ("amina-example", "Le mot de passe est trop semblable au champ «\xa0adresse e-mail\xa0»."),
    ],
)
def test_sign_up_refuses_weak_passwords_in_french(client, password, message):
    response = client.post(reverse("account_signup"), SIGN_UP | {"password1": password})

    if message is None:
        assert response.status_code == HTTPStatus.FOUND
    else:
        assert message in str(response.context["form"].errors["password1"])
        assert User.objects.count() == 0


@pytest.mark.parametrize("typed", ["amina@example.org", "AMINA@Example.ORG", " amina@example.org "])
def test_sign_in_ignores_the_case_of_the_address(client, typed):
    user = UserFactory(email="amina@example.org")

    response = client.post(reverse("account_login"), {"login": typed, "password": PASSWORD})

    assert response["Location"] == reverse("portal:my-space")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_user_address_is_unique_whatever_its_case():
    UserFactory(email="amina@example.org")

    with pytest.raises(IntegrityError, match="user_email_unique"):
        UserFactory(email="Amina@Example.org")


def test_sign_in_with_a_wrong_password_says_so_in_french(client):
    UserFactory(email="amina@example.org")

    response = client.post(reverse("account_login"), {"login": "amina@example.org", "password": "autre"})

    assert response.status_code == HTTPStatus.OK
    assert "L’adresse e-mail ou le mot de passe" in unescape(response.text)
    assert "_auth_user_id" not in client.session


def test_sign_in_stops_after_five_wrong_passwords(client, rate_limits):
    UserFactory(email="amina@example.org")
    wrong = {"login": "amina@example.org", "password": "autre"}

    for _attempt in range(5):
        client.post(reverse("account_login"), wrong)
    response = client.post(reverse("account_login"), wrong | {"password": PASSWORD})

    assert response.status_code == HTTPStatus.OK
    assert "Trop de tentatives" in str(response.context["form"].errors)
    assert "_auth_user_id" not in client.session


def test_sign_in_from_one_connection_ends_in_429(client, rate_limits):
    for attempt in range(30):
        client.post(reverse("account_login"), {"login": f"p{attempt}@example.org", "password": "autre"})
    response = client.post(reverse("account_login"), {"login": "p@example.org", "password": "autre"})

    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_inactive_account_does_not_sign_in(client):
    UserFactory(email="amina@example.org", is_active=False)

    response = client.post(reverse("account_login"), {"login": "amina@example.org", "password": PASSWORD})

    assert response["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_password_reset_mail_leads_to_a_new_password(client):
    user = UserFactory(email="amina@example.org")

    client.post(reverse("account_reset_password"), {"email": "AMINA@example.org"})
    link = link_in(mail.outbox[0])
    form_address = client.get(link)["Location"]
    client.post(form_address, {"password1": "tout-nouveau-secret", "password2": "tout-nouveau-secret"})

    user.refresh_from_db()
    assert mail.outbox[0].to == ["amina@example.org"]
    assert "mot de passe" in mail.outbox[0].body
    assert user.check_password("tout-nouveau-secret")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_password_reset_of_an_unknown_address_answers_the_same(client):
    response = client.post(reverse("account_reset_password"), {"email": "personne@example.org"})

    assert response["Location"] == reverse("account_reset_password_done")


def test_sign_out_asks_for_the_button(client):
    client.force_login(UserFactory())

    client.get(reverse("account_logout"))
    signed_in_after_opening = "_auth_user_id" in client.session
    response = client.post(reverse("account_logout"))

    assert signed_in_after_opening
    assert response["Location"] == reverse("portal:home")
    assert "_auth_user_id" not in client.session


def sign_in(client):
    """As a person does it: sensitive pages ask for a recent authentication."""
    user = UserFactory()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return user


@pytest.mark.parametrize(
    "name",
    [
        *("account_email", "account_change_password", "mfa_index", "mfa_activate_totp"),
        *("mfa_list_webauthn", "mfa_add_webauthn"),
    ],
)
def test_account_pages_open_for_who_signed_in(client, name):
    sign_in(client)

    response = client.get(reverse(name))

    assert response.status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_change_password", "mfa_index", "mfa_activate_totp", "mfa_list_webauthn"],
)
def test_account_pages_send_visitors_to_sign_in(client, name):
    response = client.get(reverse(name))

    assert response.status_code == HTTPStatus.FOUND
    assert response["Location"].startswith(reverse("account_login"))


def test_second_factor_page_shows_a_secret_and_asks_for_a_code(client):
    sign_in(client)

    response = client.get(reverse("mfa_activate_totp"))

    assert "code" in response.context["form"].fields
    assert response.context["form"].secret in response.text


def test_passkey_sign_in_offers_a_challenge(client):
    response = client.get(reverse("mfa_login_webauthn"), headers={"X-Requested-With": "XMLHttpRequest"})

    assert response.status_code == HTTPStatus.OK
    assert "challenge" in response.json()["request_options"]["publicKey"]


def test_admin_sign_in_is_the_platforms_own(client):
    """Django's own form would let a password through without its second factor and without rate limits."""
    response = client.get(reverse("admin:login"))

    assert response.status_code == HTTPStatus.FOUND
    assert response["Location"].startswith(reverse("account_login"))
