"""Findings about owners: nobody, everybody, somebody who was not there, somebody who has too much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from minutes2actions.audit.attendance import CAME, Register
from minutes2actions.audit.case import Case, board_key, count, listed, opening, task, the, when
from minutes2actions.audit.finding import Finding, FindingKind
from minutes2actions.audit.ledger import Entry
from minutes2actions.audit.names import Known, known_as, likely_pairs
from minutes2actions.record import OwnerKind
from minutes2actions.rulebook import fold

_BODIES = {OwnerKind.GROUP, OwnerKind.ORGANISATION}


def about_owners(case: Case) -> Iterator[Finding]:
    """All findings about the owners of open actions; what is done needs no owner any more."""
    registers = {ledger.source: Register(ledger, case) for ledger in case.ledgers}
    yield from about_naming(case, registers)
    yield from _overloaded(registers, case)
    yield from _one_person(registers, case)


def about_naming(case: Case, registers: Mapping[str, Register]) -> Iterator[Finding]:
    """Whether somebody was named to do each action, and whether anybody knows them."""
    for ledger in case.ledgers:
        register = registers[ledger.source]
        still_open = [entry for entry in ledger.entries if entry.open]
        yield from _unowned(still_open, case)
        yield from _given_to_bodies(still_open, register, case)
        yield from _strangers(still_open, register, case)


def _unowned(entries: list[Entry], case: Case) -> Iterator[Finding]:
    """Actions without any owner."""
    found = [
        (entry, f"Nobody is named to do {task(entry)}{_set_on(entry)}.", case.age(entry))
        for entry in entries
        if not entry.owners
    ]
    yield from case.together(
        FindingKind.NO_OWNER, found, lambda board, number: f"{board} has {number:,} open actions without an owner."
    )


def _set_on(entry: Entry) -> str:
    return f", set on {when(entry.meeting)}" if entry.meeting else ""


def _given_to_bodies(entries: list[Entry], register: Register, case: Case) -> Iterator[Finding]:
    """Actions whose owners are all groups or organisations, so that nobody in particular has them to do."""
    given: dict[tuple[str, frozenset[str]], list[Entry]] = {}
    for entry in entries:
        owners = case.owners(entry)
        if owners and all(register.kind(owner) in _BODIES for owner in owners):
            given.setdefault((entry.board, frozenset(map(fold, owners))), []).append(entry)
    for (board, _), ours in given.items():
        owners = case.owners(ours[0])
        what = task(ours[0]) if len(ours) == 1 else f"{len(ours):,} open actions of {the(board)}"
        verb = "was" if len(ours) == 1 else "were"
        yield from case.finding(
            FindingKind.GROUP_OWNER,
            opening(f"{what} {verb} given to {listed(owners)}, and to no one person."),
            ours,
            measure=len(ours),
            board=board,
            owner="; ".join(owners),
        )


def _strangers(entries: list[Entry], register: Register, case: Case) -> Iterator[Finding]:
    """People who were given actions in their absence, and people whom no attendance list knows, each once a board."""
    if register.empty:
        return
    absent: dict[tuple[str, str], list[tuple[Entry, bool]]] = {}
    unknown: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if not entry.minuted or not register.has_list(entry):
            continue
        for owner in case.owners(entry):
            if register.kind(owner) is not OwnerKind.PERSON:
                continue
            came = register.came(owner, entry)
            if came:
                continue
            if came is False or register.knows(owner, entry.board):
                absent.setdefault((entry.board, owner), []).append((entry, came is False))
            else:
                unknown.setdefault((entry.board, owner), []).append(entry)
    for (board, owner), found in absent.items():
        yield from _in_absence(board, owner, found, case)
    for (board, owner), rows in unknown.items():
        yield from case.finding(
            FindingKind.OWNER_UNKNOWN,
            f"{owner} has {count(len(rows), 'open action')} of {the(board)} but is on no attendance list"
            + (f": {task(rows[0])}." if len(rows) == 1 else "."),
            rows,
            measure=len(rows),
            board=board,
            owner=owner,
        )


def _in_absence(board: str, owner: str, found: list[tuple[Entry, bool]], case: Case) -> Iterator[Finding]:
    entries = [entry for entry, _ in found]
    if len(found) == 1:
        entry, excused = found[0]
        why = "had sent apologies for" if excused else "was not at"
        said = f"{owner} {why} the meeting of {when(entry.meeting)} that gave them {task(entry)}."
    else:
        days = listed([when(day) for day in sorted({e.meeting for e in entries if e.meeting})])
        said = f"{owner} was given {len(entries)} actions by {the(board)} without being there ({days})."
    yield from case.finding(
        FindingKind.OWNER_NOT_AT_MEETING, said, entries, measure=len(entries), board=board, owner=owner
    )


def _overloaded(registers: dict[str, Register], case: Case) -> Iterator[Finding]:
    """People and posts with too many open or too many overdue actions, over all boards."""
    held: dict[str, list[Entry]] = {}
    for entry in case.entries:
        if entry.open:
            for owner in case.owners(entry):
                if registers[entry.row.tracker].kind(owner) not in _BODIES:
                    held.setdefault(owner, []).append(entry)
    for owner, entries in held.items():
        late = [entry for entry in entries if entry.due and entry.due < case.today]
        enough = case.gauges.threshold("overdue-of-one")
        if len(late) < enough and case.gauges.severity(FindingKind.OVERLOADED, len(entries)) is None:
            continue
        boards = dict.fromkeys(entry.board for entry in entries)
        on = f" on {len(boards)} boards" if len(boards) > 1 else f" of {the(next(iter(boards)))}"
        yield from case.finding(
            FindingKind.OVERLOADED,
            f"{owner} has {count(len(entries), 'open action')}{on}, {len(late) or 'none'} of them overdue.",
            sorted(entries, key=lambda e: (e.due is None, e.due or case.today)),
            measure=max(len(entries), case.gauges.least(FindingKind.OVERLOADED) if len(late) >= enough else 0),
            amount=len(entries),
            board="; ".join(boards) if len(boards) == 1 else "",
            owner=owner,
        )


def _one_person(registers: dict[str, Register], case: Case) -> Iterator[Finding]:
    """Names that are probably one person's; never merged here, for only a person knows."""
    for pair in likely_pairs(_known(registers, case), case.rules):
        first, second = sorted((pair.one, pair.other), key=lambda p: (-sum(map(len, p.words)), p.name))
        yield from case.finding(
            FindingKind.ONE_PERSON,
            f"{first.name} and {second.name} are probably one person: {pair.why}.",
            owner=f"{first.name}; {second.name}",
            advice=f"If they are, write {second.name} among the Spellings of {first.name} on the People sheet.",
        )


def _known(registers: dict[str, Register], case: Case) -> list[Known]:
    """Everybody who attends or owns, with where they were seen."""
    boards: dict[str, set[str]] = {}
    sat: dict[str, set[tuple[str, str]]] = {}
    belongs: dict[str, set[str]] = {}
    for ledger in case.ledgers:
        for person in ledger.people:
            if person.organisation:
                belongs.setdefault(case.names.name(ledger.source, person.name), set()).add(person.organisation)
        for meeting in ledger.meetings:
            for attendee in meeting.attendees:
                name = case.names.name(ledger.source, attendee.name)
                boards.setdefault(name, set()).add(board_key(meeting.board))
                sat.setdefault(name, set()).add((meeting.board, str(meeting.date)))
                if attendee.organisation and attendee.status in CAME:
                    belongs.setdefault(name, set()).add(attendee.organisation)
    for entry in case.entries:
        for owner in case.owners(entry):
            if registers[entry.row.tracker].kind(owner) is OwnerKind.PERSON:
                boards.setdefault(owner, set()).add(board_key(entry.board))
    return [
        known_as(name, where, sat.get(name, ()), belongs.get(name, ()), case.rules) for name, where in boards.items()
    ]
