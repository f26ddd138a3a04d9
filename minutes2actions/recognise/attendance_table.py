"""Reads people and how they took part out of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from minutes2actions.document import Cell, Place, Table
from minutes2actions.recognise.attendance_labels import OFFICERS, label_meaning, split_labels
from minutes2actions.recognise.attendance_list import Listed, people_in
from minutes2actions.recognise.names import ParsedName, initials_fit, is_role, looks_like_initials
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook, fold

_TICK = re.compile(r"[✓✔√☑☒■●\uf0fc\uf0fe]+|[xX]")
_CROSS = re.compile(r"[✗✘×☐\uf0fb\uf0a8-]+")
_DATE = re.compile(
    r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,}|[A-Z][a-z]{2,8}[- ]\d{1,4}"
)
_COLUMNS = ("name", "mark", "substitute", "initials", "role", "organisation")


@dataclass(frozen=True, slots=True)
class Found:
    """A person with how they took part, the words that say so and where these stand."""

    person: ParsedName
    status: Attendance
    quote: str
    place: Place
    rule: str


@dataclass(frozen=True, slots=True)
class TableRead:
    """What a table says of attendance: the people, and the places that it took up."""

    found: tuple[Found, ...]
    places: frozenset[Place]


def read_table(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str] = ()) -> TableRead | None:
    """A table's attendance, or None; `status` is that of the heading above it, `dates` spell the meeting's."""
    for reader in (_by_columns, _by_headings, _by_marks, _by_cells):
        found = tuple(reader(table, status, rules, dates))
        if found:
            return TableRead(found, frozenset(_places(table)))
    return None


def _places(table: Table) -> Iterator[Place]:
    yield table.place
    for row in table.rows:
        for cell in row:
            yield cell.place
            yield from (p.place for p in cell.paragraphs)


def _own_cells(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A row's cells, a merged one once."""
    cells: list[Cell] = []
    for cell in row:
        if not cells or cells[-1].place != cell.place:
            cells.append(cell)
    return tuple(cells)


# --- a heading over each column ----------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _column_words(rules: Rulebook, column: str) -> frozenset[str]:
    return named_words(rules, f"attendance-column-{column}")


def _column(text: str, rules: Rulebook) -> str | None:
    """What a heading says that its column holds: one of _COLUMNS, a status, or None."""
    words = fold(re.sub(r"\([^()]*\)", " ", text)) or fold(text)
    for column in _COLUMNS:
        if words in _column_words(rules, column):
            return column
    if words and len(words.split()) <= 12 and phrase_pattern(_column_words(rules, "substitute")).search(words):
        return "substitute"
    marks = {rule.meaning for word in re.findall(r"[^\W\d_]{4,}", words) if (rule := rules.find("attendance", word))}
    if len(marks) > 1:  # "Attended / Apologies"
        return "mark"
    known = label_meaning(text, rules)
    if known and known[0] in set(Attendance):
        return known[0]
    opening = [n for n in _column_words(rules, "name") if words.startswith(f"{n} ")]
    return "name" if opening and len(words.split()) <= 4 else None


def _by_headings(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str]) -> Iterator[Found]:
    heading = next((i for i, row in enumerate(table.rows[:3]) if _is_heading(row, rules, status)), None)
    if heading is None:
        return
    columns = [_column(cell.text, rules) for cell in table.rows[heading]]
    name = next((i for i, c in enumerate(columns) if c == "name"), None)
    if name is None:
        name = columns.index("present")  # "Attendees | Organisation"
    rest = {i: c for i, c in enumerate(columns) if c and i != name}
    marked = {i: c for i, c in rest.items() if c == "mark" or c in set(Attendance)}
    ticks = any(_mark(row[i].text, rules) for row in table.rows[heading + 1 :] for i in marked)
    section = status
    for row in table.rows[heading + 1 :]:
        cells = _own_cells(row)
        if len(cells) == 1 or not any(c.text.strip() for c in cells[1:]):
            known = label_meaning(cells[0].text, rules)
            if known and known[0] in set(Attendance):
                section = Attendance(known[0])
                continue
        yield from _row(row, name, rest, section, ticks, rules)


def _is_heading(row: tuple[Cell, ...], rules: Rulebook, status: Attendance | None) -> bool:
    columns = [_column(cell.text, rules) for cell in row]
    kinds = {c for c in columns if c}
    if len(_own_cells(row)) < 2 or sum(1 for c in columns if c) * 2 < len(columns):
        return False
    marks = {"mark", "substitute", *set(Attendance)}
    if "name" in kinds:
        return bool(kinds & marks) or bool(
            kinds & {"initials", "role", "organisation"} and _people_below(row, rules, status)
        )
    return "present" in kinds and bool(kinds & {"initials", "role", "organisation", "mark"})


def _people_below(row: tuple[Cell, ...], rules: Rulebook, status: Attendance | None) -> bool:
    """Whether a table of names and roles stands under a heading of attendance; other tables name people too."""
    return status is not None


