"""spaCy's patterns of tokens, each tried only where the words are printed that it cannot do without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

Pattern = Sequence[Mapping[str, Any]]
Needs = tuple[frozenset[str], ...]
"""Sets of words in small letters, or tags in capitals, of each of which one must be there."""


class QuickMatcher:
    """Patterns by their keys; those that need the same words are tried together."""

    def __init__(self, vocab: Vocab, patterns: Iterable[tuple[str, Pattern]]) -> None:
        """Raises ValueError or KeyError for what is no pattern."""
        from spacy.matcher import Matcher

        self._groups: dict[tuple[frozenset[int], ...], Matcher] = {}
        for key, pattern in patterns:
            needs = tuple(frozenset(map(vocab.strings.add, words)) for words in needs_of(pattern))
            if needs not in self._groups:
                self._groups[needs] = Matcher(vocab)
            self._groups[needs].add(key, [[dict(token) for token in pattern]])

    def __call__(self, doc: Doc, words: frozenset[int]) -> Iterator[tuple[int, int, int]]:
        """The keys (as spaCy's numbers) of what matches, with the first token and the one after the last."""
        for needs, matcher in self._groups.items():
            if not any(map(words.isdisjoint, needs)):
                yield from matcher(doc)


def words_in(doc: Doc) -> frozenset[int]:
    """A text's words in small letters, and its tags, as spaCy's numbers: what patterns may need."""
    return frozenset(map(int, doc.to_array(["LOWER", "TAG"]).ravel().tolist()))


def needs_of(pattern: Pattern) -> Needs:
    """What must be printed for a pattern to match: each token that may not be left out, where it names its words."""
    needed = (words for token in pattern if _is_needed(token) for words in _named(token))
    return tuple(dict.fromkeys(needed))


def _is_needed(token: Mapping[str, Any]) -> bool:
    """Whether a token must stand at least once."""
    often = str(token.get("OP", "1"))
    return often in ("1", "+") or (often.startswith("{") and often[1:2].isdigit() and often[1] != "0")


def _named(token: Mapping[str, Any]) -> Iterator[frozenset[str]]:
    """The words that a token may be."""
    for attribute in ("LOWER", "ORTH", "TEXT"):
        words = token.get(attribute)
        words = words.get("IN") if isinstance(words, Mapping) else [words] if isinstance(words, str) else None
        if words is not None:
            yield frozenset(word.lower() for word in words)
    if isinstance(token.get("TAG"), str):
        yield frozenset([token["TAG"]])
