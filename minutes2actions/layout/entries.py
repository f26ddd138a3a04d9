"""Entries of a narrow column, such as owners, that show where the tasks beside them begin."""

from __future__ import annotations

from collections.abc import Sequence

from minutes2actions.layout.grid import Slot
from minutes2actions.layout.parts import Lines, PrintedTable
from minutes2actions.layout.printed import PrintedLine

_LEVEL = 2.5
"""Points by which baselines of one row may differ."""
_APART = 1.8
"""How many times its size an entry stands below the one before."""
_SHORT = 30


def entries_beside(table: PrintedTable, slot: Slot) -> list[float]:
    """The heights at which a cell's own texts begin, by the entries of another cell in its row that all stand level."""
    own = table.cells[slot]
    for other, lines in table.cells.items():
        if other.row == slot.row and other.row_span == slot.row_span and other != slot and _are_entries(lines):
            starts = [line.baseline for index, line in enumerate(lines) if not index or _is_apart(lines, index)]
            if len(starts) > 1 and all(_is_level(start, own) for start in starts) and _is_level(starts[0], own[:1]):
                return starts
    return []


def _are_entries(lines: Lines) -> bool:
    return len(lines) > 1 and all(len(line.text) <= _SHORT for line in lines)


def _is_apart(lines: Lines, index: int) -> bool:
    return lines[index].baseline - lines[index - 1].baseline > _APART * lines[index].size


def _is_level(height: float, lines: Sequence[PrintedLine]) -> bool:
    return any(abs(line.baseline - height) <= _LEVEL for line in lines)
