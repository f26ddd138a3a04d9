"""Finds who was at a meeting, who sent apologies and who stood in for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from minutes2actions.document import Document, Paragraph, Place, Style, Table, table_paragraphs
from minutes2actions.recognise.attendance.found import Found
from minutes2actions.recognise.attendance.groups import group_of, group_status, lists_people_alone
from minutes2actions.recognise.attendance.labels import OFFICERS, Label, is_strong, split_labels
from minutes2actions.recognise.attendance.listing import people_in
from minutes2actions.recognise.attendance.merge import attendees
from minutes2actions.recognise.attendance.prose import (
    apologies_in,
    chair_in,
    guests_in,
    present_in,
    sentences_told,
)
from minutes2actions.recognise.attendance.section import (
    Continues,
    Line,
    behind_the_absent,
    continues,
    counted_names,
    hard_lines,
    is_entry,
    people_of,
    stand_ins,
)
from minutes2actions.recognise.attendance.sentences import sentence_end
from minutes2actions.recognise.attendance.table import read_headed, read_table
from minutes2actions.recognise.meetings import Part
from minutes2actions.recognise.names import looks_like_initials, looks_like_person
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern, vocabulary
from minutes2actions.record import Attendance, Attendee
from minutes2actions.rulebook import Rulebook, fold

_MOST_ROWS = 400
"""Rows from which a table is a log, and no list of who was there."""
_HEAD_BLOCKS = 40
_PROSE_WORDS = 25
_TITLE_BLOCKS = 8
"""A list without a label stands right under the title."""
_ENTRY_WORDS = 8
_FEW = 3
"""So few found are those whom the head names for an office: the chair, the note taker."""
_NEXT = 3
_BESIDE = 6
"""So many blocks from an attendance label a list of people under another label may stand."""
_STATUSES = frozenset(Attendance)


@dataclass
class _Walk:
    """What the walk through a meeting's blocks has gathered so far."""

    rules: Rulebook
    dates: Sequence[str]
    found: list[Found] = field(default_factory=list)
    officers: list[Found] = field(default_factory=list)
    places: set[Place] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    label: Label | None = None
    heading: Paragraph | None = None
    in_head: bool = True
    electing: bool = False
    tail: int = 0
    columns: Sequence[Label] = ()
    """Labels that stand side by side over columns: "Present", a tab, "Apologies"."""
    at: int = 0
    section: int = 0
    """How many headings and items stand above, those of attendance aside."""
    below: tuple[int, Attendance] | None = None
    """The place behind a table of people, and how its first took part: a column may go on there."""
    known: list[tuple[int, int]] = field(default_factory=list)
    """The places in the walk of the labels that can mean nothing but attendance."""
    groups: list[tuple[int, int, Label, Paragraph]] = field(default_factory=list)
    """Lists under a label that only says who they are: they count beside one that speaks of attendance."""
    opened: list[int] = field(default_factory=list)
    """The places in the walk of all labels that opened a list."""
    entries: list[tuple[int, Paragraph]] = field(default_factory=list)
    """Short lines of the head that name one person each: they count where attendance is spoken of right below."""
    bare: list[Paragraph] = field(default_factory=list)
    """Lines of the head that list people without any label."""
    unsure: list[Found] = field(default_factory=list)
    """Absent people told by one pair of initials: they count where the meeting's lists name people so."""


def attendance_of(part: Part, document: Document, rules: Rulebook) -> tuple[tuple[Attendee, ...], frozenset[Place]]:
    """Who took part in a meeting, and the places that the attendance took up."""
    walk = _Walk(rules, _dates(part))
    for i, block in enumerate(part.blocks):
        walk.in_head, walk.at = walk.in_head and i < _HEAD_BLOCKS, i
        if isinstance(block, Paragraph):
            _paragraph(walk, block)
        else:
            _table(walk, block)
    _close(walk)
    if any(f.person.name == f.person.initials for f in walk.found):
        walk.found += walk.unsure
    walk.found += _grouped(walk)
    if not any(f.status in (Attendance.PRESENT, Attendance.IN_ATTENDANCE) for f in walk.found):
        walk.found += _unlabelled(walk)
    # A chair or a clerk alone is no attendance list.
    found = [*_present(walk.found), *walk.officers] if walk.found else []
    return attendees(found, rules), frozenset(walk.places) if found else frozenset()


