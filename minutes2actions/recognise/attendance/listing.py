"""Reads people out of running lists: "A Lee (Chair), B Moss, Northtown Council; C and D Hart"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile

from minutes2actions.recognise.attendance.atoms import atoms_of, is_plural_title
from minutes2actions.recognise.attendance.turned import OPENING, Atom, Break
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
from minutes2actions.recognise.vocabulary import vocabulary
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook, fold

_BOX = re.compile(r"\s*(?:(?P<on>[☑✓✔√☒]|\[[xX]\])|[☐✗✘]|\[ ?\])\s*")
_BOX_BEHIND = re.compile(r"(?<=[\w)])\s*(?:(?P<on>[☑✓✔√☒]|\[[xX]\])|[☐✗✘]|\[ ?\])\s*$")
_LETTERED = re.compile(r"(?P<name>\S+(?: \S+)+) (?P<mark>[A-Z]{1,2})")
_SEVERAL = 3
_LETTER = re.compile(r"\(([A-Z])\)")
_ATTRIBUTE = re.compile(r"\(|\s[-–—]+\s")


@dataclass(frozen=True, slots=True)
class Listed:
    """A person found in a list: as parsed, and the printed words from which they were read."""

    person: ParsedName
    quote: str
    start: int


def people_in(text: str, rules: Rulebook, singles: bool | None = None) -> tuple[Listed, ...]:
    """The people that a list names; `singles`: whether one word alone is a name (None: as the list itself tells)."""
    atoms, marks = _without_letters(atoms_of(text, rules), rules)
    if singles is None:
        singles = _names_are_single(atoms, rules)
    found: list[Listed] = []
    segment = 0  # where the people since the last hard separator begin
    carried = False  # "Commissioners Lee, Moss, Hart": single surnames go on
    titled: str | None = None  # "Messrs Lee, Moss": so does the title
    post: str | None = None  # ... and so does the post
    lead = ""  # ... as printed
    couple: str | None = None
    rest_of = _attributes_follow(atoms, rules, ";" in text)
    for i, printed in enumerate(atoms):
        if printed.before in OPENING:
            carried, post, titled, lead, segment = False, None, None, "", len(found)
        atom, mark = (printed, marks[i]) if marks else _without_status(printed, rules)
        plural = is_plural_title(atom.text, rules) or _title_for_all(atoms[i:], rules)
        carried = carried or plural
        if found and _attach(found, atom, rules):
            continue
        shared = _shared_surname(atom, atoms[i + 1 : i + 2], rules)
        person = shared or parse_person(atom.text, rules)
        if person and person.title and couple == person.name:
            person = replace(person, name=f"{person.title} {person.name}")  # "Mr and Mrs Lee" are two
        couple = shared.name.split()[-1] if shared and shared.title else None
        if person is None and lead and " " not in atom.text:
            person = parse_person(f"{lead} {atom.text}", rules)  # "Members Lee and Hall"
        attribute = (
            rest_of
            and not carried
            and atom.before in (Break.COMMA, Break.TAB)
            and bool(found)
            and not (person and person.title)
        )
        if person and not attribute and (shared or not _is_attribute(atom, person, singles or carried, rules, found)):
            lead = atom.text.partition(person.name)[0].strip() if plural else "" if person.title else lead
            post = person.role if plural else None if person.title or person.role else post
            titled = person.title if plural else None if person.title or person.role else titled
            person = replace(person, role=person.role or post, title=person.title or titled)
            found.append(Listed(person, atom.quote, atom.start))
        elif found and atom.before in (Break.COMMA, Break.NONE, Break.AND, Break.TAB):
            found[-1] = _with_attribute(found[-1], atom, text, rules)
        if mark:
            found[segment:] = [
                replace(f, person=replace(f.person, mark=f.person.mark or mark)) for f in found[segment:]
            ]
    return tuple(_without_posts_as_marks(found, text, rules))


def _title_for_all(atoms: list[Atom], rules: Rulebook) -> bool:
    """Whether a title of one stands for a list of surnames: "Cllr Lee, Moss, Hart"."""
    entry = [atoms[0], *takewhile(lambda atom: atom.before in (Break.COMMA, Break.AND), atoms[1:])]
    first = parse_person(_bare(entry[0]), rules)
    rest = [_bare(atom) for atom in entry[1:]]
    if first is None or not first.title or " " in first.name or len(rest) < _SEVERAL - 1:
        return False
    return all(" " not in word and word[:1].isupper() and not is_role(word, rules) for word in rest)


def _without_letters(atoms: list[Atom], rules: Rulebook) -> tuple[list[Atom], list[Attendance]]:
    """A list that prints "Ann Lee P" on every line: the names, and the marks behind them; other lists as they are."""
    found = [_LETTERED.fullmatch(atom.text) for atom in atoms]
    known = [rules.find("attendance", m["mark"]) if m else None for m in found]
    if len(atoms) < _SEVERAL or not all(known):
        return atoms, []
    names = [replace(a, text=m["name"]) for a, m in zip(atoms, found, strict=True) if m]
    return names, [Attendance(rule.meaning) for rule in known if rule]


def _without_posts_as_marks(found: list[Listed], text: str, rules: Rulebook) -> list[Listed]:
    """The people; where a letter in a bracket is no mark, the other letters are posts as well: "(C), (S), (T)"."""
    letters = _LETTER.findall(text)
    if all(rules.find("attendance", letter) for letter in letters):
        return found
    return [replace(f, person=replace(f.person, mark=None)) if _LETTER.search(f.quote) else f for f in found]


def _without_status(atom: Atom, rules: Rulebook) -> tuple[Atom, Attendance | None]:
    """The atom without a word of attendance at its end, which speaks of all names before it: "Lee, Moss present"."""
    if (box := _BOX.match(atom.text)) and box.end() < len(atom.text):
        mark = Attendance.PRESENT if box.group("on") else Attendance.ABSENT
        return replace(atom, text=atom.text[box.end() :], start=atom.start + box.end()), mark
    if box := _BOX_BEHIND.search(atom.text):
        mark = Attendance.PRESENT if box.group("on") else Attendance.ABSENT
        return replace(atom, text=atom.text[: box.start()]), mark
    head, _, last = atom.text.rstrip(" .").rpartition(" ")
    rule = rules.find("attendance", last) if len(last) > 4 and head else None
    if rule is None or not last.islower() or not parse_person(head, rules):
        return atom, None
    return replace(atom, text=head), Attendance(rule.meaning)


def _names_are_single(atoms: list[Atom], rules: Rulebook) -> bool:
    """Whether the list prints surnames or first names alone: more of those than of full names."""
    full = single = 0
    for atom in atoms:
        person = parse_person(atom.text, rules)
        if person is None or is_organisation(atom.text, rules):
            continue
        surname = " " in person.name and len(person.name.split()[-1].strip(".")) > 1
        if surname or person.title or (person.role and atom.text.split()[-1] == person.name):
            full += 1
        else:
            single += 1
    return single > full


def _attributes_follow(atoms: list[Atom], rules: Rulebook, semicolons: bool) -> bool:
    """Whether every entry is one person with what they are behind a comma, so that no second name is looked for."""
    entries: list[list[Atom]] = []
    for atom in atoms:
        if atom.before in OPENING or not entries:
            entries.append([atom])
        else:
            entries[-1].append(atom)
    if len(entries) < 2:
        return False
    several = [e for e in entries if len(e) > 1]
    if not several or any(len(e) > 4 for e in several) or not all(" " in _bare(e[0]) for e in several):
        return False
    if semicolons and all(len(e) < 4 and looks_like_person(e[0].text, rules) for e in entries):
        return True
    if not all(parse_person(e[0].text, rules) for e in entries):
        return False
    clear = sum(is_role(_bare(e[1]), rules) or is_organisation(_bare(e[1]), rules) for e in several)
    names = sum(looks_like_person(_bare(a), rules) and not is_role(_bare(a), rules) for e in several for a in e[1:])
    given = sum(_is_surely_name(a, rules) for e in several for a in e[1:])
    uniform = len(several) > 1 and all(len(e) == 2 for e in several) and given * 2 < len(several)
    return uniform or (clear * 2 >= len(several) and names <= clear)


def _bare(atom: Atom) -> str:
    return atom.text.split("(")[0].strip()


def _is_surely_name(atom: Atom, rules: Rulebook) -> bool:
    """Whether an atom opens with a title, an initial or a common given name."""
    first = (atom.text.split() or [""])[0]
    words = vocabulary(rules)
    return words.is_title(first) or fold(first) in words.given or re.fullmatch(r"[A-Z]\.?", first) is not None


def _is_attribute(atom: Atom, person: ParsedName, singles: bool, rules: Rulebook, found: list[Listed]) -> bool:
    """Whether the atom tells about the person before it rather than naming another."""
    text = _ATTRIBUTE.split(atom.text)[0].strip()
    if is_role(text, rules) and person.name.casefold() not in text.casefold():
        return False  # "the Clerk (Ms J Smith)"
    if person.role and f"{person.name}-" in text:
        return False  # "Ann Lee-Vice President"
    if found and atom.before in (Break.COMMA, Break.TAB) and _is_post_or_surname(text, rules):
        return " " in found[-1].person.name  # "Ann Lee, Director Parks", but "President Lee, Member Parks"
    if found and atom.before in (Break.COMMA, Break.TAB) and (is_organisation(text, rules) or is_role(text, rules)):
        surname = fold(person.name.split()[-1]) in vocabulary(rules).post_surnames and _is_surely_name(atom, rules)
        return not looks_like_person(text, rules) or not (person.title or person.role or surname)
    if " " not in person.name and not person.title and not person.role:
        if is_acronym(person.name) and len(person.name) > 1:
            return True
        known = fold(person.name) in vocabulary(rules).given
        return not singles and not (person.initials or person.mark or known)
    return False


def _is_post_or_surname(text: str, rules: Rulebook) -> bool:
    """Whether a post stands before a word that may be its field or a surname: "Director Parks"."""
    first, _, last = text.partition(" ")
    return fold(last) in vocabulary(rules).odd_surnames and vocabulary(rules).is_role_word(first)


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
    if len(_bare(following[0]).split()) > len(other.name.split()):
        return None  # "Ann with youth worker Bob Lee"
    known = fold(atom.text) in words.given
    return ParsedName(f"{atom.text} {surname}") if known else None
