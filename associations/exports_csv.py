"""The directory for a spreadsheet: what `import_organisations` takes back."""

from associations.exports import CHUNK, export
from associations.imports import table
from cooperation.core import spreadsheet


@export("text/csv; charset=utf-8", "associations.csv")
def export_csv(organisations):
    """Public data only: public contacts, never the address of the seat."""
    rows = organisations.for_export().defer("source_entry", "search_text", "search_vector", "search_folded")
    return spreadsheet.lines(table.header(), map(table.cells, rows.iterator(chunk_size=CHUNK)))
