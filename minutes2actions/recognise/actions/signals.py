"""How much a sentence reads like a task, whoever is named in it."""

from __future__ import annotations

from minutes2actions.rulebook import Rulebook, phrases


class Signals:
    """The signal rules, compiled once."""

    def __init__(self, rules: Rulebook) -> None:
        self._signals = [(float(rule.extra["weight"]), phrases(rule.words)) for rule in rules.of("signal")]

    def strength(self, sentence: str) -> float:
        """How much a sentence reads like a task, from 0: its strongest signal, a little for each other one."""
        weights = [weight for weight, pattern in self._signals if pattern.search(sentence)]
        positive = [weight for weight in weights if weight > 0]
        if not positive:
            return 0.0
        return max(positive) + 0.25 * (len(positive) - 1) + sum(weight for weight in weights if weight < 0)
