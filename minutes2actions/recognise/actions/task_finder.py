"""Finds the tasks that a sentence sets: the prose rules as spaCy Matcher patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from minutes2actions.errors import BadRules
from minutes2actions.recognise.actions.clauses import Task, clauses
from minutes2actions.recognise.actions.signals import Signals
from minutes2actions.recognise.actions.subjects import anchored, carried_subject, is_fragment, negated, subject_of
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.rulebook import Rule, Rulebook, fold

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc, Span

TRUST = {"PERSON": 1.0, "POST": 0.97, "NAME": 0.8, "WORD": 0.65, "GUESS": 0.5}
"""How far a rule's confidence holds for a listed person, a post, names on no list; a body has the rule's `weak`."""

_PLANS = 0.85
"""How far a body's, or a stranger's, general verb ("the society will meet") is believed to be a task and not a plan."""

_SMALL = frozenset({"the", "of", "and", "for"})


class TaskFinder:
    """The prose rules, compiled once for a meeting's parties."""

    def __init__(self, marker: PartyMarker, rules: Rulebook) -> None:
        self._marker = marker
        self._rules = {rule.name: rule for rule in rules.of("prose")}
        self._matcher = _matcher(marker, rules)
        self._everybody = rules.words("group", "")
        self._general = rules.words("verb", "general")
        self.signal = Signals(rules).strength

    def tasks(self, sentence: str, last_party: str | None = None) -> list[Task]:
        """A sentence's tasks in order; "he" and "she" stand for `last_party`, where one is given."""
        if sentence.rstrip(' ")”').endswith("?") or " " not in sentence.strip() or sentence.isupper():
            return []
        doc = self._marker(sentence)
        best: dict[int, tuple[Task, int]] = {}
        for rule, span in self._matches(doc):
            task = self._task(doc, rule, span, last_party)
            if task and (span.end - 1 not in best or task.confidence > best[span.end - 1][0].confidence):
                best[span.end - 1] = (task, span.start)
        return clauses(sentence, [best[key][0] for key in sorted(best)])

    def last_party(self, sentence: str) -> str | None:
        """The first person or post that a sentence names, whom a later "he" or "she" means; else None."""
        names = [
            ent.text for ent in self._marker(sentence).ents if ent.label_ in ("PERSON", "POST", "NAME", "WORD", "GUESS")
        ]
        return names[0] if names else None

    def parties(self, sentence: str) -> list[str]:
        """Whom a sentence names."""
        return [party.text for party in self._marker.parties(self._marker(sentence))]

    def same_party(self, tag: str, party: str) -> bool:
        """Whether a tag's owner may be the party that a sentence names: equal, sharing a name, or its initials."""
        name = self._marker.initials.get(tag.strip())
        a, b = fold(name or tag), fold(party)
        if a in self._everybody and (b in self._everybody or b.startswith(("each ", "all ", "every "))):
            return True
        if a == b or fold(tag) == b or set(a.split()) & set(b.split()) - _SMALL:
            return True
        if name:
            return False
        words = [word for word in re.findall(r"[A-Za-z][\w’'-]*", party) if word.lower() not in _SMALL]
        initials = "".join(word[0] for word in words).upper()
        return tag.isupper() and len(tag) <= 4 and (initials == tag or (len(words) == 1 and initials == tag[0]))

    def _matches(self, doc: Doc) -> Iterator[tuple[Rule, Span]]:
        from spacy.util import filter_spans

        by_rule: dict[str, list[Span]] = {}
        for span in self._matcher(doc, as_spans=True):
            by_rule.setdefault(span.label_, []).append(span)
        for name, spans in by_rule.items():
            for span in filter_spans(spans):
                yield self._rules[name], span

    def _task(self, doc: Doc, rule: Rule, span: Span, last_party: str | None) -> Task | None:
        if negated(doc, span):
            return None
        where = rule.extra.get("owner", "subject")
        if where == "none":
            whole = not rule.extra.get("anchored") or is_fragment(doc, span)
            return Task(0, len(doc.text), None, rule, rule.confidence) if whole else None
        if where == "inside":
            owners = [ent for ent in self._marker.parties(doc) if ent.start >= span.start and ent.end <= span.end]
            begin = span.start
        else:
            owners = subject_of(doc, span.start, self._marker)
            begin = owners[0].start if owners else span.start
        if not owners:
            carried = carried_subject(doc, span.start, self._marker, last_party) if where == "subject" else None
            if carried is None or (rule.extra.get("anchored") and doc[span.start - 1].lower_ in ("and", "but")):
                return None
            return Task(carried[0], len(doc.text), carried[1], rule, rule.confidence * 0.85)
        if rule.extra.get("anchored") and not anchored(doc, owners[0].start):
            return None
        if rule.extra.get("first") and span.start > 0:
            return None
        text = doc.text[owners[0].start_char : owners[-1].end_char]
        trust = max(TRUST.get(o.label_, 0.0) for o in owners)
        if doc[span.start : span.end + 1].text.split()[-1].lower() in ("so", "this", "it", "that"):
            begin = 0
        weak = float(rule.extra.get("weak", rule.confidence * 0.7))
        bodies = any(o.label_ == "GROUP" for o in owners)
        confidence = rule.confidence * trust if trust else weak if bodies else weak * 0.9
        if trust < TRUST["POST"] and span[-1].lower_ in self._general:
            confidence *= _PLANS
        return Task(doc[begin].idx, len(doc.text), text, rule, confidence)


def _matcher(marker: PartyMarker, rules: Rulebook) -> Matcher:
    from spacy.matcher import Matcher

    adverbs = sorted(rules.named("words", "adverb").words)
    matcher = Matcher(marker.nlp.vocab)
    for rule in rules.of("prose"):
        try:
            matcher.add(rule.name, [[_token(token, adverbs) for token in rule.pattern]])
        except (ValueError, KeyError) as error:
            cause = str(error).split("\n")[0]
            raise BadRules(rule.file, f"[{rule.label}] is no spaCy pattern ({cause})", "mend the pattern") from None
    return matcher


def _token(token: Mapping[str, Any], adverbs: list[str]) -> dict[str, Any]:
    """The pattern's token for spaCy: `POS_ADVERB = true` stands for the words of [words.adverb]."""
    rest = {key: value for key, value in token.items() if key != "POS_ADVERB"}
    return {**rest, "LOWER": {"IN": adverbs}} if "POS_ADVERB" in token else rest
