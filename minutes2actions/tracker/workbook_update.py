"""Applies an update to a sheet of an existing tracker, leaving what people made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minutes2actions.tracker.columns import SHEETS, Form
from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.addresses import LAST_ROW, Span, letters, span, spans
from minutes2actions.tracker.package.faults import Unpatchable
from minutes2actions.tracker.package.formulas import RowMap, copied, grown
from minutes2actions.tracker.package.grid import Cell
from minutes2actions.tracker.package.left_behind import left_behind
from minutes2actions.tracker.package.sheet import DATE_CODE, Sheet
from minutes2actions.tracker.package.shift import shift
from minutes2actions.tracker.rows import Row, Value
from minutes2actions.tracker.values import clean
from minutes2actions.tracker.workbook_heights import row_height
from minutes2actions.tracker.workbook_read import SheetLayout

OURS = {*SHEETS, "Summary", "Lists", "_minutes2actions"}
"""The tool's sheets, whose formulas it keeps up itself."""
ROW_LOOKS = (b"s", b"customFormat", b"thickTop", b"thickBot")
"""Attributes of a row that a new row takes over from the one above."""


def apply(
    layout: SheetLayout,
    rows: Sequence[Row],
    cells: Mapping[str, Mapping[str, Value]],
    added: Sequence[Row],
    removed: Sequence[str],
    formulas: Mapping[str, str] | None = None,
    computed: Mapping[str, Value] | None = None,
) -> dict[str, int]:
    """Writes cells, takes rows out, adds rows at the end; returns where each row stands now, by its key.

    `formulas` are those of the tool's own columns by heading; `computed` what they come to in each row, by its key.
    """
    formulas, computed = formulas or {}, computed or {}
    for row, position in zip(rows, layout.positions, strict=True):
        if edits := cells.get(row.key):
            _write(layout, position, edits)
            _refit(layout, position, row.values, {**row.values, **edits})
    gone = set(removed)
    kept = [row for row in rows if row.key not in gone]
    out = sorted(p for row, p in zip(rows, layout.positions, strict=True) if row.key in gone)
    if out and not kept:  # A table has at least one row, and new ones take over its looks.
        _write(layout, out[0], dict.fromkeys(layout.columns))
        layout.positions.remove(out.pop(0))
    first_free = _make_room(layout, out, len(added))
    old = layout.table.last_row if layout.table is not None else max(first_free - 1, layout.header_row + 1)
    if added:
        _add(layout, first_free, added, formulas, computed)
    layout.positions += range(first_free, first_free + len(added))
    _grow(layout, old, max([old, *layout.positions]))
    everything = [*kept, *added]
    return {row.key: position for row, position in zip(everything, layout.positions, strict=True) if row.key}


def recompute(layout: SheetLayout, heading: str, values: Sequence[Value]) -> None:
    """Writes what the formulas of a column come to, row by row, where it is not what stands there."""
    column = layout.columns.get(heading)
    sheet = layout.sheet
    if column is None:
        return
    mark = b"<" + sheet.grid.prefix + b"f"
    for position, value in zip(layout.positions, values, strict=True):
        if sheet.comes_to(position, column) == (value or None):
            continue
        cells = sheet.grid.cells(position)
        for n, cell in enumerate(cells):
            if cell.column == column and mark in cell.inner:
                cells[n] = sheet.recomputed(cell, value)
                sheet.grid.put(position, cells)


def put(sheet: Sheet, position: int, values: Mapping[int, Value], look: int = 0) -> None:
    """Writes values into a row, by column; None empties a cell and leaves its looks. `look` is that of new cells."""
    cells = {cell.column: cell for cell in sheet.grid.cells(position)}
    for column, value in values.items():
        if not sheet.covered(position, column):
            text = clean(value) if isinstance(value, str) else value
            cells[column] = sheet.filled(cells.get(column) or _dressed(column, look), text)
    sheet.grid.put(position, list(cells.values()))


