"""Reads sentences that say who came, who sent apologies and who was in the chair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from minutes2actions.document import Paragraph
from minutes2actions.recognise.attendance.found import Found
from minutes2actions.recognise.attendance.listing import Listed, people_in
from minutes2actions.recognise.attendance.sentences import (
    apologies_after,
    apologies_before,
    away_after,
    phrases,
    sentence_end,
    sentence_start,
)
from minutes2actions.recognise.names import is_role, looks_like_person
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern, vocabulary
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook

_CLAUSE = re.compile(
    r"\b(?:as|due|because|for|with(?!\s+(?:[a-z]+\s+){0,3}[A-Z])|although"
    r"|and (?:he|she|it|they|we|the|that|were|was|noted|accepted|nobody|no))\b"
)
_COUPLE = 2
_COVERED = 0.7
"""The share of the words before a phrase that must be names: "Ann Lee and Bo Moss sent apologies"."""


def apologies_in(paragraph: Paragraph, rules: Rulebook, section: bool) -> Iterator[Found]:
    """Who a paragraph says sent apologies; `section`: it speaks of attendance, where more wordings count."""
    for match in apologies_before(rules).finditer(paragraph.text):
        yield from _after(paragraph, match, Attendance.APOLOGIES, "words.apologies-before-names", rules)
    if section:
        yield from _before(paragraph, apologies_after(rules), Attendance.APOLOGIES, "apologies-after-names", rules)
        yield from _absent_before(paragraph, rules)


def guests_in(paragraph: Paragraph, rules: Rulebook) -> Iterator[Found]:
    """Who a paragraph says came for a part: "PCs Ann Lee and Bo Moss attended the meeting to ..."."""
    pattern = phrases(rules, "guest-after-names")
    yield from _before(paragraph, pattern, Attendance.IN_ATTENDANCE, "guest-after-names", rules)


def present_in(paragraph: Paragraph, rules: Rulebook, opening: bool = False) -> Iterator[Found]:
    """Who a paragraph says was there: "Directors present were Ann Lee and Bo Moss. Also present was Cy Hart".

    In what opens the notes, nobody listed yet, those who "met at the site" were (`opening`).
    """
    told = False
    if opening:
        met = list(_before(paragraph, phrases(rules, "met-told"), Attendance.PRESENT, "met-told", rules))
        yield from (met if len(met) > 1 else ())
        for match in _met(rules).finditer(paragraph.text):
            listed = people_in(match["names"], rules)
            several = len(listed) > _COUPLE and _covered(listed, match["names"], rules)
            for one in listed if several else ():
                rule = "words.met-opening"
                yield Found(replace(one.person, mark=None), Attendance.PRESENT, one.quote, paragraph.place, rule)
                told = True
    for match in phrases(rules, "present-before-names").finditer(paragraph.text):
        told = True
        also = match.group().casefold().startswith("also") or "in attendance" in match.group().casefold()
        status = Attendance.IN_ATTENDANCE if also else Attendance.PRESENT
        yield from _after(paragraph, match, status, "words.present-before-names", rules)
    for match in phrases(rules, "absent-before-names").finditer(paragraph.text):
        yield from _after(paragraph, match, Attendance.ABSENT, "words.absent-before-names", rules)
    yield from _absent_before(paragraph, rules)
    for match in _with_present(rules).finditer(paragraph.text):
        for one in people_in(match["names"], rules):
            rule = "words.with-present"
            yield Found(replace(one.person, mark=None), Attendance.PRESENT, one.quote, paragraph.place, rule)
    there = list(_before(paragraph, _there(rules), Attendance.PRESENT, "present-told", rules))
    yield from there
    if told or there:
        yield from _before(paragraph, apologies_after(rules), Attendance.APOLOGIES, "apologies-after-names", rules)


@lru_cache(maxsize=16)
def _there(rules: Rulebook) -> re.Pattern[str]:
    """What stands behind those who came; "attended" only where the sentence ends: one may attend a course."""
    at_end = phrase_pattern(named_words(rules, "present-told-at-the-end"), after=r"(?=\s*(?:[.;]|$))")
    return re.compile(f"{phrases(rules, 'present-told').pattern}|{at_end.pattern}", re.IGNORECASE)


@lru_cache(maxsize=16)
def _met(rules: Rulebook) -> re.Pattern[str]:
    """A list of those who came behind how they met: "We met at the café on 12 June: Ann, Bo"."""
    return re.compile(
        rf"{phrases(rules, 'met-opening').pattern}[^.;:]{{0,70}}:\s+(?P<names>[A-Z][^.:]+)", re.IGNORECASE
    )


@lru_cache(maxsize=16)
def _with_present(rules: Rulebook) -> re.Pattern[str]:
    """Those there, in the sentence that tells how the meeting began: "with Members Lee and Moss present"."""
    present = phrases(rules, "with-present").pattern
    return re.compile(rf"\bwith\s+(?P<names>[A-Z][^.;:]{{2,200}}?),?\s+{present}(?=[.,;]|\s+and\b|$)")


def chair_in(paragraph: Paragraph, rules: Rulebook) -> Iterator[Found]:
    """Who a paragraph says was in the chair."""
    for match in phrases(rules, "chaired-by").finditer(paragraph.text):
        for found in _after(paragraph, match, Attendance.PRESENT, "words.chaired-by", rules):
            yield _as_chair(found)
            break
    pattern = phrases(rules, "chair-before-verb")
    for found in _before(paragraph, pattern, Attendance.PRESENT, "chair-before-verb", rules):
        yield _as_chair(found)


def sentences_told(paragraph: Paragraph, rules: Rulebook) -> tuple[str, tuple[Found, ...]]:
    """A list's text without the sentences in it that tell who was away, and those people: "... Bo Moss was absent."."""
    text = paragraph.text
    found = (
        *apologies_in(paragraph, rules, section=True),
        *(
            one
            for match in phrases(rules, "absent-before-names").finditer(text)
            for one in _after(paragraph, match, Attendance.ABSENT, "words.absent-before-names", rules)
        ),
    )
    for match in phrases(rules, "present-before-names").finditer(text):
        start = sentence_start(text, match.start(), rules)
        if start and not text[start : match.start()].strip():  # "... Bo Moss. Also present was Cy Hart."
            status = Attendance.IN_ATTENDANCE if "also" in match.group().casefold() else Attendance.PRESENT
            found = (*found, *_after(paragraph, match, status, "words.present-before-names", rules))
            text = _blanked(text, start, sentence_end(paragraph.text, match.end(), rules))
    for match in apologies_before(rules).finditer(text):
        text = _blanked(text, match.start(), sentence_end(paragraph.text, match.end(), rules))
    for match in away_after(rules).finditer(text):
        if _in_bracket(text, match.start()):
            continue
        start = _clause_start(text, match, away_after(rules), rules)
        if people_in(text[start : match.start()], rules):
            text = _blanked(text, start, sentence_end(paragraph.text, match.end(), rules))
    return text, found


