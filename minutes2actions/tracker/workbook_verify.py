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
from minutes2actions.tracker.workbook_read import SheetLayout, read_rows


def whole(path: Path, wanted: Mapping[str, Sequence[Row]], written: Package) -> bool:
    """Whether a file just written reads back as the tracker that it should be.

    `wanted` are the rows of each sheet; `written` is the workbook as it was put together: what of it was changed must
    be there as it was changed, and all else as the bytes that were loaded.
    """
    try:
        package = read_package(path)
        for name in written.touched:
            if name in written:
                data = package.read(name)
                if data != written.read(name):
                    return False
                if name.endswith((".xml", ".rels")):
                    xml.check(data, name)
        layouts, rows = read_rows(Book(package))
    except (Unpatchable, OSError):
        return False
    packed = package.packed_parts()
    carried = all(packed.get(name) == data for name, data in written.carried())
    same_parts = set(package.names) == set(written.names)
    return carried and same_parts and all(_says(layouts.get(n), rows.get(n, ()), want) for n, want in wanted.items())


def _says(layout: SheetLayout | None, rows: Sequence[Row], wanted: Sequence[Row]) -> bool:
    """Whether a sheet's rows are the wanted ones; what lies under merged cells aside."""
    if layout is None:
        return True
    merged = {column for span in layout.sheet.merged for column in range(span.left, span.right + 1)}
    columns = [
        c for c in SHEETS[layout.name]
        if c.form is not Form.FORMULA and c.heading in layout.columns and layout.columns[c.heading] not in merged
    ]  # fmt: skip
    return len(rows) == len(wanted) and all(
        same(row.values.get(c.heading), want.values.get(c.heading), c.form)
        for row, want in zip(rows, wanted, strict=True)
        for c in columns
    )
