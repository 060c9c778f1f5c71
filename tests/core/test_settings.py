"""What the settings promise: headers of every page, and a production that is safe by default."""

import json
import os
import subprocess
import sys
from http import HTTPStatus
from pathlib import Path

import pytest
from django.urls import reverse

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *("portal:home", "agenda:event-list", "agenda:event-create", "associations:organisation-list"),
    *("account_login", "account_signup", "account_reset_password"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_page_has_a_policy_without_unsafe_sources(client, name):
    response = client.get(reverse(name))

    policy = response["Content-Security-Policy"]
    assert response.status_code == HTTPStatus.OK
    assert "unsafe-" not in policy
    assert "http:" not in policy
    assert "*" not in policy
    assert {directive.strip() for directive in policy.split(";")} == {
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }


@pytest.mark.django_db
def test_page_has_the_security_headers(client):
    response = client.get(reverse("portal:home"))

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_language_is_french_whatever_the_browser_says(client, db):
    response = client.get(reverse("account_login"), headers={"Accept-Language": "en"})

    assert '<html lang="fr"' in response.text
    assert "Mot de passe" in response.text


DATABASE_URL = "postgres://u@localhost/none"
COMPLETE = {"SECRET_KEY": "secret", "ALLOWED_HOSTS": "agenda.example.org", "DATABASE_URL": DATABASE_URL}


def production(code, **environment):
    """What `code` prints with the production settings, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", f"import json; from cooperation.settings import production as s; {code}"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_is_safe_by_default():
    names = [
        *("DEBUG", "STYLE_PAGE", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"),
        *("SITE_URL", "CSRF_TRUSTED_ORIGINS"),
    ]

    answer = production(f"print(json.dumps([getattr(s, name) for name in {names}]))", **COMPLETE)

    assert json.loads(answer.stdout) == [
        *(False, False, True, True, True),
        *("https://agenda.example.org", ["https://agenda.example.org"]),
    ]


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_production_does_not_start_without(missing, tmp_path):
    environment = COMPLETE | {"DATA_DIR": str(tmp_path)}
    del environment[missing]

    answer = production("print(1)", **environment)

    assert answer.returncode == 1
    assert missing in answer.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


def test_production_trusts_a_domain_and_all_below_it():
    answer = production(
        "print(json.dumps([s.CSRF_TRUSTED_ORIGINS, s.SITE_URL]))",
        **COMPLETE | {"ALLOWED_HOSTS": ".example.org,agenda.example.net"},
    )

    assert json.loads(answer.stdout) == [
        ["https://*.example.org", "https://agenda.example.net"],
        "https://example.org",
    ]


@pytest.mark.parametrize(("given", "count"), [({}, 1), ({"ALLAUTH_TRUSTED_PROXY_COUNT": "2"}, 2)])
def test_production_is_behind_a_proxy(given, count):
    answer = production("print(s.ALLAUTH_TRUSTED_PROXY_COUNT)", **COMPLETE, **given)

    assert answer.stdout.strip() == str(count)