def _in_bracket(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at)


def _blanked(text: str, start: int, end: int) -> str:
    end += text[end : end + 1] == "."
    return text[:start] + ";".ljust(end - start) + text[end:]  # what follows is another entry


def _absent_before(paragraph: Paragraph, rules: Rulebook) -> Iterator[Found]:
    pattern = phrases(rules, "absent-after-names")
    return _before(paragraph, pattern, Attendance.ABSENT, "absent-after-names", rules)


def _as_chair(found: Found) -> Found:
    return replace(found, person=replace(found.person, role=found.person.role or "Chair"))


@lru_cache(maxsize=16)
def _aside(rules: Rulebook) -> re.Pattern[str]:
    """An aside between commas: "Ann Lee, for whom no deputy came, and Bo Moss"; it ends where the list goes on."""
    return re.compile(rf",?\s+{phrases(rules, 'aside-about-people').pattern}[^,;]*(?=[,;]|$)", re.IGNORECASE)


def _names(text: str, rules: Rulebook) -> str:
    """The words that name people: asides blanked, and what the sentence goes on with cut off."""
    text = _aside(rules).sub(lambda m: " " * len(m.group()), text)
    clauses = [m for m in _CLAUSE.finditer(text) if not _names_another(text[m.end() :], rules)]
    stops = (*clauses, away_after(rules).search(text), apologies_before(rules).search(text))
    return text[: min((m.start() for m in stops if m), default=len(text))]


