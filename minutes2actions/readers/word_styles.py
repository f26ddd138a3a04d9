"""What a Word style sheet says of a paragraph: how its words look, whether it is a heading, how it is numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from minutes2actions.readers.word_parts import Shelf
from minutes2actions.readers.word_xml import VAL, Element, W, is_on, whole

# Built-in styles keep these names in a file in whatever language Word speaks; "title 1" is a habit of template makers.
_HEADING_NAME: Final = re.compile(r"(?:^|\s)(?:heading|title|subtitle)\s*(\d)?$", re.IGNORECASE)
_LOOKS: Final = {
    W + "b": "bold",
    W + "strike": "struck",
    W + "dstrike": "struck",
    W + "u": "underlined",
    W + "caps": "capitals",
    W + "smallCaps": "capitals",
    W + "vanish": "hidden",
    W + "sz": "size",
    W + "rStyle": "style",
}
_READ: Final = tuple(W + name for name in ("name", "basedOn", "rPr", "jc", "numId", "ilvl", "outlineLvl"))


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How a run of words looks. `size` in half points, 0 where the file does not tell."""

    bold: bool = False
    struck: bool = False
    underlined: bool = False
    capitals: bool = False
    hidden: bool = False
    size: int = 0


@dataclass(frozen=True, slots=True)
class StyleFacts:
    """What a paragraph style and those that it is based on set.

    `level` is a heading's, from 1, None for other styles; `setter` is the style that names the list.
    """

    look: Look
    level: int | None
    alignment: str | None
    list_id: str | None
    list_level: int | None
    setter: str | None


class StyleSheet:
    """The styles of a document, each with what it takes over from the style it is based on."""

    def __init__(self, xml: bytes | None) -> None:
        self._styles = Shelf(xml)
        defaults = (style for on in ("1", "true", "on") for style in self._styles.having("style", "default", on))
        paragraphs = (style.get(W + "styleId") for style in defaults if style.get(W + "type") == "paragraph")
        self._default = next(paragraphs, None)
        self._facts: dict[str | None, StyleFacts] = {}
        self._looks: dict[tuple[object, ...], Look] = {}
        self._made: dict[tuple[object, ...], Look] = {}
        self._plain = Look()
        plain = self._styles.first("docDefaults")
        properties = None if plain is None else plain.find(f"{W}rPrDefault/{W}rPr")
        if properties is not None:
            self._plain = self.look(properties, self._plain)

    def facts(self, named: str | None) -> StyleFacts:
        """What the style of this id sets, the default one where there is none."""
        found = self._facts.get(named)
        if found is None:
            known = self._style(named) is not None
            found = self._facts[named] = self._find(self._chain(named if known else self._default))
        return found

    def look(self, properties: Element, beneath: Look) -> Look:
        """The look that run properties give to words that would else look like `beneath`."""
        key: list[object] = [beneath]
        for child in properties:
            name = _LOOKS.get(child.tag)
            if name is not None:
                key += (name, child.get(VAL))
        if len(key) == 1:
            return beneath
        found = self._looks.get(tuple(key))
        if found is None:
            found = self._looks[tuple(key)] = self._look(beneath, key[1::2], key[2::2])
        return found

    def hidden(self, beneath: Look) -> Look:
        """The same look for words that are not printed."""
        return self._same(beneath, {"hidden": True})

    def list_of(self, style: str) -> str | None:
        """The list that a style names."""
        return _list(self._chain(style))[0]

    def _style(self, style: str | None) -> Element | None:
        return self._styles.get("style", "styleId", style)

    def _look(self, beneath: Look, names: list[object], values: list[object]) -> Look:
        found: dict[str, bool | int] = {}
        for name, text in zip(names, values, strict=True):
            given = text if isinstance(text, str) else None
            if name == "style":
                for style in reversed(self._chain(given)):
                    beneath = beneath if style.look is None else self.look(style.look, beneath)
            elif name == "size":
                found["size"] = whole(given) or beneath.size
            else:
                found[str(name)] = bool(found.get(str(name))) or is_on(given)
        return self._same(beneath, found)

    def _same(self, beneath: Look, changes: dict[str, bool | int]) -> Look:
        """One object for each look, so that words that look alike are known by it."""
        values = tuple(changes.get(name, getattr(beneath, name)) for name in Look.__slots__)
        return self._made.setdefault(values, Look(*values))

    def _find(self, chain: list[_Style]) -> StyleFacts:
        look = self._plain
        for style in reversed(chain):
            look = look if style.look is None else self.look(style.look, look)
        level = next((style.level for style in chain if style.level is not None), None)
        alignment = next((style.alignment for style in chain if style.alignment), None)
        return StyleFacts(look, level or None, alignment, *_list(chain))

    def _chain(self, style: str | None) -> list[_Style]:
        """A style and those that it is based on; a damaged file may turn in a circle."""
        chain: list[_Style] = []
        seen: set[str | None] = set()
        element = self._style(style)
        while element is not None and style not in seen:
            seen.add(style)
            chain.append(_read_style(element))
            style = chain[-1].based_on
            element = self._style(style)
        return chain


@dataclass(slots=True)
class _Style:
    """What one style sets; `level` is 0 where it says that it is no heading."""

    name: str | None
    based_on: str | None = None
    level: int | None = None
    alignment: str | None = None
    list_id: str | None = None
    list_level: int | None = None
    look: Element | None = None


def _read_style(element: Element) -> _Style:
    style = _Style(element.get(W + "styleId"))
    outline = named = None
    for child in element.iter(*_READ):
        tag, text = child.tag, child.get(VAL)
        if tag == W + "basedOn":
            style.based_on = text
        elif tag == W + "rPr":
            style.look = child if child.getparent() is element else style.look
        elif tag == W + "jc":
            style.alignment = text
        elif tag == W + "numId":
            style.list_id = text
        elif tag == W + "ilvl":
            style.list_level = whole(text)
        elif tag == W + "outlineLvl":
            outline = whole(text)
        else:
            named = _HEADING_NAME.search(text or "")
    if outline is not None:
        style.level = outline + 1 if 0 <= outline < 9 else 0
    elif named is not None:
        style.level = max(1, int(named[1] or 1))
    return style


def _list(chain: list[_Style]) -> tuple[str | None, int | None, str | None]:
    """The list, the level and the style that sets them."""
    level = None
    for style in chain:
        level = style.list_level if level is None else level
        if style.list_id is not None:
            return style.list_id, level, style.name
    return None, level, None