def _grouped(walk: _Walk) -> Iterator[Found]:
    """The people of lists that stand beside an attendance label, under labels that only say who they are."""
    beside = [min(walk.opened)] if walk.known and walk.opened else []
    entries = [(at, paragraph) for at, paragraph in walk.entries if beside and at < beside[0]]
    for at, paragraph in reversed(entries):
        if beside[-1] - at <= _NEXT:  # from the first label upwards, one line after the other
            beside.append(at)
            label = Label("group", "words.attendance-group", "", paragraph.text, 0)
            walk.groups.append((walk.known[0][0], walk.known[0][1], label, paragraph))
    for at, section, label, paragraph in walk.groups:
        marked = [one.person.mark is not None for one in people_in(label.text, walk.rules)]
        near = any(abs(at - known) <= _BESIDE and section == same for known, same in walk.known)
        if not near and not (all(marked) and len(marked) > 1):
            continue
        found, _ = people_of(
            [Line(label.text, paragraph)], group_status(label.label, walk.rules), label.rule, walk.rules
        )
        walk.places |= {paragraph.place} if found else set()
        yield from found


def _unlabelled(walk: _Walk) -> Iterator[Found]:
    """The people of the one line of the head that lists them without a label, with who was in the chair."""
    for paragraph in walk.bare[:1]:
        found, _ = people_of([Line(paragraph.text, paragraph)], Attendance.PRESENT, "words.role-chair", walk.rules)
        walk.places.add(paragraph.place)
        yield from found


def _present(found: Sequence[Found]) -> list[Found]:
    """The people found; where none is "present", those "in attendance" are."""
    if any(f.status is Attendance.PRESENT and f.person.on_behalf_of is None for f in found):
        return list(found)
    return [replace(f, status=Attendance.PRESENT) if f.rule == "section.in-attendance-alone" else f for f in found]


def _dates(part: Part) -> tuple[str, ...]:
    """The dates that the meeting's head prints, as printed: they choose the column of a table of several meetings."""
    head = [b for b in part.blocks[:12] if isinstance(b, Paragraph)]
    return tuple(piece.strip() for p in head for piece in p.text.replace(":", "\t").split("\t"))


def _table(walk: _Walk, table: Table) -> None:
    if len(table.rows) > _MOST_ROWS:
        _close(walk)
        return
    status = Attendance(walk.label.meaning) if walk.label and walk.label.meaning in _STATUSES else None
    read = read_table(table, status, walk.rules, walk.dates)
    if (
        status is None and walk.at < _TITLE_BLOCKS and len(walk.found) < _FEW
    ):  # "Members | Organisation" under the title
        headed = read_headed(table, walk.rules)
        read = headed if headed and (read is None or len(headed.found) > len(read.found)) else read
    if read and _is_attendance(table, read.found):
        _keep_heading(walk)
        _close(walk)
        walk.found += read.found
        walk.places |= read.places
        walk.below = (walk.at + 1, _status_at_the_end(table, read.found, walk.rules))
        return
    _close(walk)
    for row in table.rows:
        for cell in dict.fromkeys(row):
            for paragraph in cell.paragraphs:
                _paragraph(walk, paragraph)
            _close(walk)


def _status_at_the_end(table: Table, found: Sequence[Found], rules: Rulebook) -> Attendance:
    """How those took part whom lines below a table name: as the label says with which it ends."""
    end = table.rows[-1][-1].text.strip()
    known = split_labels(end, rules)[-1].meaning if end.endswith(":") else None
    return Attendance(known) if known in _STATUSES else found[0].status


def _is_attendance(table: Table, found: Sequence[Found]) -> bool:
    """Whether people are what the table is about, rather than a line in one of its cells."""
    words = sum(len(p.text.split()) for p in table_paragraphs(table))
    named = sum(len(f.quote.split()) for f in found)
    return named * 8 >= words


def _keep_heading(walk: _Walk) -> None:
    if walk.heading is not None:
        walk.places.add(walk.heading.place)


