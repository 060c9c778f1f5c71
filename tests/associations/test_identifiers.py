"""RNA, SIREN and SIRET: real forms are taken, mistakes are told in words that help."""

import pytest
from django.core.exceptions import ValidationError

from associations import identifiers
from tests.factories import OrganisationFactory


@pytest.mark.parametrize(
    ("text", "number"),
    [("", ""), ("W133001234", "W133001234"), ("w 133 001 234", "W133001234"), ("W9T1002867", "W9T1002867")],
)
def test_rna_is_taken(text, number):
    assert identifiers.clean_rna(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [("133001234", "rna"), ("W13300123", "rna"), ("WA33001234", "rna"), ("7,82E+13", "mangled")],
)
def test_rna_is_refused(text, code):
    with pytest.raises(ValidationError) as refusal:
        identifiers.clean_rna(text)

    assert refusal.value.code == code


# La Poste: Luhn holds for its seat alone, elsewhere the digits add up to a multiple of five.
@pytest.mark.parametrize("text", ["732 829 320 00074", "73282932000074", "35600000000048", "35600000049837"])
def test_siret_is_taken(text):
    assert identifiers.clean_siret(text) == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("73282932000079", "checksum"),
        ("7328293200007", "format"),
        ("7328293200007A", "format"),
        ("7,32829E+13", "mangled"),
        ("35600000049838", "checksum"),
    ],
)
def test_siret_is_refused(text, code):
    with pytest.raises(ValidationError) as refusal:
        identifiers.clean_siret(text)

    assert refusal.value.code == code


def test_spreadsheet_is_named_as_the_culprit():
    with pytest.raises(ValidationError) as refusal:
        identifiers.clean_siret("7,32829E+13")

    assert refusal.value.messages == [
        "« 7,32829E+13 » a été abîmé par un tableur : mettez la colonne au format « texte », puis recopiez le numéro."
    ]


def test_numbers_are_said_in_groups():
    assert identifiers.say_siret("73282932000074") == "732 829 320 00074"
    assert identifiers.say_siren("732829320") == "732 829 320"


@pytest.mark.django_db
def test_organisation_takes_its_siren_from_its_siret():
    organisation = OrganisationFactory.build(siret="73282932000074", rna="w133001234", slug="x")

    organisation.full_clean()

    assert (organisation.siren, organisation.siret, organisation.rna) == (
        *("732829320", "73282932000074", "W133001234"),
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"rna": "W133001234"}, "Une autre fiche porte déjà ce numéro RNA."),
        ({"siret": "73282932000074"}, "Une autre fiche porte déjà ce numéro SIRET."),
        ({"name": "Les Amandiers"}, "Une fiche de l’annuaire porte déjà ce nom."),
        (
            {"siret": "73282932000082", "siren": "552100554"},
            "Le SIRET commence par le SIREN : ces deux numéros se contredisent.",
        ),
    ],
)
def test_organisation_shares_no_identity(fields, message):
    OrganisationFactory(name="Les Amandiers", rna="W133001234", siret="73282932000074", siren="732829320")
    other = OrganisationFactory.build(slug="autre", **fields)

    with pytest.raises(ValidationError) as refusal:
        other.full_clean()

    assert refusal.value.messages == [message]
