"""Tables that are drawn with horizontal lines only: the empty strips between their texts are the column edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from minutes2actions.layout.printed import Glyph, Rule

_NARROWEST = 8.0
"""Points that an empty strip must measure; spaces between words are narrower."""
_SHORTEST = 150.0
"""Points that a table's lines must measure."""
_TALLEST = 260.0
"""Points that a row may be high."""
_TOUCH = 3.0


def with_column_edges(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[Rule]:
    """The rules, with a vertical one in each empty strip that runs through rows between horizontal lines."""
    down = [rule for rule in rules if not rule.horizontal]
    added: list[Rule] = []
    for group in _groups(rule for rule in rules if rule.horizontal and rule.x1 - rule.x0 >= _SHORTEST):
        x0, x1, top, bottom = group[0].x0, group[0].x1, group[0].top, group[-1].top
        crossed = any(x0 - _TOUCH < v.x0 < x1 + _TOUCH and v.top < bottom and v.bottom > top for v in down)
        if not crossed:
            held = [
                g for g in glyphs if g.text.strip() and x0 - 1 <= g.centre[0] <= x1 + 1 and top < g.centre[1] < bottom
            ]
            added += [Rule(x, top, x, bottom) for x in _edges(held, [rule.top for rule in group])]
    return [*rules, *added]


def _groups(across: Iterable[Rule]) -> list[list[Rule]]:
    """Three or more lines of one length, none too far from the next."""
    alike: dict[tuple[int, int], list[Rule]] = defaultdict(list)
    for rule in sorted(across, key=lambda rule: rule.top):
        alike[round(rule.x0 / 4), round(rule.x1 / 4)].append(rule)
    groups: list[list[Rule]] = []
    for rules in alike.values():
        run = [rules[0]]
        for rule in rules[1:]:
            if rule.top - run[-1].top > _TALLEST:
                groups.append(run)
                run = []
            if not run or rule.top - run[-1].top > _TOUCH:
                run.append(rule)
        groups.append(run)
    return [run for run in groups if len(run) >= 3]


def _edges(glyphs: Sequence[Glyph], heights: Sequence[float]) -> list[float]:
    """Where a column begins: at the right end of each strip that most rows leave between two texts."""
    if not glyphs:
        return []
    found: list[float] = []
    spans = sorted((glyph.x0, glyph.x1) for glyph in glyphs)
    reach = spans[0][1]
    for x0, x1 in spans:
        if x0 - reach >= _NARROWEST and _parts_rows(glyphs, heights, (reach + x0) / 2):
            found.append(x0 - 2)
        reach = max(reach, x1)
    return found


def _parts_rows(glyphs: Sequence[Glyph], heights: Sequence[float], x: float) -> bool:
    """Whether most rows have text on both sides."""
    rows = [[g.centre[0] < x for g in glyphs if top < g.centre[1] <= foot] for top, foot in pairwise(heights)]
    filled = [row for row in rows if row]
    return 2 * sum(True in row and False in row for row in filled) >= len(filled) >= 2
