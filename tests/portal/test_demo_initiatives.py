"""The demo's initiatives: whole sheets, families, and something in progress for the demo's people."""

import pytest
from django.db import transaction
from django.utils import timezone

from cooperation.portal.demo import network, plan
from initiatives.answers import met
from initiatives.models import Finding, Initiative, Lever, Obstacle, Reading, Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo in the database, once for all these tests, which only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield network.build(timezone.localdate())
        transaction.set_rollback(True)


def test_demo_shows_all_that_initiatives_can(demo):
    public = Initiative.objects.public()
    assert public.count() == 14
    assert (
        sum(
            all(
                getattr(sheet, name)
                for name in ("context", "steps", "results", "verbatims", "differently", "conditions")
            )
            and sheet.photos.exists()
            and sheet.findings.count() > 2
            for sheet in public
        )
        == 10
    )
    # Three families, one with two levels.
    sources = set(Transfer.objects.values_list("source", flat=True))
    adaptations = set(Transfer.objects.values_list("adaptation", flat=True))
    assert (len(adaptations), len(sources - adaptations), len(sources & adaptations)) == (4, 3, 1)
    assert public.filter(partnerships__role="funder").distinct().count() == 13
    assert not public.filter(published_at__gt=plan.at_noon(demo.day)).exists()


def test_demo_has_sheets_in_progress_for_its_people(demo):
    people = demo.people

    assert Initiative.objects.filter(state="draft", author=people["membre"]).count() == 1
    assert Initiative.objects.filter(state="draft", author=people["relais"]).count() == 1
    assert set(Reading.objects.values_list("reader", "state")) == {
        (people["relais"].pk, "accepted"),
        (people["membre"].pk, "proposed"),
    }


def test_demo_answers_participation_at_first_glance(demo):
    findings = Finding.objects.filter(initiative__in=Initiative.objects.public().values("pk"))
    first = met(findings, Obstacle.objects.all(), Lever.objects.all())[0]
    assert first.obstacle.slug == "participation"
    assert {answer.lever.slug for answer in first.best[:2]} == {"aller-vers", "convivialite"}
    assert first.not_enough
