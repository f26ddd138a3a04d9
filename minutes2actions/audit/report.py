"""What an audit comes to: findings, rates, and what it was made of. Every output is written from this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minutes2actions.audit.finding import Finding
from minutes2actions.audit.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Audited:
    """One tracker, data set or document that was audited."""

    source: str
    actions: int
    open: int
    meetings: int
    boards: tuple[str, ...]


def audited(ledger: Ledger) -> Audited:
    """A ledger in numbers."""
    return Audited(
        source=ledger.source,
        actions=len(ledger.entries),
        open=sum(entry.open for entry in ledger.entries),
        meetings=len(ledger.meetings),
        boards=tuple(sorted({entry.board for entry in ledger.entries if entry.board}, key=str.casefold)),
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """How timely a set of actions is: all of them, or those of a board, an owner or a quarter (`by`).

    `due` counts the actions that fell due by the day of the audit, given up ones left out. Each of them is `on_time`
    (completed on or before the due date in force), `late` (completed after it, or not yet) or `unknown` (done, but
    nobody says when). `presumed` counts those on time of which no day of completion is known, but which were reported
    done to the first meeting after the due date. `first_due` and `first_met` count the same against the date that was
    set first. `days_late` is the average over the late ones, `age` that of the open ones since the meeting that set
    them. `trend` is the on-time share of the latest months less that of as many months before (a quarter: less that
    of the quarter before), None where either has too few actions to tell.
    """

    by: str
    name: str
    actions: int = 0
    open: int = 0
    overdue: int = 0
    due: int = 0
    on_time: int = 0
    presumed: int = 0
    late: int = 0
    unknown: int = 0
    first_due: int = 0
    first_met: int = 0
    days_late: float | None = None
    age: float | None = None
    oldest: int | None = None
    trend: float | None = None
    direction: str = ""
    """The trend in a word: better, worse or steady, as the rules call it; empty where there is none."""

    @property
    def share(self) -> float | None:
        """The on-time rate, 0 to 1; None where no action fell due whose end is known."""
        known = self.on_time + self.late
        return self.on_time / known if known else None

    @property
    def first_share(self) -> float | None:
        """The share that met the date first set, 0 to 1."""
        return self.first_met / self.first_due if self.first_due else None


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The whole audit, as of a day; `notes` say what could not be looked into, `titles` what people call a finding.

    `findings` are in the order of `finding.ordered`.
    """

    as_of: date
    audited: tuple[Audited, ...]
    findings: tuple[Finding, ...]
    rates: tuple[Rate, ...] = ()
    notes: tuple[str, ...] = ()
    titles: tuple[tuple[str, str], ...] = ()

    def title(self, kind: str) -> str:
        """What people call a kind of finding."""
        return dict(self.titles).get(kind, kind.replace("_", " ").capitalize())
