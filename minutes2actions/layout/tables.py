"""Tables that run over a page joined into one, and rows that run over a page made one row again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from minutes2actions.document import Block, Cell, Paragraph, Place, Table
from minutes2actions.layout.columns import edges_of, regrid, shared_edges
from minutes2actions.layout.header_rows import with_header_rows
from minutes2actions.layout.joins import joined_paragraphs
from minutes2actions.layout.rows import is_one_row, is_split_at_page

Row = tuple[Cell, ...]


def joined_tables(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, each table whole."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(block, Table) and isinstance(last, Table) and (whole := _joined(last, block)) is not None:
            out[-1] = whole
        else:
            out.append(block)
    return [_mended(with_header_rows(block)) if isinstance(block, Table) else block for block in out]


def _joined(above: Table, below: Table) -> Table | None:
    """The two tables as one where the second goes on with the first on a later page."""
    page, last_page = below.place.page, _last_page(above)
    if page is None or last_page is None or page != last_page + 1:
        return None
    edges = shared_edges(edges_of(above), edges_of(below))
    if edges is None:
        return None
    above, below = regrid(above, edges[0]), regrid(below, edges[1])
    rows = list(below.rows)
    if _same_text(above.rows[0], rows[0]) and len(above.rows) > 1:
        rows = rows[1:]
    elif _all_bold(above.rows[0]) and _all_bold(rows[0]) and len(above.rows) > 1:
        return None
    if not rows:
        return above
    split = is_split_at_page(above, rows[0])
    moved = _renumbered(rows, above.place.block, len(above.rows) - (rows[0][0].place.row or 0))
    table = replace(above, rows=(*above.rows, *moved))
    return merge_rows(table, len(above.rows) - 1) if split else table


def _last_page(table: Table) -> int | None:
    pages = [cell.place.page for cell in table.rows[-1]] + [
        line.page for cell in table.rows[-1] for paragraph in cell.paragraphs for line in paragraph.lines
    ]
    known = [page for page in pages if page is not None]
    return max(known) if known else None


def _same_text(one: Row, other: Row) -> bool:
    texts = [[" ".join(cell.text.split()).casefold() for cell in row] for row in (one, other)]
    return texts[0] == texts[1] and any(texts[0])


def _all_bold(row: Row) -> bool:
    paragraphs = [paragraph for cell in row for paragraph in cell.paragraphs]
    return len(paragraphs) > 1 and all(paragraph.bold for paragraph in paragraphs)


def _renumbered(rows: Sequence[Row], block: int, offset: int) -> list[Row]:
    """Rows of another table as rows of this one."""

    def place(old: Place) -> Place:
        return replace(old, block=block, row=(old.row or 0) + offset)

    made: dict[Place, Cell] = {}
    for row in rows:
        for cell in row:
            if cell.place not in made:
                paragraphs = tuple(replace(p, place=place(p.place)) for p in cell.paragraphs)
                made[cell.place] = replace(cell, paragraphs=paragraphs, place=place(cell.place))
    return [tuple(made[cell.place] for cell in row) for row in rows]


def _mended(table: Table) -> Table:
    """The table without rows that only go on with the row above."""
    row = 1
    while row < len(table.rows):
        if row > table.header_rows and is_one_row(table, row):
            table = merge_rows(table, row - 1)
        else:
            row += 1
    return table


def merge_rows(table: Table, upper: int) -> Table:
    """The table with a row and the one below it made one, cell by cell."""
    lower = upper + 1
    joint: dict[Place, Cell] = {}
    for above, below in zip(table.rows[upper], table.rows[lower], strict=True):
        if above.place not in joint:
            whole = above if above.place == below.place else _whole(above, below)
            joint[above.place] = joint[below.place] = whole
    rows: list[Row] = []
    for index, row in enumerate(table.rows):
        if index != lower:
            rows.append(tuple(_raised(joint.get(cell.place, cell), upper, cell.place in joint) for cell in row))
    return replace(table, rows=tuple(rows))


def _raised(cell: Cell, upper: int, joint: bool) -> Cell:
    """The cell as it stands after one row above it has gone."""
    row = cell.place.row or 0
    if joint:
        return replace(cell, row_span=max(1, cell.row_span - 1))
    if row <= upper:
        return cell
    paragraphs = tuple(replace(p, place=replace(p.place, row=row - 1)) for p in cell.paragraphs)
    return replace(cell, place=replace(cell.place, row=row - 1), paragraphs=paragraphs)


def _whole(above: Cell, below: Cell) -> Cell:
    """Two pieces of one cell put together."""
    held: list[Paragraph] = list(above.paragraphs)
    for index, paragraph in enumerate(below.paragraphs):
        moved = replace(paragraph, place=replace(paragraph.place, row=above.place.row))
        joined = joined_paragraphs(held[-1], moved, above.place.bbox) if held and index == 0 else None
        if joined is not None:
            held[-1] = joined
        else:
            held.append(moved)
    return replace(above, paragraphs=tuple(held), row_span=above.row_span + below.row_span)
