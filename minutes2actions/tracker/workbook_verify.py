"""Looks at a workbook just written: is it whole, does it say what it should, is all else as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from minutes2actions.tracker.columns import SHEETS, Form
from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.faults import Unpatchable
from minutes2actions.tracker.package.parts import Package, read_package
from minutes2actions.tracker.rows import Row
from minutes2actions.tracker.values import same
from minutes2actions.tracker.workbook_read import SheetLayout, read_sheet


def whole(path: Path, wanted: Mapping[str, Sequence[Row]], written: Package, known: Mapping[str, SheetLayout]) -> bool:
    """Whether a file just written reads back as the tracker that it should be.

    `wanted` are the rows of each sheet; `written` is the workbook as it was put together: what of it was changed must
    be there as it was changed, and all else as the bytes that were loaded. `known` are the sheets as they were read
    before the update.
    """
    try:
        package = read_package(path)
        packed = package.packed_parts()
        for name, part in written.changed():
            if packed.get(name) != part.data:
                return False
            if name.endswith((".xml", ".rels")):
                xml.check(part.pieces(), name)
                package.well_formed.add(name)
        carried = all(packed.get(name) == data for name, data in written.carried())
        same_parts = set(package.names) == set(written.names)
        book = Book(package)
        return carried and same_parts and all(_says(book, n, want, known.get(n)) for n, want in wanted.items())
    except (Unpatchable, OSError):
        return False


def _says(book: Book, name: str, wanted: Sequence[Row], known: SheetLayout | None) -> bool:
    """Whether a sheet's rows are the wanted ones; what lies under merged cells aside."""
    found = read_sheet(book, name, known)
    if found is None:
        return True
    layout, rows = found
    merged = {column for span in layout.sheet.merged for column in range(span.left, span.right + 1)}
    layout.sheet.close()
    columns = [
        c for c in SHEETS[layout.name]
        if c.form is not Form.FORMULA and c.heading in layout.columns and layout.columns[c.heading] not in merged
    ]  # fmt: skip
    return len(rows) == len(wanted) and all(
        row.values is want.values
        or all(same(row.values.get(c.heading), want.values.get(c.heading), c.form) for c in columns)
        for row, want in zip(rows, wanted, strict=True)
    )
