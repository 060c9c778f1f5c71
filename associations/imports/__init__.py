"""
Organisations that come in from files: the national register of associations (Waldec), data.inclusion's
structures, and the directory's own table.

`reading` opens a file and tells its format; `waldec`, `inclusion` and `table` each read one into rows of the same
shape; `stage` loads these into a temporary table; `merge` compares it with the directory and writes, in a handful
of statements; `report` tells what was done. `source_entry` keeps, for each format, what the source said last time
by field: {"rna": {"name": …}, "inclusion": …, "csv": …}.
"""
