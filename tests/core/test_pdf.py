"""PDFs: what people wrote is said, none of it is code, a screen reader can follow."""

import io

import pytest
from pypdf import PdfReader

from cooperation.core import markdown, pdf

HOSTILE = """# Titre #strong[x] $x^2$ @nulle

Un *mot*, un **autre**, `#eval("1")`, [un lien](https://example.org/), [un piège](javascript:alert(1)).
Deuxième ligne \U0001f33b <script>alert(1)</script>

1. un
   - dedans
2. deux

> cité

---

### Sous-titre
"""


@pytest.fixture
def sample(settings, monkeypatch, tmp_path):
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf/house.typ").write_bytes((pdf.TEMPLATES / "pdf/house.typ").read_bytes())
    (tmp_path / "sample.typ").write_text(
        '#import "/pdf/house.typ": *\n'
        '#show: house.with(title: data.title, foot: "Pied")\n'
        "= #data.title\n"
        "#rich(data.text, level: 2)\n"
        '#scan("qr.svg", alt: data.address)\n'
    )
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    return "sample.typ"


def written(text, **options):
    data = {"title": "L’été", "text": markdown.blocks(text), "address": "https://example.org/"}
    return pdf.render("sample.typ", data, files={"qr.svg": pdf.qr(data["address"])}, **options)


def test_pdf_says_what_was_written_and_runs_none_of_it(sample):
    reader = PdfReader(io.BytesIO(written(HOSTILE)))

    text = " ".join(reader.pages[0].extract_text().split())
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    for words in ("L’été", "Titre #strong[x] $x^2$ @nulle", '#eval("1")', "un piège", "cité", "Page 1 / 1"):
        assert words in text
    assert links == ["https://example.org/"]
    assert reader.metadata.title == "L’été"


def test_pdf_can_be_followed_by_a_screen_reader(sample):
    content = written("## Un\n\nun [lien](https://example.org/)\n\n#### Deux", standards=["ua-1"])

    assert content.startswith(b"%PDF-")


def test_pdf_of_the_same_data_is_the_same(sample):
    assert written("bonjour") == written("bonjour")


def test_response_is_named(sample):
    answer = pdf.response(b"%PDF-", "fiche.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="fiche.pdf"'


def test_blocks_close_the_gaps_between_levels():
    found = markdown.blocks("## Un\n\n#### Deux\n\ntexte")

    assert [block["kind"] for block in found] == ["heading", "heading", "paragraph"]
    assert [block["level"] for block in found[:2]] == [1, 2]
