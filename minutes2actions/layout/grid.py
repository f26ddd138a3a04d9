"""From drawn lines to the cells of tables."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minutes2actions.document import BBox
from minutes2actions.layout.printed import Rule

_TOUCH = 3.0
"""Points by which lines that meet may miss each other, and by which one line may waver."""
_MOST = 1_000_000
"""Pairs of lines beyond which a page is a drawing or a map, in which no table is looked for."""
_SHORT = 20.0
"""Points up to which a line counts as part of a drawing where there are too many."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a grid: its first row and column and how many of each it covers."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a table's lines stand: `xs` and `ys` are its column and row edges, `slots` its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]

    @property
    def bbox(self) -> BBox:
        """The box around the grid."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def area(self) -> float:
        """In square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def owners(self) -> dict[tuple[int, int], Slot]:
        """Which cell covers each row and column."""
        return {
            (row, column): slot
            for slot in self.slots
            for row in range(slot.row, slot.row + slot.row_span)
            for column in range(slot.column, slot.column + slot.column_span)
        }

    def box(self, slot: Slot) -> BBox:
        """The box of one cell."""
        return (
            self.xs[slot.column],
            self.ys[slot.row],
            self.xs[slot.column + slot.column_span],
            self.ys[slot.row + slot.row_span],
        )

    def locate(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column of a point, or None outside the grid."""
        x0, top, x1, bottom = self.bbox
        if not (x0 - 1 <= x <= x1 + 1 and top - 1 <= y <= bottom + 1):
            return None
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return row, column


def grids_of(rules: Iterable[Rule]) -> list[Grid]:
    """The grids that the rules of a page draw, from top to bottom; lines that meet no other are left out."""
    across, down = _joined(rules)
    if len(across) * len(down) > _MOST:
        across, down = ([rule for rule in side if rule.length > _SHORT] for side in (across, down))
    if len(across) * len(down) > _MOST:
        return []
    grids = [grid for group in _connected(across, down) if (grid := _grid(*group)) is not None]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _joined(rules: Iterable[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules, pieces of one line made one."""
    across: list[Rule] = []
    down: list[Rule] = []
    for rule in rules:
        (across if rule.horizontal else down).append(rule)
    pieces: list[Rule] = []
    for rule in sorted(across, key=lambda r: (round(r.top), r.x0)):
        last = pieces[-1] if pieces else None
        if last and abs(last.top - rule.top) <= 1.5 and rule.x0 <= last.x1 + _TOUCH:
            pieces[-1] = Rule(last.x0, last.top, max(last.x1, rule.x1), last.top)
        else:
            pieces.append(Rule(rule.x0, rule.top, rule.x1, rule.top))
    columns: list[Rule] = []
    for rule in sorted(down, key=lambda r: (round(r.x0), r.top)):
        last = columns[-1] if columns else None
        if last and abs(last.x0 - rule.x0) <= 1.5 and rule.top <= last.bottom + _TOUCH:
            columns[-1] = Rule(last.x0, last.top, last.x0, max(last.bottom, rule.bottom))
        else:
            columns.append(Rule(rule.x0, rule.top, rule.x0, rule.bottom))
    pieces.sort(key=lambda rule: rule.top)
    return [r for r in pieces if r.length > _TOUCH], [r for r in columns if r.length > _TOUCH]


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that meet one another."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    heights = [h.top for h in across]
    for j, v in enumerate(down):
        for i in range(bisect_left(heights, v.top - _TOUCH), bisect_right(heights, v.bottom + _TOUCH)):
            if across[i].x0 - _TOUCH <= v.x0 <= across[i].x1 + _TOUCH:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(parent)):
        group = groups.setdefault(root(index), ([], []))
        if index < len(across):
            group[0].append(across[index])
        else:
            group[1].append(down[index - len(across)])
    return [group for group in groups.values() if group[0] and group[1]]


def _edges(values: Iterable[float]) -> list[float]:
    """Distinct edges; those nearer than a hair are one."""
    edges: list[list[float]] = []
    for value in sorted(values):
        if edges and value - edges[-1][-1] <= _TOUCH:
            edges[-1].append(value)
        else:
            edges.append([value])
    return [sum(edge) / len(edge) for edge in edges]


def _grid(across: Sequence[Rule], down: Sequence[Rule]) -> Grid | None:
    """The grid of one group; an edge that is not drawn (an open side) is where the other lines end."""
    x_values = [rule.x0 for rule in down]
    y_values = [rule.top for rule in across]
    x_values += [x for x in (min(r.x0 for r in across), max(r.x1 for r in across)) if _outside(x, x_values)]
    y_values += [y for y in (min(r.top for r in down), max(r.bottom for r in down)) if _outside(y, y_values)]
    xs, ys = _edges(x_values), _edges(y_values)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST // 20:
        return None
    slots = _slots(xs, ys, across, down)
    return Grid(tuple(xs), tuple(ys), tuple(slots)) if slots else None


def _outside(value: float, others: Sequence[float]) -> bool:
    return value < min(others) - 2 * _TOUCH or value > max(others) + 2 * _TOUCH


def _slots(xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]) -> list[Slot]:
    """The cells: neighbours that no line parts are one cell, cut back to rectangles."""
    rows, columns = len(ys) - 1, len(xs) - 1
    below = _covered(ys, xs, [(r.top, r.x0, r.x1) for r in across])
    beside = _covered(xs, ys, [(r.x0, r.top, r.bottom) for r in down])
    done = [[False] * columns for _ in range(rows)]
    slots: list[Slot] = []
    for row in range(rows):
        for column in range(columns):
            if done[row][column]:
                continue
            wide = 1
            while column + wide < columns and not done[row][column + wide] and not beside[column + wide][row]:
                wide += 1
            high = 1
            while row + high < rows and _open(below[row + high], beside, row + high, column, wide, columns):
                high += 1
            for r in range(row, row + high):
                for c in range(column, column + wide):
                    done[r][c] = True
            slots.append(Slot(row, column, high, wide))
    return slots


def _open(
    edge: Sequence[bool], beside: Sequence[Sequence[bool]], row: int, column: int, wide: int, columns: int
) -> bool:
    """Whether the row goes on with the same cell: no line above it, none inside it, and lines at both its sides."""
    if any(edge[column : column + wide]) or any(beside[c][row] for c in range(column + 1, column + wide)):
        return False
    left = column == 0 or beside[column][row]
    right = column + wide == columns or beside[column + wide][row]
    return left and right


def _covered(
    edges: Sequence[float], cross: Sequence[float], rules: Sequence[tuple[float, float, float]]
) -> list[list[bool]]:
    """For each edge and each interval between cross edges, whether a rule is drawn along most of it."""
    length = [[0.0] * (len(cross) - 1) for _ in edges]
    for at, start, end in rules:
        nearest = min(range(len(edges)), key=lambda i: abs(edges[i] - at))
        if abs(edges[nearest] - at) > 2 * _TOUCH:
            continue
        for index in range(len(cross) - 1):
            length[nearest][index] += max(0.0, min(end, cross[index + 1]) - max(start, cross[index]))
    return [[covered > 0.6 * (cross[index + 1] - cross[index]) for index, covered in enumerate(row)] for row in length]
