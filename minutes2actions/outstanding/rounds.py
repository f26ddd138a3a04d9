"""One workbook an owner, to be sent round, filled in and given back to `update`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from minutes2actions.errors import NotWritten
from minutes2actions.output import check_writable, write_result
from minutes2actions.outstanding import OpenAction, by_owner
from minutes2actions.tracker import TrackerState, make_round

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
"""Names that Windows keeps for itself."""
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Round:
    """The workbooks that were written; how many actions have no owner, and how many no Ref of their own."""

    files: tuple[Path, ...]
    unowned: int
    unnamed: int


def send_round(state: TrackerState, actions: Sequence[OpenAction], folder: Path, today: date) -> Round:
    """Writes the workbooks into a folder, which is made where it is missing; raises NotWritten.

    A workbook that stands there already is never written over: somebody may have filled it in. An action whose row
    could not be found again by its Ref is left out.
    """
    rows = {row.key: row for row in state.rows}
    owned = [action for action in actions if action.owners]
    sent = [action for action in owned if action.sole]
    planned = _names(by_owner(sent))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritten(folder, f"cannot be made ({error.strerror})", "give another folder") from None
    for name in planned:
        if (folder / name).exists():
            raise NotWritten(folder / name, "is there already, and may be filled in", "give a new folder")
        check_writable(folder / name)
    moment = datetime.combine(today, time())
    for name, (owner, own) in planned.items():
        write_result(make_round(owner, [rows[action.ref] for action in own], moment), folder / name)
    files = tuple(folder / name for name in planned)
    return Round(files, len(actions) - len(owned), len(owned) - len(sent))


def _names(owners: dict[str, list[OpenAction]]) -> dict[str, tuple[str, list[OpenAction]]]:
    """Each owner's file name, which any system takes and no two owners share."""
    found: dict[str, tuple[str, list[OpenAction]]] = {}
    taken: set[str] = set()
    for owner, actions in owners.items():
        plain = "".join(c for c in unicodedata.normalize("NFC", owner) if c.isprintable())
        stem = re.sub(r"[^\w]+", "-", plain).strip("-_")[:_LONGEST].casefold() or "owner"
        stem = f"{stem}-actions" if _RESERVED.match(stem) else stem
        name, number = f"{stem}.xlsx", 1
        while name in taken:
            number += 1
            name = f"{stem}-{number}.xlsx"
        taken.add(name)
        found[name] = (owner, actions)
    return found
