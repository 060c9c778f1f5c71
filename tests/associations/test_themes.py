"""Themes of two levels, and the one that sums an organisation up."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from associations import theme_list
from associations.models import Organisation, Theme
from tests.factories import OrganisationFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def test_theme_has_two_levels_in_the_form():
    part = ThemeFactory(parent=ThemeFactory())

    with pytest.raises(ValidationError) as refusal:
        Theme(name="Trop bas", slug="trop-bas", parent=part).full_clean()

    assert "Les thèmes n’ont que deux niveaux." in refusal.value.messages


def below_a_part(root, part):
    ThemeFactory(parent=part)


def above_its_own_parts(root, part):
    Theme.objects.filter(pk=root.pk).update(parent=ThemeFactory())


def below_itself(root, part):
    alone = ThemeFactory()
    Theme.objects.filter(pk=alone.pk).update(parent=alone)


@pytest.mark.parametrize("put", [below_a_part, above_its_own_parts, below_itself])
def test_theme_has_two_levels_in_the_database(put):
    root = ThemeFactory()
    part = ThemeFactory(parent=root)

    with pytest.raises(IntegrityError, match="theme_two_levels"):
        put(root, part)


def check_constraints():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_main_theme_is_one_of_the_themes():
    OrganisationFactory(main_theme=ThemeFactory())

    with pytest.raises(IntegrityError, match="organisation_main_theme"):
        check_constraints()


def test_main_theme_goes_with_its_theme():
    theme, other = ThemeFactory(), ThemeFactory()
    organisation = OrganisationFactory(main_theme=theme)
    organisation.themes.set([theme, other])
    check_constraints()

    organisation.themes.set([other])

    assert Organisation.objects.get().main_theme is None


def test_listed_themes_come_after_the_one_they_are_a_part_of():
    seen = set()
    for theme in theme_list.listed():
        assert not theme.parent or theme.parent in seen, theme
        seen.add(theme.slug)


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        ("021010", "aide-a-domicile"),
        ("006999", "culture-et-arts"),
        ("021005", "enfance"),
        ("999999", ""),
        ("", ""),
    ],
)
def test_waldec_code_names_a_theme(code, slug):
    assert theme_list.of_waldec(code) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("apprendre-francais--suivre-une-formation", "apprendre-le-francais"),
        ("difficultes-administratives-ou-juridiques--accompagnement-juridique", "droit-et-logement"),
        ("inconnu", ""),
    ],
)
def test_inclusion_name_names_a_theme(name, slug):
    assert theme_list.of_inclusion(name) == slug
