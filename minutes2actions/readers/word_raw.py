"""The characters of a Word file as they stand in its XML, for the check of quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from minutes2actions.document import Place, Raw
from minutes2actions.readers.word_flow import Printed
from minutes2actions.readers.word_text import choice, symbol
from minutes2actions.readers.word_xml import MATH, VML, Element, W, children, switch

_NOT_PRINTED: Final = (W + "del", W + "moveFrom", W + "rt")
"""What was taken out, and the small print over words."""


def raw_of(printed: Iterable[Printed], place: Place) -> Raw:
    """What the file's own paragraphs say from which a block or cell was read, each once."""
    sources = {id(source): source for one in printed for source in one.sources}
    return Raw("\n".join("".join(_words(source)) for source in sources.values()), place)


def _words(element: Element) -> Iterator[str]:
    """The text of an element; that of other paragraphs in it (text boxes) is not its own."""
    tag = element.tag
    if tag in (W + "t", MATH + "t"):
        yield element.text or ""
    elif tag == W + "sym":
        yield symbol(element)
    elif tag == W + "fldChar":
        yield from choice(element)
    elif tag == VML + "textpath":
        yield element.get("string", "")
    elif not switch(element.find(W + "rPr"), "vanish"):
        for child in children(element):
            if child.tag not in _NOT_PRINTED and child.tag != W + "p":
                yield from _words(child)