def _names_another(behind: str, rules: Rulebook) -> bool:
    """Whether a title follows: "and the | Revd Ann Lee" goes on with the list."""
    words = behind.split(maxsplit=2)[:2]
    return any(
        vocabulary(rules).is_title(" ".join(words[:n])) for n in (1, 2) if len(words) >= n and words[0].istitle()
    )


def _after(
    paragraph: Paragraph, match: re.Match[str], status: Attendance, rule: str, rules: Rulebook
) -> Iterator[Found]:
    """The people named between a phrase and the sentence's end."""
    text = paragraph.text
    behind = text[match.end() : sentence_end(text, match.end(), rules)].lstrip(" :-–—;")
    names = _names(behind, rules)
    opens = not text[: match.start()].strip() or text[: match.start()].rstrip().endswith((".", ":", ";"))
    opens = opens or text[match.end() :].lstrip().startswith(":")
    for one in people_in(names, rules):
        if opens or " " in one.person.name or one.person.title or one.person.role:
            yield Found(replace(one.person, mark=None), status, one.quote, paragraph.place, rule)


def _before(
    paragraph: Paragraph, pattern: re.Pattern[str], status: Attendance, rule: str, rules: Rulebook
) -> Iterator[Found]:
    """The people named between the sentence's beginning and a phrase, where nothing but names stands there."""
    text = paragraph.text
    for match in pattern.finditer(text):
        if _in_bracket(text, match.start()):
            continue  # "Ann Lee (sent apologies)" speaks of her alone
        start = _clause_start(text, match, pattern, rules)
        names = _WITH.sub("", text[start : match.start()]).strip(" ,")
        listed = people_in(names, rules)
        elsewhere = phrases(rules, "absent-from-elsewhere").match(text, match.end() + 1)
        if elsewhere and not text[elsewhere.end() :].lstrip().startswith("meeting"):
            continue
        if not listed or not _covered(listed, names, rules):
            continue
        if len(listed) == 1 and not looks_like_person(names.rsplit(",", maxsplit=1)[-1].strip(), rules):
            continue
        for one in listed:
            yield Found(replace(one.person, mark=None), status, one.quote, paragraph.place, f"words.{rule}")
        if likewise := phrases(rules, "likewise").match(text, match.end() + 1):
            yield from _after(paragraph, likewise, status, f"words.{rule}", rules)


def _covered(listed: Sequence[Listed], names: str, rules: Rulebook) -> bool:
    """Whether the words are names and posts, and next to nothing else: "The Clerk, Ann Lee"."""
    posts = sum(_letters(piece) for piece in names.split(",") if is_role(piece.strip(), rules))
    return sum(_letters(one.quote) for one in listed) >= _COVERED * (_letters(names) - posts)


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


_WITH = re.compile(r"^.*?\bwith\s+(?:the\s+)?(?=[A-Z])", re.DOTALL)
"""What a sentence says before "with Ann Lee in the chair"."""
_JOINS = re.compile(r"[\s,]*\b(?:and|but|while|whereas|with)\s+(?=[A-Z])")


def _clause_start(text: str, phrase: re.Match[str], pattern: re.Pattern[str], rules: Rulebook) -> int:
    """Where the clause begins whose verb a phrase is: with the sentence, or behind the clause before it."""
    start = sentence_start(text, phrase.start(), rules)
    before = [m.end() for m in away_after(rules).finditer(text, start, phrase.start())]
    if not before:
        joins = _JOINS.match(text, start)
        return joins.end() if joins else start
    behind = max(before)
    joins = _JOINS.match(text, behind)
    return joins.end() if joins else behind
