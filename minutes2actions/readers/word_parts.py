"""The parts of a Word file as XML, parsed as far as they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import quoteattr

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
_SMALL: Final = 12_000
"""Bytes up to which a part is parsed in no more time than a few of its elements."""
_SHORT: Final = 1_000
_START: Final = 10_000
"""Bytes within which a part's root element declares its names."""
_ENDS_NAME: Final = frozenset({b" ", b">", b"/", b"\n", b"\r", b"\t"})
_ROOT: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(<([\w:.-]+)[^>']*[^/]>)")
_DECLARED: Final = re.compile(rb"\sxmlns:?([\w.-]*)\s*=\s*\"[^\"]*\"")
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
    than reading the paper. So each is cut out where its tags stand, unless the part is small, or it has comments or
    other things that would make that err.
    """

    def __init__(self, xml: bytes | None) -> None:
        self._xml = b"" if xml is None else usual(xml)
        self._found: dict[tuple[str, str], Element | None] = {}
        self._whole: Element | None = None
        self._name = self._prefix = b""
        self._declared: list[tuple[bytes, bytes]] = []
        root = _ROOT.match(self._xml) if _is_plain(self._xml) else None
        if root is None:
            self._whole = None if xml is None else parse(xml)
            return
        self._name, self._prefix = root[2], root[2][: root[2].find(b":") + 1]
        self._declared = [(found[1] + b":", found[0]) for found in _DECLARED.finditer(root[1])]

    def within(self, tag: str, identity: str, key: str | None) -> Shelf | None:
        """The elements in the element of this kind whose attribute `identity` is `key`."""
        inner = Shelf(None)
        if self._whole is not None or not self._xml:
            inner._whole = self.get(tag, identity, key)
            return None if inner._whole is None else inner
        sign = b"" if key is None else self._sign(identity, key)
        at = self._xml.find(sign) if sign else -1
        while at >= 0 and not inner._xml:
            inner._xml = self._chunk(tag, at)
            at = self._xml.find(sign, at + 1)
        inner._name, inner._prefix, inner._declared = self._name, self._prefix, self._declared
        return inner if inner._xml else None

    def first(self, tag: str) -> Element | None:
        """The first element of this kind."""
        if self._whole is not None or not self._xml:
            return next(self._all(tag), None)
        found = self._start_of(tag)
        return None if found is None else self._cut(tag, found.start() + 1)

    def from_first(self, tag: str) -> Iterator[Element]:
        """All elements of this kind; what stands before the first of them is not parsed."""
        if self._whole is None and self._xml:
            found = self._start_of(tag)
            return iter(()) if found is None else self._parse(self._xml[found.start() :]).iterchildren(W + tag)
        return self._all(tag)

    def get(self, tag: str, identity: str, key: str | None) -> Element | None:
        """The element of this kind whose attribute `identity` is `key`."""
        if key is None:
            return None
        if (tag, key) not in self._found:
            self._found[tag, key] = next(self.having(tag, identity, key), None)
        return self._found[tag, key]

    def having(self, tag: str, attribute: str, text: str) -> Iterator[Element]:
        """The elements of this kind that have this attribute."""
        if self._whole is None and self._xml:
            sign = self._sign(attribute, text)
            at = self._xml.find(sign)
            while at >= 0:
                element = self._cut(tag, at)
                if element is not None:
                    yield element
                at = self._xml.find(sign, at + 1)
            return
        yield from (element for element in self._all(tag) if element.get(W + attribute) == text)

    def _start_of(self, tag: str) -> re.Match[bytes] | None:
        return re.search(rb"<%b[\s/>]" % re.escape(self._prefix + tag.encode()), self._xml)

    def _sign(self, attribute: str, text: str) -> bytes:
        return b"%b%b=%b" % (self._prefix, attribute.encode(), quoteattr(text).encode())

    def _cut(self, tag: str, at: int) -> Element | None:
        """The element in whose start tag this place is, None where it is another kind's."""
        chunk = self._chunk(tag, at)
        return self._parse(chunk + b"</" + self._name + b">")[0] if chunk else None

    def _chunk(self, tag: str, at: int) -> bytes:
        xml, name = self._xml, self._prefix + tag.encode()
        start, close = xml.rfind(b"<", 0, at + 1), xml.find(b">", at)
        after = start + 1 + len(name)
        if xml[start + 1 : after] != name or xml[after : after + 1] not in _ENDS_NAME:
            return b""
        end = close if xml[close - 1 : close] == b"/" else xml.find(b">", xml.find(b"</" + name + b">", close))
        return xml[start : end + 1]

    def _parse(self, content: bytes) -> Element:
        # In a short text it takes less time to see which names are used than to declare them all.
        short = len(content) < _SHORT
        names = [name for sign, name in self._declared if not short or sign == b":" or sign in content]
        return parse(b"".join((b"<", self._name, *names, b">", content)))

    def _all(self, tag: str) -> Iterator[Element]:
        return iter(()) if self._whole is None else self._whole.iterchildren(W + tag)


def _is_plain(xml: bytes) -> bool:
    """Whether a part is long and has nothing in it that would make it err to look for tags without a parser."""
    if len(xml) < _SMALL or _OTHER_ENCODING.match(xml):
        return False
    return b"!" not in xml or b"<!--" not in xml  # a single character is found in a fraction of the time