def _paragraph(walk: _Walk, paragraph: Paragraph) -> None:
    text = hard_lines(paragraph)
    if paragraph.style is Style.MARGIN and walk.label:
        _margin(walk, paragraph)
        return
    if walk.below and walk.below[0] == walk.at and _below_table(walk, paragraph, walk.below[1]):
        return
    if walk.columns and _in_columns(walk, paragraph):
        return
    walk.columns = ()
    _notice_election(walk, paragraph)
    labels = [label for label in split_labels(text, walk.rules) if label.meaning or label.text.strip()]
    if any(_accepted(walk, label, paragraph) for label in labels):
        _labelled(walk, paragraph, labels)
        return
    if (
        walk.label
        and walk.label.meaning in _STATUSES
        and (kind := continues(paragraph, walk.lines, walk.heading, walk.rules))
    ):
        walk.lines.append(Line(text, paragraph, kind is Continues.HEADING))
        return
    section = bool(walk.label and walk.label.meaning in _STATUSES)
    _close(walk)
    item = paragraph.style is Style.HEADING or paragraph.marker is not None
    walk.section += paragraph.style is Style.HEADING or bool(re.match(r"\W*\d", paragraph.marker or ""))
    if walk.in_head and not item and not walk.electing and (group := group_of(text, walk.rules)):
        walk.groups.append((walk.at, walk.section, Label("group", "words.attendance-group", *group, 0), paragraph))
        return
    if walk.in_head and not item and not walk.found and is_entry(text, walk.rules):
        walk.entries.append((walk.at, paragraph))
    _prose(walk, paragraph, section)


def _below_table(walk: _Walk, paragraph: Paragraph, status: Attendance) -> bool:
    """Whether a line straight under a table of people is one more of its first column, which is longer than others."""
    name = re.split(r"[,(–—]|\s-\s", paragraph.text)[0]
    if len(paragraph.text.split()) > _ENTRY_WORDS or not looks_like_person(name, walk.rules) or ":" in paragraph.text:
        return False
    inside = paragraph.place.row is not None
    if inside or paragraph.style is not Style.BODY or paragraph.marker or not _surely_people(name, walk.rules):
        return False
    walk.found += people_of([Line(paragraph.text, paragraph)], status, "words.attendance-column-name", walk.rules)[0]
    walk.below = (walk.at + 1, status)
    return True


def _in_columns(walk: _Walk, paragraph: Paragraph) -> bool:
    """Whether a line goes on with lists that stand side by side; then each of its pieces is read under its label."""
    pieces = paragraph.text.split("\t")
    if len(pieces) > len(walk.columns) or not any(people_in(piece, walk.rules) for piece in pieces):
        return False
    for label, piece in zip(walk.columns, pieces, strict=False):
        if piece.strip() and label.meaning:
            status = Attendance(label.meaning)
            walk.found += people_of([Line(piece, paragraph)], status, label.rule, walk.rules)[0]
    walk.places.add(paragraph.place)
    return True


def _margin(walk: _Walk, paragraph: Paragraph) -> None:
    """What stands in the margin beside a list: initials are those of whom the line names."""
    if walk.lines and looks_like_initials(paragraph.text.strip()):
        last = walk.lines[-1]
        walk.lines[-1] = replace(last, text=f"{last.text}\t{paragraph.text.strip()}")


def _notice_election(walk: _Walk, paragraph: Paragraph) -> None:
    """Whether offices are being filled here: "Chair: Ann Lee" then tells who was elected, not who was in the chair."""
    opens = paragraph.style is Style.HEADING or paragraph.marker is not None or paragraph.bold
    if opens or not walk.electing:
        first = re.split(r"[.:;\n]", paragraph.text, maxsplit=1)[0]
        walk.electing = phrase_pattern(named_words(walk.rules, "fills-offices")).search(first) is not None


def _accepted(walk: _Walk, label: Label, paragraph: Paragraph) -> bool:
    """Whether a label opens attendance here: deep in the text only one that can mean nothing else."""
    if label.meaning is None:
        return False
    if label.meaning in OFFICERS:
        return walk.in_head and not walk.electing and bool(label.text.strip()) and len(label.text.split()) < 12
    if is_strong(label.label, walk.rules):
        return True
    item = paragraph.marker is not None and paragraph.marker.strip("().")[:1].isdigit()
    where = fold(label.label) in named_words(walk.rules, "where-people-were")
    if item and (walk.found or where):
        return False  # "3. Staff" is an item of the agenda
    if walk.label is not None:
        return True
    if not walk.in_head or (where and walk.found):
        return False
    names = counted_names(label.text)
    opens = names[: sentence_end(names, 0, walk.rules)]
    return not label.text.strip() or _surely_people(names, walk.rules) or _surely_people(opens, walk.rules)


def _surely_people(text: str, rules: Rulebook) -> bool:
    """Whether a text lists people and nothing else: several, or one with a title, initials or a common given name."""
    listed = people_in(text, rules, singles=True)
    known = vocabulary(rules).given
    sure = any(p.title or p.initials or p.role or fold(p.name.split()[0]) in known for p in (o.person for o in listed))
    named = sum(len(one.quote) + len(one.person.mark or "") for one in listed)  # "Lee - present"
    enough = named * 2 >= len(text.strip()) or is_entry(text, rules)
    return bool(listed) and (sure or len(listed) > 1) and enough


