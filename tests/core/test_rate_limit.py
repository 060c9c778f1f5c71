"""Rate limits: so many times per window and per client, counted in PostgreSQL."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.utils import timezone

from cooperation.core.models import RateCount
from cooperation.core.rate_limit import allowed, allowed_for
from cooperation.core.tasks import purge_rate_counts

pytestmark = pytest.mark.django_db

LIMIT = {"amount": 3, "seconds": 3600}


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
    with patch("cooperation.core.rate_limit.time.time", return_value=10_799):
        later = asked(rf, 1)
    with patch("cooperation.core.rate_limit.time.time", return_value=10_800):
        second = asked(rf, 1)

    assert first == [True, True, True, False]
    assert later == [False]
    assert second == [True]


def test_allowed_takes_an_ipv6_network_as_one_client(rf):
    asked(rf, 3, address="2001:db8:0:1::1")

    assert asked(rf, 1, address="2001:db8:0:1:ffff::2") == [False]
    assert asked(rf, 1, address="2001:db8:0:2::1") == [True]


def test_allowed_does_not_believe_what_the_client_says_of_its_address(rf):
    asked(rf, 3)

    assert asked(rf, 1, **{"X-Forwarded-For": "198.51.100.7"}) == [False]


def test_allowed_behind_a_proxy_counts_what_the_proxy_wrote(rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    asked(rf, 3, address="10.0.0.1", **{"X-Forwarded-For": "198.51.100.7"})

    assert asked(rf, 1, address="10.0.0.1", **{"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}) == [False]
    assert asked(rf, 1, address="10.0.0.1", **{"X-Forwarded-For": "198.51.100.8"}) == [True]


def test_allowed_for_counts_by_name_and_keeps_no_address():
    answers = [allowed_for("confirm:amina@example.org", **LIMIT) for _time in range(4)]

    assert answers == [True, True, True, False]
    assert allowed_for("confirm:karim@example.org", **LIMIT)
    assert "amina" not in str(list(RateCount.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_allowed_counts_requests_that_arrive_together():
    together = threading.Barrier(8)

    def ask(_number):
        together.wait()
        try:
            return [allowed_for("propose", amount=50, seconds=86_400) for _time in range(10)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = [answer for answers in threads.map(ask, range(8)) for answer in answers]

    assert answers.count(True) == 50


def test_purge_removes_the_windows_that_are_over(rf):
    asked(rf, 1)
    RateCount.objects.create(key="old", window_ends_at=timezone.now() - timedelta(seconds=1), count=9)

    purge_rate_counts(timestamp=0)

    assert RateCount.objects.get().count == 1
