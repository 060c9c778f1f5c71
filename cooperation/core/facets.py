"""How many rows each choice of a list's filters would give, all in one query."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Count, Func, Value


class Unnest(Func):
    """Each element of an array, in a row of its own."""

    function = "unnest"
    set_returning = True
    output_field = CharField()


class Array(Func):
    function = "ARRAY"
    template = "%(function)s[%(expressions)s]"
    output_field = ArrayField(CharField())


def grouped(rows, value, total=None):
    """(value, number) for each value of an expression; the rows are counted by their key unless said otherwise."""
    return rows.order_by().values(value=value).annotate(total=total or Count("pk", distinct=True))


def totals(counted):
    """{(facet, value): number} of (facet, what `grouped` gives) pairs, in one UNION ALL; numbers are added up."""
    first, *others = (
        rows.annotate(facet=Value(facet, CharField())).values_list("facet", "value", "total")
        for facet, rows in counted
    )
    numbers = {}
    for facet, value, total in first.union(*others, all=True).order_by():
        numbers[facet, value] = numbers.get((facet, value), 0) + total
    return numbers
