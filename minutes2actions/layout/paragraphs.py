"""From the lines of one column or cell to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from minutes2actions.document import BBox, Line, Paragraph, Place, Style
from minutes2actions.layout.markers import Marker, marker_of
from minutes2actions.layout.measure import usual_pitch, would_end
from minutes2actions.layout.printed import PrintedLine, Word, line_text
from minutes2actions.layout.text import STOP, breaks_address, glued

_LABEL = re.compile(
    r"[A-Z][A-Z ]{2,24}(?:\s?\d{1,3})?\s?[:\u2013-](?:\s|$)|[A-Z][a-z]+(?: [A-Za-z]+){0,2}(?: \d[\d./]*)?\s?:(?:\s|$)"
)
_ITEM_NUMBER = re.compile(r"\d{1,3}[/.]\d{1,4}\s[A-Z]")
_LEADER = re.compile(r"\S\s?(?:\.{6,}|(?:\. ){5,})\s?[A-Z]")
"""Dots lead from a name to a post, from an entry to its page."""
_LEVEL = 2.5
"""Points by which the baselines of one row may differ."""
_SHOUTED = re.compile(r"[A-Z][A-Z ]{2,24}(?:\s?\d{1,3})?\s?:")


@dataclass
class Draft:
    """A paragraph in the making."""

    lines: list[PrintedLine]
    marker: Marker | None = None

    @property
    def last(self) -> PrintedLine:
        """The latest line."""
        return self.lines[-1]

    @property
    def text_x0(self) -> float:
        """Where the text begins after the marker."""
        first = self.lines[0]
        return first.words[1].x0 if self.marker else first.x0


def drafts_of(lines: Sequence[PrintedLine], pitch: float | None = None, starts: Sequence[float] = ()) -> list[Draft]:
    """The paragraphs of lines in reading order; `pitch` is how far lines are usually apart, over their size.

    `starts` are heights at which a new paragraph is to be expected, as by the entries of the next column.
    """
    pitch = usual_pitch(lines) if pitch is None else pitch
    drafts: list[Draft] = []
    for line, after in zip_longest(lines, lines[1:]):
        marker = marker_of(line)
        expected = line.text[:1].isupper() and any(abs(line.baseline - start) <= _LEVEL for start in starts)
        if drafts and not expected and not _begins(drafts[-1], line, marker, pitch, after):
            drafts[-1].lines.append(line)
        else:
            drafts.append(Draft([line], marker))
    return drafts


def _begins(
    draft: Draft, line: PrintedLine, marker: Marker | None, pitch: float | None, after: PrintedLine | None
) -> bool:
    """Whether a line begins a paragraph of its own."""
    last = draft.last
    drop = line.baseline - last.baseline
    same_page = line.page == last.page and drop > 0
    if _LEADER.search(last.text):
        return True
    if same_page and drop > _widest_drop(draft, line, pitch, after):
        return True
    if abs(line.size - last.size) > 0.12 * max(line.size, last.size):
        return True
    if last.gaps - ({1} if draft.marker else set()) and (not line.text[:1].islower() or _short(draft, line)):
        return True
    ended = bool(STOP.search(last.text))
    if ended and not same_page and not line.text[:1].islower():
        return True
    if line.gaps - ({1} if marker else set()) and (ended or not line.text[:1].islower()):
        return True
    if marker and (
        marker.tabbed or marker.kind == "bullet" or ended or line.x0 < draft.text_x0 - 2 or _short(draft, line)
    ):
        return True
    if _SHOUTED.match(line.text) or (ended and (_LABEL.match(line.text) or _ITEM_NUMBER.match(line.text))):
        return True
    if same_page and _moved(draft, line):
        return True
    if ended and last.bold and not any(word.bold for word in line.words):
        return True
    return _short(draft, line)


def _widest_drop(draft: Draft, line: PrintedLine, pitch: float | None, after: PrintedLine | None) -> float:
    """How far a line may stand below the paragraph's last to belong to it: further where lines are widely spaced."""
    last, size = draft.last, max(line.size, draft.last.size)
    usual = 1.28 * (pitch or 1.25) * size
    if len(draft.lines) > 1 and draft.lines[-2].page == last.page:
        return max(usual, 1.12 * (last.baseline - draft.lines[-2].baseline))
    if STOP.search(last.text) or last.gaps or len(last.words) < 5 or last.right is None or _short(draft, line):
        return usual
    drop = line.baseline - last.baseline
    evenly = after is not None and after.text[:1].islower() and abs(after.baseline - line.baseline - drop) < 0.06 * drop
    return max(usual, 2.2 * size) if line.text[:1].islower() or evenly else usual


def _short(draft: Draft, line: PrintedLine) -> bool:
    """Whether the last line was ended on purpose: the next word would have fitted."""
    last = draft.last
    if last.right is None or breaks_address(last.text):
        return False
    slack = 0.4 * line.size
    if line.text[:1].islower() and not STOP.search(last.text):
        slack = 0.4 * (last.right - last.x0)
    return would_end(last, line) < last.right - slack


def _moved(draft: Draft, line: PrintedLine) -> bool:
    """Whether the line's indent says that a new paragraph begins."""
    last, size = draft.last, line.size
    centred = abs((last.x0 + last.x1) - (line.x0 + line.x1)) < size
    shift = line.x0 - last.x0
    if any(abs(line.x0 - last.words[gap].x0) < 3 for gap in last.gaps):
        return False
    if len(draft.lines) == 1:
        if draft.marker:
            return not (last.x0 - 0.5 * size <= line.x0 <= draft.text_x0 + size)
        return (shift > 0.7 * size or shift < -5 * size) and not centred
    return abs(shift) > 0.6 * size and not centred


def joined_text(lines: Sequence[PrintedLine], skip: int) -> tuple[str, list[int]]:
    """The text of a paragraph without its first `skip` words, and where each line's part begins in it."""
    text = ""
    starts: list[int] = []
    for index, line in enumerate(lines):
        words: Sequence[Word] = line.words[skip:] if index == 0 else line.words
        gaps = frozenset(gap - skip for gap in line.gaps) if index == 0 else line.gaps
        part = line_text(words, gaps)
        if text and part:
            text = glued(text, part, lines[index - 1].within_word)
        starts.append(len(text))
        text += part
    return text, starts


def box_of(lines: Sequence[PrintedLine]) -> BBox:
    """The box around those lines that stand on the first line's page."""
    boxes = [line.bbox for line in lines if line.page == lines[0].page]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def paragraph_of(draft: Draft, place: Place) -> Paragraph:
    """The finished paragraph; headings are found later, when the whole document is known."""
    skip = 1 if draft.marker else 0
    text, starts = joined_text(draft.lines, skip)
    lines = tuple(Line(start, line.page, line.bbox) for start, line in zip(starts, draft.lines, strict=True))
    return Paragraph(
        text,
        place,
        Style.LIST if draft.marker else Style.BODY,
        1 if draft.marker else 0,
        draft.marker.text if draft.marker else None,
        all(line.bold for line in draft.lines),
        all(line.struck for line in draft.lines),
        lines=lines,
    )
