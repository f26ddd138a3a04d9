"""Tasks from tables: one row a task, or several tasks in one cell paired in order with their owners and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from minutes2actions.document import Cell, Paragraph, Style, Table
from minutes2actions.recognise.actions.cell_tags import Note, notes_of
from minutes2actions.recognise.actions.columns import Columns, columns_by_content, columns_of, is_nothing, owners_beside
from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.actions.passages import LISTING, Context, Passage, section_of, short_heading
from minutes2actions.recognise.actions.tails import tail_of
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.recognise.language.sentences import sentences
from minutes2actions.record import Doubt, Status
from minutes2actions.rulebook import Rulebook, fold

_REFERENCE = re.compile(r"[A-Z&]{0,5}[ /-]?\d+(?:[./-]\d+)*[a-z]?[.)]?|")
_NUMBER = re.compile(r"^\W*(?:\d{1,2}|[a-z])[).:](?!\d)\W*")


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table gave: tasks, and what is left of it for the other recognisers to read.

    `tagged` pairs passages of discussion with the owners in the cell beside them.
    """

    tasks: tuple[Found, ...] = ()
    left: tuple[Passage, ...] = ()
    tagged: tuple[tuple[tuple[Passage, ...], tuple[Note, ...]], ...] = ()


def read_table(passage: Passage, marker: PartyMarker, rules: Rulebook) -> TableReading:
    """A table's tasks; a table without action columns is left whole."""
    table, context = passage.block, passage.context
    if not isinstance(table, Table):
        return TableReading()
    columns = columns_of(table, marker, rules)
    if columns is None and context.meaning in LISTING:
        columns = columns_by_content(table, marker)
    columns = columns or owners_beside(table, marker, rules)
    if columns is None:
        return TableReading(left=tuple(_all_cells(table, context)))
    tasks: list[Found] = []
    left: list[Passage] = []
    tagged: list[tuple[tuple[Passage, ...], tuple[Note, ...]]] = []
    for row in table.rows[: max(columns.first_row - 1, 0)]:
        left += _cells(row, context)
    for row in table.rows[columns.first_row :]:
        if len({cell.place for cell in row}) == 1 and len(row) > 1:
            context = _heading_row(row[0], context, rules)
            left += _cells([row[0]], context)
            continue
        inner = _row_context(row, columns, context)
        beside = tuple(_beside(row, columns, inner))
        cell = row[columns.action]
        owners = notes_of(cell, marker) if beside and "owner" not in columns.others else []
        if owners:
            longest = max(_discussion(row, columns), key=lambda c: len(c.text))
            tagged.append((tuple(_cells([longest], inner)), tuple(owners)))
            left += beside
            continue
        found = [part for f in _row_tasks(row, columns, inner, rules) for part in _by_owner(f, marker)]
        found = [_with_tail(f, marker) for f in found]
        tasks += [f for f in found if not columns.decisions or f.owner_text or f.due_text or _sets_task(f, marker)]
        left += beside
    return TableReading(tuple(tasks), tuple(left), tuple(tagged))


def _by_owner(found: Found, marker: PartyMarker) -> list[Found]:
    """A cell's task, or its sentences as tasks where each names its own owner."""
    text = found.paragraph.text
    spans = list(sentences(text)) if not found.owner_text and not found.more else []
    if len(spans) < 2 or not all(marker.leading_owner(text[a:b]) for a, b in spans):
        return [found]
    return [replace(found, start=a, end=b) for a, b in spans]


def _with_tail(found: Found, marker: PartyMarker) -> Found:
    """A task whose cell prints its owner and time behind it ("… to be invited – AB – by May"), where no column does."""
    if found.owner_text and found.due_text:
        return found
    text = found.paragraph.text[found.start : found.end]
    tail = tail_of(text, marker, loose=True) if not found.more else None
    if tail is None or (found.owner_text and tail.owner_text):
        return found
    return replace(
        found,
        end=found.start + tail.end if tail.owner_text else found.end,
        owner_text=found.owner_text or tail.owner_text,
        owner_at=found.owner_at or ((found.paragraph,) if tail.owner_text else ()),
        due_text=found.due_text or tail.due_text,
        due_at=found.due_at or ((found.paragraph,) if tail.due_text else ()),
    )


def _sets_task(found: Found, marker: PartyMarker) -> bool:
    return marker.starts_with_task(found.text) or marker.leading_owner(found.text) is not None


def _all_cells(table: Table, context: Context) -> Iterator[Passage]:
    for row in table.rows:
        yield from _cells(row, context)


def _cells(cells: Sequence[Cell], context: Context) -> Iterator[Passage]:
    seen = set()
    for cell in cells:
        if cell.place not in seen:
            seen.add(cell.place)
            yield from (Passage(paragraph, context) for paragraph in cell.paragraphs)


def _beside(row: Sequence[Cell], columns: Columns, context: Context) -> Iterator[Passage]:
    """What was said, beside a row's action; what the column of progress says of it is an aside."""
    progress = columns.cell(row, "progress")
    for cell in _discussion(row, columns):
        inner = replace(context, aside=progress is not None and cell.place == progress.place)
        yield from _cells([cell], inner)


def _heading_row(cell: Cell, context: Context, rules: Rulebook) -> Context:
    for paragraph in cell.paragraphs:
        rule = section_of(replace(paragraph, bold=True), rules)
        if rule:
            return Context(context.item, short_heading(paragraph.text), rule)
    return replace(context, heading=short_heading(cell.text) or context.heading)


