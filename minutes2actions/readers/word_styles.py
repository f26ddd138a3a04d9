"""What a Word style sheet says of a paragraph: how its words look, whether it is a heading, how it is numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Final

from minutes2actions.readers.word_xml import Element, W, is_on, number, value, whole

# Built-in styles keep these names in a file in whatever language Word speaks; "title 1" is a habit of template makers.
_HEADING_NAME: Final = re.compile(r"(?:^|\s)(?:heading|title|subtitle)\s*(\d)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of words looks; None is what is left to the style beneath. `size` in half points."""

    bold: bool | None = None
    struck: bool | None = None
    underlined: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    size: int | None = None

    def over(self, beneath: Look) -> Look:
        """This look, with what it leaves open taken from the one beneath."""
        pairs = ((getattr(self, f.name), getattr(beneath, f.name)) for f in fields(self))
        return Look(*(theirs if mine is None else mine for mine, theirs in pairs))


_SWITCHES: Final = {
    W + "b": "bold",
    W + "strike": "struck",
    W + "dstrike": "struck",
    W + "u": "underlined",
    W + "caps": "capitals",
    W + "smallCaps": "capitals",
    W + "vanish": "hidden",
}


def look_of(properties: Element | None) -> Look:
    """The look that run properties set."""
    found: dict[str, bool] = {}
    size = None
    for child in () if properties is None else properties:
        name = _SWITCHES.get(child.tag)
        if name is not None:
            found[name] = found.get(name, False) or is_on(child)
        elif child.tag == W + "sz":
            size = whole(child.get(W + "val"))
    return Look(size=size, **found)


class StyleSheet:
    """The styles of a document by their id, each with what it takes over from the style it is based on."""

    def __init__(self, root: Element | None) -> None:
        styles = () if root is None else tuple(root.iterchildren(W + "style"))
        self._styles = {style.get(W + "styleId", ""): style for style in styles}
        self._default = next(
            (s.get(W + "styleId") for s in styles if s.get(W + "type") == "paragraph" and s.get(W + "default") == "1"),
            None,
        )
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._plain = look_of(defaults)
        self._looks: dict[str | None, Look] = {}

    def paragraph_style(self, properties: Element | None) -> str | None:
        """The id of a paragraph's style, the default one where none is named."""
        named = value(properties, "pStyle")
        return named if named in self._styles else self._default

    def paragraph_look(self, style: str | None) -> Look:
        """The look of words in paragraphs of this style."""
        if style not in self._looks:
            self._looks[style] = self.character_look(style).over(self._plain)
        return self._looks[style]

    def character_look(self, style: str | None) -> Look:
        """The look that a style and those it is based on set."""
        look = Look()
        for element in self._chain(style):
            look = look.over(look_of(element.find(W + "rPr")))
        return look

    def heading_level(self, style: str | None) -> int | None:
        """A heading's level from 1, None for other styles."""
        for element in self._chain(style):
            outline = number(element.find(W + "pPr"), "outlineLvl")
            if outline is not None:
                return outline + 1 if 0 <= outline < 9 else None
            named = _HEADING_NAME.search(value(element, "name") or "")
            if named:
                return max(1, int(named[1] or 1))
        return None

    def alignment(self, properties: Element | None, style: str | None) -> str | None:
        """How a paragraph is aligned, as it or its style says."""
        own = value(properties, "jc")
        chain = () if own else (value(element.find(W + "pPr"), "jc") for element in self._chain(style))
        return own or next((found for found in chain if found), None)

    def numbering(self, style: str | None) -> tuple[str | None, int | None, str | None]:
        """The list, the level and the style that sets them."""
        level = None
        for element in self._chain(style):
            found = element.find(f"{W}pPr/{W}numPr")
            if found is not None:
                level = number(found, "ilvl") if level is None else level
                list_id = value(found, "numId")
                if list_id is not None:
                    return list_id, level, element.get(W + "styleId")
        return None, level, None

    def _chain(self, style: str | None) -> list[Element]:
        """A style and those that it is based on; a damaged file may turn in a circle."""
        chain: list[Element] = []
        seen: set[str] = set()
        while style is not None and style in self._styles and style not in seen:
            seen.add(style)
            chain.append(self._styles[style])
            style = value(chain[-1], "basedOn")
        return chain
