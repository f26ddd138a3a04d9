"""The glyphs of a page through PDFium: words whole where they are set solid, else letter by letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pypdfium2 import raw

from minutes2actions.document import BBox
from minutes2actions.layout.printed import Glyph
from minutes2actions.readers.pdf_accents import has_accents
from minutes2actions.readers.pdf_geometry import Matrix
from minutes2actions.readers.pdf_ligatures import suspects
from minutes2actions.readers.pdf_pdfium_chars import Characters
from minutes2actions.readers.pdf_pdfium_styles import SLANTED, Style, Styles, drawn_twice
from minutes2actions.readers.pdf_pdfium_turned import turned_glyph

_PIECES = re.compile("[!-~\xa1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff]+|[^ \r\n]")
"""Letters and signs that may be read together, and what is looked at alone."""
_LIGATURES = frozenset(map(chr, range(0xFB00, 0xFB07)))
_LINE = 0.18
"""The share of its size by which glyphs of one line may differ in height."""
_LOOSE, _TIGHT = 0.1, 0.08
"""The share of its size by which a solid word may be wider than its letters, and narrower for each of them."""
_TOUCH, _UNDER = 0.05, 0.1
"""Shares of the size: the gap below which a space may be hidden under a ligature, and how far it lies under it."""


def glyphs_of(page: raw.FPDF_PAGE, base: Matrix, drawn: Sequence[int], strict: bool) -> list[Glyph]:
    """A page's glyphs in the order of the file; raises NotForThisEngine for text that runs down the page, if `strict`.

    `base` turns the file's coordinates into points from the top left. `drawn` are all of the page's strings: PDFium
    leaves out those that are drawn again on the spot.
    """
    text = raw.FPDFText_LoadPage(page)
    if not text:
        return []
    try:
        held = Characters(text)
        spans = [match.span() for match in _PIECES.finditer(held.text)]
        starts, lasts = [start for start, _ in spans], [end - 1 for _, end in spans]
        firsts, finals = held.objects(starts), held.objects(lasts)
        kept = {*firsts, *finals}
        for (start, end), first, final in zip(spans, firsts, finals, strict=True):
            if first != final:
                kept.update(held.objects(range(start, end)))
        styles = Styles(held, base, drawn_twice(drawn, kept), strict)
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


class _Setter:
    """Makes the glyphs of a page one after the other, each with what stands between it and the last."""

    def __init__(self, held: Characters, base: Matrix, styles: Styles) -> None:
        self.glyphs: list[Glyph] = []
        self._held, self._base, self._styles = held, base, styles
        self._place: tuple[int, float, float] | None = None
        self._done = 0  # the index after the last character that was read
        self._uneven: set[str] = set()  # letters of words that are not set solid

    def words(
        self,
        spans: Sequence[tuple[int, int]],
        firsts: Sequence[int | None],
        finals: Sequence[int | None],
        starts: Sequence[BBox],
        ends: Sequence[BBox],
    ) -> None:
        """All words, by the text objects and boxes of their first and last letters."""
        for (start, end), pointer, final, first, last in zip(spans, firsts, finals, starts, ends, strict=True):
            if pointer is not None and pointer == final:
                self._word(start, end, pointer, first[0], last[2])
            elif pointer is not None or final is not None:
                self._parts(start, end)

    def _parts(self, start: int, end: int) -> None:
        """A word of which not all letters belong to one text object."""
        objects = self._held.objects(range(start, end))
        first = start
        for index in range(start + 1, end + 1):
            pointer = objects[first - start]
            if index == end or objects[index - start] != pointer:
                if pointer is not None:
                    self._word(first, index, pointer, self._held.box(first)[0], self._held.box(index - 1)[2])
                first = index

    def _word(self, start: int, end: int, pointer: int, left: float, right: float) -> None:
        """A word of one text object."""
        style = self._styles.of(pointer, start)
        text = self._held.text[start:end]
        size = style.size
        total = style.font.totals.get(text) or self._measured(text, start, style)
        if not total or not -_TIGHT * size * len(text) <= right - left - total * style.along[0] <= _LOOSE * size:
            self._uneven.update(text)
            self.letters(start, end)
            return
        y, x0 = style.start[1], left + self._base.e
        glyphs = self.glyphs
        spaced = self._done < start and self._is_spaced(start, x0, y, style.level)
        below = style.below
        glyphs.append(
            Glyph(
                text, x0, below - size, right + self._base.e, below, y, size, style.bold, 0, spaced, style.font.widths
            )
        )
        self._done, self._place = end, None

    def _measured(self, text: str, start: int, style: Style) -> float:
        """The width of a word's letters as a share of their size; 0 where it tells nothing."""
        font, widths = style.font, style.font.widths
        if not (style.level and font.mapped):
            return 0.0
        for index, letter in enumerate(text, start):
            if letter not in widths:
                if ord(letter) < 0x21 or ord(letter) > 0xD7FF or not self._held.is_mapped(index):
                    font.mapped = font.mapped and self._held.is_mapped(index)
                    return 0.0
                box = self._held.box(index)
                widths[letter] = (box[2] - box[0]) / style.along[0]
        total = font.totals[text] = sum(map(widths.__getitem__, text))
        return total

    def _is_spaced(self, index: int, x0: float, y: float, level: bool) -> bool:
        """Whether a space stands between the last glyph and the next; one elsewhere is a glyph of its own."""
        last = self.glyphs[-1] if self.glyphs else None
        if last is not None and last.angle == SLANTED and not last.text.isspace():
            self.glyphs.append(last._replace(text=" "))
        space = self._held.text.find(" ", self._done, index)
        if space < 0:
            return False
        follows = last is not None and level and last.angle == 0 and last.x0 < x0
        if last is not None and follows and abs(last.baseline - y) < _LINE * last.size:
            return x0 - last.x1 >= _TOUCH * last.size or not self._is_hidden(space, last)
        for at in range(space, index):
            if self._held.text[at] == " " and self._held.is_drawn(at):
                self._done = at
                self.letters(at, at + 1)
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
        return any(
            not letter.isascii() or letter in self._uneven or self._styles.differ(letter)
            for letter in suspects(self._held.text)
        )

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
        left, _, right, _ = held.box(index)
        x, y = (left + base.e, style.start[1]) if style.level else held.origin(index, base)
        place = pointer, x, y
        if place == self._place and not (written.isspace() or glyphs[-1].text.isspace()):
            glyphs[-1] = self._with_next(glyphs[-1], written, style, index, x, y)
            return
        if style.level:
            glyph = Glyph(written, x, style.below - style.size, right + base.e, style.below, y, style.size, style.bold)
        else:
            glyph = turned_glyph(written, style, x, y)
        if self._done < index and self._is_spaced(index, glyph.x0, glyph.baseline, glyph.angle == 0):
            glyph = glyph._replace(spaced=not written.isspace())
        glyphs.append(glyph)
        self._place, self._done = place, index + 1

    def _with_next(self, glyph: Glyph, written: str, style: Style, index: int, x: float, y: float) -> Glyph:
        """A sign with the next of its letters, as in a ligature, or in text that is given for a string."""
        self._done = index + 1
        if style.level:
            end = self._held.right(index) + self._base.e
            return glyph._replace(text=glyph.text + written, x1=max(glyph.x1, end))
        return turned_glyph(glyph.text + written, style, x, y)
