"""Ligatures that a font misnames, so that "matters" comes out as "maFers": told by their width, and by other words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from statistics import median

from minutes2actions.layout.printed import Glyph, text_of

_LIGATURES = ("tt", "ti", "ft", "ff", "fi", "fl", "tf", "tti", "fft", "ffi", "ffl")
_USUAL = {"\u019f": "ti", "\u01a9": "tt", "\u014c": "ft", "\u019e": "tf"}
"""What the numbers of a widely used font's ligatures become where they are taken for letters."""
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "attend attended attendance attached better committee letter letters little matter matters written "
        "action actions additional information meeting national notice station time until "
        "after afternoon draft left often staff office officer offer different effect effort off "
        "benefit confirm final finance find first five specific reflect flood floor",
    )
)
"""Common English words with ligatures, for papers that do not happen to print them otherwise."""
_NEAR = 0.04
"""The share of the size by which a ligature may be wider or narrower than its letters."""
_TOUCH = 0.15
_SUSPECT = re.compile("(?<=[a-z])[A-Z\u0100-\u024f](?=[a-z])|[\u0180-\u0217]")
_WORD = re.compile(r"[^\W\d_]+")
Span = tuple[int, int]


def suspects(text: str) -> dict[str, set[int]]:
    """The letters of a text that may stand for ligatures, each with where it stands oddly."""
    found: dict[str, set[int]] = {}
    for match in _SUSPECT.finditer(text):
        found.setdefault(match.group(), set()).add(match.start())
    return found


def is_another(odd: Sequence[float], usual: Sequence[float]) -> bool:
    """Whether a letter that stands oddly is not as wide, as a share of its size, as it is elsewhere."""
    return bool(odd and usual) and abs(median(odd) - median(usual)) > 2 * _NEAR


def with_ligatures(glyphs: Sequence[Glyph], seen: Iterable[str] = ()) -> tuple[list[Glyph], str]:
    """The glyphs, misnamed ligatures put right; a word with one of which nothing shows what it stands for, if any.

    `seen` are the texts of other pages.
    """
    made = list(glyphs)
    text = text_of(glyphs)
    if not _SUSPECT.search(text):
        return made, ""
    widths = _widths(glyphs)
    odd = [index for index in range(len(glyphs)) if _is_odd(glyphs, index) and _is_of_one_font(glyphs, index, widths)]
    if not odd:
        return made, ""
    spans = list(_words(glyphs))
    known = _COMMON.union(*map(_words_of, (*seen, text)))
    doubtful = ""
    groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for index in odd:
        groups[glyphs[index].text, glyphs[index].bold].append(index)
    for (sign, bold), indexes in groups.items():
        width = median(_width(glyphs[index]) for index in indexes)
        own = widths.get((sign, bold))
        if sign.isascii() and not is_another([width], [] if own is None else [own]):
            continue
        words = [_parts(glyphs, next(span for span in spans if span[0] <= index < span[1]), index) for index in indexes]
        fitting = _fitting(width, bold, widths)
        letters = _meaning(sign, fitting, words, known)
        if letters:
            for index in indexes:
                made[index] = made[index]._replace(text=letters)
        elif fitting or not sign.isascii():
            doubtful = doubtful or sign.join(words[0])
    return made, doubtful


def _is_odd(glyphs: Sequence[Glyph], index: int) -> bool:
    """Whether a letter cannot stand where it does: a capital amid small letters, or one of no language's names."""
    text = glyphs[index].text
    if len(text) != 1 or not ("A" <= text <= "Z" or "\u0100" <= text <= "\u024f"):
        return False
    rare = "\u0180" <= text < "\u0218"
    if not (rare or text.isupper()):
        return False
    before = index > 0 and _is_joined(glyphs[index - 1], glyphs[index]) and _is_small(glyphs[index - 1])
    after = index + 1 < len(glyphs) and _is_joined(glyphs[index], glyphs[index + 1]) and _is_small(glyphs[index + 1])
    return (before and after) or (rare and (before or after))


def _is_of_one_font(glyphs: Sequence[Glyph], index: int, widths: dict[tuple[str, bool], float]) -> bool:
    """Whether the letters beside one are as wide as they are elsewhere on the page."""
    near = [other for other in (*glyphs[max(index - 1, 0) : index], *glyphs[index + 1 : index + 2]) if _is_small(other)]
    return all(abs(_width(other) - widths.get((other.text, other.bold), 0.0)) < _NEAR for other in near)


def _is_small(glyph: Glyph) -> bool:
    return glyph.text.isascii() and glyph.text.islower()


def _is_joined(one: Glyph, after: Glyph) -> bool:
    return abs(after.x0 - one.x1) < _TOUCH * one.size and abs(after.baseline - one.baseline) < 1


def _words_of(text: str) -> set[str]:
    """The words of a page, in small letters."""
    return set(_WORD.findall(text.casefold()))


def _words(glyphs: Sequence[Glyph]) -> Iterator[Span]:
    """Where letters follow each other without a gap."""
    start = 0
    for index, (one, after) in enumerate(pairwise(glyphs), 1):
        if not (one.text.isalpha() and after.text.isalpha() and _is_joined(one, after)):
            yield start, index
            start = index
    yield start, len(glyphs)


def _text(glyphs: Sequence[Glyph], span: Span) -> str:
    return "".join(glyph.text for glyph in glyphs[slice(*span)]).casefold()


def _parts(glyphs: Sequence[Glyph], span: Span, index: int) -> tuple[str, str]:
    """A word before and after one of its letters."""
    return _text(glyphs, (span[0], index)), _text(glyphs, (index + 1, span[1]))


def _width(glyph: Glyph) -> float:
    return (glyph.x1 - glyph.x0) / glyph.size


def _widths(glyphs: Sequence[Glyph]) -> dict[tuple[str, bool], float]:
    """How wide letters are, as a share of their size, apart from those that stand oddly."""
    found: dict[tuple[str, bool], list[float]] = defaultdict(list)
    for index, glyph in enumerate(glyphs):
        if glyph.text.isalpha() and not _is_odd(glyphs, index):
            found[glyph.text, glyph.bold].append(_width(glyph))
    return {key: median(values) for key, values in found.items()}


def _fitting(width: float, bold: bool, widths: dict[tuple[str, bool], float]) -> list[str]:
    """The ligatures that are as wide."""
    return [
        letters
        for letters in _LIGATURES
        if all((letter, bold) in widths for letter in letters)
        and abs(sum(widths[letter, bold] for letter in letters) - width) <= _NEAR
    ]


def _meaning(
    sign: str, fitting: Sequence[str], words: Sequence[tuple[str, str]], known: AbstractSet[str]
) -> str | None:
    """What a sign stands for: what makes words that stand elsewhere, else what it usually does, if the width fits."""
    proved = [letters for letters in fitting if any(letters.join(word) in known for word in words)]
    if len(proved) == 1:
        return proved[0]
    if not proved and _USUAL.get(sign) in fitting:
        return _USUAL[sign]
    return fitting[0] if len(fitting) == 1 and not proved else None
