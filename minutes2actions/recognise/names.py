"""Reads one entry of a list of people: the name, and what is printed around it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from minutes2actions.recognise.names_size import (
    INITIAL,
    before_name,
    is_acronym,
    is_name_like,
    is_surname,
    name_size,
    tidy_case,
)
from minutes2actions.recognise.vocabulary import Vocabulary, fold, vocabulary
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rule, Rulebook

__all__ = [
    "ParsedName",
    "initials_fit",
    "is_acronym",
    "is_organisation",
    "is_role",
    "looks_like_initials",
    "looks_like_person",
    "parse_person",
]

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_POST_BEHIND = re.compile(
    r"(?P<name>^[A-Z]\S* (?:\S+ )?[A-Z][a-z'’]+)-(?P<post>[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?)(?=\s*(?:$|[,;(]))"
)
"""A post that a hyphen joins to the name: "Ann Lee-President"."""
_DASH = re.compile(r"\s*(?:[.]{3,}|…+|_{3,})\s*|\s+[-–—]+\s*|\s*[–—]\s+|\s*[–—](?=\s*$)")
_INITIALS = re.compile(r"[A-Z](?:[A-Za-z]|[.-](?=[A-Z])){1,6}\.?|[A-Z](?:[.\s-]+[A-Z])+\.?")
_REMARK_WORDS = 6
_LONGEST_LETTER = 4
_EDGES = ' \t\n\r,;:.*†‡^#•·-–—_|/\\"“”'


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A person as a list prints one; `mark` is how they took part, where a bracket says so."""

    name: str
    role: str | None = None
    organisation: str | None = None
    initials: str | None = None
    title: str | None = None
    on_behalf_of: str | None = None
    mark: Attendance | None = None


def parse_person(text: str, rules: Rulebook) -> ParsedName | None:
    """One person's entry read into its parts; None where it names nobody."""
    words = vocabulary(rules)
    text = _without_stray_marks(" ".join(text.split()), words)
    if (match := words.behalf.search(text)) and match.start() and "(" not in text[: match.start()]:
        person = parse_person(re.sub(r"(?:[\s,]+[a-z]+)+[\s,]*$", "", text[: match.start()]), rules)
        principal = _head(text[match.end() :].split(",")[0].strip(_EDGES), words)
        return replace(person, on_behalf_of=principal.name) if person and principal else person
    notes = [note.strip() for m in _BRACKETS.finditer(text) for note in re.split("[,;]", m.group(1))]
    bare = _BRACKETS.sub(lambda m: " , " if text[m.end() :].strip(_EDGES) else " ", text)
    segments = [s for part in _DASH.split(bare) for s in part.split(",")]
    segments = [s for s in (" ".join(s.split()).strip(' ;:*•·-–—_|"“”') for s in segments) if s.strip(_EDGES)]
    if not segments or fold(text) in words.nobody:
        return None
    parsed = _head(segments[0], words)
    titled = _head(notes[0], words) if parsed is None and notes and len(segments) == 1 else None
    if notes and fold(segments[0]) in words.writer:
        return _head(notes[0], words)
    if titled and titled.title and any(c.isdigit() for c in segments[0]):
        return titled  # "Flat 12 (Mrs Moss)"
    if parsed is None and len(segments) > 1 and _is_role(segments[0], words):
        parsed = _head(segments[1], words)  # "Chair, Jane Smith"
        parsed = parsed and _add(parsed, segments.pop(0), rules, words)
    if parsed is None and notes and len(segments) == 1 and _is_role(segments[0], words):
        parsed = _head(notes[0], words)  # "the Clerk (Ms J Smith)"
        full = parsed and (parsed.title or " " in parsed.name) and not _is_organisation(notes[0], words)
        return replace(parsed, role=segments[0].removeprefix("the ")) if parsed and full else None
    holder = _head(notes[0], words) if notes and len(segments) == 1 and _names_post(segments[0], words) else None
    if holder and " " in holder.name and fold(holder.name.split()[0]) in words.given:
        return replace(holder, role=segments[0])  # "Rear-Commodore Racing (Nick Sands)"
    fits = len(segments) > 1 and any(looks_like_initials(n) and initials_fit(segments[1], n) for n in notes)
    behind_post = len(segments) > 1 and (_is_organisation(segments[0], words) or _opens_with_role(segments[0], words))
    word = segments[0]
    topic = len(segments) > 1 and " " not in word and fold(word) not in words.given and not notes
    if fits or behind_post or topic:
        behind = _head(segments[1], words)  # "VP Sports - Nick Sands", "Rivers Trust - Nick Sands"
        if (parsed is None or " " not in parsed.name) and behind and _is_full(segments[1], behind, words):
            about = segments.pop(0)
            body = _is_organisation(about, words)
            parsed = replace(behind, organisation=about) if body else replace(behind, role=about)
    if parsed is None:
        return None
    for note in (*segments[1:], *notes):
        parsed = _add(parsed, note, rules, words)
    return parsed


