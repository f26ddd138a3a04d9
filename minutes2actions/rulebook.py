"""The rules in force: what councils print and what it means, loaded from TOML, checked, merged by name."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from minutes2actions.errors import BadRules


@dataclass(frozen=True, slots=True)
class Schema:
    """What a kind of rule may say: the keys that it must and may have, and the meanings allowed (empty: any)."""

    purpose: str
    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    meanings: frozenset[str] = frozenset()


def _schema(purpose: str, required: str, optional: str = "", meanings: str = "") -> Schema:
    return Schema(purpose, frozenset(required.split()), frozenset(optional.split()), frozenset(meanings.split()))


SCHEMAS: Mapping[str, Schema] = {
    "heading": _schema(
        "a table column's heading; `within`: words that may stand anywhere in it",
        "meaning words",
        "within",
        meanings="action possible_action decision_or_action owner due status reference item topic discussion progress "
        "completed_on raised board priority name initials role organisation attendance substitute present "
        "apologies in_attendance absent other",
    ),
    "section": _schema(
        "a heading or label that says what follows; `within` and `beside`: a heading that holds a word of each",
        "meaning words",
        "within beside",
        meanings="present in_attendance apologies absent substitutes public actions review completed matters_arising "
        "agenda next_meeting decisions minutes close attachment heading_only",
    ),
    "label": _schema(
        "a word in front of a value",
        "meaning words",
        meanings="action owner due status decision note date time venue body chair minuted_by not_action",
    ),
    "status": _schema(
        "how an action stands",
        "meaning words",
        meanings="open in_progress complete closed on_hold cancelled superseded transferred",
    ),
    "attendance": _schema(
        "a mark in an attendance table", "meaning words", meanings="present in_attendance apologies absent"
    ),
    "title": _schema("what stands before or after a name", "meaning words", meanings="before after"),
    "post": _schema("a post that a person holds", "words", "meaning"),
    "group": _schema("several people as one party", "words", "meaning"),
    "organisation": _schema("words that make a name an organisation's", "words", "meaning"),
    "verb": _schema("verbs by what they say", "meaning words"),
    "words": _schema("other words of the recogniser's, by name", "words"),
    "document": _schema("words that tell the kind of document", "meaning words", "weight"),
    "deadline": _schema(
        "words of deadlines",
        "meaning words",
        "yes no value",
        meanings="a after_next ago anchor_after anchor_before open_end ambiguous american and approx asap at be "
        "between body body_word british cob complete condition eom event few figures following for from fy "
        "holiday holiday_time in inst last lasting latest limit local_time meeting month names new_year next "
        "next_meeting no_date number of on ongoing ordinal_word overdue paper part past past_helper person_title "
        "deliver imperative planned prepared previous purpose "
        "recurring reference relative relative_day revised same season small state the this time_word to told "
        "trigger undone unit vote was week_from week_to weekday weekdays thousand within year_end year_kind",
    ),
    "signal": _schema('words that make a sentence read like a task; "*" is any participle', "words weight"),
    "board": _schema("a board, its spellings and its short code", "words", "code"),
    "finding": _schema(
        "what an audit may find: its heading, how grave it is, from how much on",
        "meaning title",
        "from high_from",
        meanings="low medium high off",
    ),
    "threshold": _schema("a measure of the audit's", "value"),
    "prose": _schema(
        "a sentence that gives somebody a task: a spaCy Matcher pattern",
        "pattern yes no",
        "confidence owner anchored direct first plan question tagged weak",
    ),
}

NUMBERS = {"from", "high_from"}
"""Keys that hold a number, whatever the kind."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; keys that its kind does not have are empty."""

    kind: str
    name: str
    file: Path
    meaning: str = ""
    words: tuple[str, ...] = ()
    pattern: tuple[Mapping[str, Any], ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    confidence: float = 0.8
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The rule's name as evidence gives it: "heading.action"."""
        return f"{self.kind}.{self.name}"


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """A phrase as rules compare it: lower case, quotes alike, punctuation at the ends off, white space folded."""
    text = text.casefold().replace("’", "'").replace("‘", "'")
    return " ".join(re.sub(r"^[\W_]+|[^\w)]+$", "", text).split())


_PARTICIPLE = r"(?:\w+ly )?\w+(?:ed|en|wn|nt|ght|ut|id|ade)"


def phrases(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the phrases as whole words; "*" in one is any participle."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    choice = (re.escape(word).replace(r"\*", _PARTICIPLE).replace(r"\ ", r"\s+") for word in longest)
    return re.compile(rf"\b(?:{'|'.join(choice) or '(?!)'})\b", re.IGNORECASE)


class Rulebook:
    """All rules by kind and name, later folders over earlier ones."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules: dict[str, dict[str, Rule]] = {kind: {} for kind in SCHEMAS}
        self._folded: dict[tuple[str, str], frozenset[str]] = {}
        self._words: dict[tuple[str, str | None], frozenset[str]] = {}
        for rule in rules:
            self._rules[rule.kind][rule.name] = rule

    def of(self, kind: str, meaning: str | None = None) -> tuple[Rule, ...]:
        """The rules of a kind, of one meaning where given, in the order of their files."""
        return tuple(r for r in self._rules[kind].values() if meaning is None or r.meaning == meaning)

    def words(self, kind: str, meaning: str | None = None) -> frozenset[str]:
        """The folded words of all rules of a kind and meaning, made once."""
        found = self._words.get((kind, meaning))
        if found is None:
            found = self._words[kind, meaning] = frozenset(fold(w) for r in self.of(kind, meaning) for w in r.words)
        return found

    def folded(self, kind: str, name: str) -> frozenset[str]:
        """The folded words of one rule, made once; none where nobody has that rule."""
        found = self._folded.get((kind, name))
        if found is None:
            rule = self._rules[kind].get(name)
            found = frozenset(fold(word) or word for word in rule.words) if rule else frozenset()
            self._folded[kind, name] = found
        return found

    def named(self, kind: str, name: str) -> Rule:
        """One rule by its name; raises KeyError."""
        return self._rules[kind][name]

    @cached_property
    def _index(self) -> dict[str, dict[str, Rule]]:
        return {k: {fold(w): r for r in rules.values() for w in r.words} for k, rules in self._rules.items()}

    def find(self, kind: str, text: str) -> Rule | None:
        """The rule of a kind one of whose words is the whole text, or None."""
        return self._index[kind].get(fold(text))

    def __iter__(self) -> Any:
        return iter(rule for rules in self._rules.values() for rule in rules.values())


def built_in_folder() -> Path:
    """Where the tool's own rules stand: in a wheel beside the modules, in a checkout at the top level."""
    inside = Path(__file__).parent / "rules"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "rules"


def load(folders: Iterable[Path] = ()) -> Rulebook:
    """The built-in rules with those of each folder over them; raises BadRules, naming file, rule and key."""
    rules: list[Rule] = []
    for folder in (built_in_folder(), *folders):
        files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
        if not files:
            raise BadRules(folder, "holds no rules", "give a folder with .toml files as in rules/")
        own: dict[str, Rule] = {}
        for rule in (rule for file in files for rule in _load_file(file)):
            twin = own.setdefault(rule.label, rule)
            if twin is not rule:
                raise BadRules(rule.file, f"[{rule.label}] stands in {twin.file.name} too", "give one another name")
        rules += own.values()
    return Rulebook(rules)


def _load_file(file: Path) -> list[Rule]:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRules(file, f"is not valid TOML ({error})", "mend that line") from None
    except OSError as error:
        raise BadRules(file, error.strerror or "cannot be opened", "check the file and its permissions") from None
    rules = []
    for kind, entries in data.items():
        schema = SCHEMAS.get(kind)
        if schema is None:
            raise BadRules(file, f"[{kind}] is no kind of rule", _near(kind, SCHEMAS))
        if not isinstance(entries, dict):
            raise BadRules(file, f"{kind} is a value, not a rule", f"write it as [{kind}.some-name]")
        rules += [_rule(file, kind, name, entry, schema) for name, entry in entries.items()]
    return rules


def _rule(file: Path, kind: str, name: str, entry: Any, schema: Schema) -> Rule:
    where = f"[{kind}.{name}]"
    if not isinstance(entry, dict):
        raise BadRules(
            file, f"{where} is a value, not a rule", f"give it the keys {', '.join(sorted(schema.required))}"
        )
    allowed = schema.required | schema.optional
    for key in entry:
        if key not in allowed:
            raise BadRules(file, f"{where} has the unknown key {key!r}", _near(key, allowed))
    for key in sorted(schema.required - entry.keys()):
        raise BadRules(file, f"{where} lacks the key {key!r}", "add it, or remove the rule")
    meaning = entry.get("meaning", "")
    if schema.meanings and meaning not in schema.meanings:
        raise BadRules(file, f"{where} has the unknown meaning {meaning!r}", _near(str(meaning), schema.meanings))
    for key in ("words", "yes", "no"):
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(w, str) and w.strip() for w in value):
            raise BadRules(file, f"{where} {key} must be a list of texts", 'write it as ["one", "two"]')
    pattern = entry.get("pattern", [])
    if not isinstance(pattern, list) or not all(isinstance(token, dict) for token in pattern):
        raise BadRules(file, f"{where} pattern must be a list of tokens", 'write it as [{ LOWER = "will" }]')
    for key in (NUMBERS | ({"value"} if kind == "threshold" else set())) & entry.keys():
        if isinstance(entry[key], bool) or not isinstance(entry[key], int | float) or not 0 <= entry[key] < math.inf:
            raise BadRules(file, f"{where} {key} must be a number, 0 or more", "give a number like 3")
    if not isinstance(entry.get("title", ""), str):
        raise BadRules(file, f"{where} title must be a text", 'write it as "No owner"')
    confidence = entry.get("confidence", 0.8)
    if not isinstance(confidence, int | float) or not 0 < confidence <= 1:
        raise BadRules(file, f"{where} confidence must be between 0 and 1", "give a number like 0.8")
    plain = {"meaning", "words", "pattern", "yes", "no", "confidence"}
    return Rule(
        kind=kind,
        name=name,
        file=file,
        meaning=str(meaning),
        words=tuple(entry.get("words", ())),
        pattern=tuple(pattern),
        yes=tuple(entry.get("yes", ())),
        no=tuple(entry.get("no", ())),
        confidence=float(confidence),
        extra={k: v for k, v in entry.items() if k not in plain},
    )


def _near(word: str, known: Iterable[str]) -> str:
    known = sorted(known)
    match = difflib.get_close_matches(word, known, 1)
    return f"did you mean {match[0]!r}?" if match else f"use one of {', '.join(known)}"
