"""Tables of figures without drawn lines: the empty strips that run down between their columns tell the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from minutes2actions.layout.figure_rows import Row, cells_of, merged_rows, spread, table_of
from minutes2actions.layout.parts import PrintedTable
from minutes2actions.layout.printed import PrintedLine, Word

_GAP = 0.9
"""The share of its size by which texts of two cells stand apart; spaces are narrower."""
_NARROWEST = 1.0
"""Points that a strip measures at least."""
_FAR = 3.2
"""How many times its size a row may stand below the one above."""
_NEAR_HEAD, _NEAR_TITLE = 2.2, 1.7
_BRIDGES = 2
"""Lines of one text, such as titles of groups, that may stand between rows."""
_HEADS = 5
_FIGURE = re.compile(
    r"[^\w\s]*\d[\d\s.,:/%()*–—†‡$£€-]*[^\W\d_]{0,2}[^\w\s]*|[-–—*.†‡%$£€]+|n/?a|N/?A|\(?[A-Z]\)?|\w{1,2}"
)
_CURRENCY = re.compile(r"[$£€¥%]+")
_DOTS = ".…·_-"
_LEADER = re.compile(r"[.…·_\s-]{3,}")
Item = PrintedLine | PrintedTable
Strip = tuple[float, float]


def with_figure_tables(lines: Sequence[PrintedLine]) -> list[Item]:
    """The lines, each run of rows of figures made a table."""
    items: list[Item] = []
    index = 0
    while index < len(lines):
        found = _table_at(lines, index, len(items))
        if found is None:
            items.append(lines[index])
            index += 1
            continue
        above, end, table = found
        del items[len(items) - above :]
        items.append(table)
        index = end
    return items


def segments_of(line: PrintedLine) -> list[tuple[Word, ...]]:
    """The line's words, parted at its gaps; a line of dots that leads to the next text belongs to the one before."""
    words, wide = line.words, _GAP * line.size
    leaders = any(word.text[0] in _DOTS and len(word.text) > 2 for word in words)
    if not leaders and not any(after.x0 - word.x1 > wide for word, after in pairwise(words)):
        return [words]
    parts: list[list[Word]] = []
    for index, word in enumerate(line.words):
        gap = word.x0 - line.words[index - 1].x1 if index else 0.0
        after_leader = bool(index) and _LEADER.fullmatch(line.words[index - 1].text) and len(parts[-1]) > 1
        if not index or (gap > _GAP * line.size and not _LEADER.fullmatch(word.text)) or after_leader:
            parts.append([])
        parts[-1].append(word)
    return [tuple(part) for part in parts]


