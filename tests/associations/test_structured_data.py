"""Sheets for search engines."""

from datetime import timedelta

import pytest
from django.utils import timezone

from associations.structured_data import organisation_json_ld
from tests.factories import (
    ContactFactory,
    DistrictFactory,
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("association", "NGO"),
        ("centre-social", "NGO"),
        ("ville", "GovernmentOrganization"),
        ("metropole", "GovernmentOrganization"),
        ("prefecture", "GovernmentOrganization"),
        ("departement", "GovernmentOrganization"),
        ("bailleur", "Organization"),
        ("autre", "Organization"),
    ],
)
def test_kind_gives_the_type(kind, type_):
    assert organisation_json_ld(OrganisationFactory(kind=kind))["@type"] == type_


def test_bare_sheet_says_what_is_known_alone():
    organisation = OrganisationFactory(name="Les Voisins", slug="les-voisins")
    organisation.refresh_from_db()

    assert organisation_json_ld(organisation) == {
        "@context": "https://schema.org",
        "@type": "NGO",
        "@id": f"urn:uuid:{organisation.uid}",
        "name": "Les Voisins",
        "url": "http://testserver/associations/les-voisins/",
        "mainEntityOfPage": "http://testserver/associations/les-voisins/",
    }


def test_sheet_says_who_and_how_to_reach_it():
    theme = ThemeFactory(name="Jardins")
    organisation = OrganisationFactory(
        short_name="LMV",
        summary="Un jardin.",
        website="https://mains.example.org/",
        email="a@example.org",
        phone="04 65 71 10 00",
        languages=["fr", "ar"],
        links=["https://social.example.org/lmv"],
        rna="W133012345",
        siren="552100554",
        seat_address="12 rue Secrète",
    )
    organisation.themes.add(theme)
    organisation.districts.add(DistrictFactory(name="Mazargues"))
    ContactFactory(
        organisation=organisation,
        name="Accueil",
        email="",
        phone="0465711001",
        theme=theme,
        visibility="public",
    )
    ContactFactory(organisation=organisation, name="Trésorier", visibility="network")

    data = organisation_json_ld(organisation)

    assert data["url"] == "https://mains.example.org/"
    assert data["mainEntityOfPage"] == f"http://testserver{organisation.get_absolute_url()}"
    assert (data["alternateName"], data["description"]) == ("LMV", "Un jardin.")
    assert (data["email"], data["telephone"]) == ("a@example.org", "04 65 71 10 00")
    assert data["areaServed"] == [{"@type": "Place", "name": "Mazargues"}]
    assert data["knowsAbout"] == ["Jardins"]
    assert data["knowsLanguage"] == ["fr", "ar"]
    assert data["sameAs"] == ["https://social.example.org/lmv"]
    assert data["identifier"] == [
        {"@type": "PropertyValue", "propertyID": "RNA", "value": "W133012345"},
        {"@type": "PropertyValue", "propertyID": "SIREN", "value": "552100554"},
    ]
    assert data["contactPoint"] == [
        {
            "@type": "ContactPoint",
            "name": "Accueil",
            "contactType": "Jardins",
            "telephone": "0465711001",
        }
    ]
    assert "Secrète" not in str(data)


def test_hours_belong_to_the_main_place():
    today = timezone.localdate()
    past, coming = today - timedelta(days=9), today + timedelta(days=9)
    organisation = OrganisationFactory(
        place=PlaceFactory(name="Maison", address="3 rue du Port", latitude=43.25, longitude=5.4),
        hours={
            "mo": [["09:00", "12:00"], ["14:00", "18:00"]],
            "tu": [["09:00", "12:00"]],
            "sa": [["20:00", "24:00"]],
        },
        closures=[
            {"from": past.isoformat(), "to": past.isoformat(), "why": ""},
            {"from": coming.isoformat(), "to": coming.isoformat(), "why": "Congés"},
        ],
    )
    organisation.other_places.add(PlaceFactory(name="Annexe", address="", postal_code="13008"))

    main, other = organisation_json_ld(organisation)["location"]

    assert main == {
        "@type": "Place",
        "name": "Maison",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "3 rue du Port",
            "postalCode": "13009",
            "addressLocality": "Marseille",
            "addressCountry": "FR",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": 43.25, "longitude": 5.4},
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": ["https://schema.org/Monday", "https://schema.org/Tuesday"],
                "opens": "09:00",
                "closes": "12:00",
            },
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": ["https://schema.org/Monday"],
                "opens": "14:00",
                "closes": "18:00",
            },
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": ["https://schema.org/Saturday"],
                "opens": "20:00",
                "closes": "23:59",
            },
        ],
        "specialOpeningHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "validFrom": coming.isoformat(),
                "validThrough": coming.isoformat(),
            }
        ],
    }
    assert other == {
        "@type": "Place",
        "name": "Annexe",
        "address": {
            "@type": "PostalAddress",
            "postalCode": "13008",
            "addressLocality": "Marseille",
            "addressCountry": "FR",
        },
    }
