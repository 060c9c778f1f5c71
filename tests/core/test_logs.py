"""One identifier per request, in the answer and in each line of the log."""

import json
import logging
import re
import sys

import pytest
from procrastinate.jobs import Job

from cooperation.core.logs import JobFilter, JsonFormatter, RequestIdFilter, RequestIdMiddleware


def record(message="Bonjour %s", *args, **kwargs):
    return logging.makeLogRecord(
        {
            "name": "agenda",
            "levelname": "INFO",
            "msg": message,
            "args": args,
            "created": 1_795_539_600.5,
            **kwargs,
        }
    )


def test_given_identifier_is_echoed(client, db):
    response = client.get("/associations/", headers={"X-Request-ID": "proxy-0123_abc"})

    assert response["X-Request-ID"] == "proxy-0123_abc"


@pytest.mark.parametrize(
    "given", ["", "court", "a" * 65, "avec espace", "<script>alert(1)</script>", "été-été-été"]
)
def test_identifier_of_the_wrong_form_is_replaced(client, db, given):
    response = client.get("/associations/", headers={"X-Request-ID": given})

    assert re.fullmatch(r"[0-9a-f]{32}", response["X-Request-ID"])


def test_identifiers_differ_from_request_to_request(client, db):
    first, second = (client.get("/associations/")["X-Request-ID"] for _request in range(2))

    assert first != second


def test_log_lines_within_a_request_carry_its_identifier(rf):
    seen = []

    def view(request):
        line = record()
        RequestIdFilter().filter(line)
        seen.append(line.request_id)
        return {}

    response = RequestIdMiddleware(view)(rf.get("/", headers={"X-Request-ID": "12345678"}))

    assert seen == ["12345678"]
    assert response["X-Request-ID"] == "12345678"


def test_line_of_a_missing_page_carries_the_identifier(client, db, caplog):
    caplog.handler.addFilter(RequestIdFilter())

    client.get("/introuvable/", headers={"X-Request-ID": "12345678"})

    (line,) = [line for line in caplog.records if line.name == "django.request"]
    assert line.getMessage() == "Not Found: /introuvable/"
    assert line.request_id == "12345678"


def test_each_request_has_its_own_identifier(rf):
    middleware = RequestIdMiddleware(lambda request: {})

    seen = []
    for given in ("12345678", "abcdefgh"):
        middleware(rf.get("/", headers={"X-Request-ID": given}))
        line = record()
        RequestIdFilter().filter(line)
        seen.append(line.request_id)

    assert seen == ["12345678", "abcdefgh"]


def test_line_of_a_failed_job_does_not_say_the_mail():
    job = Job(
        id=7,
        queue="mail",
        lock=None,
        queueing_lock=None,
        task_name="cooperation.core.tasks.deliver",
        task_kwargs={"message": {"to": ["amina@example.org"], "body": "Votre clé : abc%d"}},
    )
    line = record(f"Job {job.call_string} ended", name="procrastinate.worker", job=job.log_context())

    kept = JobFilter().filter(line)

    assert kept
    assert line.getMessage() == "Job cooperation.core.tasks.deliver[7] ended"
    assert "amina" not in str(vars(line))


def test_json_line_has_its_fields_in_utc():
    line = record("Bonjour %s", "Zoé", request_id="12345678")

    written = JsonFormatter().format(line)

    assert "\n" not in written
    assert json.loads(written) == {
        "time": "2026-11-24T17:00:00+0000",
        "level": "INFO",
        "logger": "agenda",
        "request_id": "12345678",
        "message": "Bonjour Zoé",
    }
    assert "Zoé" in written


def test_json_line_carries_the_traceback_on_the_same_line():
    try:
        raise LookupError("introuvable")
    except LookupError:
        line = record(exc_info=sys.exc_info())

    written = JsonFormatter().format(line)

    assert "\n" not in written
    assert json.loads(written)["traceback"].endswith("LookupError: introuvable")
    assert json.loads(written)["request_id"] == "-"
