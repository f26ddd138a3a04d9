"""Reads the pages of a PDF file that are pictures, through text recognition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from minutes2actions.document import Document, Warning
from minutes2actions.errors import UsageFailure
from minutes2actions.layout.printed import Glyph, PrintedPage, Rule
from minutes2actions.readers import Ocr
from minutes2actions.readers.ocr_engine import NoReading, SeenLine, SeenWord, engine, how_to_install, lines_in, turn_of
from minutes2actions.readers.ocr_rules import without_rules
from minutes2actions.readers.ocr_weight import bold_words
from minutes2actions.readers.pdf_picture import Picture, picture_of

Reread = Callable[[PrintedPage, list[Warning]], tuple[PrintedPage, list[Warning]]]
"""From a page, and what of it could not be read, to the page as it is to be used, and what still cannot."""

_UNREAD = frozenset({"no_text_on_page", "unmapped_text"})
_MEANINGLESS = 0.1
"""The share of characters without meaning from which a page is better read as a picture."""
_SURE, _HARDLY = 80.0, 60.0
"""Mean confidence below which the page may stand on its side, and below which what was read is worth little."""
_EM = 0.92
"""What Tesseract calls a line's size, from descenders to ascenders, as a share of the font's size."""
_CAPITAL = 0.7
"""The height of capitals as a share of the font's size."""
_ALIKE = 0.12
"""How far sizes that are measured may differ from the page's usual one and still be it."""
_BULLETS = frozenset("eo¢«»©®°*+")
"""What Tesseract, which knows no bullets, makes of one."""
_FEW = 12
"""Letters up to which a line's size is hardly told."""
_DESCENDERS = frozenset("gjpqyQJ")
_SLANT = 0.003
"""The slope from which a page is put straight: five points over its width."""


def require_engine() -> None:
    """Raise UsageFailure where there is no OCR to be had."""
    if engine() is None:
        raise UsageFailure("--ocr always", "Tesseract is not installed", how_to_install())


def rereader(data: bytes, ocr: Ocr) -> Reread:
    """What reads the pages of a PDF file again where they need it."""

    def reread(page: PrintedPage, found: list[Warning]) -> tuple[PrintedPage, list[Warning]]:
        wanting = [warning for warning in found if warning.code in _UNREAD]
        if ocr is Ocr.NEVER or (ocr is Ocr.AUTO and not (wanting and _unusable(page, wanting))):
            return page, found
        if engine() is None:
            return page, [_with_step(w, how_to_install()) if w in wanting else w for w in found]
        try:
            return _read(page, data, wanting)
        except NoReading as error:
            if not wanting:  # its own text stands
                return page, [*found, Warning("ocr_failed", f"page {page.number}: {error}", page.number)]
            return page, [_with_step(w, str(error)) if w in wanting else w for w in found]

    return reread


def with_ocr_named_once(document: Document) -> Document:
    """The document with one warning that names all pages that were read by OCR."""
    pages = [w.page for w in document.warnings if w.code == "ocr" and w.page is not None]
    if not pages:
        return document
    named = f"{_ranges(pages)} read by OCR: check names, dates and figures against the document"
    warning = Warning("ocr", named, pages[0] if len(pages) == 1 else None)
    return replace(document, warnings=(*(w for w in document.warnings if w.code != "ocr"), warning))


def _ranges(pages: Sequence[int]) -> str:
    """ "page 3 was", "pages 1 to 4 and 7 were"."""
    runs = [[n for _, n in run] for _, run in groupby(enumerate(sorted(pages)), lambda at: at[1] - at[0])]
    parts = [f"{run[0]} to {run[-1]}" if len(run) > 2 else " and ".join(map(str, run)) for run in runs]
    listed = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    return f"pages {listed} were" if len(pages) > 1 else f"page {listed} was"


def _unusable(page: PrintedPage, wanting: Sequence[Warning]) -> bool:
    """Whether a page is a picture, or so much of it means nothing that its picture is the better source."""
    if any(warning.code == "no_text_on_page" for warning in wanting):
        return True
    visible = "".join(glyph.text for glyph in page.glyphs if not glyph.text.isspace())
    return visible.count("\ufffd") >= _MEANINGLESS * len(visible)


def _with_step(warning: Warning, step: str) -> Warning:
    return replace(warning, message=f"{warning.message.partition(' (')[0]} ({step})")


def _read(page: PrintedPage, data: bytes, wanting: Sequence[Warning]) -> tuple[PrintedPage, list[Warning]]:
    """The page as its picture shows it; raises NoReading."""
    number = page.number
    picture, rules, lines = _seen(picture_of(data, number))
    if _confidence(lines) < _SURE and (turn := turn_of(picture.pgm(), picture.dpi)):
        picture, rules, lines = _seen(picture_of(data, number, turn))
    if not any(line.words for line in lines):
        left = [_with_step(w, "OCR found no text in it") for w in wanting]
        return page, [] if _blank(picture) else left
    size = picture.points(picture.width), picture.points(picture.height)
    read = PrintedPage(number, *size, tuple(_glyphs(lines, picture)), tuple(rules))
    found = [Warning("ocr", f"page {number} was read by OCR", number)]
    if _confidence(lines) < _HARDLY:
        poor = f"page {number} could hardly be read by OCR (look at it: it may be handwritten or a poor copy)"
        found.append(Warning("ocr_poor", poor, number))
    return read, found


