"""Reads people out of running lists: "A Lee (Chair), B Moss, Northtown Council; C and D Hart"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from minutes2actions.recognise.names import (
    ParsedName,
    initials_fit,
    is_acronym,
    is_organisation,
    is_role,
    looks_like_initials,
    looks_like_person,
    parse_person,
)
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern, vocabulary
from minutes2actions.rulebook import Rulebook, fold

SOFT_BREAK = "\v"
"""Where a printed line ends inside a paragraph: it may part two people where no comma does."""
_HARD = ";\t\n|•"
_SENTENCE = re.compile(r"[.](?=\s+[A-Z])")
_AND = re.compile(r"\s+(?:and|&|plus)\s+|\s*/\s*(?=[A-Z])", re.IGNORECASE)
_LABEL_INSIDE = re.compile(r"(?<=[a-z)]):\s")
_ABBREVIATED = re.compile(
    r"(?:^|[\s.,(])(?:[A-Z]|Mr|Mrs|Ms|Dr|Rev|Revd|Cllr|Prof|Hon|St|Sr|Jr|Lt|Col|Capt|Sgt|Insp|Supt|Cr|Ald)$"
)


class Break(StrEnum):
    """What stands before an atom."""

    START = "start"
    HARD = "hard"
    COMMA = "comma"
    AND = "and"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a list between two separators."""

    text: str
    start: int
    before: Break


@dataclass(frozen=True, slots=True)
class Listed:
    """A person found in a list: as parsed, and the printed words from which they were read."""

    person: ParsedName
    quote: str
    start: int


def people_in(text: str, rules: Rulebook, singles: bool | None = None) -> tuple[Listed, ...]:
    """The people that a list names; `singles` says whether one word alone is a name (None: as the list itself tells)."""
    text = _settle_breaks(text, rules)
    atoms = _surnames_last([a for atom in _atoms(text, rules) for a in _cut_run_on(atom, rules)], rules)
    if singles is None:
        singles = _names_are_single(atoms, rules)
    found: list[Listed] = []
    carried = False  # "Commissioners Lee, Moss, Hart": single surnames go on
    rest_of = _attributes_follow(atoms, rules, ";" in text)
    for i, atom in enumerate(atoms):
        if atom.before in (Break.START, Break.HARD):
            carried = False
        if found and _attach(found, atom, rules):
            continue
        words = atom.text.split()
        person = parse_person(atom.text, rules)
        if rest_of and atom.before is Break.COMMA and found and not (person and person.title):
            person = None
        plural = _is_plural_title(words, rules)
        if person is None or _is_attribute(atom, person, singles or carried or plural, rules, bool(found)):
            shared = _shared_surname(atom, atoms[i + 1 : i + 2], rules)
            if shared:
                found.append(Listed(shared, atom.text, atom.start))
            elif found and atom.before in (Break.COMMA, Break.NONE, Break.AND):
                found[-1] = _with_attribute(found[-1], atom, text, rules)
            continue
        carried = carried or plural
        shared = _shared_surname(atom, atoms[i + 1 : i + 2], rules)
        found.append(Listed(shared or person, atom.text, atom.start))
    return tuple(found)


def _surnames_last(atoms: list[Atom], rules: Rulebook) -> list[Atom]:
    """A list that prints "Lee, Ann; Moss, Bo" with each name the usual way round; other lists as they are."""
    words = vocabulary(rules)
    pairs = list(zip(atoms[::2], atoms[1::2], strict=False))
    paired = len(atoms) % 2 == 0 and len(pairs) > 1
    for first, second in pairs:
        hard = first.before in (Break.START, Break.HARD) and second.before is Break.COMMA
        paired = paired and hard and len(first.text.split()) == 1 and len(second.text.split()) <= 2
    if not paired or not any(fold(b.text.split()[0]) in words.given for _, b in pairs):
        return atoms
    return [replace(a, text=f"{b.text} {a.text}") for a, b in pairs]


def _settle_breaks(text: str, rules: Rulebook) -> str:
    """The text with each soft break made a separator where a full name stands on both sides, else a space."""
    while SOFT_BREAK in text:
        at = text.index(SOFT_BREAK)
        left = re.split(r"[,;:\t\n]|\band\b|&", text[:at])[-1].strip()
        right = re.split(rf"[,;:(\t\n{SOFT_BREAK}]|\band\b|&", text[at + 1 :])[0].strip()
        full = looks_like_person(re.sub(r"\([^()]*\)", "", left), rules) and looks_like_person(right, rules)
        text = text[:at] + ("\n" if full and " " in left and " " in right else " ") + text[at + 1 :]
    return text


