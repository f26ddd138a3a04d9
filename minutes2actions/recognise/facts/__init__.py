"""Finds a meeting's facts: body, date, next date, place, and whether its record is a draft."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from minutes2actions.document import Document, Paragraph
from minutes2actions.recognise.facts.body import body_of
from minutes2actions.recognise.facts.head import HeadLine, head_lines
from minutes2actions.recognise.facts.next_meeting import future_meetings, next_meeting
from minutes2actions.recognise.meetings import Part, without_count, year_of
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern
from minutes2actions.record import Doubt, Evidence
from minutes2actions.rulebook import Rulebook, fold

_HELD = re.compile(r"\b(?:held|occurred|took place|met|convened|called to order|adjourned|closed)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?i:at|in)\s+(?!\d)(?P<room>(?:the\s+)?[A-Z][^.;\t\n]{3,80})|\b(?P<online>via\s+[A-Z][\w ]{2,20})"
)


Day = dt.date
_WHEN = re.compile(r",?\s+(?:on|at|from|commencing|starting)\s+(?=\d|[A-Z])|,?\s+(?=\d{1,2}[.:]\d\d)", re.IGNORECASE)
_MET = re.compile(r"^\W*(?:at|in|via|held)\b|\b(?:held|meeting|met)\b|\d[.:]\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a meeting's record says of the meeting itself."""

    body: str | None = None
    date: Day | None = None
    next_date: Day | None = None
    future_dates: tuple[Day, ...] = ()
    place: str | None = None
    draft: bool = False
    locale: str = "en-GB"
    evidence: tuple[Evidence, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Dated:
    day: Day
    score: float
    quote: str
    start: int
    line: HeadLine
    rule: str


def facts_of(part: Part, document: Document, rules: Rulebook, locale: str) -> Facts:
    """The facts of one meeting of a document."""
    lines = head_lines(part.blocks, document, rules)
    dated = list(_dates(lines, part, rules, locale))
    doubts: list[Doubt] = []
    named = _named_date(document.source, rules, locale)
    year = year_of(document) or (named.year if named else None)
    if not dated and year and (dated := list(_dates(lines, part, rules, locale, year))):
        doubts.append(Doubt("year_not_printed", f"the meeting's date has no year: {year} stands elsewhere in the file"))
    evidence: list[Evidence] = []
    day: Day | None = None
    if dated:
        best = max(dated, key=lambda d: d.score)
        day = best.day
        evidence.append(Evidence("date", best.quote, best.line.paragraph.place, best.rule))
    elif day := named:
        doubts.append(Doubt("date_from_file_name", f"the minutes print no date: {day.isoformat()} is the file name's"))
    spans = [(d.line, d.start, d.start + len(d.quote)) for d in dated]
    body, proof = body_of(lines, spans, rules)
    if body is None and part.blocks != document.blocks:
        whole = head_lines(document.blocks, document, rules)
        told = _dates(whole[:4], part, rules, locale)
        body, proof = body_of(whole[:4], [(d.line, d.start, d.start + len(d.quote)) for d in told], rules)
    evidence += proof
    following, after, unsure = next_meeting(part, day, rules, locale)
    doubts += unsure
    evidence += after
    place, at = _venue(lines)
    evidence += at
    future = future_meetings(part, day, rules, locale)
    return Facts(body, day, following, future, place, _is_draft(lines, rules), locale, tuple(evidence), tuple(doubts))


def _dates(
    lines: Sequence[HeadLine], part: Part, rules: Rulebook, locale: str, year: int | None = None
) -> Iterator[_Dated]:
    """Every date that could be the meeting's, with how much speaks for it; `year` completes those without one."""
    from minutes2actions.resolve.deadlines import find_dates

    for index, line in enumerate(lines):
        for span in find_dates(without_count(line.text, rules), rules, locale, year):
            score = _score(line, span.start, span.end, index, rules)
            if score > 0:
                rule = "label.meeting-date" if line.label == "date" else "document.minutes-title"
                yield _Dated(span.date, score, span.text, span.start, line, rule)
    for paragraph in _closing(part):
        for span in find_dates(paragraph.text, rules, locale):
            clause = paragraph.text[max(0, span.start - 60) : span.start]
            if re.search(r"\b(?:adjourned|closed|ended)\b[^.]*$", clause, re.IGNORECASE):
                yield _Dated(
                    span.date,
                    0.5,
                    span.text,
                    span.start,
                    HeadLine(paragraph.text, paragraph),
                    "document.minutes-record",
                )


def _closing(part: Part) -> Iterator[Paragraph]:
    for block in part.blocks[-12:]:
        if isinstance(block, Paragraph):
            yield block


def _score(line: HeadLine, start: int, end: int, index: int, rules: Rulebook) -> float:
    """How much speaks for a date's being the meeting's; nothing where another is named before it."""
    before = line.text[:start]
    clause = re.split(r"[.;\n\t]\s+", before)[-1]
    other = _phrases(rules, "not-the-meeting-date").search(clause)
    other = other or _phrases(rules, "not-the-meeting-date-after").match(line.text[end:].strip(" ,"))
    if other and line.label != "date":
        return 0.0
    words = len(line.text.split())
    about = _about(rules).search(line.paragraph.text if line.furniture else line.text) is not None
    title = not line.text.rstrip().endswith(".") or line.text.isupper() or index < 2
    score = 0.2
    if line.furniture and not about and not line.label:
        return 0.0
    if line.label == "date":
        score = 6.0
    elif words <= 30 and about and title:
        score = 5.0
    elif words <= 12 and title:
        score = 4.0
    elif _HELD.search(before):
        score = 3.0
    elif words > 40:
        return 0.0
    return max(score - 0.05 * index - (3.0 if line.furniture else 0.0), 0.1)


@lru_cache(maxsize=16)
def _phrases(rules: Rulebook, name: str) -> re.Pattern[str]:
    return phrase_pattern(named_words(rules, name))


@lru_cache(maxsize=16)
def _about(rules: Rulebook) -> re.Pattern[str]:
    return phrase_pattern(frozenset(fold(w) for r in rules.of("document", "minutes_title") for w in r.words))


def _named_date(source: str, rules: Rulebook, locale: str) -> Day | None:
    """The date in a file's name."""
    from minutes2actions.resolve.deadlines import find_dates

    stem = PurePath(source.replace("\\", "/")).stem
    solid = re.sub(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)", r"\1-\2-\3", stem)
    for text in (solid, solid.replace("_", " "), re.sub(r"[-_]+", " ", solid)):
        spans = find_dates(text, rules, locale)
        if spans:
            return spans[0].date
    return None


def _venue(lines: Sequence[HeadLine]) -> tuple[str | None, tuple[Evidence, ...]]:
    """Where it met: a labelled line, else "at the Town Hall" in the title."""
    for line in lines:
        if line.label == "venue" and not line.furniture:
            text = line.text.strip(" :.")
            return text, (Evidence("place", text, line.paragraph.place, "label.meeting-venue"),)
    for line in lines[:6]:
        about = line.label is None and len(line.text.split()) <= 25 and _MET.search(line.text)
        match = _PLACE.search(line.text) if about else None
        if match:
            text = _WHEN.split(match.group("room") or match.group("online"))[0].strip(" .,)-–")
            return text, (Evidence("place", text, line.paragraph.place, "label.meeting-venue"),)
    return None, ()


def _is_draft(lines: Sequence[HeadLine], rules: Rulebook) -> bool:
    """Whether the head or a running head says that the record is not yet agreed."""
    phrases = phrase_pattern(named_words(rules, "draft"), before=r"(?:^|[(\[])\s*", after=r"\s*(?:$|[)\]–-])")
    opening = phrase_pattern(frozenset(f"{w} minutes" for w in named_words(rules, "draft")))
    return any(
        (len(line.text.split()) <= 14 and phrases.search(line.text)) or opening.match(line.text.strip(" *(["))
        for line in lines
    )
