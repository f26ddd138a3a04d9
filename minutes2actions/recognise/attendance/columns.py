"""Reads attendance tables that have a heading over each column: name, mark, substitute."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from minutes2actions.document import Cell, Table
from minutes2actions.recognise.attendance.found import Found, beside_ticks, mark_of, own_cells, place_of
from minutes2actions.recognise.attendance.instead import principal_in, stand_ins_in
from minutes2actions.recognise.attendance.labels import is_strong, label_meaning, split_labels
from minutes2actions.recognise.attendance.listing import people_in
from minutes2actions.recognise.names import ParsedName
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook, fold

_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d{1,2}(?:st|nd|rd|th)?[ -][A-Z][a-z]{2,}(?:[ -]\d{2,4})?")
"""A heading over the marks of one meeting among several."""
_COLUMNS = ("name", "surname", "mark", "substitute", "initials", "role", "organisation")


def by_headings(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str]) -> Iterator[Found]:
    """The people of a table with headings, each with their row's mark, and those who came in their place."""
    labelled = any(_is_label_of_rows(row, rules) for row in table.rows[1:])
    told = status or (Attendance.PRESENT if labelled else None)
    heading = next((i for i, row in enumerate(table.rows[:3]) if _is_heading(row, rules, told)), None)
    if heading is None:
        return
    columns = _columns(table.rows[heading], rules)
    period = _period(table.rows[heading])
    columns = _of_this_meeting(columns[:period], table, heading, dates)
    name = next((i for i, c in enumerate(columns) if c == "name"), None)
    if name is None:  # "Attendees | Organisation"
        name = next(i for i, c in enumerate(columns) if c in set(Attendance))
        status = status or Attendance(columns[name] or "present")
    rest = {i: c for i, c in enumerate(columns) if c and i != name}
    marked = {i: c for i, c in rest.items() if c == "mark" or c in set(Attendance)}
    marks = [row[i].text for row in table.rows[heading + 1 :] for i in marked]
    dated = any(_DATE.fullmatch(table.rows[heading][i].text.strip()) for i in marked)
    ticks = not dated and any(mark_of(mark, rules) for mark in marks)  # of one meeting among several
    meant = beside_ticks(marks, rules)
    section = status
    for row in table.rows[heading + 1 :]:
        cells = own_cells(row)
        if len(cells) == 1 or not any(c.text.strip() for c in cells[1:]):
            known = label_meaning(cells[0].text, rules)
            if known and known[0] in set(Attendance):
                section = Attendance(known[0])
                continue
        own = _status_of_row(row, name, rules) or section
        for start in range(0, len(row) - period + 1, period):
            yield from _row(row[start : start + period], name, rest, own, meant if ticks else None, rules)


def _of_this_meeting(columns: list[str | None], table: Table, heading: int, dates: Sequence[str]) -> list[str | None]:
    """The columns, of those headed by dates the one of the meeting's own, else the last that is filled."""
    over, rows = table.rows[heading], table.rows[heading + 1 :]
    dated = [i for i, c in enumerate(columns) if c == "mark" and _DATE.fullmatch(over[i].text.strip())]
    wanted = {fold(d) for d in dates}
    filled = [i for i in dated if any(row[i].text.strip() for row in rows)]
    last = filled or dated
    own = next((i for i in dated if fold(over[i].text) in wanted), last[-1] if last else None)
    return [None if i in dated and i != own else c for i, c in enumerate(columns)]


def _is_label_of_rows(row: tuple[Cell, ...], rules: Rulebook) -> bool:
    """Whether a row's first cell says how its people took part: "Apologies | Ann Lee | Rivers Trust"."""
    known = label_meaning(row[0].text, rules)
    filled = any(cell.text.strip() for cell in own_cells(row)[1:])
    return known is not None and known[0] in set(Attendance) and is_strong(row[0].text, rules) and filled


def _status_of_row(row: tuple[Cell, ...], name: int, rules: Rulebook) -> Attendance | None:
    """How the people of a row took part, where its first cell is a label rather than a value: "Apologies | Ann Lee"."""
    known = label_meaning(row[0].text, rules) if name else None
    return Attendance(known[0]) if known and known[0] in set(Attendance) and is_strong(row[0].text, rules) else None


