"""What a sentence shows a trained judge: its words and their shapes, names replaced by the kind of party they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_KINDS = {"PERSON": "@one", "NAME": "@one", "WORD": "@one", "GUESS": "@guess", "POST": "@post", "ORG": "@body"}
_ENDINGS = (("ed", "-ED"), ("ing", "-ING"), ("ly", "-LY"), ("s", "-S"))
_NEAR = 4
"""How many words behind a party its verb may stand."""


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence between "^" and "$", each party one word; `shapes` go with `plain`, `at` gives their tokens."""

    plain: tuple[str, ...]
    shapes: tuple[str, ...]
    at: tuple[int, ...]


def words_of(doc: Doc, known: frozenset[str]) -> Words:
    """A marked sentence's words; the shape of a word that is `known` is the word itself."""
    plain, shapes, at = ["^"], ["^"], [-1]
    for token in doc:
        if token.is_space or (token.ent_type_ and token.ent_iob_ != "B"):
            continue
        plain.append(_plain(token))
        shapes.append(_shape(token, plain[-1], known))
        at.append(token.i)
    return Words((*plain, "$"), (*shapes, "$"), (*at, len(doc)))


def _plain(token: Token) -> str:
    if token.ent_type_:
        return _KINDS.get(token.ent_type_, "@many")
    if any(c.isdigit() for c in token.text):
        return "#"
    return token.lower_.replace("’", "'")


def _shape(token: Token, plain: str, known: frozenset[str]) -> str:
    if plain in known or plain[0] in "@#" or not token.is_alpha:
        return plain
    if token.tag_ == "VB":
        return "-VB"
    return next((shape for end, shape in _ENDINGS if plain.endswith(end) and len(plain) > len(end) + 2), "-")


def sentence_features(doc: Doc, words: Words) -> set[str]:
    """All that a sentence shows: runs of one to three words, of two to four shapes, and what follows each party."""
    found = {f"w {run}" for size in (1, 2, 3) for run in _runs(words.plain, size)}
    found |= {f"s {run}" for size in (2, 3, 4) for run in _runs(words.shapes, size)}
    found |= {f"in {token.lower_}" for token in doc if token.ent_type_ in ("POST", "GROUP")}
    for i, word in enumerate(words.shapes):
        if word[0] == "@" or word in ("he", "she"):
            found |= {f"p {word} … {later}" for later in words.shapes[i + 2 : i + 2 + _NEAR]}
    found.add(f"n {min(len(words.plain) // 8, 5)}")
    return found


def _runs(words: Sequence[str], size: int) -> Iterator[str]:
    return (" ".join(words[i : i + size]) for i in range(len(words) - size + 1))


def owner_features(words: Words, kind: str, head: str, start: int, end: int, turn: int) -> set[str]:
    """What the place of a party, tokens `start` to `end`, shows: its kind, what stands around it, its turn of all."""
    first = next(i for i, at in enumerate(words.at) if at >= start)
    behind = next(i for i, at in enumerate(words.at) if at >= end)
    before, after = words.shapes[:first], words.shapes[behind:]
    found = {f"o {kind}", f"o head {head}", f"o {kind} turn {min(turn, 3)}"}
    for size in (1, 2, 3):
        found.add("o before " + " ".join(before[-size:]))
        found.add("o after " + " ".join(after[:size]))
        found.add(f"o {kind} after " + " ".join(after[:size]))
    found.add("o plain " + " ".join(words.plain[behind : behind + 2]))
    found.add(f"o around {before[-1]} {kind} {after[0]}")
    found |= {f"o later {word}" for word in after[1:6]}
    found |= {f"o earlier {word}" for word in before[-4:]}
    return found
