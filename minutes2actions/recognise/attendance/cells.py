"""Reads people out of tables whose cells hold labels, names, posts and initials side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from minutes2actions.document import Cell, Paragraph, Table
from minutes2actions.recognise.attendance.found import Found, found_of, own_cells
from minutes2actions.recognise.attendance.groups import speaks_of_something_else
from minutes2actions.recognise.attendance.instead import principal_in
from minutes2actions.recognise.attendance.labels import OFFICERS, Label, label_meaning, split_labels
from minutes2actions.recognise.attendance.listing import people_in
from minutes2actions.recognise.names import initials_fit, is_role, looks_like_initials, looks_like_person
from minutes2actions.recognise.vocabulary import named_words
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook, fold

_ROW_WORDS = 25
_LIST_WORDS = 120


@dataclass
class _Reading:
    """Which label holds where a table's rows are read one after the other."""

    rules: Rulebook
    status: Attendance | None
    labelled: bool
    unlabelled: int
    """So many rows stand before the first label and list those who came."""
    now: str | None = None
    rule: str = "section.present"
    over: tuple[str, str] | None = None
    """The label that fills a row of its own, and holds for the rows under it."""
    beside: dict[int, tuple[str, str]] = field(default_factory=dict)
    """The labels in a row by their columns: each holds under itself."""
    seen: bool = False
    """Whether a label stood in a row before: until then the one over the table holds."""
    opened: bool = False
    """Whether the row before began with a label and whom it names: "Present: Ann Lee | AL"."""

    def begin(self, number: int, row: tuple[Cell, ...]) -> bool:
        """Take the label that holds for a row; False where the row itself is but a label."""
        if alone := _row_label(row, self.rules):
            self.over = self.now, self.rule = alone
            self.seen = True
            return False
        cells = own_cells(row)
        if len(cells) > 1 and _is_minute_taker(row, cells[1], self.rules):
            self.over, self.opened = None, False
            return True
        if _opens_another_list(row, self.rules):  # "Distribution:"
            self.now = self.over = None
            self.labelled, self.opened = True, False
            return False
        if self.over and not _names_somebody(row, self.rules):
            self.over = None
        begins = bool(row[0].text.strip())  # under an empty cell the label above it goes on
        if self.over and begins:
            self.now, self.rule = self.over
        elif begins and not (self.opened and _goes_on(row, self.rules)):
            post = self.now in (Attendance.PRESENT, "chair") and is_role(row[0].text.strip(" :"), self.rules)
            told = is_role(row[0].text.strip(" :"), self.rules) and not self.over
            known = None if self.labelled and (self.seen or row[0].text.strip().endswith(":")) else self.status
            self.now = Attendance.PRESENT.value if post else self.status if told else known
        elif self.now is None and not self.seen:
            self.now = self.status  # the first cell is left empty under the label over the table
        if begins:
            self.beside = {}
        if number < self.unlabelled:
            self.now, self.rule = Attendance.PRESENT.value, "words.attendance-column-name"
        first = split_labels(row[0].text, self.rules)[0]
        self.seen = self.seen or first.meaning is not None
        self.opened = bool(first.meaning and first.text.strip()) or (self.opened and first.meaning is None)
        return True

    def people(self, row: tuple[Cell, ...]) -> Iterator[Found]:
        """The people of a row, each under the label that holds for its cell."""
        above: Found | None = None
        for cell in own_cells(row):
            if len(self.beside) > 1 and not row[0].text.strip():
                column = max((c for c in self.beside if c <= (cell.place.column or 0)), default=min(self.beside))
                self.now, self.rule = self.beside[column]
            for paragraph in cell.paragraphs:
                if above and looks_like_initials(paragraph.text) and initials_fit(above.person.name, paragraph.text):
                    above = replace(above, person=replace(above.person, initials=paragraph.text))
                    continue
                for label in split_labels(paragraph.text, self.rules):
                    for found in self._labelled(label, paragraph, cell, row):
                        if above and _is_bare_beside(found, above, cell):
                            continue  # "Ann Lee | Independent"
                        if above:
                            yield _with_initials(above, row, self.rules)
                        above = found
        if above:
            yield _with_initials(above, row, self.rules)

    def _labelled(self, label: Label, paragraph: Paragraph, cell: Cell, row: tuple[Cell, ...]) -> Iterator[Found]:
        alone = not label.text.strip()
        if label.meaning in OFFICERS and alone and not _is_label(paragraph.text, cell, self.rules):
            return  # the post of whom the row names
        if label.meaning is None and _is_cut_label(cell, label.text, self.rules) and self.labelled:
            self.now, self.rule = Attendance.IN_ATTENDANCE.value, "words.attendance-label-cut"
            return
        if label.meaning is None and _is_minute_taker(row, cell, self.rules):
            self.now, self.rule = "minuted_by", "words.minuted-by-person"
        if label.meaning:
            self.now, self.rule = label.meaning, label.rule
            if alone:
                self.beside[cell.place.column or 0] = self.now, self.rule
        if self.now is None or len(label.text.split()) > _LIST_WORDS:
            return
        for one in people_in(label.text, self.rules):
            yield found_of(one, _status(self.now), paragraph.place, self.rule)


