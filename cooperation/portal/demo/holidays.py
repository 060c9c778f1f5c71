"""Days on which associations rest: public holidays, and the school holidays of Marseille (zone B)."""

from datetime import date, timedelta

from dateutil.easter import easter

from agenda import school_holidays

SATURDAY = 5


def is_feast(day):
    """A public holiday in France."""
    fixed = (1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)
    moving = (timedelta(days=days) for days in (1, 39, 50))
    return (day.month, day.day) in fixed or day in [easter(day.year) + after for after in moving]


def is_school_holiday(day):
    return school_holidays.name_of(day) is not None


def summer(year):
    """The first Saturday of July."""
    july = date(year, 7, 1)
    return july + timedelta(days=(SATURDAY - july.weekday()) % 7)


def end_of_school_year(day):
    """The last Friday of the school year that has at least two months to go."""
    year = day.year if day < date(day.year, 5, 1) else day.year + 1
    return summer(year) - timedelta(days=1)


def is_closed(day, closed):
    match closed:
        case "school":
            return is_school_holiday(day) or is_feast(day)
        case "feast":
            return is_feast(day)
    return False