def _write(layout: SheetLayout, position: int, edits: Mapping[str, Value]) -> None:
    values = {column: value for h, value in edits.items() if (column := layout.columns.get(h)) is not None}
    covered = [column for column in values if layout.sheet.covered(position, column)]
    layout.unwritten += [f"{letters(column)}{position}" for column in covered]
    put(layout.sheet, position, values)


def _refit(layout: SheetLayout, position: int, old: Mapping[str, Value], new: Mapping[str, Value]) -> None:
    """A row whose height the tool has set is as tall as its new text needs; one that a person has set stays."""
    grid = layout.sheet.grid
    looks = grid.attributes(position)
    if looks.get(b"ht") == _height(layout, old) != _height(layout, new):
        grid.put(position, grid.cells(position), {**looks, b"ht": _height(layout, new)})


def _height(layout: SheetLayout, values: Mapping[str, Value]) -> bytes:
    return b"%.4g" % row_height(SHEETS[layout.name], values)


def _make_room(layout: SheetLayout, out: Sequence[int], count: int) -> int:
    """Takes rows out and moves down what stands below the table; returns the first row free for new ones."""
    table_end = layout.table.last_row if layout.table is not None else layout.header_row
    blank = 0
    if layout.positions:
        end = max(layout.positions[-1], table_end)
    else:
        end = max(layout.header_row + 1, table_end)
        blank = end - layout.header_row
    extra = max(0, count - blank)
    following = next((row for row, _ in layout.sheet.values(end + 1)), None)
    needed = extra if extra and following is not None and following <= end + 1 + extra else 0
    if needed and following is not None:
        lowest = max(row for row, _ in layout.sheet.values(following))
        if lowest + needed > LAST_ROW:
            raise Unpatchable("has no room below its table", "delete what stands at the foot of the sheet")
    rows = RowMap(tuple(out), end + 1, needed)
    shift(layout.sheet, rows)
    layout.positions = [p for old in layout.positions if (p := rows.row(old)) is not None]
    return end + 1 - blank - len(out)


def _add(
    layout: SheetLayout, first: int, added: Sequence[Row], formulas: Mapping[str, str], computed: Mapping[str, Value]
) -> None:
    """New rows look like the one above them, whatever people made of that, its formulas included."""
    sheet = layout.sheet
    above = first - 1 if first - 1 > layout.header_row else first
    sheet.unshare()
    model = _Model(layout, above)
    columns = SHEETS[layout.name]
    own = [(c.heading, c.form, layout.columns[c.heading]) for c in columns if c.heading in layout.columns]
    merged = bool(sheet.merged)
    for position, row in enumerate(added, first):
        cells = dict(model.plain)
        for column, formula in model.formulas.items():
            cells[column] = sheet.filled(model.plain[column], None, copied(formula, position - above))
        for heading, form, column in own:
            if merged and sheet.covered(position, column):
                continue
            if form is Form.FORMULA:
                above_it = model.own_formulas.get(column)
                text = formulas.get(heading) or (copied(above_it, position - above) if above_it else None)
                cells[column] = sheet.filled(model.cell(column), computed.get(row.key), text)
            elif (value := row.values.get(heading)) is not None:
                said = clean(value) if isinstance(value, str) else value
                cells[column] = sheet.filled(model.cell(column), said)
        looks = {**model.looks, b"ht": _height(layout, row.values), b"customHeight": b"1"}
        sheet.grid.put(position, list(cells.values()), looks)


