"""The number or bullet that a line begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes2actions.layout.printed import PrintedLine

_BULLET = re.compile(r"[•●○◦▪▫■□❖◆◊‣⁃∙·➢►✓➤➔→*§–—-]|[\ue000-\uf8ff\ufffd]")
_LETTER_O = re.compile(r"[oØ]")
_NUMBER = re.compile(
    r"\(?\d{1,3}[.)]|\(\d{1,3}\)|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?|\d{1,3}(?:\.\d{1,2})?\(?[a-z]\)|\d{1,2}[a-z][.)]"
)
_BARE = re.compile(r"\d{1,2}|[A-Z]|[A-Z]{0,3}\d{1,3}[/.]\d{1,4}")
_LETTER = re.compile(r"\(?[a-z][.)]|\([A-Z]\)|[A-Z]\)")
_CAPITAL = re.compile(r"[A-Z]\.")
_ROMAN = re.compile(r"\(?[ivxlc]{1,6}[.)]|\(?[IVXLC]{2,6}[.)]|\(?[IVX][.)]")
_HOUR = re.compile(r"[ap]\.?m\b\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marker:
    """A line's marker: as printed, how many words it takes, whether a tab follows, and its kind."""

    text: str
    kind: str
    tabbed: bool


def marker_of(line: PrintedLine) -> Marker | None:
    """The marker that a line begins with; a lone marker has no words after it and is none."""
    if len(line.words) < 2:
        return None
    first, second = line.words[0], line.words[1]
    gap = second.x0 - first.x1
    tabbed = gap > 0.55 * line.size
    kind = marker_kind(first.text, tabbed)
    if kind == "number" and _HOUR.match(second.text):
        return None
    return Marker(first.text, kind, tabbed) if kind else None


def marker_kind(text: str, tabbed: bool) -> str | None:
    """What kind of marker a word is, if any; some count only where a tab follows (a capital may be an initial)."""
    if _BULLET.fullmatch(text) or (tabbed and _LETTER_O.fullmatch(text)):
        return "bullet"
    if _NUMBER.fullmatch(text):
        return "number"
    if _LETTER.fullmatch(text):
        return "letter"
    if _ROMAN.fullmatch(text):
        return "roman" if tabbed or not _CAPITAL.fullmatch(text) else None
    if tabbed and (_CAPITAL.fullmatch(text) or _BARE.fullmatch(text)):
        return "number"
    return None
