"""The tracker as a workbook: made new, read, brought up to date.

openpyxl makes the empty tracker; everything that fills or changes one is written by `package`, which leaves alone all
that it need not change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from minutes2actions.tracker import workbook_skeleton
from minutes2actions.tracker import workbook_style as style
from minutes2actions.tracker.columns import CHANGES, SHEETS, values_of
from minutes2actions.tracker.lists import ListPlan
from minutes2actions.tracker.memory import lines_of
from minutes2actions.tracker.package.addresses import letters
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.formulas import quoted
from minutes2actions.tracker.package.graft import graft_sheet
from minutes2actions.tracker.package.grid import Cell
from minutes2actions.tracker.package.parts import Package
from minutes2actions.tracker.package.sheet import open_sheet
from minutes2actions.tracker.page_links import PageLinks
from minutes2actions.tracker.reconcile import Outcome
from minutes2actions.tracker.rows import Change, Row, TrackerState
from minutes2actions.tracker.summary import Summary
from minutes2actions.tracker.timeliness import formula as timeliness_formula
from minutes2actions.tracker.timeliness import row_timeliness
from minutes2actions.tracker.workbook_charts import fill_charts, marks, patch_charts
from minutes2actions.tracker.workbook_lists import SHEET as LISTS_SHEET
from minutes2actions.tracker.workbook_lists import remember_endless
from minutes2actions.tracker.workbook_read import OpenTracker, SheetLayout, layout_of, open_tracker, read_tracker
from minutes2actions.tracker.workbook_skeleton import DUE_SOON_CELL, ENDLESS_RANGE
from minutes2actions.tracker.workbook_state import SHEET as STATE
from minutes2actions.tracker.workbook_state import write_lines
from minutes2actions.tracker.workbook_summary import SHEET as SUMMARY
from minutes2actions.tracker.workbook_summary import ColumnName
from minutes2actions.tracker.workbook_summary_patch import patch_summary, written_cells
from minutes2actions.tracker.workbook_update import apply, recompute
from minutes2actions.tracker.workbook_verify import whole

__all__ = ["OpenTracker", "Update", "make", "open_tracker", "update", "whole"]


@dataclass(frozen=True, slots=True)
class Update:
    """All that an update writes."""

    outcome: Outcome
    plans: Mapping[str, ListPlan]
    state: TrackerState
    summary: Summary
    shown: frozenset[str] = frozenset()
    """The documents (sha256) whose pages of evidence are to be linked to now."""


def moment_of(day: date, epoch: int | None) -> datetime:
    """The time that a workbook bears: SOURCE_DATE_EPOCH, else the start of the day that counts as today."""
    if epoch is not None:
        return datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None)
    return datetime(day.year, day.month, day.day)


def make(what: Update, moment: datetime) -> Package:
    """A new tracker: the empty one, filled like any other."""
    empty = workbook_skeleton.make(what.summary, what.state.due_soon_days, moment)
    tracker = read_tracker(Book(Package(empty.data)))
    _write_tables(tracker, what)
    sheet = open_sheet(tracker.book, SUMMARY)
    fill_charts(sheet, empty.spans)
    tracker.book.package.renew()
    return _finished(tracker, what, {**written_cells(sheet), **marks(sheet, empty.spans)})


def update(tracker: OpenTracker, what: Update, moment: datetime) -> Package:
    """A tracker brought up to date."""
    book = tracker.book
    _bring_back(tracker, what, moment)
    _write_tables(tracker, what)
    names = _names(tracker.layouts)
    skeleton = workbook_skeleton.make(what.summary, what.state.due_soon_days, moment, names)
    donor = open_sheet(Book(Package(skeleton.data)), SUMMARY)
    if SUMMARY in book.sheets:
        sheet = open_sheet(book, SUMMARY)
        patch_summary(sheet, donor, tracker.state.summary)
        patch_charts(sheet, donor, tracker.state.summary, skeleton.spans)
    else:
        fill_charts(graft_sheet(donor, book), skeleton.spans)
    return _finished(tracker, what, {**written_cells(donor), **marks(donor, skeleton.spans)})


def _bring_back(tracker: OpenTracker, what: Update, moment: datetime) -> None:
    """Makes anew the sheets that people took away."""
    wanted = [n for n in (*SHEETS, LISTS_SHEET, STATE) if n not in tracker.book.sheets and n not in tracker.layouts]
    if not wanted:
        return
    donor = Book(Package(workbook_skeleton.make(what.summary, what.state.due_soon_days, moment).data))
    for title in wanted:
        sheet = graft_sheet(open_sheet(donor, title), tracker.book)
        if title in SHEETS and (found := layout_of(sheet, title)) is not None:
            tracker.layouts[title] = found
            tracker.made_anew.add(title)
        if title == LISTS_SHEET:
            for entry in donor.names():
                if entry.get("localSheetId") is None:
                    tracker.book.define(str(entry.get("name")), str(entry.text))


def _write_tables(tracker: OpenTracker, what: Update) -> None:
    layouts = tracker.layouts
    positions = _write_actions(layouts["Actions"], tracker, what)
    for name in SHEETS:
        if name in layouts and name != "Actions":
            _write_list(name, layouts[name], tracker, what, positions, layouts["Actions"].sheet.title)
    remember_endless(tracker.book, what.state.endless_words)


def _finished(tracker: OpenTracker, what: Update, written: Mapping[str, str]) -> Package:
    book = tracker.book
    write_lines(book, lines_of(replace(what.state, summary=written)))
    for sheet in book.open_sheets.values():
        sheet.save()
    book.save()
    return book.package


def _write_actions(layout: SheetLayout, tracker: OpenTracker, what: Update) -> dict[str, int]:
    """Writes the Actions sheet; returns where each row stands."""
    outcome, state = what.outcome, what.state
    stands = row_timeliness(outcome.rows, state, what.summary.as_of)
    new = dict(zip((row.key for row in outcome.rows[len(outcome.rows) - len(outcome.added) :]),
                   stands[len(stands) - len(outcome.added) :], strict=True))  # fmt: skip
    formulas = {}
    if layout.table is not None and {"Due date", "Completed on", "Status", "Due as minuted"} <= layout.columns.keys():
        formulas["Timeliness"] = timeliness_formula(layout.table.name, ENDLESS_RANGE, DUE_SOON_CELL)
    positions = apply(layout, tracker.state.rows, outcome.cells, outcome.added, outcome.removed, formulas, new)
    recompute(layout, "Timeliness", stands)
    changed = {row.key for row in outcome.added} | {key for key, cells in outcome.cells.items() if "Source" in cells}
    column = layout.columns.get("Source")
    links = PageLinks(state.versions, state.pages)
    for told in outcome.told if column else ():
        if told.ref in positions and (told.ref in changed or links.document(told.founder) in what.shown):
            target = links.target(told.founder)
            if target and column:
                _link(layout, positions[told.ref], column, target)
    return positions


def _write_list(
    name: str,
    layout: SheetLayout,
    tracker: OpenTracker,
    what: Update,
    positions: Mapping[str, int],
    actions: str,
) -> None:
    """Writes a sheet beside Actions, with links to the actions' rows."""
    if name == "Changes":
        known = [Row("", {})] * len(layout.positions)
        apply(layout, known, {}, _change_rows(what.outcome.changes), ())
    elif name not in tracker.made_anew:
        plan = what.plans[name]
        apply(layout, tracker.state.lists.get(name, ()), plan.cells, plan.added, plan.removed)
    else:
        apply(layout, (), {}, what.plans[name].rows, ())
    column = layout.columns.get("Ref")
    if name not in {"Review", "Changes"} or column is None:
        return
    place = quoted(actions)
    for number in layout.positions:
        target = positions.get(str(layout.sheet.comes_to(number, column) or ""))
        if target:
            _link(layout, number, column, f"{place}!A{target}", inside=True)


