"""How much text of one document is read: far more than any minutes hold, far less than would hold up all the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from minutes2actions.document import Block, Cell, Document, Line, Paragraph, Table, Warning

MOST_TEXT: Final = 2_000_000
"""Characters of a document that are read: six hundred full pages."""
MOST_PIECES: Final = 50_000
"""Paragraphs and cells of a document that are read."""
MOST_WARNINGS: Final = 100
LONGEST: Final = 10_000
"""Characters from which a paragraph is parted: steps after this one may take the square of its length."""


@dataclass(slots=True)
class _Left:
    """What of the budget is left."""

    text: int = MOST_TEXT
    pieces: int = MOST_PIECES

    def takes(self, size: int) -> bool:
        """Whether another piece of so many characters can be read."""
        self.text -= size
        self.pieces -= 1
        return self.text >= 0 and self.pieces >= 0


def within_budget(document: Document) -> Document:
    """The document as far as it is within the budget; what of it is left out is said in a warning."""
    left = _Left()
    blocks: list[Block] = []
    cut = False
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parts = list(_parted(block))
            kept = [part for part in parts if left.takes(len(part.text))]
            cut = len(kept) < len(parts)
            blocks += kept
        else:
            table = _table_within(block, left)
            cut = len(table.rows) < len(block.rows)
            blocks += [table] if table.rows else []
        if cut:
            break
    warnings = _first(document.warnings)
    if cut:
        message = f"only its first {MOST_PIECES - left.pieces - 1} paragraphs and cells were read (part the file)"
        warnings = (*warnings, Warning("too_much_text", message))
    return replace(document, blocks=tuple(blocks), warnings=warnings)


def _first(warnings: tuple[Warning, ...]) -> tuple[Warning, ...]:
    """As many warnings as anybody reads; those that text was lost come first where there are more."""
    if len(warnings) <= MOST_WARNINGS:
        return warnings
    ordered = sorted(warnings, key=lambda warning: not warning.lost)
    more = Warning("more_warnings", f"{len(warnings) - MOST_WARNINGS} more warnings like these are left out")
    return (*ordered[:MOST_WARNINGS], more)


def _table_within(table: Table, left: _Left) -> Table:
    """A table up to the row at which the budget is spent."""
    made: dict[int, Cell] = {}
    for number, row in enumerate(table.rows):
        for cell in row:
            if id(cell) not in made:
                if not left.takes(sum(len(paragraph.text) for paragraph in cell.paragraphs)):
                    return replace(table, rows=_rows(table, number, made))
                made[id(cell)] = _cell(cell)
    return replace(table, rows=_rows(table, len(table.rows), made))


def _rows(table: Table, count: int, made: dict[int, Cell]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(made[id(cell)] for cell in row) for row in table.rows[:count])


def _cell(cell: Cell) -> Cell:
    if all(len(paragraph.text) <= LONGEST for paragraph in cell.paragraphs):
        return cell
    return replace(cell, paragraphs=tuple(part for whole in cell.paragraphs for part in _parted(whole)))


def _parted(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph, parted at spaces where it is far too long."""
    rest, start = paragraph.text, 0
    while len(rest) - start > LONGEST:
        end = rest.rfind(" ", start + 1, start + LONGEST)
        end = start + LONGEST if end < 0 else end
        yield _part(paragraph, start, end)
        start = end
    yield paragraph if start == 0 else _part(paragraph, start, len(rest))


def _part(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    ends = [line.start for line in paragraph.lines[1:]] + [len(paragraph.text)] if paragraph.lines else []
    lines = tuple(
        Line(max(line.start - start, 0), line.page, line.bbox)
        for line, until in zip(paragraph.lines, ends, strict=True)
        if line.start < end and until > start
    )
    text, marker = paragraph.text[start:end], paragraph.marker if start == 0 else None
    led = len(text) - len(text.lstrip())
    lines = tuple(replace(line, start=max(line.start - led, 0)) for line in lines)
    return replace(paragraph, text=text.strip(), marker=marker, lines=lines)
