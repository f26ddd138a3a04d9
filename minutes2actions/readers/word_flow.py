"""Word's paragraphs and tables in reading order, not yet placed in the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from minutes2actions.document import Style
from minutes2actions.readers.word_markers import split_marker
from minutes2actions.readers.word_numbering import Numbering
from minutes2actions.readers.word_package import Package
from minutes2actions.readers.word_styles import StyleFacts, StyleSheet
from minutes2actions.readers.word_tables import Grid, grid_of
from minutes2actions.readers.word_text import BREAK, Content, Piece, Words, fold, lines_of, mostly
from minutes2actions.readers.word_xml import (
    DRAWING,
    PARAGRAPH,
    TABLE,
    VAL,
    VML,
    Element,
    W,
    children,
    is_on,
    whole,
)

HEADING_WORDS: Final = 20
"""Heading styles are also given to whole numbered paragraphs; longer ones that end in a full stop are text."""

_SENTENCE_ENDS: Final = (".", ":", ";", "!", "?")
_USUAL_SIZE: Final = 20
_PROPERTIES: Final = W + "pPr"
_STYLE: Final = W + "pStyle"
_LIST: Final = W + "numPr"
_LIST_ID: Final = W + "numId"
_LIST_LEVEL: Final = W + "ilvl"
_ALIGNMENT: Final = W + "jc"
_OUTLINE: Final = W + "outlineLvl"
_FRAME: Final = W + "framePr"
_MARK: Final = W + "rPr"
_GONE: Final = frozenset({W + "del", W + "moveFrom"})
_HIDDEN: Final = W + "vanish"


@dataclass(slots=True)
class Printed:
    """A paragraph as printed, with what tells a heading that has no heading style. `size` in half points."""

    text: str
    style: Style = Style.BODY
    level: int = 0
    marker: str | None = None
    bold: bool = False
    struck: bool = False
    gap: bool = False
    underlined: bool = False
    capitals: bool = False
    size: int = 0
    aside: bool = False
    """Whether it stands at the right edge, as the initials of owners often do."""
    raw: str = ""
    """What the file's own paragraph says, all lines of it."""


@dataclass(slots=True)
class _Facts:
    """What the properties of a paragraph set, and its style where they leave it open."""

    style: StyleFacts
    list_id: str | None = None
    list_level: int | None = None
    heading: int | None = None
    aside: bool = False
    joins: bool = False
    """Whether it is one with the next: its mark is deleted or moved away, or it is a dropped capital."""
    hidden: bool = False
    """Whether its mark is not printed."""


class Flow:
    """Reads what containers (the body, cells, boxes, notes, headers) hold; in reading order, since lists count."""

    def __init__(self, package: Package) -> None:
        self._notes = dict(package.notes)
        self._styles = StyleSheet(package.styles)
        self._numbering = Numbering(package.numbering, self._styles)
        self._words = Words(self._styles, package.prompts)
        self._marked = package.marked
        self.left_out = 0
        """How many cells of tables were not read."""

    def items(self, container: Element) -> Iterator[Printed | Element]:
        """The paragraphs and tables of a container, text boxes and notes after the paragraph that they hang on."""
        gap = False
        carried: Content | None = None
        for child in children(container):
            tag = child.tag
            if tag == PARAGRAPH:
                facts = self._facts(child)
                content = self._words.read(child, facts.style.look)
                if carried is not None:
                    content.pieces[:0], content.hidden[:0] = carried.pieces, carried.hidden
                carried = content if facts.joins else None
                if not facts.joins:
                    printed = self._paragraphs(facts, content)
                    if gap and printed:
                        printed[0].gap = True
                    yield from printed
                    gap = not printed
                    yield from _unprinted(content)
                if content.hanging:
                    yield from self._hanging(content)
            elif tag == TABLE:
                yield child
                gap = False
        if carried is not None:
            yield from self._paragraphs(_Facts(self._styles.facts(None)), carried)
            yield from _unprinted(carried)

    def paragraphs(self, container: Element) -> Iterator[Printed]:
        """The same with tables opened, cell by cell."""
        for item in self.items(container):
            if isinstance(item, Printed):
                yield item
            else:
                for slot in self.grid(item).slots():
                    for source in slot.sources:
                        yield from self.paragraphs(source)

    def grid(self, table: Element) -> Grid:
        """A table's rectangle; what of it is not read is counted."""
        grid = grid_of(table)
        self.left_out += grid.left_out
        return grid

    def _facts(self, paragraph: Element) -> _Facts:
        properties = next(paragraph.iterchildren(_PROPERTIES), None)
        if properties is None:
            return _Facts(self._styles.facts(None))
        style = alignment = heading = list_id = list_level = None
        joins = hidden = False
        for child in properties:
            tag = child.tag
            if tag == _STYLE:
                style = child.get(VAL)
            elif tag == _LIST:
                for place in child:
                    if place.tag == _LIST_ID:
                        list_id = place.get(VAL)
                    elif place.tag == _LIST_LEVEL:
                        list_level = whole(place.get(VAL))
            elif tag == _ALIGNMENT:
                alignment = child.get(VAL)
            elif tag == _MARK:
                for sign in child if self._marked else ():
                    joins = joins or sign.tag in _GONE
                    hidden = hidden or (sign.tag == _HIDDEN and is_on(sign.get(VAL)))
            elif tag == _OUTLINE:
                heading = whole(child.get(VAL))
            elif tag == _FRAME:
                joins = joins or child.get(W + "dropCap") in ("drop", "margin")
        facts = self._styles.facts(style)
        level = facts.level if heading is None else heading + 1 if 0 <= heading < 9 else None
        aside = (alignment or facts.alignment) in ("right", "end")
        return _Facts(facts, list_id, list_level, level, aside, joins, hidden)

    def _hanging(self, content: Content) -> Iterator[Printed | Element]:
        for held in content.hanging:
            if isinstance(held, tuple):
                note = self._notes.pop(held, None)  # once, though a damaged note may refer to itself
                if note is not None:
                    yield from self.items(note)
            elif held.tag == VML + "textpath":
                yield from _drawn(held.get("string", ""))
            elif held.tag.startswith(DRAWING):
                for paragraph in held.iter(DRAWING + "p"):
                    yield from _drawn("".join(t.text or "" for t in paragraph.iter(DRAWING + "t")))
            else:
                yield from self.items(held)

    def _paragraphs(self, facts: _Facts, content: Content) -> list[Printed]:
        """One paragraph, or one for each of its lines where it has line breaks."""
        pieces = content.pieces
        if not pieces and facts.hidden:
            return []  # hidden with its number
        place = self._numbering.place(facts.list_id, facts.list_level, facts.style)
        marker = None if place is None else self._numbering.count(*place) or None
        if not pieces:
            # A number that stands alone: the first column of many action tables.
            return [Printed(marker)] if marker and any(map(str.isalnum, marker)) else []
        raw = "".join([text for text, _ in pieces])
        lines = _joined(pieces, listed=place is not None) if BREAK in raw else (pieces,)
        size = facts.style.look.size or _USUAL_SIZE
        printed: list[Printed] = []
        gap = False
        for line in lines:
            found = _line(line, size)
            if not found.text:
                gap = True
                continue
            if printed:
                _set_style(found, None, None, facts.heading)
                found.gap = gap
            else:
                _set_style(found, marker, None if place is None else place[1] + 1, facts.heading)
            found.aside, found.raw = facts.aside, raw
            printed.append(found)
            gap = False
        if marker and not printed and any(map(str.isalnum, marker)):
            printed.append(Printed(marker))
        return printed


