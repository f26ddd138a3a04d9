"""What minutes tell in passing of the actions of earlier meetings, and their corrections of earlier minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from minutes2actions.document import Paragraph, Place, Style
from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.actions.passages import LISTING, Context, Passage
from minutes2actions.recognise.actions.proofs import proofs
from minutes2actions.recognise.actions.topics import Subject, topic_within
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.recognise.language.sentences import sentences
from minutes2actions.record import News
from minutes2actions.rulebook import Rulebook, fold, phrases

LONGEST = 1_200
"""Characters of a passage beyond which it is no longer news of one action."""
FEWEST_WORDS = 2
_REFERENCE = re.compile(r"^[\[(]?((?:[A-Z]{1,6}[ /-]?)?\d{1,4}(?:[./-]\d{1,4})+[a-z]?)[\])]?[.:]?\s+(?=\S)")
_QUOTED = r"[\"“‘']([^\"“”‘]{2,200}?)[\"”’'](?!\w)"


def news_of(
    text: Sequence[Passage],
    found: Sequence[Found],
    subjects: Mapping[tuple[Place, str], Subject],
    marker: PartyMarker,
    rules: Rulebook,
) -> Iterator[News]:
    """The passages that may tell how earlier actions stand; `found` are the meeting's own tasks, left out of them."""
    tasks: dict[tuple[Place, str], list[tuple[int, int]]] = {}
    for one in found:
        tasks.setdefault((one.paragraph.place, one.paragraph.text), []).append((one.start, one.end))
    report = phrases(_words(rules, "news-report"))
    reviewed = any(passage.context.meaning in ("review", "completed") for passage in text)
    for passage in text:
        paragraph = passage.block
        if not isinstance(paragraph, Paragraph) or not _plain(paragraph) or passage.context.meaning == "actions":
            continue
        key = (paragraph.place, paragraph.text)
        back = looks_back(passage.context, rules)
        if reviewed and passage.context.meaning == "matters_arising":
            back = False  # Where earlier actions are gone through elsewhere, new matters arise here.
        corrected = list(_corrections(paragraph, rules)) if back or _of_minutes(passage.context) else []
        yield from corrected
        if corrected or len(paragraph.text) > LONGEST:
            continue
        subject = subjects.get(key)
        if back or report.search(paragraph.text):
            topic = subject.topic if subject and rules.find("section", subject.topic or "") is None else None
            yield from _told(paragraph, tasks.get(key, ()), topic, back, marker, rules)


def _plain(paragraph: Paragraph) -> bool:
    headed = paragraph.style in (Style.HEADING, Style.FURNITURE)
    return not headed and not paragraph.struck and bool(paragraph.text.strip())


def _told(
    paragraph: Paragraph,
    tasks: Sequence[tuple[int, int]],
    topic: str | None,
    back: bool,
    marker: PartyMarker,
    rules: Rulebook,
) -> Iterator[News]:
    """A paragraph without the tasks that it sets, as news."""
    text = paragraph.text
    if topic and fold(text) == fold(topic):
        return
    kept = [span for span in _left(text, tasks) if len(text[slice(*span)].split()) >= FEWEST_WORDS]
    words = "\n".join(text[a:b].strip() for a, b in kept)
    head = topic_within(words, marker.is_speaker)
    if not kept or fold(words[head.end() :] if head else words) in rules.folded("words", "no-news"):
        return
    reference = _REFERENCE.match(words)
    evidence = tuple(proof for a, b in kept for proof in proofs("news", paragraph, a, b, "news.passage"))
    yield News(words, evidence, topic, reference.group(1) if reference else None, back)


def _left(text: str, tasks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences of a text, what stands in them outside its tasks."""
    for begin, end in sentences(text):
        at = begin
        for start, stop in sorted(tasks):
            if start < end and stop > at:
                yield at, max(at, start)
                at = max(at, stop)
        yield at, max(at, end)


def looks_back(context: Context, rules: Rulebook) -> bool:
    """Whether earlier actions are gone through here: by the section, or by words within its heading."""
    if context.meaning in ("review", "matters_arising", "completed"):
        return True
    heading = fold(context.heading or "")
    return context.meaning not in LISTING and bool(heading) and bool(_back(rules).search(heading))


@lru_cache(maxsize=16)
def _back(rules: Rulebook) -> re.Pattern[str]:
    words = (fold(w) for m in ("review", "matters_arising") for r in rules.of("section", m) for w in r.words)
    longer = sorted((re.escape(w) for w in words if " " in w), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longer) or '(?!)'})\b")


def _of_minutes(context: Context) -> bool:
    return context.meaning == "minutes" or "minutes" in fold(context.heading or "").split()


def _corrections(paragraph: Paragraph, rules: Rulebook) -> Iterator[News]:
    """What is to stand in the earlier minutes instead: "'north wall' should read 'south wall'"."""
    instead = phrases(_words(rules, "correction"))
    for start, end in sentences(paragraph.text):
        sentence = paragraph.text[start:end]
        match = instead.search(sentence)
        if not match:
            continue
        before, after = sentence[: match.start()], sentence[match.end() :].strip(" :,")
        was = re.findall(_QUOTED, before)
        reads = re.match(_QUOTED, after)
        new = reads.group(1) if reads else after.strip(" .\"“”'’")
        if new:
            evidence = tuple(proofs("news", paragraph, start, end, "news.correction"))
            yield News(sentence.strip(), evidence, looks_back=True, was=was[-1] if was else None, reads=new)


def _words(rules: Rulebook, name: str) -> tuple[str, ...]:
    return tuple(w for rule in rules.of("words") if rule.name == name for w in rule.words)
