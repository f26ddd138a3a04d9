"""Moves a sheet's rows as Excel does: whatever in the workbook points at them goes with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.addresses import LAST_ROW, spans
from minutes2actions.tracker.package.formulas import RowMap, moved
from minutes2actions.tracker.package.grid import renumbered
from minutes2actions.tracker.package.links import Links
from minutes2actions.tracker.package.sheet import Sheet
from minutes2actions.tracker.package.strings import escaped
from minutes2actions.tracker.package.xml import Element

PLACES = ("ref", "sqref", "activeCell", "topLeftCell")
"""Attributes of a sheet's frame that hold addresses."""
NOT_WHEN_EMPTY = ("hyperlink", "mergeCell", "conditionalFormatting", "dataValidation", "protectedRange", "inputCells",
                  "ignoredError", "cellWatch", "sparkline")  # fmt: skip
"""What goes when all its cells are gone."""
FORMULAS = ("f", "formula", "formula1", "formula2", "sqref")
_FORMULA = re.compile(rb"(<(?:[\w.-]+:)?f\b[^>]*?>)([^<]+)(</(?:[\w.-]+:)?f\s*>)")
_ARRAY = re.compile(rb'(<(?:[\w.-]+:)?f\b[^>]*?\sref=")([^"]+)(")')
_NOTE = re.compile(rb'(<(?:[\w.-]+:)?(?:comment|threadedComment)\b[^>]*?\sref=")([^"]+)(")')
_WHOLE_NOTE = re.compile(rb"<((?:[\w.-]+:)?(?:comment|threadedComment))\s[^>]*>.*?</\1\s*>", re.DOTALL)
_PLACE = re.compile(rb'\sref="([^"]+)"')
_VML_SHAPE = re.compile(rb"<v:shape\s.*?</v:shape>", re.DOTALL)
_VML_ROW = re.compile(rb"(<x:Row>)\s*(\d+)\s*(</x:Row>)")
_VML_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_ANCHOR_ROW = re.compile(rb"(<(?:[\w.-]+:)?row>)\s*(\d+)\s*(</(?:[\w.-]+:)?row>)")


def shift(sheet: Sheet, rows: RowMap) -> None:
    """Moves the rows."""
    if not rows.moves:
        return
    sheet.unshare()
    _move_rows(sheet, rows)
    _move_frame(sheet, rows)
    sheet.rows_have_moved()
    for table in sheet.tables:
        if table.span is not None and (new := rows.span(table.span)) is not None:
            table.resize(new)
    _move_beside(sheet, rows)
    _move_elsewhere(sheet, rows)


def _move_rows(sheet: Sheet, rows: RowMap) -> None:
    sheet.grid.unroll()
    new: dict[int, bytes] = {}
    for number, raw in sheet.grid.rows.items():
        target = rows.row(number)
        if target is not None and target <= LAST_ROW:
            said = _with_addresses(_ARRAY, _with_formulas(raw, rows, sheet.title, own=True), rows)
            new[target] = renumbered(said, number, target, sheet.grid.prefix)
    sheet.grid.rows = new


def _move_frame(sheet: Sheet, rows: RowMap) -> None:
    for element in list(sheet.frame.iter()):
        name = xml.local(element)
        if name in {"worksheet", "dimension", "sheetData"} or not name:
            continue
        for place in PLACES:
            text = element.get(place)
            if text is None or not spans(text):
                continue
            kept = _moved_addresses(text, rows)
            if kept:
                element.set(place, kept)
            elif name in NOT_WHEN_EMPTY:
                _remove(sheet, element)
                break
        if name in {"brk"} and (text := element.get("id")) and text.isdigit() and _of_rows(element):
            target = rows.row(int(text) + 1)
            element.set("id", str((target or int(text) + 1) - 1))
        if name in FORMULAS and element.text:
            element.text = (
                _moved_addresses(element.text, rows) or element.text
                if name == "sqref"
                else moved(element.text, rows, sheet.title, own=True)
            )


def _of_rows(element: Element) -> bool:
    return xml.local(element.getparent()) == "rowBreaks"


def _remove(sheet: Sheet, element: Element) -> None:
    if xml.local(element) == "hyperlink":
        sheet.links.drop(str(element.get("ref")))
        return
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if parent is not sheet.frame and not len(parent):
        parent.getparent().remove(parent)
    elif parent.get("count"):
        parent.set("count", str(len(parent)))


