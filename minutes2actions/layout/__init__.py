"""The layout step: running heads set aside, tables and paragraphs joined over pages."""

from __future__ import annotations

from dataclasses import replace

from minutes2actions.document import Block, Cell, Document, Paragraph, Style, Table, table_paragraphs
from minutes2actions.layout.tables import joined_tables

__all__ = ["lay_out"]


def lay_out(document: Document) -> Document:
    """The document in reading order as if it were printed on one endless page."""
    furniture: list[Paragraph] = list(document.furniture)
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Table):
            aside = [paragraph for paragraph in table_paragraphs(block) if paragraph.style is Style.FURNITURE]
            furniture += aside
            blocks.append(_without_furniture(block) if aside else block)
        elif block.style is Style.FURNITURE:
            furniture.append(block)
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(joined_tables(blocks)), furniture=tuple(furniture))


def _without_furniture(table: Table) -> Table:
    """The table without what is set aside in its cells."""
    made: dict[int, Cell] = {}
    for row in table.rows:
        for cell in row:
            printed = tuple(p for p in cell.paragraphs if p.style is not Style.FURNITURE)
            made[id(cell)] = replace(cell, paragraphs=printed)
    return replace(table, rows=tuple(tuple(made[id(cell)] for cell in row) for row in table.rows))
