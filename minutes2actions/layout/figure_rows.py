"""From the lines of a table of figures to its rows: texts that run over two lines are one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from minutes2actions.layout.grid import Grid, Slot
from minutes2actions.layout.parts import Lines, PrintedTable
from minutes2actions.layout.printed import PrintedLine, Word

_TIGHT = 1.5
"""How many times its size a line stands at most below the one whose text it goes on with."""
_CENTRED = 8.0
"""Points by which a text's middle may be off that of the columns that it stands over."""
Strip = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Text:
    """A cell's words on one line: the first and last column that they cover."""

    first: int
    last: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; `figures` tells that most of its cells hold numbers."""

    line: PrintedLine
    cells: tuple[Text, ...]
    figures: bool


def cells_of(parts: Sequence[tuple[Word, ...]], strips: Sequence[Strip], *, whole: bool = False) -> list[Text]:
    """The parts of a line by column; one that leaves a strip free is two cells, unless it is to stay `whole`."""
    cells: list[Text] = []
    for part in parts:
        for words in [part] if whole else _cut(part, strips):
            first, last = _column(words[0], strips), _column(words[-1], strips)
            if cells and cells[-1].last >= first:
                cells[-1] = Text(cells[-1].first, max(last, cells[-1].last), cells[-1].words + words)
            else:
                cells.append(Text(first, last, words))
    return cells


def spread(cells: Sequence[Text], edges: Sequence[float]) -> list[Text]:
    """The texts of a head, each over all the columns above whose middle it stands; `edges` are the columns' sides."""
    if len(cells) >= len(edges) // 2 - 1:
        return list(cells)
    made: list[Text] = []
    for index, cell in enumerate(cells):
        low = made[-1].last + 1 if made else min(1, cell.first)
        high = cells[index + 1].first - 1 if index + 1 < len(cells) else len(edges) // 2 - 1
        middle = (cell.words[0].x0 + cell.words[-1].x1) / 2
        spans = [
            (last - first, first, last) for first in range(low, cell.first + 1) for last in range(cell.last, high + 1)
        ]
        fitting = [
            span for span in spans if abs((edges[2 * span[1]] + edges[2 * span[2] + 1]) / 2 - middle) <= _CENTRED
        ]
        _, first, last = max(fitting, default=(0, cell.first, cell.last))
        made.append(replace(cell, first=first, last=last))
    return made


def _cut(words: tuple[Word, ...], strips: Sequence[Strip]) -> list[tuple[Word, ...]]:
    cuts = [
        index
        for index, (one, after) in enumerate(pairwise(words), 1)
        if any(
            one.x1 <= right and after.x0 >= left and _middle(one) < left and _middle(after) > right
            for left, right in strips
        )
    ]
    edges = [0, *cuts, len(words)]
    return [words[start:end] for start, end in pairwise(edges)]


def _middle(word: Word) -> float:
    return (word.x0 + word.x1) / 2


def _column(word: Word, strips: Sequence[Strip]) -> int:
    return sum(_middle(word) > (left + right) / 2 for left, right in strips)


def merged_rows(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows, each with the lines that it runs over."""
    body = next((index for index, row in enumerate(rows) if row.figures and len(row.cells) > 2), 0)
    merged: list[list[Row]] = []
    for index, row in enumerate(rows):
        if merged and _goes_on(merged[-1], row, in_head=index < body):
            merged[-1].append(row)
        else:
            merged.append([row])
    return merged


def _goes_on(above: Sequence[Row], row: Row, *, in_head: bool) -> bool:
    """Whether a line belongs to the row above."""
    last = above[-1]
    if row.line.baseline - last.line.baseline > _TIGHT * max(row.line.size, last.line.size):
        return False
    held = {cell.first for one in above for cell in one.cells}
    first = row.cells[0]
    if in_head:
        return all(cell.first == cell.last for one in (*above, row) for cell in one.cells) and not last.figures
    if held == {0} and len(above) == 1 and len(row.cells) > 1:
        return first.first > 0 or first.words[0].text[:1].islower()
    if first.first > 0:
        return not row.figures and {cell.first for cell in row.cells} <= held
    return len(row.cells) == 1 and len(held) > 1 and first.words[0].text[:1].islower()


def table_of(rows: Sequence[Sequence[Row]], strips: Sequence[Strip]) -> PrintedTable:
    """The rows as a table whose columns begin where the strips end."""
    lines = [row.line for group in rows for row in group]
    xs = (
        min(line.x0 for line in lines) - 1,
        *((left + right) / 2 for left, right in strips),
        max(line.x1 for line in lines) + 1,
    )
    tops = [min(row.line.bbox[1] for row in group) for group in rows]
    cells: dict[Slot, Lines] = {}
    for number, group in enumerate(rows):
        spans: dict[int, int] = {}
        for row in group:
            for cell in row.cells:
                spans[cell.first] = max(spans.get(cell.first, 0), cell.last)
        column = 0
        while column < len(strips) + 1:
            last = spans.get(column, column)
            slot = Slot(number, column, 1, last - column + 1)
            cells[slot] = tuple(_line(row, cell) for row in group for cell in row.cells if column <= cell.first <= last)
            column = last + 1
    return PrintedTable(Grid(xs, (*tops, max(line.bbox[3] for line in lines)), tuple(cells)), cells)


def _line(row: Row, cell: Text) -> PrintedLine:
    return replace(row.line, words=cell.words, right=None)
