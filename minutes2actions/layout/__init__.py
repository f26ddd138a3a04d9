"""The layout step: running heads set aside, tables and paragraphs joined over pages."""

from __future__ import annotations

from dataclasses import replace

from minutes2actions.document import Block, Document, Paragraph, Style
from minutes2actions.layout.tables import joined_tables

__all__ = ["lay_out"]


def lay_out(document: Document) -> Document:
    """The document in reading order as if it were printed on one endless page."""
    furniture: list[Paragraph] = list(document.furniture)
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.style is Style.FURNITURE:
            furniture.append(block)
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(joined_tables(blocks)), furniture=tuple(furniture))
