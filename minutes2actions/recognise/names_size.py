"""Tells how many words of a line are a person's name, and which titles and posts stand before it."""

from __future__ import annotations

import re

from minutes2actions.recognise.vocabulary import Vocabulary, fold

MAX_NAME_WORDS = 5
INITIAL = re.compile(r"[A-Z](?:\.?-?[A-Z]){0,2}\.?")


def is_acronym(token: str) -> bool:
    """Whether a word is printed in capitals only, as short names of organisations are."""
    letters = [c for c in token if c.isalpha()]
    return len(letters) >= 2 and all(c.isupper() for c in letters) and "." not in token.rstrip(".,")


def is_name_like(token: str, words: Vocabulary) -> bool:
    """Whether a word could stand in a person's name by its form."""
    bare = token.strip(".,")
    if INITIAL.fullmatch(token):
        return True
    if not bare or fold(bare) in words.never or any(c.isdigit() for c in bare) or any(c in bare for c in "&@/+%£$"):
        return False
    if fold(bare) in words.particles:
        return True
    first = next((c for c in bare if c.isalpha()), "")
    return first.isupper() or bool(re.match(r"(?:d|l|o|t)['’][A-Z]|[a-z]{2,3}-[A-Z]", bare))


def before_name(tokens: list[str], words: Vocabulary) -> tuple[str | None, str | None, list[str]]:
    """Titles and roles in front of the name, and the tokens left: "Chair Mayor Jane Smith"."""
    titles: list[str] = []
    roles: list[str] = []
    tokens = list(tokens)
    while len(tokens) > 1:
        whole = " ".join(tokens)
        if words.is_title(whole) or words.is_role_word(whole):
            return None, None, []  # "Lord Mayor"
        if titles and tokens[0].isdigit():
            tokens = tokens[1:]  # "PC 4521 Ann Lee"
            continue
        if size := _workers(tokens, words):
            roles.append(" ".join(tokens[:size]))
            tokens = tokens[size:]
            continue
        known = len(tokens) > 2 and (words.is_title(tokens[1]) or words.is_role_word(tokens[1]))
        if (known and fold(tokens[0]) == "the") or (
            fold(tokens[0]) in words.in_front
            and (tokens[1][:1].isupper() or (tokens[0].islower() and _goes_before(tokens[1], words)))
            and (tokens[0].islower() or fold(tokens[1]) in words.given)
        ):
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
            size = _qualified_title(tokens, words) or _unknown_post(tokens, words)
            if not size:
                break
            roles.append(" ".join(tokens[:size]))
            tokens = tokens[size:]
    office = ", ".join(_singular(r.strip(":"), words) for r in roles) or None
    return " ".join(titles) or None, office, tokens


def _workers(tokens: list[str], words: Vocabulary) -> int:
    """How many tokens what several do takes in small letters before a full name: "youth workers | Ann Lee"."""
    size = next((i for i, t in enumerate(tokens) if not t.islower()), 0)
    if not 0 < size < len(tokens) - 1 or size > 3 or fold(tokens[0]) in words.particles:
        return 0
    return size if words.is_role_word(tokens[size - 1]) else 0


def _goes_before(word: str, words: Vocabulary) -> bool:
    """Whether a word in small letters may stand before a name: "our | new | volunteer | Ann"."""
    return fold(word) in words.in_front or words.is_role_word(word)


def _singular(role: str, words: Vocabulary) -> str:
    return role[:-1] if role.endswith("s") and fold(role[:-1]) in words.roles else role


def _qualified_title(tokens: list[str], words: Vocabulary) -> int:
    """How many tokens "Northtown District Councillor" takes before a name; 0 where there is no such thing."""
    for i in range(1, min(4, len(tokens) - 1)):
        if not is_name_like(tokens[i], words):
            return 0
        if words.is_title(tokens[i]) or words.is_role_word(tokens[i]):
            in_front = tokens[:i]
            about = any(
                words.is_organisation_word(t) or fold(t) in words.fields or words.is_role_word(t) for t in in_front
            )
            return i + 1 if about and is_name_like(tokens[i + 1], words) and fold(in_front[0]) not in words.given else 0
    return 0


_AGENT = re.compile(r"[A-Z][a-z]+(?:man|woman|person|er|or|ist|ian|eer|ant)")


def _unknown_post(tokens: list[str], words: Vocabulary) -> int:
    """How many tokens a post on no list takes before a full name: "Road Foreman | Lyle Dow"; 0 where there is none."""
    if len(tokens) != 4 or fold(tokens[2]) not in words.given or not _AGENT.fullmatch(tokens[1]):
        return 0
    known = any(fold(t) in words.given or INITIAL.fullmatch(t) for t in tokens[:2])
    return 0 if known or not is_name_like(tokens[3], words) else 2


