"""Health, and the pages shown when something goes wrong."""

from http import HTTPStatus

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import path

from cooperation.urls import urlpatterns as project_urls

pytestmark = pytest.mark.django_db


def worker_seen(seconds_ago):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_health_is_200_while_a_worker_lives(client):
    worker_seen(5)

    response = client.get("/sante/")

    assert response.status_code == HTTPStatus.OK
    assert response.json() == {"status": "ok", "database": "ok", "migrations": "ok", "worker": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("seconds_ago", [None, 120])
def test_health_is_503_without_a_worker_and_says_so(client, seconds_ago):
    if seconds_ago:
        worker_seen(seconds_ago)

    response = client.get("/sante/")

    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert response.json() == {
        "status": "error",
        "database": "ok",
        "migrations": "ok",
        "worker": "aucun ouvrier n’a donné signe de vie depuis une minute",
    }


def test_health_is_503_when_migrations_wait(client):
    worker_seen(5)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'habitants'")

    response = client.get("/sante/")

    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert response.json()["migrations"] == "des migrations restent à appliquer"


def test_health_only_reads(client):
    assert client.post("/sante/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


# Error pages


def broken(request):
    raise LookupError("détail interne")


def suspicious(request):
    raise BadRequest("détail interne")


def forbidden(request):
    raise PermissionDenied("détail interne")


urlpatterns = [
    path("casse/", broken),
    path("mauvaise/", suspicious),
    path("interdite/", forbidden),
    *project_urls,
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nulle-part/", HTTPStatus.NOT_FOUND),
        ("/agenda/evenements/inconnu/", HTTPStatus.NOT_FOUND),
        ("/interdite/", HTTPStatus.FORBIDDEN),
        ("/mauvaise/", HTTPStatus.BAD_REQUEST),
        ("/casse/", HTTPStatus.INTERNAL_SERVER_ERROR),
    ],
)
def test_error_page_is_in_french_and_shows_nothing_of_the_inside(client, address, status):
    client.raise_request_exception = False

    response = client.get(address)

    assert response.status_code == status
    assert '<html lang="fr"' in response.text
    assert "<h1" in response.text
    assert "détail interne" not in response.text
    assert "Traceback" not in response.text
    assert "<style" not in response.text
    assert 'href="/' in response.text


def test_form_without_its_token_is_told_in_french():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/agenda/proposer/", {"title": "Goûter"})

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert '<html lang="fr"' in response.text
    assert "CSRF" not in response.text
