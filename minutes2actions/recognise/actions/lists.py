"""Tasks from lists under an action heading, by person where the list is so grouped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes2actions.document import Paragraph, Style
from minutes2actions.recognise.actions.columns import is_nothing
from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.actions.item_parts import item_parts, owner_within
from minutes2actions.recognise.actions.passages import Passage
from minutes2actions.recognise.actions.task_finder import TaskFinder
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.recognise.language.sentences import sentences
from minutes2actions.record import Status
from minutes2actions.rulebook import Rulebook

_STATES = re.compile(r"\b(?:is|are|was|were|has|have|had)\b(?! to\b)(?!.*\b(?:to|will|should|must|needs?)\b)")
"""What a list's line says that only tells how things stand: "cups: there are plenty"."""


def read_list(
    items: Sequence[Passage],
    marker: PartyMarker,
    finder: TaskFinder,
    rules: Rulebook,
    person: Paragraph | None = None,
) -> Iterator[Found]:
    """The tasks of one section's paragraphs; `items` are its passages, headings and tables left out.

    `person` is the line that names whose tasks the first of them are, where one stands above.
    """
    deepest = min((p.block.level for p in items if isinstance(p.block, Paragraph) and _is_item(p)), default=0)
    last: Found | None = None
    listed = any(_is_item(p) for p in items)
    for passage in items:
        paragraph = passage.block
        if not isinstance(paragraph, Paragraph) or is_nothing(paragraph.text, rules):
            continue
        if names_person(paragraph, marker):
            if last:
                yield last
            person, deepest, last = paragraph, 99, None
            continue
        if last and _is_item(passage) and deepest < paragraph.level:
            last = replace(last, more=(*last.more, paragraph))
            continue
        if last:
            yield last
            last = None
        for found in _split(_item(passage, paragraph, person, marker, finder, rules), passage, marker):
            if _reads_like_task(passage, found, marker, listed=listed):
                if last:
                    yield last
                last = found
    if last:
        yield last


def names_person(paragraph: Paragraph, marker: PartyMarker) -> bool:
    """Whether a line is a name over the tasks below it; one that no list holds must end in a colon or be bold."""
    plain = not (paragraph.text.rstrip().endswith(":") or paragraph.bold or paragraph.style is Style.HEADING)
    return marker.only_people(paragraph.text) or (not plain and marker.only_names(paragraph.text))


def _split(found: Found, passage: Passage, marker: PartyMarker) -> list[Found]:
    """A plain paragraph's tasks: its sentences, where each begins with what to do or who is to do it."""
    text = found.paragraph.text[found.start : found.end]
    spans = list(sentences(text))
    if _is_item(passage) or len(spans) < 2 or not all(marker.starts_with_task_or_party(text[a:b]) for a, b in spans):
        return [found]
    return [replace(found, start=found.start + a, end=found.start + b) for a, b in spans]


def _reads_like_task(passage: Passage, found: Found, marker: PartyMarker, *, listed: bool) -> bool:
    """Whether what stands in the list is a task: an item with an owner, or one that says what to do."""
    imperative = marker.starts_with_task(found.text)
    if _is_item(passage):
        states = _STATES.search(found.text) is not None and passage.context.meaning != "review"
        return bool(found.owner_text) or imperative or (len(found.text.split()) >= 3 and not states)
    if passage.context.meaning in ("review", "completed"):
        return found.ref is not None or found.confidence >= 0.95
    return imperative or (not listed and (bool(found.owner_text) or marker.says_task(found.text)))


def _is_item(passage: Passage) -> bool:
    return isinstance(passage.block, Paragraph) and (passage.block.style is Style.LIST or bool(passage.block.marker))


def _item(
    passage: Passage,
    paragraph: Paragraph,
    person: Paragraph | None,
    marker: PartyMarker,
    finder: TaskFinder,
    rules: Rulebook,
) -> Found:
    parts = item_parts(paragraph.text, marker, rules)
    owner_text = parts.owner_text or (person.text.strip(" :.") if person else None)
    confidence = 0.9 if _is_item(passage) or person else 0.75
    if owner_text is None:
        owner_text = owner_within(paragraph.text[parts.start : parts.end], marker, finder)
    elif parts.owner_text:
        confidence = 0.95
    return Found(
        paragraph=paragraph,
        start=parts.start,
        end=parts.end,
        rule=passage.context.section.label if passage.context.section else "lists.item",
        confidence=confidence,
        context=passage.context,
        owner_text=owner_text,
        owner_at=(person,) if person and not parts.owner_text else (),
        status=Status.COMPLETE if parts.ticked or passage.context.meaning == "completed" else Status.OPEN,
        status_text=parts.status_text,
        due_text=parts.due_text,
        due_at=(paragraph,) if parts.due_text else (),
        ref=parts.ref,
        review=passage.context.meaning in ("review", "completed"),
    )
