"""The rows of a sheet as slices of its XML: split in one go, looked into only where somebody asks.

A sheet of 20,000 rows is some 40 MB of XML. As a tree it would take a gigabyte; as slices it takes its own size, and a
row that nobody changes is written back as the very bytes it was.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from minutes2actions.tracker.package.addresses import LAST_ROW, letters, number
from minutes2actions.tracker.package.faults import Unpatchable
from minutes2actions.tracker.package.strings import inline

ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ATTRIBUTES = rb"((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>"
_PLACE = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})")


USUAL = re.compile(
    rb'<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="(\w+)")?'
    rb'(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>|(<f\b[^<]*(?:</f>)?)'
    rb"(?:<v>([^<]*)</v>|<v ?/>)?)?</c>)"
)
"""A cell as most programs write it: column, style, kind, value, own text, formula, and what the formula comes to."""
Usual = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]


@dataclass(slots=True)
class Cell:
    """One cell: its attributes but for its place, and what is between its tags."""

    column: int
    attributes: dict[bytes, bytes]
    inner: bytes = b""

    @property
    def style(self) -> int:
        """Which of the workbook's cell formats it has."""
        text = self.attributes.get(b"s", b"0")
        return int(text) if text.isdigit() else 0

    @property
    def kind(self) -> bytes:
        """What it holds: n, s, str, inlineStr, b, e or d."""
        return self.attributes.get(b"t", b"n")


@dataclass(slots=True)
class Grid:
    """The rows of a sheet by number, each as its XML; `prefix` is that of the sheet's elements, with its colon."""

    rows: dict[int, bytes]
    prefix: bytes
    tail: bytes = b""
    """Rows without cells below all others, not looked into: a sheet that was formatted to its foot has a million."""

    def unroll(self) -> None:
        """Takes the rows of the tail among the others."""
        if self.tail:
            last = max(self.rows, default=0)
            rest, self.tail = self.tail, b""
            _split_empty(rest, _row_opening(self.prefix), self.rows, last)

    def cells(self, row: int) -> list[Cell]:
        """The cells of a row, by column."""
        raw = self.rows.get(row)
        return list(_cells(raw, self.prefix)) if raw else []

    def usual(self, row: int) -> list[Usual] | None:
        """The cells of a row in one go (see USUAL); None where any of them is written otherwise."""
        raw = self.rows[row]
        if self.prefix:
            return None
        found = USUAL.findall(raw)
        return found if len(found) == raw.count(b"<c ") else None

    def usual_cell(self, row: int, letters: bytes) -> Usual | None:
        """One cell of a row, if it is there and written as usual."""
        start = self.rows[row].find(b'<c r="%s%d"' % (letters, row)) if not self.prefix else -1
        found = USUAL.match(self.rows[row], start) if start >= 0 else None
        return cast(Usual, tuple(text or b"" for text in found.groups())) if found else None

    def attributes(self, row: int) -> dict[bytes, bytes]:
        """The attributes of a row."""
        raw = self.rows.get(row)
        return attributes_of(raw[: raw.index(b">")]) if raw else {}

    def put(self, row: int, cells: list[Cell], attributes: dict[bytes, bytes] | None = None) -> None:
        """Writes a row anew."""
        if self.tail and row not in self.rows and row > self._last():
            self._take_from_tail(row)
        kept = self.attributes(row) if attributes is None else attributes
        self.rows[row] = composed(row, sorted(cells, key=lambda cell: cell.column), kept, self.prefix)

    def in_order(self) -> Iterator[bytes]:
        """All rows as the sheet has them."""
        yield from (self.rows[number] for number in sorted(self.rows))
        yield self.tail

    def _last(self) -> int:
        return max(self.rows, default=0)

    def _take_from_tail(self, row: int) -> None:
        """Takes the first rows of the tail, down to one, among the others."""
        opening, at, last = _row_opening(self.prefix), 0, self._last()
        while (found := opening.match(self.tail, at)) and (last := _row_number(found[1], last)) <= row:
            self.rows[last] = found[0].strip()
            at = found.end()
        self.tail = self.tail[at:]


def split(body: bytes, prefix: bytes) -> Grid | None:
    """The rows of what stands between the tags of sheetData; None where it is not written as usual.

    Raises Unpatchable for rows that a sheet cannot have.
    """
    opening = _row_opening(prefix)
    closing = b"</" + prefix + b"row>"
    rows: dict[int, bytes] = {}
    last = 0
    at = 0
    while (end := body.find(closing, at)) >= 0:
        end += len(closing)
        last, at, found = _split_empty(body, opening, rows, last, at, end)
        if found is None or found[2]:
            return None
        rows[last] = body[at:end].lstrip()
        at = end
    rest = body[at:]
    if not rest.strip():
        return Grid(rows, prefix)
    if b" r=" in rest[: rest.find(b">") + 1] and _EMPTY_ROWS.fullmatch(rest):
        return Grid(rows, prefix, rest) if _row_number(_first(rest, opening), last) > last else None
    _, start, found = _split_empty(rest, opening, rows, last)
    return Grid(rows, prefix) if found is None and not rest[start:].strip() else None


