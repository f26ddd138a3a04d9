"""What was found in a document: meetings, attendees, actions, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from minutes2actions.document import Place, Warning

Day = date
"""A date, where a field named `date` hides the type."""


class Kind(StrEnum):
    """What sort of document it is."""

    MINUTES = "minutes"
    ACTION_PLAN = "action_plan"
    OTHER = "other"


class Attendance(StrEnum):
    """How somebody took part in a meeting."""

    PRESENT = "present"
    IN_ATTENDANCE = "in_attendance"
    APOLOGIES = "apologies"
    ABSENT = "absent"


class OwnerKind(StrEnum):
    """What sort of party an owner is."""

    PERSON = "person"
    ROLE = "role"
    GROUP = "group"
    ORGANISATION = "organisation"


class Status(StrEnum):
    """Where an action stands, by the minutes or by people."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    CLOSED = "closed"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    TRANSFERRED = "transferred"


class Basis(StrEnum):
    """By what convention a deadline was read (DESIGN section 2)."""

    DAY = "day"
    WEEK_END = "week_end"
    MONTH_END = "month_end"
    PERIOD_END = "period_end"
    SEASON = "season"
    FISCAL_YEAR = "fiscal_year"
    NEXT_MEETING = "next_meeting"
    ASAP = "asap"
    ONGOING = "ongoing"
    RECURRING = "recurring"
    COMPLETE = "complete"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a reader should check; `code` is stable, `message` is for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which words prove a field: `quote` stands in the document at `place`, read by the rule named `rule`."""

    field: str
    quote: str
    place: Place
    rule: str


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody listed as attending or absent; `name` is without titles and posts."""

    name: str
    status: Attendance
    role: str | None = None
    organisation: str | None = None
    initials: str | None = None
    on_behalf_of: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """A party made responsible: `name` as understood, `as_printed` as it stands at the action."""

    name: str
    kind: OwnerKind
    as_printed: str


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: the words it rests on, the last day on time and the first day the words allow.

    `original` is the first deadline where the words print a revised one too.
    """

    text: str
    date: date | None = None
    earliest: Day | None = None
    basis: Basis = Basis.NONE
    original: Day | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A task as minuted.

    `owner_text` is the owners as printed. After recognition `owners` is empty and `due`, where set, holds only the
    printed words of a deadline cell or label; resolution fills both. `confidence` is between 0 and 1.
    """

    text: str
    evidence: tuple[Evidence, ...]
    ref: str | None = None
    item: str | None = None
    heading: str | None = None
    owner_text: str | None = None
    owners: tuple[Owner, ...] = ()
    due: Due | None = None
    status: Status = Status.OPEN
    status_text: str | None = None
    completed_on: date | None = None
    confidence: float = 1.0
    doubts: tuple[Doubt, ...] = ()
    review: bool = False
    """Whether it stands among actions of earlier meetings (an action log, matters arising)."""
    topic: str | None = None
    """What it is about, as printed above it or in front of its paragraph ("Slipway: …")."""
    context: str = ""
    """The words among which it was minuted. Later news may use them."""
    arising: bool = False
    """Whether it stands under matters arising, where news of earlier actions and new ones are mixed."""

    @property
    def place(self) -> Place:
        """Where the action's text stands."""
        return self.evidence[0].place


@dataclass(frozen=True, slots=True)
class News:
    """What minutes tell in passing that may be of an earlier meeting's action; it is no action itself.

    `topic` is the heading or the words in front ("Slipway:"). `was` and `reads` are the words that a correction of
    the earlier minutes puts in place of others; `was` is None where the whole wording is given anew.
    """

    text: str
    evidence: tuple[Evidence, ...]
    topic: str | None = None
    ref: str | None = None
    looks_back: bool = False
    """Whether it stands where earlier actions are gone through (actions of the last meeting, matters arising)."""
    due: Due | None = None
    was: str | None = None
    reads: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting; an action plan is one meeting without a date. `candidates` are too doubtful to be actions."""

    body: str | None = None
    date: date | None = None
    next_date: Day | None = None
    future_dates: tuple[Day, ...] = ()
    """Days that a list of future meetings prints."""
    place: str | None = None
    draft: bool = False
    attendees: tuple[Attendee, ...] = ()
    actions: tuple[Action, ...] = ()
    candidates: tuple[Action, ...] = ()
    news: tuple[News, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def announced(self) -> tuple[Day, ...]:
        """The days that it announces for later meetings, the next one's among them."""
        return tuple(sorted({*self.future_dates, *((self.next_date,) if self.next_date else ())}))


@dataclass(frozen=True, slots=True)
class Record:
    """All that was found in one document."""

    source: str
    sha256: str
    format: str
    kind: Kind
    pages: int | None = None
    locale: str = "en-GB"
    meetings: tuple[Meeting, ...] = ()
    warnings: tuple[Warning, ...] = field(default=())
