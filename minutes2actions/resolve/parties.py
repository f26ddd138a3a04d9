"""What the words of an owner say by themselves: initials, a group, a post, an organisation, a person's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from minutes2actions.recognise import is_organisation as has_organisation_word
from minutes2actions.recognise import is_role, looks_like_person, parse_person
from minutes2actions.record import OwnerKind
from minutes2actions.rulebook import Rulebook, fold

_INITIALS = re.compile(
    r"[A-Z]{2,4}[a-z]{0,3}|[A-Z](?:Mc|Mac|v|vd|vdb?|de|d|van|von)[A-Z]|(?:[A-Z]['’]?){2,3}[A-Z]"
    r"|(?:[A-Z]\.[ -]?){1,3}[A-Z]\.?|[A-Z]{1,2}[ -][A-Z](?:-[A-Z])?|[A-Z]-[A-Z][ -]?[A-Z]"
)
_SEPARATOR = re.compile(r"[,;/&\n]|\band\b")
_LINKS = frozenset(["of", "for", "to", "at", "from"])
"""In a post these open its field: "Head of Policy" ends in no name."""


def plain(text: str) -> str:
    """A name as names are compared: lower case, no accents, no apostrophes, words apart by one space."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c) and c not in "'’‘`")
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def letters(text: str) -> str:
    """Initials as initials are compared: letters only, lower case."""
    return plain(text).replace(" ", "")


def phrase(words: Iterable[str]) -> str:
    """A pattern that finds any of the phrases as whole words, the longest first; of no phrases, nothing."""
    found = sorted({w.casefold() for w in words}, key=lambda w: (-len(w), w))
    parts = [re.escape(w).replace(r"\ ", r"\s+") for w in found]
    return (
        "|".join(rf"{_edge(w[0], before=True)}{p}{_edge(w[-1])}" for w, p in zip(found, parts, strict=True)) or r"(?!)"
    )


def _edge(character: str, before: bool = False) -> str:
    if not character.isalnum():
        return ""
    return r"(?<![\w-])" if before else r"(?![\w-])"


@lru_cache(maxsize=256)
def _ends(rules: Rulebook, kind: str, meaning: str) -> frozenset[str]:
    return rules.words(kind, meaning)


@lru_cache(maxsize=256)
def _exact(rules: Rulebook, kind: str) -> frozenset[str]:
    """The folded words that are a whole party, not just the end or the start of one."""
    return frozenset(fold(w) for r in rules.of(kind) if not r.meaning for w in r.words)


def is_exactly(text: str, kind: str, rules: Rulebook) -> bool:
    """Whether the text is, word for word, a party of a kind of rule ("post", "group", "organisation")."""
    exact = _exact(rules, kind)
    return fold(text) in exact or fold(without_article(text, rules)) in exact


def without_article(text: str, rules: Rulebook) -> str:
    """A party's words without "the" and its kin in front; the words alone where nothing else is left."""
    articles = rules.folded("words", "article")
    words = text.split()
    while len(words) > 1 and words[0].casefold() in articles and any(c.isalpha() for c in words[1]):
        if len(words[0]) == 1 and words[0].isupper() and words[1][0].isupper():
            break  # the initial of "A Reed"
        words = words[1:]
    return " ".join(words)


def looks_like_initials(text: str) -> bool:
    """Whether the text is built like initials: "JS", "J.S.", "AHop", "N M-E"."""
    return _INITIALS.fullmatch(text.strip()) is not None


def is_post(text: str, rules: Rulebook) -> bool:
    """Whether the text is a post by its words: "Clerk", "Head of Policy", "Tree Officer"."""
    bare = without_article(text, rules)
    if is_exactly(text, "post", rules):
        return True
    if not fold(bare) or is_exactly(text, "group", rules):
        return False
    return (opens_post(bare, rules) and " " in bare) or is_role(bare.split(",")[0], rules)


def opens_post(text: str, rules: Rulebook) -> bool:
    """Whether the text begins a post whose field may run on over an "and": "Head of Parks"."""
    words = fold(without_article(text.rsplit(",", 1)[-1], rules))
    return any(words == s or words.startswith(s + " ") for s in rules.folded("words", "post-start"))


