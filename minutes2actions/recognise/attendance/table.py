"""Reads people and how they took part out of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from minutes2actions.document import Cell, Place, Table
from minutes2actions.recognise.attendance.columns import by_headings
from minutes2actions.recognise.attendance.found import Found, found_of, mark_of, own_cells, place_of
from minutes2actions.recognise.attendance.groups import speaks_of_something_else
from minutes2actions.recognise.attendance.instead import principal_in
from minutes2actions.recognise.attendance.labels import OFFICERS, label_meaning, split_labels
from minutes2actions.recognise.attendance.listing import people_in
from minutes2actions.recognise.names import initials_fit, is_role, looks_like_initials, looks_like_person
from minutes2actions.recognise.vocabulary import named_words
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook, fold

_DATE = re.compile(
    r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,}|[A-Z][a-z]{2,8}[- ]\d{1,4}"
)
_ROW_WORDS = 25
_TALLY = re.compile(r"\d+(?:\s*(?:/|of)\s*\d+)?\s*%?")
"""How often somebody came: no mark of this meeting's."""


@dataclass(frozen=True, slots=True)
class TableRead:
    """What a table says of attendance: the people, and the places that it took up."""

    found: tuple[Found, ...]
    places: frozenset[Place]


def read_table(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str] = ()) -> TableRead | None:
    """A table's attendance, or None; `status` is that of the heading above it, `dates` spell the meeting's."""
    for reader in (_by_columns, by_headings, _by_marks, _by_cells):
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


def _by_columns(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str]) -> Iterator[Found]:
    first = table.rows[0]
    known = [label_meaning(cell.text, rules) for cell in own_cells(first) if cell.text.strip()]
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
    for row, one in people:
        mark = mark_of(row[column].text, rules)
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


def _by_cells(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str]) -> Iterator[Found]:
    rows = [row for row in table.rows if not _only_posts(row, rules)]
    cells = [cell for row in rows for cell in own_cells(row)]
    labelled = any(_is_label(p.text, cell, rules) or _opens(p.text, rules) for cell in cells for p in cell.paragraphs)
    if not labelled and (status is None or not _all_people(cells, rules)):
        return
    now: str | None = None
    rule = "section.present"
    unlabelled = _people_before_the_absent(table, rules)  # these rows list those who came
    over: tuple[str, str] | None = None  # the label that fills a row of its own, and holds for the rows under it
    beside: dict[int, tuple[str, str]] = {}  # the labels in a row by their columns: each holds under itself
    opened = False  # the row before began with a label and whom it names: "Present: Ann Lee | AL"
    for number, row in enumerate(rows):
        if alone := _row_label(row, rules):
            over = now, rule = alone
            continue
        if _opens_another_list(row, rules):  # "Distribution:"
            now = over = None
            labelled, opened = True, False
            continue
        if over and not _names_somebody(row, rules):
            over = None
        if over and row[0].text.strip():
            now, rule = over
        elif row[0].text.strip() and not (
            opened and _goes_on(row, rules)
        ):  # under an empty cell the label above it goes on
            now = status if not labelled else None
        if row[0].text.strip():
            beside = {}
        if number < unlabelled:
            now, rule = Attendance.PRESENT.value, "words.attendance-column-name"
        first = split_labels(row[0].text, rules)[0]
        opened = bool(first.meaning and first.text.strip()) or (opened and first.meaning is None)
        above: Found | None = None
        for cell in own_cells(row):
            if len(beside) > 1 and not row[0].text.strip():
                now, rule = beside[max((c for c in beside if c <= (cell.place.column or 0)), default=min(beside))]
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
                    if label.meaning is None and _is_minute_taker(row, cell, rules):
                        now, rule = "minuted_by", "words.minuted-by-person"
                    if label.meaning:
                        now, rule = label.meaning, label.rule
                        if not label.text.strip():
                            beside[cell.place.column or 0] = now, rule
                    if now is None or len(label.text.split()) > 120:
                        continue
                    for one in people_in(label.text, rules):
                        if above:
                            yield _with_initials(above, row, rules)
                        above = found_of(one, _status(now), paragraph.place, rule)
        if above:
            yield _with_initials(above, row, rules)


