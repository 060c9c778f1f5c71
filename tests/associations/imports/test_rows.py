"""Rows of a CSV file: lines, quotes, memory."""

import tracemalloc

import pytest

from associations.imports.report import FileRefused, Report
from associations.imports.rows import MAX_UNCLOSED, Rows


def read(text):
    report = Report()
    rows = Rows(text.splitlines(keepends=True), ";", report)
    rows.header()
    return list(rows), [(note.line, note.reason) for note in report.refusals]


UNCLOSED = "Un guillemet ouvert sur cette ligne n’est jamais refermé."


def test_rows_carry_the_line_on_which_they_begin():
    rows, refused = read('a;b\n1;"deux\nlignes"\n\n3;4\n')

    assert rows == [(2, ["1", "deux\nlignes"]), (5, ["3", "4"])]
    assert refused == []


@pytest.mark.parametrize(
    "text",
    ['a;b\n1;"deux\n3;4\n5;6\n', 'a;b\n1;"deux\n3;"4"\n5;6\n', 'a;b\n"1;deux\n3;4\n5;"6"\n'],
    ids=["to the end", "closed by the next quote", "in the first cell"],
)
def test_quote_never_closed_costs_its_line_alone(text):
    rows, refused = read(text)

    assert rows == [(3, ["3", "4"]), (4, ["5", "6"])]
    assert refused == [(2, UNCLOSED)]


def test_quote_never_closed_does_not_swallow_a_long_file():
    rows, refused = read('a;b\n1;"deux\n' + "3;4\n" * 1000)

    assert len(rows) == 1000
    assert refused == [(2, UNCLOSED)]


def test_file_full_of_open_quotes_is_no_table():
    with pytest.raises(FileRefused, match=f"ligne {MAX_UNCLOSED + 2}"):
        read("a;b\n" + '1;"2\n' * 2000)


def test_too_few_and_too_many_cells_are_refused_with_their_line():
    rows, refused = read("a;b\n1\n1;2\n1;2;3\n")

    assert rows == [(3, ["1", "2"])]
    assert refused == [
        (2, "1 cellule là où l’en-tête en a 2."),
        (4, "3 cellules là où l’en-tête en a 2."),
    ]


def test_cell_longer_than_any_is_refused_and_the_next_line_read():
    rows, refused = read("a;b\n1;" + "x" * 300_000 + "\n3;4\n")

    assert rows == [(3, ["3", "4"])]
    assert refused == [(2, "Cette ligne est trop longue pour être lue.")]


def test_memory_does_not_grow_with_the_file():
    rows = Rows((f"{number};{'x' * 500}\n" for number in range(100_000)), ";", Report())
    rows.header()
    tracemalloc.start()

    number = sum(1 for _row in rows)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert number == 99_999
    assert peak < 1_000_000
