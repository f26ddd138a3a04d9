"""What names a party in a meeting's text, as patterns for spaCy's EntityRuler."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from minutes2actions.record import Attendee
from minutes2actions.rulebook import Rulebook, fold

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Token
    from spacy.vocab import Vocab

PARTY_LABELS = frozenset({"PERSON", "POST", "GROUP", "ORG", "NAME", "WORD", "GUESS"})
"""What the marks of a party may be; NAME is one that no list holds, WORD such a name of one word, GUESS a sentence's
first word that may be a name."""

_JOINERS = frozenset({"and", "&", ",", "/", "+", "with", "together", "along"})


@lru_cache(maxsize=1)
def blank_english() -> Language:
    """spaCy's blank English pipeline; its tokens know whether they belong to a party."""
    import spacy
    from spacy.tokens import Token

    if not Token.has_extension("party"):
        Token.set_extension("party", getter=_in_party)
    nlp = spacy.blank("en")
    nlp.tokenizer = whole_words(nlp.vocab)
    return nlp


def _in_party(token: Token) -> bool:
    """Whether a token belongs to a party, or joins two: "the Chair, Jo and the Clerk"."""
    if token.ent_type_ in PARTY_LABELS:
        return True
    if token.lower_ not in _JOINERS or token.i == 0:
        return False
    doc, before, after = token.doc, token.i - 1, token.i + 1
    while before > 0 and doc[before].lower_ in _JOINERS:
        before -= 1
    while after < len(doc) - 1 and doc[after].lower_ in _JOINERS:
        after += 1
    return after < len(doc) and doc[before].ent_type_ in PARTY_LABELS and doc[after].ent_type_ in PARTY_LABELS


def whole_words(vocab: Vocab) -> Tokenizer:
    """spaCy's English tokenizer, but "e-mail" and "co-ordinate" are one word: verbs of the rules are found in them."""
    from spacy.lang.en import English
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    defaults = English.Defaults
    infixes = [i for i in defaults.infixes or () if "-|–" not in str(i)]
    return Tokenizer(
        vocab,
        rules=defaults.tokenizer_exceptions,
        prefix_search=compile_prefix_regex(defaults.prefixes or ()).search,
        suffix_search=compile_suffix_regex(defaults.suffixes or ()).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        url_match=defaults.url_match,
    )


def own_patterns(attendees: tuple[Attendee, ...], text: str, rules: Rulebook) -> list[dict[str, Any]]:
    """The patterns of a meeting's attendees, and of the posts, groups and organisations that its text names."""
    return [*_people(attendees, text, rules), *_named_in(text, rules), *_organisations(attendees, text)]


def common_patterns(rules: Rulebook) -> list[dict[str, Any]]:
    """The patterns of the posts, groups and organisations that rules name for every meeting."""
    return [*_listed(rules), *_groups_by_their_last_word(rules), *_roles_in_capitals(rules)]


def _exact(label: str, text: str) -> dict[str, Any]:
    return {"label": label, "pattern": [{"ORTH": t.text} for t in blank_english().make_doc(text)]}


def _folded(label: str, text: str) -> dict[str, Any]:
    return {"label": label, "pattern": [{"LOWER": t.text} for t in blank_english().make_doc(text.lower())]}


def _people(attendees: tuple[Attendee, ...], text: str, rules: Rulebook) -> Iterator[dict[str, Any]]:
    titles = sorted(rules.words("title", "before"))
    title = [{"LOWER": {"IN": [*titles, *(f"{t}." for t in titles)]}}, {"ORTH": ".", "OP": "?"}]
    ranks = sorted({w.title() for phrase in {*_role_words(rules), *rules.words("post")} for w in phrase.split()})
    rank = {"TEXT": {"IN": ranks}, "OP": "{1,3}"}
    for person in attendees:
        parts = person.name.split()
        if not parts:
            continue
        yield _exact("PERSON", person.name)
        if len(parts) > 1:
            if len(parts[0].strip(".")) > 1 and parts[0].lower() not in blank_english().Defaults.stop_words:
                yield _exact("PERSON", parts[0])
                if _typed_small(parts[0], text):
                    yield _exact("PERSON", parts[0].lower())
            if len(parts[-1]) > 3 or (len(parts[-1]) > 1 and _never_lower(parts[-1], text)):
                yield _exact("PERSON", parts[-1])
            # "Coordinator Lee", "Board Member Lee": their post stands as a title.
            yield {"label": "PERSON", "pattern": [rank, *_exact("PERSON", parts[-1])["pattern"]]}
            if len(parts) == 2 and len(parts[0]) > 2:
                yield _exact("PERSON", f"{parts[0]} {parts[1][0]}")
        initials = person.initials or ("".join(p[0] for p in parts if p[0].isupper()) if len(parts) > 1 else "")
        if len(initials) > 1:
            yield _exact("PERSON", initials)
        for role in re.split(r"\s*[,;/()]\s*", person.role or ""):
            if role and len(role) > 2:
                yield _folded("POST", role)
                yield _folded("POST", f"the {role}")
        for name in {parts[-1], person.name}:
            yield {"label": "PERSON", "pattern": [*title, *_exact("PERSON", name)["pattern"]]}


def _typed_small(name: str, text: str) -> bool:
    """Whether hasty minutes print a first name in lower case where whoever acts stands: "tunde to …"."""
    small = re.escape(name.lower())
    return re.search(rf"(?m)(?:^|[.;:,]\s){small} (?:to|will|said|says|has|is)\s", text) is not None


def _never_lower(name: str, text: str) -> bool:
    """Whether a short surname is no word of the text too ("May", "Long")."""
    return re.search(rf"\b{re.escape(name.lower())}\b", text) is None


