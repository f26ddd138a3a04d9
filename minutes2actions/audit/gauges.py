"""How grave each kind of finding is and from when on it is one, as rules/audit.toml and its kin have it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from minutes2actions.audit.finding import FindingKind, Severity
from minutes2actions.errors import BadRules
from minutes2actions.rulebook import Rule, Rulebook

OFF = "off"
THRESHOLDS = [
    "together",
    "overdue-of-one",
    "alike-on-one-board",
    "alike-on-several-boards",
    "telling-words",
    "days-between-boards",
    "rhythm-meetings",
    "rhythm-gap",
    "recess-days",
    "moved-days",
    "writing-days",
    "trend-days",
    "trend-actions",
    "trend-steady",
]
"""The measures that an audit asks the rules for."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """What the rules say of a kind of finding; `severity` is None where they leave it out."""

    title: str
    severity: Severity | None
    at_least: float
    high_from: float | None


class Gauges:
    """The rules of an audit; raises BadRules for the rule of a finding or a measure that there is none of."""

    def __init__(self, rules: Rulebook) -> None:
        self._gauges = {_kind(rule): _gauge(rule) for rule in rules.of("finding")}
        self._thresholds = {_measure(rule): float(rule.extra["value"]) for rule in rules.of("threshold")}

    def severity(self, kind: FindingKind, measure: float = 1) -> Severity | None:
        """How grave so much of a kind is; None where it is no finding."""
        gauge = self._gauges.get(kind)
        if gauge is None or gauge.severity is None or measure < gauge.at_least:
            return None
        if gauge.high_from is not None and measure >= gauge.high_from:
            return Severity.HIGH
        return gauge.severity

    def least(self, kind: FindingKind) -> float:
        """From how much on a kind is a finding."""
        gauge = self._gauges.get(kind)
        return gauge.at_least if gauge else 0

    def threshold(self, name: str) -> float:
        """A measure of the rules' by its name; raises KeyError."""
        return self._thresholds[name]

    @property
    def titles(self) -> tuple[tuple[str, str], ...]:
        """What people call each kind."""
        return tuple((kind.value, gauge.title) for kind, gauge in self._gauges.items())


def _kind(rule: Rule) -> FindingKind:
    _require(rule, [kind.value for kind in FindingKind], "is no kind of finding")
    return FindingKind(rule.name)


def _measure(rule: Rule) -> str:
    _require(rule, THRESHOLDS, "is no measure that an audit asks for")
    return rule.name


def _require(rule: Rule, known: list[str], cause: str) -> None:
    if rule.name not in known:
        near = difflib.get_close_matches(rule.name, known, 1)
        step = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(known)}"
        raise BadRules(rule.file, f"[{rule.label}] {cause}", step)


def _gauge(rule: Rule) -> Gauge:
    high = rule.extra.get("high_from")
    return Gauge(
        title=str(rule.extra["title"]),
        severity=None if rule.meaning == OFF else Severity[rule.meaning.upper()],
        at_least=float(rule.extra.get("from", 0)),
        high_from=None if high is None else float(high),
    )
