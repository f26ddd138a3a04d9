"""Tells the meetings of one file apart: running notes that begin anew with each date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from minutes2actions.document import Block, Document, Paragraph, Style, Table
from minutes2actions.recognise.attendance_labels import label_meaning, split_labels
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook

_LOOK_BACK = 5
_TITLE_WORDS = 16


@dataclass(frozen=True, slots=True)
class Part:
    """One meeting's share of a document."""

    blocks: tuple[Block, ...]


def split_meetings(document: Document, rules: Rulebook) -> tuple[Part, ...]:
    """The document's meetings in file order: nearly always one with everything. What precedes the first is its own."""
    from minutes2actions.resolve.deadlines import detect_locale

    blocks = document.blocks
    lists = [i for i, block in enumerate(blocks) if _opens_attendance(block, rules)]
    if len(lists) < 2:
        return (Part(blocks),)
    locale = detect_locale("\n".join(p.text for p in document.paragraphs()), rules)
    starts: list[int] = []
    days: list[date] = []
    for before, at in zip([-1, *lists], lists, strict=False):
        found = _start(blocks, at, max(before + 1, at - _LOOK_BACK), rules, locale)
        if found and (not days or found[1] != days[-1]):
            starts.append(found[0])
            days.append(found[1])
    if len(set(days)) < 2:
        return (Part(blocks),)
    ends = [*starts[1:], len(blocks)]
    return tuple(Part(blocks[a:b]) for a, b in zip([0, *starts[1:]], ends, strict=True))


def _opens_attendance(block: Block, rules: Rulebook) -> bool:
    """Whether a block begins a list of those present."""
    if isinstance(block, Table):
        cells = [cell.text for row in block.rows[:6] for cell in row]
        known = [label_meaning(text.split(":")[0], rules) for text in cells if len(text.split()) < 60]
        return any(k and k[0] == Attendance.PRESENT for k in known) and any(_is_date_label(t, rules) for t in cells)
    first = split_labels(block.text, rules)[0]
    return first.meaning == Attendance.PRESENT and any(
        w in first.label.casefold() for w in ("resent", "attend", "particip")
    )


def _is_date_label(text: str, rules: Rulebook) -> bool:
    label = rules.find("label", text.split(":", maxsplit=1)[0])
    return label is not None and label.meaning == "date"


def _start(blocks: Sequence[Block], at: int, least: int, rules: Rulebook, locale: str) -> tuple[int, date] | None:
    """Where the title lines above a list begin, and the date that they print; None where they print none."""
    start, day = at, _date_of(blocks[at], rules, locale) if isinstance(blocks[at], Table) else None
    for i in range(at - 1, least - 1, -1):
        block = blocks[i]
        if not isinstance(block, Paragraph) or not _is_title(block):
            break
        own = _date_of(block, rules, locale)
        if own is None and day is not None and block.style is not Style.HEADING and not block.bold:
            break
        if own is not None and day is not None and own != day:
            break
        day = own or day
        start = i
    return (start, day) if day else None


def _is_title(paragraph: Paragraph) -> bool:
    return len(paragraph.text.split()) <= _TITLE_WORDS and not paragraph.text.rstrip().endswith((".", ";"))


def _date_of(block: Block, rules: Rulebook, locale: str) -> date | None:
    from minutes2actions.resolve.deadlines import find_dates

    texts = [block.text] if isinstance(block, Paragraph) else [c.text for row in block.rows[:6] for c in row]
    for text in texts:
        for span in find_dates(text[:120], rules, locale):
            return span.date
    return None
