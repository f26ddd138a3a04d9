"""Workbooks on disk: a board's two meetings, and what people and other programs do to a tracker."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from tracker_helpers import NO_RULES, action, later, record

from minutes2actions.record import Record, Status
from minutes2actions.tracker import UpdateOptions, UpdateSummary, update_tracker

FIRST = record(
    [action("Mend the slipway", "Priya Desai", date(2026, 2, 5)), action("Write to the ferry company", "Colin Thwaite"),
     action("Review the risk register", "Owen Birk")]
)  # fmt: skip
SECOND = record(
    [later("Mend the slipway", Status.COMPLETE, "done", owner="Priya Desai"), action("Order a flag", "Ruth Marlow")],
    date(2026, 2, 12),
)
ACTIONS = "xl/worksheets/sheet2.xml"
Parts = dict[str, bytes]
Change = Callable[[Parts], object]


def update(path: Path, *records: Record, **options: Any) -> UpdateSummary:
    """An update as the command makes it."""
    return update_tracker(path, records, NO_RULES, UpdateOptions(date(2026, 3, 2), **options))


def rewrite(path: Path, change: Change, more: dict[str, bytes] | None = None) -> None:
    """Changes the parts of a workbook by hand; `more` are parts added to the zip whatever their names."""
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in [*parts.items(), *(more or {}).items()]:
            package.writestr(name, data)


def in_actions(old: bytes, new: bytes) -> Change:
    """A change of the Actions sheet's XML, which must be one."""
    return in_part(ACTIONS, old, new)


def in_part(part: str, old: bytes, new: bytes) -> Change:
    """A change of a part's XML, which must be one."""

    def change(parts: Parts) -> None:
        changed = re.sub(old, new, parts[part], flags=re.DOTALL)
        assert changed != parts[part]
        parts[part] = changed

    return change


def without(name: str) -> Change:
    """A part that is missing."""
    return lambda parts: parts.pop(name)


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """A person opens the tracker, changes something and saves."""
    workbook = load_workbook(path, rich_text=True)
    change(workbook)
    workbook.save(path)
