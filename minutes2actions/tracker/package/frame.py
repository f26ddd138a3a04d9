"""Takes a worksheet's part apart: its frame becomes a tree, its rows slices."""

from __future__ import annotations

from typing import Any

from lxml import etree

from minutes2actions.tracker.package import grid as rows
from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.faults import Unpatchable
from minutes2actions.tracker.package.grid import Grid
from minutes2actions.tracker.package.xml import Element

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
"""The order in which Excel wants the parts of a sheet."""


def rank(element: Element) -> int:
    """Where in a sheet's frame an element belongs."""
    name = xml.local(element)
    if name == "AlternateContent":
        name = next((xml.local(e) for e in element.iter() if xml.local(e) in ORDER), "")
    return ORDER.index(name) if name in ORDER else -1


def taken_apart(data: bytes, part: str) -> tuple[Element, Grid]:
    """The frame with an empty sheetData, and the rows; a sheet written unusually is first written anew."""
    for attempt in (data, None):
        source = attempt if attempt is not None else _written_plainly(data, part)
        prefix = _prefix(source)
        opening, closing = b"<" + prefix + b"sheetData", b"</" + prefix + b"sheetData>"
        start = source.find(opening)
        if start < 0:
            continue
        open_end = source.index(b">", start) + 1
        empty = source[open_end - 2 : open_end] == b"/>"
        end = open_end if empty else source.rfind(closing)
        if end < 0:
            continue
        body = b"" if empty else source[open_end:end]
        usual = not any(mark in body for mark in (b"<!", b"<?", b"xmlns"))
        grid = rows.split(body, prefix) if usual else None
        if grid is not None:
            rest = source[end if empty else end + len(closing) :]
            frame = xml.parse(_with_links_declared(source[:start], prefix) + opening + b"/>" + rest, part)
            return frame, grid
    raise Unpatchable(f"its part {part} is written in a way that cannot be patched")


def emptied(data: bytes) -> bytes:
    """A sheet's part without its rows, which are to be written anew."""
    prefix = _prefix(data)
    opening, closing = b"<" + prefix + b"sheetData>", b"</" + prefix + b"sheetData>"
    start, end = data.find(opening), data.rfind(closing)
    return data[:start] + opening + data[end:] if 0 <= start < end else data


def _with_links_declared(head: bytes, prefix: bytes) -> bytes:
    """The head of a sheet with the prefix of links declared at the root, not anew at each of 20,000 links."""
    root = head.find(b"<" + prefix + b"worksheet")
    end = head.find(b">", root)
    if root < 0 or b"xmlns:r=" in head[root:end]:
        return head
    space = xml.STRICT if b"purl.oclc.org" in head[root:end] else xml.TRANSITIONAL
    at = root + len(b"<" + prefix + b"worksheet")
    return head[:at] + b' xmlns:r="' + space.encode() + b'"' + head[at:]


def _prefix(data: bytes) -> bytes:
    """The prefix, with its colon, of the sheet's own elements."""
    end = data.find(b"worksheet")
    start = data.rfind(b"<", 0, end) + 1
    return data[start:end] if end >= 0 and data[start:end].endswith(b":") else b""


def _written_plainly(data: bytes, part: str) -> bytes:
    """The sheet as most programs write it: one prefix, no comments, no instructions."""
    root = xml.parse(data, part)
    for element in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        if element.getparent() is not None:
            etree.strip_elements(element.getparent(), element.tag, with_tail=False)
    space = xml.namespace(root)
    prefixes: Any = {p: uri for p, uri in root.nsmap.items() if uri != space}
    etree.cleanup_namespaces(root, top_nsmap=prefixes | {None: space}, keep_ns_prefixes=[p for p in prefixes if p])
    copied = etree.Element(root.tag, nsmap=prefixes | {None: space})
    copied.attrib.update(root.attrib)
    for inner in list(root):
        copied.append(inner)
    etree.cleanup_namespaces(copied, keep_ns_prefixes=[p for p in prefixes if p])
    return xml.written(copied)
