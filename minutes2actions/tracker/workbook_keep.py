"""Keeps what people wrote on Summary, a sheet that every update makes anew."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

FIXED_ROWS = 5
"""The rows of the sheet's head, whose cells are always at the same place."""


def written_cells(sheet: Any) -> dict[str, str]:
    """What a sheet holds, cell by cell, for the tool to remember."""
    return {cell.coordinate: str(cell.value) for cell in sheet._cells.values() if cell.value is not None}


def carry_over(old: Any, new: Any, last: Mapping[str, str]) -> None:
    """Brings what a person wrote on the old sheet to the new one; `last` is what the tool had written there.

    A cell that the tool fills by now gives way below the head: the person's words go to the foot of their column.
    """
    new.sheet_state = old.sheet_state
    for image in old._images:
        new.add_image(image, image.anchor)
    if not last:
        return
    foot = new.max_row + 2
    for _, cell in sorted(old._cells.items()):
        if cell.value is None or str(cell.value) == last.get(cell.coordinate):
            continue
        target = new[cell.coordinate]
        if target.value is not None and cell.row > FIXED_ROWS:
            if cell.data_type == "f" or not isinstance(cell.value, str):
                continue
            target = new.cell(foot, cell.column)
            foot += 1
        target.value = cell.value
        target._style = copy(cell._style)
