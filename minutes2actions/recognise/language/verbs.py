"""Which words on no list are verbs in their base form: those that stand where only a verb can."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BEFORE_VERB = frozenset(
    {*["to", "will", "would", "shall", "should", "must", "'ll", "’ll", "'d", "’d", "please", "gon", "na"]}
)
_LIKE_NOUNS = frozenset({"action", "mention", "petition", "question", "commission", "champion", "position", "caution"})
_PARTICIPLES = frozenset(
    {
        *[
            "taken",
            "given",
            "written",
            "spoken",
            "driven",
            "chosen",
            "broken",
            "fallen",
            "shown",
            "grown",
            "drawn",
            "gone",
        ]
    }
    | {
        *[
            "begun",
            "sent",
            "brought",
            "bought",
            "built",
            "heard",
            "met",
            "thought",
            "told",
            "sold",
            "sought",
            "held",
            "kept",
        ]
    }
)
_NO_BASE_FORM = ("ly", "ing", "ion", "ness", "ment", "ity", "als", "ers", "ors", "ees", "ies")


def stands_as_verb(doc: Doc, i: int, adverbs: frozenset[str], states: frozenset[str]) -> bool:
    """Whether a word on no list must be a verb in its base form: it follows "to", "will" or the like.

    Small words, adverbs, states ("remain") and what looks like another part of speech are none.
    """
    word = doc[i]
    if not _may_be_base_form(word, states) or word.lower_ in adverbs:
        return False
    at = i - 1
    while at > 0 and doc[at].lower_ in adverbs:
        at -= 1
    return at >= 0 and doc[at].lower_ in _BEFORE_VERB


def _may_be_base_form(word: Token, states: frozenset[str]) -> bool:
    text = word.text
    if not text.islower() or not text.replace("-", "").isalpha() or len(text) < 3 or word.is_stop:
        return False
    if text in _LIKE_NOUNS:
        return True
    if (
        text in states
        or text in _PARTICIPLES
        or text.endswith(_NO_BASE_FORM)
        or (text.endswith("ed") and not text.endswith("eed"))
    ):
        return False
    return not (text.endswith("s") and not text.endswith(("ss", "us")))
