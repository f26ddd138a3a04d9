"""Tasks in plain prose: a named person, role or body takes one on or is given one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from minutes2actions.errors import BadRules
from minutes2actions.recognise.found import Found
from minutes2actions.recognise.language import PartyMarker, language_for, sentences
from minutes2actions.recognise.passages import Context, Passage
from minutes2actions.document import Paragraph, Place
from minutes2actions.rulebook import Rule, Rulebook, fold

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc, Span

TRUST = {"PERSON": 1.0, "POST": 0.97, "NAME": 0.8, "WORD": 0.65, "GUESS": 0.5}
"""How far a rule's confidence holds for a listed person, a post, names on no list; a body has the rule's `weak`."""

_CLAUSE_START = frozenset(',;:–—-([•"“').union({"and", "that", "agreed", "resolved", "but", "so", "then", "."})
_SKIPPED = frozenset({"also", "therefore", "then", "both", "each", "all", "now", "who", "has", "have"})
_JOINERS = frozenset({"and", "&", ",", "/", "+", "or"})
_PREPOSITIONS = frozenset({*"to with from for of by on at about via".split()})
_SMALL = frozenset({"the", "of", "and", "for"})
_FINITE = frozenset(
    {*"is are was were has have had will would it need needs due able likely seems continues hopes used".split()}
)
_POINTS_BACK = re.compile(r"\bto do (?:so|this|it|that)\W*$")
_PARTICIPLE = r"(?:\w+ly )?\w+(?:ed|en|wn|nt|ght|ut|id|ade)"
_PRONOUNS = frozenset({"he", "she"})


@dataclass(frozen=True, slots=True)
class Task:
    """What one sentence says: characters `start` to `end` of it, who is to do it and by which rule."""

    start: int
    end: int
    owner_text: str | None
    rule: Rule
    confidence: float


class TaskFinder:
    """The prose rules, compiled once for a meeting's parties."""

    def __init__(self, marker: PartyMarker, rules: Rulebook) -> None:
        self._marker = marker
        self._rules = {rule.name: rule for rule in rules.of("prose")}
        self._matcher = _matcher(marker, rules)
        self._signals = [(float(rule.extra["weight"]), _signal_pattern(rule)) for rule in rules.of("signal")]

    def tasks(self, sentence: str, last_party: str | None = None) -> list[Task]:
        """A sentence's tasks in order; "he" and "she" stand for `last_party`, where one is given."""
        if sentence.rstrip(' ")”').endswith("?") or " " not in sentence.strip():
            return []
        doc = self._marker(sentence)
        best: dict[int, tuple[Task, int]] = {}
        for rule, span in self._matches(doc):
            task = self._task(doc, rule, span, last_party)
            if task and (span.end - 1 not in best or task.confidence > best[span.end - 1][0].confidence):
                best[span.end - 1] = (task, span.start)
        return _clauses(sentence, [best[key][0] for key in sorted(best)])

    def last_party(self, sentence: str) -> str | None:
        """The first person or post that a sentence names, whom a later "he" or "she" means; else None."""
        names = [
            ent.text for ent in self._marker(sentence).ents if ent.label_ in ("PERSON", "POST", "NAME", "WORD", "GUESS")
        ]
        return names[0] if names else None

    def parties(self, sentence: str) -> list[str]:
        """Whom a sentence names."""
        return [party.text for party in self._marker.parties(self._marker(sentence))]

    def signal(self, sentence: str) -> float:
        """How much a sentence reads like a task, from 0, whoever is named in it."""
        weights = [weight for weight, pattern in self._signals if pattern.search(sentence)]
        positive = [weight for weight in weights if weight > 0]
        if not positive:
            return 0.0
        return max(positive) + 0.25 * (len(positive) - 1) + sum(weight for weight in weights if weight < 0)

    def same_party(self, tag: str, party: str) -> bool:
        """Whether a tag's owner may be the party that a sentence names: equal, sharing a name, or its initials."""
        name = self._marker.initials.get(tag.strip())
        a, b = fold(name or tag), fold(party)
        if a == b or fold(tag) == b or set(a.split()) & set(b.split()) - _SMALL:
            return True
        if name:
            return False
        words = [word for word in re.findall(r"[A-Za-z][\w’'-]*", party) if word.lower() not in _SMALL]
        initials = "".join(word[0] for word in words).upper()
        return tag.isupper() and len(tag) <= 4 and (initials == tag or (len(words) == 1 and initials == tag[0]))

    def _matches(self, doc: Doc) -> Iterator[tuple[Rule, Span]]:
        from spacy.util import filter_spans  # noqa: PLC0415

        by_rule: dict[str, list[Span]] = {}
        for span in self._matcher(doc, as_spans=True):
            by_rule.setdefault(span.label_, []).append(span)
        for name, spans in by_rule.items():
            for span in filter_spans(spans):
                yield self._rules[name], span

    def _task(self, doc: Doc, rule: Rule, span: Span, last_party: str | None) -> Task | None:
        if _negated(doc, span):
            return None
        where = rule.extra.get("owner", "subject")
        if where == "none":
            whole = not rule.extra.get("anchored") or _is_fragment(doc, span)
            return Task(0, len(doc.text), None, rule, rule.confidence) if whole else None
        if where == "inside":
            owners = [ent for ent in self._marker.parties(doc) if ent.start >= span.start and ent.end <= span.end]
            begin = span.start
        else:
            owners = _subject(doc, span.start, self._marker)
            begin = owners[0].start if owners else span.start
        if not owners and where == "subject":
            return _carried_task(doc, rule, span, last_party, self._marker)
        if not owners:
            return None
        if rule.extra.get("anchored") and not _anchored(doc, owners[0].start):
            return None
        text = doc.text[owners[0].start_char : owners[-1].end_char]
        trust = max(TRUST.get(o.label_, 0.0) for o in owners)
        if doc[span.start : span.end + 1].text.split()[-1].lower() in ("so", "this", "it", "that"):
            begin = 0
        weak = float(rule.extra.get("weak", rule.confidence * 0.7))
        bodies = any(o.label_ == "GROUP" for o in owners)
        confidence = rule.confidence * trust if trust else weak if bodies else weak * 0.9
        return Task(doc[begin].idx, len(doc.text), text, rule, confidence)


