"""What the tracker is made of: what minutes said, the rows made of it, what changed and what needs a person's eye."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from minutes2actions.record import Attendance, Kind, Status

Day = date
"""A type for classes that have a field of the name date."""
NEWS = 1_000_000
"""From which number on the mentions of a version are its news."""
Value = str | int | float | date | None
"""What a cell holds; dates are dates, never date-times."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What one document says of one action: the tool's memory of it, kept in the workbook's hidden state.

    `ref` is the Ref that was issued for it, where it founded a row. `printed` is the reference as printed.
    """

    text: str = ""
    status: Status = Status.OPEN
    ref: str | None = None
    printed: str | None = None
    item: str | None = None
    heading: str | None = None
    owners: tuple[str, ...] = ()
    owner_text: str | None = None
    organisations: tuple[str, ...] = ()
    due: date | None = None
    due_text: str | None = None
    due_original: date | None = None
    at_meeting: bool = False
    """Whether it is due at a meeting, whose minutes may yet tell the day."""
    day_source: str = ""
    """The minutes that tell that meeting's day; found afresh at every update."""
    endless: bool = False
    status_text: str | None = None
    completed_on: date | None = None
    confidence: float = 1.0
    doubts: tuple[tuple[str, str], ...] = ()
    review: bool = False
    arising: bool = False
    """Whether it stands under matters arising."""
    topic: str | None = None
    context: str = ""
    was: str | None = None
    reads: str | None = None
    """What a correction of earlier minutes puts in place of `was`, or of the whole wording."""
    page: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Attended:
    """Somebody at a meeting, as one document has it."""

    name: str
    status: Attendance
    role: str | None = None
    organisation: str | None = None
    initials: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One meeting as one document tells it; a draft, the approved minutes, a PDF and its Word are versions.

    `index` counts the meetings of a file from 0. `order` counts the versions as they were read. `named` is the board
    as the command line gave it, `body` as printed, `folder` that of the file, for documents that name no body.
    """

    sha256: str = ""
    index: int = 0
    order: int = 0
    source: str = ""
    format: str = ""
    kind: Kind = Kind.OTHER
    named: str | None = None
    body: str | None = None
    folder: str = ""
    date: Day | None = None
    next_date: Day | None = None
    future_dates: tuple[Day, ...] = ()
    draft: bool = False
    pages: int | None = None
    attended: tuple[Attended, ...] = ()
    mentions: tuple[Mention, ...] = ()
    candidates: tuple[Mention, ...] = ()
    news: tuple[Mention, ...] = ()
    """What it tells in passing that may be of earlier meetings' actions."""
    doubts: tuple[tuple[str, str], ...] = ()
    digest: str = field(default="", compare=False)
    """What all of it comes to in a short text (see recall), where it was reckoned."""


@dataclass(frozen=True, slots=True)
class Said:
    """A mention with where and when it was said."""

    mention: Mention
    board: str
    date: Day | None
    source: str
    version: tuple[str, int] = ("", 0)
    number: int = 0
    """Which mention of its version it is; candidates count down from -1, news up from NEWS."""

    @property
    def place(self) -> str:
        """Its document and page, as a link writes them."""
        return f"{self.source}#page={self.mention.page}" if self.mention.page else self.source


