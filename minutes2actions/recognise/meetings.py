"""Tells the meetings of one file apart: running notes that begin anew with each date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import PurePath

from minutes2actions.document import Block, Document, Paragraph, Style, Table
from minutes2actions.recognise.attendance.labels import label_meaning, split_labels
from minutes2actions.recognise.vocabulary import fold, named_words, phrase_pattern
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook

_LOOK_BACK = 5
_TITLE_WORDS = 16
_HEADING_WORDS = 9
_TOP = 4
_YEAR = re.compile(r"(?<![\d/.-])20[0-3]\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Part:
    """One meeting's share of a document."""

    blocks: tuple[Block, ...]


def split_meetings(document: Document, rules: Rulebook) -> tuple[Part, ...]:
    """The document's meetings in file order: nearly always one with everything. What precedes the first is its own."""
    from minutes2actions.resolve.deadlines import detect_locale

    blocks = document.blocks
    lists = [i for i, block in enumerate(blocks) if _opens_attendance(block, rules)]
    heads = [i for i, block in enumerate(blocks) if isinstance(block, Paragraph) and _may_be_dated(block)]
    if len(lists) < 2 and len(heads) < 2:
        return (Part(blocks),)
    locale = detect_locale("\n".join(p.text for p in document.paragraphs()), rules)
    reading = _Dates(rules, locale, year_of(document))
    found: dict[int, date] = {}
    for before, at in zip([-1, *lists], lists, strict=False):
        start = _start(blocks, at, max(before + 1, at - _LOOK_BACK), reading)
        if start:
            found.setdefault(*start)
    if len(lists) != 1:  # the one list is the one meeting's
        for at, day in _alike({at: reading.heading(blocks[at]) for at in heads}).items():
            if day not in found.values():
                found[at] = day
    starts: list[int] = []
    for at in sorted(found):
        if not starts or found[at] != found[starts[-1]]:
            starts.append(at)
    if len({found[at] for at in starts}) < 2:
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


def _start(blocks: Sequence[Block], at: int, least: int, reading: _Dates) -> tuple[int, date] | None:
    """Where the title lines above a list begin, and the date that they print; None where they print none."""
    start, day = at, reading.first(blocks[at]) if isinstance(blocks[at], Table) else None
    for i in range(at - 1, least - 1, -1):
        block = blocks[i]
        if not isinstance(block, Paragraph) or not _is_title(block) or reading.is_next(block):
            break
        own = reading.first(block)
        if own is None and day is not None and block.style is not Style.HEADING and not block.bold:
            break
        if own is not None and day is not None and own != day:
            break
        day = own or day
        start = i
    return (start, day) if day else None


def _is_title(paragraph: Paragraph) -> bool:
    return len(paragraph.text.split()) <= _TITLE_WORDS and not paragraph.text.rstrip().endswith((".", ";"))


def _alike(headings: Mapping[int, tuple[str, date] | None]) -> dict[int, date]:
    """The dated headings that are worded alike, where there are several."""
    forms = Counter(form for found in headings.values() if found for form in found[:1])
    return {at: found[1] for at, found in headings.items() if found and forms[found[0]] > 1}


def _may_be_dated(paragraph: Paragraph) -> bool:
    """Whether a paragraph is set as a heading and prints figures."""
    heading = paragraph.style is Style.HEADING or (paragraph.bold and paragraph.style is Style.BODY)
    return heading and len(paragraph.text.split()) <= _HEADING_WORDS and any(c.isdigit() for c in paragraph.text)


def without_count(text: str, rules: Rulebook) -> str:
    """A title with the number of the meeting blanked: in "Meeting 1 – 3 March" no range of days begins."""
    return _count(rules).sub(lambda m: m.group(1) + " " * len(m.group(2)), text)


@lru_cache(maxsize=16)
def _count(rules: Rulebook) -> re.Pattern[str]:
    counted = phrase_pattern(named_words(rules, "counted-meeting")).pattern
    return re.compile(rf"({counted}[.\s#]*)(\d{{1,3}}\s*[-–—:,.]\s+)(?=\w)", re.IGNORECASE)


def year_of(document: Document) -> int | None:
    """The first year that the document's top lines or its file's name print: it completes dates without one."""
    top = [p.text for p in islice(document.paragraphs(), _TOP) if _is_title(p)]
    names = (*top, *(p.text for p in document.furniture[:4]), PurePath(document.source).name)
    years = (m.group() for text in names for m in _YEAR.finditer(text))
    return next((int(y) for y in years), None)


@dataclass(frozen=True, slots=True)
class _Dates:
    """How this document's dates are read."""

    rules: Rulebook
    locale: str
    year: int | None

    def first(self, block: Block) -> date | None:
        """The first date that a block prints near its beginning."""
        texts = [block.text] if isinstance(block, Paragraph) else [c.text for row in block.rows[:6] for c in row]
        return next((span[2] for text in texts for span in self._spans(text[:120])), None)

    def heading(self, block: Block) -> tuple[str, date] | None:
        """The words and the date of a heading that says no more than that a meeting begins: "Meeting 3 - 12 May"."""
        if not isinstance(block, Paragraph):
            return None
        text = without_count(block.text, self.rules)
        for start, end, day in self._spans(text):
            rest = [fold(w) for w in re.findall(r"[^\W\d_]+", text[:start] + " " + text[end:])]
            known = named_words(self.rules, "meeting-heading")
            return (" ".join(rest), day) if all(w in known for w in rest) else None
        return None

    def is_next(self, paragraph: Paragraph) -> bool:
        """Whether a line tells the next meeting rather than this one."""
        section = self.rules.find("section", paragraph.text.partition(":")[0])
        return section is not None and section.meaning == "next_meeting"

    def _spans(self, text: str) -> list[tuple[int, int, date]]:
        from minutes2actions.resolve.deadlines import find_dates

        return [(s.start, s.end, s.date) for s in find_dates(text, self.rules, self.locale, self.year)]
