"""The words of one Word paragraph as printed: insertions in, deletions out, each word with its look."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from minutes2actions.readers.word_styles import Look, StyleSheet
from minutes2actions.readers.word_xml import (
    ALTERNATE,
    DRAWING,
    MATH,
    TEXT,
    VML,
    WRAPPERS,
    Element,
    W,
    children,
    number,
    printed_branch,
    switch,
)

BREAK: Final = "\n"
Piece = tuple[str, Look]
"""Some words of one look."""

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACES: Final = re.compile(r"\s+")
_SIGNS: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": BREAK,
    W + "cr": BREAK,
    W + "noBreakHyphen": "-",
}
# What symbol fonts print at the places that minutes use; any other of their characters is a bullet.
_SYMBOLS: Final = {"f0fc": "✓", "f0fe": "☑", "f0fb": "✗", "f0fd": "☒", "f0a8": "☐", "f06f": "☐", "f0e0": "→"}
_RUN: Final = W + "r"
_PROPERTIES: Final = W + "rPr"
_FIELD: Final = W + "fldChar"
_DRAWN: Final = frozenset({W + "drawing", W + "pict", W + "object"})
_NOTES: Final = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
# A text box, in Word's own name or that of Strict files, word art, and the text of shapes on a canvas.
_BOXES: Final = ("{*}txbxContent", VML + "textpath", DRAWING + "txBody")


@dataclass(slots=True)
class Content:
    """What a paragraph prints, what it holds that is not printed, and what hangs on it: text boxes, notes."""

    pieces: list[Piece] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    hanging: list[Element | tuple[str, str]] = field(default_factory=list)
    """Boxes, and notes by their kind and number, as they come."""
    fields: list[bool] = field(default_factory=list)
    """For each field that is open, whether its instruction still runs."""
    instruction: bool = False


def fold(text: str) -> str:
    """The text in composed form, white space folded to one space, or to one tab where there was a tab."""
    if text.isprintable():  # and so without tabs, breaks, controls and what is invisible
        if not text.isascii():
            text = unicodedata.normalize("NFC", text).replace("\u2011", "-")
        return " ".join(text.split()) if "  " in text else text.strip()
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("\u2011", "-"))
    return _SPACES.sub(lambda m: "\t" if "\t" in m[0] else " ", text).strip()


def lines_of(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """The pieces between line breaks."""
    line: list[Piece] = []
    for piece in pieces:
        if piece[0] == BREAK:
            yield line
            line = []
        else:
            line.append(piece)
    yield line


def mostly(pieces: Sequence[Piece], name: str) -> bool:
    """Whether most of the letters have this look: nearly all, since a colon is often left out."""
    looks = {look for _, look in pieces}
    if not any(getattr(look, name) for look in looks):
        return False
    weights = {True: 0, False: 0}
    for text, look in pieces:
        weights[getattr(look, name)] += sum(map(str.isalnum, text))
    return weights[True] > 9 * weights[False]


class Words:
    """Takes the words of paragraphs, with the looks that the style sheet gives them."""

    def __init__(self, styles: StyleSheet, prompts: frozenset[Element]) -> None:
        """`prompts` are the runs that only ask for words to be put in their place."""
        self._styles = styles
        self._prompts = prompts

    def read(self, paragraph: Element, base: Look) -> Content:
        """What one paragraph prints."""
        content = Content()
        self._read(paragraph, base, content)
        return content

    def _read(self, element: Element, base: Look, content: Content) -> None:
        for child in element:
            tag = child.tag
            if tag == _RUN:
                hidden = self._prompts and child in self._prompts
                self._read_run(child, self._styles.hidden(base) if hidden else base, content)
            elif tag in WRAPPERS:
                self._read(child, base, content)
            elif tag == ALTERNATE:
                branch = printed_branch(child)
                if branch is not None:
                    self._read(branch, base, content)
            elif tag.startswith(MATH):
                content.pieces.append(("".join(t.text or "" for t in child.iter(MATH + "t")), base))

    def _read_run(self, run: Element, look: Look, content: Content) -> None:
        for child in run:
            tag = child.tag
            if tag == TEXT:
                text = child.text
                if text and not content.instruction:
                    text = text.replace(BREAK, " ") if BREAK in text else text
                    if look.hidden:
                        content.hidden.append(text)
                    else:
                        content.pieces.append((text, look))
            elif tag == _PROPERTIES:
                look = self._styles.look(child, look)
            elif tag == _FIELD:
                _turn_field(child, content, look)
            elif content.instruction:
                continue
            elif tag in _SIGNS:
                self._write(_SIGNS[tag], look, content)
            elif tag == W + "sym":
                self._write(symbol(child), look, content)
            elif tag == ALTERNATE or tag in WRAPPERS:
                branch = printed_branch(child) if tag == ALTERNATE else child
                if branch is not None:
                    self._read_run(branch, look, content)
            elif look.hidden:
                continue
            elif tag in _DRAWN:
                content.hanging.extend(_boxes(child))
            elif tag in _NOTES:
                content.hanging.append((_NOTES[tag], child.get(W + "id", "")))
            elif tag == W + "ruby":
                for inner in child.iterfind(f"{W}rubyBase/{W}r"):
                    self._read_run(inner, look, content)

    @staticmethod
    def _write(text: str, look: Look, content: Content) -> None:
        if look.hidden:
            content.hidden.append(text)
        else:
            content.pieces.append((text, look))


def _turn_field(mark: Element, content: Content, look: Look) -> None:
    """Keep track of where a field's instruction ends and its result, which is printed, begins."""
    kind, fields = mark.get(W + "fldCharType"), content.fields
    if kind == "begin":
        if not (look.hidden or content.instruction):
            content.pieces.extend((text, look) for text in _choice(mark))
        fields.append(True)
    elif fields and kind == "separate":
        fields[-1] = False
    elif fields and kind == "end":
        fields.pop()
    content.instruction = any(fields)


def _choice(mark: Element) -> Iterator[str]:
    """What is chosen in a drop-down or check box form field, which have no result."""
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is not None:
        entries = [entry.get(W + "val", "") for entry in choices.iterchildren(W + "listEntry")]
        chosen = number(choices, "result")
        chosen = number(choices, "default") or 0 if chosen is None else chosen
        if 0 <= chosen < len(entries):
            yield entries[chosen]
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        checked = switch(box, "checked")
        yield "☒" if (switch(box, "default") if checked is None else checked) else "☐"


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
    if next(drawing.iter(*_BOXES), None) is None:
        return
    for child in children(drawing):
        if child.tag.endswith("}txbxContent") or child.tag in _BOXES:
            yield child
        else:
            yield from _boxes(child)
