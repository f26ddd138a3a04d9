"""Finds the tasks that a sentence sets: the prose rules as spaCy Matcher patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from minutes2actions.recognise.actions.clauses import Task, clauses
from minutes2actions.recognise.actions.prose_rules import prose_rules
from minutes2actions.recognise.actions.signals import Signals
from minutes2actions.recognise.actions.subjects import (
    Mentioned,
    anchored,
    begins_clause,
    carried_subject,
    inside,
    is_fragment,
    mentioned,
    negated,
    subject_of,
)
from minutes2actions.recognise.actions.tails import due_within, tail_of
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.recognise.language.sentences import sentences
from minutes2actions.rulebook import Rule, Rulebook, fold, phrases

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

TRUST = {"PERSON": 1.0, "POST": 0.97, "NAME": 0.8, "WORD": 0.65, "GUESS": 0.5}
"""How far a rule's confidence holds for a listed person, a post, names on no list; a body has the rule's `weak`."""

_PLANS = 0.85
"""How far a body's, or a stranger's, general verb ("the society will meet") is believed to be a task and not a plan."""

NOBODY = Mentioned()

_FREE = 0.5
_ORDERED = 1.4
_USUAL = 0.7
"""How far what is done "as usual" is believed to be a task of this meeting's."""
_OWNED_BEHIND = 0.75
_TIMED = 0.85
"""What a deadline in the sentence leaves of the doubt that it sets a task."""
_WISH = 0.6
_STRANGER = 0.8
"""How far what a stranger to the meeting said he would do is believed to be a task of the meeting's."""
_PLANNED = 0.75
"""How far "Jo reported … and will be doing" is believed to be what Jo will do."""
_OPINION = 0.5
"""How far "Jo thinks that … and would …" is believed to be what Jo will do."""
_WHOLE = frozenset({"so", "this", "it", "that", "would,", "would.", "would", "will."})
_CONTRACTED = frozenset({"'s", "’s"})
_WOULD = frozenset({"would", "'d", "’d"})

_FOR = "for-party-to"

_SMALL = frozenset({"the", "of", "and", "for"})


