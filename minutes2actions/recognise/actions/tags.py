"""Owner tags: names beside or under a paragraph; the task is the sentence that the tag answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes2actions.document import Paragraph
from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.actions.passages import Passage
from minutes2actions.recognise.actions.task_finder import TaskFinder
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.recognise.language.sentences import sentences

_TRAILING = re.compile(r"(?:\t\s*|(?<=[.!?])\s+[(\[]?|\s+[(\[](?=[A-Z]{2,4}\W))([^\t.()\[\]]{2,40})[)\]]?\s*$")
_INLINE = re.compile(r"[(\[]([A-Z][A-Za-z]{1,3}(?:\s*[/&,]\s*[A-Z][A-Za-z]{1,3})*)[)\]](?=\s*(?:[.;,]|$|\s[A-Z]))")
_POINTS_BACK = re.compile(r"(?:To|This|These|It(?!\s+(?:was|is)\s+\w+ed\b)|They)\b")
_BARE = re.compile(r"[A-Z][A-Za-z]{1,4}(?:\s*[/&,]\s*[A-Z][A-Za-z]{1,4})*")
_BESIDE = ("tags.margin", "tags.trailing")
_NAME_LINE = re.compile(r"[A-Z][\w.’'-]*\s+[A-Z]")
_LIST_LINE = 8
"""Words up to which a line beside initials may be one of a list of names."""
_LIKELY = 0.4
_FREE = 1.0
"""What it counts that a sentence gives a task to nobody in particular."""
_SPLIT = re.compile(r"\s*(?:[/,;&+\n]|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class Tag:
    """An owner tag: `text` as printed at `at`, answering `paragraph.text[start:end]`.

    `line` is the page and the height at which it stands, where these are known.
    """

    text: str
    at: Paragraph
    start: int
    end: int
    line: tuple[int, float] | None = None
    taken: tuple[tuple[int, int], ...] = ()
    """What other owners have there already."""


def trailing_tag(paragraph: Paragraph, marker: PartyMarker) -> tuple[int, str] | None:
    """Owners printed behind a paragraph's last sentence ("… in hand.\\tAB", "… to be agreed. (AB)"): where and what."""
    text = paragraph.text
    match = _TRAILING.search(text)
    if not match or len(text[: match.start()].split()) < 5 or not marker.only_parties(match.group(1)):
        return None
    if "\t" not in match.group() and not (
        _BARE.fullmatch(match.group(1).strip()) and marker.only_people(match.group(1))
    ):
        return None
    return match.start(), match.group(1).strip()


def inline_tags(paragraph: Paragraph, marker: PartyMarker) -> Iterator[tuple[int, int, str]]:
    """Owners in brackets behind a clause that is a task ("… to be provided (AB)."): the clause's ends, and who."""
    for match in _INLINE.finditer(paragraph.text):
        before = paragraph.text[: match.start()].rstrip()
        last = before.split()[-1] if before else ""
        if marker.only_people(match.group(1)) and not (marker.only_people(last) or last[:1].isupper()):
            cut = max(before.rfind(mark) for mark in ".;")
            yield cut + 1, match.start(), match.group(1)


def above_tag(group: Sequence[Passage], text: str, finder: TaskFinder) -> list[tuple[Passage, str]]:
    """Which of the paragraphs above a tag each of its owners answers, and who answers it.

    That which gives the owner a task, else that which names the owner, else one that reads like a task, else the last.
    """
    shares: dict[int, list[str]] = {}
    for owner in _SPLIT.split(text.strip(" .:[]()")):
        best = max(range(len(group)), key=lambda i: (finder.concern(text_of(group[i]), owner), i))
        shares.setdefault(best, []).append(owner)
    if len(shares) == 1:
        return [(group[i], text.strip(" .:[]()")) for i in shares]
    return [(group[i], "/".join(owners)) for i, owners in sorted(shares.items())]


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
    listed = rule in _BESIDE and _NAME_LINE.match(paragraph.text) and len(paragraph.text.split()) <= _LIST_LINE
    if listed and not named and not finder.signal(paragraph.text):
        return  # A line of a list of names with their initials beside them.
    own: list[tuple[int, int, list[str]]] = []
    others = {span for span, task in named if task.owner_text and finder.is_another(task.owner_text, owners)}
    free = {span for span, task in named if span not in others and task.confidence >= _LIKELY}
    for owner in owners:
        for span, task in named:
            if task.owner_text and finder.same_party(owner, task.owner_text):
                own.append((span[0] + task.start, span[0] + task.end, [owner]))
    sure = {(start, end) for start, end, _ in own}
    rest = [o for o in owners if not any(o in found[2] for found in own)]
    if rest:
        own = _give_rest(paragraph, spans, own, rest, tag, finder, (others, free))
    for start, end, names in _merged(own):
        before = max((a for a, b in spans if b <= start), default=start)
        back = bool(_POINTS_BACK.match(paragraph.text[start:end])) and len(paragraph.text[start:end].split()) <= 10
        yield Found(
            paragraph=paragraph,
            start=before if back else start,
            end=end,
            rule=rule,
            confidence=0.9 if (start, end) in sure or finder.signal(paragraph.text[start:end]) else 0.65,
            context=passage.context,
            # As printed, where all of the tag's owners share the task.
            owner_text=tag.text.strip(" .:[]()") if set(names) == set(owners) else "/".join(names),
            owner_at=(tag.at,),
        )