class _Model:
    """What new rows take over from the row above: looks, and the formulas of people's own columns."""

    def __init__(self, layout: SheetLayout, above: int) -> None:
        sheet, styles = layout.sheet, layout.sheet.book.styles
        columns = [c for c in SHEETS[layout.name] if c.heading in layout.columns]
        ours = {layout.columns[c.heading] for c in columns}
        cells = {cell.column: cell for cell in sheet.grid.cells(above)}
        found = {column: f for column, cell in cells.items() if cell.inner and (f := sheet.formula(cell))}
        self.formulas = {column: formula for column, formula in found.items() if column not in ours}
        self.own_formulas = {column: formula for column, formula in found.items() if column in ours}
        self.looks = {name: value for name, value in sheet.grid.attributes(above).items() if name in ROW_LOOKS}
        styled = {column: styles.unquoted(styles.known(cell.style)) for column, cell in cells.items()}
        for column in columns:
            place = layout.columns[column.heading]
            if column.form is Form.DATE and styled.get(place, 0) not in styles.date_formats:
                styled[place] = styles.with_date(styled.get(place, 0), DATE_CODE)
        self.plain = {column: _dressed(column, style) for column, style in styled.items()}

    def cell(self, column: int) -> Cell:
        """The empty cell of a new row."""
        return self.plain.get(column) or Cell(column, {})


def _dressed(column: int, style: int) -> Cell:
    return Cell(column, {b"s": b"%d" % style} if style else {})


def _grow(layout: SheetLayout, old: int, last: int) -> None:
    """Lets the table, drop-downs, colours, filter and names that reached the old last row reach the new one."""
    sheet, table = layout.sheet, layout.table
    if table is not None and table.span is not None and last > table.last_row:
        s = table.span
        table.resize(Span(s.left, s.top, s.right, last + table.totals))
    first = layout.header_row + 1
    for element in sheet.frame.iter():
        name = xml.local(element)
        if name in {"conditionalFormatting", "dataValidation"} and element.get("sqref"):
            element.set("sqref", _reach(str(element.get("sqref")), first, old, last))
        elif name == "sqref" and element.text:
            element.text = _reach(element.text, first, old, last)
        elif name == "autoFilter" and element.getparent() is sheet.frame:
            known = span(str(element.get("ref") or ""))
            if known is not None and known.top == layout.header_row and known.bottom < last:
                element.set("ref", str(Span(known.left, known.top, known.right, last)))
    if last > old:
        if layout.name == "Actions":
            layout.left_behind = left_behind(sheet.book, sheet.title, old, OURS)
        _grow_names(sheet, old, last)
        _grow_formulas(sheet, old, last)
    layout.last_row = last


def _reach(text: str, first: int, old: int, last: int) -> str:
    """Ranges of which one reaches the table's old last row, and that cover most of its rows, drawn out to the new."""
    ranges = spans(text)
    tall = sum(s.bottom - max(s.top, first) + 1 for s in ranges if s.bottom >= first)
    if not ranges or tall * 2 < old - first + 1 or last <= old:
        return text
    reached = [Span(s.left, s.top, s.right, last) if s.top <= old <= s.bottom < last else s for s in ranges]
    return " ".join(str(s) for s in reached)


def _grow_names(sheet: Sheet, old: int, last: int) -> None:
    """Names and print areas of the sheet that ended in the old last row end in the new one."""
    index = str(sheet.book.titles().index(sheet.title))
    for entry in sheet.book.names():
        text = str(entry.text or "")
        if entry.get("localSheetId") in {None, index} and "!" in text:
            areas = [_grown_area(area, sheet.title, old, last) for area in text.split(",")]
            entry.text = ",".join(areas)


def _grown_area(area: str, title: str, old: int, last: int) -> str:
    said, _, address = area.rpartition("!")
    name = said[1:-1].replace("''", "'") if said.startswith("'") else said
    found = span(address)
    if name.casefold() != title.casefold() or found is None or found.bottom != old or found.top == old:
        return area
    return f"{said}!{grown(address, old, last)}"


def _grow_formulas(sheet: Sheet, old: int, last: int) -> None:
    """Totals below the table add up its new rows too."""
    mark = b"<" + sheet.grid.prefix + b"f"
    for number in [n for n, raw in sheet.grid.rows.items() if n > last and mark in raw]:
        cells = sheet.grid.cells(number)
        for n, cell in enumerate(cells):
            if mark in cell.inner and (formula := sheet.formula(cell)):
                new = grown(formula, old, last)
                if new != formula:
                    cells[n] = sheet.filled(cell, sheet.result(cell), new)
        sheet.grid.put(number, cells)