def _row_context(row: Sequence[Cell], columns: Columns, context: Context) -> Context:
    reference = columns.cell(row, "reference")
    item = reference.text.strip() if reference else ""
    if (
        not item
        and row[0].place != row[columns.action].place
        and len(row[0].text) <= 14
        and re.search(r"\d", row[0].text)
    ):
        item = row[0].text.strip()
    topic = columns.cell(row, "topic") or columns.cell(row, "possible_action")
    heading = (short_heading(topic.text) if topic else None) or context.heading
    return replace(context, item=item.strip(" .:") or context.item, heading=heading)


def _discussion(row: Sequence[Cell], columns: Columns) -> list[Cell]:
    """The cells that hold what was said: those of no meaning of their own, or a topic's or a discussion's."""
    known = {c for m, c in columns.others.items() if m not in ("discussion", "topic", "possible_action", "progress")}
    cells = [cell for c, cell in enumerate(row) if c != columns.action and c not in known]
    return [cell for cell in cells if not _REFERENCE.fullmatch(cell.text.strip())] or cells


def _row_tasks(row: Sequence[Cell], columns: Columns, context: Context, rules: Rulebook) -> Iterator[Found]:
    cell = row[columns.action]
    if is_nothing(cell.text, rules):
        return
    owner, due = columns.cell(row, "owner"), columns.cell(row, "due")
    status, status_text = _status(row, columns, context, rules)
    groups = _groups(cell, owner)
    owners, dues = _paired(owner, len(groups)), _paired(due, len(groups))
    for number, group in enumerate(groups):
        first = group[0]
        if is_nothing(first.text, rules):
            continue
        doubts: tuple[Doubt, ...] = ()
        if owner and len(groups) > 1 and owners[number] is None and owner.text.strip():
            doubts = (Doubt("owners_not_paired", "the row has several tasks and owners that could not be paired"),)
        yield Found(
            paragraph=first,
            start=0,
            end=len(first.text),
            more=tuple(group[1:]),
            rule=columns.rule,
            confidence=columns.confidence,
            context=context,
            owner_text=_text(owners[number]) or (owner.text.strip() if owner and doubts else None),
            owner_at=tuple(owners[number] or (owner.paragraphs if owner and doubts else ())),
            due_text=_text(dues[number]),
            due_at=tuple(dues[number] or ()),
            status=status,
            status_text=status_text,
            ref=_reference(row, columns),
            doubts=doubts,
        )


def _text(paragraphs: Sequence[Paragraph] | None) -> str | None:
    return "\n".join(_NUMBER.sub("", p.text) for p in paragraphs or ()).strip() or None


def _reference(row: Sequence[Cell], columns: Columns) -> str | None:
    cell = columns.cell(row, "reference")
    return (cell.text.strip() or None) if cell else None


def _status(row: Sequence[Cell], columns: Columns, context: Context, rules: Rulebook) -> tuple[Status, str | None]:
    status = Status.COMPLETE if context.meaning == "completed" else Status.OPEN
    colours = rules.folded("words", "rag")
    for meaning in ("status", "progress", "completed_on"):
        cell = columns.cell(row, meaning)
        if cell and cell.text.strip() and fold(cell.text) not in colours:
            return status, cell.text.strip()
    return status, None


def _groups(cell: Cell, owner: Cell | None) -> list[list[Paragraph]]:
    """A cell's tasks: each paragraph is one, sub-points stay with the task above them."""
    paragraphs = [p for p in cell.paragraphs if p.text.strip()]
    if not paragraphs:
        return []
    owners = [p for p in owner.paragraphs if p.text.strip()] if owner else []
    points = [p for p in paragraphs if p.style is Style.LIST or p.marker]
    introduced = len(points) == len(paragraphs) - 1 and not (paragraphs[0].marker) and paragraphs[0].text.endswith(":")
    if introduced and len(points) > 1 and len(points) == len(owners):
        return [[p] for p in points]
    gapped = _by_gaps(paragraphs)
    if len(gapped) > 1 and owner and len(gapped) == len(_by_gaps(owners)):
        return gapped
    groups: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        below = groups and (groups[-1][0].text.endswith(":") or _continues(groups[-1][-1], paragraph))
        deeper = (
            groups
            and paragraph.level > groups[-1][0].level
            and paragraph.style is Style.LIST
            and groups[-1][0].style is Style.LIST
        )
        if below or deeper:
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    if len(owners) == 1 and len(groups) > 1 and not points and not _all_tasks(groups):
        return [[p for group in groups for p in group]]
    return groups


def _by_gaps(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Paragraphs parted where an empty line stands between them."""
    groups: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        if groups and not paragraph.gap:
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    return groups


def _continues(above: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a paragraph goes on with the sentence above: it begins small after a line that ended nothing."""
    small = paragraph.text[:1].islower() or (above.marker is not None and len(paragraph.text.split()) == 1)
    return small and not paragraph.marker and above.text[-1:] not in ".;:!?"


def _all_tasks(groups: Sequence[Sequence[Paragraph]]) -> bool:
    return all(len(group[0].text.split()) >= 3 and group[0].text[:1].isupper() for group in groups)


def _paired(cell: Cell | None, count: int) -> list[list[Paragraph] | None]:
    """What a cell says for each of `count` tasks: its paragraphs in order where they are as many, else all to each."""
    paragraphs = [p for p in cell.paragraphs if p.text.strip()] if cell else []
    if not paragraphs:
        return [None] * count
    if count > 1 and len(paragraphs) == count:
        return [[p] for p in paragraphs]
    if count > 1 and len(_by_gaps(paragraphs)) == count:
        return list(_by_gaps(paragraphs))
    if count > 1 and len(paragraphs) > 1:
        return [None] * count
    return [paragraphs] * count
