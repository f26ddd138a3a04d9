"""Train the judge of tasks in prose: `python training/train.py` writes minutes2actions/recognise/trained/weights.json.

The sentences in training/sentences are invented. "+" begins one that sets a task, with its owners in braces; "-" one
that sets none. Nothing is random: the same sentences, and the same rules, give the same weights.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

from minutes2actions.recognise.language import PartyMarker, language_for
from minutes2actions.recognise.trained.features import Words, owner_features, sentence_features, words_of
from minutes2actions.recognise.trained.judge import WEIGHTS, scale
from minutes2actions.recognise.trained.parties import candidates
from minutes2actions.record import Attendance, Attendee
from minutes2actions.rulebook import load

HERE = Path(__file__).parent
TARGET = HERE.parent / "minutes2actions" / "recognise" / "trained" / WEIGHTS
KNOWN_FROM, FOLLOWERS_FROM, FEATURES_FROM = 20, 3, 2
"""How often a word, a word behind an owner, a feature must stand in the sentences to count."""
PENALTY, STEPS, RATE = 1.0, 200, 0.05


@dataclass(frozen=True)
class Example:
    """One sentence, whether it sets a task, and the characters of its owners."""

    text: str
    task: bool
    owners: tuple[tuple[int, int], ...]
    file: str


def read_examples(folder: Path = HERE / "sentences") -> list[Example]:
    """All sentences of a folder, in the order of its files."""
    found = []
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith(("+ ", "- ")):
                found.append(_example(line, file.name))
    return found


def _example(line: str, file: str) -> Example:
    text, owners, opened = "", [], 0
    for c in line[2:]:
        if c == "{":
            opened = len(text)
        elif c == "}":
            owners.append((opened, len(text)))
        else:
            text += c
    return Example(text, line[0] == "+", tuple(owners), file)


def read_people(file: Path = HERE / "people.txt") -> tuple[Attendee, ...]:
    """Who is at the meetings of the sentences."""
    lines = [line.rsplit(" ", 1) for line in file.read_text(encoding="utf-8").splitlines() if line[:1].isalpha()]
    return tuple(Attendee(name, Attendance.PRESENT, initials=initials) for name, initials in lines)


def marker_for(examples: Sequence[Example]) -> PartyMarker:
    """The language of the sentences' meeting."""
    return language_for(read_people(), "\n".join(e.text for e in examples), load())


def fit(shown: Sequence[set[str]], right: Sequence[bool]) -> tuple[dict[str, float], float]:
    """Weights and bias of a logistic regression over features, by Adam on all examples at once."""
    often = Counter(feature for features in shown for feature in features)
    index = {f: i for i, f in enumerate(sorted(f for f, n in often.items() if n >= FEATURES_FROM))}
    rows = np.array([row for row, features in enumerate(shown) for f in features if f in index])
    columns = np.array([index[f] for features in shown for f in features if f in index])
    values = np.array([scale(len(features)) for features in shown])[rows]
    wanted, weights, bias = np.array(right, float), np.zeros(len(index) + 1), 0.0
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        bias = weights[-1]
        odds = np.bincount(rows, weights[columns] * values, len(wanted)) + bias
        wrong = 1 / (1 + np.exp(-odds)) - wanted
        slope = np.append(np.bincount(columns, wrong[rows] * values, len(index)) + PENALTY * weights[:-1], wrong.sum())
        mean, spread = 0.9 * mean + 0.1 * slope, 0.999 * spread + 0.001 * slope**2
        rate = RATE if step < 0.7 * STEPS else RATE / 5
        weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return {f: round(float(weights[i]), 3) for f, i in index.items()}, round(float(weights[-1]), 3)


def _followers(examples: Iterable[Example], docs: Iterable[Doc]) -> list[str]:
    """The words that stand right behind owners."""
    behind: Counter[str] = Counter()
    for example, doc in zip(examples, docs, strict=True):
        for start, end in example.owners:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None and span.end < len(doc) and doc[span.end].is_alpha:
                behind[doc[span.end].lower_] += 1
    return sorted(word for word, n in behind.items() if n >= FOLLOWERS_FROM)


def _owner_examples(example: Example, doc: Doc, words: Words, followers: frozenset[str]) -> list[tuple[set[str], bool]]:
    """Each possible owner's features, and whether it is one."""
    found = []
    for turn, party in enumerate(candidates(doc, followers)):
        span = doc[party.start : party.end]
        owns = any(span.start_char < end and start < span.end_char for start, end in example.owners)
        found.append((owner_features(words, party.kind, party.head, party.start, party.end, turn), owns))
    return found


def train(examples: Sequence[Example], marker: PartyMarker) -> dict[str, object]:
    """The judge's data: the words it knows and the weights of what it is shown."""
    docs = [marker(example.text) for example in examples]
    count = Counter(token.lower_ for doc in docs for token in doc if not token.ent_type_)
    known = frozenset(word for word, n in count.items() if n >= KNOWN_FROM)
    followers = _followers(examples, docs)
    words = [words_of(doc, known) for doc in docs]
    task, task_bias = fit(
        [sentence_features(d, w) for d, w in zip(docs, words, strict=True)], [e.task for e in examples]
    )
    parties = [
        p for args in zip(examples, docs, words, strict=True) for p in _owner_examples(*args, frozenset(followers))
    ]
    owner, owner_bias = fit([shown for shown, _ in parties], [owns for _, owns in parties])
    weights = {f: w for f, w in sorted({**task, **owner}.items()) if w}
    return {
        "known": sorted(known),
        "followers": followers,
        "task_bias": task_bias,
        "owner_bias": owner_bias,
        "weights": weights,
    }


if __name__ == "__main__":
    sentences = read_examples()
    data = train(sentences, marker_for(sentences))
    TARGET.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(sentences)} sentences, {len(data['weights'])} weights: {TARGET}", file=sys.stderr)  # type: ignore[arg-type]
