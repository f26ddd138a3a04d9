"""The head of a meeting's record: the lines before its items, which print body, date and place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from minutes2actions.document import Block, Document, Paragraph, Style, Table, table_paragraphs
from minutes2actions.recognise.attendance.labels import OFFICERS, is_strong, label_meaning
from minutes2actions.rulebook import Rulebook

HEAD_BLOCKS = 14
_INLINE = re.compile(r"(?<!\S)([A-Z][A-Za-z]+(?: [A-Za-z&/]+){0,3}):\s")
TITLE_WORDS = 30
TABLE_WORDS = 90
_NUMBERED = re.compile(r"^\s*(?:item\s+\d+|\(?\d+(?:[./]\d+)*[.):]|\d+(?:[./]\d+)+)\s+[A-Z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of the head; `furniture` where it is a running head's.

    `label` is the meaning of a label before it ("date", "body"), "attendance" below the first list of people, and
    "cell" for other cells of a table.
    """

    text: str
    paragraph: Paragraph
    label: str | None = None
    furniture: bool = False


def head_lines(blocks: tuple[Block, ...], document: Document, rules: Rulebook) -> list[HeadLine]:
    """The head's lines in print order, with the running heads last; table cells count as lines of their own."""
    lines: list[HeadLine] = []
    people = False
    for block in blocks[:HEAD_BLOCKS]:
        if isinstance(block, Table):
            if _is_form(block) or sum(len(p.text.split()) for p in table_paragraphs(block)) <= TABLE_WORDS:
                cells = list(_table_lines(block, rules))
                lines += [replace(c, label=c.label or ("attendance" if people else "cell")) for c in cells]
            people = people or any(
                label_meaning(c.text, rules) and is_strong(c.text, rules) for row in block.rows for c in row
            )
            continue
        if _starts_items(block, lines):
            break
        known = label_meaning(block.text.partition(":")[0], rules)
        people = people or bool(known and known[0] not in OFFICERS and is_strong(block.text, rules))
        for line in _paragraph_lines(block, rules):
            lines.append(replace(line, label="attendance") if people and line.label is None else line)
    seen = {line.text for line in lines}
    for paragraph in document.furniture:
        if paragraph.text not in seen:
            seen.add(paragraph.text)
            lines += [HeadLine(one.text, paragraph, one.label, True) for one in _paragraph_lines(paragraph, rules)]
    return lines


def _is_form(table: Table) -> bool:
    """Whether a table is a short list of labels and what is filled in beside them."""
    labels = [row[0].text.split() for row in table.rows]
    return len(table.rows) <= 10 and len(table.rows[0]) == 2 and all(len(label) <= 5 for label in labels)


def _starts_items(paragraph: Paragraph, lines: list[HeadLine]) -> bool:
    """Whether the meeting's items begin here."""
    if not lines:
        return False
    marker = (paragraph.marker or "").strip("().")
    numbered = marker[:1].isdigit() or marker.upper() in ("I", "A")
    return numbered or bool(
        paragraph.marker is None and _NUMBERED.match(paragraph.text) and paragraph.style is not Style.HEADING
    )


def _paragraph_lines(paragraph: Paragraph, rules: Rulebook) -> Iterator[HeadLine]:
    pieces = [p.strip() for part in re.split(r"[\t\n]", paragraph.text) for p in _at_labels(part, rules)]
    skip = False
    for piece, following in pairwise([*pieces, ""]):
        if skip or not piece:
            skip = False
            continue
        label = rules.find("label", piece)
        if label and following:
            yield HeadLine(following.lstrip(": "), paragraph, label.meaning)
            skip = True
            continue
        yield from _labelled(piece, paragraph, rules)


def _at_labels(text: str, rules: Rulebook) -> list[str]:
    """A line with several labels cut before each: "Date: 3 May  Time: 2 pm  Venue: Town Hall"."""
    cuts = [m.start() for m in _INLINE.finditer(text) if m.start() and rules.find("label", m.group(1))]
    return [text[a:b] for a, b in pairwise([0, *cuts, len(text)])]


def _labelled(text: str, paragraph: Paragraph, rules: Rulebook) -> Iterator[HeadLine]:
    """A line cut at its label: "Date: 3 May 2021" is a date."""
    head, colon, rest = text.partition(":")
    label = rules.find("label", head) if colon and len(head.split()) <= 6 else None
    if label and rest.strip():
        yield HeadLine(rest.strip(), paragraph, label.meaning)
    else:
        yield HeadLine(text, paragraph)


def _table_lines(table: Table, rules: Rulebook) -> Iterator[HeadLine]:
    """A table's cells; a label's cell gives its meaning to the cell beside it, or under it in a row of labels."""
    for number, row in enumerate(table.rows[:8]):
        meanings = [rules.find("label", cell.text) for cell in row]
        for i, cell in enumerate(row):
            if (i and row[i - 1].place == cell.place) or meanings[i] or len(cell.text.split()) > TITLE_WORDS:
                continue
            before = meanings[i - 1] if i else None
            above = (
                rules.find("label", table.rows[number - 1][i].text)
                if number and i < len(table.rows[number - 1])
                else None
            )
            label = before or (
                above if number and all(rules.find("label", c.text) for c in table.rows[number - 1]) else None
            )
            for paragraph in cell.paragraphs:
                for line in _paragraph_lines(paragraph, rules):
                    yield HeadLine(line.text, paragraph, line.label or (label.meaning if label else None))