def _is_bare_beside(found: Found, above: Found, cell: Cell) -> bool:
    """Whether one word stands in another cell beside a full name: it tells of whom that names."""
    full = " " in above.person.name and above.place.column != cell.place.column
    own = found.person
    return full and not (" " in own.name or own.title or own.initials or own.role or own.mark)


def by_cells(table: Table, status: Attendance | None, rules: Rulebook, dates: Sequence[str]) -> Iterator[Found]:
    """The people of a table without headings: labels stand in its cells, or over it."""
    rows = [row for row in table.rows if not _only_posts(row, rules)]
    cells = [cell for row in rows for cell in own_cells(row)]
    labelled = any(_is_label(p.text, cell, rules) or _opens(p.text, rules) for cell in cells for p in cell.paragraphs)
    if not labelled and (status is None or not _all_people(cells, rules)):
        return
    reading = _Reading(rules, status, labelled, _people_before_the_absent(table, rules))
    for number, row in enumerate(rows):
        if reading.begin(number, row):
            yield from reading.people(row)


def _is_cut_label(cell: Cell, text: str, rules: Rulebook) -> bool:
    """Whether a first cell holds but the beginning of a label, whose rest stands in the next line: "In | Ann Lee"."""
    return cell.place.column == 0 and fold(text) in named_words(rules, "attendance-label-cut")


def _row_label(row: tuple[Cell, ...], rules: Rulebook) -> tuple[str, str] | None:
    """The attendance label that is all that a row prints, whichever of its cells holds it."""
    texts = [text for cell in own_cells(row) if (text := cell.text.strip())]
    known = label_meaning(texts[0], rules) if texts and len({fold(t) for t in texts}) == 1 else None
    return known if known and known[0] in set(Attendance) and len(own_cells(row)) <= 4 else None


def _names_somebody(row: tuple[Cell, ...], rules: Rulebook) -> bool:
    """Whether a row's first words are a person or several."""
    texts = [text for cell in own_cells(row) if (text := cell.text.strip())]
    aside = [text for text in texts if not looks_like_initials(text) and not is_role(text, rules)]
    first = next(iter(aside or texts), "")
    opens = re.split(r"[,;(\n/]|\s[-–—]\s", first, maxsplit=1)[0]
    return not first or ((len(first.split()) < 5 or looks_like_person(opens, rules)) and bool(people_in(first, rules)))


def _only_posts(row: tuple[Cell, ...], rules: Rulebook) -> bool:
    """Whether a row prints nothing but the posts of those named above it."""
    texts = [text for cell in own_cells(row) if (text := cell.text.strip())]
    posts = [is_role(t, rules) and t[-1] != ":" and not looks_like_person(t, rules) for t in texts]
    return len(texts) > 1 and all(posts) and not _opens_in_full(texts[0], rules)


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


def _opens_in_full(text: str, rules: Rulebook) -> bool:
    """Whether a cell begins with a full name."""
    name = re.split(r"[,;(\n]|\s[-–—]\s", text.strip(), maxsplit=1)[0].strip()
    return " " in name and looks_like_person(name, rules)


def _all_people(cells: list[Cell], rules: Rulebook) -> bool:
    texts = [c.text for c in cells if c.text.strip() and not looks_like_initials(c.text.strip())]
    first = [c.text for c in cells if c.place.column == 0 and c.text.strip().strip("(")]
    first = [text for text in first if not text.lstrip().startswith("(")]
    full = sum(_opens_in_full(text, rules) for text in first)
    if full > 1 and full * 5 >= len(first) * 4 and all(len(t.split()) < 25 for t in texts):
        return True  # "Ann Lee | Rivers Trust"
    named = [bool(people_in(t, rules)) or is_role(t, rules) for t in texts]
    return bool(named) and named[0] and sum(named) * 3 >= 2 * len(named) and all(len(t.split()) < 40 for t in texts)
