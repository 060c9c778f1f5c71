"""Rate limits of public forms, counted in the shared cache."""

import time

from django.core.cache import cache


def allowed(request, action, *, amount, seconds):
    """
    Whether this address may do `action` once more: at most `amount` times per window of `seconds`.

    The client's address is REMOTE_ADDR: behind a proxy, the server must set it (gunicorn's
    `--forwarded-allow-ips`), since a header that the client writes would be no limit at all.
    """
    window = int(time.time()) // seconds
    key = f"rate:{action}:{request.META.get('REMOTE_ADDR', '')}:{window}"
    cache.add(key, 0, timeout=seconds)
    return cache.incr(key) <= amount
