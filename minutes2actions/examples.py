"""Rules put to the test of their own examples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from minutes2actions import rulebook
from minutes2actions.errors import BadRules
from minutes2actions.rulebook import Rulebook


def load(folders: Sequence[Path]) -> Rulebook:
    """The rules in force; where folders are added, all examples must hold; raises BadRules."""
    rules = rulebook.load(folders)
    if folders and (failures := failing(rules)):
        more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
        raise BadRules(folders[-1], failures[0] + more, "mend the rule or its example; rules test lists them all")
    return rules


def failing(rules: Rulebook) -> list[str]:
    """A line for each example that its rule does not read as it says."""
    from minutes2actions.recognise.actions.prose import check_examples as check_prose
    from minutes2actions.resolve.deadlines import check_examples as check_deadlines

    return [*check_prose(rules), *check_deadlines(rules)]


def count(rules: Rulebook) -> int:
    """How many examples the rules have."""
    return sum(len(rule.yes) + len(rule.no) for rule in rules)
