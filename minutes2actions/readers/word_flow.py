"""Word's paragraphs and tables in reading order, not yet placed in the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from minutes2actions.document import Style
from minutes2actions.readers.word_markers import split_marker
from minutes2actions.readers.word_numbering import Numbering
from minutes2actions.readers.word_package import Package
from minutes2actions.readers.word_styles import StyleSheet
from minutes2actions.readers.word_tables import grid_of
from minutes2actions.readers.word_text import Content, Piece, Words, fold, lines_of, mostly
from minutes2actions.readers.word_xml import VML, Element, W, children, number, switch, value

HEADING_WORDS: Final = 20
"""Heading styles are also given to whole numbered paragraphs; longer ones that end in a full stop are text."""

_SENTENCE_ENDS: Final = (".", ":", ";", "!", "?")


@dataclass(frozen=True, slots=True)
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
    sources: tuple[Element, ...] = ()
    """The paragraphs of the file that it was read from."""


class Flow:
    """Reads what containers (the body, cells, boxes, notes, headers) hold; in reading order, since lists count."""

    def __init__(self, package: Package) -> None:
        self._footnotes = dict(package.footnotes)
        self._endnotes = dict(package.endnotes)
        self._styles = StyleSheet(package.styles)
        self._numbering = Numbering(package.numbering, self._styles)
        self._words = Words(self._styles)

    def items(self, container: Element) -> Iterator[Printed | Element]:
        """The paragraphs and tables of a container, text boxes and notes after the paragraph that they hang on."""
        gap = False
        carried: list[Piece] = []
        sources: tuple[Element, ...] = ()
        for child in children(container):
            if child.tag == W + "tbl":
                yield child
                gap = False
            elif child.tag == W + "p":
                properties = child.find(W + "pPr")
                style = self._styles.paragraph_style(properties)
                content = self._words.read(child, style)
                content.pieces[:0] = carried
                sources = (*sources, child) if carried else (child,)
                joins = _joins(properties)
                carried = content.pieces if joins else []
                if not joins:
                    printed = self._paragraphs(properties, style, content)
                    for n, paragraph in enumerate(printed):
                        yield replace(paragraph, gap=paragraph.gap or (gap and n == 0), sources=sources)
                    gap = not printed
                yield from self._hanging(content)
        if carried:
            yield from (replace(p, sources=sources) for p in self._paragraphs(None, None, Content(carried)))

    def paragraphs(self, container: Element) -> Iterator[Printed]:
        """The same with tables opened, cell by cell."""
        for item in self.items(container):
            if isinstance(item, Printed):
                yield item
            else:
                for slot in grid_of(item).slots():
                    for source in slot.sources:
                        yield from self.paragraphs(source)

    def _hanging(self, content: Content) -> Iterator[Printed | Element]:
        for box in content.boxes:
            if box.tag == VML + "textpath":
                text = fold(box.get("string", ""))
                if text:
                    yield Printed(text, sources=(box,))
            else:
                yield from self.items(box)
        for notes, ids in ((self._footnotes, content.footnotes), (self._endnotes, content.endnotes)):
            for note_id in ids:
                note = notes.pop(note_id, None)  # once, though a damaged note may refer to itself
                if note is not None:
                    yield from self.items(note)

    def _paragraphs(self, properties: Element | None, style: str | None, content: Content) -> list[Printed]:
        """One paragraph, or one for each of its lines where it has line breaks."""
        place = self._numbering.place(properties, style)
        if not content.pieces and properties is not None and switch(properties.find(W + "rPr"), "vanish"):
            return []  # hidden with its number
        marker = None if place is None else self._numbering.count(*place) or None
        heading = number(properties, "outlineLvl")
        level = self._styles.heading_level(style) if heading is None else heading + 1 if 0 <= heading < 9 else None
        size = self._styles.paragraph_look(style).size or 20
        aside = self._styles.alignment(properties, style) in ("right", "end")
        printed: list[Printed] = []
        gap = False
        for pieces in _joined(content.pieces, listed=place is not None):
            line = _line(pieces, size)
            if not line.text:
                gap = True
                continue
            first = not printed
            depth = place[1] + 1 if place is not None and first else None
            line = _styled(line, marker if first else None, depth, level)
            printed.append(replace(line, gap=gap and not first, aside=aside))
            gap = False
        if marker and not printed and any(c.isalnum() for c in marker):
            # A number that stands alone: the first column of many action tables.
            printed.append(Printed(marker))
        return printed


def _joins(properties: Element | None) -> bool:
    """Whether a paragraph is one with the next: its mark is deleted or moved away, or it is a dropped capital."""
    if properties is None:
        return False
    gone = (properties.find(f"{W}rPr/{W}{name}") is not None for name in ("del", "moveFrom"))
    return any(gone) or value(properties, "framePr", "dropCap") in ("drop", "margin")


def _line(pieces: list[Piece], size: int) -> Printed:
    text = fold("".join(piece.text for piece in pieces))
    letters = [c for c in text if c.isalpha()]
    return Printed(
        text,
        bold=mostly(pieces, "bold"),
        struck=mostly(pieces, "struck"),
        underlined=mostly(pieces, "underlined"),
        capitals=mostly(pieces, "capitals") or (len(letters) > 3 and all(c.isupper() for c in letters)),
        size=max((piece.look.size or size for piece in pieces if piece.text.strip()), default=size),
    )


def _styled(line: Printed, marker: str | None, depth: int | None, heading: int | None) -> Printed:
    """The line as heading, list item or text, its number taken off where it was typed."""
    if heading is not None and (len(line.text.split()) <= HEADING_WORDS or not line.text.endswith(".")):
        typed, text = (None, line.text) if marker else split_marker(line.text, heading=True)
        return replace(line, text=text, style=Style.HEADING, level=heading, marker=marker or typed)
    typed, text = (None, line.text) if marker else split_marker(line.text)
    if not (marker or typed):
        return line
    return replace(line, text=text, style=Style.LIST, level=depth or 1, marker=marker or typed)


def _joined(pieces: list[Piece], listed: bool) -> Iterator[list[Piece]]:
    """The paragraph's lines, those put together again that were only broken to look well."""
    current: list[Piece] | None = None
    for line in lines_of(pieces):
        if current is not None and _goes_on(current, line, listed):
            current = [*current, Piece(" ", line[0].look), *line]
            continue
        if current is not None:
            yield current
        current = line
    if current is not None:
        yield current


def _goes_on(above: list[Piece], line: list[Piece], listed: bool) -> bool:
    """Whether a line is the rest of the sentence above; in a list item also where only its look could tell."""
    upper, lower = ("".join(p.text for p in pieces).strip() for pieces in (above, line))
    if not upper or not lower or upper.endswith(_SENTENCE_ENDS) or "\t" in upper or split_marker(lower)[0]:
        return False
    if mostly(above, "bold") != mostly(line, "bold"):
        return False
    return listed or lower[0].islower()
