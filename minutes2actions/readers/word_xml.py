"""The vocabulary of WordprocessingML: names, values, and children seen through the wrappers that print nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

Element = etree._Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML: Final = "{urn:schemas-microsoft-com:vml}"
DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

PARAGRAPH: Final = W + "p"
TABLE: Final = W + "tbl"
TEXT: Final = W + "t"
VAL: Final = W + "val"
CONTROL: Final = W + "sdt"
ALTERNATE: Final = COMPATIBILITY + "AlternateContent"
WRAPPERS: Final = frozenset(
    W + name
    for name in ("ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo", "sdtContent", "sdt")
)
"""What is seen through; the properties of a content control are not, since they hold no paragraphs and no runs."""
_PRINTED: Final = (
    *(W + name for name in ("t", "sym", "footnoteReference", "endnoteReference")),
    VML + "textpath",
    MATH + "t",
    DRAWING + "t",
)
_OFF: Final = frozenset({"0", "false", "off", "none"})


def children(element: Element) -> Iterator[Element]:
    """The children that print: seen through content controls, insertions and links, without what was taken out."""
    for child in element:
        tag = child.tag
        if tag in WRAPPERS:
            yield from children(child)
        elif tag == ALTERNATE:
            branch = printed_branch(child)
            if branch is not None:
                yield from children(branch)
        else:
            yield child


def printed_branch(alternate: Element) -> Element | None:
    """Of alternative contents, which hold the same words twice, the first that prints anything."""
    return next((branch for branch in alternate if next(branch.iter(*_PRINTED), None) is not None), None)


def value(parent: Element | None, name: str, attribute: str = "val") -> str | None:
    """The value of a property element, None where it is not set."""
    found = None if parent is None else parent.find(W + name)
    return None if found is None else found.get(W + attribute)


def number(parent: Element | None, name: str, attribute: str = "val") -> int | None:
    """The whole number that a property element holds, None where it holds none."""
    return whole(value(parent, name, attribute))


def whole(text: str | None) -> int | None:
    """A printed whole number, None for anything else (damaged files hold anything)."""
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def switch(parent: Element | None, name: str) -> bool | None:
    """Whether an on-off property is on; None where it is not set."""
    found = None if parent is None else parent.find(W + name)
    return None if found is None else is_on(found.get(VAL))


def is_on(text: str | None) -> bool:
    """Whether an on-off property with this value is on: it is unless it says otherwise."""
    return text not in _OFF