def is_group(text: str, rules: Rulebook) -> bool:
    """Whether the text is a group by its words: "All", "Trustees", "Finance Committee"."""
    words = fold(without_article(text, rules))
    if not words:
        return False
    if is_exactly(text, "group", rules):
        return True
    return words.split()[-1] in _ends(rules, "group", "ends") or " members of " in f" {words}"


def is_organisation(text: str, rules: Rulebook) -> bool:
    """Whether the text is an organisation by its words: "Borough Council", "NHS East", "Highways"."""
    bare = without_article(text, rules)
    words = fold(bare).split()
    if not words:
        return False
    if is_exactly(text, "organisation", rules):
        return True
    if len(words) > 1 and has_organisation_word(bare, rules):
        return True
    return ends_organisation(bare, rules) and not looks_like_person(bare, rules)


def ends_organisation(text: str, rules: Rulebook) -> bool:
    """Whether the last word is one that organisations end with: "Council"."""
    words = fold(text).split()
    if not words:
        return False
    ends = _ends(rules, "organisation", "strong") | _ends(rules, "organisation", "weak")
    return words[-1] in ends or (len(words) > 1 and words[-1] in rules.folded("words", "council-short"))


def is_nobody(text: str, rules: Rulebook) -> bool:
    """Whether the text says that there is no owner: "TBC", "N/A", "-"."""
    return not any(c.isalpha() for c in text) or fold(text) in rules.folded("words", "no-owner")


def looks_like_name(text: str, rules: Rulebook) -> bool:
    """Whether the text is built like a person's name: two words or more, or a title and one: "Tim S.", "Cllr Hall"."""
    if " " not in text.strip() or is_group(text, rules) or is_post(text, rules):
        return False
    return looks_like_person(text, rules)


def opens_name(text: str, rules: Rulebook) -> bool:
    """Whether the text begins as only people's names do: with a title, an initial, a post or a common given name."""
    first = (text.split() or [""])[0]
    given = fold(first.split("-")[0]) in rules.folded("words", "given-names")
    return given or len(first.strip(".")) == 1 or is_title(first, rules) or is_post(first, rules)


def bare_name(text: str, rules: Rulebook) -> tuple[str, bool]:
    """A person's name without the titles and posts before it, and whether there were any."""
    if _SEPARATOR.search(text):
        return text, False  # "Chair, Jane Smith" may be two
    parsed = parse_person(text, rules)
    if parsed is None:
        return without_post(text, rules)
    words, name = plain(text).split(), plain(parsed.name).split()
    at = next((i for i in range(len(words)) if words[i : i + len(name)] == name), 0)
    if any(word not in _ends(rules, "title", "after") for word in words[at + len(name) :]):
        return without_post(text, rules)
    return parsed.name, at > 0


def is_after_name(text: str, rules: Rulebook) -> bool:
    """Whether the text is what stands after a name: "OBE"."""
    return bool(text.split()) and all(fold(word) in _ends(rules, "title", "after") for word in text.split())


def is_title(text: str, rules: Rulebook) -> bool:
    """Whether the text is a title alone: "Mr"."""
    return fold(text) in _ends(rules, "title", "before")


def without_post(text: str, rules: Rulebook) -> tuple[str, bool]:
    """A name without a post before it ("Director Jones", "Vice President Hall"), and whether there was one."""
    words = text.split()
    for size in range(min(4, len(words) - 1), 0, -1):
        post, rest = words[:size], " ".join(words[size:])
        party = is_post(rest, rules) or is_group(rest, rules) or is_organisation(rest, rules)
        if not rest[:1].isupper() or party or not is_post(" ".join(post), rules):
            continue
        if looks_like_name(rest, rules) or not _LINKS.intersection(post):
            return rest, True
    return text, False


def kind_by_words(text: str, rules: Rulebook) -> OwnerKind | None:
    """What sort of party the words alone make it; None where they do not tell."""
    if is_group(text, rules):
        return OwnerKind.GROUP
    named = (
        ends_organisation(text, rules) and not is_exactly(text, "post", rules) and not _LINKS.intersection(text.split())
    )
    if is_post(text, rules) and not named:
        return OwnerKind.ROLE
    if is_organisation(text, rules):
        return OwnerKind.ORGANISATION
    if looks_like_name(text, rules):
        return OwnerKind.PERSON
    return None
