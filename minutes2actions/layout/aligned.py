"""Tables without drawn lines: rows of short texts that stand below each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from minutes2actions.layout.grid import Grid, Slot
from minutes2actions.layout.markers import marker_of
from minutes2actions.layout.parts import Lines, PrintedTable
from minutes2actions.layout.printed import PrintedLine

_NEAR = 4.0
"""Points within which texts stand below each other."""
_EXACT = 1.5
"""Points within which a text begins at a known column."""
_SHORT = 42
"""Letters of a cell up to which a table of two columns is one."""
Item = PrintedLine | PrintedTable


def with_aligned_tables(lines: Sequence[PrintedLine]) -> list[Item]:
    """The lines, each run of aligned rows made a table."""
    items: list[Item] = []
    index = 0
    while index < len(lines):
        end, columns = _run(lines, index)
        rows = _rows(lines[index:end], columns) if end > index + 1 else []
        if _is_table(rows, columns):
            items.append(_table(rows, columns))
            index = end
        else:
            items.append(lines[index])
            index += 1
    return items


def _parts(line: PrintedLine, columns: Sequence[float] = ()) -> list[PrintedLine]:
    """The line's segments, also those that begin at a known column; a marker and its text are one."""
    parts = [piece for part in line.segments() for piece in _cut(part, columns)]
    if len(parts) > 1 and len(parts[0].words) == 1 and marker_of(line):
        parts[:2] = [PrintedLine(parts[0].words + parts[1].words, line.page)]
    return parts


def _cut(part: PrintedLine, columns: Sequence[float]) -> list[PrintedLine]:
    """The parts of a segment: a long text may leave no wide gap before the next column."""
    words = part.words
    cuts = [
        index
        for index in range(1, len(words))
        if words[index].x0 - words[index - 1].x1 > 0.4 * part.size
        and any(abs(words[index].x0 - column) <= _EXACT for column in columns)
    ]
    edges = [0, *cuts, len(words)]
    return [PrintedLine(words[start:end], part.page) for start, end in pairwise(edges)]


def _run(lines: Sequence[PrintedLine], start: int) -> tuple[int, list[float]]:
    """The end of the run of aligned lines that begins at `start`, and the left edges of its columns."""
    columns = [part.x0 for part in _parts(lines[start])]
    if len(columns) < 2:
        return start + 1, columns
    end = start + 1
    while end < len(lines):
        line, last = lines[end], lines[end - 1]
        drop = line.baseline - last.baseline
        if line.page != last.page or not 0 < drop < 2.4 * max(line.size, last.size):
            break
        merged = _aligned(_parts(line, columns), columns)
        if merged is None:
            break
        columns = merged
        end += 1
    while (
        end > start + 1 and len(_parts(lines[end - 1])) == 1 and not _continues(lines[end - 1], lines[end - 2], columns)
    ):
        end -= 1
    return end, columns


def _aligned(parts: Sequence[PrintedLine], columns: Sequence[float]) -> list[float] | None:
    """The columns with those of one more line, if the line fits between them."""
    merged = list(columns)
    for part in parts:
        if any(abs(part.x0 - column) <= _NEAR for column in merged):
            continue
        if len(parts) < 2 or any(part.x0 < column < part.x1 for column in merged):
            return None
        merged = sorted([*merged, part.x0])
    if len(merged) > len(columns) + 1 or len(merged) > 8:
        return None
    for part in parts:
        home = _home(part, merged)
        if home + 1 < len(merged) and part.x1 > merged[home + 1] - 2:
            return None
    return merged


def _home(part: PrintedLine, columns: Sequence[float]) -> int:
    return max((i for i, column in enumerate(columns) if column <= part.x0 + _NEAR), default=0)


def _continues(line: PrintedLine, last: PrintedLine, columns: Sequence[float]) -> bool:
    """Whether a line with a single text goes on with the cell above it."""
    home = _home(line, columns)
    above = [part for part in _parts(last, columns) if _home(part, columns) == home]
    if not above or line.baseline - last.baseline > 1.45 * line.size or line.bold != above[0].bold:
        return False
    if marker_of(line) or home + 1 >= len(columns):
        return not marker_of(line)
    return above[0].x1 + line.words[0].x1 - line.words[0].x0 > columns[home + 1] - 24


def _rows(lines: Sequence[PrintedLine], columns: Sequence[float]) -> list[dict[int, list[PrintedLine]]]:
    """Rows of cells by column: a line with a single text may go on with the row above."""
    rows: list[dict[int, list[PrintedLine]]] = []
    for index, line in enumerate(lines):
        parts = _parts(line, columns)
        homes = [_home(part, columns) for part in parts]
        if rows and len(parts) == 1 and _continues(line, lines[index - 1], columns):
            rows[-1].setdefault(homes[0], []).append(parts[0])
        else:
            rows.append({home: [part] for home, part in zip(homes, parts, strict=True)})
    return rows


def _is_table(rows: Sequence[dict[int, list[PrintedLine]]], columns: Sequence[float]) -> bool:
    """Whether the rows are clear enough: three columns in two rows, or two columns of short texts in three."""
    if any(len(row) < len({*row}) for row in rows):
        return False
    filled = sum(len(row) >= 3 for row in rows)
    if filled >= 2 and filled >= 0.4 * len(rows):
        return True
    paired = [row for row in rows if len(row) == 2]
    if len(columns) != 2 or len(paired) < 3 or len(paired) < 0.75 * len(rows):
        return False
    cells = [" ".join(line.text for line in cell) for row in rows for cell in row.values()]
    return all(len(cell) <= _SHORT and not cell.endswith((":", ".")) for cell in cells)


def _table(rows: Sequence[dict[int, list[PrintedLine]]], columns: Sequence[float]) -> PrintedTable:
    held = [line for row in rows for cell in row.values() for line in cell]
    right = max(line.x1 for line in held)
    tops = [min(line.bbox[1] for cell in row.values() for line in cell) for row in rows]
    foot = max(line.bbox[3] for line in held)
    xs = (*(column - 1 for column in columns), right + 1)
    ys = (*tops, foot)
    cells: dict[Slot, Lines] = {
        Slot(r, c, 1, 1): tuple(row.get(c, ())) for r, row in enumerate(rows) for c in range(len(columns))
    }
    return PrintedTable(Grid(xs, ys, tuple(cells)), cells)
