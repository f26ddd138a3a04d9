"""Brings a sheet, a cell or a chart of one workbook into another: formats are found or added, parts renamed."""

from __future__ import annotations

import re
from copy import deepcopy

from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.grid import Cell
from minutes2actions.tracker.package.links import KINDS, Links, declare, declared
from minutes2actions.tracker.package.parts import Package
from minutes2actions.tracker.package.sheet import Sheet, open_sheet
from minutes2actions.tracker.package.strings import inline


def graft_sheet(donor: Sheet, book: Book) -> Sheet:
    """A sheet of another workbook as the last one of this; returns it as it stands here."""
    part = book.package.free_name("xl/worksheets/sheet{}.xml")
    shell = b'<worksheet xmlns="%s" xmlns:r="%s"><sheetData/></worksheet>' % (
        xml.namespace(donor.frame).encode(),
        xml.TRANSITIONAL.encode(),
    )
    book.package.put(part, shell)
    declare(book.package, part, f"{KINDS}.worksheet+xml")
    book.add_sheet(donor.title, part)
    sheet = open_sheet(book, donor.title)
    for number in donor.grid.rows:
        cells = [adopted(donor, cell, sheet) for cell in donor.grid.cells(number)]
        sheet.grid.put(number, cells, _row_looks(donor, sheet, number))
    sheet.frame.remove(sheet.section("sheetData"))
    for element in donor.frame:
        sheet.frame.append(deepcopy(element))
    _adopt_frame(donor, sheet)
    _copy_related(donor, sheet)
    _copy_names(donor, sheet)
    sheet.tables = sheet.tables_of_part()
    return sheet


def adopted(donor: Sheet, cell: Cell, sheet: Sheet) -> Cell:
    """A cell of another workbook, here: its format found or added, a shared text its own."""
    attributes = dict(cell.attributes)
    inner = cell.inner
    if cell.kind == b"s":
        attributes[b"t"] = b"inlineStr"
        inner = inline(str(donor.result(cell) or ""), sheet.grid.prefix.decode())
    elif donor.grid.prefix != sheet.grid.prefix:
        inner = re.sub(rb"(</?)" + re.escape(donor.grid.prefix), rb"\1" + sheet.grid.prefix, inner)
    if b"s" in attributes:
        attributes[b"s"] = b"%d" % sheet.book.styles.adopt(donor.book.styles, cell.style)
    return Cell(cell.column, attributes, inner)


def _row_looks(donor: Sheet, sheet: Sheet, number: int) -> dict[bytes, bytes]:
    looks = dict(donor.grid.attributes(number))
    if b"s" in looks:
        looks[b"s"] = b"%d" % sheet.book.styles.adopt(donor.book.styles, int(looks[b"s"]))
    return looks


def _adopt_frame(donor: Sheet, sheet: Sheet) -> None:
    for element in sheet.frame.iter():
        name = xml.local(element)
        if name == "cfRule" and element.get("dxfId"):
            element.set("dxfId", str(sheet.book.styles.adopt_tint(donor.book.styles, int(element.get("dxfId")))))
        elif name == "col" and element.get("style"):
            element.set("style", str(sheet.book.styles.adopt(donor.book.styles, int(element.get("style")))))
        elif name == "sheetView":
            element.attrib.pop("tabSelected", None)


def _copy_related(donor: Sheet, sheet: Sheet) -> None:
    """The tables and drawings of a sheet, under names and numbers of their own."""
    theirs = Links(donor.book.package, donor.part)
    ours = Links(sheet.book.package, sheet.part)
    kinds = theirs.kinds()
    for element in sheet.frame.iter():
        key = xml.link_id(element)
        if key is None:
            continue
        kind, source = kinds.get(key), theirs.part_of(key)
        if kind == "hyperlink":
            element.set(f"{{{xml.TRANSITIONAL}}}id", ours.add(kind, str(theirs.target(key)), external=True))
        if kind in {"table", "drawing"} and source is not None:
            target = copy_part(donor.book.package, source, sheet.book.package)
            if kind == "table":
                _own_table(sheet.book, target)
            element.set(f"{{{xml.TRANSITIONAL}}}id", ours.add(kind, target))
    ours.save()


def copy_part(source: Package, part: str, target: Package) -> str:
    """Copies a part with all that it points at; returns its name there."""
    name = target.free_name(re.sub(r"(?<!\d)\d*(?=\.\w+$)", "{}", part, count=1))
    target.put(name, source.read(part))
    kind = declared(source).get(part.casefold())
    if kind:
        declare(target, name, kind)
    theirs, ours = Links(source, part), Links(target, name)
    renamed = {key: ours.add(said, copy_part(source, inner, target)) for said in set(theirs.kinds().values())
               for key, inner in theirs.of_kind(said).items()}  # fmt: skip
    ours.save()
    if renamed:
        root = xml.parse(target.read(name), name)
        for element in root.iter():
            for attribute, value in element.attrib.items():
                if attribute.startswith(f"{{{xml.TRANSITIONAL}}}") and value in renamed:
                    element.set(attribute, renamed[value])
        target.put(name, xml.written(root))
    return name


def _own_table(book: Book, part: str) -> None:
    """Gives a copied table a number and a name that no other has."""
    tables = [n for n, kind in declared(book.package).items() if kind.endswith(".table+xml") and n != part.casefold()]
    roots = [xml.parse(book.package.read(name), name) for name in tables if name in book.package]
    names = {str(root.get("displayName") or "").casefold() for root in roots}
    root = xml.parse(book.package.read(part), part)
    root.set("id", str(max((int(r.get("id") or 0) for r in roots), default=0) + 1))
    name = str(root.get("displayName"))
    free = next(n for k in range(1, 10_000) if (n := name if k == 1 else f"{name}_{k}").casefold() not in names)
    root.set("displayName", free)
    root.set("name", free)
    book.package.put(part, xml.written(root))


def _copy_names(donor: Sheet, sheet: Sheet) -> None:
    """What the sheet prints."""
    index = str(donor.book.titles().index(donor.title))
    for entry in donor.book.names():
        if entry.get("localSheetId") == index:
            sheet.book.define(str(entry.get("name")), str(entry.text or ""), sheet.title)
