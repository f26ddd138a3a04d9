"""A council's own log against the minutes: what only one of them has, and what both tell differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from rapidfuzz import fuzz

from minutes2actions.audit.case import Case, count, listed, task, when
from minutes2actions.audit.finding import Finding, FindingKind
from minutes2actions.audit.ledger import Entry, Ledger
from minutes2actions.audit.log_ledger import dated_boards
from minutes2actions.record import Status
from minutes2actions.resolve.parties import is_group, is_organisation
from minutes2actions.rulebook import Rulebook, fold
from minutes2actions.tracker import DONE_LABELS, Noted, Pairing, pair_up
from minutes2actions.tracker.names import board_key

SAME_BOARD = 90.0
"""From which likeness on a log's board is one of the minutes', shortened or with words added."""
OTHER_WORDING = 55.0
"""Below which likeness two actions that share a reference are worded differently."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a cross-check comes to: its findings, and what it could not compare, in sentences."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]


def cross_check(minutes: Sequence[Ledger], log: Ledger, rules: Rulebook, today: date) -> Checked:
    """The log's rows paired with the minutes' actions, and all that does not agree, as of a day."""
    check = _Check(Case(minutes, rules, today), _on_known_boards(log, minutes, rules))
    return Checked(tuple(check.findings()), tuple(check.notes()))


def _on_known_boards(log: Ledger, minutes: Sequence[Ledger], rules: Rulebook) -> Ledger:
    """The log with its boards named as in the minutes; what names no board ("Log") fits every one."""
    named = {board_key(entry.board): entry.board for ledger in minutes for entry in ledger.entries if entry.board}
    named |= {board_key(sat.board): sat.board for ledger in minutes for sat in ledger.meetings if sat.board}

    only = len({board_key(entry.board) for entry in log.entries}) == 1

    def known(board: str) -> str:
        key = board_key(board)
        if not key or key in named:
            return named.get(key, "")
        near = [name for other, name in named.items() if fuzz.token_set_ratio(key, other) >= SAME_BOARD]
        if len(near) == 1:
            return near[0]
        return "" if only and not (is_group(board, rules) or is_organisation(board, rules)) else board

    return replace(log, entries=tuple(replace(entry, board=known(entry.board)) for entry in log.entries))


