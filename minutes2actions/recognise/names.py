"""Reads one entry of a list of people: the name, and what is printed around it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from minutes2actions.recognise.vocabulary import Vocabulary, fold, vocabulary
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook

MAX_NAME_WORDS = 5
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_DASH = re.compile(r"\s+[-–—]+\s*|\s*[–—]\s+|\s*[–—](?=\s*$)")
_INITIALS = re.compile(r"[A-Z](?:[A-Za-z]|[.-](?=[A-Z])){1,6}\.?|[A-Z](?:[.\s-]+[A-Z])+\.?")
_INITIAL = re.compile(r"[A-Z](?:\.?-?[A-Z]){0,2}\.?")
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
    if titled and titled.title and any(c.isdigit() for c in segments[0]):
        return titled  # "Flat 12 (Mrs Moss)"
    if parsed is None and len(segments) > 1 and _is_role(segments[0], words):
        parsed = _head(segments[1], words)  # "Chair, Jane Smith"
        parsed = parsed and _add(parsed, segments.pop(0), rules, words)
    if parsed is None and notes and len(segments) == 1 and _is_role(segments[0], words):
        parsed = _head(notes[0], words)  # "the Clerk (Ms J Smith)"
        full = parsed and (parsed.title or " " in parsed.name) and not _is_organisation(notes[0], words)
        return replace(parsed, role=segments[0].removeprefix("the ")) if parsed and full else None
    if parsed is None:
        return None
    for note in (*segments[1:], *notes):
        parsed = _add(parsed, note, rules, words)
    return parsed


def _without_stray_marks(text: str, words: Vocabulary) -> str:
    """An entry without a stop behind a bracket, quotes around a nickname in front, or brackets around a title."""
    text = re.sub(r"(?<=[)\]])\s*[.]+$", "", text)
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


def is_acronym(token: str) -> bool:
    """Whether a word is printed in capitals only, as short names of organisations are."""
    letters = [c for c in token if c.isalpha()]
    return len(letters) >= 2 and all(c.isupper() for c in letters) and "." not in token.rstrip(".,")


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
    return not _name_like(tokens[1], words) or any(words.is_organisation_word(t) for t in tokens[1:])


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


def _name_like(token: str, words: Vocabulary) -> bool:
    """Whether a word could stand in a person's name by its form."""
    bare = token.strip(".,")
    if _INITIAL.fullmatch(token):
        return True
    if not bare or fold(bare) in words.never or any(c.isdigit() for c in bare) or any(c in bare for c in "&@/+%£$"):
        return False
    if fold(bare) in words.particles:
        return True
    first = next((c for c in bare if c.isalpha()), "")
    return first.isupper() or bool(re.match(r"(?:d|l|o|t)['’][A-Z]|[a-z]{2,3}-[A-Z]", bare))


def _head(segment: str, words: Vocabulary) -> ParsedName | None:
    """The first segment of an entry: titles or a role, the name, and what follows it without a comma."""
    tokens = segment.split()
    title, role, tokens = _before_name(tokens, words)
    for size in (3, 2):  # "Moss in the chair"
        phrase = " ".join(tokens[-size:])
        if len(tokens) > size and phrase[:1].islower() and fold(phrase) in words.roles:
            role, tokens = role or phrase, tokens[:-size]
    while len(tokens) > 1 and fold(tokens[-1]) in words.after:
        tokens.pop()
    size = _name_size(tokens, bool(title or role), words)
    if size and words.is_role_word(tokens[size - 1]) and not _is_surname(tokens[:size], bool(title), words):
        return None  # "Chief Operating Officer" names nobody
    if not size and title and len(tokens) == 1 and _is_surname(tokens, True, words):
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
    parsed = ParsedName(_tidy_case(name), role=role, title=title)
    rest = " ".join(tokens[size:]).strip(_EDGES)
    return _attribute(parsed, rest, words) if rest else parsed


