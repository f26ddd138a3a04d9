"""Findings about the same action met again: restated on its own board as if it were new, or set by several boards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from minutes2actions.audit.alike import Alike
from minutes2actions.audit.case import Case, board_key, count, listed, task, when
from minutes2actions.audit.finding import Finding, FindingKind
from minutes2actions.audit.ledger import Entry
from minutes2actions.rulebook import fold, phrases
from minutes2actions.tracker.keys import key_of
from minutes2actions.tracker.likeness import likeness
from minutes2actions.tracker.wording import weights

TELLING = 2.0
"""From which weight a word tells something."""


def about_repeats(case: Case) -> Iterator[Finding]:
    """All findings about actions that were set twice."""
    search = _Search(case)
    across: dict[int, set[int]] = {}
    for n in range(len(search.entries)):
        earlier: list[int] = []
        for m in search.likely(n):
            if search.boards[m] != search.boards[n]:
                if search.shared(m, n):
                    across.setdefault(m, set()).add(n)
                    across.setdefault(n, set()).add(m)
            elif search.restated(m, n):
                earlier.append(m)
        if earlier:
            yield from _restated(search.entries[max(earlier)], search.entries[n], case)
    yield from _several(across, search, case)


class _Search:
    """Finds actions of nearly the same words among all, in the order of their meetings."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.entries = sorted(
            (e for e in case.entries if e.minuted), key=lambda e: (e.meeting is not None, str(e.meeting), e.row.ref)
        )
        self.boards = [board_key(entry.board) for entry in self.entries]
        self.kept_apart = frozenset(key for ledger in case.ledgers for key in ledger.kept_apart)
        self._routine = phrases(w for rule in case.rules.of("words") if rule.name == "set-afresh" for w in rule.words)
        self._alike = Alike([self._telling(entry) for entry in self.entries])

    def _telling(self, entry: Entry) -> tuple[str, ...]:
        """The words that tell an action from others; none of one that is everybody's or set afresh each time."""
        names = {word for owner in entry.owners for word in weights(owner)}
        words = tuple(w for w, weight in weights(entry.text).items() if weight >= TELLING and w not in names)
        dull = len(words) < self.case.gauges.threshold("telling-words") or self._routine.search(entry.text)
        return () if dull else words

    def likely(self, n: int) -> list[int]:
        """The earlier actions that an action may be."""
        return self._alike.before(n)

    def restated(self, m: int, n: int) -> bool:
        """Whether an action restates an earlier one of its board that was still open when it was set."""
        first, second = self.entries[m], self.entries[n]
        if not (first.meeting and second.meeting and first.meeting < second.meeting):
            return False
        ended = first.completed or (None if first.open else first.last_mentioned)
        if (ended and ended <= second.meeting) or not (first.open or second.open):
            return False
        if self._owners(first) and self._owners(second) and not self._owners(first) & self._owners(second):
            return False
        if key_of("M", second.meeting, second.said, first.meeting, first.said) in self.kept_apart:
            return False
        return self._same(first, second, self.case.gauges.threshold("alike-on-one-board"))

    def shared(self, m: int, n: int) -> bool:
        """Whether actions of two boards are one: alike, set at about the same time, and one of them still open."""
        first, second = self.entries[m], self.entries[n]
        if not (first.open or second.open):
            return False
        if first.meeting and second.meeting:
            apart = abs((second.meeting - first.meeting).days)
            if apart > self.case.gauges.threshold("days-between-boards"):
                return False
        return self._same(first, second, self.case.gauges.threshold("alike-on-several-boards"))

    def _owners(self, entry: Entry) -> set[str]:
        return {fold(owner) for owner in self.case.owners(entry)}

    def _same(self, first: Entry, second: Entry, least: float) -> bool:
        ignore = (*first.owners, *second.owners)
        score, swapped = likeness(first.text, second.text, ignore, None)
        return score >= least and not swapped


def _restated(first: Entry, second: Entry, case: Case) -> Iterator[Finding]:
    yield from case.finding(
        FindingKind.RESTATED,
        f"{task(second)}, set on {when(second.meeting)}, restates an action of {when(first.meeting)} that was still "
        "open.",
        [second, first],
        owner="; ".join(case.owners(second)),
        advice="If they are one, mark the earlier row Superseded, or answer the question on the Review sheet.",
    )


def _several(across: dict[int, set[int]], search: _Search, case: Case) -> Iterator[Finding]:
    """One finding for each action that several boards have; for boards that share many, one for all of them."""
    shared: dict[tuple[str, ...], list[list[Entry]]] = {}
    done: set[int] = set()
    for start in sorted(across):
        group: set[int] = set()
        todo = [start]
        while todo:
            n = todo.pop()
            if n not in group | done:
                group.add(n)
                todo += across.get(n, ())
        done |= group
        entries = [search.entries[n] for n in sorted(group)]
        if entries:
            shared.setdefault(tuple(_boards(entries)), []).append(entries)
    for boards, groups in shared.items():
        many = len(groups) > case.gauges.threshold("together")
        for found in [[e for group in groups for e in group]] if many else groups:
            what = f"{len(groups):,} actions, such as {task(found[0])}, are" if many else f"{task(found[0])} is"
            yield from case.finding(
                FindingKind.SEVERAL_BOARDS,
                f"{what} on the lists of {count(len(boards), 'board')}: {listed(boards)}{_holders(found, many)}.",
                found,
                measure=len(boards),
                owner="" if many else "; ".join(dict.fromkeys(o for entry in found for o in case.owners(entry))),
            )


def _boards(entries: Sequence[Entry]) -> list[str]:
    return list({board_key(entry.board): entry.board for entry in reversed(entries)}.values())[::-1]


def _holders(entries: Sequence[Entry], many: bool) -> str:
    if many:
        return ""
    owners = {frozenset(map(fold, entry.owners)) for entry in entries if entry.owners}
    return ", with different owners" if len(owners) > 1 else ""
