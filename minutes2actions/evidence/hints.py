"""What of the text from which nothing was read looks as if it should have been."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from minutes2actions.evidence.drawing import Passage, Piece
from minutes2actions.record import Basis, Record
from minutes2actions.resolve.deadlines import read_due
from minutes2actions.rulebook import Rulebook

_NO_DEADLINE = {Basis.NONE, Basis.COMPLETE}


def with_hints(pieces: tuple[Piece, ...], record: Record, rules: Rulebook) -> tuple[Piece, ...]:
    """The pieces, those without any mark with what they look like."""
    day = next((meeting.date for meeting in record.meetings if meeting.date), None)
    if not record.meetings:
        return pieces
    return tuple(_hinted(piece, day, record.locale, rules) for piece in pieces)


def _hinted(piece: Piece, day: date | None, locale: str, rules: Rulebook) -> Piece:
    """Tables are read row by row, so a lone cell says too little; only paragraphs are looked at."""
    passage = piece.passage
    if passage is None or passage.spans or not passage.counts:
        return piece
    return replace(piece, passage=replace(passage, hints=_hints(passage, day, locale, rules)))


def _hints(passage: Passage, day: date | None, locale: str, rules: Rulebook) -> tuple[str, ...]:
    due = read_due(passage.text, day, rules, locale=locale)
    if due is None or due.basis in _NO_DEADLINE:
        return ()
    return (f"reads like a deadline: {due.text}",)
