"""The parts of a Word file as XML, parsed as far as they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from minutes2actions.readers.word_xml import MATH, Element, R, W

# Comments and instructions would split words. Nothing outside the file is opened, and depth and length are limited.
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, collect_ids=False
)
# ISO Strict files say the same with other names.
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_USUAL: Final = (
    (_STRICT + b"wordprocessingml/main", W[1:-1].encode()),
    (_STRICT + b"officeDocument/relationships", R[1:-1].encode()),
    (_STRICT + b"officeDocument/math", MATH[1:-1].encode()),
    (_STRICT + b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_START: Final = 10_000
"""Bytes within which a part's root element declares its names."""
_ENDS_NAME: Final = frozenset({b" ", b">", b"/", b"\n", b"\r", b"\t"})
_ESCAPED: Final = re.compile("[&<>\"']")
_ROOT: Final = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(<([\w:.-]+)[^>]*[^/]>)")
_OTHER_ENCODING: Final = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)


class DeclaresEntities(ValueError):
    """A part that defines what its own words mean; no program writes such a file, but attackers do."""


def parse(xml: bytes) -> Element:
    """A part's root element; raises XMLSyntaxError or DeclaresEntities."""
    root = etree.fromstring(usual(xml), _PARSER)
    if b"<!DOCTYPE" in xml and root.getroottree().docinfo.internalDTD is not None:
        raise DeclaresEntities
    return root


def usual(xml: bytes) -> bytes:
    """The XML with the names that most files use."""
    if xml.find(_STRICT, 0, _START) >= 0:
        for strict, name in _USUAL:
            xml = xml.replace(strict, name)
    return xml


class Shelf:
    """A part's elements by kind and id, each parsed when it is asked for.

    A template brings hundreds of styles and dozens of lists of which a paper uses five: parsing them all takes longer
    than reading the paper. So each is cut out where its tags stand. Where that may err, as in a part with comments, the
    part is parsed as a whole.
    """

    def __init__(self, xml: bytes | None) -> None:
        self._xml = b"" if xml is None else usual(xml)
        self._found: dict[tuple[str, str], Element | None] = {}
        self._whole: Element | None = None
        root = None if _OTHER_ENCODING.match(self._xml) or b"<!--" in self._xml else _ROOT.match(self._xml)
        self._head, name = (root[1], root[2]) if root is not None else (b"", b"")
        self._tail = b"</" + name + b">"
        self._prefix = name[: name.find(b":") + 1]

    def first(self, tag: str) -> Element | None:
        """The first element of this kind."""
        at = self._xml.find(b"<" + self._prefix + tag.encode()) if self._head else -1
        found = None if at < 0 else self._cut(tag, at + 1)
        return found if found is not None or self._head else next(self._all(tag), None)

    def get(self, tag: str, identity: str, key: str | None) -> Element | None:
        """The element of this kind whose attribute `identity` is `key`."""
        if key is None or not self._xml:
            return None
        if (tag, key) not in self._found:
            self._found[tag, key] = next(self.having(tag, identity, key), None)
        return self._found[tag, key]

    def having(self, tag: str, attribute: str, text: str) -> Iterator[Element]:
        """The elements of this kind that have this attribute."""
        name = self._prefix + attribute.encode() + b'="'
        if not self._head or name not in self._xml or _ESCAPED.search(text):
            yield from (element for element in self._all(tag) if element.get(W + attribute) == text)
            return
        sign = name + text.encode() + b'"'
        at = self._xml.find(sign)
        while at >= 0:
            element = self._cut(tag, at)
            if element is not None and element.get(W + attribute) == text:
                yield element
            at = self._xml.find(sign, at + 1)

    def _cut(self, tag: str, at: int) -> Element | None:
        """The element in whose start tag this place is, None where it is another kind's."""
        xml, name = self._xml, self._prefix + tag.encode()
        start, close = xml.rfind(b"<", 0, at), xml.find(b">", at)
        after = start + 1 + len(name)
        if xml[start + 1 : after] != name or xml[after : after + 1] not in _ENDS_NAME:
            return None
        end = close if xml[close - 1 : close] == b"/" else xml.find(b">", xml.find(b"</" + name + b">", close))
        return parse(self._head + xml[start : end + 1] + self._tail)[0]

    def _all(self, tag: str) -> Iterator[Element]:
        if self._whole is None and self._xml:
            self._whole = parse(self._xml)
        return iter(()) if self._whole is None else self._whole.iterchildren(W + tag)
