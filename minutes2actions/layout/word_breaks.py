"""Words that are broken at a line's end: the document's other words tell whether the hyphen is theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from minutes2actions.layout.printed import PrintedLine

_PARTS = 4
"""Letters that both parts of a compound have."""
_PIECE = 3
"""Letters of a piece that is no word, such as the last letter of one that its cell is too narrow for."""
_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d[.,;]?")
_OUTER = re.compile(r"^[^\w]+|[^\w]+$")


def words_within(lines: Iterable[PrintedLine]) -> frozenset[str]:
    """The words that stand within lines, where none is broken; small letters."""
    return frozenset(map(_bare, {word.text for line in lines for word in line.words[1:-1]}))


def with_breaks(lines: Sequence[PrintedLine], known: AbstractSet[str], *, in_cell: bool = False) -> list[PrintedLine]:
    """The lines, those that end within a word marked; only a cell's edge breaks words without a hyphen."""
    made = list(lines)
    for index, (line, after) in enumerate(pairwise(lines)):
        last, first = line.words[-1].text, after.words[0].text
        if in_cell and _DATE.fullmatch(last + first) and _fills(line, after):
            made[index] = line.marked(within_word=True)
        if not first[:1].islower():
            continue
        if last.endswith("-") and last[-2:-1].isalpha():
            made[index] = line.marked(within_word=_hyphen_is_undone(_bare(last), _bare(first), known))
        elif in_cell and last[-1:].isalpha() and _is_cut(line, after, known):
            made[index] = line.marked(within_word=True)
    return made


def _hyphen_is_undone(stem: str, part: str, known: AbstractSet[str]) -> bool | None:
    """Whether the hyphen between two parts is only that of the line's end; None where the document does not tell."""
    joined, compound = stem + part, f"{stem}-{part}"
    if (joined in known) != (compound in known):
        return joined in known
    are_words = len(stem) >= _PARTS and len(part) >= _PARTS and {stem, part} <= known
    return False if are_words and joined not in known else None


def _is_cut(line: PrintedLine, after: PrintedLine, known: AbstractSet[str]) -> bool:
    """Whether a word is cut at the edge of its cell: not one letter more would fit, and the pieces make a word."""
    if not _fills(line, after):
        return False
    pieces = _bare(line.words[-1].text), _bare(after.words[0].text)
    if "".join(pieces) in known:
        return not set(pieces) <= known
    return len(line.words) == 1 and len(pieces[1]) <= _PIECE and pieces[1] not in known and len(pieces[0]) > _PIECE


def _fills(line: PrintedLine, after: PrintedLine) -> bool:
    """Whether a line runs to the edge of its cell: a letter of the line after it would not fit."""
    first = after.words[0]
    letter = (first.x1 - first.x0) / len(first.text)
    return line.right is not None and line.words[-1].x1 + letter >= line.right - 1


def _bare(text: str) -> str:
    """A word without the signs around it, in small letters."""
    return (text if text.isalnum() else _OUTER.sub("", text)).casefold()
