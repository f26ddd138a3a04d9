"""The words of one Word paragraph as printed: insertions in, deletions out, each word with its look."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from minutes2actions.readers.word_styles import Look, StyleSheet, look_of
from minutes2actions.readers.word_xml import MATH, VML, Element, W, children, number, value

BREAK: Final = "\n"
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SIGNS: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": BREAK,
    W + "cr": BREAK,
    W + "noBreakHyphen": "-",
}
# What symbol fonts print at the places that minutes use; any other of their characters is a bullet.
_SYMBOLS: Final = {"f0fc": "✓", "f0fe": "☑", "f0fb": "✗", "f0fd": "☒", "f0a8": "☐", "f06f": "☐", "f0e0": "→"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words with one look."""

    text: str
    look: Look


@dataclass(slots=True)
class Content:
    """What a paragraph prints, and what hangs on it: text boxes, notes."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)


def fold(text: str) -> str:
    """The text in composed form, white space folded to one space, or to one tab where there was a tab."""
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("\u2011", "-"))
    return re.sub(r"\s+", lambda m: "\t" if "\t" in m[0] else " ", text).strip()


def lines_of(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces between line breaks."""
    line: list[Piece] = []
    for piece in pieces:
        if piece.text == BREAK:
            yield line
            line = []
        else:
            line.append(piece)
    yield line


def mostly(pieces: Iterable[Piece], name: str) -> bool:
    """Whether most of the letters have this look: nearly all, since a colon is often left out."""
    weights = {True: 0, False: 0}
    for piece in pieces:
        weights[bool(getattr(piece.look, name))] += sum(c.isalnum() for c in piece.text)
    return weights[True] > 9 * weights[False]


class Words:
    """Takes the words of paragraphs, with the looks that the style sheet gives them."""

    def __init__(self, styles: StyleSheet) -> None:
        self._styles = styles

    def read(self, paragraph: Element, style: str | None) -> Content:
        """What one paragraph prints."""
        content = Content()
        fields: list[bool] = []  # for each field that is open, whether its instruction still runs
        base = self._styles.paragraph_look(style)
        for child in children(paragraph):
            if child.tag == W + "r":
                self._read_run(child, base, content, fields)
            elif child.tag.startswith(MATH):
                content.pieces.append(Piece("".join(t.text or "" for t in child.iter(MATH + "t")), base))
        return content

    def _read_run(self, run: Element, base: Look, content: Content, fields: list[bool]) -> None:
        look = self._look(run.find(W + "rPr"), base)
        for child in children(run):
            tag = child.tag
            if tag == W + "fldChar":
                _turn_field(child, fields, content, look)
            elif any(fields) or look.hidden:
                continue
            elif tag == W + "t":
                content.pieces.append(Piece((child.text or "").replace(BREAK, " "), look))
            elif tag in _SIGNS:
                content.pieces.append(Piece(_SIGNS[tag], look))
            elif tag == W + "sym":
                content.pieces.append(Piece(symbol(child), look))
            elif tag in (W + "drawing", W + "pict", W + "object"):
                content.boxes.extend(_boxes(child))
            elif tag == W + "footnoteReference":
                content.footnotes.append(child.get(W + "id", ""))
            elif tag == W + "endnoteReference":
                content.endnotes.append(child.get(W + "id", ""))
            elif tag == W + "ruby":
                for inner in child.iterfind(f"{W}rubyBase/{W}r"):
                    self._read_run(inner, base, content, fields)

    def _look(self, properties: Element | None, base: Look) -> Look:
        if properties is None:
            return base
        style = value(properties, "rStyle")
        own = look_of(properties)
        return own.over(self._styles.character_look(style).over(base) if style else base)


def _turn_field(mark: Element, fields: list[bool], content: Content, look: Look) -> None:
    """Keep track of where a field's instruction ends and its result, which is printed, begins."""
    kind = mark.get(W + "fldCharType")
    if kind == "begin":
        content.pieces.extend(Piece(text, look) for text in choice(mark))
        fields.append(True)
    elif fields and kind == "separate":
        fields[-1] = False
    elif fields and kind == "end":
        fields.pop()


def choice(mark: Element) -> Iterator[str]:
    """What is chosen in a drop-down form field, which has no result."""
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is not None:
        entries = [entry.get(W + "val", "") for entry in choices.iterchildren(W + "listEntry")]
        chosen = number(choices, "result") or 0
        if 0 <= chosen < len(entries):
            yield entries[chosen]


def symbol(element: Element) -> str:
    """What a character of a symbol font prints, "" where the file does not tell."""
    code = element.get(W + "char", "").lower()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        found = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "•" if "\ue000" <= found <= "\uf8ff" else found


def _boxes(drawing: Element) -> Iterator[Element]:
    """The outermost text boxes of a drawing, and the words of its word art."""
    for child in children(drawing):
        if child.tag in (W + "txbxContent", VML + "textpath"):
            yield child
        else:
            yield from _boxes(child)