def _link(layout: SheetLayout, row: int, column: int, target: str, inside: bool = False) -> None:
    """Makes a cell a link; one that was none takes on the looks of a link."""
    sheet = layout.sheet
    place = f"{letters(column)}{row}"
    fresh = place not in sheet.links
    if inside:
        sheet.links.to_place(place, target)
    else:
        sheet.links.to_document(place, target)
    if fresh:
        cells = sheet.grid.cells(row)
        for n, cell in enumerate(cells):
            if cell.column == column:
                look = sheet.book.styles.linked(cell.style, style.LINK)
                cells[n] = Cell(column, {**cell.attributes, b"s": b"%d" % look}, cell.inner)
        sheet.grid.put(row, cells)


def _names(layouts: Mapping[str, SheetLayout]) -> ColumnName:
    """How formulas call the columns of a tracker as it stands: by its tables, or by ranges where there are none."""

    def name_of(sheet: str, heading: str) -> str | None:
        layout = layouts.get(sheet)
        if layout is None or heading not in layout.columns:
            return None
        column = layout.columns[heading]
        if layout.table is not None and layout.table.span is not None:
            number = column - layout.table.span.left
            known = layout.table.headings
            return f"{layout.table.name}[{known[number]}]" if 0 <= number < len(known) else None
        letter, first = letters(column), layout.header_row + 1
        last = max([first, layout.last_row, *layout.positions])
        return f"{quoted(layout.sheet.title)}!${letter}${first}:${letter}${last}"

    return name_of


def _change_rows(changes: Sequence[Change]) -> tuple[Row, ...]:
    return tuple(Row(str(n), values_of(CHANGES, change)) for n, change in enumerate(changes))
