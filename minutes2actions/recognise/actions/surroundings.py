"""What stands around a meeting's tasks: topics, the words before them, the cells beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from minutes2actions.document import Paragraph, Place
from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.actions.news import looks_back
from minutes2actions.recognise.actions.passages import Passage
from minutes2actions.recognise.actions.topics import Subject, context_of, subjects
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.record import Action
from minutes2actions.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What each paragraph is about, and what stands in each table row."""

    subjects: Mapping[tuple[Place, str], Subject]
    rows: Mapping[tuple[int, int], Sequence[Paragraph]]
    rules: Rulebook

    def action(self, found: Found) -> Action:
        """The task as an action, with the words among which it stands."""
        paragraph = found.paragraph
        place, key = paragraph.place, (paragraph.place, paragraph.text)
        row = self.rows.get((place.block, place.row), ()) if place.row is not None else ()
        beside = "" if key in self.subjects else " ".join(p.text for p in row if p is not paragraph)
        subject = self.subjects.get(key)
        return replace(
            found.action(),
            topic=subject.topic if subject else found.context.heading,
            context=context_of(paragraph, found.start, found.end, subject, beside),
            arising=looks_back(found.context, self.rules),
        )


def surroundings(text: Sequence[Passage], marker: PartyMarker, rules: Rulebook) -> Surroundings:
    """What stands around the tasks in a meeting's passages."""
    rows: dict[tuple[int, int], list[Paragraph]] = {}
    for passage in text:
        place = passage.block.place
        if isinstance(passage.block, Paragraph) and place.row is not None:
            rows.setdefault((place.block, place.row), []).append(passage.block)
    return Surroundings(subjects(text, marker.is_speaker), rows, rules)
