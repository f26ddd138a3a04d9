"""Which paragraphs are headings, and how deep lists and headings go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from minutes2actions.document import Paragraph, Style
from minutes2actions.layout.paragraphs import Draft
from minutes2actions.layout.printed import PrintedLine

_LONGEST = 110
_DEEP = 3.0
"""Points by which a list item must be further in to be one level deeper."""
_SENTENCE_END = re.compile(r"[.;,]$")
_TITLE_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})?[.)]?|[IVXL]{1,5}[.)]")
_LABELLED = re.compile(r"^[^:]{1,40}:\s*\S")


def body_size(lines: Iterable[PrintedLine]) -> float:
    """The size of most of the text, in points."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=11.0)


def styled(drafts: Sequence[Draft], paragraphs: Sequence[Paragraph], size: float) -> list[Paragraph]:
    """The paragraphs of a stretch, headings and the depth of lists marked; `size` is the body's."""
    made = [_as_heading(d, p, size) if _is_heading(d, p, size) else p for d, p in zip(drafts, paragraphs, strict=True)]
    return list(levelled(_titles(made), drafts))


def _is_heading(draft: Draft, paragraph: Paragraph, size: float) -> bool:
    """Whether size, weight or capitals set a short text apart."""
    text = paragraph.text
    if not _could_be(draft, paragraph):
        return False
    set_apart = paragraph.bold or all(line.underlined for line in draft.lines)
    return set_apart or draft.lines[0].size > 1.12 * size or _is_shouted(text)


def _could_be(draft: Draft, paragraph: Paragraph) -> bool:
    text = paragraph.text
    if len(text) > _LONGEST or len(draft.lines) > 3 or "\t" in text or sum(map(str.isalpha, text)) < 3:
        return False
    if draft.marker and draft.marker.kind == "bullet":
        return False
    return not _SENTENCE_END.search(text) and not _LABELLED.match(text)


def _is_shouted(text: str) -> bool:
    """Whether a text of more than initials is all in capitals."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 4 and max(len(word) for word in text.split()) > 3 and all(char.isupper() for char in letters)


def _as_heading(draft: Draft, paragraph: Paragraph, size: float) -> Paragraph:
    """The paragraph as a heading: level 1 for much larger text, 2 for larger, 3 else; a dotted number goes deeper."""
    scale = draft.lines[0].size / size
    level = 1 if scale > 1.4 else 2 if scale > 1.12 else 3
    depth = len(re.findall(r"\d+", paragraph.marker or "")) - 1
    return replace(paragraph, style=Style.HEADING, level=level + max(depth, 0))


def _titles(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Numbered items that only name what follows are headings: short, not a sentence, and text comes next."""
    made = list(paragraphs)
    for index, (item, after) in enumerate(pairwise(paragraphs)):
        number = item.style is Style.LIST and _TITLE_NUMBER.fullmatch(item.marker or "")
        short = len(item.text.split()) <= 9 and item.text[:1].isupper() and not re.search(r"[.;,:?!]$", item.text)
        listed = _goes_on(paragraphs[max(index - 2, 0) : index + 1])
        if number and short and not listed and "\t" not in item.text and _stands_under(item, after):
            made[index] = replace(item, style=Style.HEADING, level=3 + (item.marker or "").strip(".)").count("."))
    return made


def _goes_on(items: Sequence[Paragraph]) -> bool:
    """Whether three paragraphs are numbered in a row, one right after the other: a list, not titles."""
    numbers = [re.fullmatch(r"(\d{1,2})[.)]?", item.marker or "") for item in items if item.style is Style.LIST]
    values = [int(number.group(1)) for number in numbers if number]
    return len(values) == 3 and values == [values[0], values[0] + 1, values[0] + 2]


def _stands_under(item: Paragraph, after: Paragraph) -> bool:
    """Whether the next paragraph is what a title announces: text, bullets or letters, not the next number."""
    if after.style is Style.BODY:
        return len(after.text) > 40 or after.text.endswith(".")
    if after.style is not Style.LIST or re.match(r"\(?\d", after.marker or ""):
        return False
    return not (_is_lettered(item) and _is_lettered(after))


def _is_lettered(item: Paragraph) -> bool:
    """Whether the marker is a capital: after the item I. comes the item J."""
    return (item.marker or "")[:1].isupper()


def levelled(paragraphs: Iterable[Paragraph], drafts: Sequence[Draft]) -> Iterable[Paragraph]:
    """List items with their depth, counted by how far they stand in."""
    open_at: list[float] = []
    for paragraph, draft in zip(paragraphs, drafts, strict=True):
        x0 = draft.lines[0].x0
        if paragraph.style is not Style.LIST:
            if paragraph.style is Style.HEADING or (open_at and x0 <= open_at[0] + _DEEP):
                open_at = []
            yield paragraph
            continue
        while open_at and x0 < open_at[-1] - _DEEP:
            open_at.pop()
        if not open_at or x0 > open_at[-1] + _DEEP:
            open_at.append(x0)
        yield replace(paragraph, level=len(open_at))
