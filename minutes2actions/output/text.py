"""The document as it was read, block by block with its place: shows why an action was or was not seen."""

from __future__ import annotations

from itertools import groupby

from minutes2actions.document import Document, Paragraph, Place, Style, Table
from minutes2actions.output.table import draw
from minutes2actions.progress import printable


def to_text(document: Document) -> str:
    """A document's blocks, each with its place; tables are drawn."""
    pages = f", {document.pages} pages" if document.pages is not None else ""
    lines = [f"=== {printable(document.source)} ({document.format}{pages})"]
    lines += _engines(document)
    lines += [f"warning: {printable(warning.message)}" for warning in document.warnings]
    for block in document.blocks:
        lines.append(_table(block) if isinstance(block, Table) else _paragraph(block))
    if document.furniture:
        lines.append("--- set aside: running heads and feet")
        lines += [_paragraph(paragraph) for paragraph in document.furniture]
    return "\n".join(lines) + "\n"


def _engines(document: Document) -> list[str]:
    """What read which pages."""
    pages: dict[str, list[int]] = {}
    for raw in document.raw:
        if raw.engine and raw.place.page is not None:
            pages.setdefault(raw.engine, []).append(raw.place.page)
    return [f"read by {engine}: {_ranges(numbers)}" for engine, numbers in pages.items()]


def _ranges(numbers: list[int]) -> str:
    """ "pages 1-4, 7"."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda at: at[1] - at[0])]
    named = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
    return f"page {named}" if len(numbers) == 1 else f"pages {named}"


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
