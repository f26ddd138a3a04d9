"""One worksheet: its frame as a tree, its rows as slices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from html import unescape
from itertools import chain

from minutes2actions.tracker.package import grid as rows
from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.addresses import Span, letters, span
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.dates import from_iso, from_serial, to_serial
from minutes2actions.tracker.package.faults import Unpatchable
from minutes2actions.tracker.package.formulas import copied
from minutes2actions.tracker.package.frame import emptied, rank, taken_apart
from minutes2actions.tracker.package.grid import Cell, column_of
from minutes2actions.tracker.package.hyperlinks import Hyperlinks
from minutes2actions.tracker.package.strings import decoded, escaped, inline, inline_text
from minutes2actions.tracker.package.tables import Table, tables_of
from minutes2actions.tracker.package.xml import Element

Filled = str | int | float | bool | date | datetime
Value = Filled | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
DATE_CODE = "dd mmm yyyy"


class Sheet:
    """A worksheet of a book; what is changed reaches the package by `save`."""

    def __init__(self, book: Book, title: str, part: str, without_rows: bool = False) -> None:
        self.book, self.title, self.part = book, title, part
        data = xml.plain_utf8(book.package.read(part), part)
        data = emptied(data) if without_rows else data
        if part not in book.package.well_formed:
            xml.check([data], part)
        self.frame, self.grid = taken_apart(data, part)
        self._before = (xml.written(self.frame), dict(self.grid.rows))
        self._links: Hyperlinks | None = None
        self._numbers: dict[tuple[bytes, bytes], Value] = {}
        """What numbers mean in the formats met: the same few days stand in a sheet again and again."""
        self._merged: list[Span] | None = None
        self.tables = self.tables_of_part()
        book.open_sheets[title] = self

    def tables_of_part(self) -> list[Table]:
        """Its tables, as the package has them."""
        return tables_of(self.book.package, self.part)

    # --- the frame

    def section(self, name: str) -> Element | None:
        """A part of the frame."""
        return xml.child(self.frame, name)

    def sections(self, name: str) -> list[Element]:
        """All parts of the frame of that name."""
        return xml.children(self.frame, name)

    def make_section(self, name: str) -> Element:
        """A part of the frame, made in its place where it is missing."""
        found = self.section(name)
        if found is None:
            found = xml.made_like(self.frame, name)
            self.insert(found)
        return found

    def insert(self, element: Element) -> None:
        """Puts a new part into the frame, where Excel wants it."""
        mine = rank(element)
        later = (n for n, e in enumerate(self.frame) if rank(e) > mine)
        self.frame.insert(next(later, len(self.frame)), element)

    @property
    def links(self) -> Hyperlinks:
        """The links of cells."""
        if self._links is None:
            self._links = Hyperlinks(self.book.package, self.part, self.section("hyperlinks"), self.make_section)
        return self._links

    @property
    def merged(self) -> list[Span]:
        """The merged ranges."""
        if self._merged is None:
            section = self.section("mergeCells")
            entries = section if section is not None else ()
            self._merged = [found for e in entries if (found := span(str(e.get("ref") or ""))) is not None]
        return self._merged

    def rows_have_moved(self) -> None:
        """Forgets what was known by row numbers."""
        self._merged = None
        self.links.moved()

    def covered(self, row: int, column: int) -> bool:
        """Whether a cell lies under a merged one."""
        return any(s.holds(row, column) and (row, column) != (s.top, s.left) for s in self.merged)

    # --- cells

    def filled_rows(self, first: int = 1, last: int | None = None) -> Iterator[int]:
        """The rows that may hold something, in order."""
        marks = [b"<" + self.grid.prefix + name for name in (b"v", b"is", b"f")]
        for number in sorted(self.grid.rows):
            if number < first or (last is not None and number > last):
                continue
            raw = self.grid.rows[number]
            if marks[0] in raw or marks[1] in raw or marks[2] in raw:
                yield number

    def values(self, first: int = 1, last: int | None = None) -> Iterator[tuple[int, dict[int, Filled]]]:
        """The rows that hold something, each with its values by column; formulas as "=" and their text."""
        rows = ((number, self.row_values(number)) for number in self.filled_rows(first, last))
        return ((number, found) for number, found in rows if found)

    def row_values(self, number: int) -> dict[int, Filled]:
        """The values of a row by column; formulas as "=" and their text."""
        usual = self.grid.usual(number)
        if usual is None:
            said = ((cell.column, self.value(cell)) for cell in self.grid.cells(number))
            return {column: value for column, value in said if value is not None}
        found: dict[int, Filled] = {}
        for cell in usual:
            value: Value = None
            if cell[4] and not cell[5] and b"&" not in cell[4] and b"_x" not in cell[4]:
                value = cell[4].decode()
            elif cell[3] or cell[4] or cell[5]:
                value = self._usual_value(cell)
            if value is not None:
                found[column_of(cell[0])] = value
        return found

    def _usual_value(self, cell: rows.Usual) -> Value:
        """As `value`, for a cell that is written as usual."""
        _, style, kind, text, own, formula, _ = cell
        if formula:
            said = _text_between(formula, b"f")
            return "=" + said if said else self.value(Cell(1, {b"s": style, b"t": kind or b"n"}, formula + _v(cell[6])))
        if own:
            return decoded(_unescaped(own)) or None
        if kind == b"s":
            return self.book.string(text)
        if not kind or kind == b"n":
            key = (text, style)
            if key not in self._numbers:
                self._numbers[key] = self._number(text.decode().strip(), int(style or 0))
            return self._numbers[key]
        return self.value(Cell(1, {b"s": style, b"t": kind}, _v(text)))

    def comes_to(self, row: int, column: int) -> Value:
        """What a cell shows: a formula's value as last worked out."""
        if row not in self.grid.rows:
            return None
        usual = self.grid.usual_cell(row, letters(column).encode())
        if usual is None:
            cells = (self.result(cell) for cell in self.grid.cells(row) if cell.column == column)
            return next(cells, None)
        _, style, kind, _, _, formula, result = usual
        if formula:
            return self.result(Cell(column, {b"s": style, b"t": kind or b"n"}, _v(result)))
        return self._usual_value(usual)

    def value(self, cell: Cell) -> Value:
        """What a cell holds: a formula as "=" and its text, else its value."""
        if not cell.inner:
            return None
        if self._tag(b"f") in cell.inner and (formula := self.formula(cell)) is not None:
            return "=" + formula
        return self.result(cell)

    def formula(self, cell: Cell) -> str | None:
        """A cell's formula without "="; empty where it is shared with another cell's."""
        return _text_between(cell.inner, self.grid.prefix + b"f")

    def result(self, cell: Cell) -> Value:
        """What a cell shows: a formula's as last worked out."""
        kind = cell.kind
        if kind == b"inlineStr":
            return inline_text(cell.inner) or None
        text = _text_between(cell.inner, self.grid.prefix + b"v")
        if text is None or (not text.strip() and kind != b"str"):
            return None
        if kind == b"s":
            return self.book.string(text)
        if kind in {b"str", b"e"}:
            return decoded(text) or None
        if kind == b"b":
            return text.strip() in {"1", "true"}
        if kind == b"d":
            return from_iso(text.strip())
        return self._number(text.strip(), cell.style)

    def _number(self, text: str, style: int) -> Value:
        try:
            number = float(text)
        except ValueError:
            return text
        if style in self.book.styles.date_formats and (day := from_serial(number, self.book.since_1904)) is not None:
            return day
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _tag(self, name: bytes) -> bytes:
        return b"<" + self.grid.prefix + name

    def unshare(self) -> None:
        """Gives every cell that shares another's formula its own."""
        if not any(b"shared" in raw for raw in self.grid.rows.values()):
            return
        masters: dict[bytes, tuple[int, int, str]] = {}
        p = self.grid.prefix
        for number in sorted(self.grid.rows):
            if b"shared" not in self.grid.rows[number]:
                continue
            cells = self.grid.cells(number)
            for n, cell in enumerate(cells):
                tag = _tag_of(cell.inner, p + b"f")
                attributes = rows.attributes_of(tag)
                if attributes.get(b"t") != b"shared":
                    continue
                key, text = attributes.get(b"si", b""), self.formula(cell)
                if text:
                    masters[key] = (number, cell.column, text)
                elif key in masters:
                    row, column, master = masters[key]
                    text = copied(master, number - row, cell.column - column)
                rest = cell.inner[cell.inner.find(b"<" + p + b"v") :] if b"<" + p + b"v" in cell.inner else b""
                own = b"<%sf>%s</%sf>%s" % (p, escaped(text or "").encode(), p, rest) if text else rest
                cells[n] = Cell(cell.column, cell.attributes, own)
            self.grid.put(number, cells)

    def filled(self, cell: Cell, value: Value, formula: str | None = None) -> Cell:
        """A cell with another value (a text is a text whatever it begins with) and its own looks."""
        p = self.grid.prefix
        attributes = {k: v for k, v in cell.attributes.items() if k not in {b"t", b"cm", b"vm"}}
        style = cell.style
        inner = b""
        if formula is not None:
            text, kind = _plain(value)
            inner = b"<%sf>%s</%sf><%sv>%s</%sv>" % (p, escaped(formula).encode(), p, p, text, p)
            if kind:
                attributes[b"t"] = kind
        elif isinstance(value, str):
            attributes[b"t"] = b"inlineStr"
            inner = inline(value, p.decode())
            if value.startswith(FORMULA_STARTS):
                style = self.book.styles.quoted(style)
        elif isinstance(value, date):
            day = value.date() if isinstance(value, datetime) else value
            serial = to_serial(day, self.book.since_1904)
            if serial is None:
                return self.filled(cell, day.isoformat())
            if style not in self.book.styles.date_formats:
                style = self.book.styles.with_date(style, DATE_CODE)
            inner = b"<%sv>%d</%sv>" % (p, serial, p)
        elif value is not None:
            text, kind = _plain(value)
            inner = b"<%sv>%s</%sv>" % (p, text, p)
            if kind:
                attributes[b"t"] = kind
        if style:
            attributes[b"s"] = b"%d" % style
        return Cell(cell.column, attributes, inner)

    def recomputed(self, cell: Cell, value: Value) -> Cell:
        """A formula's cell with the value that it comes to now."""
        p = self.grid.prefix
        end = b"</" + p + b"f>"
        at = cell.inner.find(end)
        formula = cell.inner[: at + len(end)] if at >= 0 else cell.inner[: cell.inner.index(b"/>") + 2]
        text, kind = _plain(value)
        attributes = {k: v for k, v in cell.attributes.items() if k not in {b"t", b"cm", b"vm"}}
        if kind:
            attributes[b"t"] = kind
        return Cell(cell.column, attributes, b"%s<%sv>%s</%sv>" % (formula, p, text, p))

    # --- saving

    def close(self) -> None:
        """Lets the book forget the sheet, and what was not saved of it; its rows leave memory."""
        self.book.open_sheets.pop(self.title, None)
        self.grid.rows, self.grid.tail = {}, b""
        self.frame, self._links, self._before = xml.made_like(self.frame, "worksheet"), None, (b"", {})

    def save(self) -> bool:
        """Puts the sheet into the package where something changed; says whether it did."""
        if self._links is not None:
            self._links.save()
        for table in self.tables:
            table.save()
        if (xml.written(self.frame), self.grid.rows) == self._before:
            return False
        self._measure()
        data = xml.written(self.frame)
        self._put(data, self.grid.in_order())
        self._before = (data, dict(self.grid.rows))
        return True

    def replace_rows(self, rows: Iterable[bytes]) -> None:
        """Puts the sheet into the package with other rows, of which none is kept in memory."""
        self.grid.rows, self.grid.tail = {}, b""
        data = xml.written(self.frame)
        self._put(data, rows)
        self._before = (data, {})

    def _put(self, frame: bytes, rows: Iterable[bytes]) -> None:
        p = self.grid.prefix
        head, mark, tail = frame.partition(b"<" + p + b"sheetData/>")
        if not mark:
            raise Unpatchable(f"its part {self.part} is written in a way that cannot be patched")
        opening, closing = b"<%ssheetData>" % p, b"</%ssheetData>" % p
        self.book.package.put_pieces(self.part, chain((head, opening), rows, (closing, tail)))

    def _measure(self) -> None:
        """The sheet's size, where it says one that its rows have outgrown."""
        element = self.section("dimension")
        known = span(str(element.get("ref") or "")) if element is not None else None
        if element is not None and known is not None and self.grid.rows and known.bottom < max(self.grid.rows):
            element.set("ref", str(Span(known.left, known.top, known.right, max(self.grid.rows))))