_EMPTY_ROWS = re.compile(rb"(?:\s*<(?:[\w.-]+:)?row\b[^<>]*/>)+\s*")


def _first(rest: bytes, opening: re.Pattern[bytes]) -> bytes:
    found = opening.match(rest)
    return found[1] if found else b""


def _row_opening(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\s*<" + re.escape(prefix) + rb"row\b" + _ATTRIBUTES)


def _split_empty(
    piece: bytes, opening: re.Pattern[bytes], rows: dict[int, bytes], last: int, start: int = 0, end: int = sys.maxsize
) -> tuple[int, int, re.Match[bytes] | None]:
    """Takes up rows without cells; returns the last row's number, and where and what the first with cells is."""
    while found := opening.match(piece, start, end):
        last = _row_number(found[1], last)
        if last in rows:
            raise Unpatchable(f"is damaged: a sheet has its row {last} twice")
        if not found[2]:
            return last, found.start(), found
        rows[last] = found[0].strip()
        start = found.end()
    return last, start, None


def _row_number(attributes: bytes, last: int) -> int:
    """The number of a row, which may be left out where it is the next."""
    if attributes.startswith(b' r="') and (text := attributes[4 : attributes.index(b'"', 4)]).isdigit():
        row = int(text)
    else:
        said = attributes_of(attributes).get(b"r")
        if said is not None and not said.isdigit():
            raise Unpatchable("is damaged: a sheet has a row without a number")
        row = int(said) if said is not None else last + 1
    if not 1 <= row <= LAST_ROW:
        raise Unpatchable(f"is damaged: a sheet has a row {row}")
    return row


def attributes_of(tag: bytes) -> dict[bytes, bytes]:
    """The attributes within a tag, as they are written."""
    return {name: one or other for name, one, other in ATTRIBUTE.findall(tag)}


def _cells(raw: bytes, prefix: bytes) -> Iterator[Cell]:
    """The cells of a row's XML."""
    opening = _opening(prefix)
    closing = b"</" + prefix + b"c>"
    start = raw.index(b">") + 1
    last = 0
    for piece in raw[start:].split(closing):
        at = 0
        while found := opening.match(piece, at):
            attributes = attributes_of(found[1])
            last = _column(attributes.pop(b"r", None), last)
            if not found[2]:
                yield Cell(last, attributes, piece[found.end() :])
                break
            yield Cell(last, attributes)
            at = found.end()


_OPENINGS: dict[bytes, re.Pattern[bytes]] = {}


def _opening(prefix: bytes) -> re.Pattern[bytes]:
    if prefix not in _OPENINGS:
        _OPENINGS[prefix] = re.compile(rb"\s*<" + re.escape(prefix) + rb"c\b" + _ATTRIBUTES)
    return _OPENINGS[prefix]


@cache
def column_of(text: bytes) -> int:
    """A column's number from its letters, as a part has them."""
    return number(text.decode())


def _column(place: bytes | None, last: int) -> int:
    """A cell's column, which may be left out where it is the next."""
    if place is None:
        return last + 1
    found = _PLACE.fullmatch(place)
    if found is None:
        raise Unpatchable(f"is damaged: a sheet has a cell {place[:20].decode('utf-8', 'replace')!r}")
    return number(found[1].decode())


def composed(row: int, cells: list[Cell], attributes: dict[bytes, bytes], prefix: bytes) -> bytes:
    """A row's XML."""
    kept = dict(attributes)
    kept.pop(b"r", None)
    kept.pop(b"spans", None)  # A hint that new cells may belie; it may be left out.
    name = prefix + b"row"
    head = b'<%s r="%d"%s' % (name, row, _written(kept))
    inner = b"".join(_cell(cell, row, prefix) for cell in cells)
    return b"%s>%s</%s>" % (head, inner, name) if inner else head + b"/>"


def row_of_texts(row: int, texts: Sequence[str], prefix: bytes) -> bytes:
    """A row of texts without looks, from the first column on; an empty text leaves its cell out."""
    p = prefix.decode()
    cells = b"".join(
        b'<%sc r="%s%d" t="inlineStr">%s</%sc>' % (prefix, letters(column).encode(), row, inline(text, p), prefix)
        for column, text in enumerate(texts, 1)
        if text
    )
    return b'<%srow r="%d">%s</%srow>' % (prefix, row, cells, prefix)


def _cell(cell: Cell, row: int, prefix: bytes) -> bytes:
    head = b'<%sc r="%s%d"%s' % (prefix, letters(cell.column).encode(), row, _written(cell.attributes))
    return b"%s>%s</%sc>" % (head, cell.inner, prefix) if cell.inner else head + b"/>"


def _written(attributes: dict[bytes, bytes]) -> bytes:
    return b"".join(
        b" %s='%s'" % (name, value) if b'"' in value else b' %s="%s"' % (name, value)
        for name, value in attributes.items()
    )


def renumbered(raw: bytes, old: int, new: int, prefix: bytes) -> bytes:
    """A row's XML at another place."""
    if old == new:
        return raw
    attributes = attributes_of(raw[: raw.index(b">")])
    return composed(new, list(_cells(raw, prefix)), attributes, prefix)
