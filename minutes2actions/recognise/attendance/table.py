"""Reads people and how they took part out of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes2actions.document import Cell, Place, Table
from minutes2actions.recognise.attendance.cells import by_cells
from minutes2actions.recognise.attendance.columns import by_headings
from minutes2actions.recognise.attendance.found import Found, beside_ticks, found_of, mark_of, own_cells, place_of
from minutes2actions.recognise.attendance.labels import label_meaning
from minutes2actions.recognise.attendance.listing import people_in
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook, fold

_DATE = re.compile(
    r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,}|[A-Z][a-z]{2,8}[- ]\d{1,4}"
)
_TALLY = re.compile(r"\d+(?:\s*(?:/|of)\s*\d+)?\s*%?")
"""How often somebody came: no mark of this meeting's."""


@dataclass(frozen=True, slots=True)
class TableRead:
    """What a table says of attendance: the people, and the places that it took up."""

    found: tuple[Found, ...]
    places: frozenset[Place]


def read_table(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str] = ()) -> TableRead | None:
    """A table's attendance, or None; `status` is that of the heading above it, `dates` spell the meeting's."""
    for reader in (_by_columns, by_headings, _by_marks, by_cells):
        found = tuple(reader(table, status, rules, dates))
        if found:
            return TableRead(found, frozenset(_places(table)))
    return None


def read_headed(table: Table, rules: Rulebook) -> TableRead | None:
    """The people of a table that nothing labels but its headings: "Members", "Organisation", "Initials"."""
    found = tuple(by_headings(table, Attendance.PRESENT, rules, ()))
    return TableRead(found, frozenset(_places(table))) if len(found) > 1 else None


def _places(table: Table) -> Iterator[Place]:
    yield table.place
    for row in table.rows:
        for cell in row:
            yield cell.place
            yield from (p.place for p in cell.paragraphs)


def _by_columns(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str]) -> Iterator[Found]:
    first = table.rows[0]
    known = [label_meaning(cell.text, rules) for cell in own_cells(first) if cell.text.strip()]
    told = [k for k in known if k and k[0] in set(Attendance)]
    if len(told) < 2 or len(known) - len(told) > 1:
        return
    width = range(len(first))
    filled = [any(people_in(row[i].text, rules) for row in table.rows[1:]) for i in width]
    if sum(filled) < 2:
        return
    meaning: str | None = None
    rule: str | None = None
    for column in width:
        if not first[column].text.strip() and first[column].place != first[column - 1].place and not filled[column]:
            continue
        if first[column].text.strip() or not column:
            meaning = rule = None  # under nothing the column goes on with the list beside it
        if len(told) < len(known) and not label_meaning(first[column].text, rules):
            continue  # "Group | Present | Apologies"
        for row in table.rows:
            for paragraph in row[column].paragraphs:
                label = label_meaning(paragraph.text, rules)
                if label:
                    meaning, rule = label
                elif meaning in set(Attendance) and rule:
                    for one in people_in(paragraph.text, rules):
                        yield found_of(one, Attendance(meaning), paragraph.place, rule)


def _by_marks(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str]) -> Iterator[Found]:
    rows = [row for row in table.rows if len(row) > 1]
    named = [(row, people_in(row[0].text, rules)) for row in rows]
    people = [(row, listed[0]) for row, listed in named if len(listed) == 1]
    if len(people) < 2 or len(people) * 2 < len(rows):
        return
    texts = [cell.text.strip() for row, _ in people for cell in row[1:]]
    cells = [text for text in texts if text and not _TALLY.fullmatch(text)]
    if not cells or sum(mark_of(c, rules) is not None and len(c) < 16 for c in cells) < 0.9 * len(cells):
        return
    column = _meeting_column(table, [row for row, _ in people], dates)
    if column is None:
        return
    meant = beside_ticks(cells, rules)
    for row, one in people:
        mark = mark_of(row[column].text, rules, meant)
        if mark is not None:
            yield found_of(one, mark, place_of(row[0], one.quote), "attendance." + mark.value)


def _meeting_column(table: Table, people: list[tuple[Cell, ...]], dates: Sequence[str]) -> int | None:
    """The column of this meeting: the one under its date, else the last that has a mark."""
    width = len(table.rows[0])
    wanted = {fold(d) for d in dates}
    for row in table.rows[:2]:
        for i, cell in enumerate(row[1:], 1):
            if _DATE.search(cell.text) and fold(" ".join(cell.text.split())) in wanted:
                return i
    filled = [[text for row in people if (text := row[i].text.strip())] for i in range(width)]
    return next((i for i in range(width - 1, 0, -1) if any(not _TALLY.fullmatch(t) for t in filled[i])), None)