def is_figure(text: str) -> bool:
    """Whether a cell holds a number, or a mark in its stead."""
    return bool(_FIGURE.fullmatch(text))


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows that follow each other; `end` is the index of the line after them."""

    rows: list[PrintedLine]
    end: int


def _table_at(lines: Sequence[PrintedLine], start: int, before: int) -> tuple[int, int, PrintedTable] | None:
    """The table whose first full row is a line: how many of the lines above are its head, its end, and itself."""
    if not is_row_of_figures(lines[start]):
        return None
    run = _run(lines, start)
    full = [line for line in run.rows if is_row_of_figures(line)]
    if len(full) < 2:
        return None
    strips = strips_of(full)
    if not _holds_figures(full, strips):
        return None
    heads = _heads(lines[max(start - min(before, _HEADS), 0) : start], lines[start], strips)
    rows = merged_rows(_as_rows([*heads, *run.rows], strips, len(heads)))
    return len(heads), run.end, table_of(rows, strips)


def is_row_of_figures(line: PrintedLine) -> bool:
    """Whether a line looks like a row: three cells or more, most of all but the first being figures."""
    parts = segments_of(line) if len(line.words) > 2 else ()
    figures = sum(is_figure(_text(part)) for part in parts)
    return len(parts) >= 3 and 2 * figures >= len(parts) - 1


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _run(lines: Sequence[PrintedLine], start: int) -> _Run:
    """The rows from a full one on, those between them that are not full included."""
    end = start + 1
    for index in range(start + 1, len(lines)):
        line, last = lines[index], lines[index - 1]
        drop = line.baseline - last.baseline
        if line.page != last.page or not 0 < drop < _FAR * max(line.size, last.size) or index - end > _BRIDGES:
            break
        if is_row_of_figures(line):
            end = index + 1
    rows = list(lines[start:end])
    strips = strips_of([line for line in rows if is_row_of_figures(line)])
    while end < len(lines) and _ends_row(lines[end], lines[end - 1], strips):
        rows.append(lines[end])
        end += 1
    return _Run(rows, end)


def _ends_row(line: PrintedLine, last: PrintedLine, strips: Sequence[Strip]) -> bool:
    """Whether a line right below the last row is another, with fewer figures: a total, a row with blanks."""
    if line.page != last.page or not 0 < line.baseline - last.baseline < 1.6 * line.size:
        return False
    parts = segments_of(line)
    crossing = any(part[0].x0 < strip[0] and part[-1].x1 > strip[1] for part in parts for strip in strips)
    return len(parts) > 1 and not crossing and any(is_figure(_text(part)) for part in parts[1:])


def strips_of(rows: Sequence[PrintedLine]) -> list[Strip]:
    """The empty strips between columns; a few rows may reach into one. Signs of currency are no column of their own."""
    events: list[tuple[float, int]] = []
    for row in rows:
        for part in segments_of(row):
            events += [(part[0].x0, 1), (part[-1].x1, -1)]
    allowed = len(rows) // 12
    strips: list[Strip] = []
    depth = 0
    start: float | None = None
    for x, step in sorted(events):
        before, depth = depth, depth + step
        if before > allowed >= depth:
            start = x
        elif before <= allowed < depth and start is not None and x - start > _NARROWEST:
            strips.append((start, x))
    columns = pairwise([*strips, (max((row.x1 for row in rows), default=0.0), 0.0)])
    signs = [_is_currency(rows, left[1], right[0]) for left, right in columns]
    return [strip for index, strip in enumerate(strips) if not (index and signs[index - 1])]


def _is_currency(rows: Sequence[PrintedLine], left: float, right: float) -> bool:
    """Whether nothing but signs of currency stands between two edges."""
    held = [word.text for row in rows for word in row.words if left - 1 < (word.x0 + word.x1) / 2 < right + 1]
    return bool(held) and all(_CURRENCY.fullmatch(text) for text in held)


def _holds_figures(rows: Sequence[PrintedLine], strips: Sequence[Strip]) -> bool:
    """Whether the rows are clear enough: three columns or more, filled alike, in three rows, or two of many columns."""
    columns = len(strips) + 1
    if columns < 3 or len(rows) < (3 if columns < 5 else 2):
        return False
    filled = [len(cells_of(segments_of(row), strips)) for row in rows]
    return sum(filled) >= 0.6 * columns * len(rows)


def _heads(above: Sequence[PrintedLine], first: PrintedLine, strips: Sequence[Strip]) -> list[PrintedLine]:
    """The lines right above the first row that name its columns, from top to bottom."""
    heads: list[PrintedLine] = []
    last = first
    for line in reversed(above):
        drop = last.baseline - line.baseline
        near = _NEAR_HEAD if len(segments_of(line)) > 1 else _NEAR_TITLE
        if line.page != first.page or not 0 < drop < near * max(line.size, last.size) or not _names(line, strips):
            break
        heads.insert(0, line)
        last = line
    return heads


def _names(line: PrintedLine, strips: Sequence[Strip]) -> bool:
    """Whether a line may be part of a table's head: several texts, or one that does not begin in the first column."""
    parts = segments_of(line)
    if line.x0 > strips[0][0]:
        return all(len(_text(part)) < 60 for part in parts)
    return len(parts) >= 2 and parts[0][-1].x1 < strips[1][0] and all(len(_text(part)) < 40 for part in parts)


def _as_rows(lines: Sequence[PrintedLine], strips: Sequence[Strip], heads: int) -> list[Row]:
    edges = (
        min(line.x0 for line in lines),
        *(edge for strip in strips for edge in strip),
        max(line.x1 for line in lines),
    )
    rows: list[Row] = []
    for index, line in enumerate(lines):
        cells = cells_of(segments_of(line), strips, whole=index < heads)
        if index < heads and index + 1 < len(lines):
            cells = spread(cells, edges)
        figures = sum(is_figure(_text(cell.words)) for cell in cells)
        rows.append(Row(line, tuple(cells), 2 * figures >= max(len(cells) - 1, 1)))
    return rows
