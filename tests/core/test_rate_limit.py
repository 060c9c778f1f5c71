"""Rate limits: so many times per window and per address."""

from unittest.mock import patch

import pytest
from django.core.cache import cache

from cooperation.core.rate_limit import allowed

LIMIT = {"amount": 3, "seconds": 3600}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def asked(rf, times, *, address="192.0.2.1", action="propose", **headers):
    request = rf.get("/", REMOTE_ADDR=address, headers=headers)
    return [allowed(request, action, **LIMIT) for _time in range(times)]


def test_allowed_counts_up_to_the_amount(rf):
    assert asked(rf, 5) == [True, True, True, False, False]


def test_allowed_counts_each_address_and_each_action_apart(rf):
    asked(rf, 4)

    assert asked(rf, 1, address="192.0.2.2") == [True]
    assert asked(rf, 1, action="apply") == [True]


def test_allowed_starts_again_with_the_next_window(rf):
    with patch("cooperation.core.rate_limit.time.time", return_value=7_200):
        first = asked(rf, 4)
    with patch("cooperation.core.rate_limit.time.time", return_value=10_800):
        second = asked(rf, 1)

    assert first == [True, True, True, False]
    assert second == [True]


def test_allowed_does_not_believe_what_the_client_says_of_its_address(rf):
    asked(rf, 3)

    assert asked(rf, 1, **{"X-Forwarded-For": "198.51.100.7"}) == [False]
