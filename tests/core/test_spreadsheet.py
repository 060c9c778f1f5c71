"""Tables for a spreadsheet: nothing runs as a formula, and what is written is read back."""

import csv

import pytest

from cooperation.core.spreadsheet import cell, from_cell, lines


@pytest.mark.parametrize("text", ["=1+1", "+33 4", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_cell_neutralises_formulas(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "1 = 1", "l’été"])
def test_cell_leaves_words_alone(text):
    assert cell(text) == text


@pytest.mark.parametrize("text", ["", "-", "+33 4 91", "=1+1", "l’été", "'tis", "'", "@x", "\tx"])
def test_cell_is_read_back(text):
    assert from_cell(cell(text)) == text


def test_lines_are_a_file_that_csv_reads():
    rows = [["a;b", 'guillemet "'], ["=1", "deux\nlignes"]]

    text = "".join(lines(["x", "y"], rows))

    assert text.startswith("\ufeff")
    read = list(csv.reader(text[1:].splitlines(keepends=True), delimiter=";"))
    assert read == [["x", "y"], ["a;b", 'guillemet "'], ["'=1", "deux\nlignes"]]
