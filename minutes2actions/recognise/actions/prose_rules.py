"""The prose rules as spaCy's patterns, compiled once for a rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from minutes2actions.errors import BadRules
from minutes2actions.recognise.language.party_patterns import blank_english
from minutes2actions.recognise.language.quick_matcher import QuickMatcher, words_in
from minutes2actions.rulebook import Rule, Rulebook

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_LY = "(?!(?:reply|apply|supply|rely|comply|fly)$)[a-z]{2,}ly"


class ProseRules:
    """Finds where the prose rules' patterns stand in a sentence."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = {rule.name: rule for rule in rules.of("prose")}
        adverbs = sorted(rules.named("words", "adverb").words)
        vocab = blank_english().vocab
        self._order = {vocab.strings.add(name): place for place, name in enumerate(self._rules)}
        for rule in self._rules.values():  # each alone, so that a wrong one is named
            _compiled(rule, adverbs)
        self._matcher = QuickMatcher(vocab, [(name, _tokens(rule, adverbs)) for name, rule in self._rules.items()])

    def __call__(self, doc: Doc) -> list[tuple[Rule, Span]]:
        """The rules that match with where they do, as soon as their first match ends; of each the longest only."""
        from spacy.tokens import Span
        from spacy.util import filter_spans

        by_rule: dict[int, list[Span]] = {}
        for key, start, end in self._matcher(doc, words_in(doc)):
            by_rule.setdefault(key, []).append(Span(doc, start, end, label=key))
        found = sorted(by_rule.items(), key=lambda item: (min(span.end for span in item[1]), self._order[item[0]]))
        return [(self._rules[span.label_], span) for _, spans in found for span in filter_spans(spans)]


@lru_cache(maxsize=4)
def prose_rules(rules: Rulebook) -> ProseRules:
    """The prose rules of a rulebook; raises BadRules."""
    return ProseRules(rules)


def _compiled(rule: Rule, adverbs: list[str]) -> None:
    try:
        QuickMatcher(blank_english().vocab, [(rule.name, _tokens(rule, adverbs))])
    except (ValueError, KeyError) as error:
        cause = str(error).split("\n")[0]
        raise BadRules(rule.file, f"[{rule.label}] is no spaCy pattern ({cause})", "mend the pattern") from None


def _tokens(rule: Rule, adverbs: list[str]) -> list[dict[str, Any]]:
    return [_token(token, adverbs) for token in rule.pattern]


def _token(token: Mapping[str, Any], adverbs: list[str]) -> dict[str, Any]:
    """The pattern's token for spaCy: `POS_ADVERB = true` stands for the words of [words.adverb]."""
    rest = {key: value for key, value in token.items() if key != "POS_ADVERB"}
    return {**rest, "LOWER": {"REGEX": rf"^(?:{'|'.join(adverbs)}|{_LY})$"}} if "POS_ADVERB" in token else rest
