"""Numbers that can be read aloud: what is typed is understood, what is mistyped is noticed."""

import pytest

from initiatives import numbering


def test_new_numbers_read_as_themselves_and_differ():
    numbers = [numbering.new() for _ in range(200)]

    assert [numbering.read(number) for number in numbers] == numbers
    assert len(set(numbers)) == 200
    assert {len(number) for number in numbers} == {12}


def test_spacing_case_and_lookalikes_are_understood():
    number = next(number for number in iter(numbering.new, None) if "0" in number and "1" in number)
    typed = f" {numbering.spaced(number).lower().replace('0', 'o').replace('1', 'l')} "

    assert numbering.read(typed) == number


def test_every_wrong_character_is_noticed():
    number = numbering.new()

    for place, right in enumerate(number):
        for wrong in set(numbering.ALPHABET) - {right}:
            assert numbering.read(number[:place] + wrong + number[place + 1 :]) == "", (number, place, wrong)


def test_every_two_characters_that_changed_places_are_noticed():
    number = numbering.new()

    for first in range(12):
        for second in range(first):
            if number[first] != number[second]:
                swapped = list(number)
                swapped[first], swapped[second] = number[second], number[first]
                assert numbering.read("".join(swapped)) == "", (number, first, second)


@pytest.mark.parametrize(
    "text", ["", "ABC", "x" * 500, "U" * 12, "éàç-----", "0" * 13, "²³" * 6, "\x00" * 12]
)
def test_what_is_no_number_is_not_one(text):
    assert numbering.read(text) == ""


def test_number_is_shown_in_groups_of_four():
    assert numbering.spaced("K3ZQ8W0T1M5X") == "K3ZQ-8W0T-1M5X"
