"""A council's own log of actions, and minutes that no tracker holds, as an audit looks at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath

from minutes2actions.audit.case import listed
from minutes2actions.audit.finding import Proof, RowRef
from minutes2actions.audit.ledger import Entry, Ledger
from minutes2actions.audit.tracker_ledger import ledger_of
from minutes2actions.record import Action, Attendee, Meeting, Record
from minutes2actions.resolve.directory import Directory
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker import file_link, on_paper
from minutes2actions.tracker.names import board_key


def minutes_ledger(records: Sequence[Record], rules: Rulebook, today: date) -> Ledger:
    """What minutes come to together, as a tracker of them would tell it."""
    ledger = ledger_of(on_paper(records, rules, today), Path("minutes"), rules)

    def of_its_minutes(entry: Entry) -> Entry:
        source = entry.proof.source if entry.proof else ""
        return replace(entry, row=RowRef(source, entry.row.ref))

    names = [PurePath(record.source).name for record in records]
    return replace(ledger, source=listed(names), entries=tuple(map(of_its_minutes, ledger.entries)), notes=())


def log_ledger(records: Iterable[Record], minutes: Iterable[Ledger], rules: Rulebook) -> Ledger:
    """A log row by row; whom its owners mean, the attendance of the minutes tells."""
    attended: dict[str, dict[str, Attendee]] = {}
    for ledger in minutes:
        for sat in ledger.meetings:
            for attendee in sat.attendees:
                attended.setdefault(board_key(sat.board), {}).setdefault(attendee.name, attendee)
    everybody = {name: attendee for board in attended.values() for name, attendee in board.items()}
    entries: list[Entry] = []
    sources: list[str] = []
    for record in records:
        sources.append(record.source)
        for meeting in record.meetings:
            of_board = attended.get(board_key(meeting.body or ""), {})
            directory = Directory(tuple(of_board.values()), tuple(everybody.values()), rules)
            entries += [_entry(action, meeting, record, directory) for action in meeting.actions]
    return Ledger(source=", ".join(sources), entries=tuple(entries))


def _entry(action: Action, meeting: Meeting, record: Record, directory: Directory) -> Entry:
    place = action.place
    source = PurePath(record.source).as_posix()
    words = " ".join(evidence.quote for evidence in action.evidence if evidence.field == "text")
    row = f"row {place.row + 1}" if place.row is not None else f"paragraph {place.block + 1}"
    where = f"page {place.page}, {row}" if place.page else row
    owners = (directory.resolve(owner.as_printed)[0] or owner for owner in action.owners)
    due = action.due
    return Entry(
        row=RowRef(record.source, action.ref or row),
        board=meeting.body or "",
        text=action.text,
        meeting=meeting.date,
        owners=tuple(dict.fromkeys(owner.name for owner in owners)),
        due=due.date if due else None,
        due_text=due.text if due else "",
        status=action.status,
        completed=action.completed_on,
        proof=Proof(source, place.page, file_link(source, place.page), words, where),
        printed=(action.ref,) if action.ref else (),
        owner_text=action.owner_text or "",
    )


def dated_boards(ledgers: Iterable[Ledger]) -> Mapping[str, frozenset[date]]:
    """The days of which minutes are at hand, by the key of the board."""
    found: dict[str, set[date]] = {}
    for ledger in ledgers:
        for sat in ledger.meetings:
            found.setdefault(board_key(sat.board), set()).update({sat.date} if sat.date else ())
    return {board: frozenset(days) for board, days in found.items()}