def _names_post(text: str, words: Vocabulary) -> bool:
    """Whether words in front of a bracket may be the post of whom it names: a title or a post is among them."""
    return any(words.is_title(t) or words.is_role_word(t) for t in text.split()) and len(text.split()) <= 4


def _is_full(text: str, person: ParsedName, words: Vocabulary) -> bool:
    """Whether a name has a title, an initial or a common given name in front of the surname."""
    first = person.name.split()[0]
    known = bool(person.title) or fold(first) in words.given or INITIAL.fullmatch(first) is not None
    return known and (" " in person.name or bool(person.title)) and text.endswith(person.name.split()[-1])


def _opens_with_role(text: str, words: Vocabulary) -> bool:
    """Whether words begin with a post that its field follows: "VP Sports"."""
    first, _, field = text.partition(" ")
    return bool(field) and words.is_role_word(first) and fold(field.split()[0]) not in words.given


def _without_stray_marks(text: str, words: Vocabulary) -> str:
    """An entry without a stop behind a bracket, quotes around a nickname in front, or brackets around a title."""
    text = re.sub(r"(?<=[)\]])\s*[.]+$|\s+and,?$", "", text)
    text = _POST_BEHIND.sub(
        lambda m: (
            f"{m['name']} - {m['post']}"
            if words.is_role_word(m["post"].split()[-1]) and not m["name"].startswith("The ")
            else m.group()
        ),
        text,
    )
    text = re.sub(r"^[\"“'‘](?P<name>[^\W\d_]+)[\"”'’](?=\s+[A-Z])", lambda m: m["name"], text)
    return re.sub(
        r"\s*\((?P<title>[A-Z][a-z]{1,4})\.?\)(?=\s+[A-Z])",
        lambda m: f" {m['title']}" if words.is_title(m["title"]) else m.group(),
        text,
    )


def looks_like_person(text: str, rules: Rulebook) -> bool:
    """Whether the text is a person's name and nothing else: two words or more, a title, or a known given name."""
    words = vocabulary(rules)
    text = " ".join(text.split()).strip(_EDGES)
    parsed = _head(text, words)
    if parsed is None or parsed.organisation or not text.casefold().endswith(parsed.name.split()[-1].casefold()):
        return False
    return bool(parsed.title or parsed.role) or " " in parsed.name or fold(parsed.name) in words.given


def initials_fit(name: str, initials: str) -> bool:
    """Whether initials ("JS", "AHop", "N M-E") are a shortening of the name."""
    tokens = [t for t in re.split(r"[\s.'’-]+|(?<=[a-z])(?=[A-Z])", _plain(name)) if t]
    runs = re.findall(r"[A-Z][a-z]*", _plain(initials).replace(".", ""))
    if not tokens or not runs:
        return False
    place = 0
    for run in runs:
        while place < len(tokens) and not tokens[place].casefold().startswith(run.casefold()):
            place += 1
        if place == len(tokens):
            break
        place += 1
    else:
        return True
    letters = "".join(runs)
    if not letters.isupper() or tokens[0][0].casefold() != letters[0].casefold():
        return False
    rest = iter("".join(tokens).casefold())
    return all(letter in rest for letter in letters.casefold())


def looks_like_initials(text: str) -> bool:
    """Whether the text has the form of a person's initials."""
    return 1 < len(text) <= 7 and bool(_INITIALS.fullmatch(text)) and sum(c.isupper() for c in text) >= 2


def is_role(text: str, rules: Rulebook) -> bool:
    """Whether the text is a post or another role, and no name."""
    return _is_role(text, vocabulary(rules))


def is_organisation(text: str, rules: Rulebook) -> bool:
    """Whether the text's words make it an organisation, a team or a place rather than a person."""
    return _is_organisation(text, vocabulary(rules))


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _is_role(text: str, words: Vocabulary) -> bool:
    tokens = text.split()
    if fold(text) in words.roles:
        return True
    head = re.split(r"\b(?:of|for|to|at|from|on)\b|/", text, maxsplit=1)[0].split() or tokens
    if any(words.is_role_word(t) for t in (*head[-1:], *tokens[-1:])):
        return True
    if len(tokens) < 2 or not words.is_role_word(tokens[0]):
        return False
    if len(tokens) == 2 and fold(tokens[1]) in words.odd_surnames:
        return False  # "Vice-President Hall"
    return not is_name_like(tokens[1], words) or any(words.is_organisation_word(t) for t in tokens[1:])


