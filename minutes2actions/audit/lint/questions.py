"""What a reader of minutes will ask about one of their actions."""

from __future__ import annotations

from dataclasses import dataclass

from minutes2actions.audit.finding import FindingKind
from minutes2actions.record import Action


@dataclass(frozen=True, slots=True)
class Question:
    """A question in a sentence, and what would answer it before the minutes go round.

    `habit` says the same of many actions ("have no date"): where most of a document's actions have it, it is asked
    once for all. `once` is how many of them are enough for that, where one answer does for all of them.
    """

    kind: FindingKind
    sentence: str
    advice: str
    owner: str = ""
    habit: str = ""
    once: int = 0


def looks_back(action: Action) -> bool:
    """Whether an action was set at an earlier meeting, and these minutes only tell how it stands."""
    return action.review or action.arising or action.status_text is not None
