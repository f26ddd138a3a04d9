"""Finds the labels that say how people took part: "Present:", "Community members present:", "Apologies"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from minutes2actions.recognise.names import looks_like_person
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern, vocabulary
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rule, Rulebook, fold

MAX_LABEL_WORDS = 9
_GROUP_WORDS = 4
_NUMBER = re.compile(
    r"^\s*(?:item\s+)?(?:[A-Z]{1,4}\s?)?\(?\d+(?:[./:-]\d+)*[./:-]?[a-z]?[.):]?\s+(?=\D)|^\s*(?:[ivx]+|[a-z]|[IVX]+)[.)]\s+"
)
_STOPS = re.compile(r"[.;\n\t•|)]\s*|^\s*")
_ENDS = re.compile(r"\s*[:：]|\s*;|\t|\s+[-–—]+\s+|\s*[–—](?=\s)")
_OF_ALL = re.compile(r"^\s*\d{1,3}\s+(?:of|out of|/)\s+(?:the\s+)?\d{1,3}\s+")
_COUNTED = re.compile(r"\s*\(?\d{1,3}\)?\s*[-–—:]\s+(?=[A-Z])")
_NO_LABEL = re.compile(r"[\d:;,.\t\n]|\s[-–—]\s")
_SENTENCE = re.compile(r"[.;]\s+(?=[A-Z])")
_BRACKET = re.compile(r"\s*\([^()]*\)\s*")
OFFICERS = frozenset({"chair", "minuted_by"})
"""What a label means behind which one person of the meeting stands, and no list."""
_STATUSES = frozenset(a.value for a in Attendance)


@dataclass(frozen=True, slots=True)
class Label:
    """A label and what stands behind it, up to the next; `meaning` is None for the words before the first label."""

    meaning: str | None
    rule: str
    label: str
    text: str
    start: int
    """Where `text` begins in the whole."""


@lru_cache(maxsize=8192)
def label_meaning(phrase: str, rules: Rulebook) -> tuple[str, str] | None:
    """What a label means (an attendance, "public", "chair", "minuted_by") and the rule that says so, or None."""
    bare = _BRACKET.sub(" ", _OF_ALL.sub("", _NUMBER.sub("", phrase) if not _OF_ALL.match(phrase) else phrase)).strip()
    words = re.sub(r"\s*([/&])\s*", r" \1 ", fold(bare)).replace(" / ", "/")
    if not words or len(words.split()) > MAX_LABEL_WORDS:
        return None
    plain = words.replace(", ", " ")  # "Absent, excused"
    section = rules.find("section", plain) or _misspelt(words, rules)
    if section and (section.meaning in _STATUSES or section.meaning in ("public", "substitutes")):
        return section.meaning, section.label
    label = rules.find("label", words)
    if label and label.meaning in OFFICERS:
        return label.meaning, label.label
    if section or label or _NO_LABEL.search(bare.strip(" :;.,-–—")) or _names_somebody(bare, rules):
        return None
    return _compound(words, rules)


def _names_somebody(phrase: str, rules: Rulebook) -> bool:
    """Whether words hold a full name: "Ann Lee sent her apologies" is a sentence and no label."""
    pairs = pairwise(phrase.split())
    return any(a.istitle() and b.istitle() and fold(a) in vocabulary(rules).given for a, b in pairs)


@lru_cache(maxsize=4096)
def _misspelt(words: str, rules: Rulebook) -> Rule | None:
    """The rule of attendance that a label one slip away means: "In attendace", "Appologies"."""
    if not 7 <= len(words) <= 30 or len(words.split()) > 3 or rules.find("label", words):
        return None
    near = process.extractOne(words, _strong_words(rules), scorer=fuzz.ratio, score_cutoff=90)
    return rules.find("section", near[0]) if near else None


@lru_cache(maxsize=16)
def _strong_words(rules: Rulebook) -> tuple[str, ...]:
    wanted = (*_STATUSES,)
    return tuple(
        sorted(w for m in wanted for w in rules.words("section", m) if is_strong(w, rules) and len(w.split()) <= 3)
    )


@lru_cache(maxsize=16)
def _stem(rules: Rulebook) -> re.Pattern[str]:
    return phrase_pattern(named_words(rules, "attendance-stem"), after="")


def is_strong(label: str, rules: Rulebook) -> bool:
    """Whether a label speaks of attendance by itself, and does not only name a group: "Apologies", not "Trustees"."""
    return _stem(rules).search(label) is not None


def _compound(words: str, rules: Rulebook) -> tuple[str, str] | None:
    """A label that is built of known words: "Ward members in attendance", "Apologies for absence - staff"."""
    where = phrase_pattern(_known(rules, "where-people-were"), after=r"$").search(words)
    words = words[: where.start()].strip() if where and where.start() else words  # "Trustees attending in person"
    for name in ("apologies", "absent", "present"):
        if any(_borders(words, known) for known in _known(rules, f"attendance-label-{name}")):
            guests = set(words.replace("/", " ").split()) & _known(rules, "attendance-guests")
            meaning = "in_attendance" if name == "present" and guests else name
            return meaning, f"words.attendance-label-{name}"
    tokens = words.split()
    group = 1 < len(tokens) <= _GROUP_WORDS and tokens[-1] in _known(rules, "attendance-group-ends")
    if group and not set(tokens) & _known(rules, "no-group-of-people"):  # "Partner governors"
        guests = set(tokens) & _known(rules, "attendance-guests")
        return "in_attendance" if guests else "present", "words.attendance-group-ends"
    advising = len(tokens) > 2 and tokens[0] in _known(rules, "attendance-guests")
    if advising and tokens[1] in _known(rules, "attendance-guests-do"):  # "Officers advising the Board"
        return "in_attendance", "words.attendance-guests-do"
    return None


@lru_cache(maxsize=64)
def _known(rules: Rulebook, name: str) -> frozenset[str]:
    return named_words(rules, name)


def _borders(words: str, known: str) -> bool:
    return words == known or words.startswith(f"{known} ") or words.endswith(f" {known}")


def split_labels(text: str, rules: Rulebook) -> tuple[Label, ...]:
    """A text cut at its attendance labels, in order; the words before the first come with the meaning None."""
    found = sorted(_labels(text, rules))
    parts: list[Label] = []
    if not found:
        return (Label(None, "", "", text, 0),)
    if text[: found[0][0]].strip():
        parts.append(Label(None, "", "", text[: found[0][0]], 0))
    for i, (start, end, meaning, rule) in enumerate(found):
        stop = found[i + 1][0] if i + 1 < len(found) else len(text)
        parts.append(Label(meaning, rule, text[start:end].strip(" :;\t-–—"), text[end:stop], end))
    return tuple(parts)


def _labels(text: str, rules: Rulebook) -> Iterator[tuple[int, int, str, str]]:
    """Start, end (behind the colon), meaning and rule of each label."""
    if "\t" not in text.strip() and (whole := label_meaning(text.rstrip(" :;.-–—"), rules)):
        opening = _without_colon(text, rules) if whole[1].startswith("words.") else None
        yield opening or (0, len(text), *whole)  # "Apologies Ann Lee" is no label alone
        return
    pieces = list(re.finditer(r"[^\t]+", text))
    known = [label_meaning(piece.group().rstrip(" :"), rules) for piece in pieces]
    if len(pieces) > 1 and all(known):  # "Present", a tab, "Apologies"
        yield from ((p.start(), p.end(), *k) for p, k in zip(pieces, known, strict=True) if k)
        return
    taken = 0
    for match in _ENDS.finditer(text):
        start = _clause_start(text, match.start(), taken)
        colon = match.group().strip() in (":", "：")
        if not colon and start and not _line_start(text, start):
            continue  # "Present; A Lee" and "Present - A Lee" only where a line begins
        found = _longest(text, start, match.start(), rules, colon)
        if found:
            begin, meaning, rule = found
            if (begin != start and meaning in OFFICERS) or (text[start:begin].strip() and not colon):
                continue
            if meaning in OFFICERS and match.group() == "\t" and text[:begin].strip() and text[begin - 1] == "\t":
                continue  # "Ann Lee", a tab, "Chair"
            counted = _COUNTED.match(text, match.end()) if colon else None
            taken = counted.end() if counted else match.end()  # "Apologies: 3 - Ann Lee, ..."
            yield begin, taken, meaning, rule
    if not taken and (opening := _without_colon(text, rules)):
        yield opening
    yield from _inside(text, taken, rules)


def _line_start(text: str, start: int) -> bool:
    return not text[:start].strip() or text[:start].rstrip(" ").endswith(("\n", "\t", ")", ":", ".", ";"))


def _clause_start(text: str, end: int, least: int) -> int:
    start = least
    for stop in _STOPS.finditer(text, least, end):
        if stop.end() < end:
            start = stop.end()
    return start


def _longest(text: str, start: int, end: int, rules: Rulebook, colon: bool) -> tuple[int, str, str] | None:
    """The longest run of words before a colon that is a label: its start, meaning and rule."""
    tokens = list(re.finditer(r"\S+", text[start:end]))
    for token in tokens[-MAX_LABEL_WORDS:]:
        phrase = text[start + token.start() : end]
        if not phrase[:1].isupper() and token is not tokens[0] and not _OF_ALL.match(phrase):
            continue
        known = label_meaning(phrase, rules)
        if known and (token is tokens[0] or known[1].startswith("section.")):
            return start + token.start(), *known
        if not colon:
            break
    if fold(text[start:end]) in _known(rules, "minuted-by-person"):
        name = re.split(r"[(,.;\n\t]", text[end:].lstrip(" :-–—"), maxsplit=1)[0]
        alone = name.strip() == text[end:].strip(" :-–—.") and " " in name.strip()
        if looks_like_person(name, rules) and (alone or fold(name.split()[0]) in vocabulary(rules).given):
            return start, "minuted_by", "words.minuted-by-person"
    return None


def _inside(text: str, start: int, rules: Rulebook) -> Iterator[tuple[int, int, str, str]]:
    """The labels that begin a sentence, the names straight behind them: "Present: Ann Lee. Apologies Bo Moss"."""
    for stop in _SENTENCE.finditer(text, start):
        for words in (1, 2, 3):
            head = re.match(rf"(?:[^\s:,.]+\s+){{{words}}}(?=[A-Z])", text[stop.end() :])
            known = label_meaning(head.group(), rules) if head and head.group()[:1].isupper() else None
            if not head or not known or known[0] not in _STATUSES or not is_strong(head.group(), rules):
                continue
            begin = stop.end() + head.end()
            name = re.split(r"[,.;(\n]|\sand\s", text[begin:], maxsplit=1)[0].strip()
            given = fold(name.split()[0]) in vocabulary(rules).given
            if looks_like_person(name, rules) and (given or " " in name):
                yield stop.end(), begin, *known
                break


def _without_colon(text: str, rules: Rulebook) -> tuple[int, int, str, str] | None:
    """A label at the start that a name follows without any mark: "Present Ann Lee (AL), ..."."""
    tokens = list(re.finditer(r"\S+", text))
    for count in range(min(4, len(tokens) - 1), 0, -1):
        end = tokens[count - 1].end()
        known = label_meaning(text[:end], rules)
        named = any(t.group().istitle() and fold(t.group()) in vocabulary(rules).given for t in tokens[1:count])
        if not known or named or known[0] == "public" or fold(text[:end]) in _known(rules, "everybody-there"):
            continue  # "All present plus Ann Lee"
        for more in (2, 3, 4, 5):
            head = " ".join(t.group() for t in tokens[count : count + more]).split(",")[0]
            if looks_like_person(head, rules):
                return 0, end, *known
    return None
