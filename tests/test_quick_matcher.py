"""Patterns that are tried only where the words are printed that they need: nothing may be missed by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher

from minutes2actions import rulebook
from minutes2actions.layout import lay_out
from minutes2actions.readers import Ocr, read
from minutes2actions.recognise.actions.prose_rules import prose_rules
from minutes2actions.recognise.language.party_patterns import blank_english
from minutes2actions.recognise.language.quick_matcher import QuickMatcher, needs_of, words_in
from minutes2actions.recognise.language.sentences import sentences

RULES = rulebook.load()
SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.docx"))
PATTERNS = [
    ("will", [{"LOWER": {"IN": ["will", "shall"]}}, {"LOWER": "not", "OP": "?"}, {"TAG": "VB"}]),
    ("to", [{"IS_TITLE": True, "OP": "+"}, {"ORTH": "to"}, {"TAG": "VB"}]),
    ("by", [{"LOWER": "by", "OP": "{1,2}"}, {"IS_ALPHA": True}]),
    ("name", [{"TEXT": {"REGEX": "^[A-Z]"}, "OP": "{2,3}"}]),
]
PRINTED = ["Ann", "Will", "will", "shall", "not", "to", "To", "by", "By", "write", "paint", "the", "Board"]
WORDS = st.lists(st.sampled_from(PRINTED), max_size=9)


def plain(patterns: list[tuple[str, list[dict[str, object]]]]) -> Matcher:
    """spaCy's own matcher, which tries all patterns everywhere."""
    matcher = Matcher(blank_english().vocab)
    for key, pattern in patterns:
        matcher.add(key, [pattern])
    return matcher


@given(WORDS)
def test_the_same_places_are_found_as_when_every_pattern_is_tried(words: list[str]) -> None:
    doc = blank_english().make_doc(" ".join(words))
    for token in doc:
        token.tag_ = "VB" if token.text in ("write", "paint") else "-"
    quick = QuickMatcher(doc.vocab, PATTERNS)
    assert sorted(quick(doc, words_in(doc))) == sorted(plain(PATTERNS)(doc))


def test_what_may_be_left_out_is_not_needed() -> None:
    assert needs_of(PATTERNS[0][1]) == (frozenset({"will", "shall"}), frozenset({"VB"}))
    assert needs_of([{"LOWER": "a", "OP": "*"}, {"LOWER": "b", "OP": "{0,2}"}, {"LOWER": {"NOT_IN": ["c"]}}]) == ()


def printed() -> Iterator[str]:
    """Every sentence of the samples, and of the prose rules' own examples."""
    for rule in RULES.of("prose"):
        yield from (*rule.yes, *rule.no)
    for sample in SAMPLES:
        for paragraph in lay_out(read(sample, Ocr.NEVER)).paragraphs():
            yield from (paragraph.text[start:end] for start, end in sentences(paragraph.text))


def test_no_prose_rule_misses_a_sentence_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = prose_rules(RULES)
    everything = type(found)(RULES)
    monkeypatch.setattr("minutes2actions.recognise.language.quick_matcher.needs_of", lambda pattern: ())
    unfiltered = type(found)(RULES)
    assert len(unfiltered._matcher._groups) == 1 < len(everything._matcher._groups)
    verbs = RULES.words("verb", "task")
    seen = 0
    for sentence in printed():
        doc = blank_english().make_doc(sentence)
        for token in doc:
            token.tag_ = "VB" if token.lower_ in verbs else "-"
        one, other = ({(rule.name, span.start, span.end) for rule, span in way(doc)} for way in (found, unfiltered))
        assert one == other, sentence
        seen += len(one)
    assert seen > 100