def _moved_addresses(text: str, rows: RowMap) -> str:
    return " ".join(str(new) for old in spans(text) if (new := rows.span(old)) is not None)


def _with_addresses(pattern: re.Pattern[bytes], data: bytes, rows: RowMap) -> bytes:
    def replaced(found: re.Match[bytes]) -> bytes:
        return found[1] + (_moved_addresses(found[2].decode(), rows).encode() or found[2]) + found[3]

    return pattern.sub(replaced, data)


def _with_formulas(data: bytes, rows: RowMap, title: str, own: bool) -> bytes:
    def replaced(found: re.Match[bytes]) -> bytes:
        old = unescape(found[2].decode())
        new = moved(old, rows, title, own)
        return found[0] if new == old else found[1] + escaped(new).encode() + found[3]

    return _FORMULA.sub(replaced, data)


def _move_beside(sheet: Sheet, rows: RowMap) -> None:
    """What stands in parts of its own but belongs to the sheet: comments, drawings, other tables."""
    package = sheet.book.package
    links = Links(package, sheet.part)
    kinds: dict[str, Callable[[bytes], bytes]] = {
        "comments": lambda data: _with_addresses(_NOTE, _without_notes(data, rows), rows),
        "threadedComment": lambda data: _with_addresses(_NOTE, _without_notes(data, rows), rows),
        "vmlDrawing": lambda data: _vml(data, rows),
        "drawing": lambda data: _rows_from_0(_ANCHOR_ROW, data, rows),
    }
    for kind, change in kinds.items():
        for part in links.of_kind(kind).values():
            if part in package:
                package.put(part, change(package.read(part)))


def _without_notes(data: bytes, rows: RowMap) -> bytes:
    """Without the comments of rows that are taken out, which go with them as they do in Excel."""

    def replaced(found: re.Match[bytes]) -> bytes:
        place = _PLACE.search(found[0])
        gone = place is not None and not _moved_addresses(place[1].decode(), rows)
        return b"" if gone else found[0]

    return _WHOLE_NOTE.sub(replaced, data) if rows.removed else data


def _rows_from_0(pattern: re.Pattern[bytes], data: bytes, rows: RowMap) -> bytes:
    def replaced(found: re.Match[bytes]) -> bytes:
        old = int(found[2])
        target = rows.row(old + 1) or rows.row(old + 2)
        return found[0] if target in {None, old + 1} else b"%s%d%s" % (found[1], (target or 1) - 1, found[3])

    return pattern.sub(replaced, data)


def _vml(data: bytes, rows: RowMap) -> bytes:
    """The boxes of comments: the row that they belong to, and where they are drawn."""

    def replaced(found: re.Match[bytes]) -> bytes:
        parts = found[2].decode().split(",")
        if len(parts) == 8 and all(part.strip().isdigit() for part in parts):
            for n in (2, 6):
                target = rows.row(int(parts[n]) + 1)
                parts[n] = f" {target - 1}" if target else parts[n]
        return found[1] + ",".join(parts).encode() + found[3]

    def kept(found: re.Match[bytes]) -> bytes:
        row = _VML_ROW.search(found[0])
        return b"" if row is not None and rows.row(int(row[2]) + 1) is None else found[0]

    if rows.removed:
        data = _VML_SHAPE.sub(kept, data)
    return _VML_ANCHOR.sub(replaced, _rows_from_0(_VML_ROW, data, rows))


def _move_elsewhere(sheet: Sheet, rows: RowMap) -> None:
    """Formulas of other sheets and of charts, and names, that point at the sheet."""
    book = sheet.book
    marks = [escaped(sheet.title).encode(), escaped(sheet.title.replace("'", "''")).encode()]

    def changed(data: bytes) -> bytes:
        concerned = any(mark in data for mark in marks)
        return _with_formulas(data, rows, sheet.title, own=False) if concerned else data

    for title, part in book.sheets.items():
        if title != sheet.title and (open_sheet := book.open_sheets.get(title)) is not None:
            held = open_sheet.grid.rows
            held.update({number: changed(raw) for number, raw in held.items()})
        elif title != sheet.title:
            book.package.put(part, changed(book.package.read(part)))
    for part in book.package.names:
        if "/charts/" in part and part.endswith(".xml"):
            book.package.put(part, changed(book.package.read(part)))
    for entry in book.names():
        if entry.text:
            entry.text = moved(entry.text, rows, sheet.title, own=False)