def name_size(tokens: list[str], titled: bool, words: Vocabulary) -> int:
    """How many of the tokens are the person's name; 0 where they name none."""
    odd = titled and len(tokens) == 1 and fold(tokens[0]) in words.odd_surnames
    opens = _opens_as_given_name(tokens, words)
    if not tokens or not (odd or opens or is_name_like(tokens[0], words)):
        return 0
    known = fold(tokens[0]) in words.given or INITIAL.fullmatch(tokens[0]) is not None
    size = 0
    for i, token in enumerate(tokens[: MAX_NAME_WORDS + 1]):
        acronym = (
            is_acronym(token) and not (i == 0 and (titled or len(token.strip(".")) <= 2)) and not _all_capitals(tokens)
        )
        surname = (titled or known) and fold(token) in words.odd_surnames and token[:1].isupper()
        opening = opens and i == 0
        if not (surname or opening or is_name_like(token, words)) or acronym or (i > 0 and words.is_role_word(token)):
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
    short = titled or known  # "Ms J Le", "Kim Do"
    while size > 1 and (
        (fold(tokens[size - 1]) in words.particles and not (short and size == len(tokens) and tokens[-1].istitle()))
        or (fold(tokens[size - 1]) in words.fields and size > 2)
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
    return is_name_like(tokens[1], words) and not known and not is_acronym(tokens[1])


def is_surname(name: list[str], titled: bool, words: Vocabulary) -> bool:
    """Whether a name's last word, which is a post elsewhere, is a surname here: "A Dean", "Mrs Head"."""
    if not name[-1][:1].isupper() or fold(name[-1]) not in words.post_surnames:
        return False
    opens = len(name) > 1 and (fold(name[0]) in words.given or INITIAL.fullmatch(name[0]) is not None)
    return titled or opens


def _role_surname(tokens: list[str], at: int, titled: bool, words: Vocabulary) -> int:
    """1 where the last word is a surname for all that it is a role elsewhere: "A Dean", "Helen Page"."""
    known = titled or fold(tokens[0]) in words.given or INITIAL.fullmatch(tokens[0]) is not None
    return int(at == 1 == len(tokens) - 1 and known and tokens[1][:1].isupper() and words.is_role_word(tokens[1]))


def _trust(name: list[str], tail: list[str], titled: bool, words: Vocabulary) -> int:
    """The name's size, or 0 where a tail or the words themselves tell against a person."""
    if all(fold(t) in words.particles and not (t.istitle() and fold(t) in words.given) for t in name) or (
        words.is_role_word(name[-1]) and len(name) != 2
    ):
        return 0
    if len(name) == 1:
        alone = words.is_role_word(name[0]) or fold(name[0]) in words.fields or INITIAL.fullmatch(name[0]) is not None
        if tail and fold(name[0]) in words.given and _comes_from(tail, words):
            return 1  # "Lorna from No. 7"
        return 0 if alone or tail or (is_acronym(name[0]) and not titled) else 1
    known = titled or fold(name[0]) in words.given or INITIAL.fullmatch(name[0]) is not None
    if not known and (fold(name[0]) in words.fields or (fold(name[-1]) in words.fields and tail)):
        return 0
    if tail and not known and not tail[0][:1].isupper() and tail[0][:1].isalpha() and not _comes_from(tail, words):
        return 0
    return len(name)


def _comes_from(tail: list[str], words: Vocabulary) -> bool:
    """Whether behind a name stands whence somebody came: "from Crestway Management"."""
    return (
        len(tail) > 1
        and fold(tail[0]) in words.whence
        and (tail[1][:1].isupper() or tail[1] in ("the", "no.", "number"))
    )


def _before_organisation(tokens: list[str], organisation: int, titled: bool, words: Vocabulary) -> int:
    """The size of a name that an organisation follows without a comma; 0 where all of it is the organisation."""
    known = titled or fold(tokens[0]) in words.given or INITIAL.fullmatch(tokens[0]) is not None
    if known and len(tokens) > 2 and _comes_from(tokens[1:], words):
        return 1  # "Jess from the library"
    if organisation < 2:
        return 2 if known and organisation == 1 and len(tokens) == 2 and fold(tokens[1]) not in words.strong else 0
    role = next((i for i, t in enumerate(tokens) if i >= 2 and words.is_role_word(t)), None)
    whence = len(tokens) > 3 and _comes_from(tokens[2:], words)
    if whence and all(is_name_like(t, words) for t in tokens[:2]):
        return 2  # "Ann Lee from Crestway Property Management"
    if not known and (role is None or role > organisation or role > 3):
        return 0
    size = role if role is not None and role < organisation and role <= 3 else 2
    if not all(is_name_like(t, words) for t in tokens[:size]):
        return 0
    if size == role:
        return size
    while size < len(tokens) - 1 and (fold(tokens[size - 1]) in words.particles or INITIAL.fullmatch(tokens[size - 1])):
        size += 1
    return size


def _all_capitals(tokens: list[str]) -> bool:
    """Whether all of a name is printed in capitals."""
    least = 3 if tokens and INITIAL.fullmatch(tokens[0]) else 5
    capitals = all(is_acronym(t) or len(t.strip(".")) == 1 for t in tokens)
    return len(tokens) > 1 and capitals and any(len(t) >= least for t in tokens)


def _lower_surname(token: str, words: Vocabulary) -> bool:
    word = fold(token)
    known = word in words.never or word in words.fields or words.is_role_word(word) or words.is_organisation_word(word)
    return token.isalpha() and token.islower() and len(token) > 2 and not known and word not in words.particles


def tidy_case(name: str) -> str:
    """A name printed in capitals as names are written; mixed case stays as printed."""
    tokens = name.split()
    if not _all_capitals(tokens) and not (len(tokens) == 1 and len(name) > 2 and is_acronym(name)):
        return name
    return " ".join(re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), t) for t in tokens)
