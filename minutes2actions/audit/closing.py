"""Findings about how actions ended: without a minute, without agreement, in silence, by deletion, in dispute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from minutes2actions.audit.case import Case, board_key, count, listed, opening, task, the, when
from minutes2actions.audit.finding import Finding, FindingKind, Proof
from minutes2actions.audit.ledger import DONE, DROPPED, Entry, Ledger
from minutes2actions.record import Status
from minutes2actions.tracker import shown

_ENDED = {status.value.replace("_", " ").capitalize() for status in DONE | DROPPED}


def about_closing(case: Case) -> Iterator[Finding]:
    """All findings about the end of actions."""
    for ledger in case.ledgers:
        for entry in ledger.entries:
            yield from _unminuted(entry, case)
            yield from _dropped(entry, case)
        yield from _never_agreed(ledger, case)
        yield from _deleted(ledger, case)
        yield from _disputed(ledger, case)


def _later(entry: Entry, since: date | None, case: Case) -> list[date]:
    """The days up to today on which an action's board met after a day."""
    days = case.met.get(board_key(entry.board), {})
    return [day for day in days if since and day > since]


def _seen(entry: Entry, day: date | None, case: Case) -> Proof | None:
    """The minutes of an action's board of a day."""
    sat = case.met.get(board_key(entry.board), {}).get(day) if day else None
    return sat.proof if sat else None


def _unminuted(entry: Entry, case: Case) -> Iterator[Finding]:
    """An action that a person marked as ended while the minutes have it open, or do not know it at all."""
    if entry.open:
        return
    ended = entry.status.value.replace("_", " ")
    if not entry.minuted:
        said = f"{task(entry)} was written into the tracker and marked {ended}; no minutes speak of it."
    elif "Status" in entry.edited and shown(entry.edited["Status"]) not in _ENDED:
        last = f", last on {when(entry.last_mentioned)}" if entry.last_mentioned else ""
        said = f"{task(entry)} is marked {ended} in the tracker, but no minutes say so{last}."
    else:
        return
    yield from case.finding(
        FindingKind.CLOSED_UNMINUTED,
        said,
        [entry],
        amount=case.age(entry),
        proofs=[_seen(entry, entry.last_mentioned, case)],
    )


def _dropped(entry: Entry, case: Case) -> Iterator[Finding]:
    """An open action that its board's meetings passed over; while its day is yet to come nobody need speak of it."""
    if not entry.open or not entry.minuted or (entry.due and entry.due >= case.today):
        return
    last = entry.last_mentioned or entry.meeting
    passed = _later(entry, last, case)
    if entry.due:
        passed = [day for day in passed if day >= entry.due]
    yield from case.finding(
        FindingKind.DROPPED,
        f"{task(entry)} was {'set' if last == entry.meeting else 'last mentioned'} on {when(last)}; "
        f"{count(len(passed), 'meeting')} of {the(entry.board)} since "
        f"{'it fell due' if entry.due else 'then'} passed over it in silence.",
        [entry],
        measure=len(passed),
        proofs=[_seen(entry, last, case)],
    )


def _never_agreed(ledger: Ledger, case: Case) -> Iterator[Finding]:
    """Actions that were reported complete and that no later meeting agreed to close.

    On a board that never closes anything it is the board's habit: one finding for all.
    """
    waiting: dict[str, list[tuple[Entry, int]]] = {}
    closes = {board_key(entry.board) for entry in ledger.entries if entry.status is Status.CLOSED}
    for entry in ledger.entries:
        if entry.status is Status.COMPLETE and entry.minuted and "Status" not in entry.edited:
            later = len(_later(entry, entry.last_mentioned or entry.completed, case))
            if case.gauges.severity(FindingKind.COMPLETE_NOT_CLOSED, later) is not None:
                waiting.setdefault(entry.board, []).append((entry, later))
    for board, found in waiting.items():
        entries = [entry for entry, _ in found]
        if board_key(board) not in closes and len(found) > 1:
            yield from case.finding(
                FindingKind.COMPLETE_NOT_CLOSED,
                opening(
                    f"{the(board)} agreed none of its {len(found):,} completed actions closed, though it has met since."
                ),
                entries,
                measure=max(later for _, later in found),
                amount=len(found),
                board=board,
            )
            continue
        for entry, later in found:
            yield from case.finding(
                FindingKind.COMPLETE_NOT_CLOSED,
                f"{task(entry)} was reported complete on {when(entry.last_mentioned or entry.completed)}; "
                f"{count(later, 'later meeting')} of {the(board)} did not agree it closed.",
                [entry],
                measure=later,
            )


def _deleted(ledger: Ledger, case: Case) -> Iterator[Finding]:
    """Rows that people took out while the action was open."""
    for entry in ledger.deleted:
        if entry.open:
            yield from case.finding(
                FindingKind.DELETED,
                f"Somebody took the row of {task(entry)} out of the tracker while it was open"
                + (f" ({listed(entry.owners)})." if entry.owners else "."),
                [entry],
                amount=case.age(entry),
            )


def _disputed(ledger: Ledger, case: Case) -> Iterator[Finding]:
    """Cells in which a person and later minutes, or the owner, differ, while nobody has decided between them."""
    for dispute in ledger.disputes:
        yield from case.finding(
            FindingKind.CONFLICT,
            f"{dispute.column} of {task(dispute.entry)}: the tracker has {dispute.here}, {dispute.says} "
            f"{dispute.there}, and nobody has decided.",
            [dispute.entry],
            proofs=[_seen(dispute.entry, dispute.entry.last_mentioned, case)],
            advice="Answer the question on the Review sheet.",
        )
