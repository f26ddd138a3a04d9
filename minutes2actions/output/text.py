"""The document as it was read, block by block with its place: shows why an action was or was not seen."""

from __future__ import annotations

from collections.abc import Iterable

from minutes2actions.document import Document, Paragraph, Place, Style, Table
from minutes2actions.output.table import draw
from minutes2actions.progress import printable


def to_text(documents: Iterable[Document]) -> str:
    """All documents, one after the other."""
    return "\n".join(_document(document) for document in documents)


def _document(document: Document) -> str:
    pages = f", {document.pages} pages" if document.pages is not None else ""
    lines = [f"=== {printable(document.source)} ({document.format}{pages})"]
    lines += [f"warning: {printable(warning.message)}" for warning in document.warnings]
    for block in document.blocks:
        lines.append(_table(block) if isinstance(block, Table) else _paragraph(block))
    if document.furniture:
        lines.append("--- set aside: running heads and feet")
        lines += [_paragraph(paragraph) for paragraph in document.furniture]
    return "\n".join(lines) + "\n"


def _paragraph(paragraph: Paragraph) -> str:
    notes = [paragraph.style.value + (f" {paragraph.level}" if paragraph.level else "")]
    notes += [name for name, on in (("bold", paragraph.bold), ("struck", paragraph.struck)) if on]
    style = "" if notes == [Style.BODY.value] else f"({', '.join(notes)}) "
    marker = f"{paragraph.marker} " if paragraph.marker else ""
    return f"{_place(paragraph.place)} {style}{printable(marker + paragraph.text)}"


def _table(table: Table) -> str:
    """Every slot as the next step sees it, so that merged cells show in each slot they cover."""
    head = f"{_place(table.place)} table, {len(table.rows)} rows, {table.header_rows} of them headings"
    if not table.rows:
        return head
    numbers = [f"column {i}" for i in range(len(table.rows[0]))]
    return head + "\n" + draw(numbers, [[cell.text for cell in row] for row in table.rows]).rstrip("\n")


def _place(place: Place) -> str:
    return f"[p{place.page} b{place.block}]" if place.page else f"[b{place.block}]"
