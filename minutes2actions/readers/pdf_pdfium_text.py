"""The glyphs of a page through PDFium: words whole where they are set solid, else letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf

from pypdfium2 import raw

from minutes2actions.document import BBox
from minutes2actions.layout.printed import Glyph
from minutes2actions.readers.pdf_accents import has_accents
from minutes2actions.readers.pdf_geometry import Matrix
from minutes2actions.readers.pdf_ligatures import is_another, suspects
from minutes2actions.readers.pdf_pdfium_chars import Characters
from minutes2actions.readers.pdf_pdfium_styles import SLANTED, Fonts, Look, Styles, drawn_twice
from minutes2actions.readers.pdf_pdfium_turned import turned_glyph

_PIECES = re.compile("[!-~\xa1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff]+|[^ \r\n]")
"""Letters and signs that may be read together, and what is looked at alone."""
_LIGATURES = frozenset(map(chr, range(0xFB00, 0xFB07)))
_LINE = 0.18
"""The share of its size by which glyphs of one line may differ in height."""
_TOUCH, _UNDER = 0.05, 0.1
"""Shares of the size: the gap below which a space may be hidden under a ligature, and how far it lies under it."""


def glyphs_of(page: raw.FPDF_PAGE, base: Matrix, drawn: Sequence[int], fonts: Fonts, strict: bool) -> list[Glyph]:
    """A page's glyphs in the order of the file; raises NotForThisEngine for text that runs down the page, if `strict`.

    `base` turns the file's coordinates into points from the top left. `drawn` are all of the page's strings: PDFium
    leaves out those that are drawn again on the spot. `fonts` are those of the file's other pages.
    """
    text = raw.FPDFText_LoadPage(page)
    if not text:
        return []
    try:
        held = Characters(text)
        spans = [match.span() for match in _PIECES.finditer(held.text)]
        starts, lasts = [start for start, _ in spans], [end - 1 for _, end in spans]
        firsts = held.objects(starts)
        finals = _finals(held, firsts, lasts)
        kept = {*firsts, *finals}
        for (start, end), first, final in zip(spans, firsts, finals, strict=True):
            if first != final:
                kept.update(held.objects(range(start, end)))
        styles = Styles(held, base, drawn_twice(drawn, kept), fonts, strict)
        setter = _Setter(held, base, styles)
        if not has_accents(held.text):
            setter.words(spans, firsts, finals, held.boxes(starts), held.boxes(lasts))
            if not setter.is_suspect():
                return setter.glyphs
            setter = _Setter(held, base, styles)
        for start, end in spans:
            setter.letters(start, end)
        return setter.glyphs
    finally:
        raw.FPDFText_ClosePage(text)


def _finals(held: Characters, firsts: Sequence[int | None], lasts: Sequence[int]) -> list[int | None]:
    """The text objects of words' last letters: no other than that of the first, where the next word has it too."""
    finals = list(firsts)
    open_ends = [index for index, (one, after) in enumerate(pairwise([*firsts, None])) if one != after or one is None]
    for index, pointer in zip(open_ends, held.objects([lasts[index] for index in open_ends]), strict=True):
        finals[index] = pointer
    return finals


