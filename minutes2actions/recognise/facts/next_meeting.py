"""Finds when the body meets next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from minutes2actions.document import Paragraph, Place, Table
from minutes2actions.recognise.meetings import Part
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern
from minutes2actions.record import Doubt, Evidence
from minutes2actions.rulebook import Rulebook

if TYPE_CHECKING:
    from minutes2actions.resolve.deadlines import DateSpan

_LINES_UNDER = 3
_BESIDE = 24
"""How many characters stand beside each date in a list of meetings: a time, a weekday, a comma."""
_NUMBER = re.compile(r"^\s*(?:[A-Z]{1,4}\s?)?\(?\d+(?:[./:-]\d+)*[./:-]?[a-z]?[.):]?\s+(?=\D)")


def next_meeting(
    part: Part, day: date | None, rules: Rulebook, locale: str
) -> tuple[date | None, tuple[Evidence, ...], tuple[Doubt, ...]]:
    """The first date after the meeting that the record gives for the next, its proof, and what is doubtful about it."""
    if day is None:
        return None, (), ()
    for text, place, rule in (*_sections(part, rules), *_sentences(part, rules)):
        found = _first_after(text, day, rules, locale)
        if found:
            return found[0], (Evidence("next_date", found[1], place, rule),), ()
    doubts = tuple(_before_meeting(part, day, rules, locale))
    return None, (), doubts


def _before_meeting(part: Part, day: date, rules: Rulebook, locale: str) -> Iterator[Doubt]:
    """A doubt where what is printed as the next meeting's date is not after the meeting."""
    from minutes2actions.resolve.deadlines import find_dates

    for text, _, _ in _sections(part, rules):
        for span in find_dates(text, rules, locale):
            if day.year - 5 < span.date.year and span.date <= day:
                yield Doubt("next_meeting_not_after_meeting", f"the next meeting is printed as {span.text}")
                return


def future_meetings(part: Part, day: date | None, rules: Rulebook, locale: str) -> tuple[date, ...]:
    """The days after the meeting that its list of future meetings prints."""
    found: set[date] = set()
    if day is None:
        return ()
    for text, _, _ in _sections(part, rules):
        later = _later(text, day, rules, locale)
        if len(text) - sum(len(span.text) for span in later) <= _BESIDE * len(later):
            found |= {span.date for span in later}
    return tuple(sorted(found))


def _first_after(text: str, day: date, rules: Rulebook, locale: str) -> tuple[date, str] | None:
    return next(((span.date, span.text) for span in _later(text, day, rules, locale)), None)


def _later(text: str, day: date, rules: Rulebook, locale: str) -> list[DateSpan]:
    """The dates after a day that a text gives for meetings."""
    from minutes2actions.resolve.deadlines import find_dates

    for year in (day.year, day.year + 1):
        later = [
            s
            for s in find_dates(text, rules, locale, year)
            if s.date > day and (s.date - day).days < 800 and not _excluded(rules).search(text[: s.start])
        ]
        if later:
            return later
    return []


@lru_cache(maxsize=16)
def _excluded(rules: Rulebook) -> re.Pattern[str]:
    """What says, a few words before a date, that the meeting is not then."""
    words = phrase_pattern(named_words(rules, "not-the-next-meeting")).pattern
    return re.compile(rf"{words}[^.,;\d]{{0,14}}$", re.IGNORECASE)


def _is_heading(text: str, rules: Rulebook) -> bool:
    section = rules.find("section", _NUMBER.sub("", text))
    return section is not None and section.meaning == "next_meeting"


def _sections(part: Part, rules: Rulebook) -> Iterator[tuple[str, Place, str]]:
    """What stands under, beside or behind a heading "Date of next meeting"."""
    blocks = part.blocks
    for i, block in enumerate(blocks):
        if isinstance(block, Table):
            yield from _cells(block, rules)
            continue
        head, colon, rest = block.text.partition(":")
        if colon and rest.strip() and _is_heading(head, rules):
            yield rest, block.place, "section.next_meeting"
        if _is_heading(block.text, rules):
            for following in blocks[i + 1 : i + 1 + _LINES_UNDER]:
                if isinstance(following, Paragraph):
                    yield following.text, following.place, "section.next_meeting"


def _cells(table: Table, rules: Rulebook) -> Iterator[tuple[str, Place, str]]:
    for row, below in zip(table.rows, [*table.rows[1:], ()], strict=True):
        for i, cell in enumerate(row):
            if _is_heading(" ".join(cell.text.split()), rules):
                beside = [other for other in row[i + 1 :] if other.text.strip()]
                for other in beside or below[i : i + 1]:
                    for paragraph in other.paragraphs:
                        yield paragraph.text, paragraph.place, "section.next_meeting"
            for j, paragraph in enumerate(cell.paragraphs):
                if _is_heading(paragraph.text, rules):
                    for following in cell.paragraphs[j + 1 : j + 1 + _LINES_UNDER]:
                        yield following.text, following.place, "section.next_meeting"


def _sentences(part: Part, rules: Rulebook) -> Iterator[tuple[str, Place, str]]:
    """The rest of each sentence that speaks of the next meeting, last sentences first."""
    found: list[tuple[str, Place, str]] = []
    for block in part.blocks:
        paragraphs = (
            [block] if isinstance(block, Paragraph) else [p for row in block.rows for c in row for p in c.paragraphs]
        )
        for paragraph in paragraphs:
            for match in _phrases(rules).finditer(paragraph.text):
                rest = re.split(r"(?<=[a-z0-9)])\.\s+(?=[A-Z])", paragraph.text[match.end() :])[0]
                found.append((" ".join(rest.split()[:25]), paragraph.place, "words.next-meeting-sentence"))
    yield from reversed(found)


@lru_cache(maxsize=16)
def _phrases(rules: Rulebook) -> re.Pattern[str]:
    return phrase_pattern(named_words(rules, "next-meeting-sentence"))
