"""What every finder of an audit is given: all ledgers, the day, the rules, and who is who."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache

from minutes2actions.audit.finding import Finding, FindingKind, Proof
from minutes2actions.audit.gauges import Gauges
from minutes2actions.audit.ledger import Entry, Ledger, Sat
from minutes2actions.audit.names import Names
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker import shown
from minutes2actions.tracker.names import board_key as _board_key

board_key = lru_cache(maxsize=10_000)(_board_key)
"""A board as boards are compared, whatever the tracker's spelling."""
Found = tuple[Entry, str, float]
"""An action, what is to be said of it, and how much of it there is."""
LONGEST = 110
"""How many characters of an action's wording a sentence repeats."""
MOST_PROOFS = 12


class Case:
    """An audit of some ledgers as of a day."""

    def __init__(self, ledgers: Sequence[Ledger], rules: Rulebook, today: date) -> None:
        self.ledgers = tuple(ledgers)
        self.rules, self.today = rules, today
        self.gauges = Gauges(rules)
        self.names = Names(self.ledgers)

    @property
    def entries(self) -> Iterator[Entry]:
        """All actions."""
        return (entry for ledger in self.ledgers for entry in ledger.entries)

    def owners(self, entry: Entry) -> tuple[str, ...]:
        """An action's owners by the names in use."""
        return tuple(dict.fromkeys(self.names.name(entry.row.tracker, owner) for owner in entry.owners))

    def age(self, entry: Entry) -> int:
        """How many days ago an action was set; 0 where no meeting's date is known."""
        return max(0, (self.today - entry.meeting).days) if entry.meeting else 0

    @cached_property
    def met(self) -> dict[str, dict[date, Sat]]:
        """Each board's meetings by day, up to today, whichever tracker tells of them; boards by their key."""
        found: dict[str, dict[date, Sat]] = {}
        for ledger in self.ledgers:
            for sat in ledger.meetings:
                if sat.date and sat.date <= self.today and not sat.plan:
                    found.setdefault(board_key(sat.board), {}).setdefault(sat.date, sat)
        return {board: dict(sorted(days.items())) for board, days in found.items()}

    def finding(
        self,
        kind: FindingKind,
        sentence: str,
        entries: Sequence[Entry] = (),
        measure: float = 1,
        amount: int | None = None,
        board: str | None = None,
        owner: str | None = None,
        meeting: date | None = None,
        proofs: Iterable[Proof | None] = (),
        advice: str = "",
    ) -> Iterator[Finding]:
        """The finding, if so much of it (`measure`) is one by the rules; evidence is the entries' unless given."""
        severity = self.gauges.severity(kind, measure)
        if severity is None:
            return
        first = entries[0] if entries else None
        boards = dict.fromkeys(entry.board for entry in entries)
        shown_at = dict.fromkeys(proof for proof in (*(e.proof for e in entries), *proofs) if proof)
        yield Finding(
            kind=kind,
            severity=severity,
            sentence=sentence,
            rows=tuple(entry.row for entry in entries),
            board=board if board is not None else "; ".join(boards),
            owner=owner if owner is not None else "; ".join(self.owners(first)) if first and len(entries) == 1 else "",
            meeting=meeting or (first.meeting if first and len(entries) == 1 else None),
            amount=int(measure) if amount is None else amount,
            action=first.text if first else "",
            evidence=tuple(shown_at)[:MOST_PROOFS],
            advice=advice,
        )

    def together(self, kind: FindingKind, found: Sequence[Found], said: Callable[[str, int], str]) -> Iterator[Finding]:
        """A finding for each action, or one for all of a board's where there are many; `said` puts that in words."""
        boards: dict[str, list[Found]] = {}
        for one in found:
            if self.gauges.severity(kind, one[2]) is not None:
                boards.setdefault(one[0].board, []).append(one)
        for board, ours in boards.items():
            if len(ours) <= self.gauges.threshold("together"):
                for entry, sentence, measure in ours:
                    yield from self.finding(kind, sentence, [entry], measure=measure)
                continue
            entries = [entry for entry, _, _ in ours]
            most = max(measure for _, _, measure in ours)
            sentence = opening(said(the(board), len(entries)))
            yield from self.finding(kind, sentence, entries, measure=most, amount=len(entries), board=board)


def task(entry: Entry) -> str:
    """An action's wording in quotes, cut to what a sentence can bear."""
    text = " ".join(entry.text.split()).rstrip(".")
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + " …"
    return f"“{text}”"


def when(day: date | None) -> str:
    """A day as a sentence says it."""
    return shown(day) or "an unknown day"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 meeting", "1,200 days"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def the(board: str) -> str:
    """A board as a sentence names it: "the Harbour Board"."""
    if not board:
        return "no named board"
    return f"the {board[4:]}" if board[:4].casefold() == "the " else f"the {board}"


def opening(sentence: str) -> str:
    """A sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def listed(names: Sequence[str], most: int = 4) -> str:
    """Names as a sentence lists them: "A, B and 3 more"."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
