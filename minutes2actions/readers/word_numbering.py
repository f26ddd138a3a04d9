"""Automatic numbers as Word prints them: "4.2", "(a)", "iii.", "•"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from minutes2actions.readers.word_counts import form_of, write_number
from minutes2actions.readers.word_parts import Shelf
from minutes2actions.readers.word_styles import StyleFacts, StyleSheet
from minutes2actions.readers.word_xml import VAL, Element, W, is_on, number, value, whole

LEVELS: Final = 9
# Bullets come from symbol fonts, whose characters mean nothing elsewhere.
_SYMBOLS: Final = re.compile(r"[\ue000-\uf8ff]")
_COUNTED: Final = re.compile(r"%([1-9])")
_LEVEL: Final = W + "lvl"
_SET: Final = tuple(W + name for name in ("start", "numFmt", "lvlText", "pStyle", "lvlRestart", "isLgl"))


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str | None = None
    restart: int | None = None
    """The level, counted from 1, whose use restarts this one; 0 for never; None for every higher one."""
    legal: bool = False


_PLAIN: Final = _Level()


@dataclass(slots=True)
class _Levels:
    """The levels that a definition or an override sets, each read when it is used; what is left open is as beneath."""

    elements: Callable[[int], Element | None]
    beneath: _Levels | None = None
    starts: dict[int, int] = field(default_factory=dict)
    made: dict[int, _Level] = field(default_factory=dict)

    def at(self, n: int) -> _Level:
        """The level, counted from 0."""
        found = self.made.get(n)
        if found is None:
            element = self.elements(n)
            found = _PLAIN if self.beneath is None else self.beneath.at(n)
            if element is not None:
                found = _level(element, found)
            elif self.beneath is None:
                found = _Level(text=f"%{n + 1}.")
            if n in self.starts:
                found = replace(found, start=self.starts[n])
            self.made[n] = found
        return found


@dataclass(slots=True)
class _List:
    """What runs on under one definition: paragraphs of several list ids may share its counters."""

    levels: _Levels
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document; asked for markers in reading order, since it counts."""

    def __init__(self, xml: bytes | None, styles: StyleSheet) -> None:
        self._styles = styles
        self._definitions = Shelf(xml)
        self._nums = {num.get(W + "numId", ""): num for num in self._definitions.from_first("num")}
        self._lists: dict[str, _List] = {}
        self._levels: dict[str, tuple[_List, _Levels] | None] = {}
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
        for higher in range(level):
            if higher not in counters:
                counters[higher] = levels.at(higher).start  # passed over, but it counts
        counters[level] = counters[level] + 1 if level in counters else levels.at(level).start
        for deeper in [found for found in counters if found > level]:
            restart = levels.at(deeper).restart
            if restart is None or level < restart:
                del counters[deeper]
        return _printed(level, levels, counters)

    def _linked_level(self, list_id: str, style: str | None) -> int | None:
        """The level that names the style as its own, for a style that names only the list."""
        resolved = self._resolve(list_id)
        if resolved is None or style is None:
            return None
        return next((n for n in range(LEVELS) if resolved[1].at(n).style == style), None)

    def _restart(self, list_id: str, running: _List) -> None:
        element = self._nums.get(list_id)
        for override in () if element is None else element.iterchildren(W + "lvlOverride"):
            if number(override, "startOverride") is not None:
                running.counters.pop(_index(override), None)

    def _resolve(self, list_id: str) -> tuple[_List, _Levels] | None:
        if list_id not in self._levels:
            self._levels[list_id] = self._find(list_id, set())
        return self._levels[list_id]

    def _find(self, list_id: str, seen: set[str]) -> tuple[_List, _Levels] | None:
        num = self._nums.get(list_id)
        name = value(num, "abstractNumId")
        definition = self._definitions.within("abstractNum", "abstractNumId", name)
        if num is None or name is None or definition is None or list_id in seen:
            return None
        # A definition may only point at a style, which points at the list that is meant.
        link = definition.first("numStyleLink")
        if link is not None:
            meant = self._styles.list_of(link.get(VAL, ""))
            found = None if meant is None else self._find(meant, seen | {list_id})
            if found is not None:
                return found
        running = self._lists.get(name)
        if running is None:
            running = self._lists[name] = _List(_Levels(lambda n: definition.get("lvl", "ilvl", str(n))))
        overrides = {_index(override): override for override in num.iterchildren(W + "lvlOverride")}
        if not overrides:
            return running, running.levels
        starts = {n: number(override, "startOverride") for n, override in overrides.items()}
        elements = {n: element for override in overrides.values() for n, element in _elements(override).items()}
        set_starts = {n: start for n, start in starts.items() if start is not None}
        return running, _Levels(elements.get, running.levels, set_starts)


def _index(element: Element) -> int:
    text = element.get(W + "ilvl", "0")
    return int(text) if text.isdecimal() else 0


def _elements(parent: Element) -> dict[int, Element]:
    return {_index(element): element for element in parent.iterchildren(_LEVEL)}


def _level(element: Element, base: _Level) -> _Level:
    found: dict[str, Element] = {}
    for child in element.iter(*_SET):
        found.setdefault(child.tag, child)  # of alternatives the first: the others are for older programs
    start, form, text, style, restart, legal = (found.get(name) for name in _SET)
    start_at, after = _whole(start), _whole(restart)
    return _Level(
        start=base.start if start_at is None else start_at,
        form=base.form if form is None else form_of(form.get(VAL), form.get(W + "format")) or base.form,
        text=base.text if text is None else text.get(VAL) or "",
        style=base.style if style is None else style.get(VAL) or base.style,
        restart=base.restart if after is None else after,
        legal=base.legal or (legal is not None and is_on(legal.get(VAL))),
    )


def _whole(element: Element | None) -> int | None:
    return None if element is None else whole(element.get(VAL))


def _printed(level: int, levels: _Levels, counters: dict[int, int]) -> str:
    here = levels.at(level)
    if here.form == "bullet":
        mark = _SYMBOLS.sub("•", here.text).strip()
        return {"": "•", "o": "◦", "·": "•"}.get(mark, mark)

    def counted(match: re.Match[str]) -> str:
        n = int(match[1]) - 1
        at = levels.at(n)
        form = "decimal" if here.legal and at.form != "none" else at.form
        return write_number(counters.get(n, at.start), form)

    return _SYMBOLS.sub("•", _COUNTED.sub(counted, here.text)).strip()
