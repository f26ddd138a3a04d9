"""A tracker as an audit looks at it: its cells as people left them, beside what the minutes told."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from urllib.parse import quote

from minutes2actions.audit.finding import Proof, RowRef
from minutes2actions.audit.ledger import Dispute, Entry, Ledger, Paper, Sat
from minutes2actions.errors import Unreadable
from minutes2actions.record import Attendee, Kind, Status
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker import Row, TrackerState, Value, file_link, read_state, shown
from minutes2actions.tracker.columns import BY_HEADING, STATUS_LABELS, Writer
from minutes2actions.tracker.keys import key_of
from minutes2actions.tracker.lists import SENT_BACK
from minutes2actions.tracker.names import Boards, board_key
from minutes2actions.tracker.page_links import mark_of
from minutes2actions.tracker.rows import Decision, Mention, ReviewKind, Version
from minutes2actions.tracker.values import same
from minutes2actions.tracker.versions import Sitting, sittings

_STATUSES = {label.casefold(): status for status, label in STATUS_LABELS.items()}
_EDITABLE = tuple(heading for heading, column in BY_HEADING.items() if column.writer is Writer.BOTH)
NO_MEMORY = "its hidden sheet is lost, so what people changed and which files were read cannot be told"

_Told = Mapping[str, tuple[Version, Mention, int]]
"""By Ref, the version and mention, and which of the version's it is: candidates count down from -1."""


def tracker_ledger(path: Path, rules: Rulebook) -> Ledger:
    """Reads a tracker; raises Unreadable, for a list of somebody's own too. The file is only read."""
    state = read_state(path)
    if not state.has_state and not state.lists:
        raise Unreadable(
            path,
            "is no tracker that update has made",
            "make one of it with update, or give a log of your own with --log",
        )
    if state.rows and state.has_state and not (state.versions or state.written):
        raise Unreadable(path, "is a list that went round to an owner", "give it to update, and audit the tracker")
    return ledger_of(state, path, rules)


def ledger_of(state: TrackerState, path: Path, rules: Rulebook) -> Ledger:
    """What a tracker's sheets and hidden state say."""
    boards = Boards(state.boards, rules)
    held = sittings(state.versions, boards)
    told = _told(held)
    once = {key for key, count in Counter(row.key for row in state.rows).items() if key and count == 1}
    endless = {words.casefold() for words in state.endless_words}
    reader = _Reader(path, state, told, endless)
    entries = tuple(reader.entry(row, row.key in once) for row in state.rows if row.values.get("Action"))
    here = {row.key for row in state.rows} | set(state.aliases)
    gone = [Row(ref, cells) for ref, cells in state.written.items() if ref not in here and cells.get("Action")]
    return Ledger(
        source=str(path),
        entries=entries,
        meetings=tuple(_sat(sitting, path) for sitting in held),
        people=state.people,
        papers=_papers(state.versions, path),
        disputes=tuple(_disputes(state, entries)),
        deleted=tuple(reader.entry(row) for row in gone),
        kept_apart=frozenset(key for key, answer in state.decisions.items() if answer is not Decision.ACCEPT),
        notes=() if state.has_state else (f"{path}: {NO_MEMORY}",),
    )


class _Reader:
    """Makes entries of a tracker's rows."""

    def __init__(self, path: Path, state: TrackerState, told: _Told, endless: set[str]) -> None:
        self.path, self.state, self.told, self.endless = path, state, told, endless
        self.boards = {board_key(s): row.name for row in state.boards for s in (row.name, *row.spellings)}

    def entry(self, row: Row, sole: bool = True) -> Entry:
        """One row as it stands; columns that people took away are as the tool last wrote them.

        A row that shares its Ref with another (`sole` is false) stands for itself: which of them was minuted nobody
        knows.
        """
        written = self.state.written.get(row.key, {}) if sole else {}
        cells = {**written, **row.values}
        told = self.told.get(row.key)
        mention = told[1] if told else None
        minuted, board = _text(cells, "Due as minuted"), _text(cells, "Board")
        due = _day(cells, "Due date")
        return Entry(
            row=RowRef(str(self.path), row.key),
            board=self.boards.get(board_key(board), board),
            text=_text(cells, "Action"),
            meeting=_day(cells, "Meeting date"),
            owners=_names(cells.get("Owner")),
            organisation=_text(cells, "Organisation"),
            due=due,
            due_text=_text(cells, "Due date") if not due and cells.get("Due date") else minuted,
            first_due=_day(cells, "Original due"),
            at_meeting=bool(mention and mention.at_meeting),
            endless=due is None and minuted.casefold() in self.endless,
            status=_STATUSES.get(_text(cells, "Status").casefold(), Status.OPEN),
            completed=_day(cells, "Completed on"),
            last_mentioned=_day(cells, "Last mentioned"),
            revised=_number(cells, "Times revised"),
            edited=_edited(row, written),
            minuted=bool(told or written) or not self.state.has_state,
            looks_back=bool(mention and mention.review),
            born=mention.status if mention else Status.OPEN,
            said=mention.text if mention else "",
            proof=self._proof(*told) if told else None,
            printed=(mention.printed,) if mention and mention.printed else (),
            owner_text=_text(cells, "Owner as minuted"),
        )

    def _proof(self, version: Version, mention: Mention, number: int) -> Proof:
        """Where an action was minuted, with its mark where its document has a page of evidence."""
        proof = proof_of(version.source, mention.page, self.path, mention.quote)
        page = self.state.pages.get(version.sha256)
        if not page:
            return proof
        seen = PurePath(os.path.normpath(self.path.parent / page)).as_posix()
        address = ("file:" if seen.startswith("//") else "") + quote(seen, safe="/:")
        return replace(proof, mark=f"{address}#{mark_of(version.index, number)}")