def _atoms(text: str, rules: Rulebook) -> Iterator[Atom]:
    """The list cut at its separators outside brackets; an "and" inside a role or an organisation cuts nothing."""
    raw: list[Atom] = []
    start, kind = 0, Break.START
    for end, size, following in _separators(text):
        raw.append(Atom(text[start:end], start, kind))
        start, kind = end + size, following
    raw.append(Atom(text[start:], start, kind))
    joined: list[Atom] = []
    for atom in raw:
        if atom.before is Break.AND and joined and not _starts_person(atom.text, rules):
            last = joined[-1]
            if not _unnamed(atom.text, rules):
                joined[-1] = replace(last, text=text[last.start : atom.start + len(atom.text)])
        elif atom.text.strip():
            joined.append(atom)
    for atom in joined:
        bare = atom.text.lstrip()
        yield Atom(bare.rstrip(), atom.start + len(atom.text) - len(bare), atom.before)


def _unnamed(text: str, rules: Rulebook) -> bool:
    """Whether the words count people whom they do not name: "ten guests"."""
    first = (text.split() or [""])[0]
    return first[:1].isdigit() or fold(text) in vocabulary(rules).nobody or fold(first) in vocabulary(rules).never


def _separators(text: str) -> Iterator[tuple[int, int, Break]]:
    """Where each separator outside brackets begins, how long it is, and what it is."""
    depth = 0
    skip = 0
    for i, c in enumerate(text):
        if i < skip:
            continue
        if c in "([":
            depth += 1
        elif c in ")]":
            depth = max(0, depth - 1)
            if not depth and re.match(r"\s+[A-Z]", text[i + 1 :]):
                yield i + 1, 0, Break.NONE
        if depth and ")" in text[i:]:
            continue
        if c in _HARD:
            yield i, 1, Break.HARD
        elif c == ",":
            yield i, 1, Break.COMMA
        elif c == "." and _SENTENCE.match(text, i) and not _ABBREVIATED.search(text[:i]):
            yield i, 1, Break.HARD
        elif c == ":" and _LABEL_INSIDE.match(text, i):
            yield i, 1, Break.HARD
        elif (c.isspace() or c == "/") and (match := _AND.match(text, i)):
            skip = match.end()
            yield i, len(match.group()), Break.AND


def _starts_person(text: str, rules: Rulebook) -> bool:
    text = _without_tail(text, rules).strip(" ,.*")
    person = parse_person(text, rules)
    head = text.split(",")[0].split("(")[0].strip()
    if person is None or is_organisation(head, rules):
        run_on = next(_cut_run_on(Atom(text, 0, Break.HARD), rules)).text
        return run_on != text and looks_like_person(run_on, rules)
    return not (is_role(head, rules) and not looks_like_person(head, rules))


def _cut_run_on(atom: Atom, rules: Rulebook) -> Iterator[Atom]:
    """An atom in which one person follows the other without a separator cut in two: "A Lee Clerk Mrs B Moss"."""
    words = vocabulary(rules)
    tokens = list(re.finditer(r"\S+", atom.text))
    if tokens and (cut := _tail_cut(atom.text, rules)):
        yield replace(atom, text=atom.text[:cut].rstrip(" ,"))
        return
    if (
        len(tokens) > 2
        and is_acronym(tokens[0].group())
        and looks_like_person(atom.text[tokens[1].start() :], rules)
        and len(tokens[0].group()) > 1
        and atom.before is not Break.START
    ):
        # "KC Ann Lee": the initials belong to the person before.
        yield replace(atom, text=tokens[0].group())
        yield Atom(atom.text[tokens[1].start() :], atom.start + tokens[1].start(), Break.HARD)
        return
    for i in range(2, len(tokens) - 1):
        token, following = tokens[i].group(), tokens[i + 1].group()
        title = words.is_title(token)
        role = words.is_role_word(token) and not token.endswith(",")
        sure = (
            title or words.is_title(following) or fold(following) in words.given or re.fullmatch(r"[A-Z]\.?", following)
        )
        if not (title or role) or not sure or "(" in atom.text[: tokens[i].start()]:
            continue
        left = atom.text[: tokens[i].start()]
        right = tokens[i].start()
        size = _own_name(left, rules)
        if size and _opens_with_person(atom.text[right:], rules):
            yield replace(atom, text=left[:size].rstrip())
            start = (
                right if not left[size:].strip() else len(left[:size]) + len(left[size:]) - len(left[size:].lstrip())
            )
            yield from _cut_run_on(Atom(atom.text[start:], atom.start + start, Break.HARD), rules)
            return
    yield atom


def _opens_with_person(text: str, rules: Rulebook) -> bool:
    tokens = text.split(",")[0].split()
    return any(looks_like_person(" ".join(tokens[:n]), rules) for n in range(2, 7))


def _own_name(left: str, rules: Rulebook) -> int:
    """How many characters of the words before a run-on title are the first person's own; 0 where none are."""
    tokens = list(re.finditer(r"\S+", left))
    for count in range(len(tokens), 1, -1):
        head = left[: tokens[count - 1].end()]
        person = parse_person(head, rules)
        if person is None or not looks_like_person(head, rules):
            continue
        initial_first = re.fullmatch(r"[A-Z]\.?", person.name.split()[0])
        if initial_first and len(person.name.split()) > 2 and len(person.name.split()[1]) > 2:
            continue
        return tokens[count - 1].end()
    return 0