def _is_organisation(text: str, words: Vocabulary) -> bool:
    tokens = [t.strip(",.()") for t in text.split()]
    if not tokens:
        return False
    folded = [fold(t) for t in tokens]
    if any(f in words.strong for f in folded) or (len(tokens) == 1 and is_acronym(tokens[0])):
        return True
    if folded[0] in words.given:
        return False
    return (len(tokens) > 2 and any(f in words.surnames for f in folded)) or (
        len(tokens) > 1 and any(f in words.weak for f in folded)
    )


def _head(segment: str, words: Vocabulary) -> ParsedName | None:
    """The first segment of an entry: titles or a role, the name, and what follows it without a comma."""
    tokens = segment.split()
    title, role, tokens = before_name(tokens, words)
    for size in (3, 2):  # "Moss in the chair"
        phrase = " ".join(tokens[-size:])
        if len(tokens) > size and phrase[:1].islower() and fold(phrase) in words.roles:
            role, tokens = role or phrase, tokens[:-size]
    while len(tokens) > 1 and fold(tokens[-1]) in words.after:
        tokens.pop()
    size = name_size(tokens, bool(title or role), words)
    if size and words.is_role_word(tokens[size - 1]) and not is_surname(tokens[:size], bool(title), words):
        return None  # "Chief Operating Officer" names nobody
    if not size and title and len(tokens) == 1 and is_surname(tokens, True, words):
        size = 1  # "Mr Dean"
    if not size:
        return None
    name = (
        " ".join(tokens[:size]).strip(" ,;:*").rstrip(".")
        if len(tokens[size - 1].strip(".")) > 1
        else " ".join(tokens[:size])
    )
    if (
        fold(name) in words.nobody
        or (fold(name) in words.never and not title)
        or not any(c.islower() or c.isupper() for c in name)
    ):
        return None
    parsed = ParsedName(tidy_case(name), role=role, title=title)
    rest = " ".join(tokens[size:]).strip(_EDGES)
    return _attribute(parsed, rest, words) if rest else parsed


def _add(parsed: ParsedName, note: str, rules: Rulebook, words: Vocabulary) -> ParsedName:
    """The entry with one more bracket or comma part read into it."""
    note = note.strip(" ,;:*.")
    if not note or note[0].isdigit() or words.moves.search(note):
        return parsed  # "(D Fox joined at item 3)" tells of somebody's coming and going
    if match := words.behalf.match(note) or re.match(r"for(?=\s+[A-Z])", note):
        principal = _head(note[match.end() :].split(",")[0].strip(_EDGES), words)
        if principal:
            return replace(parsed, on_behalf_of=principal.name)
    single = " " not in parsed.name and len(note) == 2 and note[0] == parsed.name[0]  # "Jo (JM)"
    if looks_like_initials(note) and (initials_fit(parsed.name, note) or single) and parsed.initials is None:
        return replace(parsed, initials=note)
    if mark := rules.find("attendance", note) or _mark_within(note, rules):
        # "Expected" and one-letter marks belong to tables; "(A)" behind a name says how they took part.
        return replace(parsed, mark=Attendance(mark.meaning))
    return _attribute(parsed, note, words)


def _mark_within(note: str, rules: Rulebook) -> Rule | None:
    """The mark of apologies in a remark: "apologies sent and accepted"; none where there were none."""
    tokens = [fold(word) for word in note.split()]
    if not tokens or len(tokens) > _REMARK_WORDS or {"no", "without", "not", "for"} & set(tokens):
        return None
    return next(
        (r for t in tokens if len(t) > 4 and (r := rules.find("attendance", t)) and r.meaning == "apologies"), None
    )


def _attribute(parsed: ParsedName, note: str, words: Vocabulary) -> ParsedName:
    if words.is_title(note) and fold(note) not in words.offices:
        return replace(parsed, title=parsed.title or note)
    if all(fold(t) in words.after for t in re.split(r"[\s,]+", note) if t):
        return parsed
    if _is_role(note, words):
        return replace(parsed, role=f"{parsed.role}, {note}" if parsed.role else note)
    if parsed.organisation is None and note[:1].isupper() and not _is_surely_person(note, words):
        return replace(parsed, organisation=note)
    return parsed


def _is_surely_person(text: str, words: Vocabulary) -> bool:
    """Whether the text is somebody's name with a title or initials: no organisation's."""
    person = _head(text, words)
    if person is None or person.organisation or not text.endswith(person.name.split()[-1]):
        return False
    return bool(person.title) or INITIAL.fullmatch(text.split(maxsplit=1)[0]) is not None
