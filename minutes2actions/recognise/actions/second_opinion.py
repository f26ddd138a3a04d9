"""What the trained judge thinks of each sentence of prose: surer, less sure, or a task that no rule saw."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from minutes2actions.document import Paragraph, Style
from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.actions.passages import Passage
from minutes2actions.recognise.actions.subjects import Mentioned
from minutes2actions.recognise.actions.task_finder import TaskFinder
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.recognise.language.sentences import sentences
from minutes2actions.recognise.trained.judge import Judge, Verdict

if TYPE_CHECKING:
    from spacy.tokens import Doc

RULE = "prose.trained"
"""What evidence names for a task that the judge alone saw."""

# How rule and judge are weighed, as log odds: fitted on minutes that neither had learnt from, then rounded so that
# those that the rules had learnt from lose nothing.
_TASK, _OWNED, _RULE, _BIAS = 0.3, 0.15, 5.0, -2.65
_TASK_ALONE, _OWNED_ALONE, _BIAS_ALONE = 0.9, 0.4, -3.3
_MOST = 6.0
"""No verdict counts for more than these log odds."""

_OWNER_FROM = -1.5
"""From which log odds on a party is named as the owner."""

_WORTH_SHOWING = 0.3
_FEWEST_WORDS = 3
_JOINERS = frozenset({"and", "&", ",", "/", "+"})


def with_second_opinion(
    found: Sequence[Found], passages: Sequence[Passage], finder: TaskFinder, marker: PartyMarker, judge: Judge
) -> list[Found]:
    """The tasks that the prose rules found, as sure as rules and judge together are, and those that it alone sees."""
    by_place: dict[object, list[Found]] = {}
    for one in found:
        by_place.setdefault(one.paragraph.place, []).append(one)
    judged: list[Found] = []
    for passage in passages:
        paragraph = passage.block
        if isinstance(paragraph, Paragraph) and paragraph.style is not Style.HEADING:
            judged += _paragraph(passage, paragraph, by_place.get(paragraph.place, []), finder, marker, judge)
    return judged


def _paragraph(
    passage: Passage,
    paragraph: Paragraph,
    found: Sequence[Found],
    finder: TaskFinder,
    marker: PartyMarker,
    judge: Judge,
) -> Iterator[Found]:
    last = Mentioned()
    for start, end in sentences(paragraph.text):
        sentence = paragraph.text[start:end]
        here = [one for one in found if start < one.end <= end]
        if here or _may_set_task(sentence):
            doc = marker(sentence)
            verdict = judge(doc)
            yield from (replace(one, confidence=_together(verdict, one.confidence)) for one in here)
            alone = _together(verdict, 0.0)
            if not here and alone >= _WORTH_SHOWING:
                owner = _owner_text(doc, verdict, last)
                yield Found(paragraph, start, end, RULE, alone, passage.context, owner_text=owner)
        last = finder.mentioned(sentence, last)


def _may_set_task(sentence: str) -> bool:
    """Whether a sentence is one, and no question, heading or label."""
    return (
        len(sentence.split()) >= _FEWEST_WORDS
        and not sentence.rstrip(' ")”').endswith(("?", ":"))
        and not sentence.isupper()
    )


def _together(verdict: Verdict, rule: float) -> float:
    """How sure judge and rule are together; `rule` is 0 where no rule saw a task."""
    task, owned = _bounded(verdict.task), _bounded(verdict.owned)
    if rule:
        odds = _TASK * task + _OWNED * owned + _RULE * rule + _BIAS
    else:
        odds = _TASK_ALONE * task + _OWNED_ALONE * owned + _BIAS_ALONE
    return 1 / (1 + math.exp(-odds))


def _bounded(odds: float) -> float:
    return max(-_MOST, min(_MOST, odds))


def _owner_text(doc: Doc, verdict: Verdict, last: Mentioned) -> str | None:
    """The owner as printed, with those joined to it; "he" and "she" are the party last named."""
    owner = verdict.owner
    if owner is None or verdict.owned < _OWNER_FROM:
        return None
    if owner.kind == "PRONOUN":
        named = next(
            (e.text for e in doc.ents if e.end <= owner.start and e.label_ in ("PERSON", "POST", "NAME")), None
        )
        return named or last.one
    start, end = owner.start, owner.end
    ends = {e.end: e.start for e in doc.ents}
    starts = {e.start: e.end for e in doc.ents}
    while start > 1 and doc[start - 1].lower_ in _JOINERS and start - 1 in ends:
        start = ends[start - 1]
    while end + 1 < len(doc) and doc[end].lower_ in _JOINERS and end + 1 in starts:
        end = starts[end + 1]
    return doc[start:end].text
