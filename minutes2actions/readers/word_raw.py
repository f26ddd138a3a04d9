"""The characters of a Word file as they stand in its XML, for the check of quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from minutes2actions.document import Place, Raw
from minutes2actions.readers.word_flow import Printed
from minutes2actions.readers.word_xml import MATH, VML, Element, W

_GONE: Final = (W + "del", W + "moveFrom")


def raw_of(printed: Iterable[Printed], place: Place) -> Raw:
    """What the file's own paragraphs say from which a block or cell was read, each once."""
    sources = {id(source): source for one in printed for source in one.sources}
    return Raw("\n".join("".join(_words(source)) for source in sources.values()), place)


def _words(element: Element) -> Iterator[str]:
    """The text below an element; that of other paragraphs in it (text boxes) and what was taken out is not its own."""
    if element.tag == VML + "textpath":
        yield element.get("string", "")
    elif element.tag in (W + "t", MATH + "t"):
        yield element.text or ""
    for child in element:
        if child.tag not in _GONE and child.tag != W + "p":
            yield from _words(child)
