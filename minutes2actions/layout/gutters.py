"""Text that is set in two columns: found by the empty strip between them, read one column after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from minutes2actions.layout.figures import is_row_of_figures
from minutes2actions.layout.printed import PrintedLine, Word

_STEP, _STEPS = 4.0, 500
"""Points from one place that is tried to the next, and how many such steps a line is wide at most."""
_WIDE = 0.8
"""The share of its size by which a line leaves a gutter free."""
_LEAST = 5
"""Lines that each column must have."""


def unfolded(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of a page in reading order: where two columns stand side by side, the left one first."""
    gutter = _gutter(lines)
    if gutter is None:
        return list(lines)
    ordered: list[PrintedLine] = []
    for start, end, free in _runs(lines, gutter):
        halves = [_halves(line, gutter) for line in lines[start:end]]
        left = [half for half, _ in halves if half is not None]
        right = [half for _, half in halves if half is not None]
        ordered += [*left, *right] if free and _are_columns(left, right) else lines[start:end]
    return ordered


def _gutter(lines: Sequence[PrintedLine]) -> float | None:
    """The x that parts the most lines in a run, if it parts two columns of prose."""
    if len(lines) < _LEAST:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    best: tuple[int, float] | None = None
    sides = _Sides(lines)
    x = left + 0.3 * (right - left) - max(_STEP, (right - left) / _STEPS)
    while (x := x + max(_STEP, (right - left) / _STEPS)) < left + 0.7 * (right - left):
        if sides.fewer(x) < _LEAST:
            continue
        for start, end, free in _runs(lines, x):
            if not free:
                continue
            halves = [_halves(line, x) for line in lines[start:end]]
            both = [half for pair in halves for half in pair if half is not None]
            left_half, right_half = ([half for half in side if half is not None] for side in zip(*halves, strict=True))
            if (best is None or len(both) > best[0]) and _are_columns(left_half, right_half):
                best = (len(both), x)
    return best[1] if best else None


class _Sides:
    """How many lines have text beside an x and none at it: a quick look before the thorough one."""

    def __init__(self, lines: Sequence[PrintedLine]) -> None:
        self._starts = sorted([line.x0 for line in lines])
        self._ends = sorted([line.x1 for line in lines])
        self._gaps = [
            (one.x1, after.x0)
            for line in lines
            for one, after in pairwise(line.words)
            if after.x0 - one.x1 > _WIDE * line.size
        ]

    def fewer(self, x: float) -> int:
        """The most lines that the emptier side may have."""
        through = sum([start <= x <= end for start, end in self._gaps])
        right = len(self._starts) - bisect_left(self._starts, x)
        return min(bisect_right(self._ends, x), right) + through


def _runs(lines: Sequence[PrintedLine], x: float) -> list[tuple[int, int, bool]]:
    """Consecutive lines that all leave x free, or all cross it."""
    runs: list[tuple[int, int, bool]] = []
    for index, line in enumerate(lines):
        free = not any(word.x0 < x < word.x1 for word in line.words) and _gap_at(line, x) > _WIDE * line.size
        start = runs.pop()[0] if runs and runs[-1][2] == free else index
        runs.append((start, index + 1, free))
    return runs


def _gap_at(line: PrintedLine, x: float) -> float:
    """The width of the empty strip around x; endless outside the line."""
    before = max((word.x1 for word in line.words if word.x1 <= x), default=None)
    after = min((word.x0 for word in line.words if word.x0 >= x), default=None)
    return after - before if before is not None and after is not None else float("inf")


def _halves(line: PrintedLine, x: float) -> tuple[PrintedLine | None, PrintedLine | None]:
    def part(words: tuple[Word, ...]) -> PrintedLine | None:
        return replace(line, words=words) if words else None

    left = tuple(word for word in line.words if word.x1 <= x)
    return part(left), part(tuple(word for word in line.words if word.x1 > x))


def _are_columns(left: Sequence[PrintedLine], right: Sequence[PrintedLine]) -> bool:
    """Whether both sides are prose, or one is and the other rows of figures."""
    prose = [_is_prose(side) for side in (left, right)]
    return all(prose) or (any(prose) and _are_figures(right if prose[0] else left))


def _is_prose(side: Sequence[PrintedLine]) -> bool:
    """Whether there are enough lines, mostly long, as wide as their side."""
    if len(side) < _LEAST:
        return False
    width = max(line.x1 for line in side) - min(line.x0 for line in side)
    least = max(3, 0.45 * len(side))
    full = [line for line in side if line.x1 - line.x0 > 0.7 * width and len(line.words) >= 4]
    if len(full) < least or any(line.gaps and len(line.gaps) > 1 for line in side):
        return False
    return sum(not is_row_of_figures(line) for line in full) >= least


def _are_figures(side: Sequence[PrintedLine]) -> bool:
    """Whether most lines are rows of a table of figures."""
    return len(side) > 2 * _LEAST and sum(map(is_row_of_figures, side)) >= 0.6 * len(side)
