"""A data set that `extract` wrote, as an audit looks at it: what each meeting set, not what became of it.

Nobody has followed its actions from meeting to meeting. So it is asked only what minutes can be asked by themselves:
whether each new action has an owner who was there and a date that can be kept, whether several boards set the same,
and whether minutes lack actions or are missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from sys import intern
from typing import Any

from minutes2actions.audit.attendance import Register
from minutes2actions.audit.case import Case, board_key, count
from minutes2actions.audit.dates import about_setting
from minutes2actions.audit.finding import Finding, FindingKind, Proof, RowRef, ordered
from minutes2actions.audit.ledger import Entry, Ledger, Sat
from minutes2actions.audit.meetings import about_meetings
from minutes2actions.audit.owners import about_naming
from minutes2actions.audit.repeats import about_repeats
from minutes2actions.audit.report import AuditReport, audited
from minutes2actions.dataset.read import DataSet
from minutes2actions.record import Attendance, Attendee, Basis, Kind, Status
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker import file_link

_PAPER = ("source", "reading", "kind", "next_date", "draft", "boards", "meeting_dates", "actions", "candidates")
_STATUSES = tuple(status.value for status in Attendance)
_ACTION = (
    *("source", "meeting", "board", "meeting_date", "number", "ref", "action", "owners", "due_date", "due_text"),
    *("due_basis", "status", "earlier", "quote", "page"),
)
_ENDLESS = {Basis.ONGOING.value, Basis.RECURRING.value}


def data_ledger(tables: DataSet, source: str) -> Ledger:
    """Reads a data set; raises Unreadable.

    Of a meeting that several documents tell of (a draft, a PDF beside its Word) the one counts that is no draft and
    has most actions. What minutes repeat of earlier meetings' actions is left out.
    """
    papers = [_Paper.of(row) for row in tables.read_documents((*_PAPER, *_STATUSES)) if row["boards"]]
    counted = _counted(papers)
    kept = [paper for paper in papers if paper.source in counted]
    rows = (row for row in tables.read_actions(_ACTION) if row["source"] in counted and not row["earlier"])
    twice = len(papers) - len(kept)
    told = f"{source}: left out {count(twice, 'document')} of meetings that another document tells of too"
    return Ledger(
        source=source,
        entries=tuple(_entry(row, source) for row in rows),
        meetings=tuple(sat for paper in kept for sat in paper.sats()),
        notes=(told,) if twice else (),
    )


def with_data(report: AuditReport, ledgers: Sequence[Ledger], rules: Rulebook, today: date) -> AuditReport:
    """A report of trackers with what data sets have to tell; they have no rates."""
    return replace(
        report,
        audited=(*report.audited, *map(audited, ledgers)),
        findings=ordered([*report.findings, *_findings(ledgers, rules, today)]),
        notes=(*report.notes, *(note for ledger in ledgers for note in ledger.notes)),
    )


def _findings(ledgers: Sequence[Ledger], rules: Rulebook, today: date) -> Iterator[Finding]:
    """The findings that make sense where nobody followed the actions."""
    case = Case(ledgers, rules, today)
    yield from about_naming(case, {ledger.source: Register(ledger, case) for ledger in ledgers})
    yield from about_setting(case)
    yield from (finding for finding in about_repeats(case) if finding.kind is FindingKind.SEVERAL_BOARDS)
    yield from about_meetings(case)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document of a data set with its meetings."""

    source: str
    draft: bool
    plan: bool
    next_date: date | None
    meetings: tuple[tuple[str, date | None], ...]
    attendees: tuple[Attendee, ...]
    actions: int
    candidates: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> _Paper:
        """The document that a row tells of."""
        attendees = [Attendee(intern(name), Attendance(status)) for status in _STATUSES for name in row[status]]
        return cls(
            source=intern(row["source"]),
            draft=bool(row["draft"]),
            plan=row["kind"] != Kind.MINUTES.value,
            next_date=row["next_date"],
            meetings=tuple(zip(map(intern, row["boards"]), row["meeting_dates"], strict=True)),
            attendees=tuple(attendees),
            actions=row["actions"] or 0,
            candidates=row["candidates"] or 0,
        )

    def sats(self) -> Iterator[Sat]:
        """Its meetings; where there are several, attendance and counts are known of all together only."""
        for n, (board, day) in enumerate(self.meetings):
            yield Sat(
                board=board or _unnamed(self.source),
                date=day,
                attendees=self.attendees,
                actions=self.actions,
                candidates=self.candidates,
                announced=(self.next_date,) if n == 0 and self.next_date else (),
                plan=self.plan,
                proof=_proof(self.source),
            )


def _counted(papers: Sequence[_Paper]) -> frozenset[str]:
    """The sources of the documents that count, one for each meeting of a known board on a known day."""
    best: dict[tuple[object, ...], _Paper] = {}
    for paper in papers:
        first, day = paper.meetings[0]
        key = (board_key(first), day) if first and day else (paper.source,)
        before = best.setdefault(key, paper)
        if (not paper.draft, paper.actions) > (not before.draft, before.actions):
            best[key] = paper
    return frozenset(paper.source for paper in best.values())


def _unnamed(source: str) -> str:
    """What stands for the board of a document that names none."""
    return PurePath(source.replace("\\", "/")).stem


def _proof(source: str, page: int | None = None, quote: str = "") -> Proof:
    """A document where it stands; one at an address (s3://…) is nothing that a click would open."""
    return Proof(source, page, None if "://" in source else file_link(source, page), quote)


def _entry(row: Mapping[str, Any], source: str) -> Entry:
    paper, text = intern(row["source"]), row["action"] or ""
    name = PurePath(paper.replace("\\", "/")).name
    where = f"{row['meeting']}.{row['number']}" if row["meeting"] and row["meeting"] > 1 else f"{row['number']}"
    page, quote = row["page"], row["quote"] or ""
    due = row["due_date"]
    return Entry(
        row=RowRef(source, f"{name} {row['ref'] or where}"),
        board=intern(row["board"] or _unnamed(paper)),
        text=text,
        meeting=row["meeting_date"],
        owners=tuple(map(intern, row["owners"])),
        due=due,
        due_text=row["due_text"] or "",
        first_due=due,
        endless=row["due_basis"] in _ENDLESS,
        at_meeting=row["due_basis"] == Basis.NEXT_MEETING.value,
        status=Status(row["status"]),
        last_mentioned=row["meeting_date"],
        said=text,
        proof=_proof(paper, page, text if quote == text else quote),
    )
