"""The one function that reads a deadline."""

from __future__ import annotations

from datetime import date

from minutes2actions.record import Due
from minutes2actions.resolve.deadlines.calendar import Calendar
from minutes2actions.resolve.deadlines.cell import read_cell
from minutes2actions.resolve.deadlines.namesakes import tokenise
from minutes2actions.resolve.deadlines.reading import At
from minutes2actions.resolve.deadlines.sentence import read_sentence
from minutes2actions.resolve.deadlines.words import lexicon
from minutes2actions.rulebook import Rulebook

_NO_CALENDAR = Calendar()
LONGEST = 4000
"""Characters of a text that are read: no cell or sentence of minutes is longer, and time stays bounded."""


def read_due(
    text: str,
    meeting_date: date | None,
    rules: Rulebook,
    *,
    calendar: Calendar = _NO_CALENDAR,
    locale: str = "en-GB",
    whole: bool = False,
    overdue: bool = False,
) -> Due | None:
    """The deadline in a due-date cell (`whole`) or in an action's sentence; None where there is none.

    A cell that names no date gives a Due without one, whose basis says what it is; a blank cell gives None. In an
    `overdue` row a date without a year is the latest before the meeting.
    """
    if not text.strip():
        return None
    at = At(meeting_date, calendar, locale, overdue, calendar.body)
    tokens = tokenise(text[:LONGEST], lexicon(rules))
    return read_cell(tokens, at) if whole else read_sentence(tokens, at)
