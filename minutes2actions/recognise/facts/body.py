"""Finds the name of the body that met."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from minutes2actions.document import Style
from minutes2actions.recognise.attendance.labels import label_meaning
from minutes2actions.recognise.facts.head import TITLE_WORDS, HeadLine
from minutes2actions.recognise.names import is_acronym, is_organisation, looks_like_person
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern, vocabulary
from minutes2actions.record import Evidence
from minutes2actions.rulebook import Rulebook, fold

MAX_BODY_WORDS = 14
SENTENCE_WORDS = 14
MAX_PART_WORDS = 8
_CUT = re.compile(
    r"\s[-–—|]+\s|\s*[–—](?:\s|$|(?=\d))|\s+[–—]|[\t\n]"
    r"|,?\s+(?:held|occurred|was|met|took place|convened)\b|[.;]\s+[A-Z(]|\s+\(held",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s*[-–—|:,]+\s+(?=[A-Z])")
_ORDINAL = re.compile(r"^\d+(?:st|nd|rd|th)\s+", re.IGNORECASE)
_SMALL = frozenset(["of", "the", "and", "for", "to", "in", "on", "at", "a", "an", "&", "de", "la", "le", "with", "by"])


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    score: float
    line: HeadLine


def body_of(
    lines: Sequence[HeadLine], dated: Sequence[tuple[HeadLine, int, int]], rules: Rulebook
) -> tuple[str | None, tuple[Evidence, ...]]:
    """The body's name as printed and what proves it; `dated` says where in a line its date begins and ends."""
    cuts = {id(line): (start, end) for line, start, end in reversed(dated)}
    candidates = [
        c for i, line in enumerate(lines) if (c := _candidate(line, i, cuts.get(id(line)), rules)) is not None
    ]
    if not candidates:
        candidates = [c for c in (_over_the_title(lines, rules) or _heading(lines, rules),) if c]
    if not candidates:
        return None, ()
    early = [c for c in candidates if c.line.label != "attendance"]
    best = max(early or candidates, key=lambda c: c.score)
    used = [best]
    core = named_words(rules, "body-core")
    if not any(_bare(w) in core for w in best.name.split()):
        under = lines[lines.index(best.line) + 1 :][:1]
        below = next((c for c in candidates if c.line in under and c.line.label == best.line.label), None)
        if below and any(_bare(w) in core for w in below.name.split()):
            used = [best, below]  # the council, and under it the board
    elif (below := _committee_under(best, lines, candidates, rules)) is not None:
        used = [best, below]
    elif (above := _parent_over(best, lines, candidates, rules)) is not None:
        used = [above, best]
    if _is_generic(best.name, rules):
        at = candidates.index(best)
        owners = [c for c in candidates if not _is_generic(c.name, rules) and c.line.label is None]
        owner = next((c for c in reversed(candidates[:at]) if c in owners and not c.line.furniture), None)
        owner = owner or next(iter(owners), None) or _first_line(lines, best, rules)
        if owner is not None:
            said = {_bare(w) for w in owner.name.split()}
            used = [owner] if said >= {_bare(w) for w in best.name.split()} else [owner, best]
    name = " ".join(c.name for c in used)
    evidence = tuple(Evidence("body", c.name, c.line.paragraph.place, "words.body-words") for c in used)
    return name, evidence


def _committee_under(
    best: _Candidate, lines: Sequence[HeadLine], candidates: Sequence[_Candidate], rules: Rulebook
) -> _Candidate | None:
    """The committee whose own line stands straight under the council's or the trust's: "Finance Committee"."""
    under = lines[lines.index(best.line) + 1 :][:1]
    below = next((c for c in candidates if c.line in under and c.line.label is best.line.label is None), None)
    if below is None or below.line.furniture or below.name != below.line.text.strip(" .:"):
        return None
    parent = _bare(best.name.split()[-1]) in named_words(rules, "parent-body")
    part = _bare(below.name.split()[-1]) in named_words(rules, "part-of-a-body")
    said = {_bare(w) for w in best.name.split()}
    return below if parent and part and not {_bare(w) for w in below.name.split()} <= said else None


