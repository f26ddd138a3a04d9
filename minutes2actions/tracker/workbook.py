"""The tracker as a workbook: made new, read, brought up to date. With its neighbours the only door to openpyxl."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from minutes2actions.tracker import workbook_sheets as sheets
from minutes2actions.tracker import workbook_style as style
from minutes2actions.tracker.columns import ACTIONS, CHANGES, ENDLESS_HEADING, SHEETS, Form, values_of
from minutes2actions.tracker.lists import ListPlan
from minutes2actions.tracker.memory import lines_of
from minutes2actions.tracker.reconcile import Outcome
from minutes2actions.tracker.rows import Change, Row, TrackerState, Value
from minutes2actions.tracker.summary import Summary, row_timeliness
from minutes2actions.tracker.workbook_package import finish, whole
from minutes2actions.tracker.workbook_read import OpenTracker, open_tracker
from minutes2actions.tracker.workbook_state import write_lines
from minutes2actions.tracker.workbook_summary import SHEET as SUMMARY
from minutes2actions.tracker.workbook_summary import make_summary
from minutes2actions.tracker.workbook_update import apply

LINKED = {".pdf", ".docx", ".docm", ".doc", ".odt", ".rtf", ".txt", ".html", ".htm"}
"""Only documents are linked to, never anything that would run."""

__all__ = ["OpenTracker", "make", "open_tracker", "update", "whole"]


def make(
    outcome: Outcome, plans: Mapping[str, ListPlan], state: TrackerState, summary: Summary, moment: datetime
) -> bytes:
    """A new tracker."""
    workbook: Any = Workbook()
    workbook.remove(workbook.active)
    positions = {row.key: sheets.HEADER_ROW + n for n, row in enumerate(outcome.rows, 1)}
    for name in SHEETS:
        if name == "Actions":
            rows: Sequence[Row] = outcome.rows
        elif name == "Changes":
            rows = _change_rows(outcome.changes)
        else:
            rows = plans[name].rows
        sheet = sheets.make_sheet(workbook, name, rows)
        headings = {column.heading: n for n, column in enumerate(SHEETS[name], 1)}
        _links(sheet, headings, range(sheets.HEADER_ROW + 1, sheets.HEADER_ROW + 1 + len(rows)), name, positions)
    _source_links(workbook["Actions"], {c.heading: n for n, c in enumerate(ACTIONS, 1)}, positions, outcome)
    sheets.make_lists(workbook, state.endless_words, state.due_soon_days)
    figures, written = make_summary(workbook, summary, {})
    write_lines(workbook, lines_of(replace(state, summary=written)))
    computed: dict[str, Mapping[str, Value]] = {SUMMARY: figures}
    column = get_column_letter([c.heading for c in ACTIONS].index("Timeliness") + 1)
    stands = row_timeliness(outcome.rows, state, summary.as_of)
    computed["Actions"] = {f"{column}{positions[ref]}": value for ref, value in stands.items()}
    workbook.active = 0
    workbook.calculation.fullCalcOnLoad = True
    return finish(workbook, computed, moment)


def update(
    tracker: OpenTracker,
    path: Path,
    outcome: Outcome,
    plans: Mapping[str, ListPlan],
    state: TrackerState,
    summary: Summary,
    moment: datetime,
) -> bytes:
    """An existing tracker brought up to date."""
    workbook, before = tracker.workbook, tracker.state
    layout = tracker.layouts["Actions"]
    positions = apply(layout, "Actions", before.rows, outcome.cells, outcome.added, outcome.removed)
    _source_links(layout.sheet, layout.columns, {r.key: positions[r.key] for r in outcome.added}, outcome)
    _source_links(
        layout.sheet, layout.columns, {k: positions[k] for k, v in outcome.cells.items() if "Source" in v}, outcome
    )
    for name, plan in plans.items():
        if name in tracker.layouts:
            now = tracker.layouts[name]
            apply(now, name, before.lists.get(name, ()), plan.cells, plan.added, plan.removed)
            _links(now.sheet, now.columns, now.positions, name, positions)
    if "Changes" in tracker.layouts:
        log = tracker.layouts["Changes"]
        old = [Row("", {})] * len(log.positions)
        apply(log, "Changes", old, {}, _change_rows(outcome.changes), ())
        _links(log.sheet, log.columns, log.positions, "Changes", positions)
    for name in SHEETS:
        if name not in tracker.layouts:
            _remake(workbook, name, plans, outcome, positions)
    _endless(workbook, state)
    computed = _computed_before(path, workbook)
    computed[SUMMARY], written = make_summary(workbook, summary, before.summary)
    write_lines(workbook, lines_of(replace(state, summary=written)))
    if "Timeliness" in layout.columns:
        column = get_column_letter(layout.columns["Timeliness"])
        rows = [replace(row, key=str(n)) for n, row in enumerate(outcome.rows)]
        stands = row_timeliness(rows, state, summary.as_of)
        actions = computed.setdefault(layout.sheet.title, {})
        actions.update({f"{column}{p}": stands[str(n)] for n, p in enumerate(layout.positions)})
    workbook.calculation.fullCalcOnLoad = True
    return finish(workbook, computed, moment)


def _change_rows(changes: Sequence[Change]) -> tuple[Row, ...]:
    return tuple(Row(str(n), values_of(CHANGES, change)) for n, change in enumerate(changes))


def _remake(
    workbook: Any, name: str, plans: Mapping[str, ListPlan], outcome: Outcome, positions: Mapping[str, int]
) -> None:
    """A sheet that a person took away, made again with what is known."""
    rows = _change_rows(outcome.changes) if name == "Changes" else plans[name].rows
    if name in workbook.sheetnames:
        return
    sheet = sheets.make_sheet(workbook, name, rows)
    headings = {column.heading: n for n, column in enumerate(SHEETS[name], 1)}
    _links(sheet, headings, range(sheets.HEADER_ROW + 1, sheets.HEADER_ROW + 1 + len(rows)), name, positions)


def _links(
    sheet: Any, columns: Mapping[str, int], rows: Iterable[int], name: str, positions: Mapping[str, int]
) -> None:
    """Links from Review and Changes to the action's row."""
    column = columns.get("Ref")
    if name not in {"Review", "Changes"} or column is None:
        return
    titles = (s.title for s in sheet.parent.worksheets if "Actions" in s.tables)
    actions = next(titles, "Actions").replace("'", "''")
    for number in rows:
        cell = sheet.cell(number, column)
        target = positions.get(str(cell.value or ""))
        if target:
            sheets.link(cell, f"'{actions}'!A{target}", inside=True)


