"""How an action stands, by the words of its status or progress cell."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from minutes2actions.record import Status
from minutes2actions.resolve.parties import phrase
from minutes2actions.rulebook import Rulebook, fold

MAX_WORDS = 8
"""A status word in a longer sentence tells about something else."""

MIN_LETTERS = 4
"""A shorter status word ("no", "met") must be a clause by itself: "No news", "Met with the landlord"."""

_CLAUSES = re.compile(r"[.;:\n,]\s*|\s+[-–—]\s+|\s*[–—]\s*(?=[A-Z])|(?=\()|\)")


def read_status(text: str, rules: Rulebook) -> Status | None:
    """The status that the words of a cell tell, the first clause that tells one; None where none does."""
    mark = text.strip().casefold()
    for rule in rules.of("status"):
        if mark in rule.words:
            return Status(rule.meaning)  # "✓", which folds to nothing
    found = (_status_of(clause.strip(" ()[]"), rules) for clause in (text, *_CLAUSES.split(text)))
    return next((status for status in found if status is not None), None)


def completion_date(text: str, meeting: date | None, rules: Rulebook, locale: str) -> date | None:
    """The one date that a completed action's status cell prints; None where it prints none or several.

    A date without a year is the latest before the meeting; one after the meeting is nobody's completion.
    """
    from minutes2actions.resolve.deadlines import find_dates

    for year in (meeting.year, meeting.year - 1) if meeting else (None,):
        found = {span.date for span in find_dates(text, rules, locale, year)}
        if len(found) == 1 and (meeting is None or max(found) <= meeting):
            return found.pop()
    return None


def _status_of(clause: str, rules: Rulebook) -> Status | None:
    words = fold(clause)
    if not words:
        return None
    rule = rules.find("status", words)
    if rule is not None:
        return Status(rule.meaning)
    phrases, turned = _patterns(rules)
    match = phrases.search(words)
    if match is None or len(match.group()) < MIN_LETTERS:
        return None
    before, after = words[: match.start()], words[match.end() :].split()[:1]
    verb = match.group() in rules.folded("words", "status-verb")
    if verb and rules.folded("words", "status-object").intersection(after):
        return None  # "Complete the survey"
    if before and (len(words.split()) > MAX_WORDS or turned.search(before) or before.rstrip().endswith("%")):
        return None
    rule = rules.find("status", match.group())
    return Status(rule.meaning) if rule is not None else None


@lru_cache(maxsize=16)
def _patterns(rules: Rulebook) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The status phrases, and what turns one round when it stands before it."""
    phrases = phrase(fold(w) for r in rules.of("status") for w in r.words if fold(w))
    turned = phrase(w for r in rules.of("words") if r.name == "status-not" for w in r.words)
    return re.compile(phrases), re.compile(turned)
