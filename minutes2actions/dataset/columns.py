"""The columns of a data set: flat, each of one type, in one place (`SCHEMA` counts up when they change)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from minutes2actions.errors import Failure, name_of
from minutes2actions.record import Action, Attendance, Doubt, Evidence, Meeting, Record

SCHEMA = "minutes2actions/rows/1"

Thing = TypeVar("Thing")
Row = dict[str, Any]


class Form(StrEnum):
    """What a column holds; nothing is null but where the minutes do not say."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    """Between 0 and 1."""
    FLAG = "flag"
    DAY = "day"
    TEXTS = "texts"
    """A list of texts, empty where there are none."""
    DAYS = "days"
    """A list of dates, null where a meeting has none."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Thing]):
    """One column: its name, what it holds, and how that is had."""

    name: str
    form: Form
    value: Callable[[Thing], Any]


@dataclass(frozen=True, slots=True)
class Found:
    """An action with where it was found; `number` counts a meeting's actions, `meeting` a document's, from 1."""

    record: Record
    meeting: int
    number: int
    of: Meeting
    action: Action

    @property
    def proof(self) -> Evidence:
        """What proves the action's words."""
        return self.action.evidence[0]

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The action's doubts and its deadline's, each once."""
        due = self.action.due.doubts if self.action.due else ()
        return tuple(dict.fromkeys((*self.action.doubts, *due)))


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with its record, or why there is none."""

    source: str
    record: Record | None
    failure: Failure | None = None

    @classmethod
    def of(cls, file: object, result: Record | Failure) -> Paper:
        """What came of a file."""
        if isinstance(result, Failure):
            return cls(name_of(file), None, result)
        return cls(name_of(file), result)

    @property
    def reading(self) -> str:
        """Whether it was read, in part, or not."""
        if self.record is None:
            return "not_read"
        return "in_part" if any(warning.lost for warning in self.record.warnings) else "read"

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """Its meetings; none where it was not read."""
        return self.record.meetings if self.record else ()

    @property
    def messages(self) -> list[str]:
        """What is said of the reading."""
        if self.record is None:
            return [f"{self.failure.cause}: {self.failure.next_step}"] if self.failure else []
        return [w.message if w.page is None else f"page {w.page}: {w.message}" for w in self.record.warnings]

    def people(self, *statuses: Attendance) -> list[str]:
        """Who took part in its meetings in one of these ways, each name once."""
        listed = (a.name for meeting in self.meetings for a in meeting.attendees if a.status in statuses)
        return list(dict.fromkeys(listed))


ACTIONS: tuple[Column[Found], ...] = (
    Column("source", Form.TEXT, lambda at: at.record.source),
    Column("sha256", Form.TEXT, lambda at: at.record.sha256),
    Column("meeting", Form.NUMBER, lambda at: at.meeting),
    Column("board", Form.TEXT, lambda at: at.of.body),
    Column("meeting_date", Form.DAY, lambda at: at.of.date),
    Column("number", Form.NUMBER, lambda at: at.number),
    Column("ref", Form.TEXT, lambda at: at.action.ref),
    Column("item", Form.TEXT, lambda at: at.action.item),
    Column("heading", Form.TEXT, lambda at: at.action.heading),
    Column("action", Form.TEXT, lambda at: at.action.text),
    Column("owners", Form.TEXTS, lambda at: [owner.name for owner in at.action.owners]),
    Column("owner_kinds", Form.TEXTS, lambda at: [owner.kind.value for owner in at.action.owners]),
    Column("owner_text", Form.TEXT, lambda at: at.action.owner_text),
    Column("due_date", Form.DAY, lambda at: at.action.due and at.action.due.date),
    Column("due_text", Form.TEXT, lambda at: at.action.due and at.action.due.text),
    Column("due_basis", Form.TEXT, lambda at: at.action.due and at.action.due.basis.value),
    Column("due_earliest", Form.DAY, lambda at: at.action.due and at.action.due.earliest),
    Column("due_original", Form.DAY, lambda at: at.action.due and at.action.due.original),
    Column("status", Form.TEXT, lambda at: at.action.status.value),
    Column("status_text", Form.TEXT, lambda at: at.action.status_text),
    Column("completed_on", Form.DAY, lambda at: at.action.completed_on),
    Column("earlier", Form.FLAG, lambda at: at.action.review),
    Column("confidence", Form.SHARE, lambda at: round(at.action.confidence, 2)),
    Column("doubts", Form.TEXTS, lambda at: [doubt.code for doubt in at.doubts]),
    Column("doubt_messages", Form.TEXTS, lambda at: [doubt.message for doubt in at.doubts]),
    Column("quote", Form.TEXT, lambda at: at.proof.quote),
    Column("page", Form.NUMBER, lambda at: at.proof.place.page),
    Column("rule", Form.TEXT, lambda at: at.proof.rule),
)

DOCUMENTS: tuple[Column[Paper], ...] = (
    Column("source", Form.TEXT, lambda paper: paper.source),
    Column("sha256", Form.TEXT, lambda paper: paper.record and paper.record.sha256),
    Column("reading", Form.TEXT, lambda paper: paper.reading),
    Column("messages", Form.TEXTS, lambda paper: paper.messages),
    Column("format", Form.TEXT, lambda paper: paper.record and paper.record.format),
    Column("pages", Form.NUMBER, lambda paper: paper.record and paper.record.pages),
    Column("kind", Form.TEXT, lambda paper: paper.record and paper.record.kind.value),
    Column("board", Form.TEXT, lambda paper: _first(paper.meetings).body),
    Column("meeting_date", Form.DAY, lambda paper: _first(paper.meetings).date),
    Column("next_date", Form.DAY, lambda paper: _first(paper.meetings).next_date),
    Column("draft", Form.FLAG, lambda paper: _first(paper.meetings).draft),
    Column("meetings", Form.NUMBER, lambda paper: len(paper.meetings)),
    Column("boards", Form.TEXTS, lambda paper: [meeting.body or "" for meeting in paper.meetings]),
    Column("meeting_dates", Form.DAYS, lambda paper: [meeting.date for meeting in paper.meetings]),
    Column("actions", Form.NUMBER, lambda paper: sum(len(meeting.actions) for meeting in paper.meetings)),
    Column("candidates", Form.NUMBER, lambda paper: sum(len(meeting.candidates) for meeting in paper.meetings)),
    Column("present", Form.TEXTS, lambda paper: paper.people(Attendance.PRESENT)),
    Column("in_attendance", Form.TEXTS, lambda paper: paper.people(Attendance.IN_ATTENDANCE)),
    Column("apologies", Form.TEXTS, lambda paper: paper.people(Attendance.APOLOGIES)),
    Column("absent", Form.TEXTS, lambda paper: paper.people(Attendance.ABSENT)),
)


def _first(meetings: tuple[Meeting, ...]) -> Meeting:
    return meetings[0] if meetings else Meeting()


def action_rows(record: Record) -> Iterator[Row]:
    """A row for each action of a resolved record."""
    for n, meeting in enumerate(record.meetings, start=1):
        for number, action in enumerate(meeting.actions, start=1):
            found = Found(record, n, number, meeting, action)
            yield {column.name: column.value(found) for column in ACTIONS}


def document_row(paper: Paper) -> Row:
    """The row of a document, read or not."""
    return {column.name: column.value(paper) for column in DOCUMENTS}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