def _parent_over(
    best: _Candidate, lines: Sequence[HeadLine], candidates: Sequence[_Candidate], rules: Rulebook
) -> _Candidate | None:
    """The council or the university whose own line stands straight over its committee's: "Town of Ashby"."""
    over = lines[: lines.index(best.line)][-1:]
    above = next((c for c in candidates if c.line in over and c.line.label is None), None)
    if (
        best.line.label is not None
        or above is None
        or above.line.furniture
        or above.name != above.line.text.strip(" .:")
    ):
        return None
    parent = any(_bare(w) in named_words(rules, "parent-body", "parent-place") for w in above.name.split())
    said = {_bare(w) for w in best.name.split()}
    return above if parent and not {_bare(w) for w in above.name.split()} <= said | _SMALL else None


def _first_line(lines: Sequence[HeadLine], best: _Candidate, rules: Rulebook) -> _Candidate | None:
    """The first line where it may be the owner of a body that is only called a board: "Northbay Shelter"."""
    first = lines[0]
    words = first.text.split()
    if first is best.line or first.label or first.furniture or not 1 < len(words) <= 6:
        return None
    plain = not any(c.isdigit() for c in first.text) and _is_title(words, frozenset())
    return _Candidate(first.text, 0, first) if plain and not _about(rules).search(first.text) else None


def _over_the_title(lines: Sequence[HeadLine], rules: Rulebook) -> _Candidate | None:
    """The first line where no word makes it a body's, but the next says of what meeting these are the minutes."""
    if len(lines) < 2 or lines[0].label or lines[0].furniture or not _about(rules).search(lines[1].text):
        return None
    first = _candidate(replace(lines[0], label="body"), 0, None, rules)
    plain = first and " " in first.name and first.name == lines[0].text.strip() and len(first.name.split()) <= 6
    if not first or not plain or any(c.isdigit() for c in first.name) or _about(rules).search(first.name):
        return None
    return replace(first, line=lines[0])


def _heading(lines: Sequence[HeadLine], rules: Rulebook) -> _Candidate | None:
    """The heading that opens the paper, where nothing else names a body: "Data Platform weekly"."""
    if not lines or lines[0].label or lines[0].furniture or lines[0].paragraph.style is not Style.HEADING:
        return None
    if any(c.isdigit() for c in lines[0].text):
        return None  # "Thursday 6 February 2025" heads one meeting of several
    first = _candidate(replace(lines[0], label="body"), 0, None, rules)
    plain = first is not None and not _about(rules).fullmatch(first.name) and len(first.name.split()) <= MAX_PART_WORDS
    return replace(first, line=lines[0]) if first and plain else None


def _candidate(line: HeadLine, index: int, date: tuple[int, int] | None, rules: Rulebook) -> _Candidate | None:
    if line.label not in (None, "body", "date", "cell", "attendance"):
        return None
    if len(line.text.split()) > TITLE_WORDS and date is None:
        return None
    text = line.text if date is None else line.text[: date[0]]
    sentence = text.rstrip().endswith(".") and len(text.split()) > SENTENCE_WORDS
    if sentence and not _opens(text, rules):
        return None  # "Context: the meeting was called to ..."
    about = _about(rules).search(text) is not None
    if line.label == "attendance" and not about and not date and line.paragraph.style is not Style.HEADING:
        return None
    if line.label is None and label_meaning(line.text.partition(":")[0], rules):
        return None  # "Board Members:"
    name = _strip(text, rules)
    if date and fold(name) in named_words(rules, "body-before", "body-after") | {""}:
        name = _strip(line.text[date[1] :], rules)  # "Minutes 7 May 2021 - Bowls Club"
    words = name.split()
    known = _body_words(rules) | named_words(rules, "meeting-sort")
    if words and f"{name}." in line.text and len(words[-1]) <= 4 and is_organisation(f"The {words[-1]}", rules):
        name += "."  # "Association, Inc."
    if not words or len(words) > MAX_BODY_WORDS or not _is_title(words, known) or looks_like_time(name):
        return None
    if "," in name and looks_like_person(name.split(",")[0], rules):
        return None
    if fold(name) in named_words(rules, "no-body", "meeting-sort") or _other(rules).search(name):
        return None
    if words[0] in ("at", "in", "on") or words[0][:1].isdigit():
        return None  # "held on 3 May at Hope House"
    name = _with_part(name, text, rules)
    words = name.split()
    known = _body_words(rules)
    hits = sum(_bare(w) in known for w in words)
    label = line.label == "body"
    if not hits and (line.label in ("date", "cell") or _is_person(name, line, about, rules)):
        return None
    if not (hits or label or is_organisation(name, rules) or (about and _could_name(name, rules))):
        return None
    score = 4.0 * label + 3.0 * bool(hits) + 2.0 * about + 1.0 * is_organisation(name, rules) - 0.3 * index
    score -= 2.0 * line.furniture + 3.0 * (len(line.text.split()) > TITLE_WORDS)
    return _Candidate(name, score, line)


