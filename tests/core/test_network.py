"""Who belongs to the network: asked of one account or of all, the answer is the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cooperation.core.models import User
from cooperation.core.network import in_network, is_in_network
from tests.factories import MembershipFactory, UserFactory
from tests.gouvernance.factories import MandateFactory
from tests.habitants.factories import RelayFactory

pytestmark = pytest.mark.django_db


def test_account_belongs_alone_as_it_does_among_all():
    yesterday = timezone.localdate() - timedelta(days=1)
    outside = [
        UserFactory(),
        MembershipFactory(is_active=False).user,
        RelayFactory(ends_on=yesterday).user,
        # A seat in a body makes nobody a member.
        MandateFactory(person=UserFactory()).person,
    ]
    inside = [MembershipFactory().user, RelayFactory().user, UserFactory(coordinator=True)]

    found = set(User.objects.filter(in_network()))

    assert [is_in_network(user) for user in outside] == [False] * 4
    assert [is_in_network(user) for user in inside] == [True] * 3
    assert {user for user in [*outside, *inside] if user in found} == set(inside)
