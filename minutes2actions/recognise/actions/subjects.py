"""Whom the words that set a task are about: the parties right before them, or those they are carried over from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from minutes2actions.recognise.language import PartyMarker

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_CLAUSE_START = frozenset(',;:–—-([•"“').union({"and", "that", "agreed", "resolved", "but", "so", "then", "."})
_SKIPPED = frozenset({"also", "therefore", "then", "both", "each", "all", "now", "who", "has", "have"})
_JOINERS = frozenset({"and", "&", ",", "/", "+", "or"})
_PREPOSITIONS = frozenset({*["to", "with", "from", "for", "of", "by", "on", "at", "about", "via"]})
_FINITE = frozenset(
    {
        *[
            "is",
            "are",
            "was",
            "were",
            "has",
            "have",
            "had",
            "will",
            "would",
            "it",
            "need",
            "needs",
            "due",
            "able",
            "likely",
            "seems",
            "continues",
            "hopes",
            "used",
        ]
    }
)
_PRONOUNS = frozenset({"he", "she"})


def negated(doc: Doc, span: Span) -> bool:
    """Whether the words that would set a task deny it: "will not", "never"."""
    after = doc[span.end - 1 : span.end + 1]
    return any(t.lower_ in ("not", "n't", "never") for t in (*span, *after))


def subject_of(doc: Doc, start: int, marker: PartyMarker) -> list[Span]:
    """The parties that end right before token `start`, with those joined to them.

    Adverbs, brackets and appositions between are passed over.
    """
    ends = {ent.end: ent for ent in marker.parties(doc)}
    at = start
    for _ in range(4):
        if at in ends:
            return _joined(doc, ends[at], ends)
        before = doc[at - 1] if at else None
        if before is None:
            return []
        if before.text in ")]":
            opening = next((i for i in range(at - 1, max(-1, at - 14), -1) if doc[i].text in "(["), None)
            if opening is None:
                return []
            at = opening
        elif before.text == ",":
            opening = next((i for i in range(at - 2, max(-1, at - 11), -1) if doc[i].text == ","), None)
            at = opening if opening is not None and opening in ends else at - 1
        elif before.lower_ in _SKIPPED:
            at -= 1
        else:
            return []
    return []


def _joined(doc: Doc, last: Span, ends: Mapping[int, Span]) -> list[Span]:
    spans = [last]
    while True:
        at = spans[0].start
        while at and doc[at - 1].lower_ in _JOINERS:
            at -= 1
        # "copies to all members and the Clerk will …": the members are whom it goes to.
        reached = at in ends and ends[at].start and doc[ends[at].start - 1].lower_ in _PREPOSITIONS
        if at == spans[0].start or at not in ends or reached:
            return spans
        spans.insert(0, ends[at])


def anchored(doc: Doc, start: int) -> bool:
    """Whether token `start` begins the sentence or a clause of it."""
    return start == 0 or doc[start - 1].lower_ in _CLAUSE_START


def is_fragment(doc: Doc, span: Span) -> bool:
    """Whether nothing but a short noun phrase stands before, in the sentence or its last clause ("New locks | to")."""
    commas = [t.i + 1 for t in doc[: span.start] if t.text in ",;:–-"]
    head = doc[commas[-1] if commas else 0 : span.start]
    if not 1 <= len(head) <= 9 or any(t.lower_ in _FINITE or re.fullmatch(r"[a-z]+ed", t.text) for t in head[:-1]):
        return False
    last = head[-1].lower_
    return last in ("is", "are", "also", "still") or not (last in _FINITE or last.endswith(("ues", "eds", "ed")))


def carried_subject(doc: Doc, start: int, marker: PartyMarker, last_party: str | None) -> tuple[int, str] | None:
    """Where a task begins and whose it is, where its subject stands earlier.

    "She will …" is `last_party`'s or the sentence's own person's; "The Clerk thought so, and will …" is the Clerk's.
    """
    before = doc[start - 1] if start else None
    if before is None:
        return None
    people = [e for e in marker.parties(doc) if e.label_ in ("PERSON", "POST")]
    if before.lower_ in _PRONOUNS:
        owner = next((e.text for e in people if e.end < before.i), last_party)
        return (before.idx, owner) if owner else None
    if before.lower_ in ("and", "but") and people and people[0].start <= 1:
        return doc[start].idx, people[0].text
    return None