def _drawn(text: str) -> Iterator[Printed]:
    folded = fold(text)
    if folded:
        yield Printed(folded, raw=text)


def _unprinted(content: Content) -> Iterator[Printed]:
    """Words that are hidden, or ask for others to be put in their place: kept, and set aside."""
    if content.hidden:
        yield from (Printed(p.text, Style.FURNITURE, raw=p.raw) for p in _drawn("".join(content.hidden)))


def _line(pieces: Sequence[Piece], size: int) -> Printed:
    text = fold("".join([text for text, _ in pieces]))
    if not text:
        return Printed("")
    first = pieces[0][1]
    capitals = text.isupper() and sum(map(str.isalpha, text)) > 3 and all(c.isupper() for c in text if c.isalpha())
    if all(look is first for _, look in pieces):
        bare = not any(map(str.isalnum, text))
        printed = Printed(text, size=first.size or size, capitals=capitals)
        if not bare:
            printed.bold, printed.struck, printed.underlined = first.bold, first.struck, first.underlined
            printed.capitals = capitals or first.capitals
        return printed
    return Printed(
        text,
        bold=mostly(pieces, "bold"),
        struck=mostly(pieces, "struck"),
        underlined=mostly(pieces, "underlined"),
        capitals=capitals or mostly(pieces, "capitals"),
        size=max([look.size or size for text, look in pieces if text.strip()], default=size),
    )


def _set_style(line: Printed, marker: str | None, depth: int | None, heading: int | None) -> None:
    """Make the line a heading, list item or text, its number taken off where it was typed."""
    if heading is not None and (len(line.text.split()) <= HEADING_WORDS or not line.text.endswith(".")):
        typed, text = (None, line.text) if marker else split_marker(line.text, heading=True)
        line.text, line.style, line.level, line.marker = text, Style.HEADING, heading, marker or typed
        return
    typed, text = (None, line.text) if marker else split_marker(line.text)
    if marker or typed:
        line.text, line.style, line.level, line.marker = text, Style.LIST, depth or 1, marker or typed


def _joined(pieces: Sequence[Piece], listed: bool) -> Iterator[Sequence[Piece]]:
    """The paragraph's lines, those put together again that were only broken to look well."""
    current: Sequence[Piece] | None = None
    for line in lines_of(pieces):
        if current is not None and _goes_on(current, line, listed):
            current = [*current, (" ", line[0][1]), *line]
            continue
        if current is not None:
            yield current
        current = line
    if current is not None:
        yield current


def _goes_on(above: Sequence[Piece], line: Sequence[Piece], listed: bool) -> bool:
    """Whether a line is the rest of the sentence above; in a list item also where only its look could tell."""
    upper, lower = ("".join([text for text, _ in pieces]).strip() for pieces in (above, line))
    if not upper or not lower or upper.endswith(_SENTENCE_ENDS) or "\t" in upper or split_marker(lower)[0]:
        return False
    if mostly(above, "bold") != mostly(line, "bold"):
        return False
    return listed or lower[0].islower()