def _told(held: Iterable[Sitting]) -> dict[str, tuple[Version, Mention, int]]:
    """By Ref, where each action was first minuted: the version that counts, or an earlier one that has pages."""
    found: dict[str, tuple[Version, Mention, int]] = {}
    for sitting in held:
        for version in sitting.versions:
            maybe = ((-1 - n, mention) for n, mention in enumerate(version.candidates))
            for number, mention in (*enumerate(version.mentions), *maybe):
                if mention.ref:
                    before = found.get(mention.ref)
                    if before is None or mention.page is not None or before[1].page is None:
                        found[mention.ref] = (version, mention, number)
    return found


def proof_of(source: str, page: int | None, beside: Path, words: str = "") -> Proof:
    """A document as seen from here; its source is as seen from the folder of the tracker `beside`."""
    path = os.path.normpath(beside.parent / source) if source else ""
    path = PurePath(path).as_posix()
    where = f"page {page}" if page else ""
    return Proof(path, page, file_link(path, page), words, where)


def _sat(sitting: Sitting, path: Path) -> Sat:
    best = sitting.best
    present = next((v for v in reversed(sitting.versions) if v.attended), best)
    announced = {version.next_date for version in sitting.versions if version.next_date}
    return Sat(
        board=sitting.board,
        date=sitting.date,
        attendees=tuple(
            Attendee(a.name, a.status, a.role, a.organisation, a.initials, a.on_behalf_of) for a in present.attended
        ),
        actions=max(len(v.mentions) for v in sitting.versions),
        candidates=max(len(v.candidates) for v in sitting.versions),
        announced=tuple(sorted(announced)),
        plan=best.kind is not Kind.MINUTES,
        proof=proof_of(best.source, None, path),
    )


def _papers(versions: Iterable[Version], path: Path) -> tuple[Paper, ...]:
    """The documents that were read, each place once, with all that was ever read there."""
    found: dict[str, set[str]] = {}
    for version in versions:
        found.setdefault(version.source, set()).add(version.sha256)
    return tuple(
        Paper(source, str(path.parent / source), frozenset(digests), proof_of(source, None, path))
        for source, digests in found.items()
        if source
    )


def _disputes(state: TrackerState, entries: Iterable[Entry]) -> Iterable[Dispute]:
    """The cells where a person's value stands against the minutes', or against what the owner sent back."""
    by_ref = {entry.row.ref: entry for entry in entries}
    for ref, heading in sorted(state.conflicts):
        entry = by_ref.get(ref)
        if entry is None or heading not in entry.edited:
            continue
        minuted = shown(entry.edited[heading])
        if key_of("V", ref, heading, minuted) not in state.decisions:
            row = next(row for row in state.rows if row.key == ref)
            here = shown(row.values.get(heading)) or "nothing"
            yield Dispute(entry, heading, here, "the minutes say", minuted or "nothing")
    for row in state.lists.get("Review", ()):
        entry = by_ref.get(_text(row.values, "Ref"))
        number = _text(row.values, "No.").upper()
        if entry and number.startswith(SENT_BACK) and _text(row.values, "What") == ReviewKind.CONFLICT.value:
            heading, _, _ = _text(row.values, "Why").partition(":")
            here, there = _text(row.values, "In the tracker"), _text(row.values, "Newly read")
            if number not in state.decisions:
                yield Dispute(entry, heading, here, "its owner sent back", there)


def _edited(row: Row, written: Mapping[str, Value]) -> dict[str, Value]:
    """What the tool last wrote, or left to a person, in the cells that people changed."""
    if not written:
        return {}
    return {
        heading: written.get(heading)
        for heading in _EDITABLE
        if heading in row.values and not same(row.values[heading], written.get(heading), BY_HEADING[heading].form)
    }


def _text(cells: Mapping[str, Value], heading: str) -> str:
    value = cells.get(heading)
    return " ".join((shown(value) or "").split())


def _day(cells: Mapping[str, Value], heading: str) -> date | None:
    value = cells.get(heading)
    return value if isinstance(value, date) else None


def _number(cells: Mapping[str, Value], heading: str) -> int:
    value = cells.get(heading)
    return int(value) if isinstance(value, int | float) else 0


def _names(value: Value) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in str(value or "").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))
