"""Lines drawn under words and through them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from minutes2actions.layout.printed import PrintedLine, Rule

Across = tuple[list[Rule], list[float]]
"""A page's horizontal rules from top to bottom, and their heights."""


def across_of(rules: Iterable[Rule]) -> Across:
    """A page's horizontal rules."""
    across = sorted((rule for rule in rules if rule.horizontal), key=lambda rule: rule.top)
    return across, [rule.top for rule in across]


def decorated(lines: Iterable[PrintedLine], across: Across) -> Iterable[PrintedLine]:
    """The lines, those that are underlined or struck through along most of their length marked."""
    rules, heights = across
    return (_decorated(line, rules, heights) for line in lines) if rules else lines


def _decorated(line: PrintedLine, across: Sequence[Rule], heights: Sequence[float]) -> PrintedLine:
    size, base = line.size, line.baseline
    near = across[bisect_left(heights, base - 0.45 * size) : bisect_left(heights, base + 0.35 * size)]
    if not near:
        return line
    under = _covered(line, [rule for rule in near if rule.top > base + 0.02 * size])
    through = _covered(line, [rule for rule in near if rule.top < base - 0.12 * size])
    return line.marked(underlined=under > 0.8, struck=through > 0.7) if max(under, through) > 0.7 else line


def _covered(line: PrintedLine, rules: Sequence[Rule]) -> float:
    """The share of the line's length along which a rule is drawn that belongs to the text, not to a table or page."""
    x0, x1 = line.x0, line.x1
    own = [rule for rule in rules if rule.x0 > x0 - line.size and rule.x1 < x1 + line.size]
    return sum(max(0.0, min(rule.x1, x1) - max(rule.x0, x0)) for rule in own) / max(x1 - x0, 1.0)