@dataclass(frozen=True, slots=True)
class Told:
    """An action as all minutes together tell it: what founded it and every later word on it, in meeting order."""

    said: tuple[Said, ...]
    ref: str = ""
    owners: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    due: date | None = None
    due_text: str | None = None
    due_original: date | None = None
    endless: bool = False
    times_revised: int = 0
    status: Status = Status.OPEN
    completed_on: date | None = None
    latest: str | None = None
    reason: str = ""
    """Why the last mention was taken for this action."""
    text: str = ""
    """The wording as later minutes corrected it; empty where none did."""
    checks: tuple[str, ...] = ()

    @property
    def founder(self) -> Said:
        """The first mention, which gives the row its wording, meeting and source."""
        return self.said[0]

    @property
    def wording(self) -> str:
        """What is to be done, as minuted or as later minutes corrected it."""
        return self.text or self.founder.mention.text

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.status in {Status.OPEN, Status.IN_PROGRESS, Status.ON_HOLD}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its key (an action's Ref) and its values by heading."""

    key: str
    values: Mapping[str, Value]

    def with_cells(self, cells: Mapping[str, Value] | None) -> Row:
        """The row with some of its cells written anew."""
        return Row(self.key, {**self.values, **cells}) if cells else self


@dataclass(frozen=True, slots=True)
class Change:
    """One cell or row that changed, and why."""

    when: date
    ref: str
    column: str
    old: Value
    new: Value
    why: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A row of a workbook that an owner sent back: what was sent, if it was, and what stands there now, by heading."""

    ref: str
    sent: Mapping[str, Value]
    now: Mapping[str, Value]
    source: str = ""
    twice: bool = False
    """Whether its Ref stands on two rows of that workbook, so that nobody knows which is meant."""


class ReviewKind(StrEnum):
    """Why something needs a person's eye."""

    CANDIDATE = "Possible action"
    MATCH = "Same action?"
    DUPLICATE = "Possible duplicate"
    CONFLICT = "Two values"
    CHECK = "Please check"
    MEETING = "Meeting"
    SHEET = "Workbook"


class Decision(StrEnum):
    """What a person may answer in Review."""

    ACCEPT = "Accept"
    REJECT = "Reject"
    DONE = "Done"


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """Something for a person to decide; `key` is stable, `here` what the tracker has, `read` what was newly read."""

    key: str
    kind: ReviewKind
    reason: str
    board: str = ""
    meeting: date | None = None
    ref: str = ""
    column: str = ""
    here: str = ""
    read: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting that was read, from however many documents."""

    board: str
    date: Day | None
    title: str
    sources: tuple[str, ...]
    formats: tuple[str, ...]
    sha256: tuple[str, ...]
    draft: bool
    next_date: Day | None
    pages: int | None
    present: int
    apologies: int
    actions: int
    new_rows: int
    updates: int
    candidates: int


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One person at one meeting."""

    board: str
    date: Day | None
    name: str
    status: Attendance
    role: str | None
    organisation: str | None
    on_behalf_of: str | None
    source: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with every spelling met; people correct `name` and move spellings, and the next update obeys."""

    name: str
    spellings: tuple[str, ...] = ()
    initials: str | None = None
    role: str | None = None
    organisation: str | None = None
    meetings: int = 0
    last_seen: date | None = None
    actions: int = 0


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A board with its spellings and the code that its Refs begin with."""

    name: str
    spellings: tuple[str, ...] = ()
    code: str = ""
    meetings: int = 0
    last_meeting: date | None = None
    actions: int = 0


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A name that is to be forgotten: a digest of it, of how many words it has, and what stands in its place."""

    salt: str
    digest: str
    words: int
    instead: str


@dataclass(frozen=True, slots=True)
class TrackerState:
    """All that a tracker knows: the sheets as they are now and the hidden state.

    `written` is the last value the tool wrote (or knowingly left to a person) by Ref and heading; `conflicts` those
    of them that a person's value stands against; `deleted` the Refs whose rows a person took out; `aliases` Refs
    that turned out to be another's action. `decisions` are a person's answers in Review by key. `lists` and
    `lists_written` are the other sheets, by name, as they are now and as the tool last wrote them.
    """

    rows: tuple[Row, ...] = ()
    headings: tuple[str, ...] = ()
    written: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    seen: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """What people wrote over the tool's values, by Ref and heading, as Changes already tells."""
    conflicts: frozenset[tuple[str, str]] = frozenset()
    deleted: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    versions: tuple[Version, ...] = ()
    people: tuple[PersonRow, ...] = ()
    boards: tuple[BoardRow, ...] = ()
    lists: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    lists_written: Mapping[str, Mapping[str, Mapping[str, Value]]] = field(default_factory=dict)
    summary: Mapping[str, str] = field(default_factory=dict)
    """What the tool last wrote on Summary, by cell."""
    tellings: Mapping[str, str] = field(default_factory=dict)
    """What telling each board's meetings came to, as `recall` keeps it."""
    forgotten: tuple[Forgotten, ...] = ()
    """People who are to be kept out of the tracker."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """The pages of evidence by their document's sha256, each as seen from the tracker's folder."""
    due_soon_days: int = 14
    endless_words: tuple[str, ...] = ()
    has_state: bool = True
