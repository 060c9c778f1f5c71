"""Lengths of time, in minutes, as people and spreadsheets read them."""

from cooperation.core.wording import NBSP


def in_words(minutes):
    """ "3 h 30", "45 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h" + (f"{NBSP}{rest:02}" if rest else "")


def in_hours(minutes):
    """ "3,5", as a French spreadsheet adds them up."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".").replace(".", ",")
