"""Links in mails that stand for a person: signed, for one use (the salt), good for so many days."""

from django.core import signing
from django.http import Http404
from django.utils.translation import gettext as _


def read(token, *, salt, days):
    """(what the link names, whether its time is over). What we did not sign is 404."""
    try:
        return signing.loads(token, salt=salt, max_age=days * 86_400), False
    except signing.SignatureExpired:
        return signing.loads(token, salt=salt), True
    except signing.BadSignature as error:
        raise Http404(_("Ce lien n’est pas le nôtre.")) from error