def _tail_cut(text: str, rules: Rulebook) -> int:
    """Where "arrived at 7 pm" and the like begin behind a name; 0 where nothing of the sort follows."""
    match = _tails(rules).search(text)
    return match.start() if match and match.start() else 0


def _without_tail(text: str, rules: Rulebook) -> str:
    cut = _tail_cut(text, rules)
    return text[:cut] if cut else text


@lru_cache(maxsize=16)
def _tails(rules: Rulebook) -> re.Pattern[str]:
    phrases = named_words(
        rules, "present-after-names", "apologies-after-names", "absent-after-names", "guest-after-names"
    )
    return phrase_pattern(phrases, before=r"(?<![\w(])")


def _names_are_single(atoms: list[Atom], rules: Rulebook) -> bool:
    """Whether the list prints surnames or first names alone: more of those than of full names."""
    full = single = 0
    for atom in atoms:
        person = parse_person(atom.text, rules)
        if person is None or is_organisation(atom.text, rules):
            continue
        if " " in person.name or person.title or (person.role and atom.text.split()[-1] == person.name):
            full += 1
        else:
            single += 1
    return single > full


def _attributes_follow(atoms: list[Atom], rules: Rulebook, semicolons: bool) -> bool:
    """Whether every entry is one person with what they are behind a comma, so that no second name is looked for."""
    entries: list[list[Atom]] = []
    for atom in atoms:
        if atom.before in (Break.START, Break.HARD) or not entries:
            entries.append([atom])
        else:
            entries[-1].append(atom)
    if len(entries) < 2:
        return False
    several = [e for e in entries if len(e) > 1]
    if not several or any(len(e) > 4 for e in several):
        return False
    if semicolons and all(len(e) < 4 and looks_like_person(e[0].text, rules) for e in entries):
        return True
    clear = sum(is_role(e[1].text, rules) or is_organisation(e[1].text, rules) for e in several)
    names = sum(looks_like_person(a.text, rules) and not is_role(a.text, rules) for e in several for a in e[1:])
    uniform = clear > 0 and len(several) > 2 and all(len(e) == 2 for e in several)
    return (uniform or (clear * 2 >= len(several) and names <= clear)) and all(
        parse_person(e[0].text, rules) for e in entries
    )


def _is_plural_title(words: list[str], rules: Rulebook) -> bool:
    known = vocabulary(rules)
    return len(words) > 1 and words[0].endswith("s") and (known.is_title(words[0]) or known.is_role_word(words[0]))


def _is_attribute(atom: Atom, person: ParsedName, singles: bool, rules: Rulebook, after_person: bool) -> bool:
    """Whether the atom tells about the person before it rather than naming another."""
    text = atom.text.split("(")[0].strip()
    if after_person and atom.before is Break.COMMA and (is_organisation(text, rules) or is_role(text, rules)):
        return not looks_like_person(text, rules) or not (person.title or person.role)
    if " " not in person.name and not person.title and not person.role:
        if is_acronym(person.name) and len(person.name) > 1:
            return True
        known = fold(person.name) in vocabulary(rules).given
        return not singles and not (person.initials or person.mark or (known and not after_person))
    return False


def _attach(found: list[Listed], atom: Atom, rules: Rulebook) -> bool:
    """Whether the atom is the initials or a bracket of the person before it; then it is added to them."""
    text = atom.text.strip(" .,")
    last = found[-1]
    bare = text.strip("()[] ")
    if looks_like_initials(bare) and last.person.initials is None and initials_fit(last.person.name, bare):
        found[-1] = replace(last, person=replace(last.person, initials=bare))
        return True
    return False


def _with_attribute(last: Listed, atom: Atom, text: str, rules: Rulebook) -> Listed:
    """The person before with the atom read as their role, organisation or initials."""
    person = parse_person(f"{last.quote}, {atom.text}", rules)
    quote = text[last.start : atom.start + len(atom.text)]
    if person is None or person.name != last.person.name or person == last.person:
        return last
    return Listed(replace(person, initials=person.initials or last.person.initials), quote, last.start)


def _shared_surname(atom: Atom, following: list[Atom], rules: Rulebook) -> ParsedName | None:
    """The first of "Ann and Bob Lee" or "Mr and Mrs Lee", with the surname that stands behind the second."""
    if not following or following[0].before is not Break.AND:
        return None
    words = vocabulary(rules)
    other = parse_person(following[0].text, rules)
    if other is None or len(atom.text.split()) != 1:
        return None
    surname = other.name.split()[-1]
    if words.is_title(atom.text) and (other.title or " " in other.name):
        return ParsedName(f"{atom.text} {surname}", title=atom.text) if " " not in other.name else None
    if " " not in other.name or not parse_person(atom.text, rules) or is_acronym(atom.text):
        return None
    known = fold(atom.text) in words.given
    return ParsedName(f"{atom.text} {surname}") if known else None
