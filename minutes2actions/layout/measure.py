"""How text is set: how far its lines run, how far apart they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from minutes2actions.layout.printed import PrintedLine


def right_edge(lines: Sequence[PrintedLine]) -> float | None:
    """How far right the text runs: the edge at which most line breaks are natural ones.

    A line that goes on in the next, in lower case, was broken because the next word did not fit, so the edge lies
    between the line's end and where that word would have ended.
    """
    events = sorted(event for start, end in _breaks(lines) for event in ((start, 1), (end, -1)))
    best, height, edge = 1, 0, None
    for at, step in events:
        height += step
        if height > best:
            best, edge = height, at
    return edge


def supports(lines: Sequence[PrintedLine], edge: float | None) -> int:
    """How many line breaks are natural ones if the text runs as far as `edge`."""
    return sum(start <= edge < end for start, end in _breaks(lines)) if edge is not None else 0


def _breaks(lines: Sequence[PrintedLine]) -> list[tuple[float, float]]:
    """Between which bounds the right edge lies, judged by each line break."""
    return [
        (line.x1 - 0.5, would_end(line, after))
        for line, after in _pairs(lines)
        if not line.gaps and len(line.words) > 3 and after.words[0].text[:1].islower()
    ]


def usual_pitch(*columns: Sequence[PrintedLine]) -> float | None:
    """The usual distance of baselines in columns or cells that are set alike, as a multiple of the size."""
    pairs = (pair for lines in columns for pair in _pairs(lines))
    pitches = [(b.baseline - a.baseline) / b.size for a, b in pairs if abs(a.size - b.size) < 1]
    pitches = [pitch for pitch in pitches if 0.8 < pitch < 2.6]
    return sorted(pitches)[int(0.3 * len(pitches))] if pitches else None


def would_end(line: PrintedLine, after: PrintedLine) -> float:
    """Where the next line's first word would have ended on this line."""
    first = after.words[0]
    width = first.x1 - first.x0
    broken = re.search(r"[-/–]", first.text[:-1])
    if broken:
        width *= (broken.start() + 1) / len(first.text)
    return line.x1 + 0.25 * line.size + width


def _pairs(lines: Sequence[PrintedLine]) -> list[tuple[PrintedLine, PrintedLine]]:
    """Lines that stand one below the other."""
    return [(a, b) for a, b in pairwise(lines) if a.page == b.page and b.baseline > a.baseline]
