"""Reads the deadlines that minutes print: which words, by what convention, which last day (DESIGN section 2)."""

from __future__ import annotations

from minutes2actions.resolve.deadlines.batch import answer_csv, answer_file
from minutes2actions.resolve.deadlines.calendar import Announced, Calendar, calendar_of
from minutes2actions.resolve.deadlines.dates import DateSpan, date_order, detect_locale, find_dates
from minutes2actions.resolve.deadlines.examples import check_examples
from minutes2actions.resolve.deadlines.read import read_due

__all__ = [
    "Announced",
    "Calendar",
    "DateSpan",
    "answer_csv",
    "answer_file",
    "calendar_of",
    "check_examples",
    "date_order",
    "detect_locale",
    "find_dates",
    "read_due",
]
