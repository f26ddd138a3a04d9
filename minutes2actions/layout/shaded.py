"""Tables that are shown by shading alone: all cells filled, or every other row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from minutes2actions.document import BBox
from minutes2actions.layout.printed import Glyph, Rule

_TOUCH = 3.0
_TALLEST = 200.0
"""Points that a shaded cell may be high."""
_MOST = 1500
"""Shaded areas beyond which a page is a picture."""


@dataclass(slots=True)
class _Bar:
    """A shaded row: `edges` are the sides of its cells."""

    top: float
    bottom: float
    edges: list[float]


def rules_of_shades(shades: Sequence[BBox], glyphs: Sequence[Glyph]) -> list[Rule]:
    """The lines that would be drawn around the cells of tables that are only shaded."""
    cells = [shade for shade in shades if shade[3] - shade[1] < _TALLEST]
    if len(cells) > _MOST:
        return []
    return [rule for bars in _groups(_bars(cells)) if len(bars) > 1 for rule in _rules(bars, glyphs)]


def _bars(cells: Iterable[BBox]) -> list[_Bar]:
    """The cells row by row: those that stand side by side at one height."""
    bars: list[_Bar] = []
    for x0, top, x1, bottom in sorted(cells, key=lambda cell: (round(cell[1]), cell[0])):
        last = bars[-1] if bars else None
        if last and abs(last.top - top) <= 1.5 and abs(last.bottom - bottom) <= 1.5 and x0 <= last.edges[-1] + _TOUCH:
            last.edges.append(max(x1, last.edges[-1]))
        else:
            bars.append(_Bar(top, bottom, [x0, x1]))
    return bars


def _groups(bars: Iterable[_Bar]) -> list[list[_Bar]]:
    """Bars of one width, each no further from the one above than a row is high."""
    groups: list[list[_Bar]] = []
    for bar in bars:
        for group in groups:
            last = group[-1]
            same = abs(last.edges[0] - bar.edges[0]) <= _TOUCH and abs(last.edges[-1] - bar.edges[-1]) <= _TOUCH
            if same and -_TOUCH <= bar.top - last.bottom <= 2 * max(last.bottom - last.top, bar.bottom - bar.top):
                group.append(bar)
                break
        else:
            groups.append([bar])
    return groups


def _rules(bars: Sequence[_Bar], glyphs: Sequence[Glyph]) -> list[Rule]:
    """Lines above and below each bar, and down at the sides of cells; text below the last bar is a row of its own."""
    left, right = bars[0].edges[0], bars[0].edges[-1]
    heights = sorted({height for bar in bars for height in (bar.top, bar.bottom)})
    gaps = [below.top - above.bottom for above, below in pairwise(bars) if below.top - above.bottom > _TOUCH]
    foot = heights[-1] + max(gaps, default=0.0)
    if any(heights[-1] < glyph.centre[1] < foot and left < glyph.centre[0] < right for glyph in glyphs):
        heights.append(foot)
    edges = [left, right]
    for edge in (edge for bar in bars for edge in bar.edges[1:-1]):
        if not any(abs(edge - other) <= _TOUCH for other in edges):
            edges.append(edge)
    across = [Rule(left, height, right, height) for height in heights]
    return across + [Rule(edge, heights[0], edge, heights[-1]) for edge in edges]
