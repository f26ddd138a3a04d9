"""What a reader will ask about by when something is to be done."""

from __future__ import annotations

from collections.abc import Iterator

from minutes2actions.audit.finding import FindingKind
from minutes2actions.audit.lint.questions import Question, looks_back
from minutes2actions.record import Action, Basis, Due

LONGEST_PRINTED = 60
_GIVE_DAY = "Give a day by which it is to be done."
_UNCLEAR = frozenset(
    {"impossible_date", "two_readings", "order_inferred", "weekday_mismatch", "two_dates", "unclear_date"}
)
"""Doubts that a secretary can clear up by writing the date in another way."""
_OLD = "date_before_meeting"


def date_questions(action: Action) -> Iterator[Question]:
    """What is open about the deadline of an action."""
    due = action.due
    if due is None:
        yield Question(FindingKind.NO_DATE, "No date is set for it.", _GIVE_DAY, habit="have no date")
        return
    doubts = tuple(dict.fromkeys((*action.doubts, *due.doubts)))
    unclear = [doubt for doubt in doubts if doubt.code in _UNCLEAR]
    for doubt in unclear:
        yield Question(
            FindingKind.UNCLEAR_DATE,
            f"“{_printed(due)}” is in doubt: {doubt.message}.",
            "Write the day, the month in letters and the year.",
        )
    if due.date is None and not unclear:
        yield _undated(due)
    if any(doubt.code == _OLD for doubt in doubts) and due.date is not None:
        old = looks_back(action)
        yield Question(
            FindingKind.DUE_BEFORE_MEETING,
            f"“{_printed(due)}” has passed, and it is not done."
            if old
            else f"“{_printed(due)}” was over before the meeting met.",
            "Give a new day, or say that it is no longer wanted." if old else "Check the day and the year.",
        )


def _undated(due: Due) -> Question:
    """What is asked about words that name no day."""
    printed = _printed(due)
    if due.basis is Basis.NEXT_MEETING:
        return Question(
            FindingKind.NO_DATE,
            f"It is due at a meeting (“{printed}”) whose day the minutes do not give.",
            "Write the date of the next meeting at the end of the minutes.",
            habit="are due at a meeting whose day the minutes do not give",
            once=2,
        )
    if due.basis is Basis.RECURRING:
        return Question(
            FindingKind.ONGOING,
            f"“{printed}” has no end: it can never be ticked off.",
            "Say when it is looked at again, or take it out of the actions.",
            habit="have no end, only words such as “monthly”",
        )
    if due.basis in (Basis.ONGOING, Basis.ASAP):
        return Question(
            FindingKind.ONGOING,
            f"“{printed}” is no day: nobody can say when it is late.",
            _GIVE_DAY,
            habit=f"have “{printed.casefold()}” for a date, which is no day",
            once=3,
        )
    return Question(
        FindingKind.NO_DATE,
        f"“{printed}” names no day.",
        _GIVE_DAY,
        habit="have words for a date that name no day",
    )


def _printed(due: Due) -> str:
    printed = " ".join(due.text.split()).strip(" .,;")
    return printed if len(printed) <= LONGEST_PRINTED else printed[:LONGEST_PRINTED].rsplit(" ", 1)[0] + " …"
