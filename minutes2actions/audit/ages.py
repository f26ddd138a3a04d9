"""How long open actions have been open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from minutes2actions.audit.ledger import Entry

_STEPS = ((30, "up to a month"), (90, "one to three months"), (180, "three to six months"), (365, "half a year to one"))
OLDER, UNKNOWN = "more than a year", "no meeting date"


@dataclass(frozen=True, slots=True)
class Age:
    """How many actions have been open for so long, and how many of them are overdue."""

    name: str
    open: int
    overdue: int


def ages(entries: Iterable[Entry], today: date) -> tuple[Age, ...]:
    """The open actions by the days since the meeting that set them, the youngest first; unknown ones last, if any."""
    counts = {name: [0, 0] for name in (*(name for _, name in _STEPS), OLDER, UNKNOWN)}
    for entry in entries:
        if entry.open:
            count = counts[_name(entry, today)]
            count[0] += 1
            count[1] += entry.due is not None and entry.due < today
    return tuple(Age(name, *count) for name, count in counts.items() if name != UNKNOWN or count[0])


def _name(entry: Entry, today: date) -> str:
    if entry.meeting is None:
        return UNKNOWN
    days = (today - entry.meeting).days
    return next((name for most, name in _STEPS if days <= most), OLDER)
