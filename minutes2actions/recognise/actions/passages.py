"""A meeting's text in reading order, each paragraph with what stands above it: item, heading, section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from minutes2actions.document import Block, Paragraph, Style, Table
from minutes2actions.rulebook import Rule, Rulebook, fold

LISTING = frozenset({"actions", "review", "completed"})
"""The sections whose paragraphs are a list of actions."""

_HEADING_WORDS = 8
"""Words up to which a heading is told by some within it."""

_ITEM = re.compile(
    r"^(?!\d{1,2}[/.]\d{1,2}[/.]\d{2,4}$)\(?((?:[A-Z]{1,4}[ -]?)?\d{1,4}(?:[./]\d{1,4}){0,3}[a-z]?)[).:]?$"
)
_LEADING_NUMBER = re.compile(
    r"^(?!\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b)((?:[A-Z]{1,4}[ -])?\d{1,4}(?:[./]\d{1,4}){0,3}[a-z]?)[).:]?\s+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a paragraph is numbered: with digits or letters, how many parts the number has, and how deep it stands."""

    shape: str
    parts: int
    level: int
    value: int | None = None

    def ended_by(self, other: Numbering | None) -> bool:
        """Whether a paragraph numbered like `other` stands beside or above one numbered like this."""
        return (
            other is not None and other.shape == self.shape and other.parts <= self.parts and other.level <= self.level
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above a passage: the agenda item's printed number, the heading, and the section's rule."""

    item: str | None = None
    heading: str | None = None
    section: Rule | None = None
    opener: Numbering | None = None
    """How the section's own line is numbered, if it is: what is numbered alike ends the section."""
    number: int | None = None
    """The last whole number of an agenda item."""
    at: Paragraph | None = None
    """The paragraph that prints the heading."""
    aside: bool = False
    """Whether this is a remark beside an action, on how it stands."""

    @property
    def meaning(self) -> str:
        """What the section holds: "actions", "review" and so on, or ""."""
        return self.section.meaning if self.section else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a table, with its context; `margin` holds the notes beside it."""

    block: Paragraph | Table
    context: Context
    margin: tuple[Paragraph, ...] = ()


def passages(blocks: Iterable[Block], rules: Rulebook) -> Iterator[Passage]:
    """A part's paragraphs and tables, each with its context."""
    context = Context()
    waiting: Passage | None = None
    for block in blocks:
        if isinstance(block, Paragraph) and block.style is Style.MARGIN:
            if waiting:
                waiting = replace(waiting, margin=(*waiting.margin, block))
            continue
        if waiting:
            yield waiting
        if isinstance(block, Paragraph):
            context = step(context, block, rules)
        waiting = Passage(block, context)
        if isinstance(block, Table) and context.section:
            # The table is what the section's heading announced.
            context = replace(context, section=None)
    if waiting:
        yield waiting


def step(context: Context, paragraph: Paragraph, rules: Rulebook) -> Context:
    """The context once a paragraph has been passed: a heading or a section's label changes it."""
    section = section_of(paragraph, rules)
    item = item_of(paragraph) or context.item
    number = numbering(paragraph)
    top = number.value if number and number.parts == 1 and number.shape == "1" else None
    heading = short_heading(paragraph.text)
    if section:
        return Context(item, heading, section, number, top or context.number, paragraph)
    if _ends_section(context, number, top):
        return Context(item, heading, number=top or context.number)
    if paragraph.style is Style.HEADING:
        deeper = paragraph.level > 2 and context.meaning in LISTING
        inner = context.section if deeper else None
        return Context(item, heading, inner, number=top or context.number, at=paragraph)
    top = None if context.meaning in LISTING else top
    return replace(context, item=context.item if paragraph.style is Style.LIST else item, number=top or context.number)


def _ends_section(context: Context, number: Numbering | None, top: int | None) -> bool:
    """Whether a numbered paragraph ends the section: numbered like its heading, or next after the items before it."""
    if context.meaning not in LISTING:
        return False
    if context.opener:
        return context.opener.ended_by(number)
    return top is not None and top > 1 and context.number is not None and top == context.number + 1


def short_heading(text: str) -> str | None:
    """A heading without what runs on behind it; None where a whole sentence stands for one."""
    text = _LEADING_NUMBER.sub("", text)
    head = re.split(r"\s[–—-]\s|:\s|\.\s|\n", text.strip(" :.\n"), maxsplit=1)[0].strip()
    return head if head and len(head.split()) <= 14 and len(head) <= 90 else None


def numbering(paragraph: Paragraph) -> Numbering | None:
    """How a paragraph is numbered, or None."""
    marker = (paragraph.marker or "").strip(" ().[]:")
    if not any(c.isalnum() for c in marker):
        return None
    shape = "1" if marker[-1].isdigit() else "A" if marker.isupper() else "a"
    parts = re.findall(r"\d+", marker)
    return Numbering(shape, len(parts) or 1, paragraph.level, int(parts[0]) if parts else None)


def item_of(paragraph: Paragraph) -> str | None:
    """The agenda item's number that a paragraph prints, or None."""
    if paragraph.marker:
        match = _ITEM.match(paragraph.marker.strip())
        return match.group(1) if match else None
    match = _LEADING_NUMBER.match(paragraph.text)
    return match.group(1) if match and paragraph.style is not Style.BODY else None


def section_of(paragraph: Paragraph, rules: Rulebook) -> Rule | None:
    """The section that a heading, or a short line that reads like one, opens; None where it opens none."""
    text = _LEADING_NUMBER.sub("", paragraph.text).strip()
    head = text.split(":", 1)[0] if ":" in text and len(text.split(":", 1)[1].strip()) == 0 else text
    if len(head.split()) > 12 or len(head) > 90:
        return None
    rule = rules.find("section", head)
    looks = paragraph.style is Style.HEADING or paragraph.bold or text.endswith(":") or text.isupper()
    if rule and (looks or len(head.split()) <= 5):
        return rule
    if not looks:
        return None
    return _longest_start(fold(head), rules) or _by_words_within(fold(head), rules)


def section_named(words: str, rules: Rulebook) -> Rule | None:
    """The section that a lead-in's words name ("Still to do", "The following actions were agreed"), or None."""
    return rules.find("section", words) or _by_words_within(fold(words), rules)


def _by_words_within(folded: str, rules: Rulebook) -> Rule | None:
    words = f" {folded} "
    if len(folded.split()) > _HEADING_WORDS:
        return None
    for rule in rules.of("section"):
        kinds = [rule.extra.get(key, ()) for key in ("within", "beside")]
        if all(any(f" {fold(word)} " in words for word in kind) for kind in kinds):
            return rule
    return None


def _longest_start(folded: str, rules: Rulebook) -> Rule | None:
    best: tuple[int, Rule] | None = None
    for rule in rules.of("section"):
        for word in rule.words:
            phrase = fold(word)
            if len(phrase.split()) > 1 and folded.startswith(phrase + " ") and (not best or len(phrase) > best[0]):
                best = (len(phrase), rule)
    return best[1] if best else None
