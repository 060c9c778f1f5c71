"""Files opened: encodings, formats told apart by content, what is no file of organisations."""

import io

import pytest

from associations.imports.reading import opened
from associations.imports.report import FileRefused, Report

HEADER = "id;titre;objet;adrs_codepostal\n"


def read(data, **options):
    with opened(io.BytesIO(data), Report(), **options) as found:
        return found.format.NAME, list(found.rows)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "Éveil"),
        ("utf-8-sig", "Éveil"),
        ("latin-1", "Éveil"),
        ("cp1252", "L’Éveil"),
        ("utf-16", "Éveil"),
    ],
)
def test_encoding_is_decided_for_the_whole_file(encoding, name):
    kind, rows = read(f"{HEADER}W133001234;{name};x;13008\n".encode(encoding))

    assert (kind, rows) == ("rna", [(2, ["W133001234", name, "x", "13008"])])


def test_one_wrong_byte_far_in_the_file_makes_all_of_it_latin():
    lines = "W133001234;Eveil;x;13008\n" * 100_000

    _kind, rows = read(HEADER.encode() + lines.encode() + "W133001234;Éveil;x;13008\n".encode("latin-1"))

    assert rows[-1][1][1] == "Éveil"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimiter_is_the_header_s(delimiter):
    data = f"{HEADER}W133001234;a;b;13008\n".replace(";", delimiter).encode()

    assert read(data)[1] == [(2, ["W133001234", "a", "b", "13008"])]


JSON = {
    "list": '[{"id": "1", "nom": "A"},\n{"id": "2", "nom": "B"}]',
    "items": '{"total": 2, "items": [{"id": "1", "nom": "A"},\n{"id": "2", "nom": "B"}], "page": 1}',
    "lines": '{"id": "1", "nom": "A"}\n{"id": "2", "nom": "B"}\n',
}


@pytest.mark.parametrize("text", JSON.values(), ids=JSON)
def test_json_is_read_object_after_object(text):
    assert read(text.encode()) == ("inclusion", [(1, {"id": "1", "nom": "A"}), (2, {"id": "2", "nom": "B"})])


def test_json_larger_than_what_is_read_at_a_time():
    rows = ",\n".join(f'{{"id": "{n}", "nom": "{"é" * 500}"}}' for n in range(2000))

    _kind, found = read(f"[{rows}]".encode())

    assert [line for line, _row in found] == list(range(1, 2001))


def test_json_line_that_is_broken_costs_itself_alone():
    report = Report()
    data = b'{"id": "1", "nom": "A"}\n{"id": \n{"id": "3", "nom": "C"}\n'

    with opened(io.BytesIO(data), report) as found:
        rows = list(found.rows)

    assert [row["id"] for _line, row in rows] == ["1", "3"]
    assert [str(note) for note in report.refusals] == ["élément 2 : JSON mal formé."]


NOT_OURS = {
    "empty": (b"", "Ce fichier est vide."),
    "blank": (b"\xef\xbb\xbf \r\n\n", "Ce fichier est vide."),
    "zeros": (bytes(5000), "Ce fichier est vide."),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "Ceci est une image"),
    "workbook": (b"PK\x03\x04" + bytes(40), "enregistrez-le au format CSV"),
    "page": (b"<!doctype html><title>x</title>", "Ceci est une page web"),
    "header": (b"couleur;taille\nbleu;3\n", "En-tête non reconnu : « couleur », « taille »."),
    "noise": (bytes(range(1, 256)) * 20, "En-tête non reconnu"),
    "json": (b'{"a": 1}', "n’a pas de liste de structures"),
}


@pytest.mark.parametrize(("data", "said"), NOT_OURS.values(), ids=NOT_OURS)
def test_what_is_no_file_of_organisations_is_refused_with_help(data, said):
    with pytest.raises(FileRefused) as refused:
        read(data)

    assert said in str(refused.value)


def test_format_that_is_asked_for_must_be_the_file_s():
    with pytest.raises(FileRefused, match="celui de ce format"):
        read(HEADER.encode(), format_name="inclusion")
