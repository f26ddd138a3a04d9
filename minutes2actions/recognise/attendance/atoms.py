"""Cuts a running list of people at its separators, and where one person follows another without any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from minutes2actions.recognise.attendance.sentences import away_after
from minutes2actions.recognise.attendance.turned import (
    OPENING,
    Atom,
    Break,
    capitals_last,
    initials_last,
    surnames_last,
)
from minutes2actions.recognise.names import (
    is_acronym,
    is_organisation,
    is_role,
    looks_like_person,
    parse_person,
)
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern, vocabulary
from minutes2actions.rulebook import Rulebook, fold

SOFT_BREAK = "\v"
"""Where a printed line ends inside a paragraph: it may part two people where no comma does."""
_HARD = ";\n|•·▪●∙"
_BOX = re.compile(r"\s+(?=(?:[☑✓✔√☒☐✗✘]|\[[xX ]?\])\s*[A-Z])")
"""A box or a tick stands before each name: "☒ Ann Lee ☐ Bo Moss"."""
_TICK_BOX = re.compile(r"\[[xX ]?\]")
_BOX_END = re.compile(r"(?:[☑✓✔√☒☐✗✘]|\[[xX ]?\])\s*$")
_BOX_BEHIND = re.compile(r"(?<=[☑✓✔√☒☐✗✘\]])\s+(?=[A-Z])")
"""... or behind each: "Ann Lee ☒ Bo Moss ☐"."""
_SENTENCE = re.compile(r"[.](?=\s+[A-Z\d])")
_AND = re.compile(r"\s+(?:and|&|plus|\+|(?:(?:along|together)\s+)?with)\s+|\s*/\s*(?=[A-Z])", re.IGNORECASE)
_TITLE_ASIDE = re.compile(r"(?:^|[\s,;])(?:Dr|Prof|Rev|Cllr|Cr|Mr|Ms)\.?\s*\([A-Z][a-z]{1,4}\.?\)$")
"""A second title in brackets: "Dr (Mrs) Ann Lee"."""
_NUMBERED = re.compile(r"\s\(?\d{1,2}[.)]\s+(?=[A-Z])")
"""A running list may be numbered: "1. Ann Lee 2. Bo Moss"."""
_LABEL_INSIDE = re.compile(r"(?<=[A-Za-z)\d]):\s")
_ABBREVIATED = re.compile(
    r"(?:^|[\s.,(])(?:[A-Z]|Mr|Mrs|Ms|Messrs|Mmes|Drs|Profs|Cllrs|Dr|Rev|Revd|Cllr|Prof|Hon|St|Sr|Jr|Lt|Asst|Supt|Dep|Dir|Exec|Treas|Sec|Pres|Col|Capt|Sgt|Insp|Supt|Cr|Ald)$"
)


def atoms_of(text: str, rules: Rulebook) -> list[Atom]:
    """A list cut into its atoms, in print order."""
    text = _settle_breaks(text, rules)
    turned = capitals_last([initials_last(atom) for atom in _atoms(text, rules)], rules)
    cut = [a for atom in turned for a in ([atom] if atom.printed else _cut_run_on(atom, rules))]
    return surnames_last(cut, text, rules)


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
        if (
            atom.before is Break.AND
            and joined
            and not (looks_like_person(joined[-1].text, rules) and " " in joined[-1].text and atom.text[:1].islower())
            and not (_goes_on(joined, atom, rules) or _starts_person(atom.text, rules))
        ):
            last = joined[-1]
            if not _unnamed(atom.text, rules):
                joined[-1] = replace(last, text=text[last.start : atom.start + len(atom.text)])
        elif atom.text.strip():
            joined.append(atom)
    for atom in joined:
        bare = atom.text.lstrip()
        yield Atom(bare.rstrip(), atom.start + len(atom.text) - len(bare), atom.before)


def is_plural_title(text: str, rules: Rulebook) -> bool:
    """Whether the words begin with a post or a title of several: "Members Lee"."""
    known = vocabulary(rules)
    for word in text.split()[:-1][:3]:
        if known.is_title(word) or known.is_role_word(word):
            several = fold(word) not in known.before or fold(word) in named_words(rules, "titles-of-several")
            return word.rstrip(".").endswith("s") and several  # "Mrs" is of one
        if not known.is_organisation_word(word):
            break  # "Parish Councillors Lee" goes on
    return False


def _goes_on(joined: list[Atom], atom: Atom, rules: Rulebook) -> bool:
    """Whether a post of several goes on to a word that is a surname only behind one: "Members Lee, Moss and Hall"."""
    word = atom.text.strip(" .")
    if not word[:1].isupper() or fold(word) not in vocabulary(rules).odd_surnames:
        return False
    entry: list[Atom] = []
    for one in joined:
        entry = [one] if one.before in OPENING else [*entry, one]
    return any(is_plural_title(one.text, rules) for one in entry)


def _unnamed(text: str, rules: Rulebook) -> bool:
    """Whether the words count people whom they do not name: "ten guests"."""
    first, _, rest = text.strip(" .").partition(" ")
    if first.casefold() == "the" and is_role(rest, rules):
        return True  # "and the Treasurer"
    return first[:1].isdigit() or fold(text) in vocabulary(rules).nobody or fold(first) in vocabulary(rules).never


def _separators(text: str) -> Iterator[tuple[int, int, Break]]:
    """Where each separator outside brackets begins, how long it is, and what it is."""
    depth = 0
    skip = 0
    box = _BOX_BEHIND if _BOX_END.search(text) else _BOX
    for i, c in enumerate(text):
        if i < skip:
            continue
        if c == "[" and (tick := _TICK_BOX.match(text, i)):
            skip = tick.end()
            continue
        if c in "([":
            depth += 1
        elif c in ")]":
            depth = max(0, depth - 1)
            if not depth and re.match(r"\s+[A-Z]", text[i + 1 :]) and not _TITLE_ASIDE.search(text[: i + 1]):
                yield i + 1, 0, Break.NONE
        if depth and ")" in text[i:]:
            continue
        if c == "\t":
            yield i, 1, Break.TAB
        elif c in _HARD or (c == "@" and not text[i - 1 : i].strip() and text[i + 1 : i + 2].isupper()):
            yield i, 1, Break.HARD
        elif c == ",":
            yield i, 1, Break.COMMA
        elif _ends_entry(text, i):
            yield i, 1, Break.HARD
        elif (c.isspace() and (match := box.match(text, i))) or (c.isspace() and (match := _NUMBERED.match(text, i))):
            skip = match.end()
            yield i, len(match.group()), Break.HARD
        elif (c.isspace() or c == "/") and (match := _AND.match(text, i)):
            skip = match.end()
            yield i, len(match.group()), Break.AND


def _ends_entry(text: str, at: int) -> bool:
    """Whether a full stop or a colon ends what stands before it."""
    if text[at] == ".":
        if text[at - 1 : at] == ".":
            return False  # dots lead from the name to the post
        return _SENTENCE.match(text, at) is not None and not _ABBREVIATED.search(text[:at])
    return text[at] == ":" and _LABEL_INSIDE.match(text, at) is not None


def _starts_person(text: str, rules: Rulebook) -> bool:
    text = _without_tail(text, rules).strip(" ,.*")
    person = parse_person(text, rules)
    head = text.split(",")[0].split("(")[0].strip()
    titled = person is not None and person.title is not None
    if person is None or (is_organisation(head, rules) and not titled and not looks_like_person(head, rules)):
        run_on = next(_cut_run_on(Atom(text, 0, Break.HARD), rules)).text
        return run_on != text and looks_like_person(run_on, rules)
    bracket = re.search(r"\(([^()]+)\)", text)
    holder = bracket is not None and looks_like_person(bracket[1], rules) and " " in bracket[1]
    return holder or not (is_role(head, rules) and not looks_like_person(head, rules))


def _cut_run_on(atom: Atom, rules: Rulebook) -> Iterator[Atom]:
    """An atom in which one person follows the other without a separator cut in two: "A Lee Clerk Mrs B Moss"."""
    words = vocabulary(rules)
    tokens = list(re.finditer(r"\S+", atom.text))
    if starts := _pairs(tokens, rules):
        ends = [*starts[1:], len(atom.text)]
        for start, end in zip(starts, ends, strict=True):
            yield Atom(atom.text[start:end].rstrip(), atom.start + start, Break.HARD if start else atom.before)
        return
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
        if not (title or role) or not sure or "(" in atom.text[: tokens[i].start() + 1]:
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


def _pairs(tokens: list[re.Match[str]], rules: Rulebook) -> list[int]:
    """Where the names begin that stand side by side with nothing between them: "Ann Lee Helen Moss"."""
    given = vocabulary(rules).given
    plain = all(re.fullmatch(r"[A-Z][^\W\d_]+(?:[-'’][^\W\d_]+)*", t.group()) for t in tokens)
    if len(tokens) < 4 or len(tokens) % 2 or not plain:
        return []
    first, last = tokens[::2], tokens[1::2]
    surnames = sum(fold(t.group()) not in given for t in last)
    known = sum(fold(t.group()) in given for t in first) * 3 >= len(first) * 2 and surnames * 2 > len(last)
    return [t.start() for t in first] if known else []


def _opens_with_person(text: str, rules: Rulebook) -> bool:
    tokens = text.split(",", maxsplit=1)[0].split()
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
    phrases = named_words(rules, "present-after-names", "guest-after-names")
    there = phrase_pattern(phrases, before=r"(?<![\w(])").pattern
    return re.compile(rf"{there}|(?<![\w(])(?:{away_after(rules).pattern})", re.IGNORECASE)