def _give_rest(
    paragraph: Paragraph,
    spans: Sequence[tuple[int, int]],
    own: list[tuple[int, int, list[str]]],
    rest: Sequence[str],
    tag: Tag,
    finder: TaskFinder,
    told: tuple[set[tuple[int, int]], set[tuple[int, int]]],
) -> list[tuple[int, int, list[str]]]:
    """Each owner whom no sentence gives a task has the one that reads most like it, or shares the one there is.

    `told` are the sentences that give somebody else a task, and those that give one to nobody in particular.
    """
    given = list(own)
    others, free = told
    for owner in rest:
        named_in = [
            i
            for i, (a, b, _) in enumerate(own)
            if any(finder.same_party(owner, party) for party in finder.parties(paragraph.text[a:b]))
        ]
        if named_in:
            given[named_in[0]][2].append(owner)
            continue
        scores = {}
        for span in spans:
            sentence = paragraph.text[span[0] : span[1]]
            claimed = [*((a, b) for a, b, _ in own), *tag.taken]
            taken = any(a < span[1] and span[0] < b for a, b in claimed) or span in others
            named = any(finder.same_party(owner, party) for party in finder.parties(sentence))
            signal = finder.signal(sentence)
            scores[span] = (
                signal
                + _nearness(paragraph, span, spans, tag)
                + (1.2 if named and signal else 0)
                - 1.5 * taken
                + _FREE * (span in free)
            )
        best = max(spans, key=lambda span: scores[span])
        shared = next((i for i, (a, b, _) in enumerate(given) if a < best[1] and best[0] < b), None)
        if own and finder.signal(paragraph.text[best[0] : best[1]]) < 1.0:
            shared = len(own) - 1
        if shared is None:
            given.append((*best, [owner]))
        else:
            given[shared][2].append(owner)
    return given


def _merged(own: Sequence[tuple[int, int, list[str]]]) -> list[tuple[int, int, list[str]]]:
    """One task where two owners were found at the same words."""
    merged: list[tuple[int, int, list[str]]] = []
    for start, end, names in sorted(own, key=lambda found: found[:2]):
        if merged and merged[-1][:2] == (start, end):
            merged[-1][2].extend(n for n in names if n not in merged[-1][2])
        else:
            merged.append((start, end, list(names)))
    return merged


def _nearness(paragraph: Paragraph, span: tuple[int, int], spans: Sequence[tuple[int, int]], tag: Tag) -> float:
    """How near a sentence stands to its tag, from 0 to 1.5: on the tag's own line, or late in the paragraph."""
    if tag.line is None or not paragraph.lines:
        return 0.9 * (spans.index(span) + 1) / len(spans)
    page, height = tag.line
    ends = [line.start for line in paragraph.lines[1:]] + [len(paragraph.text)]
    for line, stop in zip(paragraph.lines, ends, strict=True):
        beside = line.page == page and line.bbox[1] - 2 <= height <= line.bbox[3] + 2
        if beside and line.start < span[1] and stop > span[0]:
            return 1.5 + 0.1 * spans.index(span)
    return 0.0


def text_of(passage: Passage) -> str:
    """A passage's text; a table has none of its own."""
    return passage.block.text if isinstance(passage.block, Paragraph) else ""
