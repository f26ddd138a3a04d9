"""Looks at a workbook just written: is it whole, does it say what it should, is all else as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from minutes2actions.errors import NotWritten
from minutes2actions.tracker.columns import SHEETS, Form
from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.faults import Unpatchable
from minutes2actions.tracker.package.parts import Package
from minutes2actions.tracker.rows import Row, Value
from minutes2actions.tracker.values import same
from minutes2actions.tracker.workbook_read import OpenTracker, SheetLayout, open_tracker


def whole(path: Path, wanted: Mapping[str, Sequence[Row]], before: OpenTracker | None) -> bool:
    """Whether a file just written reads back as the tracker that it should be.

    `wanted` are the rows of each sheet; `before` is the tracker as it was loaded, whose other parts must be there
    as the bytes they were.
    """
    try:
        after = open_tracker(path)
        changed = before.book.package.touched if before else set(after.book.package.names)
        for name in after.book.package.names:
            if name.casefold() in changed and name.endswith((".xml", ".rels")):
                xml.check(after.book.package.read(name), name)
    except (NotWritten, Unpatchable):
        return False
    if not after.state.has_state or (before is not None and not _carried(before.book.package, after.book.package)):
        return False
    found = {"Actions": after.state.rows, **after.state.lists}
    return all(_says(after.layouts[name], found[name], rows) for name, rows in wanted.items() if name in after.layouts)


def _carried(before: Package, after: Package) -> bool:
    """Whether every part that was not changed is there as the bytes it was."""
    now = after.packed_parts()
    return all(now.get(name) == packed for name, packed in before.carried())


def _says(layout: SheetLayout, rows: Sequence[Row], wanted: Sequence[Row]) -> bool:
    """Whether a sheet's rows are the wanted ones; what lies under merged cells aside."""
    merged = {column for span in layout.sheet.merged for column in range(span.left, span.right + 1)}
    columns = [
        c for c in SHEETS[layout.name]
        if c.form is not Form.FORMULA and c.heading in layout.columns and layout.columns[c.heading] not in merged
    ]  # fmt: skip
    return len(rows) == len(wanted) and all(
        same(_value(row, c.heading), _value(want, c.heading), c.form)
        for row, want in zip(rows, wanted, strict=True)
        for c in columns
    )


def _value(row: Row, heading: str) -> Value:
    return row.values.get(heading)
