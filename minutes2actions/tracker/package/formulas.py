"""References in formulas: moved with their rows, as Excel moves them, and copied down."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from minutes2actions.tracker.package.addresses import LAST_COLUMN, LAST_ROW, Span, letters, number

_TOKEN = re.compile(
    r"""(?P<skip>"(?:[^"]|"")*"                      # a text
      |\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])    # columns of a table, another workbook
      |(?<![\w.\]!])(?P<sheet>(?:'(?:[^']|'')*'|[\w.]+(?::[\w.]+)?)!)?
       (?P<ref>\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?
        |\$?\d{1,7}:\$?\d{1,7})(?![\w.(!\[])""",
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)(\d{1,7})")


@dataclass(frozen=True, slots=True)
class RowMap:
    """Where a sheet's rows go: some are taken out, and `count` new ones come in above the row `at`."""

    removed: tuple[int, ...] = ()
    at: int = LAST_ROW + 1
    count: int = 0

    @property
    def moves(self) -> bool:
        """Whether any row changes its number."""
        return bool(self.removed or self.count)

    @property
    def first(self) -> int:
        """The first row that is touched."""
        return min([*self.removed[:1], self.at if self.count else LAST_ROW])

    def row(self, number: int) -> int | None:
        """A row's new number; None for one taken out."""
        before = bisect_left(self.removed, number)
        if before < len(self.removed) and self.removed[before] == number:
            return None
        return number - before + (self.count if number >= self.at else 0)

    def rows(self, top: int, bottom: int) -> tuple[int, int] | None:
        """Where a run of rows goes; None where all of it is taken out."""
        if bottom >= LAST_ROW:
            return top, bottom
        while top <= bottom and (first := self.row(top)) is None:
            top += 1
        while bottom >= top and (last := self.row(bottom)) is None:
            bottom -= 1
        if top > bottom or first is None or last is None or first > LAST_ROW:
            return None
        return first, min(last, LAST_ROW)

    def span(self, old: Span) -> Span | None:
        """Where a rectangle goes."""
        new = self.rows(old.top, old.bottom)
        return Span(old.left, new[0], old.right, new[1]) if new else None


def moved(formula: str, rows: RowMap, sheet: str, own: bool) -> str:
    """A formula after the rows of `sheet` moved; `own` is whether the formula stands on that sheet."""

    def replaced(found: re.Match[str]) -> str:
        said = found["sheet"] or ""
        if found["skip"] or not (_means(said, sheet) if said else own):
            return found[0]
        corners = [c for c in map(_CORNER.fullmatch, found["ref"].split(":")) if c]
        numbers = [int(c[4]) for c in corners]
        new = rows.rows(min(numbers), max(numbers))
        if new is None:
            return said + "#REF!"
        ends = new if numbers[0] <= numbers[-1] else new[::-1]
        return said + ":".join(f"{c[1]}{c[2]}{c[3]}{n}" for c, n in zip(corners, ends, strict=False))

    return _TOKEN.sub(replaced, formula)


def copied(formula: str, down: int, right: int = 0) -> str:
    """A formula as it is when copied elsewhere: fixed rows and columns stay."""

    def corner(text: str) -> str:
        found = _CORNER.fullmatch(text)
        if found is None or not found[2]:
            return text
        row = int(found[4]) + (0 if found[3] else down)
        column = number(found[2]) + (0 if found[1] else right)
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            return "#REF!"
        return f"{found[1]}{letters(column)}{found[3]}{row}"

    def replaced(found: re.Match[str]) -> str:
        if found["skip"]:
            return found[0]
        parts = [corner(text) for text in found["ref"].split(":")]
        return (found["sheet"] or "") + ("#REF!" if "#REF!" in parts else ":".join(parts))

    return _TOKEN.sub(replaced, formula)


def grown(formula: str, old: int, new: int) -> str:
    """A formula of a table's sheet whose ranges that ended in the table's old last row end in the new one."""

    def replaced(found: re.Match[str]) -> str:
        first, _, last = found["ref"].partition(":")
        corner = _CORNER.fullmatch(last)
        if found["skip"] or found["sheet"] or corner is None or int(corner[4]) != old:
            return found[0]
        return f"{first}:{corner[1]}{corner[2]}{corner[3]}{new}"

    return _TOKEN.sub(replaced, formula)


def _means(said: str, sheet: str) -> bool:
    """Whether the words before a "!" name that sheet."""
    name = said[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return name.casefold() == sheet.casefold()


def reaches(formula: str, sheet: str, row: int) -> bool:
    """Whether a formula names a run of a sheet's rows that ends in a row."""
    for match in _TOKEN.finditer(formula):
        said = (match["sheet"] or "!")[:-1]
        name = said[1:-1].replace("''", "'") if said.startswith("'") else said
        corners = [int(digits) for *_, digits in _CORNER.findall(match["ref"] or "")]
        if name.casefold() == sheet.casefold() and len(corners) == 2 and corners[0] < corners[1] == row:
            return True
    return False


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    if re.fullmatch(r"[A-Za-z_]\w*", sheet) and not re.fullmatch(r"[A-Za-z]{1,3}\d{1,7}", sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"
