"""Markdown: what people write may stand inside a page, and nothing of it runs."""

import pytest

from cooperation.core.markdown import plain, render


def test_render_keeps_the_usual_marks():
    html = render("**gras** et *italique*\n\n- un\n- deux\n\n> mot\n")

    assert html == (
        "<p><strong>gras</strong> et <em>italique</em></p>\n"
        "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n"
        "<blockquote>\n<p>mot</p>\n</blockquote>\n"
    )


def test_render_keeps_line_breaks():
    assert render("10 h : accueil\n12 h : repas") == "<p>10 h : accueil<br>\n12 h : repas</p>\n"


@pytest.mark.parametrize("text", ["", None])
def test_render_of_nothing_is_nothing(text):
    assert render(text) == ""


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Un\n\n## Deux\n", "<h2>Un</h2>\n<h3>Deux</h3>\n"),
        ("### Trois\n\n###### Six\n", "<h2>Trois</h2>\n<h3>Six</h3>\n"),
    ],
)
def test_render_puts_headings_below_the_pages_own_without_a_gap(text, html):
    assert render(text) == html


def test_render_puts_headings_below_the_one_it_is_told():
    assert render("# Un\n\n## Deux\n", top=4) == "<h4>Un</h4>\n<h5>Deux</h5>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:alert(1))",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src='//example.org'></iframe>",
        "<p style='position:fixed' onclick='alert(1)'>x</p>",
        '[x](https://example.org "a\\" onmouseover=\\"alert(1)")',
        '<https://example.org/"onclick=alert(1)>',
        '![x](https://example.org/a.png"onerror="alert(1))',
    ],
)
def test_render_leaves_nothing_that_runs(text):
    html = render(text)

    tags = html.replace("&lt;", "").split("<")[1:]
    for tag in (tag.partition(">")[0].lower() for tag in tags):
        assert not tag.startswith(("script", "img", "iframe", "style"))
        assert "javascript:" not in tag
        assert "vbscript:" not in tag
        assert 'href="data:' not in tag
        assert " style=" not in tag
        assert " onclick=" not in tag
        assert '" on' not in tag


def test_render_shows_raw_html_as_text():
    assert render("<b>gras</b>") == "<p>&lt;b&gt;gras&lt;/b&gt;</p>\n"


def test_render_drops_images():
    assert render("avant ![pixel](https://example.org/p.png) après") == "<p>avant  après</p>\n"


@pytest.mark.parametrize("address", ["https://example.org/", "mailto:a@example.org", "tel:+33400000000"])
def test_render_keeps_ordinary_links(address):
    html = render(f"[lien]({address})")

    assert html == f'<p><a href="{address}" rel="nofollow noopener">lien</a></p>\n'


def test_render_stays_quick_on_hostile_text():
    text = "[" * 5000 + "*" * 5000

    html = render(text)

    assert html.startswith("<p>[[[")


def test_plain_is_the_text_without_marks():
    assert plain("# Titre\n\n**gras** & [lien](https://example.org) <b>") == "Titre\ngras & lien <b>"
