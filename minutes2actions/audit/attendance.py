"""Who was at which meeting, and what sort of party an owner is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from minutes2actions.audit.case import Case, board_key
from minutes2actions.audit.ledger import Entry, Ledger, Sat
from minutes2actions.record import Attendance, Attendee, OwnerKind
from minutes2actions.resolve.directory import Directory
from minutes2actions.resolve.people import Person, fitting, people_of
from minutes2actions.rulebook import fold

CAME = {Attendance.PRESENT, Attendance.IN_ATTENDANCE}


class Register:
    """The attendance of all meetings of one ledger, by the names in use."""

    def __init__(self, ledger: Ledger, case: Case) -> None:
        self._case, self._ledger = case, ledger
        self._sats: dict[tuple[str, date | None], list[Sat]] = {}
        for sat in ledger.meetings:
            self._sats.setdefault((board_key(sat.board), sat.date), []).append(sat)
        self._here: dict[tuple[str, date | None], tuple[Person, ...]] = {}
        self._persons: dict[Attendee, tuple[Person, ...]] = {}
        self._names: dict[tuple[str, date | None], tuple[frozenset[str], frozenset[str]]] = {}
        everybody: dict[str, dict[str, Attendee]] = {}
        for sat in ledger.meetings:
            everybody.setdefault(board_key(sat.board), {}).update({a.name: a for a in self._attendees(sat)})
        self._boards = {board: self._people(people.values()) for board, people in everybody.items()}
        self._all_names = frozenset(fold(name) for people in everybody.values() for name in people)
        self._known: dict[tuple[str, str], bool] = {}
        self._words = Directory((), (), case.rules)
        self._kinds: dict[str, OwnerKind] = {}

    def sats(self, entry: Entry) -> Sequence[Sat]:
        """The meetings that may have set an action: those of its board on its day."""
        return self._sats.get((board_key(entry.board), entry.meeting), ())

    def has_list(self, entry: Entry) -> bool:
        """Whether the meeting that set an action has a list of who came."""
        return any(a.status in CAME for sat in self.sats(entry) for a in sat.attendees)

    def came(self, owner: str, entry: Entry) -> bool | None:
        """Whether an owner came to the meeting that set an action; None for one who is not on its list at all."""
        key = (board_key(entry.board), entry.meeting)
        if key not in self._here:
            attendees = [a for sat in self.sats(entry) for a in self._attendees(sat)]
            self._here[key] = self._people(attendees)
            there = frozenset(fold(a.name) for a in attendees if a.status in CAME)
            self._names[key] = there, frozenset(fold(a.name) for a in attendees) - there
        there, away = self._names[key]
        if fold(owner) in there or fold(owner) in away:
            return fold(owner) in there
        found = fitting(self._here[key], owner, self._case.rules).people
        return any(person.attended for person in found) if found else None

    def knows(self, owner: str, board: str) -> bool:
        """Whether an owner of a board's action is on any attendance list, come or not.

        Initials and first names are one board's own: the JS of another board is somebody else.
        """
        key = (owner, board_key(board))
        if key not in self._known:
            ours = self._boards.get(key[1], ())
            elsewhere = " " in owner and fold(owner) in self._all_names
            self._known[key] = elsewhere or bool(fitting(ours, owner, self._case.rules).people)
        return self._known[key]

    def kind(self, owner: str) -> OwnerKind:
        """What sort of party an owner is: somebody who attends is a person, others go by their words."""
        if owner not in self._kinds:
            found, _ = self._words.resolve(owner)
            kind = found.kind if found else OwnerKind.GROUP
            self._kinds[owner] = OwnerKind.PERSON if fold(owner) in self._all_names else kind
        return self._kinds[owner]

    @property
    def empty(self) -> bool:
        """Whether no attendance is known at all."""
        return not self._all_names

    def _people(self, attendees: Iterable[Attendee]) -> tuple[Person, ...]:
        """The people of an attendance list, each once; who came often is looked at once."""
        found: dict[tuple[str, ...], Person] = {}
        for attendee in attendees:
            if attendee not in self._persons:
                self._persons[attendee] = people_of([attendee], self._case.rules)
            for person in self._persons[attendee]:
                found.setdefault(person.words, person)
        return tuple(found.values())

    def _attendees(self, sat: Sat) -> list[Attendee]:
        names, source = self._case.names, self._ledger.source
        return [replace(attendee, name=names.name(source, attendee.name)) for attendee in sat.attendees]
