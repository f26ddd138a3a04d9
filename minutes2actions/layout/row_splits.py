"""Rows that no line parts: a tall row is as many rows as it has numbered entries, or lines of figures."""

from __future__ import annotations

from collections.abc import Sequence

from minutes2actions.layout.figures import is_figure, segments_of
from minutes2actions.layout.grid import Grid, Slot
from minutes2actions.layout.markers import marker_kind, marker_of
from minutes2actions.layout.parts import Lines, PrintedTable
from minutes2actions.layout.printed import PrintedLine

_LEVEL = 2.5
"""Points by which baselines of one row may differ."""
_SHORT = 30
_LEAST = 3
"""Lines of figures from which a row is taken to be several."""


def with_rows_split(table: PrintedTable) -> PrintedTable:
    """The table with each row split where the entries of its first column say so."""
    grid = table.grid
    if any(slot.row_span > 1 for slot in grid.slots):
        return table
    ys: list[float] = [grid.ys[0]]
    cells: dict[Slot, Lines] = {}
    for row in range(len(grid.ys) - 1):
        held = {slot: lines for slot, lines in table.cells.items() if slot.row == row}
        starts = _starts(held) or _starts_of_figures(held)
        for number in range(max(len(starts), 1)):
            for slot, lines in held.items():
                part = tuple(line for line in lines if not starts or _within(line, starts, number))
                cells[Slot(len(ys) - 1, slot.column, 1, slot.column_span)] = part
            ys.append(starts[number + 1] if number + 1 < len(starts) else grid.ys[row + 1])
    if len(ys) == len(grid.ys):
        return table
    return PrintedTable(Grid(grid.xs, tuple(ys), tuple(cells)), cells)


def _within(line: PrintedLine, starts: Sequence[float], number: int) -> bool:
    after = number == 0 or line.baseline > starts[number]
    before = number + 1 == len(starts) or line.baseline <= starts[number + 1]
    return after and before


def _starts(held: dict[Slot, Lines]) -> list[float]:
    """The heights at which the rows within a row begin; none where it is one."""
    first = min(held, key=lambda slot: slot.column)
    lines = sorted(held[first], key=lambda line: line.baseline)
    if len(held) < 3 or len(lines) < 2 or any(len(line.text) > _SHORT for line in lines):
        return []
    entries = [line for index, line in enumerate(lines) if index == 0 or _begins(line, lines[index - 1])]
    others = [line.baseline for slot, held_lines in held.items() if slot is not first for line in held_lines]
    level = [any(abs(entry.baseline - other) <= _LEVEL for other in others) for entry in entries]
    if len(entries) < 2 or not all(level):
        return []
    return [entry.bbox[1] - 1 for entry in entries]


def _starts_of_figures(held: dict[Slot, Lines]) -> list[float]:
    """The heights at which rows begin whose figures stand in lines; none where they do not."""
    slots = sorted(held, key=lambda slot: slot.column)
    columns = [held[slot] for slot in slots[1:] if len(held[slot]) >= _LEAST and all(map(_holds_figures, held[slot]))]
    if len(columns) < 2 or not held[slots[0]]:
        return []
    figures = max(columns, key=len)
    level = [all(any(_is_level(line, other) for other in column) for line in figures) for column in columns]
    if sum(level) < 0.6 * len(level) or len(held[slots[0]]) > 2 * len(figures):
        return []
    starts: list[PrintedLine] = []
    labels = [line for line in held[slots[0]] if not any(_is_level(line, other) for other in figures)]
    for line in sorted([*figures, *labels], key=lambda line: line.baseline):
        name = next((label for label in held[slots[0]] if _is_level(label, line)), None)
        goes_on = (
            name is not None and name.text[:1].islower() and (line in labels or (starts[-1:] and starts[-1] in labels))
        )
        if not (goes_on and starts):
            starts.append(line)
    return [line.bbox[1] - 1 for line in starts]


def _holds_figures(line: PrintedLine) -> bool:
    return all(is_figure(" ".join(word.text for word in part)) for part in segments_of(line))


def _is_level(one: PrintedLine, other: PrintedLine) -> bool:
    return abs(one.baseline - other.baseline) <= _LEVEL


def _begins(line: PrintedLine, last: PrintedLine) -> bool:
    """Whether a line of the first column begins an entry: it has a number, or stands well below the last."""
    numbered = marker_of(line) or (len(line.words) == 1 and marker_kind(line.text, tabbed=True) in ("number", "roman"))
    return bool(numbered) or line.baseline - last.baseline > 1.7 * line.size
