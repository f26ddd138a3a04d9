"""Tells minutes from action plans and from every other paper, by weighing what speaks for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from minutes2actions.document import Document, Paragraph, Table, table_paragraphs
from minutes2actions.recognise.attendance import attendance_of
from minutes2actions.recognise.attendance.labels import is_strong, split_labels
from minutes2actions.recognise.facts.head import head_lines
from minutes2actions.recognise.meetings import Part
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern
from minutes2actions.record import Attendance, Attendee, Evidence, Kind
from minutes2actions.rulebook import Rulebook, fold

_NUMBER = re.compile(r"^\W*\d+(?:\.\d+)*[.):]?\s+")
TOP = 40
TITLE_LINES = 8
TITLE_WORDS = 25
SENTENCE_WORDS = 8
MINUTES_AT = 4.5
DATED = 120
"""Characters: a longer line of the title is a sentence."""
PLAN_AT = 5.0
SAID = 1.5
"""What a record has at least of what was said or done."""
NAMED = 4.0
"""The weight of a title that says outright what the paper is."""


@dataclass(frozen=True, slots=True)
class _Hit:
    weight: float
    evidence: Evidence


def kind_of(
    document: Document, rules: Rulebook, attendees: Sequence[Attendee] | None = None
) -> tuple[Kind, tuple[Evidence, ...]]:
    """The document's kind and the words that weighed most; `attendees` are the document's where they are known."""
    if attendees is None:
        attendees, _ = attendance_of(Part(document.blocks), document, rules)
    title = _title_lines(document, rules)
    paragraphs = list(document.paragraphs())
    people = _people(attendees)
    named = _hits(title, "minutes_title", rules, once=True)
    said = _record(paragraphs, rules)
    minutes = [*named, *said, *people]
    if not people or _lists_attendance(paragraphs, rules):
        minutes += _hits(title, "notes_title", rules, once=True)[:1]
        minutes += _parts(paragraphs, rules) if _weight(people) >= 2 else []
        minutes += _dated_list(title, rules) if _weight(people) >= 2 else []
    agenda = [*_hits(title, "agenda_title", rules)[:2], *_agenda_items(paragraphs, rules)]
    other = _hits(title[:4], "other_title", rules, once=True)
    called_minutes = any(hit.weight >= NAMED for hit in named)
    if not called_minutes and _hits(title[:1], "other_title", rules):
        other = [*other, *other]  # the first line says what it is
    tasks = _action_labels(paragraphs, rules)
    if not called_minutes and not tasks and _weight(said) < SAID and _hits(title[:3], "agenda_title", rules):
        return Kind.OTHER, _proof([*agenda, *other])  # an agenda may list people, too
    plan = [*_hits(title[:4], "plan_title", rules, once=True), *_plan_tables(document, rules)]
    record = _weight(minutes) + _action_labels(paragraphs, rules)
    against = _weight(agenda) + _weight(other)
    if _weight(plan) >= PLAN_AT and not called_minutes and _weight(people) < 2 and _weight(said) < 4:
        return Kind.ACTION_PLAN, _proof(plan)
    if record >= MINUTES_AT and record > against:
        return Kind.MINUTES, _proof(minutes)
    return Kind.OTHER, _proof([*agenda, *other])


def _title_lines(document: Document, rules: Rulebook) -> list[Paragraph]:
    """The title's lines at the top, and the running heads; no items, no sentences, nothing below a list of people."""
    lines: list[Paragraph] = []
    for line in head_lines(document.blocks, document, rules):
        words = len(line.text.split())
        sentence = line.text.rstrip().endswith(".") and words > SENTENCE_WORDS and lines
        below = line.label == "cell" or (line.label == "attendance" and not _names_minutes(line.text, rules))
        below = below and bool(lines) and not line.furniture
        if words <= TITLE_WORDS and not sentence and not below and line.paragraph not in lines:
            lines.append(line.paragraph)
    own = [p for p in lines if p not in document.furniture][:TITLE_LINES]
    return [*own, *(p for p in lines if p in document.furniture)][: TITLE_LINES + 4]


def _names_minutes(text: str, rules: Rulebook) -> bool:
    """Whether a line calls the paper minutes outright: it may stand below the list of people, too."""
    item = _NUMBER.sub("", text)
    if item != text or ((rule := rules.find("section", item)) and rule.meaning == "minutes" and " " in item):
        return False  # an item about the last meeting's minutes
    named = (pattern for pattern, weight, _ in _phrases(rules, "minutes_title") if weight >= NAMED)
    words = len(text.split())
    return any((pattern.match(text) and words <= 12) or (pattern.search(text) and words <= 6) for pattern in named)


def _weight(hits: Sequence[_Hit]) -> float:
    return sum(hit.weight for hit in hits)


def _proof(hits: Sequence[_Hit]) -> tuple[Evidence, ...]:
    return tuple(h.evidence for h in sorted(hits, key=lambda h: -h.weight)[:3])


@lru_cache(maxsize=64)
def _phrases(rules: Rulebook, meaning: str) -> tuple[tuple[re.Pattern[str], float, str], ...]:
    return tuple(
        (phrase_pattern(frozenset(fold(w) for w in rule.words)), float(rule.extra.get("weight", 1)), rule.label)
        for rule in rules.of("document", meaning)
    )


