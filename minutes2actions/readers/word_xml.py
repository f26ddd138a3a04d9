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

_WRAPPERS: Final = frozenset(
    W + name
    for name in ("ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo", "sdtContent")
)
_PRINTED: Final = (W + "t", W + "sym", VML + "textpath", MATH + "t")


def children(element: Element) -> Iterator[Element]:
    """The children that print: seen through content controls, insertions and links, without what was taken out.

    Of alternative contents, which hold the same words twice, only the first that prints anything is taken; the
    prompt of a content control that nobody filled in is none.
    """
    for child in element:
        tag = child.tag
        if tag in _WRAPPERS:
            yield from children(child)
        elif tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None and not switch(child.find(W + "sdtPr"), "showingPlcHdr"):
                yield from children(content)
        elif tag == COMPATIBILITY + "AlternateContent":
            branch = next((b for b in child if next(b.iter(*_PRINTED), None) is not None), None)
            if branch is not None:
                yield from children(branch)
        else:
            yield child


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
    return None if found is None else is_on(found)


def is_on(element: Element) -> bool:
    """Whether an on-off element is on: it is unless it says otherwise."""
    return element.get(W + "val", "true") not in ("0", "false", "off", "none")
