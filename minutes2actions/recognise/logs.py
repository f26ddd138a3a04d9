"""Parts a log of actions that somebody keeps in a workbook by the meetings that its rows name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from minutes2actions.document import Block, Cell, Document, Table
from minutes2actions.recognise.actions.columns import heading_rule
from minutes2actions.rulebook import Rulebook

_HEADINGS_WITHIN = 12


@dataclass(frozen=True, slots=True)
class Logged:
    """The rows of a log that belong to one meeting, under the log's headings; None for what the rows do not say."""

    body: str | None
    date: date | None
    blocks: tuple[Block, ...]


def logged_meetings(document: Document, rules: Rulebook, locale: str) -> tuple[Logged, ...]:
    """A log's meetings in order of their first rows; empty where no table has a column of boards or meeting dates."""
    found: dict[tuple[str | None, date | None], list[Block]] = {}
    for block in document.blocks:
        if isinstance(block, Table) and (columns := _columns(block, rules)) is not None:
            for key, rows in _by_meeting(block, columns, rules, locale).items():
                found.setdefault(key, []).append(replace(block, rows=(block.rows[columns.heading], *rows)))
    return tuple(Logged(body, day, tuple(blocks)) for (body, day), blocks in found.items())


@dataclass(frozen=True, slots=True)
class _Columns:
    heading: int
    board: int | None
    raised: int | None


def _columns(table: Table, rules: Rulebook) -> _Columns | None:
    for number, row in enumerate(table.rows[:_HEADINGS_WITHIN]):
        meanings = [rule.meaning if (rule := heading_rule(cell.text, rules)) else "" for cell in row]
        if "action" in meanings and {"board", "raised"} & set(meanings):
            board = meanings.index("board") if "board" in meanings else None
            return _Columns(number, board, meanings.index("raised") if "raised" in meanings else None)
    return None


def _by_meeting(
    table: Table, columns: _Columns, rules: Rulebook, locale: str
) -> dict[tuple[str | None, date | None], list[tuple[Cell, ...]]]:
    from minutes2actions.resolve.deadlines import find_dates

    found: dict[tuple[str | None, date | None], list[tuple[Cell, ...]]] = {}
    for row in table.rows[columns.heading + 1 :]:
        body = row[columns.board].text.strip() if columns.board is not None else ""
        days = find_dates(row[columns.raised].text, rules, locale) if columns.raised is not None else []
        found.setdefault((body or None, days[0].date if days else None), []).append(row)
    return found