class TaskFinder:
    """The prose rules, compiled once for a meeting's parties."""

    def __init__(self, marker: PartyMarker, rules: Rulebook) -> None:
        self._marker = marker
        self._prose = prose_rules(rules)
        self._found: dict[str, list[tuple[Rule, Span]]] = {}
        self._everybody = rules.words("group", "")
        self._routine = phrases(w for rule in rules.of("words") if rule.name == "as-usual" for w in rule.words)
        self._opinions = rules.folded("words", "opinion")
        self._general = rules.words("verb", "general")
        self._strength = Signals(rules).strength

    def tasks(self, sentence: str, last: Mentioned = NOBODY) -> list[Task]:
        """A sentence's tasks in order; its pronouns stand for whom `last` gives."""
        if " " not in sentence.strip() or sentence.isupper():
            return []
        asks = sentence.rstrip(' ")”').endswith("?")
        doc = self._marker(sentence)
        best: dict[int, tuple[Task, int]] = {}
        for rule, span in self._matches(sentence):
            if asks and not rule.extra.get("question"):
                continue
            task = self._task(doc, rule, span, last)
            if task and (span.end - 1 not in best or task.confidence > best[span.end - 1][0].confidence):
                best[span.end - 1] = (task, span.start)
        # "Jo to draft a letter for Ana to sign": signing is what Jo's letter is for.
        first = min((s for t, s in best.values() if t.owner_text), default=None)
        for purpose in [k for k, (t, s) in best.items() if t.rule.name == _FOR and first is not None and s > first]:
            best.pop(purpose)
        starts = {start: key for key, (_, start) in best.items()}
        # "The Clerk should ask the warden to come": asking is the task, coming is not.
        for asked in [key for start, key in starts.items() if start in best and start != key]:
            best.pop(asked)
        best = {key: (_apart(doc, task, at, best.values()), at) for key, (task, at) in best.items()}
        timed = _TIMED if due_within(sentence) else 1.0
        usual = _USUAL if self._routine.search(sentence) else 1.0
        sure = [(t, (1 - (1 - t.confidence) * timed) * usual) for _, (t, _) in sorted(best.items())]
        found = [replace(task, confidence=confidence) for task, confidence in sure]
        return self._owned_behind(sentence, clauses(sentence, found))

    def _owned_behind(self, sentence: str, tasks: list[Task]) -> list[Task]:
        """The tasks, that which names nobody with the owner printed behind it ("… to go on both doors (Jo).")."""
        if all(task.owner_text for task in tasks):
            return tasks
        tail = tail_of(sentence, self._marker)
        owner = tail.owner_text if tail else None
        named = [t if t.owner_text or not owner else _given_to(t, owner) for t in tasks]
        return [t for t in named if t.owner_text or not t.rule.extra.get("tagged")]

    def mentioned(self, sentence: str, last: Mentioned) -> Mentioned:
        """Whom pronouns mean after this sentence; `last` is whom they meant before it."""
        return mentioned(self._marker(sentence), self._marker, last)

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

    def is_another(self, party: str, owners: Sequence[str]) -> bool:
        """Whether a sentence's owner is a person or post whom a tag beside it does not name."""
        people = self._marker.only_people(party)
        return people and not any(self.same_party(owner, party) for owner in owners)

    def concern(self, text: str, owner: str) -> int:
        """How a text concerns an owner.

        4: gives them a task; 3: gives it to no person; 2: names them beside a task's words; 1: reads like one; 0: none.
        """
        tasks = [task for a, b in sentences(text) for task in self.tasks(text[a:b])]
        if any(task.owner_text and self.same_party(owner, task.owner_text) for task in tasks):
            return 4
        if any(task.confidence >= _FREE and not self._marker.only_people(task.owner_text or "") for task in tasks):
            return 3
        if self.signal(text) >= 1.0:
            return 2 if any(self.same_party(owner, party) for party in self.parties(text)) else 1
        return 0

    def signal(self, sentence: str) -> float:
        """How much a sentence reads like a task, whoever is named in it; an order does."""
        ordered = _ORDERED if self._marker.starts_with_task(sentence) else 0.0
        return max(self._strength(sentence), ordered)

    def _matches(self, sentence: str) -> list[tuple[Rule, Span]]:
        """The rules that match a sentence; found once, since several recognisers ask."""
        found = self._found.get(sentence)
        if found is None:
            found = self._found[sentence] = self._prose(self._marker(sentence))
        return found

    def _task(self, doc: Doc, rule: Rule, span: Span, last: Mentioned) -> Task | None:
        if negated(doc, span) or (rule.extra.get("first") and not begins_clause(doc, span.start)):
            return None
        where = rule.extra.get("owner", "subject")
        if where == "none":
            whole = not rule.extra.get("anchored") or is_fragment(doc, span)
            return Task(0, len(doc.text), None, rule, rule.confidence) if whole else None
        if where == "inside":
            owners = inside(span, self._marker)
            begin = span.start
        else:
            owners = subject_of(doc, span.start, self._marker)
            begin = owners[0].start if owners else span.start
        if not owners:
            return self._carried(doc, rule, span, last) if where == "subject" else None
        if rule.extra.get("anchored") and not anchored(doc, owners[0].start, self._marker):
            return None
        possessive = span[0].lower_ in _CONTRACTED and owners[-1].end == span.start
        if possessive or (rule.extra.get("direct") and owners[-1].end != span.start):
            return None
        if doc[span.start : span.end + 1].text.split()[-1].lower() in _WHOLE:
            begin = 0
        text = doc.text[owners[0].start_char : owners[-1].end_char]
        confidence = self._confidence(rule, span, owners)
        if where == "inside":
            confidence *= self._heard(doc, span, last)
        return Task(doc[begin].idx, len(doc.text), text, rule, confidence)

    def _carried(self, doc: Doc, rule: Rule, span: Span, last: Mentioned) -> Task | None:
        """The task of somebody named earlier."""
        carried = carried_subject(doc, span.start, self._marker, last)
        pronoun = doc[span.start - 1].is_stop and doc[span.start - 1].lower_ not in ("and", "but")
        if carried is None or (rule.extra.get("anchored") and not pronoun):
            return None
        start, owner = carried
        trust = max((self._trust(e) for e in self._marker(owner).ents), default=TRUST["GUESS"])
        if not pronoun and span[0].lower_ in _WOULD and any(t.lower_ in self._opinions for t in doc[: span.start]):
            trust *= _OPINION
        if self._marker.knows_people and not self._marker.only_parties(owner, listed=True):
            trust *= _STRANGER
        if rule.extra.get("plan") and not pronoun:
            trust *= _PLANNED
        return Task(start, len(doc.text), owner, rule, rule.confidence * min(trust, 1.0) * 0.85)

    def _confidence(self, rule: Rule, span: Span, owners: Sequence[Span]) -> float:
        trust = max(self._trust(o) for o in owners)
        weak = float(rule.extra.get("weak", rule.confidence * 0.7))
        bodies = any(o.label_ == "GROUP" for o in owners)
        confidence = rule.confidence * trust if trust else weak if bodies else weak * 0.9
        general = trust < TRUST["POST"] and span[-1].lower_ in self._general
        return confidence * _PLANS if general else confidence

    def _heard(self, doc: Doc, span: Span, last: Mentioned) -> float:
        """How far what was asked counts: what a stranger to the meeting asks is a wish, no task."""
        if not self._marker.knows_people:
            return 1.0
        asking = subject_of(doc, span.start, self._marker)
        if asking:
            return _WISH if asking[0].label_ == "NAME" else 1.0
        carried = carried_subject(doc, span.start, self._marker, last)
        if carried is None and span.start and doc[span.start - 1].lower_ == "and" and doc[0].lower_ in ("he", "she"):
            carried = (0, last.one) if last.one else None
        return _WISH if carried and not self._marker.only_parties(carried[1], listed=True) else 1.0

    def _trust(self, party: Span) -> float:
        """How far a party is believed to be one: names that are common, or in minutes without attendees, rather."""
        label = party.label_
        spoken = party[0].lower_ in self._marker.given_names or party[0].text in self._marker.speakers
        if label in ("WORD", "GUESS") and spoken:
            label = "NAME"
        trust = TRUST.get(label, 0.0)
        return 0.95 if label == "NAME" and not self._marker.knows_people else trust


def _apart(doc: Doc, task: Task, at: int, found: Iterable[tuple[Task, int]]) -> Task:
    """A task of which the words before tell what; behind another owner's in the sentence it begins with its own."""
    others = any(start < at and t.owner_text and t.owner_text != task.owner_text for t, start in found)
    if not (others and task.start == 0 and task.owner_text):
        return task
    begin = doc.text.rfind(task.owner_text, 0, doc[at].idx)
    return replace(task, start=max(begin, 0))


def _given_to(task: Task, owner: str) -> Task:
    return replace(task, owner_text=owner, confidence=max(task.confidence, _OWNED_BEHIND))