def _period(heading: tuple[Cell, ...]) -> int:
    """How many columns stand before a heading's words begin anew: "Name | Initials | Name | Initials" has two."""
    texts = [fold(cell.text) for cell in heading]
    width = len(texts)
    if len(own_cells(heading)) < width:
        return width
    return next((n for n in range(1, width) if width % n == 0 and texts == texts[:n] * (width // n)), width)


def _columns(heading: tuple[Cell, ...], rules: Rulebook) -> list[str | None]:
    """What each heading says; "Present | Initials" has no column of marks: the people stand under its label."""
    columns = [_column(cell.text, rules) for cell in heading]
    first = label_meaning(heading[0].text, rules)
    if not heading[0].text.strip() and "name" not in columns and len([c for c in columns if c]) == len(columns) - 1 > 1:
        return ["name", *columns[1:]]  # nothing stands over the names
    if "name" in columns or "present" in columns or columns[0] != "mark" or not first or "mark" in columns[1:2]:
        return columns
    return [first[0] if c == "mark" and i % _period(heading) == 0 else c for i, c in enumerate(columns)]


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
    if _DATE.fullmatch(text.strip()):
        return "mark"
    known = label_meaning(text, rules)
    if known and known[0] in set(Attendance):
        return known[0]
    opening = [n for n in _column_words(rules, "name") if words.startswith(f"{n} ")]
    return "name" if opening and len(words.split()) <= 4 else None


def _is_heading(row: tuple[Cell, ...], rules: Rulebook, status: Attendance | None) -> bool:
    columns = _columns(row, rules)
    kinds = {c for c in columns if c}
    if len(own_cells(row)) < 2 or sum(1 for c in columns if c) * 2 < len(columns):
        return False
    marks = {"mark", "substitute", *set(Attendance)}
    if "name" in kinds:
        under = status is not None or any(
            c == "name" and is_strong(r.text, rules) for c, r in zip(columns, row, strict=True)
        )
        return bool(kinds & marks) or bool(kinds & {"surname", "initials", "role", "organisation"} and under)
    return columns[0] in set(Attendance) | {None} and bool(
        kinds & set(Attendance) and kinds & {"initials", "role", "organisation", "mark"}
    )


def _row(
    row: tuple[Cell, ...],
    name: int,
    rest: dict[int, str],
    section: Attendance | None,
    ticks: Mapping[str, Attendance] | None,
    rules: Rulebook,
) -> Iterator[Found]:
    """One person's row, and the person who came in their place; `ticks`: marks that mean something else here."""
    status, rule = _row_status(row, rest, section, ticks, rules)
    listed = [
        (one, label.meaning, label.rule)
        for label in split_labels(_whole_name(row, name, rest), rules)
        for one in people_in(label.text, rules)
    ]
    if not listed:
        yield from _stand_ins(row, name, rest, None, rules)
        for i, column in rest.items():
            for one in people_in(row[i].text, rules) if column in (Attendance.APOLOGIES, Attendance.ABSENT) else ():
                if " " in one.person.name:  # "Rivers Trust | | Ann Lee", under "Apologies"
                    place = place_of(row[i], one.quote)
                    yield Found(
                        replace(one.person, mark=None), Attendance(column), one.quote, place, "section.apologies"
                    )
        return
    for one, meaning, label_rule in listed:
        own = Attendance(meaning) if meaning in set(Attendance) else None
        person = one.person
        if len(listed) == 1:
            person = _with_cells(person, row, rest, rules)
            principal = next((p for i in rest if (p := principal_in(row[i].text, rules))), None)
            person = replace(person, on_behalf_of=person.on_behalf_of or principal)
        final = own or person.mark or status
        if final is None:
            continue
        quote = one.quote if one.quote in row[name].text else row[name].text  # the surname has a cell of its own
        place = place_of(row[name], quote)
        yield Found(replace(person, mark=None), final, quote, place, label_rule if own else rule)
    yield from _stand_ins(row, name, rest, listed[0][0].person.name, rules)


def _stand_ins(
    row: tuple[Cell, ...], name: int, rest: dict[int, str], principal: str | None, rules: Rulebook
) -> Iterator[Found]:
    """Who came in place of a row's person, or of its organisation where it names nobody."""
    for i, column in rest.items():
        instead = column == "mark" or column in set(Attendance)
        if (column != "substitute" and not instead) or row[i].place == row[name].place:
            continue
        for one in stand_ins_in(row[i].text, rules) if instead else people_in(row[i].text, rules):
            person = replace(one.person, on_behalf_of=principal, mark=None)
            place = place_of(row[i], one.quote)
            yield Found(person, Attendance.PRESENT, one.quote, place, "words.attendance-column-substitute")


def _whole_name(row: tuple[Cell, ...], name: int, rest: dict[int, str]) -> str:
    """What the column of names prints, with the surname where that has a column of its own."""
    surname = next((row[i].text for i, column in rest.items() if column == "surname"), "")
    return f"{row[name].text} {surname}".strip()


def _row_status(
    row: tuple[Cell, ...],
    rest: dict[int, str],
    section: Attendance | None,
    ticks: Mapping[str, Attendance] | None,
    rules: Rulebook,
) -> tuple[Attendance | None, str]:
    """How the row's person took part; None where the row does not tell."""
    marked = False
    for i, column in rest.items():
        if column != "mark" and column not in set(Attendance):
            continue
        marked = True
        mark = mark_of(row[i].text, rules, ticks or {})
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
    unmarked = ticks is not None
    return (
        (Attendance.ABSENT, "words.attendance-column-mark") if unmarked else (section, "words.attendance-column-name")
    )


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