def _labelled(walk: _Walk, paragraph: Paragraph, labels: Sequence[Label]) -> None:
    """A paragraph that opens attendance: each label closes the list before it."""
    walk.opened.append(walk.at)
    if any(label.meaning in _STATUSES and is_strong(label.label, walk.rules) for label in labels):
        walk.known.append((walk.at, walk.section))
    if len(labels) > 1 and not any(label.text.strip() for label in labels):
        walk.columns = [label for label in labels if label.meaning is not None and label.meaning in _STATUSES]
    for label in labels:
        if label.meaning is None:
            if walk.label and walk.lines:
                walk.lines.append(Line(label.text, paragraph))
            elif not walk.label and (group := group_of(label.text, walk.rules)):  # "Tenants: Ann Lee. Apologies: ..."
                named = Label("group", "words.attendance-group", *group, 0)
                walk.groups.append((walk.at, walk.section, named, paragraph))
            elif not walk.label:  # "Directors present were Ann Lee and Bo Moss. Absent: Cy Hart"
                _prose(walk, replace(paragraph, text=label.text, lines=()), section=False)
            continue
        if label.meaning in OFFICERS:
            status = Attendance.PRESENT if label.meaning == "chair" else Attendance.IN_ATTENDANCE
            role = "Chair" if label.meaning == "chair" else None
            if walk.label and walk.label.meaning == Attendance.PRESENT:  # "Present: / Chair: Ann Lee / Secretary: ..."
                walk.found += _officers(label, paragraph, Attendance.PRESENT, role or label.label, walk.rules)
            else:
                walk.officers += _officers(label, paragraph, status, role, walk.rules)
            continue
        _close(walk)
        walk.label, walk.heading = label, paragraph
        names = counted_names(label.text)
        if label.meaning == Attendance.APOLOGIES:
            walk.found += apologies_in(paragraph, walk.rules, section=False)
        # "Present: Ann Lee. Apologies were received from ..."
        names, told = sentences_told(replace(paragraph, text=names, lines=()), walk.rules)
        walk.found += told
        if names.strip():
            walk.lines.append(Line(names, paragraph))


def _officers(
    label: Label, paragraph: Paragraph, status: Attendance, role: str | None, rules: Rulebook
) -> Iterator[Found]:
    for one in people_in(label.text, rules):
        person = replace(one.person, role=one.person.role or role, mark=None)
        yield Found(person, status, one.quote, paragraph.place, label.rule)


def _prose(walk: _Walk, paragraph: Paragraph, section: bool) -> None:
    """A paragraph of running text: it may still say who came, or who did not."""
    if paragraph.style is Style.MARGIN:
        return
    sorry = list(apologies_in(paragraph, walk.rules, section))
    walk.found += sorry
    if sorry:
        walk.known.append((walk.at, walk.section))
    if walk.in_head and walk.at < _TITLE_BLOCKS and lists_people_alone(paragraph, walk.rules):
        walk.bare.append(paragraph)
    if walk.in_head:
        walk.officers += chair_in(paragraph, walk.rules)
        walk.found += guests_in(paragraph, walk.rules)
        walk.found += present_in(paragraph, walk.rules, opening=not walk.found)
    if walk.found and len(paragraph.text.split()) >= _PROSE_WORDS:
        walk.tail += 1
        walk.in_head = walk.in_head and walk.tail < 4


def _close(walk: _Walk) -> None:
    """The list that stands open is read, as a whole: its lines tell together how it is built."""
    label, lines = walk.label, walk.lines
    walk.label, walk.lines = None, []
    heading, walk.heading = walk.heading, None
    if label is None or label.meaning not in (*_STATUSES, "substitutes"):
        return
    status = Attendance(label.meaning) if label.meaning in _STATUSES else Attendance.PRESENT
    if status in (Attendance.APOLOGIES, Attendance.ABSENT) and label.text.strip():
        lines, others = behind_the_absent(lines, walk.rules)
        walk.found += others
    pairs = [pair for line in lines for pair in stand_ins(line, walk.rules)]
    found, used = people_of(lines, status, label.rule, walk.rules)
    if not found and status in (Attendance.APOLOGIES, Attendance.ABSENT):
        walk.unsure += people_of(lines, status, label.rule, walk.rules, by_initials=True)[0]
    if found and heading is not None:
        walk.places |= {heading.place, *(p.place for p in used)}
    walk.found += [*found, *pairs]
