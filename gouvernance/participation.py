"""Who answers a consultation without account: the signed cookie of one browser, for one consultation."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from gouvernance.models.consultations import KEPT

SALT = "gouvernance.consultation"
# Browsers keep no cookie longer.
LONGEST = timedelta(days=400)


def find(request, consultation):
    """
    The participant of this browser, else of this account, else None. A forged cookie is none, and so is one whose answers
    are another account's: two people may share a computer.
    """
    user = request.user
    if key := request.get_signed_cookie(_name(consultation), default=None, salt=SALT):
        participant = consultation.participants.filter(key=key).first()
        if participant and (not user.is_authenticated or participant.user_id in (None, user.pk)):
            return participant
    return consultation.participants.filter(user=user).first() if user.is_authenticated else None


def remember(response, participant):
    """At the first answer, and when answers become an account's: no cookie before."""
    consultation = participant.consultation
    ends = consultation.closes_on + KEPT - timezone.localdate()
    response.set_signed_cookie(
        _name(consultation),
        participant.key,
        salt=SALT,
        max_age=min(ends, LONGEST),
        path=consultation.get_absolute_url(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response, consultation):
    """This browser is nobody's any more; the answers stay."""
    response.delete_cookie(_name(consultation), path=consultation.get_absolute_url(), samesite="Lax")


def _name(consultation):
    return f"consultation-{consultation.pk}"
