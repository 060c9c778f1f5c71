"""Sheets as vCards: what they say, and that any reader gets back what was written."""

import re

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentlines

from associations import vcard
from associations.models import Organisation
from tests.factories import ContactFactory, OrganisationFactory, PlaceFactory, ThemeFactory

SITE = "https://example.org"
# What a vCard's text can hold: neither what is no character nor what would be taken for the end of a line.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029")).map(
    lambda text: text.replace("x", "\n")
)


def read(card):
    """[(name, value)] of a card, as an independent reader unfolds it; values are still escaped."""
    lines = [line for line in Contentlines.from_ical(card) if line]
    return [tuple(line.split(":", 1)) for line in lines]


def unescaped(value):
    """Section 3.4, the other way."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def values(card, name):
    return [value for key, value in read(card) if re.split("[;]", key)[0] == name]


def card_of(organisation):
    row = Organisation.objects.for_export().get(pk=organisation.pk)
    return vcard.vcard(row, site_url=SITE)


@pytest.fixture
def rich():
    place = PlaceFactory(
        name="Maison, côté jardin", address="3 rue du Port", latitude=43.25, longitude=5.4, city="Marseille"
    )
    organisation = OrganisationFactory(
        name="Les Mains vertes; et bleues",
        short_name="LMV",
        slug="les-mains-vertes",
        summary="Un jardin, des abeilles.",
        place=place,
        phone="04 65 71 10 00",
        email="bonjour@example.org",
        website="https://mains.example.org/",
        languages=["fr", "zdj", "mul"],
        seat_address="12 rue Secrète",
        seat_postal_code="13001",
    )
    organisation.themes.set(
        [ThemeFactory(name="Jardins", position=1), ThemeFactory(name="Arts, lettres", position=2)]
    )
    organisation.refresh_from_db()
    return organisation


@pytest.mark.django_db
def test_card_says_what_the_sheet_says(rich):
    lines = read(card_of(rich))

    assert lines == [
        ("BEGIN", "VCARD"),
        ("VERSION", "4.0"),
        ("KIND", "org"),
        ("UID", f"urn:uuid:{rich.uid}"),
        ("REV", f"{rich.updated_at:%Y%m%dT%H%M%SZ}"),
        ("FN", r"Les Mains vertes\; et bleues"),
        ("ORG", r"Les Mains vertes\; et bleues"),
        ("NICKNAME", "LMV"),
        ("ADR;TYPE=work", r";;Maison\, côté jardin,3 rue du Port;Marseille;;13009;France"),
        ("GEO", "geo:43.250000,5.400000"),
        ("TEL;VALUE=uri;TYPE=work", "tel:+33465711000"),
        ("EMAIL;TYPE=work", "bonjour@example.org"),
        ("URL;TYPE=work", "https://mains.example.org/"),
        ("URL", "https://example.org/associations/les-mains-vertes/"),
        ("CATEGORIES", r"Jardins,Arts\, lettres"),
        ("NOTE", r"Un jardin\, des abeilles."),
        ("LANG", "fr"),
        ("LANG", "zdj"),
        ("END", "VCARD"),
    ]


@pytest.mark.django_db
def test_card_of_a_bare_sheet_has_a_name_and_an_address(organisation):
    names = [name for name, _value in read(card_of(organisation))]

    assert names == ["BEGIN", "VERSION", "KIND", "UID", "REV", "FN", "ORG", "URL", "END"]


@pytest.mark.django_db
def test_card_holds_public_contacts_alone(organisation):
    ContactFactory(
        organisation=organisation, name="Accueil", role="Permanence", phone="0465711001", visibility="public"
    )
    ContactFactory(organisation=organisation, name="Réseau", email="reseau@example.org", visibility="network")
    ContactFactory(organisation=organisation, name="Équipe", email="equipe@example.org", visibility="team")

    card = card_of(organisation)

    assert [(name, value) for name, value in read(card) if name.startswith("item")] == [
        ("item1.TEL;VALUE=uri;TYPE=work", "tel:+33465711001"),
        ("item1.EMAIL;TYPE=work", organisation.contacts.get(name="Accueil").email),
        ("item1.X-ABLABEL", r"Accueil\, Permanence"),
    ]
    assert b"reseau@" not in card
    assert b"equipe@" not in card


@pytest.mark.django_db
def test_card_gives_each_place_an_address(organisation):
    organisation.place = PlaceFactory(name="Siège")
    organisation.save()
    organisation.other_places.add(PlaceFactory(name="Annexe"))

    addresses = values(card_of(organisation), "ADR")

    assert [address.split(";")[2].split(",")[0] for address in addresses] == ["Siège", "Annexe"]


@pytest.mark.parametrize(
    ("number", "uri"),
    [
        ("04 65 71 10 00", "tel:+33465711000"),
        ("04.65.71.10.00", "tel:+33465711000"),
        ("+33 (0)4 65 71 10 00", "tel:+33465711000"),
        ("0033 4 65 71 10 00", "tel:+33465711000"),
        ("+44 20 7946 0000", "tel:+442079460000"),
        ("3114", "tel:3114;phone-context=+33"),
        ("", ""),
        ("sur place", ""),
    ],
)
def test_tel_uri_is_global(number, uri):
    assert vcard.tel_uri(number) == uri


@given(TEXTS)
def test_text_is_read_back(text):
    assert unescaped(vcard.text(text)) == text


@given(TEXTS)
def test_text_has_no_separator_left(text):
    bare = re.sub(r"\\.", "", vcard.text(text))

    assert not re.search(r"[,;\n\r]", bare)


@given(TEXTS)
def test_fold_keeps_lines_short_and_characters_whole(text):
    line = f"NOTE:{vcard.text(text)}"

    folded = vcard.fold(line)

    parts = folded.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(part) <= vcard.MAX_OCTETS for part in parts)
    assert all(part.decode() for part in parts)
    assert all(part.startswith(b" ") for part in parts[1:])
    assert b"".join([parts[0], *(part[1:] for part in parts[1:])]).decode() == line


@given(st.text(alphabet="é🌊a,\\;", min_size=60, max_size=200))
def test_folded_line_is_read_back(text):
    organisation = Organisation(name=text, slug="x", updated_at=timezone.now())
    card = b"BEGIN:VCARD\r\n" + vcard.fold(f"FN:{vcard.text(organisation.name)}") + b"END:VCARD\r\n"

    assert unescaped(values(card, "FN")[0]) == text


# The page's button


@pytest.mark.django_db
def test_vcard_is_a_file_of_a_published_sheet(client, rich):
    hidden = OrganisationFactory(is_published=False)

    response = client.get("/associations/les-mains-vertes.vcf")

    assert response.status_code == 200
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="les-mains-vertes.vcf"'
    assert response.content.startswith(b"BEGIN:VCARD\r\nVERSION:4.0\r\n")
    assert "Secrète".encode() not in response.content
    assert client.get(f"/associations/{hidden.slug}.vcf").status_code == 404