def _source_links(sheet: Any, columns: Mapping[str, int], positions: Mapping[str, int], outcome: Outcome) -> None:
    """Links from actions to their documents."""
    column = columns.get("Source")
    if column is None:
        return
    for told in outcome.told:
        position = positions.get(told.ref)
        target = file_link(told.founder.source, told.founder.mention.page)
        if position and target:
            sheets.link(sheet.cell(position, column), target)


def file_link(source: str, page: int | None) -> str | None:
    """A link to a document, at its page where it is a PDF; None for what should not be opened by a click."""
    path = PurePosixPath(source)
    if path.suffix.casefold() not in LINKED:
        return None
    if source.startswith("//"):
        link = "file:" + quote(source, safe="/")
    elif PureWindowsPath(source).drive:
        link = "file:///" + quote(source, safe="/:")
    else:
        link = quote(source, safe="/")
    return f"{link}#page={page}" if page and path.suffix.casefold() == ".pdf" else link


def _endless(workbook: Any, state: TrackerState) -> None:
    """Adds newly met deadlines without an end to Lists."""
    if "Lists" not in workbook.sheetnames:
        sheets.make_lists(workbook, state.endless_words, state.due_soon_days)
        return
    sheet = workbook["Lists"]
    column = next((c.column for c in sheet[sheets.HEADER_ROW] if c.value == ENDLESS_HEADING), None)
    if column is None:
        return
    row = sheets.HEADER_ROW + 1
    known = set()
    while sheet.cell(row, column).value is not None:
        known.add(str(sheet.cell(row, column).value))
        row += 1
    for words in state.endless_words:
        if words not in known:
            cell = sheet.cell(row, column)
            style.dress(cell, Form.TEXT)
            style.put(cell, words)
            row += 1


def _ours(cell: Any) -> bool:
    return bool(cell.value == "=" + sheets.timeliness_formula())


def _computed_before(path: Path, workbook: Any) -> dict[str, dict[str, Value]]:
    """What people's own formulas came to, which openpyxl would drop; Excel works them out afresh on opening."""
    formulas = {
        sheet.title: [c.coordinate for c in sheet._cells.values() if c.data_type == "f" and not _ours(c)]
        for sheet in workbook.worksheets
        if sheet.title != SUMMARY
    }
    if not any(formulas.values()):
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = load_workbook(path, data_only=True)
    return {
        title: {c: values[title][c].value for c in cells if not hasattr(values[title][c].value, "isoformat")}
        for title, cells in formulas.items()
        if cells and title in values.sheetnames
    }
