"""Open actions as a Word document for the papers of the next meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from minutes2actions.outstanding import OpenAction
from minutes2actions.progress import counted
from minutes2actions.tracker import OVERDUE, clean

_COLUMNS = (("Ref", 3.6), ("Action", 9.6), ("Owner", 3.4), ("Due", 3.0), ("Position", 6.1))
"""Headings with widths in centimetres: those of an A4 page on its side, less its margins."""
_LATE = RGBColor(0x9C, 0x1C, 0x1C)
_SHADE = "E8EDF3"


def to_word(groups: Mapping[str, Sequence[OpenAction]], today: date, title: str = "Outstanding actions") -> bytes:
    """A heading and a table for each group; heading rows repeat on every page, and no row is broken over two."""
    document = docx.Document()
    _page(document)
    document.core_properties.title = title
    document.core_properties.author = "minutes2actions"
    document.core_properties.created = document.core_properties.modified = datetime.combine(today, time())
    document.add_heading(title, 1)
    document.add_paragraph(_said(groups, today))
    for name, actions in groups.items():
        document.add_heading(clean(name), 2)
        _table(document, actions)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _said(groups: Mapping[str, Sequence[OpenAction]], today: date) -> str:
    actions = {id(action): action for found in groups.values() for action in found}.values()
    late = sum(action.timeliness == OVERDUE for action in actions)
    day = f"{today.day} {today:%B %Y}"
    return f"{counted(len(actions), 'action')} open on {day}, {late} of them overdue." if actions else f"None on {day}."


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(1.8)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(10)


def _table(document: Any, actions: Sequence[OpenAction]) -> None:
    table = document.add_table(1, len(_COLUMNS), style="Table Grid")
    table.autofit = False
    for cell, (heading, _) in zip(table.rows[0].cells, _COLUMNS, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
        _shade(cell)
    _mark(table.rows[0], "w:tblHeader")
    for action in actions:
        row = table.add_row()
        _mark(row, "w:cantSplit")
        for cell, text in zip(row.cells, _texts(action), strict=True):
            cell.paragraphs[0].add_run(clean(text))
        if action.days_late:
            late = row.cells[3].add_paragraph().add_run(f"Overdue by {counted(action.days_late, 'day')}")
            late.bold, late.font.color.rgb = True, _LATE
    for column, (_, width) in zip(table.columns, _COLUMNS, strict=True):
        for cell in (column, *column.cells):  # Word heeds the cells, LibreOffice the column.
            cell.width = Cm(width)


def _texts(action: OpenAction) -> tuple[str, ...]:
    position = f"{action.status}. {action.latest}" if action.latest else f"{action.status}."
    return action.ref, action.text, ", ".join(action.owners) or "—", action.when, position


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _SHADE)
    cell._tc.get_or_add_tcPr().append(shade)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
