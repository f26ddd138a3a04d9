"""What each passage is about: the topic printed above it or in front of it, and what was said of it so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from minutes2actions.document import Paragraph, Place, Style
from minutes2actions.recognise.actions.passages import Passage, numbering, short_heading

LONGEST_TOPIC = 10
"""More words than this are a sentence."""
LONGEST_CONTEXT = 400
"""How many characters of what was said before an action are kept with it."""

_TOPIC = re.compile(r"^([^:–—\n.\[\]]{2,70}?)(?::\s+|\s[-–—]\s+|\s?[–—]\s)(?=\S)")

_EMPTIED = re.compile(r"\[\s*\w+:?\s*\]")
"""A label in brackets of which the task was taken out."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic's words, how its line is numbered, and the paragraphs said of it so far."""

    words: str | None
    shape: str | None
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a passage is about: its topic, and what was said of it before."""

    topic: str | None
    before: tuple[str, ...]


def topic_within(text: str, is_party: Callable[[str], bool]) -> re.Match[str] | None:
    """The words in front of a text that name what it is about ("Slipway: …"); who speaks is no topic."""
    match = _TOPIC.match(text)
    if match is None or len(match.group(1).split()) > LONGEST_TOPIC or is_party(match.group(1)):
        return None
    return match


def subjects(passages: Iterable[Passage], is_party: Callable[[str], bool]) -> Mapping[tuple[Place, str], Subject]:
    """What each paragraph is about, by its place and text."""
    found: dict[tuple[Place, str], Subject] = {}
    topic, heading = Topic(None, None), None
    for passage in passages:
        block = passage.block
        if not isinstance(block, Paragraph):
            continue
        under = (passage.context.heading, passage.context.item if block.place.row is not None else None)
        if under != heading or block.style is Style.HEADING:
            topic, heading = Topic(passage.context.heading, None), under
        topic = _next(topic, block, is_party)
        found[block.place, block.text] = Subject(topic.words, topic.said)
        topic = Topic(topic.words, topic.shape, (*topic.said, block.text))
    return found


def _next(topic: Topic, paragraph: Paragraph, is_party: Callable[[str], bool]) -> Topic:
    """The topic once a paragraph begins: its own, the one above it, or none."""
    if paragraph.style is Style.HEADING:
        return Topic(short_heading(paragraph.text), None)
    shape = _shape(paragraph)
    own = topic_within(paragraph.text, is_party)
    if own:
        return Topic(own.group(1).strip(), shape)
    if shape and (topic.shape in (None, shape) or len(paragraph.text.split()) <= LONGEST_TOPIC):
        words = short_heading(paragraph.text) if len(paragraph.text.split()) <= LONGEST_TOPIC else None
        return Topic(words, shape)
    return topic


def _shape(paragraph: Paragraph) -> str | None:
    """How a list item's marker looks; None for what is no list item."""
    if paragraph.style is not Style.LIST and not paragraph.marker:
        return None
    number = numbering(paragraph)
    return f"{number.shape}{number.parts}{paragraph.level}" if number else f"*{paragraph.level}"


def context_of(paragraph: Paragraph, start: int, end: int, subject: Subject | None, beside: str) -> str:
    """The words among which the task at `start` to `end` stands: the rest of its paragraph, what was said before."""
    before, after = paragraph.text[:start][-LONGEST_CONTEXT:], paragraph.text[end:][: LONGEST_CONTEXT // 4]
    parts = [" ".join(_EMPTIED.sub("", f"{before} {after}").split()), beside]
    room = LONGEST_CONTEXT - sum(map(len, parts))
    for text in reversed(subject.before if subject else ()):
        if room <= 0:
            break
        parts.append(text[-room:])
        room -= len(text)
    return "\n".join(dict.fromkeys(part.strip() for part in parts if part.strip()))[:LONGEST_CONTEXT]
