"""Marks a meeting's parties in a sentence: as spaCy's EntityRuler does, the longest first, but by words looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from minutes2actions.recognise.language.party_patterns import blank_english, common_patterns, own_patterns
from minutes2actions.recognise.language.quick_matcher import QuickMatcher, words_in
from minutes2actions.record import Attendee
from minutes2actions.rulebook import Rulebook

if TYPE_CHECKING:
    from spacy.tokens import Doc

_Match = tuple[int, int, int]


class PartyRuler:
    """The parties of one meeting, and those that rules name for all."""

    def __init__(self, attendees: tuple[Attendee, ...], text: str, rules: Rulebook) -> None:
        self._finders = (_common(rules), _Finder(own_patterns(attendees, text, rules)))

    def __call__(self, doc: Doc) -> None:
        """Have a text's parties as its entities."""
        from spacy.tokens import Span

        words = words_in(doc)
        # A set, as spaCy's own: which of two labels one place gets is up to the order of their hashes.
        matches = {match for finder in self._finders for match in finder(doc, words)}
        spans: list[Span] = []
        taken: set[int] = set()
        for label, start, end in sorted(matches, key=lambda match: (match[2] - match[1], -match[1]), reverse=True):
            if start not in taken and end - 1 not in taken:
                spans.append(Span(doc, start, end, label=label))
                taken.update(range(start, end))
        doc.ents = spans


class _Finder:
    """Patterns of parties: of words as printed, of words in any case, and others."""

    def __init__(self, patterns: Iterable[Mapping[str, Any]]) -> None:
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc

        vocab = blank_english().vocab
        self._phrases = {attribute: PhraseMatcher(vocab, attr=attribute) for attribute in ("ORTH", "LOWER")}
        others: list[tuple[str, Sequence[Mapping[str, Any]]]] = []
        for one in patterns:
            label, tokens = one["label"], one["pattern"]
            attribute = next((name for name in self._phrases if all(_is_word(token, name) for token in tokens)), None)
            if attribute is None or not tokens:
                others.append((label, tokens))
            else:
                self._phrases[attribute].add(label, [Doc(vocab, words=[token[attribute] for token in tokens])])
        self._others = QuickMatcher(vocab, others)

    def __call__(self, doc: Doc, words: frozenset[int]) -> Iterable[_Match]:
        for matcher in self._phrases.values():
            yield from matcher(doc)
        yield from self._others(doc, words)


def _is_word(token: Mapping[str, Any], attribute: str) -> bool:
    """Whether a pattern's token is one word and nothing else."""
    return token.keys() == {attribute} and isinstance(token[attribute], str)


@lru_cache(maxsize=4)
def _common(rules: Rulebook) -> _Finder:
    return _Finder(common_patterns(rules))
