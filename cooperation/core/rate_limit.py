"""Rate limits of public forms: so many times per window, counted in PostgreSQL for all web processes together."""

import time
from datetime import UTC, datetime

from allauth.core.internal.ratelimit import get_ip

from cooperation.core.models import RateCount


def allowed(request, action, *, amount, seconds):
    """
    Whether this client may do `action` once more: at most `amount` times per window of `seconds`.

    The client is what allauth takes it to be: REMOTE_ADDR, or, behind ALLAUTH_TRUSTED_PROXY_COUNT proxies, the
    address that the outermost of them wrote in X-Forwarded-For (what stands before it is the client's own
    word). An IPv6 client is its /64 network.
    """
    return allowed_for(f"{action}:{get_ip(request)}", amount=amount, seconds=seconds)


def allowed_for(key, *, amount, seconds):
    """The same for anything that has a name: an action and the address that a mail goes to, say."""
    window = int(time.time()) // seconds
    ends_at = datetime.fromtimestamp((window + 1) * seconds, UTC)
    return RateCount.objects.count_one(key, ends_at) <= amount
