"""The deadline rules' own examples."""

from __future__ import annotations

from minutes2actions.resolve.deadlines.calendar import make
from minutes2actions.resolve.deadlines.read import read_due
from minutes2actions.rulebook import Rulebook


def check_examples(rules: Rulebook) -> list[str]:
    """The rules' examples that fail, one line each: "PHRASE @ MEETING = DATE basis" must be read so."""
    failures = []
    for rule in rules.of("deadline"):
        for example in rule.yes:
            wrong = _check(example, rules)
            if wrong is not None:
                failures.append(f"{rule.file}: {rule.label}: {example!r}: {wrong}")
    return failures


def _check(example: str, rules: Rulebook) -> str | None:
    left, equals, expected = example.rpartition("=")
    phrase, at, day = left.rpartition("@")
    figures = day.strip().split("-")
    meeting = None
    if len(figures) == 3 and all(f.isdigit() for f in figures):
        meeting = make(*(int(f) for f in figures))
    if not equals or not at or meeting is None:
        return 'must have the form "PHRASE @ YYYY-MM-DD = YYYY-MM-DD basis"'
    due = read_due(phrase.strip(), meeting, rules, whole=True)
    printed = due.date.isoformat() if due is not None and due.date else "none"
    got = f"{printed} {due.basis.value if due is not None else 'none'}"
    wanted = expected.split()
    return None if got.split()[: len(wanted)] == wanted else f"is read as {got}"