def prose_tasks(passage: Passage, finder: TaskFinder) -> Iterator[Found]:
    """The tasks that a paragraph's sentences give."""
    paragraph, last, before = passage.block, None, 0
    if not isinstance(paragraph, Paragraph):
        return
    for start, end in sentences(paragraph.text):
        sentence = paragraph.text[start:end]
        for task in finder.tasks(sentence, last):
            yield Found(
                paragraph=paragraph,
                start=before if _POINTS_BACK.search(sentence[task.start : task.end]) else start + task.start,
                end=start + task.end,
                rule=task.rule.label,
                confidence=task.confidence,
                context=passage.context,
                owner_text=task.owner_text,
            )
        last = finder.last_party(sentence) or last
        before = start


def check_examples(rules: Rulebook) -> list[str]:
    """What the prose rules' own examples show to be wrong, a line each; empty where all hold."""
    marker = language_for((), " ".join(t for r in rules.of("prose") for t in (*r.yes, *r.no)), rules)
    finder, failures = TaskFinder(marker, rules), []
    for rule in rules.of("prose"):
        for text in rule.yes:
            if not any(task.rule.name == rule.name for task in finder.tasks(text)):
                failures.append(f"{rule.file.name}: [{rule.label}] does not read its example {text!r}")
        for text in rule.no:
            if any(task.rule.name == rule.name for task in finder.tasks(text)):
                failures.append(f"{rule.file.name}: [{rule.label}] reads its counter-example {text!r}")
    return failures


def _matcher(marker: PartyMarker, rules: Rulebook) -> Matcher:
    from spacy.matcher import Matcher  # noqa: PLC0415

    adverbs = sorted(rules.named("words", "adverb").words)
    matcher = Matcher(marker.nlp.vocab)
    for rule in rules.of("prose"):
        try:
            matcher.add(rule.name, [[_token(token, adverbs) for token in rule.pattern]])
        except (ValueError, KeyError) as error:
            cause = str(error).split("\n")[0]
            raise BadRules(rule.file, f"[{rule.label}] is no spaCy pattern ({cause})", "mend the pattern") from None
    return matcher


