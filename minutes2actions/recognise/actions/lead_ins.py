"""Lists that a sentence leads up to: "Still to sort:", "The Clerk was asked to:", each point a task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes2actions.document import Paragraph, Style
from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.actions.lists import read_list
from minutes2actions.recognise.actions.passages import LISTING, Passage, section_named
from minutes2actions.recognise.actions.task_finder import TaskFinder
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.recognise.language.sentences import sentences
from minutes2actions.rulebook import Rulebook

RULE = "lists.led_up_to"
_LEADS = re.compile(r"(?:[:–—-]|\b(?:to|will|would|should|that))\s*$")
_STAND_IN = " do this"
"""What stands for the points of a list while its opening is read as a sentence."""
_LONGEST_POINT = 80


def lead_in_tasks(text: Sequence[Passage], marker: PartyMarker, finder: TaskFinder, rules: Rulebook) -> Iterator[Found]:
    """The tasks of all lists that a paragraph's last sentence leads up to."""
    for number, passage in enumerate(text):
        paragraph = passage.block
        if not isinstance(paragraph, Paragraph) or passage.context.meaning in LISTING or _is_point(passage):
            continue
        if paragraph.style is Style.HEADING or not _LEADS.search(paragraph.text):
            continue
        points = list(_points(text, number + 1))
        if points:
            yield from _tasks(paragraph, points, marker, finder, rules)


def _tasks(
    opening: Paragraph, points: Sequence[Passage], marker: PartyMarker, finder: TaskFinder, rules: Rulebook
) -> Iterator[Found]:
    start, end = list(sentences(opening.text))[-1]
    words = opening.text[start:end].rstrip(" :–—-")
    section = section_named(words, rules)
    if section and section.meaning in LISTING:
        within = [replace(p, context=replace(p.context, section=section)) for p in points]
        listed = read_list(within, marker, finder, rules)
        yield from (replace(f, rule=RULE) for f in listed if f.owner_text or finder.signal(f.text) >= 1.0)
        return
    led = next((t for t in finder.tasks(words + _STAND_IN) if t.owner_text), None)
    if led is None:
        return
    for point in points:
        if isinstance(point.block, Paragraph):
            yield Found(
                paragraph=point.block,
                start=0,
                end=len(point.block.text),
                rule=RULE,
                confidence=led.confidence,
                context=point.context,
                owner_text=led.owner_text,
                owner_at=(opening,),
            )


def _points(text: Sequence[Passage], start: int) -> Iterator[Passage]:
    """The list that begins right there: its points, what stands deeper left out."""
    depth: int | None = None
    for passage in text[start:]:
        paragraph = passage.block
        if not isinstance(paragraph, Paragraph) or not _is_point(passage):
            return
        if depth is None:
            depth = paragraph.level
        if paragraph.level < depth or len(paragraph.text.split()) > _LONGEST_POINT:
            return
        if paragraph.level == depth:
            yield passage


def _is_point(passage: Passage) -> bool:
    paragraph = passage.block
    return isinstance(paragraph, Paragraph) and paragraph.style is Style.LIST