class _Setter:
    """Makes the glyphs of a page one after the other, each with what stands between it and the last."""

    def __init__(self, held: Characters, base: Matrix, styles: Styles) -> None:
        self.glyphs: list[Glyph] = []
        self._held, self._base, self._styles = held, base, styles
        self._place: tuple[int, float, float] | None = None
        self._done = 0  # the index after the last character that was read

    def words(
        self,
        spans: Sequence[tuple[int, int]],
        firsts: Sequence[int | None],
        finals: Sequence[int | None],
        starts: Sequence[BBox],
        ends: Sequence[BBox],
    ) -> None:
        """All words, by the text objects and boxes of their first and last letters."""
        text, glyphs, styles, moved = self._held.text, self.glyphs, self._styles, self._base.e
        level, reach = 0.0, inf  # of the word before, if that was read whole
        for (start, end), pointer, final, first, last in zip(spans, firsts, finals, starts, ends, strict=True):
            if pointer is None or pointer != final:
                if pointer is not None or final is not None:
                    self._parts(start, end)
                    reach = inf
                continue
            style = styles.known.get(pointer) or styles.made(pointer, start, first[0])
            look, y, word = style.look, style.y, text[start:end]
            total = look.font.totals.get(word) or self._measured(word, start, look)
            x0, x1, size = first[0] + moved, last[2] + moved, look.size
            if not total or not -look.tight * (end - start) <= x1 - x0 - total * look.scale <= look.loose:
                self.letters(start, end)
                reach = inf
                continue
            spaced = self._done < start
            if spaced and not (y == level and reach <= x0 and text[self._done] == " "):
                spaced = self._is_spaced(start, x0, y, look.level)
            foot = y - look.under
            glyphs.append(Glyph(word, x0, foot - size, x1, foot, y, size, look.bold, 0, spaced, look.font.widths))
            self._done, self._place, level, reach = end, None, y, x1 + _TOUCH * size

    def _parts(self, start: int, end: int) -> None:
        """A word of which not all letters belong to one text object."""
        objects = self._held.objects(range(start, end))
        cuts = [index for index in range(start + 1, end) if objects[index - start] != objects[index - start - 1]]
        spans = list(pairwise([start, *cuts, end]))
        pointers = [objects[first - start] for first, _ in spans]
        firsts, lasts = [first for first, _ in spans], [end - 1 for _, end in spans]
        self.words(spans, pointers, pointers, self._held.boxes(firsts), self._held.boxes(lasts))

    def _measured(self, text: str, start: int, look: Look) -> float:
        """The width of a word's letters as a share of their size; 0 where it tells nothing."""
        font, widths = look.font, look.font.widths
        if not (look.level and font.mapped):
            return 0.0
        for index, letter in enumerate(text, start) if not widths.keys() >= set(text) else ():
            if letter not in widths:
                font.mapped = font.mapped and self._held.is_mapped(index)
                if not font.mapped or (len(text) == 1 and not "!" <= letter <= "\ud7ff"):
                    return 0.0
                box = self._held.box(index)
                widths[letter] = (box[2] - box[0]) / look.scale
        total = font.totals[text] = sum(map(widths.__getitem__, text))
        return total

    def _is_spaced(self, index: int, x0: float, y: float, level: bool) -> bool:
        """Whether a space stands between the last glyph and the next; one at a line's end tells nothing."""
        last = self.glyphs[-1] if self.glyphs else None
        if last is not None and last.angle == SLANTED and not last.text.isspace():
            self.glyphs.append(last._replace(text=" "))
        space = self._held.text.find(" ", self._done, index)
        if space < 0:
            return False
        follows = last is not None and level and last.angle == 0 and last.x0 < x0
        if last is not None and follows and abs(last.baseline - y) < _LINE * last.size:
            return x0 - last.x1 >= _TOUCH * last.size or not self._is_hidden(space, last)
        return False

    def _is_hidden(self, space: int, last: Glyph) -> bool:
        """Whether a space is drawn under the ligature before it, as some programs do."""
        held = self._held
        letters = held.boxes(range(max(space - 2, 0), space))
        if not (last.text[-1] in _LIGATURES or (len(letters) == 2 and letters[0][0] == letters[1][0])):
            return False
        return held.is_drawn(space) and held.box(space)[0] + self._base.e < last.x1 - _UNDER * last.size

    def is_suspect(self) -> bool:
        """Whether some letters may stand for others, so that all must be looked at one by one."""
        text = self._held.text
        for letter, odd in suspects(text).items():
            if not letter.isascii():
                return True
            usual = {match.start() for match in re.finditer(letter, text)} - odd
            one, other = self._widths(odd), self._widths(usual)
            if any(is_another(one[bold], other[bold]) for bold in (True, False)):
                return True
        return False

    def _widths(self, indexes: Iterable[int]) -> dict[bool, list[float]]:
        """How wide characters are as a share of their size: of bold ones and others."""
        found: dict[bool, list[float]] = {True: [], False: []}
        for index in indexes:
            pointer = self._held.objects([index])[0]
            style = self._styles.of(pointer, index) if pointer is not None else None
            if style is not None and style.look.level:
                left, _, right, _ = self._held.box(index)
                found[style.look.bold].append((right - left) / style.look.size)
        return found

    def letters(self, start: int, end: int) -> None:
        """Characters one by one."""
        for index, pointer in enumerate(self._held.objects(range(start, end)), start):
            if pointer is not None:
                self._letter(index, pointer)

    def _letter(self, index: int, pointer: int) -> None:
        held, base, glyphs = self._held, self._base, self.glyphs
        written = held.text[index]
        if not (" " <= written < "\ud800" and held.is_mapped(index)):
            written = held.written(index)
        if not written:
            return
        style = self._styles.of(pointer, index)
        look = style.look
        left, _, right, _ = held.box(index)
        x, y = (left + base.e, style.y) if look.level else held.origin(index, base)
        place = pointer, x, y
        if place == self._place and not (written.isspace() or glyphs[-1].text.isspace()):
            glyphs[-1] = self._with_next(glyphs[-1], written, look, index, x, y)
            return
        if look.level:
            foot = y - look.under
            glyph = Glyph(written, x, foot - look.size, right + base.e, foot, y, look.size, look.bold)
        else:
            glyph = turned_glyph(written, look, x, y)
        if self._done < index and self._is_spaced(index, glyph.x0, glyph.baseline, glyph.angle == 0):
            glyph = glyph._replace(spaced=not written.isspace())
        glyphs.append(glyph)
        self._place, self._done = place, index + 1

    def _with_next(self, glyph: Glyph, written: str, look: Look, index: int, x: float, y: float) -> Glyph:
        """A sign with the next of its letters, as in a ligature, or in text that is given for a string."""
        self._done = index + 1
        if look.level:
            end = self._held.right(index) + self._base.e
            return glyph._replace(text=glyph.text + written, x1=max(glyph.x1, end))
        return turned_glyph(glyph.text + written, look, x, y)
