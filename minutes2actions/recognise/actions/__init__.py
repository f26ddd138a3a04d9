"""A meeting's actions: every recogniser over every passage, the surest reading of each words kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from minutes2actions.document import Block, Paragraph, Place, Style, Table, table_paragraphs
from minutes2actions.recognise.actions.cell_tags import cell_tags
from minutes2actions.recognise.actions.duplicates import says_again, without_overlaps, without_repeats
from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.actions.item_parts import owner_within
from minutes2actions.recognise.actions.labels import Label, Labels, Value, find_labels, labelled_tasks, value_line
from minutes2actions.recognise.actions.lead_ins import RULE as LED_UP_TO
from minutes2actions.recognise.actions.lead_ins import lead_in_tasks
from minutes2actions.recognise.actions.lists import names_person, read_list
from minutes2actions.recognise.actions.news import news_of
from minutes2actions.recognise.actions.passages import LISTING, Passage, passages, short_heading
from minutes2actions.recognise.actions.prose import prose_tasks
from minutes2actions.recognise.actions.second_opinion import with_second_opinion
from minutes2actions.recognise.actions.surroundings import surroundings
from minutes2actions.recognise.actions.tables import read_table
from minutes2actions.recognise.actions.tags import Tag, above_tag, inline_tags, tagged_tasks, text_of, trailing_tag
from minutes2actions.recognise.actions.task_finder import TaskFinder
from minutes2actions.recognise.language import PartyMarker, language_for
from minutes2actions.recognise.language.model import Model
from minutes2actions.recognise.language.sentences import first_sentence
from minutes2actions.recognise.trained.judge import Judge
from minutes2actions.record import Action, Attendee, News
from minutes2actions.rulebook import Rulebook

CANDIDATE_BELOW = 0.5
"""An action less sure than this is a candidate for the Review sheet, not a row."""

HOPELESS_BELOW = 0.3

_REMARK = re.compile(r"\s*\([^()]*\)\s*\.?$")


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting's actions, what may be some, and its news of earlier ones."""

    actions: tuple[Action, ...]
    candidates: tuple[Action, ...]
    news: tuple[News, ...]


def actions_of(
    blocks: Sequence[Block],
    attendees: tuple[Attendee, ...],
    taken: frozenset[Place],
    rules: Rulebook,
    model: Model | None = None,
    judge: Judge | None = None,
) -> Told:
    """What one meeting's blocks tell of actions; `taken` are the places that attendance took up."""
    reader = ActionReader(blocks, attendees, taken, rules, model, judge)
    found = without_repeats(without_overlaps(reader.found()), reader.marker)
    told = surroundings(reader.text, reader.marker, rules)
    actions = [told.action(f) for f in found if not f.paragraph.struck]
    sure = tuple(a for a in actions if a.confidence >= CANDIDATE_BELOW)
    maybe = tuple(a for a in actions if HOPELESS_BELOW <= a.confidence < CANDIDATE_BELOW)
    tasks = [f for f in found if f.confidence >= CANDIDATE_BELOW]
    return Told(sure, maybe, tuple(news_of(reader.text, tasks, told.subjects, reader.marker, rules)))