def _seen(picture: Picture) -> tuple[Picture, list[Rule], list[SeenLine]]:
    """A picture, its rules and its lines of text; put straight first where it is aslant."""
    bare, rules = without_rules(picture)
    lines = lines_in(bare.pgm(), bare.dpi)
    slopes = [line.slope for line in lines for _ in line.words if len(line.words) > 3]
    slope = median(slopes) if slopes else 0.0
    if _SLANT < abs(slope) < 0.3:
        picture = picture.straightened(slope)
        bare, rules = without_rules(picture)
        lines = lines_in(bare.pgm(), bare.dpi)
    kept = [kept for line in lines if (kept := _without_specks(line)).words]
    return picture, rules, kept + _overlooked(bare, kept)


def _overlooked(picture: Picture, lines: Sequence[SeenLine]) -> list[SeenLine]:
    """The lone numbers and initials that are taken for dirt beside columns of text, and that a second look finds."""
    if not lines:
        return []
    usual = median(line.size for line in lines for _ in line.words)
    left = picture.without((w.x0 - 3, w.top - 3, w.x1 + 3, w.bottom + 3) for line in lines for w in line.words).bare()
    if left.ink() < 0.05 * usual * usual:
        return []
    found: list[SeenLine] = []
    for line in lines_in(left.pgm(), left.dpi, scattered=True):
        words = tuple(word for word in line.words if _is_sound(word, usual))
        if words:
            found.append(replace(line, words=words, size=usual))
    return found


def _is_sound(word: SeenWord, size: float) -> bool:
    """Whether it is text in all likelihood, and of the size of the page's."""
    height = word.bottom - word.top
    return any(c.isalnum() for c in word.text) and word.confidence >= 70 and 0.4 * size <= height <= 1.5 * size


def _without_specks(line: SeenLine) -> SeenLine:
    """The line without what is no letter: dust, scraps of drawn lines."""
    words = tuple(
        word
        for word in line.words
        if any(c.isalnum() for c in word.text)
        or (word.confidence >= 40 and max(word.x1 - word.x0, word.bottom - word.top) > 0.12 * line.size)
    )
    return replace(line, words=words)


def _confidence(lines: Sequence[SeenLine]) -> float:
    words = [word for line in lines for word in line.words]
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _blank(picture: Picture) -> bool:
    """Whether hardly anything is printed on the page, as on the back of a sheet."""
    return picture.ink() < 0.0005 * len(picture.pixels)


def _glyphs(lines: Sequence[SeenLine], picture: Picture) -> list[Glyph]:
    """Each word as one glyph, with a space after it: layout needs no smaller pieces."""
    glyphs: list[Glyph] = []
    lines = _evened(lines)
    for line, bold in zip(lines, bold_words(lines, picture), strict=True):
        size, baseline = picture.points(line.size), picture.points(_baseline(line))
        top, bottom = baseline - 0.75 * size, baseline + 0.25 * size
        for at, (word, heavy) in enumerate(zip(line.words, bold, strict=True)):
            text = "•" if at == 0 and len(line.words) > 1 and word.text in _BULLETS else word.text
            x0, x1 = picture.points(word.x0), picture.points(word.x1)
            glyphs.append(Glyph(text, x0, top, x1, bottom, baseline, size, heavy))
            glyphs.append(Glyph(" ", x1, top, x1, bottom, baseline, size))
    return glyphs


def _evened(lines: Sequence[SeenLine]) -> list[SeenLine]:
    """The lines with the size of their font, that of most of the page where they are near it.

    A few letters tell little of their size: "cost" has neither ascenders worth the name nor descenders.
    """
    sizes = [_size(line) for line in lines]
    letters = [sum(len(word.text) for word in line.words) for line in lines]
    usual = median(size for size, count in zip(sizes, letters, strict=True) for _ in range(count))
    evened: list[SeenLine] = []
    for line, size, count in zip(lines, sizes, letters, strict=True):
        slack = _ALIKE if count > _FEW else 2 * _ALIKE
        evened.append(replace(line, size=usual if abs(size - usual) <= slack * usual else size))
    return evened


def _size(line: SeenLine) -> float:
    """The font's size in pixels; in a line of capitals Tesseract has nothing to tell it by, but their height does."""
    text = "".join(word.text for word in line.words)
    heights = [w.bottom - w.top for w in line.words if w.text.isalnum() and not _DESCENDERS.intersection(w.text)]
    return median(heights) / _CAPITAL if text.isupper() and heights else line.size / _EM


def _baseline(line: SeenLine) -> float:
    """The baseline in the middle of a line; of a short one, the feet of its words tell it better than Tesseract."""
    feet = [word.bottom for word in line.words if word.text.isalnum() and not _DESCENDERS.intersection(word.text)]
    if feet and len(line.words) <= 3:
        return median(feet)
    return line.baseline + line.slope * (line.words[0].x0 + line.words[-1].x1) / 2
