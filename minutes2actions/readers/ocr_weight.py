"""Which words of a picture are bold, told by how thick their strokes are."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from minutes2actions.readers.ocr_engine import SeenLine, SeenWord
from minutes2actions.readers.pdf_picture import Picture

_DARK = bytes(value < 128 for value in range(256))
_BOLD = 1.25
"""How much thicker than usual the strokes of bold type are: measured 1.36 and more, of regular type 1.15 at most."""
_NOT_THIN = 1.1
_ENOUGH = 4
"""Letters from which the strokes of a word on its own tell."""


def bold_words(lines: Sequence[SeenLine], picture: Picture) -> list[list[bool]]:
    """For each line, which of its words are bold."""
    dark = picture.pixels.translate(_DARK)
    weights = [[_weight(word, dark, picture.width) / line.size for word in line.words] for line in lines]
    telling = [
        weight
        for line, found in zip(lines, weights, strict=True)
        for word, weight in zip(line.words, found, strict=True)
        if _tells(word)
    ]
    usual = median(telling) if telling else 0.0
    return [
        _bold(line, [weight / usual if usual else 0.0 for weight in found])
        for line, found in zip(lines, weights, strict=True)
    ]


def _bold(line: SeenLine, weights: Sequence[float]) -> list[bool]:
    """A word that is too short to tell goes with a bold one beside it unless its strokes are clearly thin."""
    sure = [_tells(word) and weight > _BOLD for word, weight in zip(line.words, weights, strict=True)]
    beside = [any(sure[max(at - 1, 0) : at + 2]) for at in range(len(sure))]
    alone = not any(_tells(word) for word in line.words)
    found: list[bool] = []
    for word, weight, near in zip(line.words, weights, beside, strict=True):
        found.append(weight > (_BOLD if _tells(word) or alone else _NOT_THIN if near else float("inf")))
    return found


def _tells(word: SeenWord) -> bool:
    return sum(c.isalnum() for c in word.text) >= _ENOUGH


def _weight(word: SeenWord, dark: bytes, width: int) -> float:
    """The mean length of a run of black across; 0 for dashes and dots, which are all one run."""
    if not any(c.isalnum() for c in word.text):
        return 0.0
    black = runs = 0
    for row in range(int(word.top), int(word.bottom)):
        pixels = dark[row * width + int(word.x0) : row * width + int(word.x1)]
        black += pixels.count(1)
        runs += pixels.count(b"\0\1") + pixels.startswith(b"\1")
    return black / runs if runs else 0.0