def _before_name(tokens: list[str], words: Vocabulary) -> tuple[str | None, str | None, list[str]]:
    """Titles and roles in front of the name, and the tokens left: "Chair Mayor Jane Smith"."""
    titles: list[str] = []
    roles: list[str] = []
    tokens = list(tokens)
    while len(tokens) > 1:
        known = len(tokens) > 2 and (words.is_title(tokens[1]) or words.is_role_word(tokens[1]))
        if (known and fold(tokens[0]) == "the") or (tokens[0] in words.in_front and tokens[1][:1].isupper()):
            tokens = tokens[1:]  # "the Clerk Mrs W Tarr", "young Ann Lee"
            continue
        if len(tokens) == 2 and fold(tokens[0]) in words.given and (titles or roles or len(tokens[0]) == 2):
            break  # "General Manager Earl Ford"
        for size in (3, 2, 1):
            phrase = " ".join(tokens[:size])
            if len(tokens) <= size:
                continue
            if words.is_title(phrase):
                role = fold(phrase) in words.offices
                (roles if role else titles).append(phrase)
            elif words.is_role_word(phrase) and not (size == 1 and fold(tokens[0]) in words.given):
                roles.append(phrase)
            else:
                continue
            tokens = tokens[size:]
            break
        else:
            size = _qualified_title(tokens, words)
            if not size:
                break
            roles.append(" ".join(tokens[:size]))
            tokens = tokens[size:]
    office = ", ".join(_singular(r.strip(":"), words) for r in roles) or None
    return " ".join(titles) or None, office, tokens


def _singular(role: str, words: Vocabulary) -> str:
    return role[:-1] if role.endswith("s") and fold(role[:-1]) in words.roles else role


def _qualified_title(tokens: list[str], words: Vocabulary) -> int:
    """How many tokens "Northtown District Councillor" takes before a name; 0 where there is no such thing."""
    for i in range(1, min(4, len(tokens) - 1)):
        if not _name_like(tokens[i], words):
            return 0
        if words.is_title(tokens[i]) or words.is_role_word(tokens[i]):
            in_front = tokens[:i]
            about = any(
                words.is_organisation_word(t) or fold(t) in words.fields or words.is_role_word(t) for t in in_front
            )
            return i + 1 if about and _name_like(tokens[i + 1], words) and fold(in_front[0]) not in words.given else 0
    return 0


def _name_size(tokens: list[str], titled: bool, words: Vocabulary) -> int:
    """How many of the tokens are the person's name; 0 where they name none."""
    odd = titled and len(tokens) == 1 and fold(tokens[0]) in words.odd_surnames
    opens = _opens_as_given_name(tokens, words)
    if not tokens or not (odd or opens or _name_like(tokens[0], words)):
        return 0
    known = fold(tokens[0]) in words.given or _INITIAL.fullmatch(tokens[0]) is not None
    size = 0
    for i, token in enumerate(tokens[: MAX_NAME_WORDS + 1]):
        acronym = (
            is_acronym(token) and not (i == 0 and (titled or len(token.strip(".")) <= 2)) and not _all_capitals(tokens)
        )
        surname = (titled or known) and fold(token) in words.odd_surnames and token[:1].isupper()
        opening = opens and i == 0
        if not (surname or opening or _name_like(token, words)) or acronym or (i > 0 and words.is_role_word(token)):
            size += _role_surname(tokens, i, titled, words)
            break
        size = i + 1
    if 0 < size == len(tokens) - 1 and size >= 2 and _lower_surname(tokens[size], words):
        size += 1
    if odd and size == 1:
        return 1
    tail = tokens[size:]
    organisation = next((i for i, t in enumerate(tokens) if words.is_organisation_word(t)), None)
    if organisation is not None and not (size == len(tokens) == 2 and fold(tokens[1]) in words.surnames):
        return _before_organisation(tokens, organisation, titled, words)
    while size > 1 and (
        fold(tokens[size - 1]) in words.particles or (fold(tokens[size - 1]) in words.fields and size > 2)
    ):
        size -= 1
    if size > MAX_NAME_WORDS or not size:
        return 0
    return _trust(tokens[:size], tail, titled, words)


def _opens_as_given_name(tokens: list[str], words: Vocabulary) -> bool:
    """Whether the first word, which is no name elsewhere, is somebody's given name here: "Will Moss", "June Lee"."""
    if len(tokens) < 2 or fold(tokens[0]) not in words.given or not tokens[0].istitle():
        return False
    known = words.is_role_word(tokens[1]) or words.is_organisation_word(tokens[1]) or fold(tokens[1]) in words.fields
    return _name_like(tokens[1], words) and not known and not is_acronym(tokens[1])


def _is_surname(name: list[str], titled: bool, words: Vocabulary) -> bool:
    """Whether a name's last word, which is a post elsewhere, is a surname here: "A Dean", "Mrs Head"."""
    if not name[-1][:1].isupper() or fold(name[-1]) not in words.post_surnames:
        return False
    opens = len(name) > 1 and (fold(name[0]) in words.given or _INITIAL.fullmatch(name[0]) is not None)
    return titled or opens


