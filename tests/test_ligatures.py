"""Ligatures that a PDF file's font misnames."""

from __future__ import annotations

import pytest

from minutes2actions.layout.printed import Glyph
from minutes2actions.readers.pdf_ligatures import with_ligatures

WIDTHS = {"t": 0.34, "i": 0.23, "f": 0.31, "F": 0.46, "m": 0.8}
LIGATURE = {"tt": 0.68, "ti": 0.57, "ft": 0.65, "ff": 0.61, "??": 0.9}


def drawn(text: str, **ligatures: str) -> list[Glyph]:
    """A line of text in which some letters are as wide as the ligatures that they stand for."""
    glyphs: list[Glyph] = []
    x = 72.0
    for index, letter in enumerate(text):
        meant = ligatures.get(letter) if index and text[index - 1].islower() else None
        width = 10 * (LIGATURE[meant] if meant else WIDTHS.get(letter, 0.5))
        glyphs.append(Glyph(letter, x, 90, x + width, 100, 98, 10))
        x += width
    return glyphs


def read(glyphs: list[Glyph]) -> tuple[str, str]:
    made, doubtful = with_ligatures(glyphs)
    return "".join(glyph.text for glyph in made), doubtful


@pytest.mark.parametrize(
    ("text", "ligatures", "meant"),
    [
        ("Four matters: maFers of it", {"F": "tt"}, "Four matters: matters of it"),
        ("Aid for it: a\u01a9end ac\u019fon", {"\u01a9": "tt", "\u019f": "ti"}, "Aid for it: attend action"),
        ("Found left off it: beFer, leFers", {"F": "tt"}, "Found left off it: better, letters"),
        ("staff of it; sta\u01af left", {"\u01af": "ff"}, "staff of it; staff left"),
    ],
)
def test_a_ligature_is_put_right_where_its_width_and_words_show_it(
    text: str, ligatures: dict[str, str], meant: str
) -> None:
    assert read(drawn(text, **ligatures))[0] == meant


@pytest.mark.parametrize("text", ["YouTube of it in Fife", "Fifty tiFs of it: McFife", "Kova\u010devi\u0107 of it"])
def test_names_that_are_written_so_are_left_alone(text: str) -> None:
    assert read(drawn(text)) == (text, "")


def test_a_ligature_that_nothing_explains_is_said() -> None:
    assert read(drawn("sta\u01af left", Ư="??")) == ("sta\u01af left", "sta\u01af")