def _listed(rules: Rulebook) -> Iterator[dict[str, Any]]:
    """Posts and groups that rules name, in any case."""
    loose = rules.folded("words", "no-party-in-prose")
    for kind, label in (("post", "POST"), ("group", "GROUP")):
        for word in sorted(rules.words(kind, "") - loose):
            yield _folded(label, word)
            yield _folded(label, f"the {word}")


def _named_in(text: str, rules: Rulebook) -> Iterator[dict[str, Any]]:
    """Capitalised posts, groups and organisations that end as rules say ("Lake Committee")."""
    for label, ends in (
        ("POST", rules.words("words") & frozenset(_role_words(rules))),
        ("GROUP", rules.words("group", "ends")),
        ("ORG", rules.words("organisation")),
    ):
        last = "|".join(re.escape(w.title()) for w in sorted(ends, key=len, reverse=True))
        names = rf"\b((?:[A-Z][\w’'&-]+\s+(?:(?:of|for|and|&)\s+)?){{1,4}}(?:{last}))\b(?![’'][sS])"
        for name in sorted({m.group(1) for m in re.finditer(names, text)} if last else ()):
            bare = re.sub(r"^(?:The|Our|This)\s+", "", name)
            for article in ("", "the ", "The "):
                yield _exact(label, article + bare)


def _role_words(rules: Rulebook) -> Iterator[str]:
    """The words that end a post's name: "Events Co-ordinator"."""
    return (fold(w) for rule in rules.of("words") if rule.name.startswith("role") for w in rule.words)


def _groups_by_their_last_word(rules: Rulebook) -> Iterator[dict[str, Any]]:
    """ "Lakeside members", "HR team", "each committee member": words before one that makes a group."""
    small = sorted(rules.folded("words", "not-a-party") | {"all", "each", "other"})
    ends = {"LOWER": {"IN": sorted(w for w in rules.words("group", "ends") if " " not in w)}}
    name = {"TEXT": {"REGEX": r"^[A-Z][\w’'&-]*$"}, "LOWER": {"NOT_IN": small}, "OP": "{1,3}"}
    yield {"label": "GROUP", "pattern": [name, ends]}
    # "Directors of Teaching", "Heads of School"
    of = [{"LOWER": {"IN": ["of", "for"]}}, {"TEXT": {"REGEX": r"^[A-Z]"}, "OP": "{1,3}"}]
    plural = {
        "TEXT": {"REGEX": r"^[A-Z]"},
        "LOWER": {"IN": sorted(f"{w}s" for w in _role_words(rules) if " " not in w)},
    }
    yield {"label": "GROUP", "pattern": [plural, *of]}
    # "the programme team": some body, less than one that has a name.
    the = {"LOWER": {"IN": ["the", "a", "our", "their", "his", "her"]}}
    bodies = {"LOWER": {"IN": sorted(rules.folded("words", "body-in-lower-case"))}}
    small_word = {"IS_LOWER": True, "IS_ALPHA": True, "LOWER": {"NOT_IN": small}, "OP": "{1,3}"}
    yield {"label": "ORG", "pattern": [the, small_word, bodies]}
    each = {"LOWER": {"IN": ["each", "all", "every", "both", "individual"]}}
    yield {
        "label": "GROUP",
        "pattern": [each, {"IS_ALPHA": True, "LOWER": {"NOT_IN": ["to", "will"]}, "OP": "{0,2}"}, ends],
    }


def _roles_in_capitals(rules: Rulebook) -> Iterator[dict[str, Any]]:
    """ "the Director", "the Property Manager": a post of which the rules know but the last word."""
    words = sorted({w for w in _role_words(rules) if " " not in w and len(w) > 3})
    name = {"TEXT": {"REGEX": r"^[A-Z][\w’'&-]*$"}, "OP": "{0,3}"}
    role = {"TEXT": {"REGEX": r"^[A-Z]"}, "LOWER": {"IN": words}}
    yield {"label": "POST", "pattern": [{"LOWER": {"IN": ["the", "our"]}}, name, role]}
    # "the property manager", "our town engineer"
    small = {"IS_LOWER": True, "IS_ALPHA": True, "IS_STOP": False, "OP": "{0,2}"}
    posts = {"LOWER": {"IN": sorted(rules.folded("words", "post-in-lower-case"))}}
    yield {"label": "POST", "pattern": [{"LOWER": {"IN": ["the", "our"]}}, small, posts]}
    # "the Head of Service", "Assistant Director of Place"
    of = [{"LOWER": {"IN": ["of", "for"]}}, {"TEXT": {"REGEX": r"^[A-Z][a-z]"}, "OP": "{1,3}"}]
    yield {"label": "POST", "pattern": [{"LOWER": "the", "OP": "?"}, name, role, *of]}


def _organisations(attendees: tuple[Attendee, ...], text: str) -> Iterator[dict[str, Any]]:
    names = {a.organisation for a in attendees if a.organisation}
    people = {word for a in attendees for word in (a.initials, *a.name.split()) if word}
    # "Northbank Residents' Association (NRA)": the abbreviation stands for a name whose initials it is.
    for match in re.finditer(r"((?:[A-Z][\w’'-]+\s+(?:of\s+|and\s+|the\s+)?){2,6})\(([A-Z]{2,6})\)", text):
        initials = "".join(w[0] for w in match.group(1).split() if w[0].isupper())
        if initials.endswith(match.group(2)) and not people & {match.group(2), *match.group(1).split()}:
            names |= {match.group(1).strip(), match.group(2)}
    for name in sorted(names):
        if len(name) > 1:
            for article in ("", "the ", "The "):
                yield _exact("ORG", article + name)
