"""Draws actions for an auditor to look at by hand, so that anybody can draw the same ones again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from minutes2actions.audit.ledger import Entry, Ledger
from minutes2actions.tracker.names import board_key


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many actions to draw, the seed that settles which, and whether each board is to have its share."""

    size: int
    seed: str = "1"
    by_board: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """The actions drawn, out of how many, and in sentences how it was done."""

    entries: tuple[Entry, ...]
    of: int
    method: str


def draw(ledgers: Sequence[Ledger], wanted: Wanted) -> Drawn:
    """A sample of all actions, done and dropped ones too.

    Each action has a lot: the SHA-256 of seed, tracker and Ref. The smallest lots are drawn, which depends on nothing
    but these words: not on the order of rows, nor on any program's random numbers; and a larger sample with the same
    seed holds the smaller one.
    """
    entries = sorted((e for ledger in ledgers for e in ledger.entries), key=lambda e: _lot(e, wanted.seed))
    count = min(wanted.size, len(entries))
    chosen = _stratified(entries, count) if wanted.by_board else entries[:count]
    chosen.sort(key=lambda e: (board_key(e.board), e.row.ref, e.row.tracker))
    return Drawn(tuple(chosen), len(entries), _method(count, len(entries), wanted))


def _lot(entry: Entry, seed: str) -> str:
    name = entry.row.tracker.replace("\\", "/").rsplit("/", 1)[-1]
    lot = f"{seed}|{name}|{entry.row.ref}|{entry.text}".encode("utf-8", "backslashreplace")
    return hashlib.sha256(lot).hexdigest()


def _stratified(entries: Sequence[Entry], count: int) -> list[Entry]:
    """So many entries that each board has its share, and at least one where there are enough to go round."""
    boards: dict[str, list[Entry]] = {}
    for entry in entries:
        boards.setdefault(board_key(entry.board), []).append(entry)
    exact = {board: count * len(part) / len(entries) for board, part in boards.items()}
    least = 1 if count >= len(boards) else 0
    shares = {board: min(max(least, int(share)), len(boards[board])) for board, share in exact.items()}
    order = sorted(boards, key=lambda board: (int(exact[board]) - exact[board], board))
    while sum(shares.values()) > count:
        shares[max(shares, key=lambda board: (shares[board], board))] -= 1
    while sum(shares.values()) < count:
        for board in order:
            if shares[board] < len(boards[board]) and sum(shares.values()) < count:
                shares[board] += 1
    return [entry for board, part in boards.items() for entry in part[: shares[board]]]


def _method(count: int, of: int, wanted: Wanted) -> str:
    strata = ", each board with its share and at least one where the sample is large enough" if wanted.by_board else ""
    return (
        f"{count} of {of} actions, drawn with the seed “{wanted.seed}”{strata}: those with the smallest SHA-256 of "
        "“seed|name of the tracker|Ref|action”. Anybody who takes it again gets the same."
    )
