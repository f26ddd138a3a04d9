"""What an engine reads on a page of a PDF file."""

from __future__ import annotations

from dataclasses import dataclass

from minutes2actions.layout.printed import PrintedPage


class NotForThisEngine(Exception):
    """A page holds what an engine is known to read badly."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page as an engine reads it.

    `pieces` are the strings of text that the file draws, where the engine tells. `covered` is the share of the page
    that its largest picture covers, `filled` how many of its form fields hold a value, `curves` how many drawn shapes
    are neither lines nor rectangles. `doubtful` is a word with a letter that the file seems to misname.
    """

    engine: str
    printed: PrintedPage
    pieces: int = 0
    images: int = 0
    curves: int = 0
    covered: float = 0.0
    filled: int = 0
    doubtful: str = ""


def unread(number: int) -> ReadPage:
    """A page that no engine can read."""
    return ReadPage("", PrintedPage(number, 612.0, 792.0, ()))