def _row_label(row: tuple[Cell, ...], rules: Rulebook) -> tuple[str, str] | None:
    """The attendance label that is all that a row prints, whichever of its cells holds it."""
    texts = [text for cell in own_cells(row) if (text := cell.text.strip())]
    known = label_meaning(texts[0], rules) if texts and len({fold(t) for t in texts}) == 1 else None
    return known if known and known[0] in set(Attendance) and len(own_cells(row)) <= 4 else None


def _names_somebody(row: tuple[Cell, ...], rules: Rulebook) -> bool:
    """Whether a row's first words are a person or several."""
    first = next((text for cell in own_cells(row) if (text := cell.text.strip())), "")
    opens = re.split(r"[,;(\n/]|\s[-–—]\s", first, maxsplit=1)[0]
    return not first or ((len(first.split()) < 5 or looks_like_person(opens, rules)) and bool(people_in(first, rules)))


def _only_posts(row: tuple[Cell, ...], rules: Rulebook) -> bool:
    """Whether a row prints nothing but the posts of those named above it."""
    texts = [text for cell in own_cells(row) if (text := cell.text.strip())]
    return len(texts) > 1 and all(is_role(t, rules) and t[-1] != ":" and not looks_like_person(t, rules) for t in texts)


def _is_minute_taker(row: tuple[Cell, ...], cell: Cell, rules: Rulebook) -> bool:
    """Whether a cell names who took the minutes, as the cell before it says: "Minutes | Ann Lee"."""
    cells = own_cells(row)
    at = next((i for i, one in enumerate(cells) if one.place == cell.place), 0)
    said = at > 0 and fold(cells[at - 1].text) in named_words(rules, "minuted-by-person")
    return said and looks_like_person(cell.text.split(",")[0].split("(")[0], rules)


def _opens_another_list(row: tuple[Cell, ...], rules: Rulebook) -> bool:
    """Whether a row's first cell is the label of people who are listed for another reason."""
    text = row[0].text.strip()
    label = text.rstrip(" :")
    if not text.endswith(":") or label_meaning(label, rules) or rules.find("label", label):
        return False
    return speaks_of_something_else(label, rules)


def _people_before_the_absent(table: Table, rules: Rulebook) -> int:
    """How many rows name a person each before the first label, which is of those away; 0 where others stand there."""
    for number, row in enumerate(table.rows):
        known = label_meaning(row[0].text, rules) or (split_labels(row[0].text, rules)[0].meaning, "")
        if known[0] in (Attendance.APOLOGIES, Attendance.ABSENT):
            return number if number > 1 else 0
        if known[0] or not _goes_on(row, rules):
            return 0
    return 0


def _goes_on(row: tuple[Cell, ...], rules: Rulebook) -> bool:
    """Whether a row names one more person under a label that stands before a name further up."""
    short = sum(len(cell.text.split()) for cell in own_cells(row)) < _ROW_WORDS
    opens = re.split(r"[,;(\n/]|\s[-–—]\s", row[0].text, maxsplit=1)[0]
    return short and looks_like_person(opens, rules) and len(own_cells(row)) > 1


def _is_label(text: str, cell: Cell, rules: Rulebook) -> bool:
    """Whether a cell labels what follows it; "Chair" behind a name is that person's post."""
    known = label_meaning(text, rules)
    if known is None or known[0] not in OFFICERS:
        return known is not None
    return cell.place.column == 0 or text.rstrip().endswith(":") or not is_role(text, rules)


def _with_initials(found: Found, row: tuple[Cell, ...], rules: Rulebook) -> Found:
    """The person with what the row's other cells print of them: initials, or a role."""
    cells = own_cells(row)
    if len(cells) > 5 or any(len(c.text.split()) > 25 for c in cells):
        return found
    if sum(bool(people_in(c.text, rules)) for c in cells) > 1:
        return found
    person = found.person
    for cell in cells:
        text = cell.text.strip()
        if person.on_behalf_of is None and (principal := principal_in(text, rules)):
            person = replace(person, on_behalf_of=principal)
        if person.initials is None and looks_like_initials(text) and initials_fit(person.name, text):
            person = replace(person, initials=text)
        elif person.role is None and person.name not in text and is_role(text, rules) and text[-1] != ":":
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
