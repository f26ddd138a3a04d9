"""Owner tags: names beside or under a paragraph; the task is the sentence that the tag answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes2actions.document import Paragraph
from minutes2actions.recognise.found import Found
from minutes2actions.recognise.language import PartyMarker, sentences
from minutes2actions.recognise.passages import Passage
from minutes2actions.recognise.prose import TaskFinder
from minutes2actions.rulebook import fold

_TRAILING = re.compile(r"(?:\t\s*|(?<=[.!?])\s+[(\[]?|\s+[(\[](?=[A-Z]{2,4}\W))([^\t.()\[\]]{2,40})[)\]]?\s*$")
_SPLIT = re.compile(r"\s*(?:[/,;&+\n]|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class Tag:
    """An owner tag: `text` as printed at `at`, answering `paragraph.text[start:end]`; `line` is the height it stands at."""

    text: str
    at: Paragraph
    start: int
    end: int
    line: tuple[int, float] | None = None


def trailing_tag(paragraph: Paragraph, marker: PartyMarker) -> tuple[int, str] | None:
    """Owners printed behind a paragraph's last sentence ("… in hand.\\tAB", "… to be agreed. (AB)"): where and what."""
    text = paragraph.text
    match = _TRAILING.search(text)
    if not match or len(text[: match.start()].split()) < 5 or not marker.only_parties(match.group(1)):
        return None
    if "\t" not in match.group() and not re.fullmatch(
        r"[A-Z][A-Za-z]{0,4}(?:\s*[/&,]\s*[A-Z][A-Za-z]{0,4})*", match.group(1).strip()
    ):
        return None
    return match.start(), match.group(1).strip()


def tagged_tasks(passage: Passage, tag: Tag, finder: TaskFinder, rule: str = "tags.owner") -> Iterator[Found]:
    """The tasks that a tag's owners have in the paragraph beside or above it."""
    paragraph = passage.block
    if not isinstance(paragraph, Paragraph):
        return
    spans = [(a + tag.start, b + tag.start) for a, b in sentences(paragraph.text[tag.start : tag.end])]
    if not spans:
        return
    owners = [o for o in _SPLIT.split(tag.text.strip(" .:[]()")) if o]
    named = [(span, task) for span in spans for task in finder.tasks(paragraph.text[span[0] : span[1]])]
    own: list[tuple[int, int, list[str]]] = []
    for owner in owners:
        for span, task in named:
            if task.owner_text and _same(owner, task.owner_text):
                own.append((span[0] + task.start, span[0] + task.end, [owner]))
    rest = [o for o in owners if not any(o in found[2] for found in own)]
    if rest:
        own = _give_rest(paragraph, spans, own, rest, tag, finder)
    for start, end, names in _merged(own):
        yield Found(
            paragraph=paragraph,
            start=start,
            end=end,
            rule=rule,
            confidence=0.9,
            context=passage.context,
            owner_text="/".join(names) if len(names) > 1 else names[0],
            owner_at=tag.at,
        )


def _give_rest(
    paragraph: Paragraph,
    spans: Sequence[tuple[int, int]],
    own: list[tuple[int, int, list[str]]],
    rest: list[str],
    tag: Tag,
    finder: TaskFinder,
) -> list[tuple[int, int, list[str]]]:
    """Owners whom no sentence names get the sentence that reads most like a task, or share the one that is there."""
    free = [s for s in spans if not any(a < s[1] and s[0] < b for a, b, _ in own)]
    best = max(free, key=lambda s: _likeness(paragraph, s, spans, tag, finder), default=None)
    if best is not None and (not own or finder.signal(paragraph.text[best[0] : best[1]]) >= 1.0):
        return [*own, (*best, rest)]
    if own:
        start, end, names = own[-1]
        return [*own[:-1], (start, end, [*names, *rest])]
    return own


def _merged(own: Sequence[tuple[int, int, list[str]]]) -> list[tuple[int, int, list[str]]]:
    """One task where two owners were found at the same words."""
    merged: list[tuple[int, int, list[str]]] = []
    for start, end, names in sorted(own, key=lambda found: found[:2]):
        if merged and merged[-1][:2] == (start, end):
            merged[-1][2].extend(n for n in names if n not in merged[-1][2])
        else:
            merged.append((start, end, list(names)))
    return merged


def _likeness(
    paragraph: Paragraph, span: tuple[int, int], spans: Sequence[tuple[int, int]], tag: Tag, finder: TaskFinder
) -> float:
    """How much a sentence reads like the task that a tag answers: its words, and how near it stands to the tag."""
    number = spans.index(span)
    nearness = 0.9 * (number + 1) / len(spans)
    if tag.line is not None and paragraph.lines:
        page, height = tag.line
        ends = [line.start for line in paragraph.lines[1:]] + [len(paragraph.text)]
        beside = [
            i
            for i, (line, stop) in enumerate(zip(paragraph.lines, ends, strict=True))
            if line.page == page
            and line.bbox[1] - 2 <= height <= line.bbox[3] + 2
            and line.start < span[1]
            and stop > span[0]
        ]
        nearness = 1.5 if beside else 0.0
    return finder.signal(paragraph.text[span[0] : span[1]]) + nearness


def _same(tag: str, party: str) -> bool:
    """Whether a tag's owner may be the party that a sentence names: equal, sharing a name, or its initials."""
    a, b = fold(tag), fold(party)
    if a == b or (set(a.split()) & set(b.split()) - {"the", "of", "and"}):
        return True
    short, long = (tag, party) if len(tag) <= len(party) else (party, tag)
    initials = "".join(
        word[0] for word in re.findall(r"[A-Za-z][\w’'-]*", long) if word.lower() not in ("the", "of", "and")
    )
    return (
        short.isupper()
        and len(short) <= 4
        and (initials.upper() == short or (len(initials) == 1 and short[0] == initials.upper()))
    )