class ActionReader:
    """The recognisers over one meeting's passages."""

    def __init__(
        self,
        blocks: Sequence[Block],
        attendees: tuple[Attendee, ...],
        taken: frozenset[Place],
        rules: Rulebook,
        model: Model | None = None,
        judge: Judge | None = None,
    ) -> None:
        text = "\n".join(p.text for b in blocks for p in ([b] if isinstance(b, Paragraph) else table_paragraphs(b)))
        self._rules = rules
        self._judge = judge
        self._taken = taken
        self.marker: PartyMarker = language_for(attendees, text, rules, model)
        self._finder = TaskFinder(self.marker, rules)
        self._labels = Labels.of(rules)
        self._passages = [p for p in passages(blocks, rules) if p.block.place not in taken]
        self.text: Sequence[Passage] = ()
        """The passages that are read as running text, once `found` has run."""

    def found(self) -> list[Found]:
        """All tasks, surest rules first: tables, lists, labels, tags, prose."""
        tables = [read_table(p, self.marker, self._rules) for p in self._passages if isinstance(p.block, Table)]
        listed = list(self._lists())
        text = [*self._text_passages(), *(p for t in tables for p in t.left if p.block.place not in self._taken)]
        text.sort(key=lambda p: p.block.place.block)
        self.text = text
        listed += lead_in_tasks(text, self.marker, self._finder, self._rules)
        marked = list(self._marked(text))
        marked += [f for t in tables for beside, notes in t.tagged for f in cell_tags(beside, notes, self._finder)]
        first = [f for t in tables for f in t.tasks] + listed + marked
        logged = sum(f.rule.split(".")[0] not in ("label", "tags") for f in first)
        first = [self._with_owner(f) for f in first]
        if logged >= 3:
            # Where a log lists the actions, a tag beside a sentence that sets no task points to the log.
            first = [replace(f, confidence=f.confidence * 0.7) if f.confidence < 0.7 else f for f in first]
        prose = [f for p in text for f in prose_tasks(p, self._finder)]
        if self._judge:
            prose = with_second_opinion(prose, text, self._finder, self.marker, self._judge)
        tags = {f.paragraph.place for f in marked}
        summed_up = self._summed_up(text, marked)
        prose = [
            f
            for f in prose
            if not any(says_again(f, other, self.marker) for other in summed_up.get(f.paragraph.place, ()))
        ]
        told = {f.paragraph.place for f in first if f.rule != LED_UP_TO and not f.review}
        return first + [self._weighed(f, len(told), tags) for f in prose]

    def _with_owner(self, found: Found) -> Found:
        """A task whose layout names no owner has the one that its own words name."""
        if found.owner_text is not None or found.more:
            return found
        return replace(found, owner_text=owner_within(found.text, self.marker, self._finder))

    def _summed_up(self, text: Sequence[Passage], marked: Sequence[Found]) -> dict[Place, list[Found]]:
        """For each paragraph, the labelled tasks in the paragraphs right below it, which say its tasks again."""
        labelled = {f.paragraph.place: f for f in marked if f.rule.startswith("label.")}
        below: dict[Place, list[Found]] = {}
        run: list[Found] = []
        for passage in reversed(text):
            if passage.block.place in labelled:
                run = [*run, labelled[passage.block.place]]
            else:
                below[passage.block.place] = run
                run = []
        return below

    def _weighed(self, found: Found, told: int, tags: set[Place]) -> Found:
        """Prose counts for less in minutes that label or tabulate their actions, and under an agenda's heading."""
        confidence = found.confidence
        if told >= 4 and found.paragraph.place not in tags:
            confidence *= 0.85
        confidence *= 0.8 if found.context.aside else 1.0
        confidence *= {"agenda": 0.6, "next_meeting": 0.7}.get(found.context.meaning, 1.0)
        return replace(found, confidence=confidence)

    def _text_passages(self) -> Iterator[Passage]:
        for passage in self._passages:
            if isinstance(passage.block, Paragraph) and passage.block.style is not Style.FURNITURE:
                yield passage

    def _lists(self) -> Iterator[Found]:
        """Each run of passages under one action heading as a list; a person's name holds on over a subheading."""
        run: list[Passage] = []
        person: Paragraph | None = None
        for passage in (*self._passages, None):
            if run and (passage is None or not _same_section(run[-1], passage)):
                yield from read_list(run, self.marker, self._finder, self._rules, person)
                person = self._last_person(run) or person
                run = []
            if passage is None or not _in_list(passage):
                person = None
            elif isinstance(passage.block, Paragraph) and not self._is_section_heading(passage):
                run.append(passage)

    def _last_person(self, run: Sequence[Passage]) -> Paragraph | None:
        lines = [p.block for p in run if isinstance(p.block, Paragraph)]
        return next((line for line in reversed(lines) if names_person(line, self.marker)), None)

    def _is_section_heading(self, passage: Passage) -> bool:
        paragraph = passage.block
        if not isinstance(paragraph, Paragraph):
            return False
        heading = short_heading(paragraph.text) == passage.context.heading or paragraph.style is Style.HEADING
        return heading and not self.marker.only_parties(paragraph.text)

    def _marked(self, text: Sequence[Passage]) -> Iterator[Found]:
        """What labels and tags say, passage by passage; a tag that stands alone answers the passage above it."""
        above: list[Passage] = []
        labelled: list[Found] = []
        for passage in text:
            paragraph = passage.block
            if not isinstance(paragraph, Paragraph):
                continue
            value = value_line(paragraph, self._rules) if labelled else None
            if value:
                labelled = [_with_value(found, value, paragraph) for found in labelled]
                continue
            yield from labelled
            labels = find_labels(paragraph.text, self._labels, self.marker)
            labelled = list(self._labelled(passage, paragraph, labels, above))
            yield from self._side_tags(passage, paragraph)
            if labels or paragraph.style is Style.HEADING or _begins_item(above, passage):
                above = []
            if paragraph.style is not Style.HEADING and not (labels and not paragraph.text[: labels[0].start].strip()):
                above = [*above[-4:], passage]
        yield from labelled

    def _labelled(
        self, passage: Passage, paragraph: Paragraph, labels: Sequence[Label], above: Sequence[Passage]
    ) -> Iterator[Found]:
        """What a paragraph's labels announce: tasks, or owners of what stands before."""
        begin = 0
        for label in labels:
            body = _REMARK.sub("", first_sentence(paragraph.text[label.body_start : label.body_end]))
            if not self.marker.only_parties(body):
                yield from labelled_tasks(passage, label, self.marker, self._finder, self._rules)
            elif paragraph.text[begin : label.start].strip(" ,;.[("):
                tag = Tag(body.strip(), paragraph, begin, label.start)
                yield from tagged_tasks(passage, tag, self._finder, label.rule)
            elif above:
                for answered, owners in above_tag(above, body, self._finder):
                    tag = Tag(owners, paragraph, 0, len(text_of(answered)))
                    yield from tagged_tasks(answered, tag, self._finder, label.rule)
            begin = label.body_end

    def _side_tags(self, passage: Passage, paragraph: Paragraph) -> Iterator[Found]:
        """What owners in the margin, or behind the last sentence, answer."""
        for note in passage.margin:
            if self.marker.only_parties(note.text):
                box, page = note.place.bbox, note.place.page
                line = (page, (box[1] + box[3]) / 2) if box and page else None
                yield from tagged_tasks(
                    passage, Tag(note.text, note, 0, len(paragraph.text), line), self._finder, "tags.margin"
                )
        trailing = trailing_tag(paragraph, self.marker)
        if trailing and not passage.margin:
            at, owners = trailing
            yield from tagged_tasks(passage, Tag(owners, paragraph, 0, at), self._finder, "tags.trailing")
        for start, end, names in inline_tags(paragraph, self.marker):
            if self._finder.signal(paragraph.text[start:end]) < 1.0:
                continue
            yield from tagged_tasks(passage, Tag(names, paragraph, start, end), self._finder, "tags.inline")


def _with_value(found: Found, value: Value, at: Paragraph) -> Found:
    """A labelled task with what a line below it says of its owner or deadline."""
    if value.due_text:
        return replace(found, due_text=value.due_text, due_at=(at,))
    return replace(found, owner_text=value.owner_text, owner_at=(at,))


def _in_list(passage: Passage) -> bool:
    return passage.context.meaning in LISTING and isinstance(passage.block, Paragraph)


def _same_section(one: Passage, other: Passage) -> bool:
    same = one.context.section is other.context.section and one.context.heading == other.context.heading
    return same and _in_list(other)


def _begins_item(above: Sequence[Passage], passage: Passage) -> bool:
    """Whether a paragraph stands under another agenda item, or another heading, than those above it."""
    if not above:
        return False
    one, other = above[-1].context, passage.context
    return one.heading != other.heading or (one.item or "").split(".")[0] != (other.item or "").split(".")[0]
