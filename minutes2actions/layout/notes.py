"""Notes in the margin: owners' initials at the right edge, beside the paragraph that they answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from minutes2actions.layout.markers import marker_of
from minutes2actions.layout.printed import PrintedLine

_NEAR = 9.0
"""Points by which notes of one column may be set apart: they are centred or end in a space."""
_LETTERS = 32
_WORDS = 5
_ROW = 3
"""Texts beside each other up to which the last may be a note; more are a row."""


def margin_column(lines: Sequence[PrintedLine]) -> Callable[[PrintedLine], bool] | None:
    """A test for what stands in the document's margin column, if it has one: short texts at one edge, beside prose."""
    if not lines:
        return None
    left = min(line.x0 for line in lines)
    right = max(line.x1 for line in lines)
    found = [note for index, line in enumerate(lines) if (note := _candidate(lines, index, left, right)) is not None]
    edges = [(edge, at) for edge in (_right, _left, _middle) for at in _shared([edge(note) for note in found])]
    if not edges:
        return None
    return lambda part: _is_short(part) and any(abs(edge(part) - at) <= _NEAR for edge, at in edges)


def _shared(places: Sequence[float]) -> list[float]:
    """The places at which two notes or more stand."""
    shared: list[float] = []
    held: list[float] = []
    for place in [*sorted(places), float("inf")]:
        if held and place - held[0] > _NEAR:
            if len(held) > 1:
                shared.append(sum(held) / len(held))
            held = []
        held.append(place)
    return shared


def parted(
    line: PrintedLine, in_margin: Callable[[PrintedLine], bool]
) -> tuple[PrintedLine | None, PrintedLine | None]:
    """The line without its note, and the note."""
    parts = line.segments()
    if len(parts) > _ROW:
        return line, None
    count = len(parts[-1].words)
    if not in_margin(parts[-1]) or len(parts) > 2 + bool(marker_of(line)):
        count = 1 if _last_word_is_apart(line, in_margin) else 0
    if not count:
        return line, None
    cut = len(line.words) - count
    note = PrintedLine(line.words[cut:], line.page)
    return (PrintedLine(line.words[:cut], line.page, line.right) if cut else None), note


def _last_word_is_apart(line: PrintedLine, in_margin: Callable[[PrintedLine], bool]) -> bool:
    """Whether a full line's last word stands in the margin column after a gap wider than the line's others."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(line.words)]
    if len(gaps) < 5 or gaps[-1] < max(0.6 * line.size, 1.7 * max(gaps[2:-1])):
        return False
    return in_margin(PrintedLine(line.words[-1:], line.page))


def _candidate(lines: Sequence[PrintedLine], index: int, left: float, right: float) -> PrintedLine | None:
    """The short text at the right end of a line of prose."""
    line = lines[index]
    parts = line.segments()
    marker = marker_of(line)
    if len(parts) != 2 + (marker is not None and 1 in line.gaps):
        return None
    note = parts[-1]
    if note.x0 < left + 0.6 * (right - left) or not _is_short(note):
        return None
    before = lines[index - 1] if index else None
    words = len(line.words) - len(note.words)
    tail = (
        before is not None
        and before.page == line.page
        and not before.gaps
        and 0 < line.baseline - before.baseline < 1.6 * line.size
        and before.x1 > left + 0.6 * (right - left)
    )
    return note if marker or tail or words >= 6 else None


def _is_short(part: PrintedLine) -> bool:
    text = part.text
    return len(text) <= _LETTERS and len(part.words) <= _WORDS and not any(char.isdigit() for char in text)


def _right(part: PrintedLine) -> float:
    return part.x1


def _left(part: PrintedLine) -> float:
    return part.x0


def _middle(part: PrintedLine) -> float:
    return (part.x0 + part.x1) / 2
