"""Turns what openpyxl made into bytes: formulas with what they come to, and no clock but the one given."""

from __future__ import annotations

import errno
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lxml import etree

from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.addresses import letters
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.parts import Package
from minutes2actions.tracker.package.sheet import Sheet, open_sheet
from minutes2actions.tracker.rows import Value

CORE = "docProps/core.xml"


def finish(workbook: Any, computed: Mapping[str, Mapping[str, Value]], moment: datetime) -> bytes:
    """The workbook's bytes; `computed` are the values of its formulas, by sheet and cell."""
    workbook.properties.created = workbook.properties.modified = moment
    workbook.properties.creator = "minutes2actions"
    raw = io.BytesIO()
    try:
        workbook.save(raw)
    except etree.SerialisationError as error:  # openpyxl puts its sheets together in files.
        raise OSError(errno.ENOSPC, "the temporary folder is full") from error
    package = Package(raw.getvalue())
    book = Book(package)
    for title, values in computed.items():
        sheet = open_sheet(book, title)
        _compute(sheet, values)
        sheet.save()
    book.save()
    _set_clock(package, moment)
    out = io.BytesIO()
    package.write(out, moment)
    return out.getvalue()


def _compute(sheet: Sheet, values: Mapping[str, Value]) -> None:
    for number in list(sheet.grid.rows):
        cells = sheet.grid.cells(number)
        for n, cell in enumerate(cells):
            place = f"{letters(cell.column)}{number}"
            if place in values:
                cells[n] = sheet.recomputed(cell, values[place])
        sheet.grid.put(number, cells)


def _set_clock(package: Package, moment: datetime) -> None:
    """openpyxl writes the time of saving whatever it is told."""
    root = xml.parse(package.read(CORE), CORE)
    for element in root:
        if xml.local(element) == "modified":
            element.text = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    package.put(CORE, xml.written(root))
    package.renew()
