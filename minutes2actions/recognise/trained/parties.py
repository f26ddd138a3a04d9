"""Who in a sentence may be the owner of its task: named parties, "he" and "she", and posts that no list holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutes2actions.recognise.language.party_patterns import PARTY_LABELS

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PRONOUNS = frozenset({"he", "she"})
_ARTICLES = frozenset({"the", "each", "all", "every", "both", "our"})
_WITHIN = frozenset({"of", "for", "and", "&", "-", "'s", "’s"})
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible owner: tokens `start` to `end` of a sentence, the kind of party, and its last word."""

    start: int
    end: int
    kind: str
    head: str


def candidates(doc: Doc, followers: frozenset[str]) -> list[Candidate]:
    """The possible owners in order; one that is no marked party stands right before a word of `followers`."""
    found = [Candidate(e.start, e.end, e.label_, doc[e.end - 1].lower_) for e in doc.ents if e.label_ in PARTY_LABELS]
    found += [Candidate(t.i, t.i + 1, "PRONOUN", t.lower_) for t in doc if t.lower_ in _PRONOUNS]
    found += _unmarked(doc, followers)
    return sorted(found, key=lambda c: c.start)


def _unmarked(doc: Doc, followers: frozenset[str]) -> Iterator[Candidate]:
    """ "The site rep", "each team", "Officials": what begins with an article, or the sentence, and is on no list."""
    for token in doc:
        if token.lower_ not in followers or not token.i or doc[token.i - 1].ent_type_:
            continue
        start = token.i
        while start and token.i - start < _LONGEST and _belongs(doc[start - 1].text, doc[start - 1].is_stop):
            start -= 1
        opened = bool(start) and doc[start - 1].lower_ in _ARTICLES
        if start < token.i and (opened or start == 0) and doc[start].lower_ not in _WITHIN:
            yield Candidate(start - opened, token.i, "PHRASE", doc[token.i - 1].lower_)


def _belongs(word: str, common: bool) -> bool:
    return word.lower() in _WITHIN or (word[0].isalpha() and not common)
