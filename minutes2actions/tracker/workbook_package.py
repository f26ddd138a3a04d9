"""The workbook as a package: gives formulas their computed values and makes the same content the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from minutes2actions.tracker.rows import Value

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
Computed = Mapping[str, Mapping[str, Value]]
"""What formulas come to, by sheet and cell."""


def finish(workbook: Any, computed: Computed, moment: datetime) -> bytes:
    """The workbook's bytes: computed values in, and no clock but `moment`."""
    workbook.properties.modified = moment
    if workbook.properties.created is None or workbook.properties.creator == "openpyxl":
        workbook.properties.created = moment
        workbook.properties.creator = "minutes2actions"
    raw = io.BytesIO()
    workbook.save(raw)
    raw.seek(0)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        sheets = {path: name for name, path in sheet_paths(source).items() if name in computed}
        for info in source.infolist():
            data = source.read(info)
            if info.filename in sheets:
                data = _with_values(data, computed[sheets[info.filename]])
            elif info.filename == "docProps/core.xml":
                data = _with_moment(data, moment)
            entry = zipfile.ZipInfo(info.filename, max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, data)
    return out.getvalue()


def moment_of(day: Any, epoch: int | None) -> datetime:
    """The time that a workbook bears: SOURCE_DATE_EPOCH, else the start of the day that counts as today."""
    if epoch is not None:
        return datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None)
    return datetime(day.year, day.month, day.day)


def sheet_paths(package: zipfile.ZipFile) -> dict[str, str]:
    """Where each sheet's part stands in a package, by its name."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    book = etree.fromstring(package.read("xl/workbook.xml"), parser)
    links = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {e.get("Id"): str(e.get("Target")) for e in links.iter(f"{{{PACKAGE}}}Relationship")}
    found = {}
    for sheet in book.iter(f"{{{MAIN}}}sheet"):
        target = targets.get(sheet.get(f"{{{RELATED}}}id"), "")
        found[str(sheet.get("name"))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def whole(path: Path, refs: Iterable[str]) -> bool:
    """Whether every part of a workbook just written can be read and each of the Refs stands in it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    texts: set[str] = set()
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            data = package.read(name)
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(data, parser)
                if name == "xl/sharedStrings.xml" or name.startswith("xl/worksheets/"):
                    texts.update(str(entry.text) for entry in root.iter(f"{{{MAIN}}}t"))
    return set(refs) <= texts


def _with_values(data: bytes, values: Mapping[str, Value]) -> bytes:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for cell in root.iter(f"{{{MAIN}}}c"):
        if cell.find(f"{{{MAIN}}}f") is None or cell.get("r") not in values:
            continue
        value = values[str(cell.get("r"))]
        holder = cell.find(f"{{{MAIN}}}v")
        if holder is None:
            holder = etree.SubElement(cell, f"{{{MAIN}}}v")
        if isinstance(value, bool):
            cell.set("t", "b")
            holder.text = str(int(value))
        elif isinstance(value, int | float):
            cell.attrib.pop("t", "")
            holder.text = f"{value:.15g}"
        else:
            cell.set("t", "str")
            holder.text = str(value or "")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _with_moment(data: bytes, moment: datetime) -> bytes:
    """openpyxl writes the time of saving whatever it is told."""
    root = etree.fromstring(data)
    for element in root.iter("{http://purl.org/dc/terms/}modified"):
        element.text = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