def open_sheet(book: Book, title: str) -> Sheet:
    """A sheet of a book, the same each time."""
    return book.open_sheets.get(title) or Sheet(book, title, book.sheets[title])


def _tag_of(inner: bytes, name: bytes) -> bytes:
    """The opening tag of an element within a cell."""
    start = inner.find(b"<" + name)
    return inner[start : inner.find(b">", start)] if start >= 0 else b""


def _text_between(inner: bytes, name: bytes) -> str | None:
    """The text of an element within a cell; None where there is none."""
    start = inner.find(b"<" + name)
    if start < 0:
        return None
    tag_end = inner.find(b">", start)
    if inner[tag_end - 1 : tag_end] == b"/":
        return ""
    end = inner.find(b"</", tag_end)
    return _unescaped(inner[tag_end + 1 : end])


def _unescaped(text: bytes) -> str:
    return unescape(text.decode()) if b"&" in text else text.decode()


def _v(text: bytes) -> bytes:
    return b"<v>" + text + b"</v>"


def _plain(value: Value) -> tuple[bytes, bytes]:
    """A value as XML has it, and its kind where it is no number."""
    if isinstance(value, bool):
        return b"%d" % value, b"b"
    if isinstance(value, int | float):
        return f"{value:.15g}".encode(), b""
    return escaped(str(value or "")).encode(), b"str"
