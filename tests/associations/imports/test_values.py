"""Single values that come from elsewhere."""

import pytest

from associations.imports import values
from associations.imports.values import Unusable


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  Les\x00 amis\u200b \t du  parc ", "Les amis\u200b du parc"),
        ("L&#039;école &amp; nous", "L'école & nous"),
        ("e\u0301te\u0301", "été"),
        ("\u202egauche", "gauche"),
    ],
)
def test_text_is_kept_on_one_line_without_controls(text, said):
    assert values.one_line(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("www.exemple.fr", "https://www.exemple.fr"),
        ("exemple.fr/nous", "https://exemple.fr/nous"),
        ("http://exemple.fr", "http://exemple.fr"),
        ("", ""),
    ],
)
def test_web_address_is_http(text, said):
    assert values.web_address(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JaVaScript:alert(1)//exemple.fr",
        "data:text/html,x",
        "https://a@exemple.fr",
        "pas un site",
        'https://exemple.fr/"onclick',
        "https://exemple.fr:porte/",
        "http://localhost/",
    ],
)
def test_anything_else_is_no_web_address(text):
    with pytest.raises(Unusable, match="n’est pas l’adresse d’un site"):
        values.web_address(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [("2001-02-03", "2001-02-03"), ("3/2/2001", "2001-02-03"), ("0001-01-01", ""), ("", "")],
)
def test_dates_are_iso_or_french(text, said):
    assert values.read_date(text) == said


@pytest.mark.parametrize("text", ["2001-02-30", "hier", "31/31/2001"])
def test_date_that_is_none_is_told(text):
    with pytest.raises(Unusable, match="n’est pas une date"):
        values.read_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 60 + "@" + ".".join(["x" * 60] * 4) + ".example",
        "pas une adresse",
        "a@\ud800.example",
        "a@b.example\x00",
    ],
)
def test_address_that_is_none_or_too_long_is_told(text):
    with pytest.raises(Unusable, match="adresse"):
        values.email_address(text)


def test_postal_code_gets_back_the_zero_that_a_spreadsheet_took():
    assert values.postal_code("6000") == "06000"


def test_array_is_what_postgresql_reads():
    assert values.array(['a"b', "c\\d"]) == '{"a\\"b","c\\\\d"}'
    assert values.array([]) == ""


@pytest.mark.parametrize(
    ("pair", "said"), [(("43,2", "5.4"), (43.2, 5.4)), (("0", "0"), None), (("x", "5"), None)]
)
def test_coordinates_are_a_place_on_earth(pair, said):
    assert values.coordinates(*pair) == said
