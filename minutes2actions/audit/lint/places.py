"""Where in a document words stand, as a person finds them again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from minutes2actions.audit.finding import Proof
from minutes2actions.record import Action, Evidence, Record
from minutes2actions.tracker import file_link

LONGEST_HEADING = 50


def proof_of(record: Record, evidence: Sequence[Evidence], action: Action | None = None) -> Proof:
    """Where the words of some evidence stand; the first of it says where to look."""
    source = PurePath(record.source).as_posix()
    if not evidence:
        return Proof(record.source, link=file_link(source, None))
    place = evidence[0].place
    words = " ".join(one.quote for one in evidence)
    where = [f"page {place.page}"] if place.page else []
    heading = _heading(action) if action is not None else ""
    if heading:
        where.append(f"under {heading}")
    if place.row is not None:
        where.append(f"table row {place.row + 1}")
    elif not where:
        where.append(f"paragraph {place.block + 1}")
    return Proof(record.source, place.page, file_link(source, place.page), words, ", ".join(where))


def _heading(action: Action) -> str:
    parts = " ".join(part for part in (action.item, action.heading) if part)
    if len(parts) > LONGEST_HEADING:
        parts = parts[:LONGEST_HEADING].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
    return parts