def _signal_pattern(rule: Rule) -> re.Pattern[str]:
    words = (re.escape(word).replace(r"\*", _PARTICIPLE).replace(r"\ ", r"\s+") for word in rule.words)
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def _token(token: Mapping[str, Any], adverbs: list[str]) -> dict[str, Any]:
    """The pattern's token for spaCy: `POS_ADVERB = true` stands for the words of [words.adverb]."""
    rest = {key: value for key, value in token.items() if key != "POS_ADVERB"}
    return {**rest, "LOWER": {"IN": adverbs}} if "POS_ADVERB" in token else rest


def _negated(doc: Doc, span: Span) -> bool:
    after = doc[span.end - 1 : span.end + 1]
    return any(t.lower_ in ("not", "n't", "never") for t in (*span, *after))


def _subject(doc: Doc, start: int, marker: PartyMarker) -> list[Span]:
    """The parties that end right before token `start`, over adverbs, brackets and appositions, with those joined to them."""
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


def _anchored(doc: Doc, start: int) -> bool:
    return start == 0 or doc[start - 1].lower_ in _CLAUSE_START


def _is_fragment(doc: Doc, span: Span) -> bool:
    """Whether nothing but a short noun phrase stands before, in the sentence or its last clause: "New locks | to be …"."""
    commas = [t.i + 1 for t in doc[: span.start] if t.text in ",;:–-"]
    head = doc[commas[-1] if commas else 0 : span.start]
    if not 1 <= len(head) <= 9 or any(t.lower_ in _FINITE or re.fullmatch(r"[a-z]+ed", t.text) for t in head[:-1]):
        return False
    last = head[-1].lower_
    return last in ("is", "are", "also", "still") or not (last in _FINITE or last.endswith(("ues", "eds", "ed")))


def _carried_task(doc: Doc, rule: Rule, span: Span, last_party: str | None, marker: PartyMarker) -> Task | None:
    """A task whose subject stands earlier: "She will …", or "The Clerk believed so, and will …"."""
    before = doc[span.start - 1] if span.start else None
    if before is None:
        return None
    if before.lower_ in _PRONOUNS:
        own = next((e.text for e in marker.parties(doc) if e.end < before.i and e.label_ in ("PERSON", "POST")), None)
        owner = own or last_party
        return Task(before.idx, len(doc.text), owner, rule, rule.confidence * 0.85) if owner else None
    first = next(iter(marker.parties(doc)), None)
    if before.lower_ in ("and", "but") and first and first.start <= 1 and first.label_ in ("PERSON", "POST"):
        if rule.extra.get("anchored"):
            return None
        return Task(before.idx + len(before.text) + 1, len(doc.text), first.text, rule, rule.confidence * 0.85)
    return None


def _helps(clause: str) -> bool:
    """Whether a clause only adds a helper to the task before it: "and Jo will also assist"."""
    return bool(
        re.match(r"(?:\S+\s+){1,4}also\s+\w+[\s.]*$|(?:\S+\s+){1,4}also\s+\w+\s+(?:with|in)\s+(?:this|it)\b", clause)
    )


def _clauses(sentence: str, tasks: list[Task]) -> list[Task]:
    """Each task with its share of the sentence; one that stands alone has all of it."""
    kept: list[Task] = []
    for task in tasks:
        if (
            kept
            and kept[-1].owner_text
            and kept[-1].owner_text == task.owner_text
            and not sentence[task.start :].startswith(task.owner_text)
        ):
            continue
        if kept and kept[-1].owner_text and task.owner_text and _helps(sentence[task.start : task.end]):
            kept[-1] = replace(kept[-1], owner_text=f"{kept[-1].owner_text}, {task.owner_text}", end=task.end)
            continue
        if kept and (
            task.owner_text is None or (task.owner_text == kept[-1].owner_text and task.start == kept[-1].start)
        ):
            continue
        if kept and kept[-1].owner_text is None:
            kept.pop()
        kept.append(task)
    shares = []
    for i, task in enumerate(kept):
        begin = 0 if i == 0 else task.start
        end = kept[i + 1].start if i + 1 < len(kept) else task.end
        clause = re.sub(r"(?:[\s,;–-]|\b(?:and|but|that|while)\b)+$", "", sentence[begin:end])
        if not clause.strip():
            continue
        shares.append(Task(begin, begin + len(clause), task.owner_text, task.rule, task.confidence))
    return shares


def plain_passage(text: str) -> Passage:
    """A sentence as a passage of its own, for examples and tests."""
    return Passage(Paragraph(text, Place(0)), Context())
