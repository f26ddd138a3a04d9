"""Texts of cells: the shared ones, and how a text is written so that it comes back the same."""

from __future__ import annotations

import io
import re
from html import unescape

from lxml import etree

from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.faults import Unpatchable

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TEXTS = re.compile(rb"<(?:[\w.-]+:)?t(?:\s[^>]*)?(?:/>|>([^<]*)</(?:[\w.-]+:)?t\s*>)")
_READINGS = re.compile(rb"<((?:[\w.-]+:)?rPh)\b.*?</\1\s*>", re.DOTALL)


def shared_strings(data: bytes, name: str) -> list[str]:
    """The texts that cells share, by number."""
    data = xml.plain_utf8(data, name)
    texts: list[str] = []
    try:
        for _, element in etree.iterparse(io.BytesIO(data), events=("end",), huge_tree=True, resolve_entities=False):
            if xml.local(element) == "si":
                texts.append(decoded(_text_of(element)))
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        raise Unpatchable(f"is damaged: its part {name} is no whole XML") from None
    return texts


def _text_of(element: xml.Element) -> str:
    """An entry's text: plain, or of rich runs; readings of Asian letters aside."""
    parts = []
    for inner in element:
        kind = xml.local(inner)
        if kind == "t":
            parts.append(inner.text or "")
        elif kind == "r":
            parts += [t.text or "" for t in xml.children(inner, "t")]
    return "".join(parts)


def inline_text(inner: bytes) -> str:
    """The text of a cell that has its own, from the cell's XML."""
    if b"rPh" in inner:
        inner = _READINGS.sub(b"", inner)
    return decoded("".join(unescape(part.decode("utf-8")) for part in _TEXTS.findall(inner)))


def decoded(text: str) -> str:
    """A text with the letters that are written as _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def inline(text: str, prefix: str = "") -> bytes:
    """A text as a cell has it within."""
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""
    return f"<{prefix}is><{prefix}t{kept}>{escaped(text)}</{prefix}t></{prefix}is>".encode()


def escaped(text: str) -> str:
    """A text as XML has it between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