def _role_surname(tokens: list[str], at: int, titled: bool, words: Vocabulary) -> int:
    """1 where the last word is a surname for all that it is a role elsewhere: "A Dean", "Helen Page"."""
    known = titled or fold(tokens[0]) in words.given or _INITIAL.fullmatch(tokens[0]) is not None
    return int(at == 1 == len(tokens) - 1 and known and tokens[1][:1].isupper() and words.is_role_word(tokens[1]))


def _trust(name: list[str], tail: list[str], titled: bool, words: Vocabulary) -> int:
    """The name's size, or 0 where a tail or the words themselves tell against a person."""
    if all(fold(t) in words.particles for t in name) or (words.is_role_word(name[-1]) and len(name) != 2):
        return 0
    if len(name) == 1:
        alone = words.is_role_word(name[0]) or fold(name[0]) in words.fields or _INITIAL.fullmatch(name[0]) is not None
        if tail and fold(name[0]) in words.given and _comes_from(tail, words):
            return 1  # "Lorna from No. 7"
        return 0 if alone or tail or (is_acronym(name[0]) and not titled) else 1
    known = titled or fold(name[0]) in words.given or _INITIAL.fullmatch(name[0]) is not None
    if not known and (fold(name[0]) in words.fields or (fold(name[-1]) in words.fields and tail)):
        return 0
    if tail and not known and not tail[0][:1].isupper() and tail[0][:1].isalpha() and not _comes_from(tail, words):
        return 0
    return len(name)


def _comes_from(tail: list[str], words: Vocabulary) -> bool:
    """Whether behind a name stands whence somebody came: "from Crestway Management"."""
    return len(tail) > 1 and fold(tail[0]) in words.whence and tail[1][:1].isupper()


def _before_organisation(tokens: list[str], organisation: int, titled: bool, words: Vocabulary) -> int:
    """The size of a name that an organisation follows without a comma; 0 where all of it is the organisation."""
    known = titled or fold(tokens[0]) in words.given or _INITIAL.fullmatch(tokens[0]) is not None
    if organisation < 2:
        return 2 if known and organisation == 1 and len(tokens) == 2 and fold(tokens[1]) not in words.strong else 0
    role = next((i for i, t in enumerate(tokens) if i >= 2 and words.is_role_word(t)), None)
    whence = len(tokens) > 3 and _comes_from(tokens[2:], words)
    if whence and all(_name_like(t, words) for t in tokens[:2]):
        return 2  # "Ann Lee from Crestway Property Management"
    if not known and (role is None or role > organisation or role > 3):
        return 0
    size = role if role is not None and role < organisation and role <= 3 else 2
    if not all(_name_like(t, words) for t in tokens[:size]):
        return 0
    if size == role:
        return size
    while size < len(tokens) - 1 and (
        fold(tokens[size - 1]) in words.particles or _INITIAL.fullmatch(tokens[size - 1])
    ):
        size += 1
    return size


def _all_capitals(tokens: list[str]) -> bool:
    """Whether all of a name is printed in capitals."""
    least = 3 if tokens and _INITIAL.fullmatch(tokens[0]) else 5
    capitals = all(is_acronym(t) or len(t.strip(".")) == 1 for t in tokens)
    return len(tokens) > 1 and capitals and any(len(t) >= least for t in tokens)


def _lower_surname(token: str, words: Vocabulary) -> bool:
    word = fold(token)
    known = word in words.never or word in words.fields or words.is_role_word(word) or words.is_organisation_word(word)
    return token.isalpha() and token.islower() and len(token) > 2 and not known and word not in words.particles


def _tidy_case(name: str) -> str:
    """A name printed in capitals as names are written; mixed case stays as printed."""
    tokens = name.split()
    if not _all_capitals(tokens) and not (len(tokens) == 1 and len(name) > 2 and is_acronym(name)):
        return name
    return " ".join(re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), t) for t in tokens)


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
    if mark := rules.find("attendance", note):
        # "Expected" and one-letter marks belong to tables; "(A)" behind a name says how they took part.
        return replace(parsed, mark=Attendance(mark.meaning))
    return _attribute(parsed, note, words)


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
    return bool(person.title) or _INITIAL.fullmatch(text.split(maxsplit=1)[0]) is not None