class _Check:
    """The two lists side by side."""

    def __init__(self, case: Case, log: Ledger) -> None:
        self.case = case
        self.minuted = tuple(_as_minuted(entry) for entry in case.entries if entry.minuted)
        self.logged = log.entries
        self.days = dated_boards(case.ledgers)

    @cached_property
    def pairs(self) -> tuple[Pairing, ...]:
        """Which row is which action; a doubtful one is nobody's to judge."""
        return pair_up([self._noted(e) for e in self.minuted], [self._noted(e) for e in self.logged], self.case.rules)

    def findings(self) -> Iterator[Finding]:
        """All that does not agree."""
        firsts, seconds = {pair.first for pair in self.pairs}, {pair.second for pair in self.pairs}
        for n, entry in enumerate(self.minuted):
            if n not in firsts and self._in_log_scope(entry):
                yield from self._not_in_log(entry)
        for n, entry in enumerate(self.logged):
            if n not in seconds and self._in_minutes_scope(entry):
                yield from self._not_in_minutes(entry)
        for pair in self.pairs:
            ours, theirs = self.minuted[pair.first], self.logged[pair.second]
            yield from self._differ(ours, theirs, pair) if pair.sure else self._perhaps(ours, theirs, pair)

    def notes(self) -> Iterator[str]:
        """What could not be compared."""
        paired = {pair.second for pair in self.pairs}
        outside = [e for n, e in enumerate(self.logged) if n not in paired and not self._in_minutes_scope(e)]
        if outside:
            rows = count(len(outside), "row of the log is", "rows of the log are")
            yield f"{rows} of meetings whose minutes were not given"
        missing = sorted({e.board for e in self.minuted if board_key(e.board) not in self._kept_boards})
        if missing:
            yield f"the log holds nothing of {listed(missing)}"

    def _noted(self, entry: Entry) -> Noted:
        owners = tuple(self.case.names.name(entry.row.tracker, owner) for owner in entry.owners)
        texts = tuple(dict.fromkeys(text for text in (entry.text, entry.said) if text))
        refs = (*entry.printed, entry.row.ref)
        return Noted(texts, refs, entry.board, entry.meeting, owners, entry.due)

    @cached_property
    def _kept_boards(self) -> frozenset[str]:
        """The boards whose actions the log keeps; one that names none keeps those of which it has any action."""
        named = {board_key(entry.board) for entry in self.logged}
        minuted = {board_key(entry.board) for entry in self.minuted}
        if "" in named:
            named |= minuted if len(minuted) == 1 else {board_key(self.minuted[p.first].board) for p in self.pairs}
        return frozenset(named - {""})

    @cached_property
    def _log_days(self) -> Mapping[str, date]:
        """The first meeting that the log speaks of, by board."""
        first: dict[str, date] = {}
        for entry in self.logged:
            if entry.meeting:
                key = board_key(entry.board)
                first[key] = min(first.get(key, entry.meeting), entry.meeting)
        return first

    def _in_log_scope(self, entry: Entry) -> bool:
        """Whether the log should have an action: it keeps its board, and its time; and what is done, if it is."""
        key = board_key(entry.board)
        if key not in self._kept_boards:
            return False
        first = self._log_days.get(key) or self._log_days.get("")
        if first and entry.meeting and entry.meeting < first:
            return False
        return entry.open or (entry.done and any(e.done for e in self.logged))

    def _in_minutes_scope(self, entry: Entry) -> bool:
        """Whether the minutes at hand should have a row of the log: they are of its board, and of its meeting."""
        key = board_key(entry.board)
        days = self.days.get(key) if key else frozenset(d for days in self.days.values() for d in days)
        return days is not None and (entry.meeting is None or entry.meeting in days)

    def _not_in_log(self, entry: Entry) -> Iterator[Finding]:
        who = f" for {listed(entry.owners)}" if entry.owners else ""
        yield from self.case.finding(
            FindingKind.NOT_IN_LOG,
            f"The {entry.board} set {task(entry)}{who} on {when(entry.meeting)}; the log does not have it.",
            [entry],
            advice="Add it to the log, or have it minuted why it is left out.",
        )

    def _not_in_minutes(self, entry: Entry) -> Iterator[Finding]:
        of = f" of the {entry.board}" if entry.board else ""
        on = f" of {when(entry.meeting)}" if entry.meeting else ""
        yield from self.case.finding(
            FindingKind.NOT_IN_MINUTES,
            f"The log has {task(entry)}; the minutes{of}{on} do not.",
            [entry],
            advice="Find out where it was agreed.",
        )

    def _perhaps(self, ours: Entry, theirs: Entry, pair: Pairing) -> Iterator[Finding]:
        yield from self.case.finding(
            FindingKind.LOG_DOUBTFUL,
            f"The minutes have {task(ours)}, the log {task(theirs)}: is it the same? ({pair.reason})",
            [ours, theirs],
            board=ours.board,
            amount=round(pair.score),
            advice="Look at both; nothing else was compared.",
        )

    def _differ(self, ours: Entry, theirs: Entry, pair: Pairing) -> Iterator[Finding]:
        for kind, said in self._differences(ours, theirs, pair):
            yield from self.case.finding(kind, said, [ours, theirs], board=ours.board, owner=listed(ours.owners))

    def _differences(self, ours: Entry, theirs: Entry, pair: Pairing) -> Iterator[tuple[FindingKind, str]]:
        """In what a row of the log differs from the action that it is."""
        mine = {fold(o): o for o in self._noted(ours).owners}
        yours = {fold(o): o for o in self._noted(theirs).owners}
        same_words = fold(ours.owner_text) == fold(theirs.owner_text) != ""
        if mine.keys() != yours.keys() and not same_words:
            here, there = listed(list(mine.values())) or "nobody", listed(list(yours.values())) or "nobody"
            yield FindingKind.LOG_OWNER, f"{task(ours)}: the minutes give it to {here}, the log to {there}."
        if ours.due != theirs.due and (ours.due or theirs.due):
            yield FindingKind.LOG_DATE, f"{task(ours)}: {_dates(ours, theirs)}."
        if pair.swapped or pair.score < OTHER_WORDING:
            yield FindingKind.LOG_WORDING, f"The minutes say {task(ours)}, the log {task(theirs)}."
        yield from self._ends(ours, theirs)

    def _ends(self, ours: Entry, theirs: Entry) -> Iterator[tuple[FindingKind, str]]:
        """Where one of them calls an action done that the other has open."""
        if theirs.done and ours.open:
            later = [day for day in self.days.get(board_key(ours.board), ()) if ours.meeting and day > ours.meeting]
            if theirs.completed:
                later = [day for day in later if day >= theirs.completed]
            if later:
                on = f" on {when(theirs.completed)}" if theirs.completed else ""
                yield (
                    FindingKind.LOG_CLOSED,
                    f"The log closed {task(ours)}{on}; {count(len(later), 'later meeting')} of the {ours.board} "
                    "did not minute that it is done.",
                )
        elif ours.done and theirs.open:
            on = f" on {when(ours.completed)}" if ours.completed else ""
            yield FindingKind.LOG_OPEN, f"By the minutes {task(ours)} was done{on}; the log still has it open."


def _as_minuted(entry: Entry) -> Entry:
    """An action of a tracker as the minutes have it, whatever people wrote over it."""
    edited = entry.edited
    if "Status" in edited:
        done = str(edited["Status"] or "").casefold() in {label.casefold() for label in DONE_LABELS}
        entry = replace(entry, status=Status.COMPLETE if done else Status.OPEN)
    if "Due date" in edited:
        due = edited["Due date"]
        entry = replace(entry, due=due if isinstance(due, date) else None)
    if "Owner" in edited:
        names = (name.strip() for name in str(edited["Owner"] or "").split(";"))
        entry = replace(entry, owners=tuple(name for name in names if name))
    return entry


def _dates(ours: Entry, theirs: Entry) -> str:
    """How the dates differ, in a sentence."""
    if ours.due is None:
        return f"the minutes set no day{_as(ours)}, the log has {when(theirs.due)}"
    if theirs.due is None:
        return f"the minutes set {when(ours.due)}, the log has no day{_as(theirs)}"
    if ours.first_due == theirs.due:
        return f"the minutes moved it from {when(theirs.due)} to {when(ours.due)}, the log did not"
    return f"the minutes set {when(ours.due)}, the log has {when(theirs.due)}"


def _as(entry: Entry) -> str:
    return f" (“{' '.join(entry.due_text.split())}”)" if entry.due_text else ""
