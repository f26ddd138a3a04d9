"""Findings about meetings: minutes without any action, and minutes that must be missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from minutes2actions.audit.case import Case, count, listed, opening, the, when
from minutes2actions.audit.finding import Finding, FindingKind
from minutes2actions.audit.ledger import Sat


def about_meetings(case: Case) -> Iterator[Finding]:
    """All findings about meetings."""
    for days in case.met.values():
        yield from _without_actions(days, case)
        yield from _missing(days, case)


def _without_actions(days: Mapping[date, Sat], case: Case) -> Iterator[Finding]:
    """Minutes in which no action was found; of a board that never sets any, one finding for all."""
    empty = [sat for sat in days.values() if not sat.actions]
    if len(empty) == len(days) > 1:
        board = empty[-1].board
        yield from case.finding(
            FindingKind.NO_ACTIONS,
            f"None of the {len(days):,} minutes of {the(board)} has any action.{_possible(empty)}",
            measure=len(days),
            board=board,
            proofs=[sat.proof for sat in empty],
        )
        return
    for sat in empty:
        yield from case.finding(
            FindingKind.NO_ACTIONS,
            f"The minutes of {the(sat.board)} of {when(sat.date)} have no action.{_possible([sat])}",
            board=sat.board,
            meeting=sat.date,
            proofs=[sat.proof],
        )


def _possible(sats: list[Sat]) -> str:
    number = sum(sat.candidates for sat in sats)
    return f" {count(number, 'sentence')} on the Review sheet may be one." if number else ""


def _missing(days: Mapping[date, Sat], case: Case) -> Iterator[Finding]:
    """Meetings that were announced and of which there are no minutes; and gaps in the rhythm of a board.

    A board's rhythm is the median of its intervals; with few meetings it has none.
    """
    gaps = []
    for day, sat in days.items():
        for announced in sat.announced:
            if _is_missing(day, announced, days, case):
                gaps.append((announced - timedelta(1), announced + timedelta(1)))
                yield from case.finding(
                    FindingKind.MINUTES_MISSING,
                    opening(f"{the(sat.board)} was to meet on {when(announced)}, as its minutes of {when(day)} say; ")
                    + "there are no minutes of that meeting.",
                    board=sat.board,
                    meeting=announced,
                    proofs=[sat.proof],
                )
    yield from _out_of_rhythm(days, gaps, case)


def _is_missing(day: date, announced: date, days: Mapping[date, Sat], case: Case) -> bool:
    """Whether the minutes of an announced meeting should be there and are not, on a day near it either."""
    if announced <= day or announced + timedelta(case.gauges.threshold("writing-days")) > case.today:
        return False
    moved = timedelta(case.gauges.threshold("moved-days"))
    return not any(other > day and abs(other - announced) <= moved for other in days)


def _out_of_rhythm(days: Mapping[date, Sat], known: list[tuple[date, date]], case: Case) -> Iterator[Finding]:
    if len(days) < max(3, case.gauges.threshold("rhythm-meetings")):
        return
    held = list(days)
    usual = median((after - before).days for before, after in pairwise(held))
    longest = max(case.gauges.threshold("recess-days"), case.gauges.threshold("rhythm-gap") * usual)
    gaps = [(a, b) for a, b in pairwise(held) if (b - a).days > longest and not _covers(a, b, known)]
    said = [f"between {when(a)} and {when(b)}" for a, b in gaps]
    missing = sum(round((b - a).days / usual) - 1 for a, b in gaps)
    silence = (case.today - held[-1]).days - case.gauges.threshold("writing-days")
    if silence > longest and not _covers(held[-1], case.today, known):
        said.append(f"since {when(held[-1])}")
        missing += round(silence / usual)
    if said:
        board = days[held[-1]].board
        yield from case.finding(
            FindingKind.MINUTES_MISSING,
            opening(f"{the(board)} usually meets every {round(usual)} days, but there are no minutes {listed(said)}: ")
            + f"about {count(missing, 'meeting')}.",
            measure=missing,
            board=board,
            proofs=[p for a, b in gaps for p in (days[a].proof, days[b].proof)] or [days[held[-1]].proof],
        )


def _covers(start: date, end: date, known: list[tuple[date, date]]) -> bool:
    return any(start <= before and after <= end for before, after in known)
