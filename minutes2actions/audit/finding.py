"""What an audit finds: a kind, how grave it is, the rows it is about, and where it can be seen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class FindingKind(StrEnum):
    """What may be wrong; the names are stable, what people call them stands in rules/audit.toml."""

    NO_OWNER = "no_owner"
    NO_DATE = "no_date"
    GROUP_OWNER = "group_owner"
    OWNER_NOT_AT_MEETING = "owner_not_at_meeting"
    OWNER_UNKNOWN = "owner_unknown"
    OVERDUE = "overdue"
    CLOSED_UNMINUTED = "closed_unminuted"
    COMPLETE_NOT_CLOSED = "complete_not_closed"
    DROPPED = "dropped"
    DELETED = "deleted"
    REVISED = "revised"
    RESTATED = "restated"
    SEVERAL_BOARDS = "several_boards"
    OVERLOADED = "overloaded"
    DUE_BEFORE_MEETING = "due_before_meeting"
    CONFLICT = "conflict"
    NO_ACTIONS = "no_actions"
    MINUTES_MISSING = "minutes_missing"
    SOURCE_CHANGED = "source_changed"
    SOURCE_GONE = "source_gone"
    ONE_PERSON = "one_person"
    NOT_IN_LOG = "not_in_log"
    NOT_IN_MINUTES = "not_in_minutes"
    LOG_OWNER = "log_owner"
    LOG_DATE = "log_date"
    LOG_WORDING = "log_wording"
    LOG_CLOSED = "log_closed"
    LOG_OPEN = "log_open"
    LOG_DOUBTFUL = "log_doubtful"
    NO_MEETING_DATE = "no_meeting_date"
    NO_BOARD = "no_board"
    UNCLEAR_DATE = "unclear_date"
    POSSIBLE_ACTION = "possible_action"
    TWO_TASKS = "two_tasks"
    UNKNOWN_INITIALS = "unknown_initials"
    ONGOING = "ongoing"


class Severity(IntEnum):
    """How grave a finding is: ordered, the gravest highest."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        """The name as commands, rules and JSON write it."""
        return self.name.casefold()


@dataclass(frozen=True, slots=True)
class RowRef:
    """A row that a finding is about: a Ref is unique within its tracker only. `tracker` is the file as given."""

    tracker: str
    ref: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a finding can be seen: a document, its page, and a link that opens it.

    `source` is the path as seen from the folder that the audit runs in; `link` the same as an address, with `#page=N`
    for a PDF. It is None for what should not be opened by a click.
    """

    source: str
    page: int | None = None
    link: str | None = None
    quote: str = ""
    where: str = ""
    """Where in the document, as people find it: "page 3, under 4.2 Finance report"."""
    mark: str = ""
    """A link to the words marked on the document's page of evidence, as seen from here; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an auditor should look at; `sentence` says it so that a councillor understands it.

    `amount` says how much of it there is, in the unit of its kind (days late, days slipped, meetings passed over,
    actions); findings of a kind are ordered by it. `board` and `owner` are empty where they do not matter.
    """

    kind: FindingKind
    severity: Severity
    sentence: str
    rows: tuple[RowRef, ...] = ()
    board: str = ""
    owner: str = ""
    meeting: date | None = None
    amount: int = 0
    action: str = ""
    """What was to be done, of the first of the rows."""
    evidence: tuple[Proof, ...] = ()
    advice: str = ""
    """What can be done about it at once, in plain words; empty where that is a person's to think of."""

    @property
    def key(self) -> str:
        """A short name that stays the same from audit to audit, as long as the finding is about the same rows."""
        about = [self.kind, *sorted(f"{row.ref}" for row in self.rows)] if self.rows else [self.kind, self.sentence]
        return hashlib.sha256("\x1f".join((*about, self.board)).encode()).hexdigest()[:10]


def ordered(findings: list[Finding]) -> tuple[Finding, ...]:
    """The findings as a reader wants them: the gravest first, kinds together, then by board, the most of it first."""
    kinds = list(FindingKind)
    return tuple(
        sorted(
            findings,
            key=lambda f: (
                -f.severity,
                kinds.index(f.kind),
                f.board.casefold(),
                -f.amount,
                [(row.tracker, row.ref) for row in f.rows],
                f.sentence,
            ),
        )
    )
