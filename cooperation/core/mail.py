"""
Mail that is never lost and never slows a page.

`QueueBackend` is Django's default mailer: a message joins the task queue inside the request's transaction
(rolled back with it), and the worker hands it to the `outbound` mailer, trying again when the server is away.
"""

import re
from base64 import b64decode, b64encode

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string


def send(template, to, *, attachments=(), **context):
    """
    Send the French text mail `templates/<template>.txt` to one address.

    The template's first line is the subject; the rest, after a blank line, is the body. `attachments` are
    (file name, content, media type).
    """
    context |= {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    subject, _, body = render_to_string(f"{template}.txt", context).partition("\n")
    message = EmailMultiAlternatives(
        re.sub(r"[ \t\r\n]+", " ", subject).strip(), body.strip() + "\n", to=[to]
    )
    for attachment in attachments:
        message.attach(*attachment)
    message.send()


class QueueBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        from cooperation.core.tasks import deliver

        for message in email_messages:
            deliver.defer(message=pack(message))
        return len(email_messages)


def pack(message):
    """The message as JSON types. Attachments are carried as base64."""
    return {
        "subject": str(message.subject),
        "body": str(message.body),
        "from_email": message.from_email,
        "to": list(message.to),
        "cc": list(message.cc),
        "bcc": list(message.bcc),
        "reply_to": list(message.reply_to),
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "alternatives": [[str(part.content), part.mimetype] for part in getattr(message, "alternatives", [])],
        "attachments": [
            [part.filename, b64encode(_bytes(part.content)).decode(), part.mimetype]
            for part in message.attachments
        ],
    }


def unpack(packed):
    """The inverse of `pack`."""
    packed = dict(packed)
    alternatives = packed.pop("alternatives")
    attachments = packed.pop("attachments")
    message = EmailMultiAlternatives(**packed)
    for content, mimetype in alternatives:
        message.attach_alternative(content, mimetype)
    for filename, content, mimetype in attachments:
        message.attach(filename, b64decode(content), mimetype)
    return message


def deliver_now(packed):
    """Hand a packed message to the mail server; its errors go up, the queue tries again."""
    unpack(packed).send(using="outbound")


def _bytes(content):
    return content.encode() if isinstance(content, str) else content