def _row(
    row: tuple[Cell, ...], name: int, rest: dict[int, str], section: Attendance | None, ticks: bool, rules: Rulebook
) -> Iterator[Found]:
    """One person's row, and the person who came in their place."""
    status, rule = _row_status(row, rest, section, ticks, rules)
    listed = [
        (one, label.meaning, label.rule)
        for label in split_labels(row[name].text, rules)
        for one in people_in(label.text, rules)
    ]
    if not listed:
        return
    for one, meaning, label_rule in listed:
        own = Attendance(meaning) if meaning in set(Attendance) else None
        person = one.person
        if len(listed) == 1:
            person = _with_cells(person, row, rest, rules)
        final = own or person.mark or status
        if final is None:
            continue
        yield Found(
            replace(person, mark=None), final, one.quote, _place_of(row[name], one.quote), label_rule if own else rule
        )
    for i, column in rest.items():
        if column == "substitute" and row[i].place != row[name].place:
            for stand_in in people_in(row[i].text, rules):
                person = replace(stand_in.person, on_behalf_of=listed[0][0].person.name, mark=None)
                yield Found(
                    person,
                    Attendance.PRESENT,
                    stand_in.quote,
                    _place_of(row[i], stand_in.quote),
                    "words.attendance-column-substitute",
                )


def _row_status(
    row: tuple[Cell, ...], rest: dict[int, str], section: Attendance | None, ticks: bool, rules: Rulebook
) -> tuple[Attendance | None, str]:
    """How the row's person took part; None where the row does not tell."""
    marked = False
    for i, column in rest.items():
        if column != "mark" and column not in set(Attendance):
            continue
        marked = True
        mark = _mark(row[i].text, rules)
        if mark is None:
            continue
        if column in set(Attendance) and mark is Attendance.PRESENT:
            mark = Attendance(column)
        elif mark is Attendance.ABSENT and column in (Attendance.APOLOGIES, Attendance.ABSENT):
            continue  # "No" under Apologies
        if mark is Attendance.PRESENT and section is Attendance.IN_ATTENDANCE:
            mark = section
        return mark, "words.attendance-column-mark"
    if not marked:
        return section or Attendance.PRESENT, "words.attendance-column-name"
    return (Attendance.ABSENT, "words.attendance-column-mark") if ticks else (section, "words.attendance-column-name")


def _mark(text: str, rules: Rulebook) -> Attendance | None:
    """What a mark says: a tick, a letter or a word, repeated or with a remark behind it."""
    text = " ".join(text.split())
    if not text:
        return None
    if _TICK.fullmatch(text):
        return Attendance.PRESENT
    if _CROSS.fullmatch(text):
        return Attendance.ABSENT
    whole = rules.find("attendance", text) or None
    parts = [rule for word in text.split() if (rule := rules.find("attendance", word)) and len(word) > 3]
    sorry = [rule for rule in parts if rule.meaning == Attendance.APOLOGIES]
    first = rules.find("attendance", re.split(r"[(,;:–\s-]", text, maxsplit=1)[0])
    rule = next((r for r in (whole, *sorry, first, *parts) if r), None)
    return Attendance(rule.meaning) if rule else None


def _with_cells(person: ParsedName, row: tuple[Cell, ...], rest: dict[int, str], rules: Rulebook) -> ParsedName:
    for i, column in rest.items():
        text = " ".join(row[i].text.split())
        if not text:
            continue
        if column == "initials" and len(text) <= 7:
            person = replace(person, initials=person.initials or text)
        elif column == "role":
            person = replace(person, role=person.role or text)
        elif column == "organisation":
            person = replace(person, organisation=person.organisation or text)
    return person


def _place_of(cell: Cell, quote: str) -> Place:
    """Where the quote stands in the cell: its paragraph, else the cell."""
    words = "".join(quote.split())
    return next((p.place for p in cell.paragraphs if words in "".join(p.text.split())), cell.place)


# --- a status over each column: Attendees | Officials, with other headings further down -------------------------


def _by_columns(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str]) -> Iterator[Found]:
    first = table.rows[0]
    known = [label_meaning(cell.text, rules) for cell in _own_cells(first) if cell.text.strip()]
    if len(known) < 2 or not all(k and k[0] in set(Attendance) for k in known):
        return
    width = range(len(first))
    filled = [any(people_in(row[i].text, rules) for row in table.rows[1:]) for i in width]
    if sum(filled) < 2:
        return
    for column in width:
        meaning = rule = None
        for row in table.rows:
            for paragraph in row[column].paragraphs:
                label = label_meaning(paragraph.text, rules)
                if label:
                    meaning, rule = label
                elif meaning in set(Attendance) and rule:
                    for one in people_in(paragraph.text, rules):
                        yield _found(one, Attendance(meaning), paragraph.place, rule)


def _found(one: Listed, status: Attendance, place: Place, rule: str) -> Found:
    return Found(replace(one.person, mark=None), one.person.mark or status, one.quote, place, rule)


