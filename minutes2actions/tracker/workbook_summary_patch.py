"""Brings the Summary sheet up to date in place: the tool's cells move as they must, people's words stay."""

from __future__ import annotations

import re
from collections.abc import Mapping

from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.addresses import letters
from minutes2actions.tracker.package.formulas import copied
from minutes2actions.tracker.package.graft import adopted
from minutes2actions.tracker.package.grid import Cell
from minutes2actions.tracker.package.sheet import Sheet

FIXED_ROWS = 5
"""The rows of the sheet's head, whose cells are always at the same place."""
_OURS = re.compile(r"\$D\d+>0")
"""The formula of the tool's own colours on the sheet."""


def written_cells(sheet: Sheet) -> dict[str, str]:
    """What a sheet holds, cell by cell, for the tool to remember."""
    return {f"{letters(c)}{n}": str(value) for n, cells in sheet.values() for c, value in cells.items()}


def patch_summary(sheet: Sheet, donor: Sheet, last: Mapping[str, str]) -> None:
    """Writes what `donor` has into the sheet; `last` is what the tool had written there before, by cell."""
    own = _taken_out(sheet, last) if last else {}
    _write(sheet, donor)
    _put_back(sheet, own)
    _colours(sheet, donor)
    _links(sheet, donor, last)


def _taken_out(sheet: Sheet, last: Mapping[str, str]) -> dict[tuple[int, int], Cell]:
    """Clears the tool's cells, and returns those that people filled."""
    own: dict[tuple[int, int], Cell] = {}
    for number in list(sheet.grid.rows):
        kept = []
        for cell in sheet.grid.cells(number):
            value = sheet.value(cell)
            said = last.get(f"{letters(cell.column)}{number}")
            if value is not None and str(value) != said:
                own[(number, cell.column)] = cell
            elif said is None:
                kept.append(cell)
        sheet.grid.put(number, kept)
    return own


def _write(sheet: Sheet, donor: Sheet) -> None:
    for number in donor.grid.rows:
        new = {cell.column: adopted(donor, cell, sheet) for cell in donor.grid.cells(number)}
        kept = {cell.column: cell for cell in sheet.grid.cells(number)}
        looks = sheet.grid.attributes(number)
        for name in (b"ht", b"customHeight"):
            looks.pop(name, None)
            if name in donor.grid.attributes(number):
                looks[name] = donor.grid.attributes(number)[name]
        sheet.grid.put(number, list({**kept, **new}.values()), looks)


def _put_back(sheet: Sheet, own: Mapping[tuple[int, int], Cell]) -> None:
    """People's words stay where they stood; where the tool needs the place, below the head, they go to the foot."""
    foot = max((number for number, _ in sheet.values()), default=0) + 2
    for (number, column), cell in sorted(own.items()):
        cells = {c.column: c for c in sheet.grid.cells(number)}
        taken = number > FIXED_ROWS and column in cells and sheet.value(cells[column]) is not None
        if not taken:
            cells[column] = cell
            sheet.grid.put(number, list(cells.values()))
            continue
        formula = sheet.formula(cell)
        moved = sheet.filled(cell, sheet.result(cell), copied(formula, foot - number)) if formula else cell
        sheet.grid.put(foot, [*sheet.grid.cells(foot), Cell(column, moved.attributes, moved.inner)])
        foot += 1


def _colours(sheet: Sheet, donor: Sheet) -> None:
    for element in sheet.sections("conditionalFormatting"):
        formulas = [f.text or "" for f in element.iter() if xml.local(f) == "formula"]
        if formulas and all(_OURS.fullmatch(text) for text in formulas):
            sheet.frame.remove(element)
    for element in donor.sections("conditionalFormatting"):
        new = xml.recast(element, xml.namespace(sheet.frame))
        for rule in xml.children(new, "cfRule"):
            if rule.get("dxfId"):
                tint = sheet.book.styles.adopt_tint(donor.book.styles, int(rule.get("dxfId")))
                rule.set("dxfId", str(tint))
        sheet.insert(new)


def _links(sheet: Sheet, donor: Sheet, last: Mapping[str, str]) -> None:
    for place in last:
        if re.fullmatch(r"B\d+", place):
            sheet.links.drop(place)
    section = donor.section("hyperlinks")
    for element in section if section is not None else ():
        sheet.links.to_place(str(element.get("ref")), str(element.get("location")))
