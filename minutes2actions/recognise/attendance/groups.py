"""Tells lists of people whose label only says who they are: "Tenants: Ann Lee, Bo Moss", "Representing Ashby: ..."."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes2actions.document import Paragraph, Style
from minutes2actions.recognise.attendance.atoms import is_plural_title
from minutes2actions.recognise.attendance.listing import people_in
from minutes2actions.recognise.names import is_organisation, looks_like_person
from minutes2actions.recognise.vocabulary import fold, named_words, phrase_pattern, vocabulary
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook

_MAX_LABEL_WORDS = 7
_LABEL = re.compile(r"\s*(?P<label>[^:;.\t\n\d]{2,60}?)\s*(?::\s|\s[-–—]\s)\s*(?P<names>\S.*)", re.DOTALL)
_TASK = re.compile(r"\b(?:to|will|should|must)\s+(?!the\b|a\b|an\b)[a-z]")
_BY = re.compile(r"\s+(?:by|from|of|to|on|for)\b")
_COVERED = 0.4
_SURE = 2
_ALONE = 0.6


def group_of(text: str, rules: Rulebook) -> tuple[str, str] | None:
    """The label and the names of a line that lists people under what they are; None for any other line."""
    match = _LABEL.match(text)
    if match is None:
        return None
    label, names = " ".join(match["label"].split()), match["names"]
    if not label[:1].isupper() or len(label.split()) > _MAX_LABEL_WORDS or speaks_of_something_else(label, rules):
        return None
    if _TASK.search(names):
        return None
    stranger = is_organisation(label, rules) and looks_like_person(names, rules) and " " in names.strip()
    return (label, names) if stranger or _lists_people(names, rules) else None


def lists_people_alone(paragraph: Paragraph, rules: Rulebook) -> bool:
    """Whether a line that is no item and no heading lists people and nothing else, one of them in the chair."""
    if paragraph.style is not Style.BODY or paragraph.marker is not None or paragraph.text.rstrip().endswith("?"):
        return False
    listed = people_in(paragraph.text, rules)
    chairs = named_words(rules, "role-chair")
    chaired = any(set(fold(one.person.role or "").replace(",", " ").split()) & chairs for one in listed)
    letters = sum(c.isalpha() for c in paragraph.text)
    named = sum(sum(c.isalpha() for c in one.quote) for one in listed)
    return chaired and len(listed) > _SURE and named >= _ALONE * letters and not _TASK.search(paragraph.text)


def group_status(label: str, rules: Rulebook) -> Attendance:
    """How a group took part: guests and officers are in attendance."""
    guests = set(fold(label).replace("/", " ").split()) & named_words(rules, "attendance-guests")
    return Attendance.IN_ATTENDANCE if guests else Attendance.PRESENT


def speaks_of_something_else(label: str, rules: Rulebook) -> bool:
    """Whether the label is a known one of something else, or has a word that no list of those present is called by."""
    section, known = rules.find("section", label), rules.find("label", label)
    if section is not None and section.meaning not in set(Attendance):
        return True
    if fold(label) in named_words(rules, "no-attendance-label-alone"):
        return True
    return (known is not None and known.meaning != "body") or _elsewhere(rules).search(label) is not None


def tells_of_something_else(text: str, rules: Rulebook) -> bool:
    """Whether a line tells what somebody gave or got: "Presentation by Ann Lee"."""
    match = _elsewhere(rules).match(text.strip())
    return match is not None and _BY.match(text.strip(), match.end()) is not None


@lru_cache(maxsize=16)
def _elsewhere(rules: Rulebook) -> re.Pattern[str]:
    return phrase_pattern(
        named_words(rules, "no-attendance-label", "where-people-were", "motion-labels", "fills-offices")
    )


def _lists_people(names: str, rules: Rulebook) -> bool:
    """Whether the words are a list of people and nothing else."""
    listed = people_in(names, rules)
    known = vocabulary(rules).given
    sure = sum(
        bool(one.person.title or one.person.initials or one.person.role or fold(one.person.name.split()[0]) in known)
        for one in listed
    )
    letters = sum(c.isalpha() for c in names)
    named = sum(sum(c.isalpha() for c in one.quote) for one in listed)
    sure += is_plural_title(names, rules) * len(listed)
    several = len(listed) >= _SURE and all(" " in one.person.name or one.person.title for one in listed)
    return bool(listed) and (sure * 2 >= len(listed) or several) and named >= _COVERED * letters
