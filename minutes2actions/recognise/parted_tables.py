"""A table that begins with date, place and attendance and goes on with the minutes, made two tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes2actions.document import Block, Cell, Document, Table
from minutes2actions.recognise.actions.columns import HEADINGS_WITHIN, heading_rule
from minutes2actions.rulebook import Rulebook


def with_tables_parted(document: Document, rules: Rulebook) -> Document:
    """The document, each table with a heading row in its midst parted there; places stay those of the one table."""
    return replace(document, blocks=tuple(_blocks(document.blocks, rules)))


def _blocks(blocks: Sequence[Block], rules: Rulebook) -> Iterator[Block]:
    for block in blocks:
        at = _heading_row(block, rules) if isinstance(block, Table) else 0
        if isinstance(block, Table) and at:
            yield Table(_narrowed(block.rows[:at]), block.place, min(block.header_rows, at))
            yield Table(block.rows[at:], replace(block.place, row=at), 1)
        else:
            yield block


def _heading_row(table: Table, rules: Rulebook) -> int:
    """The row below the first that heads a column of actions and nothing but columns; 0 where there is none."""
    for number, row in enumerate(table.rows[:HEADINGS_WITHIN]):
        filled = [cell for cell in {cell.place: cell for cell in row}.values() if cell.text.strip()]
        meanings = [rule.meaning if (rule := heading_rule(cell.text, rules)) else None for cell in filled]
        if "action" in meanings and len(row) > 2 and all(meanings) and len({cell.place for cell in row}) > 1:
            return number
    return 0


def _narrowed(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows without columns that only repeat the merged cell to their left."""
    kept = [c for c in range(len(rows[0])) if c == 0 or any(row[c].place != row[c - 1].place for row in rows)]
    return tuple(tuple(row[c] for c in kept) for row in rows)
