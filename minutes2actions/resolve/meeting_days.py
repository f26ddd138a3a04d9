"""Deadlines whose day is that of a meeting: provisional until the meeting has been held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from minutes2actions.record import Basis, Due
from minutes2actions.rulebook import Rulebook

if TYPE_CHECKING:
    from minutes2actions.resolve.deadlines import Announced

PROVISIONAL = ("meeting_date_unknown", "next_meeting_unknown")
"""The codes of doubts that go when the meeting's date is known."""


def awaits_meeting(due: Due) -> bool:
    """Whether minutes of a later meeting may set the deadline right: it is due at a meeting."""
    return due.basis is Basis.NEXT_MEETING or any(doubt.code in PROVISIONAL for doubt in due.doubts)


def due_at_meeting(
    text: str,
    day: date | None,
    printed: date | None,
    told: Iterable[Announced],
    rules: Rulebook,
    body: str | None = None,
) -> Due | None:
    """The deadline that a meeting of that day set for a later one of its board.

    `printed` is the next meeting as its own minutes announce it; `told` gives for each meeting of the board that is
    known its day and those that it announces.
    """
    from minutes2actions.resolve.deadlines import read_due
    from minutes2actions.resolve.told import Told

    return read_due(text, day, rules, calendar=Told.by(told).calendar(day, printed, body), whole=True)
