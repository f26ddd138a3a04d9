"""What an audit looks at: the actions and meetings of one tracker or data set, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from minutes2actions.audit.finding import Proof, RowRef
from minutes2actions.record import Attendee, Status
from minutes2actions.tracker import PersonRow, Value

Day = date
DONE = frozenset({Status.COMPLETE, Status.CLOSED})
DROPPED = frozenset({Status.CANCELLED, Status.SUPERSEDED, Status.TRANSFERRED})


@dataclass(frozen=True, slots=True)
class Entry:
    """One action as it now stands: the cells as people left them.

    `edited` holds what the minutes say in those cells that people changed, by heading. `minuted` tells whether any
    minutes speak of it; `looks_back` whether it first stood among earlier meetings' actions.
    """

    row: RowRef
    board: str
    text: str
    meeting: date | None = None
    owners: tuple[str, ...] = ()
    organisation: str = ""
    due: date | None = None
    due_text: str = ""
    first_due: date | None = None
    endless: bool = False
    at_meeting: bool = False
    """Whether it is due at a coming meeting, whose day its minutes may not tell yet."""
    status: Status = Status.OPEN
    completed: date | None = None
    last_mentioned: date | None = None
    revised: int = 0
    edited: Mapping[str, Value] = field(default_factory=dict)
    minuted: bool = True
    looks_back: bool = False
    born: Status = Status.OPEN
    """How it stood where it was first minuted."""
    said: str = ""
    """Its wording where it was first minuted."""
    proof: Proof | None = None
    printed: tuple[str, ...] = ()
    """The references that minutes print at it, or a log gives it."""
    owner_text: str = ""
    """The owners as printed."""

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.status not in DONE and self.status not in DROPPED

    @property
    def done(self) -> bool:
        """Whether it is complete or closed."""
        return self.status in DONE


@dataclass(frozen=True, slots=True)
class Sat:
    """One meeting of a board, as its minutes tell; `candidates` counts sentences that a person may yet accept."""

    board: str
    date: Day | None
    attendees: tuple[Attendee, ...] = ()
    actions: int = 0
    candidates: int = 0
    announced: tuple[Day, ...] = ()
    plan: bool = False
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was read: where it stood, and the digests of it that are known."""

    source: str
    path: str
    sha256: frozenset[str]
    proof: Proof


@dataclass(frozen=True, slots=True)
class Dispute:
    """A cell for which there are two values, and nobody has decided; `says` is who says the other one."""

    entry: Entry
    column: str
    here: str
    says: str
    there: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """All of one tracker or data set. `deleted` are actions whose rows people took out, as they last stood.

    `kept_apart` names the questions that a person answered by saying that two actions are not one.
    """

    source: str
    entries: tuple[Entry, ...]
    meetings: tuple[Sat, ...] = ()
    people: tuple[PersonRow, ...] = ()
    papers: tuple[Paper, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    deleted: tuple[Entry, ...] = ()
    kept_apart: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