def _with_part(name: str, text: str, rules: Rulebook) -> str:
    """The name with its part or its parent behind a dash: "Ashby Town Council - Finance Committee"."""
    at = text.find(name)
    dash = _DASH.match(text, at + len(name)) if at >= 0 else None
    if dash is None:
        return name
    part = _strip(text[dash.end() :], rules)
    words = part.split("(")[0].split()
    known = named_words(rules, "part-of-a-body", "parent-body", "body-core")
    plain = 1 < len(words) <= MAX_PART_WORDS and not any(c.isdigit() for c in part) and _is_title(words, frozenset())
    if not plain or _bare(words[-1]) not in known or _about(rules).search(part):
        return name
    return text[at : text.find(part, dash.end()) + len(part)]


def _is_person(name: str, line: HeadLine, about: bool, rules: Rulebook) -> bool:
    """Whether a name without any word of a body is somebody's: behind "Group:" or "Minutes of" only a sure one is."""
    if not looks_like_person(name, rules):
        return False
    sure = fold(name.split(maxsplit=1)[0]) in vocabulary(rules).given and not is_organisation(name, rules)
    return sure if line.label == "body" else not about or (sure and line.text.rstrip(" .").endswith(f": {name}"))


def _strip(text: str, rules: Rulebook) -> str:
    """A title line without what stands around the name: "Minutes of the ... meeting held on"."""
    text = " ".join(_CUT.split(text.strip(), maxsplit=1)[0].split()) if not _opens(text, rules) else text
    before, inner, after = _before(rules), _inner(rules), _after(rules)
    text = _close_dash(rules).sub(" – ", text)  # "Bowls Club–Minutes", but "Staff–Student Committee"
    while True:
        text = _ORDINAL.sub("", text.strip(' ,:;.-–—|•*"“”').lstrip("(["))
        if (match := before.match(text)) and text[match.end() :].strip():
            text = text[match.end() :]
        elif cut := _CUT.search(text):
            text = text[: cut.start()]
        elif (match := inner.search(text)) and match.start():
            if match.group().casefold().endswith("of") and is_organisation(text[match.end() :], rules):
                return text  # "Governing Body meeting of Northtown School"
            text = text[: match.start()]
        elif match := after.search(text):
            text = text[: match.start()]
        else:
            return _without_sort(text, rules)


def _without_sort(text: str, rules: Rulebook) -> str:
    """A name without the sort of meeting that stands behind it in small letters: "Mill Lane residents liaison"."""
    head, _, last = text.rpartition(" ")
    text = head if " " in head and last.islower() and last in named_words(rules, "meeting-sort") else text
    return text[:-1] if re.search("[sS]['’]$", text) else text


def _opens(text: str, rules: Rulebook) -> bool:
    """Whether the line begins with the words before a name, so that a dash behind them does not end it."""
    return _before(rules).match(text.strip()) is not None


