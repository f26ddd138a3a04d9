"""Cell addresses: "C7", "A4:V20", and the letters of columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ROWS = re.compile(r"\$?(\d{1,7}):\$?(\d{1,7})")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")


@dataclass(frozen=True, slots=True)
class Span:
    """A rectangle of cells, all ends counted in and from 1."""

    left: int
    top: int
    right: int
    bottom: int

    def __str__(self) -> str:
        first = f"{letters(self.left)}{self.top}"
        last = f"{letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@cache
def letters(column: int) -> str:
    """A column's letters: 28 is AB."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def number(text: str) -> int:
    """A column's number: AB is 28."""
    value = 0
    for letter in text.upper():
        value = value * 26 + ord(letter) - 64
    return value


def span(text: str) -> Span | None:
    """The rectangle that an address means; whole rows and columns too. None where it is no address."""
    text = text.strip()
    first, _, last = text.partition(":")
    one, other = _CELL.fullmatch(first), _CELL.fullmatch(last or first)
    if one and other:
        left, right = sorted((number(one[1]), number(other[1])))
        top, bottom = sorted((int(one[2]), int(other[2])))
    elif rows := _ROWS.fullmatch(text):
        left, right = 1, LAST_COLUMN
        top, bottom = sorted((int(rows[1]), int(rows[2])))
    elif columns := _COLUMNS.fullmatch(text):
        left, right = sorted((number(columns[1]), number(columns[2])))
        top, bottom = 1, LAST_ROW
    else:
        return None
    return Span(left, top, right, bottom) if left >= 1 and top >= 1 and bottom <= LAST_ROW else None


def spans(text: str) -> list[Span]:
    """The rectangles of a list of addresses with spaces between."""
    return [found for part in text.split() if (found := span(part))]
