"""Days in templates: "1er" for the first of the month, and the local day of a moment."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines


@pytest.mark.parametrize(
    ("value", "name", "said"),
    [
        (date(2026, 12, 1), "day_in_full", "1er décembre 2026"),
        (date(2026, 12, 2), "day_in_full", "2 décembre 2026"),
        (date(2026, 12, 1), "day_and_month", "1er décembre"),
        (date(2026, 12, 1), "weekday_in_full", "mardi 1er décembre 2026"),
        (date(2026, 12, 1), "weekday_and_month", "mardi 1er décembre"),
        # In Paris it is the first of the month already.
        (datetime(2026, 11, 30, 23, 5, tzinfo=UTC), "moment_in_full", "1er décembre 2026, 0\xa0h\xa005"),
        (datetime(2026, 11, 30, 23, 5, tzinfo=UTC), "day_in_full", "1er décembre 2026"),
        (datetime(2026, 11, 30, 8, tzinfo=UTC), "day_and_hour", "30 novembre, 9\xa0h"),
        (None, "day_in_full", ""),
        ("", "moment_in_full", ""),
    ],
)
def test_day_filters(value, name, said):
    template = engines["django"].from_string(f"{{{{ value|{name} }}}}")

    assert template.render({"value": value}) == said