def _hits(paragraphs: Sequence[Paragraph], meaning: str, rules: Rulebook, once: bool = False) -> list[_Hit]:
    """Each rule's first hits; `once` counts a rule once, however often its words stand there."""
    hits: list[_Hit] = []
    for pattern, weight, label in _phrases(rules, meaning):
        for paragraph in paragraphs:
            match = pattern.search(paragraph.text)
            if match:
                hits.append(_Hit(weight, Evidence("kind", match.group(), paragraph.place, label)))
                if once:
                    break
    return hits


def _record(paragraphs: Sequence[Paragraph], rules: Rulebook) -> list[_Hit]:
    """What only a record says: how the meeting opened and closed, and past-tense verbs in many of its paragraphs."""
    said = _hits(paragraphs, "minutes_record", rules)[:3]
    hits = [_Hit(1.5, hit.evidence) for hit in said]
    verbs = _hits(paragraphs, "minutes_verb", rules)
    long = [p for p in paragraphs if len(p.text.split()) >= 6]
    if long and verbs:
        share = len({h.evidence.place for h in verbs}) / len(long)
        hits.append(_Hit(min(4.0, 10 * share), verbs[0].evidence))
    return hits


def _lists_attendance(paragraphs: Sequence[Paragraph], rules: Rulebook) -> bool:
    """Whether people are listed as having been there, and not only as members of something."""
    places = named_words(rules, "attendance-place")
    labels = (label for p in paragraphs[:TOP] for label in split_labels(p.text, rules) if label.meaning)
    return any(is_strong(label.label, rules) or fold(label.label) in places for label in labels)


def _parts(paragraphs: Sequence[Paragraph], rules: Rulebook) -> list[_Hit]:
    """Headings under which notes of a meeting are set down: "Decisions", "Action items"."""
    headings = {fold(w) for rule in rules.of("document", "notes_heading") for w in rule.words}
    found = {fold(p.text): p for p in paragraphs if fold(p.text) in headings}
    return [_Hit(1.0, Evidence("kind", p.text, p.place, "document.notes-headings")) for p in found.values()][:2]


def _people(attendees: Sequence[Attendee]) -> list[_Hit]:
    """Who was there: up to four people count, and one more where somebody is said to have been away."""
    if not attendees:
        return []
    away = any(a.status in (Attendance.APOLOGIES, Attendance.ABSENT) for a in attendees)
    proof = attendees[0].evidence[0]
    return [_Hit(min(4, len(attendees)) + 1.0 * away, Evidence("kind", proof.quote, proof.place, proof.rule))]


def _dated_list(title: Sequence[Paragraph], rules: Rulebook) -> list[_Hit]:
    """A date in the title over those who are listed as having been there."""
    from minutes2actions.resolve.deadlines import find_dates

    dated = (p for p in title if len(p.text) < DATED and find_dates(p.text, rules))
    return [_Hit(1.5, Evidence("kind", p.text, p.place, "label.meeting-date")) for p in dated][:1]


def _agenda_items(paragraphs: Sequence[Paragraph], rules: Rulebook) -> list[_Hit]:
    """Items that say what is to be done at a meeting: many of them and little else make an agenda."""
    hits: list[_Hit] = []
    for pattern, _, label in _phrases(rules, "agenda_item"):
        for paragraph in paragraphs:
            match = pattern.search(paragraph.text[:40])
            if match and len(paragraph.text) - len(paragraph.text.lstrip()) + match.start() < 20:
                hits.append(_Hit(1.0, Evidence("kind", match.group(), paragraph.place, label)))
    share = len(hits) / max(1, len(paragraphs))
    return [_Hit(min(4.0, 20 * share), hits[0].evidence)] if hits else []


def _action_labels(paragraphs: Sequence[Paragraph], rules: Rulebook) -> float:
    labels = rules.words("label", "action")
    count = sum(fold(p.text.split(":")[0]) in labels for p in paragraphs if ":" in p.text[:30])
    return min(2.0, 0.7 * count)


def _plan_tables(document: Document, rules: Rulebook) -> list[_Hit]:
    """Tables of tasks with owners or times, where they make up most of the paper."""
    words = sum(len(p.text.split()) for p in document.paragraphs())
    inside = 0
    hits: list[_Hit] = []
    for block in document.blocks:
        if isinstance(block, Table) and (cell := _task_heading(block, rules)):
            inside += sum(len(p.text.split()) for p in table_paragraphs(block))
            hits.append(cell)
    share = inside / words if words else 0.0
    return [_Hit(5.5 * share, hits[0].evidence)] if hits else []


def _task_heading(table: Table, rules: Rulebook) -> _Hit | None:
    """A hit where the table has a column of actions and one of owners or due dates."""
    for row in table.rows[:3]:
        meanings = {r.meaning for cell in row if (r := rules.find("heading", cell.text))}
        tasks = {"action", "possible_action"}
        if meanings & tasks and meanings & {"owner", "due", "status"}:
            cell = next(c for c in row if (r := rules.find("heading", c.text)) and r.meaning in tasks)
            return _Hit(1.0, Evidence("kind", " ".join(cell.text.split()), cell.place, "heading.action"))
    return None
