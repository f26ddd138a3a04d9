"""Findings about dates: none, over, moved again, before the meeting."""

from __future__ import annotations

from collections.abc import Iterator

from minutes2actions.audit.case import Case, Found, board_key, count, task, when
from minutes2actions.audit.finding import Finding, FindingKind
from minutes2actions.audit.ledger import Entry
from minutes2actions.tracker import shown


def about_dates(case: Case) -> Iterator[Finding]:
    """All findings about due dates; only open actions need one."""
    yield from about_setting(case)
    for entry in case.entries:
        if entry.open:
            yield from _overdue(entry, case)
            yield from _revised(entry, case)


def about_setting(case: Case) -> Iterator[Finding]:
    """Whether a day was set for each open action, and one that it could keep."""
    undated = [found for entry in case.entries if entry.open for found in _undated(entry, case)]
    yield from case.together(
        FindingKind.NO_DATE, undated, lambda board, number: f"{board} has {number:,} open actions without a due date."
    )
    for entry in case.entries:
        if entry.open:
            yield from _before_meeting(entry, case)


def _undated(entry: Entry, case: Case) -> Iterator[Found]:
    """An action for which no day is set.

    One that is meant to go on for ever needs none, and one that is due at the next meeting none before it has met.
    """
    met = any(entry.meeting and day > entry.meeting for day in case.met.get(board_key(entry.board), ()))
    if not (entry.due or entry.endless or (entry.at_meeting and not met)):
        words = f", only “{entry.due_text}”" if entry.due_text else ""
        yield entry, f"No day is set for {task(entry)}{words}.", case.age(entry)


def _overdue(entry: Entry, case: Case) -> Iterator[Finding]:
    """An action whose due date in force is over."""
    if entry.due is None or entry.due >= case.today:
        return
    days = (case.today - entry.due).days
    yield from case.finding(
        FindingKind.OVERDUE,
        f"{task(entry)} was due on {when(entry.due)} and is {count(days, 'day')} late.",
        [entry],
        measure=days,
    )


def _revised(entry: Entry, case: Case) -> Iterator[Finding]:
    """An action whose date was moved again and again; the slip is counted from the date first set.

    A date that somebody moved by hand counts as one more move.
    """
    moved = entry.edited.get("Due date", entry.due)
    times = entry.revised + (moved != entry.due)
    if times == 0:
        return
    first, now = entry.first_due, entry.due
    slip = (now - first).days if now and first else 0
    if now is None:
        said = f"first due on {when(first)}, now without a date" if first else "now without a date"
    elif slip > 0:
        said = f"first due on {when(first)}, now on {when(now)}, {count(slip, 'day')} later"
    else:
        said = f"first due on {shown(first) or 'no day'}, now on {when(now)}"
    yield from case.finding(
        FindingKind.REVISED,
        f"The date of {task(entry)} was moved {count(times, 'time')}: {said}.",
        [entry],
        measure=times,
        amount=max(0, slip),
    )


def _before_meeting(entry: Entry, case: Case) -> Iterator[Finding]:
    """An action that was to be done before the meeting that set it met: a slip, or an action of an earlier meeting.

    Where minutes look back at earlier actions, their dates are rightly over.
    """
    day = entry.first_due or entry.due
    if entry.looks_back or not day or not entry.meeting or day >= entry.meeting:
        return
    if entry.due and entry.due >= entry.meeting:
        return  # It was put right.
    days = (entry.meeting - day).days
    yield from case.finding(
        FindingKind.DUE_BEFORE_MEETING,
        f"{task(entry)} was due on {when(day)}, {count(days, 'day')} before the meeting of {when(entry.meeting)} "
        "that set it.",
        [entry],
        measure=days,
    )