@lru_cache(maxsize=16)
def _before(rules: Rulebook) -> re.Pattern[str]:
    phrase = phrase_pattern(named_words(rules, "body-before"), before=r"^", after=r"(?![\w'’&-])").pattern
    state, record, sort, met = (
        phrase_pattern(named_words(rules, name), before="", after=r"(?![\w'’&-])").pattern
        for name in ("title-state", "title-record", "meeting-sort", "title-meeting")
    )
    the = r"(?:(?:an?|the)\s+)?"
    opening = rf"^(?:(?:{state}\s+)*{record}\s+(?:of|from|for|at)\s+|at\s+)"
    composed = rf"{opening}{the}(?:{sort}\s+)*{met}\s+(?:of|for)\s+{the}(?=\w)"
    return re.compile(f"{composed}|{phrase}", re.IGNORECASE)


@lru_cache(maxsize=16)
def _after(rules: Rulebook) -> re.Pattern[str]:
    return re.compile(
        phrase_pattern(named_words(rules, "body-after"), before=r"(?:^|(?<=[\s,(]))").pattern + r"[\s.,)]*$",
        re.IGNORECASE,
    )


@lru_cache(maxsize=16)
def _close_dash(rules: Rulebook) -> re.Pattern[str]:
    """A dash that parts a name from the words after it, though no space stands beside it."""
    phrases = frozenset(p for p in named_words(rules, "body-after") if len(p) > 3)
    return re.compile(rf"(?<=\w)[–—](?={phrase_pattern(phrases, before='').pattern})|(?<=\d)[–—](?=\w)", re.IGNORECASE)


@lru_cache(maxsize=16)
def _inner(rules: Rulebook) -> re.Pattern[str]:
    phrases = frozenset(p for p in named_words(rules, "body-after") if "meeting" in p or "minutes" in p)
    return phrase_pattern(phrases, before=r"(?<=\s)")


@lru_cache(maxsize=16)
def _about(rules: Rulebook) -> re.Pattern[str]:
    return phrase_pattern(frozenset(fold(w) for r in rules.of("document", "minutes_title") for w in r.words))


@lru_cache(maxsize=16)
def _other(rules: Rulebook) -> re.Pattern[str]:
    """What makes a title that of a plan or a policy."""
    rows = (*rules.of("document", "plan_title"), *rules.of("document", "other_title"))
    phrases = frozenset(fold(w) for r in rows for w in r.words if " " in w or r.meaning == "other_title")
    return phrase_pattern(phrases, after=r"(?=[^a-z]*$)")


@lru_cache(maxsize=16)
def _body_words(rules: Rulebook) -> frozenset[str]:
    return named_words(rules, "body-words") - {"meeting"}


def _bare(word: str) -> str:
    return fold(word.strip("(),.'’"))


def _is_title(words: Sequence[str], known: frozenset[str]) -> bool:
    """Whether the words are written as names are: capitals but for small words, and for one other in a long name."""
    plain = [
        w
        for w in words
        if not any(c.isupper() for c in w) and w[:1].isalpha() and _bare(w) not in known | _SMALL | {"meeting"}
    ]
    return len(plain) <= (1 if len(words) > 4 and words[0] not in plain else 0)


def _could_name(name: str, rules: Rulebook) -> bool:
    words = name.split()
    return (
        len(words) <= 8
        and not any(_bare(w) in named_words(rules, "not-a-name") for w in words)
        and (len(words) > 1 or is_acronym(name) or "-" in name or len(name) > 3)
    )


def _is_generic(name: str, rules: Rulebook) -> bool:
    """Whether the name says only what sort of body it is: "Board of Directors"."""
    known = _body_words(rules) | _SMALL
    return all(_bare(w) in known for w in name.split())


def looks_like_time(text: str) -> bool:
    """Whether the text is mostly a time or a number rather than a name."""
    letters = sum(c.isalpha() for c in text)
    return letters < 2 or letters < 0.5 * len(text.replace(" ", ""))
