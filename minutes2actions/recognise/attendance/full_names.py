"""Completes names that the attendance prints with initials by the full names that the text prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from minutes2actions.document import Paragraph
from minutes2actions.recognise.names import initials_fit, looks_like_person
from minutes2actions.recognise.vocabulary import Vocabulary, fold, vocabulary
from minutes2actions.record import Attendee, Evidence
from minutes2actions.rulebook import Rulebook

_INITIALS = re.compile(r"(?P<first>[A-Z])(?:[.-]?[A-Z]){0,3}\.?")
_GIVEN = r"(?<![\w'’-])(?P<given>[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?)\s+(?:[A-Z]\.?\s+)?"
_AFTER = r"(?![\w-])(?!\s+[A-Z])"
_FULL = r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]*\.?){1,3}"
_RULE = "words.given-names"


def in_full(attendees: Sequence[Attendee], paragraphs: Iterable[Paragraph], rules: Rulebook) -> tuple[Attendee, ...]:
    """The attendees, "P Grey" as "Peter Grey" where the text prints that, and where it can be nobody else."""
    texts = list(paragraphs)
    attendees = [_by_key(one, texts, rules) if one.name == one.initials else one for one in attendees]
    if not any(_parts(a.name) for a in attendees):
        return tuple(attendees)
    return tuple(_completed(one, attendees, texts, rules) for one in attendees)


def _by_key(one: Attendee, texts: Sequence[Paragraph], rules: Rulebook) -> Attendee:
    """Somebody listed by initials alone, with the name that the text prints beside these: "AL = Ann Lee"."""
    letters = re.escape(one.name)
    key = re.compile(rf"(?<!\w){letters}\s?(?:=|:|\s[-–—])\s?(?P<a>{_FULL})|(?P<b>{_FULL})\s\({letters}\)")
    found = [(m["a"] or m["b"], p) for p in texts if one.name in p.text for m in key.finditer(p.text)]
    fits = [(name, p) for name, p in found if initials_fit(name, one.name) and looks_like_person(name, rules)]
    if len({fold(name) for name, _ in fits}) != 1:
        return one
    name, paragraph = fits[0]
    return replace(one, name=name, evidence=(*one.evidence, Evidence("attendee", name, paragraph.place, _RULE)))


def _parts(name: str) -> tuple[str, str] | None:
    """The first initial and the surname of a name that is printed with initials; None for other names."""
    tokens = name.split()
    count = 0
    while count < len(tokens) - 1 and _INITIALS.fullmatch(tokens[count]):
        count += 1
    surname = " ".join(tokens[count:])
    return (tokens[0][0], surname) if count and len(surname) > 1 and surname[:1].isalpha() else None


def _completed(one: Attendee, everybody: Sequence[Attendee], texts: Sequence[Paragraph], rules: Rulebook) -> Attendee:
    parts = _parts(one.name)
    if parts is None or any(_could_be_meant(other, one, parts) for other in everybody):
        return one
    found = _printed(*parts, texts, rules)
    if len({fold(name).split()[0] for name, _ in found}) != 1:
        return one
    name, paragraph = found[0]
    proof = Evidence("attendee", name, paragraph.place, _RULE)
    return replace(one, name=" ".join(name.split()), evidence=(*one.evidence, proof))


def _could_be_meant(other: Attendee, one: Attendee, parts: tuple[str, str]) -> bool:
    """Whether a full name with this initial and surname could be another attendee's."""
    initial, surname = parts
    tokens = other.name.split()
    same = fold(other.name).endswith(fold(surname)) and other is not one
    return same and (len(tokens) == len(surname.split()) or tokens[0][:1] == initial)


def _printed(initial: str, surname: str, texts: Sequence[Paragraph], rules: Rulebook) -> list[tuple[str, Paragraph]]:
    """Every full name in the text with this initial and surname, and where it stands."""
    pattern = re.compile(_GIVEN + re.escape(surname) + _AFTER)
    words = vocabulary(rules)
    return [
        (match.group(), paragraph)
        for paragraph in texts
        if surname in paragraph.text
        for match in pattern.finditer(paragraph.text)
        if match["given"][0] == initial and _is_given(match, words) and looks_like_person(match.group(), rules)
    ]


def _is_given(match: re.Match[str], words: Vocabulary) -> bool:
    """Whether the word before a surname is a given name: one that is common, or one that no sentence begins with."""
    word = fold(match["given"])
    if word in words.given:
        return True
    inside = re.search(r"[a-z,;]\s*$", match.string[: match.start()]) is not None
    known = words.is_title(word) or words.is_role_word(word) or word in words.fields or word in words.never
    return inside and not known and not words.is_organisation_word(word)
