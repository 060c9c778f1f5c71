"""Rows written by COPY are those that `save()` would write."""

import uuid
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agenda.models import Event
from cooperation.core.copying import copy_rows
from tests.factories import EventFactory, OrganisationFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 24, 17, tzinfo=UTC)


def event(number, **said):
    fields = {
        "title": f"Atelier n° {number}\t« à \\ la ; ligne »\n\\N",
        "slug": f"atelier-{number}",
        "starts_at": START,
        "ends_at": START,
        "state": Event.State.PUBLISHED,
        "status": Event.Status.FULL,
    }
    return Event(**fields | said)


def test_row_says_what_it_said_whatever_the_type_of_its_fields():
    organiser, place = OrganisationFactory(), PlaceFactory()
    submission = uuid.uuid4()
    row = event(
        1,
        organiser=organiser,
        place=place,
        rdates=[START],
        accessibility=["mi", "hi"],
        submission=submission,
        external_entry={"title": 'é\t"\\', "ages": [None, 3]},
        age_min=6,
        is_free=False,
        conditions="5 €, tabulation\t",
    )

    copy_rows([row])

    kept = Event.objects.get(pk=row.pk)
    for field in Event._meta.concrete_fields:
        if not field.generated:
            assert getattr(kept, field.attname) == getattr(row, field.attname), field.name
    assert (kept.state, kept.status) == ("published", 5)
    assert kept.created_at <= timezone.now()


def test_keys_are_given_in_order_and_the_next_save_has_one_of_its_own():
    rows = [event(number) for number in range(5)]

    copy_rows(iter(rows))

    assert all(after.pk == before.pk + 1 for before, after in pairwise(rows))
    assert EventFactory().pk > rows[-1].pk


def test_constraints_hold_and_nothing_of_the_batch_is_kept():
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows([event(1), event(2, slug="atelier-1")])

    assert not Event.objects.exists()


def test_nothing_to_write_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        copy_rows([])


def test_history_is_kept_of_what_is_copied_and_of_what_changes_in_one_statement():
    rows = [event(1), event(2), event(3)]
    copy_rows(rows)

    Event.objects.filter(slug__in=["atelier-1", "atelier-2"]).update(title="Autre")
    Event.objects.update(search_text="mots")

    kept = Event.history.rel.related_model.objects.order_by("pgh_id").values_list(
        "slug", "pgh_label", "title"
    )
    assert [(slug, label) for slug, label, _title in kept if label == "insert"] == [
        ("atelier-1", "insert"),
        ("atelier-2", "insert"),
        ("atelier-3", "insert"),
    ]
    assert sorted(line for line in kept if line[1] == "update") == [
        ("atelier-1", "update", "Autre"),
        ("atelier-2", "update", "Autre"),
    ]


def test_words_of_a_new_event_are_those_that_are_gathered_later():
    themes = [ThemeFactory(name="Jeux"), ThemeFactory(name="Arts")]
    rows = [event(1, organiser=OrganisationFactory(short_name="MJC"), place=PlaceFactory()), event(2)]
    for row in rows:
        row.search_text = row.words(themes if row.organiser else [])
    copy_rows(rows)
    rows[0].themes.set(themes)

    assert Event.objects.all().refresh_search_text() == 0
