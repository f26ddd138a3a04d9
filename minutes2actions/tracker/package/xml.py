"""The XML of parts: read without document types, entities or network, written as Excel writes it."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from copy import deepcopy
from typing import Any
from xml.parsers import expat

from lxml import etree

from minutes2actions.tracker.package.faults import Unpatchable

Element = Any
"""An lxml element: lxml's own types know only a part of it."""
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def plain_utf8(data: bytes, name: str) -> bytes:
    """A part's XML as UTF-8; raises Unpatchable where it is none or holds a document type."""
    encoding = "utf-16" if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else None
    if encoding or _declared(data) not in {"", "utf-8", "us-ascii", "ascii"}:
        if b"<!DOCTYPE" in data.replace(b"\0", b""):
            raise Unpatchable(f"its part {name} holds a document type, which no workbook needs")
        data = etree.tostring(_parsed(data, name), xml_declaration=True, encoding="UTF-8", standalone=True)
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unpatchable(f"its part {name} holds a document type, which no workbook needs")
    return data


def check(pieces: Iterable[bytes], name: str) -> None:
    """Raises Unpatchable where a part is not well formed; quick, and nothing is kept in memory."""
    parser = expat.ParserCreate()
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unpatchable(f"is damaged: its part {name} is no whole XML (line {error.lineno})") from None


def parse(data: bytes, name: str) -> Element:
    """The root element of a part; raises Unpatchable where it is damaged."""
    return _parsed(plain_utf8(data, name), name)


def written(root: Element) -> bytes:
    """The bytes of a part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def local(element: Element) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str:
    """An element's namespace: Strict and ordinary workbooks have different ones."""
    return str(element.tag[1:].partition("}")[0]) if str(element.tag).startswith("{") else ""


def child(element: Element, name: str) -> Element | None:
    """The first child of that local name."""
    return next((inner for inner in element if local(inner) == name), None)


def children(element: Element, name: str) -> list[Element]:
    """All children of that local name."""
    return [inner for inner in element if local(inner) == name]


def new_child(element: Element, tag: str, **attributes: str) -> Element:
    """Appends a child of the element's own namespace."""
    inner = etree.SubElement(element, f"{{{namespace(element)}}}{tag}" if namespace(element) else tag)
    for key, value in attributes.items():
        inner.set(key, value)
    return inner


def made_like(element: Element, name: str) -> Element:
    """A loose element of the same namespace and prefixes."""
    return etree.Element(f"{{{namespace(element)}}}{name}" if namespace(element) else name, nsmap=element.nsmap)


def recast(element: Element, space: str) -> Element:
    """A copy of an element, its own namespace's names in another one."""
    copied = deepcopy(element)
    old = namespace(copied)
    if old != space:
        for inner in copied.iter():
            if isinstance(inner.tag, str) and namespace(inner) == old:
                inner.tag = f"{{{space}}}{local(inner)}"
    return copied


def link_id(element: Element) -> str | None:
    """The r:id of an element, in whichever namespace."""
    return next((str(v) for k, v in element.attrib.items() if k in {f"{{{TRANSITIONAL}}}id", f"{{{STRICT}}}id"}), None)


def _parsed(data: bytes, name: str) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unpatchable(f"is damaged: its part {name} is no whole XML, or nested without end") from None


def _declared(data: bytes) -> str:
    """The encoding that the XML declaration names."""
    head = data[:200].removeprefix(codecs.BOM_UTF8)
    if not head.startswith(b"<?xml"):
        return ""
    declaration = head.partition(b"?>")[0].decode("ascii", "replace")
    _, found, rest = declaration.partition("encoding")
    quoted = rest.lstrip(" =\t\r\n")
    return quoted[1:].partition(quoted[0])[0].casefold() if found and quoted else ""
