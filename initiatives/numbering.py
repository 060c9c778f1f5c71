"""
Numbers that can be read aloud and can't be guessed: eleven random characters (55 bits) and one that checks them.

The alphabet is Crockford's base 32: without I, L, O and U, so that 1 and 0 are read as meant. The last character
makes a weighted sum zero in the field of 32 elements (x⁵ + x² + 1); as the weights are distinct powers of its
generator, one wrong character, or two that changed places, are always noticed.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_READ_AS = str.maketrans("ILO", "110")
_POLYNOMIAL = 0b100101


def _times_generator(value):
    value <<= 1
    return value ^ _POLYNOMIAL if value & 0b100000 else value


def _weighted(digits):
    """The sum of digit × generator^position, by Horner: the last digit weighs 1."""
    total = 0
    for digit in digits:
        total = _times_generator(total) ^ digit
    return total


def new():
    """A number that nobody has: twelve characters, without hyphens."""
    digits = [secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH - 1)]
    digits.append(_weighted([*digits, 0]))
    return "".join(ALPHABET[digit] for digit in digits)


def read(text):
    """The number that somebody typed, however spaced; "" when it can't be one (a character is missing or wrong)."""
    number = "".join(char for char in text.upper() if char.isalnum()).translate(_READ_AS)
    if len(number) != LENGTH or not set(number) <= set(ALPHABET):
        return ""
    return number if _weighted([ALPHABET.index(char) for char in number]) == 0 else ""


def spaced(number):
    """ "K3ZQ-8W0T-1M5X"."""
    return "-".join(number[start : start + 4] for start in range(0, len(number), 4))
