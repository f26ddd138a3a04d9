"""Automatic numbers as Word prints them: "4.2", "(a)", "iii.", "•"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from minutes2actions.readers.word_parts import Shelf
from minutes2actions.readers.word_styles import StyleFacts, StyleSheet
from minutes2actions.readers.word_xml import Element, W, number, switch, value

LEVELS: Final = 9
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# Bullets come from symbol fonts, whose characters mean nothing elsewhere.
_SYMBOLS: Final = re.compile(r"[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str | None = None
    restart: int | None = None
    """The level, counted from 1, whose use restarts this one; 0 for never; None for every higher one."""
    legal: bool = False


@dataclass(slots=True)
class _List:
    """What runs on under one definition: paragraphs of several list ids may share its counters."""

    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document; asked for markers in reading order, since it counts."""

    def __init__(self, xml: bytes | None, styles: StyleSheet) -> None:
        self._styles = styles
        self._elements = Shelf(xml)
        self._lists: dict[str, _List] = {}
        self._levels: dict[str, tuple[_List, dict[int, _Level]] | None] = {}
        self._started: set[str] = set()

    def place(self, list_id: str | None, level: int | None, style: StyleFacts) -> tuple[str, int] | None:
        """The list and level (from 0) of a paragraph, set by itself or by its style; None where it has none."""
        if list_id is None:
            list_id = style.list_id
            if list_id is None:
                return None
            level = style.list_level if level is None else level
            level = self._linked_level(list_id, style.setter) if level is None else level
        if list_id == "0" or self._resolve(list_id) is None:
            return None
        return list_id, min(max(level or 0, 0), LEVELS - 1)

    def count(self, list_id: str, level: int) -> str:
        """The marker of the next paragraph at this level of this list; "" where nothing is printed."""
        resolved = self._resolve(list_id)
        if resolved is None:
            return ""
        running, levels = resolved
        if list_id not in self._started:
            self._started.add(list_id)
            self._restart(list_id, running)
        counters = running.counters
        counters[level] = counters[level] + 1 if level in counters else levels.get(level, _Level()).start
        for deeper in range(level + 1, LEVELS):
            restart = levels.get(deeper, _Level()).restart
            if restart is None or level < restart:
                counters.pop(deeper, None)
        return _printed(level, levels, counters)

    def _linked_level(self, list_id: str, style: str | None) -> int | None:
        """The level that names the style as its own, for a style that names only the list."""
        resolved = self._resolve(list_id)
        return (
            next((n for n, level in resolved[1].items() if style and level.style == style), None) if resolved else None
        )

    def _restart(self, list_id: str, running: _List) -> None:
        element = self._elements.get("num", "numId", list_id)
        for override in () if element is None else element.iterchildren(W + "lvlOverride"):
            start, level = number(override, "startOverride"), override.get(W + "ilvl", "")
            if start is not None and level.isdecimal():
                running.counters[int(level)] = start - 1

    def _resolve(self, list_id: str) -> tuple[_List, dict[int, _Level]] | None:
        if list_id not in self._levels:
            self._levels[list_id] = self._find(list_id, set())
        return self._levels[list_id]

    def _find(self, list_id: str, seen: set[str]) -> tuple[_List, dict[int, _Level]] | None:
        num = self._elements.get("num", "numId", list_id)
        name = value(num, "abstractNumId")
        definition = self._elements.get("abstractNum", "abstractNumId", name)
        if num is None or name is None or definition is None or list_id in seen:
            return None
        # A definition may only point at a style, which points at the list that is meant.
        link = value(definition, "numStyleLink")
        if link:
            meant = self._styles.list_of(link)
            found = None if meant is None else self._find(meant, seen | {list_id})
            if found is not None:
                return found
        running = self._lists.get(name)
        if running is None:
            running = self._lists[name] = _List(_levels(definition))
        levels = dict(running.levels)
        for override in num.iterchildren(W + "lvlOverride"):
            levels.update(_levels(override, levels))
            start = number(override, "startOverride")
            if start is not None:
                levels[_index(override)] = replace(levels.get(_index(override), _Level()), start=start)
        return running, levels


def _index(element: Element) -> int:
    text = element.get(W + "ilvl", "0")
    return int(text) if text.isdecimal() else 0


def _levels(parent: Element, beneath: Mapping[int, _Level] = MappingProxyType({})) -> dict[int, _Level]:
    """The levels that a definition or an override sets; what an override leaves open is as beneath."""
    found = {}
    for element in parent.iterchildren(W + "lvl"):
        base = beneath.get(_index(element), _Level())
        start, text, restart = number(element, "start"), value(element, "lvlText"), number(element, "lvlRestart")
        found[_index(element)] = _Level(
            start=base.start if start is None else start,
            form=value(element, "numFmt") or base.form,
            text=base.text if text is None else text,
            style=value(element, "pStyle") or base.style,
            restart=base.restart if restart is None else restart,
            legal=base.legal or bool(switch(element, "isLgl")),
        )
    return found


def _printed(level: int, levels: dict[int, _Level], counters: dict[int, int]) -> str:
    here = levels.get(level, _Level(text=f"%{level + 1}."))
    if here.form == "bullet":
        mark = _SYMBOLS.sub("•", here.text).strip()
        return {"": "•", "o": "◦", "·": "•"}.get(mark, mark)

    def counted(match: re.Match[str]) -> str:
        n = int(match[1]) - 1
        at = levels.get(n, _Level())
        form = "decimal" if here.legal and at.form != "none" else at.form
        return write_number(counters.get(n, at.start), form)

    return _SYMBOLS.sub("•", re.sub(r"%([1-9])", counted, here.text)).strip()


def write_number(count: int, form: str) -> str:
    """A count in one of Word's number formats; those that are not known are printed as decimals."""
    match form:
        case "none" | "bullet":
            return ""
        case "decimalZero":
            return f"{count:02d}"
        case "lowerLetter" | "upperLetter" if 0 < count <= 26 * 30:
            # After z come aa, bb, cc.
            letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return letters if form == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman" if 0 < count < 4000:
            return _roman(count) if form == "lowerRoman" else _roman(count).upper()
        case "ordinal":
            ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
            return f"{count}{ending}"
        case _:
            return str(count)


def _roman(count: int) -> str:
    written = ""
    for amount, letters in _ROMAN:
        written += letters * (count // amount)
        count %= amount
    return written
