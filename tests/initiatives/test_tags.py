"""Initiatives on the pages of organisations, of events, and on a home page."""

import pytest
from django.template import Context, Template

from initiatives.models import Partnership
from tests.factories import EventFactory, OrganisationFactory, ThemeFactory
from tests.initiatives.factories import InitiativeFactory

pytestmark = pytest.mark.django_db


def test_organisation_shows_what_it_carries_joins_and_funds(client):
    city = OrganisationFactory(name="La Ville")
    InitiativeFactory(title="La sienne", carrier=city)
    InitiativeFactory(title="Son brouillon", carrier=city, draft=True)
    for title, role in (("Financée", "funder"), ("Rejointe", "host")):
        Partnership.objects.create(initiative=InitiativeFactory(title=title), organisation=city, role=role)

    text = client.get(city.get_absolute_url()).text

    carried, _, rest = text.partition("Elle y prend part")
    joined, _, funded = rest.partition("Ce qu’elle finance")
    assert "La sienne" in carried
    assert "Son brouillon" not in text
    assert "Rejointe" in joined
    assert "Financée" in funded
    assert f"/initiatives/?association={city.slug}" in text


def test_organisation_without_initiative_says_nothing(client):
    text = client.get(OrganisationFactory().get_absolute_url()).text

    main = text.partition("<main")[2].partition("</main>")[0]
    assert main
    assert "Initiatives à refaire" not in main


def test_event_shows_what_it_is_a_part_of(client):
    event = EventFactory()
    for title, traits in (("Le jardin", {}), ("Secret", {"draft": True})):
        InitiativeFactory(title=title, **traits).events.add(event)

    text = client.get(event.get_absolute_url()).text

    assert "Pour le refaire ailleurs" in text
    assert "Le jardin" in text
    assert "Secret" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_latest_are_three_cards_in_three_queries(django_assert_num_queries, number):
    for rank in range(number + 1):
        InitiativeFactory(title=f"Fiche {rank}", themes=[ThemeFactory()])
    template = Template("{% load initiative_lists %}{% latest_initiatives %}")

    with django_assert_num_queries(3):
        text = template.render(Context())

    assert text.count("<article") == min(number + 1, 3)
    assert f"Fiche {number}" in text