# --- a mark a meeting: the names down, the year's meetings across -------------------------------------------------


def _by_marks(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str]) -> Iterator[Found]:
    rows = [row for row in table.rows if len(row) > 1]
    named = [(row, people_in(row[0].text, rules)) for row in rows]
    people = [(row, listed[0]) for row, listed in named if len(listed) == 1]
    if len(people) < 2 or len(people) * 2 < len(rows):
        return
    cells = [cell.text for row, _ in people for cell in row[1:] if cell.text.strip()]
    if not cells or sum(_mark(c, rules) is not None and len(c) < 16 for c in cells) < 0.9 * len(cells):
        return
    column = _meeting_column(table, [row for row, _ in people], dates)
    if column is None:
        return
    for row, one in people:
        mark = _mark(row[column].text, rules)
        if mark is not None:
            yield _found(one, mark, _place_of(row[0], one.quote), "attendance." + mark.value)


def _meeting_column(table: Table, people: list[tuple[Cell, ...]], dates: Sequence[str]) -> int | None:
    """The column of this meeting: the one under its date, else the last that has a mark."""
    width = len(table.rows[0])
    wanted = {fold(d) for d in dates}
    for row in table.rows[:2]:
        for i, cell in enumerate(row[1:], 1):
            if _DATE.search(cell.text) and fold(" ".join(cell.text.split())) in wanted:
                return i
    return next((i for i in range(width - 1, 0, -1) if any(row[i].text.strip() for row in people)), None)


# --- labels and names in any cells ------------------------------------------------------------------------------------


def _by_cells(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str]) -> Iterator[Found]:
    cells = [cell for row in table.rows for cell in _own_cells(row)]
    labelled = any(_is_label(p.text, cell, rules) or _opens(p.text, rules) for cell in cells for p in cell.paragraphs)
    if not labelled and (status is None or not _all_people(cells, rules)):
        return
    now: str | None = None
    rule = "section.present"
    for row in table.rows:
        if row[0].text.strip():  # under an empty cell the label above it goes on
            now = status if not labelled else None
        above: Found | None = None
        for cell in _own_cells(row):
            for paragraph in cell.paragraphs:
                if above and looks_like_initials(paragraph.text) and initials_fit(above.person.name, paragraph.text):
                    above = replace(above, person=replace(above.person, initials=paragraph.text))
                    continue
                for label in split_labels(paragraph.text, rules):
                    if (
                        label.meaning in OFFICERS
                        and not label.text.strip()
                        and not _is_label(paragraph.text, cell, rules)
                    ):
                        continue  # the post of whom the row names
                    if label.meaning:
                        now, rule = label.meaning, label.rule
                    if now is None or len(label.text.split()) > 120:
                        continue
                    for one in people_in(label.text, rules):
                        if above:
                            yield _with_initials(above, row, rules)
                        above = _found(one, _status(now), paragraph.place, rule)
        if above:
            yield _with_initials(above, row, rules)


def _is_label(text: str, cell: Cell, rules: Rulebook) -> bool:
    """Whether a cell labels what follows it; "Chair" behind a name is that person's post."""
    known = label_meaning(text, rules)
    if known is None or known[0] not in OFFICERS:
        return known is not None
    return cell.place.column == 0 or text.rstrip().endswith(":") or not is_role(text, rules)


def _with_initials(found: Found, row: tuple[Cell, ...], rules: Rulebook) -> Found:
    """The person with what the row's other cells print of them: initials, or a role."""
    cells = _own_cells(row)
    if len(cells) > 5 or any(len(c.text.split()) > 25 for c in cells):
        return found
    if sum(bool(people_in(c.text, rules)) for c in cells) > 1:
        return found
    person = found.person
    for cell in cells:
        text = cell.text.strip()
        if person.initials is None and looks_like_initials(text) and initials_fit(person.name, text):
            person = replace(person, initials=text)
        elif person.role is None and person.name not in text and is_role(text, rules):
            person = replace(person, role=text)
    return replace(found, person=person)


def _status(meaning: str) -> Attendance:
    if meaning in set(Attendance):
        return Attendance(meaning)
    return Attendance.PRESENT if meaning in ("chair", "substitutes") else Attendance.IN_ATTENDANCE


def _opens(text: str, rules: Rulebook) -> bool:
    first = split_labels(text, rules)[0]
    return (
        first.meaning in set(Attendance)
        and len(text.split()) < 150
        and bool(people_in(first.text, rules) or not first.text)
    )


def _all_people(cells: list[Cell], rules: Rulebook) -> bool:
    texts = [c.text for c in cells if c.text.strip() and not looks_like_initials(c.text.strip())]
    named = [bool(people_in(t, rules)) or is_role(t, rules) for t in texts]
    return bool(named) and named[0] and sum(named) * 3 >= 2 * len(named) and all(len(t.split()) < 40 for t in texts)
