"""Minutes with a narrow column of titles at the left, their text at the right, and no lines drawn."""

from __future__ import annotations

from collections.abc import Sequence

from minutes2actions.layout.grid import Grid, Slot
from minutes2actions.layout.markers import marker_of
from minutes2actions.layout.measure import would_end
from minutes2actions.layout.parts import Lines, PrintedTable
from minutes2actions.layout.printed import PrintedLine
from minutes2actions.layout.text import STOP

_NEAR = 3.0
_LABEL = 32
"""Letters of a title's line."""
_LEAST = 3
"""Titles, and full lines of text, that there must be."""
Row = tuple[list[PrintedLine], list[PrintedLine]]


def with_label_tables(lines: Sequence[PrintedLine]) -> list[PrintedLine | PrintedTable]:
    """The lines, each run of titles beside their text made a table of two columns."""
    items: list[PrintedLine | PrintedTable] = []
    index = 0
    while index < len(lines):
        halves = _run(lines, index)
        if halves and _is_table(halves):
            items.append(_table(_rows(halves)))
            index += len(halves)
        else:
            items.append(lines[index])
            index += 1
    return items


Half = tuple[PrintedLine | None, PrintedLine | None]


def _run(lines: Sequence[PrintedLine], start: int) -> list[Half]:
    """The lines from `start` that keep to the two columns which its first line shows, each parted."""
    first = _parted(lines[start])
    if first is None:
        return []
    left, right = first[0].x0, first[1].x0
    halves: list[Half] = []
    for line in lines[start:]:
        both = _parted(line)
        if line.page != lines[start].page:
            break
        if both and abs(both[0].x0 - left) <= _NEAR and abs(both[1].x0 - right) <= _NEAR:
            halves.append(both)
        elif line.x0 >= right - _NEAR:
            halves.append((None, line))
        elif abs(line.x0 - left) <= _NEAR and line.x1 < right - line.size and len(line.text) <= _LABEL:
            halves.append((line, None))
        else:
            break
    return halves


def _parted(line: PrintedLine) -> tuple[PrintedLine, PrintedLine] | None:
    """A short title and the text beside it; a number and its text are one."""
    parts = line.segments()
    if len(parts) != 2 or marker_of(line) or len(parts[0].text) > _LABEL or parts[0].text.endswith(":"):
        return None
    return parts[0], parts[1]


def _is_table(halves: Sequence[Half]) -> bool:
    """Whether there are enough titles, most of the text is prose, and the text is the wider column."""
    both = [(label, text) for label, text in halves if label and text]
    texts = [text for _, text in halves if text]
    width = max(line.x1 for line in texts) - min(line.x0 for line in texts)
    full = sum(line.x1 - line.x0 > 0.75 * width and len(line.words) > 5 for line in texts)
    labels = both[0][1].x0 - both[0][0].x0 if both else 0.0
    return len(both) >= _LEAST and full >= max(_LEAST, 0.4 * len(texts)) and labels < 0.6 * width


def _rows(halves: Sequence[Half]) -> list[Row]:
    """Titles with their text: a title's second line stands right below its first, beside text that goes on."""
    rows: list[Row] = []
    right = max(text.x1 for _, text in halves if text)
    last_text: PrintedLine | None = None
    for label, text in halves:
        if label and not (rows and _goes_on(rows[-1], label, text, last_text, right)):
            rows.append(([], []))
        rows[-1][0].extend([label] if label else [])
        rows[-1][1].extend([text] if text else [])
        last_text = text or last_text
    return rows


def _goes_on(row: Row, label: PrintedLine, text: PrintedLine | None, last: PrintedLine | None, right: float) -> bool:
    """Whether a title's line belongs to the title above."""
    if not row[0] or label.baseline - row[0][-1].baseline > 1.5 * label.size:
        return False
    if text is None or last is None:
        return True
    return not STOP.search(last.text) and would_end(last, text) > right - 2 * text.size


def _table(rows: Sequence[Row]) -> PrintedTable:
    held = [line for row in rows for half in row for line in half]
    left, middle = min(line.x0 for line in held), min(line.x0 for row in rows for line in row[1])
    tops = [min(line.bbox[1] for half in row for line in half) for row in rows]
    xs = (left - 1, middle - 1, max(line.x1 for line in held) + 1)
    cells: dict[Slot, Lines] = {Slot(r, c, 1, 1): tuple(row[c]) for r, row in enumerate(rows) for c in range(2)}
    return PrintedTable(Grid(xs, (*tops, max(line.bbox[3] for line in held)), tuple(cells)), cells)
