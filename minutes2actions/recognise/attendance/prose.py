"""Reads sentences that say who came, who sent apologies and who was in the chair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from minutes2actions.document import Paragraph
from minutes2actions.recognise.attendance.found import Found
from minutes2actions.recognise.attendance.listing import people_in
from minutes2actions.recognise.names import looks_like_person
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook

_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\b(?:Mr|Ms|Dr|St))(?<!\b(?:Mrs|Rev))(?<!Cllr)[.](?=\s|$)|\n|;(?=\s+[a-z])")
_CLAUSE = re.compile(
    r"\b(?:who|which|as|due|because|for|with|although|having|and (?:it|the|that|were|was|noted|accepted))\b"
)


@lru_cache(maxsize=32)
def _phrases(rules: Rulebook, name: str) -> re.Pattern[str]:
    return phrase_pattern(named_words(rules, name))


def apologies_in(paragraph: Paragraph, rules: Rulebook, section: bool) -> Iterator[Found]:
    """Who a paragraph says sent apologies; `section`: it stands under that heading, where more wordings count."""
    for match in _phrases(rules, "apologies-before-names").finditer(paragraph.text):
        yield from _after(paragraph, match, Attendance.APOLOGIES, "words.apologies-before-names", rules)
    if section:
        yield from _before(paragraph, "apologies-after-names", Attendance.APOLOGIES, rules)
        yield from _before(paragraph, "absent-after-names", Attendance.ABSENT, rules)


def sentence_of_apologies(text: str, rules: Rulebook) -> int:
    """Where a sentence that says who sent apologies begins behind others; 0 where none does."""
    found = _phrases(rules, "apologies-before-names").search(text)
    stop = found and re.search(r"[.;]\s+$|[\n\v]\s*$", text[: found.start()])
    return found.start() if found and stop else 0


def guests_in(paragraph: Paragraph, rules: Rulebook) -> Iterator[Found]:
    """Who a paragraph says came for a part: "PCs Ann Lee and Bo Moss attended the meeting to ..."."""
    yield from _before(paragraph, "guest-after-names", Attendance.IN_ATTENDANCE, rules)


def present_in(paragraph: Paragraph, rules: Rulebook) -> Iterator[Found]:
    """Who a paragraph says was there: "Directors present were Ann Lee and Bo Moss. Also present was Cy Hart"."""
    for match in _phrases(rules, "present-before-names").finditer(paragraph.text):
        also = match.group().casefold().startswith("also") or "in attendance" in match.group().casefold()
        status = Attendance.IN_ATTENDANCE if also else Attendance.PRESENT
        yield from _after(paragraph, match, status, "words.present-before-names", rules)
    for match in _phrases(rules, "absent-before-names").finditer(paragraph.text):
        yield from _after(paragraph, match, Attendance.ABSENT, "words.absent-before-names", rules)
    yield from _before(paragraph, "absent-after-names", Attendance.ABSENT, rules)


def chair_in(paragraph: Paragraph, rules: Rulebook) -> Iterator[Found]:
    """Who a paragraph says was in the chair."""
    for match in _phrases(rules, "chaired-by").finditer(paragraph.text):
        for found in _after(paragraph, match, Attendance.PRESENT, "words.chaired-by", rules):
            yield _as_chair(found)
            break
    for found in _before(paragraph, "chair-before-verb", Attendance.PRESENT, rules):
        yield _as_chair(found)


def _as_chair(found: Found) -> Found:
    return replace(found, person=replace(found.person, role=found.person.role or "Chair"))


def _after(
    paragraph: Paragraph, match: re.Match[str], status: Attendance, rule: str, rules: Rulebook
) -> Iterator[Found]:
    """The people named between a phrase and the sentence's end."""
    text = paragraph.text
    end = _SENTENCE_END.search(text, match.end())
    names = text[match.end() : end.start() if end else len(text)].lstrip(" :-–—;")
    clause = _CLAUSE.search(names)
    names = names[: clause.start()] if clause else names
    opens = not text[: match.start()].strip() or text[: match.start()].rstrip().endswith((".", ":", ";"))
    opens = opens or text[match.end() :].lstrip().startswith(":")
    for one in people_in(names, rules):
        if opens or " " in one.person.name or one.person.title or one.person.role:
            yield Found(replace(one.person, mark=None), status, one.quote, paragraph.place, rule)


def _before(paragraph: Paragraph, name: str, status: Attendance, rules: Rulebook) -> Iterator[Found]:
    """The people named between the sentence's beginning and a phrase, where nothing but names stands there."""
    text = paragraph.text
    for match in _phrases(rules, name).finditer(text):
        start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, match.start())), default=0)
        names = text[start : match.start()].strip(" ,")
        listed = people_in(names, rules)
        covered = sum(len(one.quote) for one in listed)
        if not listed or covered < 0.7 * len(names) or (len(listed) == 1 and not looks_like_person(names, rules)):
            continue
        for one in listed:
            yield Found(replace(one.person, mark=None), status, one.quote, paragraph.place, f"words.{name}")
