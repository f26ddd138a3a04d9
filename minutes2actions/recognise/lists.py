"""Tasks from lists under an action heading, by person where the list is so grouped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from minutes2actions.document import Paragraph, Style
from minutes2actions.recognise.columns import is_nothing
from minutes2actions.recognise.found import Found
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.recognise.passages import Passage
from minutes2actions.recognise.sentences import sentences
from minutes2actions.recognise.task_finder import TaskFinder
from minutes2actions.record import Status
from minutes2actions.rulebook import Rulebook

_BRACKETED = re.compile(r"^\[([^\]]{1,60})\]\s*[:–-]?\s*")
_NAMED = re.compile(r"^([^:–—\n]{2,60}?)\s*(?::|\s[–—-])\s+(?=\S)")
_TAIL_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]]\s*\.?$")
_TAIL_DASH = re.compile(r"\s*(?:\s[–—-]|[–—\t])\s*([^–—\t]{2,60})$")


@dataclass(frozen=True, slots=True)
class ItemOwner:
    """Who a list item names in front of or behind its task, and where the task itself begins and ends."""

    start: int
    end: int
    owner_text: str | None = None
    status_text: str | None = None


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
    return marker.only_parties(paragraph.text, listed=plain)


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
        return bool(found.owner_text) or imperative or len(found.text.split()) >= 3
    if passage.context.meaning in ("review", "completed"):
        return False
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
    parts = item_owner(paragraph.text, marker, rules)
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
        status=Status.COMPLETE if passage.context.meaning == "completed" else Status.OPEN,
        status_text=parts.status_text,
        review=passage.context.meaning in ("review", "completed"),
    )


def item_owner(text: str, marker: PartyMarker, rules: Rulebook) -> ItemOwner:
    """The owner named apart from the task's sentence: "[Name] task", "Name: task", "task (Name)", "task – Name"."""
    start, end, status = 0, len(text), None
    for pattern in (_TAIL_BRACKET, _TAIL_DASH):
        tail = pattern.search(text)
        if tail and _is_status(tail.group(1), rules):
            end, status = tail.start(), re.sub(r"^\w+:\s*", "", tail.group(1)).strip(" .")
            break
    for pattern, listed in ((_BRACKETED, False), (_NAMED, marker.knows_people)):
        match = pattern.match(text)
        if match and marker.only_parties(match.group(1), listed=listed):
            return ItemOwner(match.end(), end, match.group(1).strip(), status)
    for pattern in (_TAIL_BRACKET, _TAIL_DASH):
        match = pattern.search(text[:end])
        if match and match.start() > 8 and marker.only_parties(match.group(1), listed=marker.knows_people):
            return ItemOwner(start, match.start(), match.group(1).strip(), status)
    return ItemOwner(start, end, None, status)


def owner_within(text: str, marker: PartyMarker, finder: TaskFinder) -> str | None:
    """Who is to do what a label, list or table gives as a task: who begins it, or whom its sentence names as doing it.

    Whom an order mentions ("Ask Jo to …") does not own it.
    """
    if marker.starts_with_task(text):
        return None
    leading = marker.leading_owner(text)
    label = _NAMED.match(text)
    if leading is None and label:
        # "By the end of May: Jo to …": the task begins behind its time.
        leading = marker.leading_owner(text[label.end() :])
    if leading:
        return leading
    return next((task.owner_text for task in finder.tasks(text) if task.owner_text), None)


def _is_status(text: str, rules: Rulebook) -> bool:
    """Whether what stands behind a task says how it stands: a status word, or anything behind the word itself."""
    if re.match(r"(?:status|progress)\s*:", text, re.IGNORECASE):
        return True
    return rules.find("status", text.strip(" .")) is not None
