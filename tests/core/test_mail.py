"""Mail: queued in the request's transaction, handed over to a real SMTP server on loopback."""

import email
import email.policy
import json
import smtplib
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from asgiref.sync import async_to_sync
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from cooperation.core import mail
from cooperation.core.logs import JobFilter
from cooperation.core.tasks import deliver, purge_jobs
from tests.factories import EventFactory

PDF = b"%PDF-1.4 \x00\xff"


class Inbox:
    """What the server received, as parsed messages with their envelopes."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 OK"


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def outbound_at(settings, port):
    settings.MAILERS = {
        "default": {"BACKEND": "cooperation.core.mail.QueueBackend"},
        "outbound": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        },
    }


@pytest.fixture
def inbox(settings):
    """A real SMTP server that the "outbound" mailer talks to."""
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    outbound_at(settings, controller.port)
    yield handler.received
    controller.stop()


@pytest.fixture
def message():
    message = EmailMultiAlternatives(
        "À reprendre : goûter d’été",
        "Bonjour,\n\nça se passe à l’école.\n",
        "Coopération Sud <ne-pas-repondre@example.org>",
        ["amina@example.org"],
        cc=["copie@example.org"],
        bcc=["cachee@example.org"],
        reply_to=["coordination@example.org"],
        headers={"X-Sujet": "agenda"},
    )
    message.attach_alternative("<p>ça se passe à l’école</p>", "text/html")
    message.attach("affiche d’été.pdf", PDF, "application/pdf")
    message.attach("note.txt", "dès 8 h", "text/plain")
    return message


def queued():
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, queue_name, args FROM procrastinate_jobs ORDER BY id")
        return [(task, queue, json.loads(arguments)) for task, queue, arguments in cursor.fetchall()]


def test_pack_and_unpack_give_the_same_message(message):
    message.extra_headers["Message-ID"] = "<1@example.org>"
    message.extra_headers["Date"] = "Tue, 24 Nov 2026 18:00:00 +0100"

    again = mail.unpack(mail.pack(message))

    assert mail.pack(again) == mail.pack(message)
    assert (again.to, again.cc, again.bcc) == (message.to, message.cc, message.bcc)
    assert again.attachments[0].content == PDF


def test_message_arrives_with_its_accents_alternatives_and_attachments(inbox, message):
    mail.deliver_now(mail.pack(message))

    ((sender, recipients, received),) = inbox
    attachments = {part.get_filename(): part.get_content() for part in received.iter_attachments()}
    assert sender == "ne-pas-repondre@example.org"
    assert recipients == ["amina@example.org", "copie@example.org", "cachee@example.org"]
    assert received["Subject"] == "À reprendre : goûter d’été"
    assert received["From"] == "Coopération Sud <ne-pas-repondre@example.org>"
    assert received["Reply-To"] == "coordination@example.org"
    assert received["X-Sujet"] == "agenda"
    assert received["Bcc"] is None
    assert received.get_body(["plain"]).get_content() == "Bonjour,\r\n\r\nça se passe à l’école.\r\n"
    assert received.get_body(["html"]).get_content().strip() == "<p>ça se passe à l’école</p>"
    assert attachments["affiche d’été.pdf"] == PDF
    assert attachments["note.txt"].strip() == "dès 8 h"


@pytest.mark.django_db
def test_message_joins_the_queue_and_the_worker_delivers_it(inbox, message):
    sent = message.send()

    ((task, queue, arguments),) = queued()
    deliver(**arguments)
    assert sent == 1
    assert (task, queue) == ("cooperation.core.tasks.deliver", "mail")
    assert [received["Subject"] for _from, _to, received in inbox] == ["À reprendre : goûter d’été"]


@pytest.mark.django_db
def test_message_is_rolled_back_with_its_transaction(inbox, message):
    with transaction.atomic():
        message.send()
        queued_within = len(queued())
        transaction.set_rollback(True)

    assert queued_within == 1
    assert queued() == []
    assert inbox == []


def test_server_away_goes_up(settings, message):
    outbound_at(settings, free_port())

    with pytest.raises(ConnectionRefusedError):
        mail.deliver_now(mail.pack(message))


def test_server_refusal_goes_up(settings, message):
    class Refusing:
        async def handle_RCPT(self, server, session, envelope, address, options):
            return "550 inconnu"

    controller = Controller(Refusing(), hostname="127.0.0.1", port=free_port())
    controller.start()
    outbound_at(settings, controller.port)

    with pytest.raises(smtplib.SMTPRecipientsRefused):
        mail.deliver_now(mail.pack(message))

    controller.stop()


@pytest.fixture
def run_worker(monkeypatch):
    """
    The queue's jobs, as the worker runs them: until none is left. In a thread of its own, as it starts an event
    loop: the browser's may already run in this one. Without what is due by the clock, which would join the queue
    whenever a test passes over its minute.
    """
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})

    def run():
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    def run_in_thread():
        with ThreadPoolExecutor(max_workers=1) as thread:
            thread.submit(run).result()

    return run_in_thread


@pytest.mark.django_db(transaction=True)
def test_delivered_mail_leaves_the_queue(inbox, message, run_worker):
    message.send()

    run_worker()

    assert [received["Subject"] for _from, _to, received in inbox] == ["À reprendre : goûter d’été"]
    assert queued() == []


@pytest.mark.django_db(transaction=True)
def test_mail_that_failed_is_not_told_in_the_log(settings, message, caplog, run_worker):
    outbound_at(settings, free_port())
    caplog.handler.addFilter(JobFilter())
    caplog.set_level("INFO")
    message.send()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 8")

    run_worker()

    lines = [line.getMessage() for line in caplog.records if line.name.startswith("procrastinate")]
    assert any("ended with status: Error" in line for line in lines)
    assert not any("amina@example.org" in line for line in lines)
    assert len(queued()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "left"), [(timedelta(days=29), 1), (timedelta(days=31), 0)])
def test_failed_mail_is_kept_for_thirty_days(inbox, message, age, left):
    message.send()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
        cursor.execute("UPDATE procrastinate_events SET at = now() - %s", [age])

    async_to_sync(purge_jobs.func)(SimpleNamespace(app=app), timestamp=0)

    assert len(queued()) == left


def test_worker_tries_again_for_a_few_days_then_gives_up():
    started = datetime.now(UTC)
    decisions = [
        deliver.retry_strategy.get_retry_decision(exception=OSError(), job=failed(attempts))
        for attempts in range(9)
    ]

    waits = sum((decision.retry_at - started for decision in decisions[:8]), timedelta())
    assert decisions[8] is None
    assert timedelta(days=1) < waits < timedelta(days=7)


def failed(attempts):
    return Job(
        queue="mail",
        lock=None,
        queueing_lock=None,
        task_name="cooperation.core.tasks.deliver",
        attempts=attempts,
    )


def test_send_takes_the_subject_from_the_first_line(db, mailoutbox):
    event = EventFactory(title="L’été & <nous>")

    mail.send("agenda/mail/submitted", "coordination@example.org", event=event)

    (message,) = django_mail.outbox
    assert message.subject == "À relire : L’été & <nous>"
    assert message.to == ["coordination@example.org"]
    assert "« L’été & <nous> »" in message.body
    assert "http://testserver/agenda/moderation/" in message.body
