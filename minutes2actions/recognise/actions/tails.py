"""What stands behind a task, in brackets or after a dash, comma or tab: its owner, its time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes2actions.recognise.language import PartyMarker

_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{2,70})[)\]]\s*\.?\s*$")
_DASH = re.compile(r"(?:\s[–—-]\s*|[–—\t]\s*)([^–—\t]{2,60})\s*$")
_COMMA = re.compile(r"[,;]\s+([^,;]{2,40}?)\s*\.?\s*$")
_COLON = re.compile(r":\s+([^:]{2,40}?)\s*\.?\s*$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+([^.!?]{2,40}?)\s*\.?\s*$")
_PARTS = re.compile(r"\s*(?:[,;]|\s[–—-]\s|\bby\b(?=\s+\w))\s*")
_TIME = re.compile(
    r"\d{1,2}[/.-]\d{1,2}|\b\d{1,2}(?:st|nd|rd|th)\b|\b20\d\d\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\basap\b|\bon-?going\b|\bnext\b|\bq[1-4]\b|\bw/[ce]\b|\btomorrow\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:end|start|middle) of\b|\b(?:mtg|meeting|week|month|agm|term|year)\b|\bimmediate"
    r"|\b(?:easter|christmas|summer|autumn|spring|winter)\b",
    re.IGNORECASE,
)

_DUE = re.compile(
    r"\b(?:by|before|until|no later than|ahead of|prior to|within|in time for|for|to|at)\s+(?:[\w’'-]+\s+){0,4}?(?:"
    + _TIME.pattern
    + ")",
    re.IGNORECASE,
)

_NUMBER = re.compile(r"^\W*(?:\d{1,2}|[a-z])[).:](?!\d)\W*")


@dataclass(frozen=True, slots=True)
class Tail:
    """Where the task ends, and what was printed behind it."""

    end: int
    owner_text: str | None = None
    due_text: str | None = None


def tail_of(text: str, marker: PartyMarker, *, loose: bool = False) -> Tail | None:
    """The owner and the time behind a task ("… (Jo, by May)", "… – JS/AB – 31.1.23", "…, Jo."); None where none stand.

    With `loose`, names that no list holds count too, and a time without an owner.
    """
    end, owner, due = len(text.rstrip()), None, None
    for _ in range(2):
        found = next((f for f in _pieces(text[:end], marker, loose=loose)), None)
        if found is None:
            break
        end = found.end
        owner, due = found.owner_text or owner, found.due_text or due
    if owner is None and not (loose and due):
        return None
    return Tail(end, owner, due)


def owners_and_time(text: str, marker: PartyMarker) -> Tail | None:
    """What a short text says that holds nothing but owners and times ("AB / CD – 31 May"), else None."""
    return _read(0, _NUMBER.sub("", text), marker, loose=True)


def due_within(sentence: str) -> bool:
    """Whether a sentence gives a time until which something is to be done ("by the end of May")."""
    return _DUE.search(sentence) is not None


def _pieces(text: str, marker: PartyMarker, *, loose: bool) -> list[Tail]:
    found = []
    for pattern in (_BRACKET, _DASH, _COMMA, _COLON, _SENTENCE):
        match = pattern.search(text)
        if match is None or len(text[: match.start()].split()) < 2:
            continue
        piece = _read(match.start(), match.group(1), marker, loose=loose and pattern in (_BRACKET, _DASH))
        joined = piece and piece.owner_text and pattern is _COMMA and _named_before(text[: match.start()], marker)
        if piece and not joined and (piece.owner_text or pattern in (_BRACKET, _DASH)):
            found.append(piece)
    return found


def _named_before(text: str, marker: PartyMarker) -> bool:
    """Whether a list of names goes on behind a comma: "to Ana, Jo"."""
    last = text.rsplit(maxsplit=1)[-1] if text.split() else ""
    return marker.only_parties(last, listed=True)


def _read(start: int, words: str, marker: PartyMarker, *, loose: bool) -> Tail | None:
    """A piece that is nothing but owners and times, else None."""
    owners: list[str] = []
    times: list[str] = []
    rest = words.strip(" .:")
    if marker.only_parties(rest, listed=not loose):
        return Tail(start, rest)
    for part in (p for p in _PARTS.split(_parted(rest, marker)) if p.strip()):
        if marker.only_parties(part, listed=not loose) and not times:
            owners.append(part.strip())
        elif len(part.split()) <= 6 and _TIME.search(part):
            times.append(part.strip())
        else:
            return None
    return Tail(start, ", ".join(owners) or None, times[0] if times else None)


def _parted(words: str, marker: PartyMarker) -> str:
    """ "AB 30/10/20" with a comma between owner and time."""
    for gap in re.finditer(r"\s+", words) if _PARTS.search(words) is None else ():
        if _TIME.match(words, gap.end()) and marker.only_parties(words[: gap.start()]):
            return f"{words[: gap.start()]}, {words[gap.end() :]}"
    return words
