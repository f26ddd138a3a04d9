"""How timely actions are: on-time rate, days late, age, of all, by board, by owner and by quarter, with the trend.

An action counts from the day it fell due, on or before the day of the audit, whether it is done or not; counting only
what is done would leave out the worst, counting what was done early before its quarter is over the best only. Given up
actions (cancelled, superseded, transferred) count nowhere. An action with two owners counts with each of them.

On time is what was completed on or before the due date in force. Where the minutes print no day of completion, the
tracker has the day of the meeting that reported it: reported done to the first meeting of its board on or after the due
date, an action counts as on time; reported later, as late by the days to that meeting, for a meeting in between had it
open still.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from minutes2actions.audit.case import Case, board_key
from minutes2actions.audit.ledger import DROPPED, Entry
from minutes2actions.audit.report import Rate

NOBODY = "No owner"
NO_BOARD = "No board"


def rates(case: Case) -> tuple[Rate, ...]:
    """All rates: of everything first, then boards, owners and quarters."""
    entries = [entry for entry in case.entries if entry.status not in DROPPED]
    spelt = {board_key(entry.board): entry.board for entry in reversed(entries)}

    def boards(entry: Entry) -> tuple[str, ...]:
        return (spelt[board_key(entry.board)] or NO_BOARD,)

    def owners(entry: Entry) -> tuple[str, ...]:
        return case.owners(entry) or (NOBODY,)

    def quarters(entry: Entry) -> tuple[str, ...]:
        return (quarter(entry.due),) if entry.due and entry.due <= case.today else ()

    found = [_with_trend(_rate("all", "All actions", entries, case), entries, case)]
    for by, groups in (("board", boards), ("owner", owners)):
        parts = _parted(entries, groups)
        found += [_with_trend(_rate(by, name, part, case), part, case) for name, part in parts]
    found += _quarters(_parted(entries, quarters), case)
    return tuple(found)


def quarter(day: date) -> str:
    """The calendar quarter of a day: "2024 Q2"."""
    return f"{day.year} Q{(day.month + 2) // 3}"


def _parted(entries: Iterable[Entry], names: Callable[[Entry], tuple[str, ...]]) -> list[tuple[str, list[Entry]]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in names(entry):
            found.setdefault(name, []).append(entry)
    return sorted(found.items(), key=lambda pair: (pair[0] in (NOBODY, NO_BOARD), pair[0].casefold()))


def _rate(by: str, name: str, entries: Sequence[Entry], case: Case) -> Rate:
    today = case.today
    fell_due = [entry for entry in entries if entry.due and entry.due <= today]
    delays = [delay for entry in fell_due if (delay := _days_late(entry, case)) is not None]
    late = [delay for delay in delays if delay > 0]
    ages = [case.age(entry) for entry in entries if entry.open and entry.meeting]
    first = [(entry.first_due or entry.due, entry) for entry in entries]
    judged = [(day, e) for day, e in first if day and day <= today and (e.open or e.completed)]
    return Rate(
        by=by,
        name=name,
        actions=len(entries),
        open=sum(entry.open for entry in entries),
        overdue=sum(entry.open and entry.due < today for entry in fell_due if entry.due),
        due=len(fell_due),
        on_time=len(delays) - len(late),
        presumed=sum(e.due is not None and _presumed(e, e.due, case) for e in fell_due),
        late=len(late),
        unknown=len(fell_due) - len(delays),
        first_due=len(judged),
        first_met=sum(not e.open and _met(e, day, case) for day, e in judged),
        days_late=sum(late) / len(late) if late else None,
        age=sum(ages) / len(ages) if ages else None,
        oldest=max(ages, default=None),
    )


def _days_late(entry: Entry, case: Case) -> int | None:
    """By how many days an action that fell due missed its date, 0 where it did not; None where nobody can tell.

    One that is open on its very due date can still be on time: it does not count yet.
    """
    if entry.due is None or (entry.open and entry.due >= case.today):
        return None
    if entry.open:
        return (case.today - entry.due).days
    if entry.completed is None:
        return None
    return 0 if _met(entry, entry.due, case) else (entry.completed - entry.due).days


def _met(entry: Entry, day: date, case: Case) -> bool:
    """Whether a done action met a date, for sure or so far as the minutes tell."""
    return entry.completed is not None and (entry.completed <= day or _presumed(entry, day, case))


def _presumed(entry: Entry, day: date, case: Case) -> bool:
    """Whether an action, done nobody says when, was reported done to the first meeting after a date."""
    done = entry.completed
    if not entry.done or done is None or done <= day or "Completed on" in entry.edited:
        return False
    held = case.met.get(board_key(entry.board), {})
    return done in held and not any(day <= other < done for other in held)


def _with_trend(rate: Rate, entries: Sequence[Entry], case: Case) -> Rate:
    """The rate with the change of its on-time share from the days before the latest to the latest."""
    span = timedelta(case.gauges.threshold("trend-days"))
    fewest = case.gauges.threshold("trend-actions")
    halves = []
    for end in (case.today, case.today - span):
        part = [entry for entry in entries if entry.due and end - span < entry.due <= end]
        half = _rate(rate.by, rate.name, part, case)
        if half.share is None or half.on_time + half.late < fewest:
            return rate
        halves.append(half.share)
    return _turned(rate, halves[0] - halves[1], case)


def _turned(rate: Rate, trend: float, case: Case) -> Rate:
    """The rate with its trend and the word for it."""
    steady = abs(trend) * 100 < case.gauges.threshold("trend-steady")
    return replace(rate, trend=trend, direction="steady" if steady else "better" if trend > 0 else "worse")


def _quarters(parts: Sequence[tuple[str, list[Entry]]], case: Case) -> list[Rate]:
    """The rates of the quarters in which actions fell due, each with its change from the one before."""
    fewest = case.gauges.threshold("trend-actions")
    found: list[Rate] = []
    for name, part in parts:
        rate = _rate("quarter", name, part, case)
        before = found[-1] if found and _next(found[-1].name) == name else None
        told = [r for r in (before, rate) if r and r.share is not None and r.on_time + r.late >= fewest]
        if before and len(told) == 2 and rate.share is not None and before.share is not None:
            rate = _turned(rate, rate.share - before.share, case)
        found.append(rate)
    return found


def _next(name: str) -> str:
    year, number = int(name[:4]), int(name[-1])
    return f"{year + number // 4} Q{number % 4 + 1}"
