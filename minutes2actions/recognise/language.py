"""The language work: spaCy's English tokens, our sentences, and who is named in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from minutes2actions.record import Attendee
from minutes2actions.rulebook import Rulebook, fold

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

PARTY_LABELS = frozenset({"PERSON", "POST", "GROUP", "ORG", "NAME", "WORD", "GUESS"})
"""What the marks of a party may be; NAME is one that no list holds, WORD such a name of one word, GUESS a sentence's
first word that may be a name."""

_NAME_WORD = re.compile(r"(?:[A-Z][’'])?(?:Mac|Mc)?[A-Z][a-zà-ÿ]+(?:[’'-][A-Z]?[a-zà-ÿ]+)*")
_INITIALS = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]?(?:\s*(?:/|&|,|and)\s*[A-Z][A-Za-z]{0,2}[A-Z]?)*(?<![a-z]{3})")
_JOINERS = frozenset({*"&/,;+().-–?:|'", "and", "with", "the", "to", "or", "by"})
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|cllr|cllrs|cr|rev|st|no|nos|vs|eg|ie|e\.g|i\.e|etc|ref|para|approx|dept|inc|ltd|jan|feb|"
    r"mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|hon|gen|col|sgt|pc|cc|fig|vol|ext|tel|asst|esq|jr|sr)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b[ap]\.?m\.$", re.IGNORECASE)
_BREAK = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£$])|\n+|\t+")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where a paragraph's sentences begin and end; titles, initials and other abbreviations end none."""
    start = 0
    for match in _BREAK.finditer(text):
        head = text[start : match.start() + 1]
        if match.group()[0] == "." and _ABBREVIATION.search(head) and not _CLOCK.search(head):
            continue
        end = match.start() + len(match.group().rstrip())
        if text[start:end].strip():
            yield start, end
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


@dataclass(frozen=True)
class PartyMarker:
    """spaCy's pipeline with one meeting's parties: call it with a sentence to get a marked spaCy Doc."""

    nlp: Language
    ruler: Any
    initials: Mapping[str, str]
    verbs: frozenset[str]
    lower_words: frozenset[str]
    inner_names: frozenset[str]
    not_names: frozenset[str]
    unlisted: frozenset[str]

    def __call__(self, text: str) -> Doc:
        """The sentence as a spaCy Doc: parties are its entities, task verbs in their base form have the tag VB."""
        doc = self.nlp.make_doc(text)
        for token in doc:
            pair = f"{token.lower_} {doc[token.i + 1].lower_}" if token.i + 1 < len(doc) else ""
            token.tag_ = "VB" if token.lower_ in self.verbs or pair in self.verbs else "-"
        doc = self.ruler(doc)
        doc.ents = [*doc.ents, *self._unknown_names(doc)]
        return doc

    def _unknown_names(self, doc: Doc) -> list[Span]:
        """Names that no list holds: capitalised words that the document never prints in lower case."""
        from spacy.tokens import Span  # noqa: PLC0415

        spans, i = [], 0
        while i < len(doc):
            j = i
            while j < len(doc) and self._may_be_name(doc[j]):
                j += 1
            if j > i and (j < len(doc) or j - i > 1 or i == 0):
                articled = i > 0 and doc[i - 1].lower_ in ("the", "a", "an", "our", "this")
                known = i > 0 or doc[i].text in self.inner_names
                label = "ORG" if articled else "NAME" if j - i > 1 else "WORD" if known else "GUESS"
                spans.append(Span(doc, i, min(j, i + 4), label=label))
            i = max(j, i + 1)
        return spans

    def _may_be_name(self, token: Any) -> bool:
        text = token.text
        if token.ent_iob_ in "BI" and token.ent_type_:
            return False
        if text.isupper() and 2 <= len(text) <= 4 and text.isalpha():
            return text.lower() not in self.not_names and text in self.unlisted
        return (
            text[:1].isupper()
            and text.lower() not in self.nlp.Defaults.stop_words
            and _NAME_WORD.fullmatch(text) is not None
            and text.lower() not in self.lower_words
            and text.lower() not in self.not_names
            and text.lower() not in self.verbs
        )

    def parties(self, doc: Doc) -> list[Span]:
        """The parties named, in order."""
        return [ent for ent in doc.ents if ent.label_ in PARTY_LABELS]

    def starts_with_task(self, text: str) -> bool:
        """Whether a text begins by saying what to do: "Write to …", "To arrange …"."""
        words = text.lower().split(maxsplit=3)[:3]
        words = words[1:] if words and words[0] in ("to", "please", "also") else words
        return bool(words) and words[0].strip(".,:;") in self.verbs

    def starts_with_task_or_party(self, text: str) -> bool:
        """Whether a sentence begins with what to do or with who does it."""
        if self.starts_with_task(text):
            return True
        doc = self(text)
        return (
            bool(doc.ents) and doc.ents[0].start == 0 or doc[0].lower_ in ("each", "someone", "everyone", "individual")
        )

    def says_task(self, text: str) -> bool:
        """Whether a task verb stands among a text's first words, in its base form or with an s."""
        words = [word.strip(".,:;").lower() for word in text.split()[:9]]
        return any(word in self.verbs or word.removesuffix("s") in self.verbs for word in words)

    def leading_owner(self, text: str) -> str | None:
        """Who begins a task that is known to be one: "Jo to think about …", "The board should …", "Each member makes …"."""
        match = re.match(r"((?:[^\s,;:]+,?\s+){1,8}?)(?:to|will|would|should|shall|must|is to|are to)\s", text)
        if match and self.only_parties(match.group(1)):
            return match.group(1).strip(" ,")
        doc = self(text)
        first = next(iter(self.parties(doc)), None)
        if first is None or first.start > 0 or first.end >= len(doc):
            return None
        after = doc[first.end].lower_
        return first.text if after in self.verbs or after.removesuffix("s") in self.verbs else None

    def only_people(self, text: str) -> bool:
        """Whether a text is nothing but listed people or posts."""
        return self.only_parties(text, listed=True) and all(e.label_ in ("PERSON", "POST") for e in self(text).ents)

    def only_parties(self, text: str, *, listed: bool = False) -> bool:
        """Whether a text is nothing but owners: "JS/Clerk", "Jane Smith and the Treasurer".

        With `listed`, names that no list holds do not count.
        """
        text = " ".join(text.replace("/", " / ").split()).strip(" .:;,-–[]()?")
        if not text or len(text) > 120:
            return False
        doc = self(text)
        parties = [ent for ent in self.parties(doc) if not listed or ent.label_ not in ("NAME", "WORD", "GUESS")]
        covered = {t.i for ent in parties for t in ent}
        if covered and all(t.i in covered or t.lower_ in _JOINERS for t in doc):
            return True
        initials = not listed and _INITIALS.fullmatch(text) is not None
        return initials and not any(fold(part) in self.not_names for part in re.split(r"\W+", text))


@lru_cache(maxsize=1)
def _blank() -> Language:
    import spacy  # noqa: PLC0415
    from spacy.tokens import Token  # noqa: PLC0415

    if not Token.has_extension("party"):
        Token.set_extension("party", getter=lambda token: token.ent_type_ in PARTY_LABELS)
    nlp = spacy.blank("en")
    # "e-mail" and "co-ordinate" are one word, so that verbs of the rules are found in them.
    infixes = [i for i in nlp.Defaults.infixes if "-|–" not in i]
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
    return nlp


def language_for(attendees: tuple[Attendee, ...], text: str, rules: Rulebook) -> PartyMarker:
    """The pipeline for one meeting: its attendees, and the posts, groups and organisations that rules or `text` name."""
    from spacy.pipeline import EntityRuler  # noqa: PLC0415

    nlp = _blank()
    ruler = EntityRuler(nlp, overwrite_ents=False, validate=False)
    ruler.add_patterns(
        [
            *_people(attendees, rules),
            *_posts_and_groups(text, rules),
            *_organisations(attendees, text),
            _groups_by_their_last_word(rules),
        ]
    )
    listed = {a.initials for a in attendees if a.initials}
    capitals = set(re.findall(r"\b[A-Z]{2,4}\b", text)) if listed else set()
    return PartyMarker(
        nlp=nlp,
        ruler=ruler,
        initials={a.initials: a.name for a in attendees if a.initials},
        verbs=rules.words("verb", "task"),
        lower_words=frozenset(re.findall(r"(?<![\w.@])[a-z][a-z'’-]{2,}", text)),
        inner_names=frozenset(re.findall(r"(?<=[a-z,] )[A-Z][a-z’'-]{2,}", text)),
        not_names=frozenset(fold(w) for w in rules.named("words", "not-a-party").words)
        | rules.words("title", "before"),
        unlisted=frozenset(capitals) if listed else frozenset(),
    )


def _exact(label: str, text: str) -> dict[str, Any]:
    return {"label": label, "pattern": [{"ORTH": t.text} for t in _blank().make_doc(text)]}


def _folded(label: str, text: str) -> dict[str, Any]:
    return {"label": label, "pattern": [{"LOWER": t.text} for t in _blank().make_doc(text.lower())]}


def _people(attendees: tuple[Attendee, ...], rules: Rulebook) -> Iterator[dict[str, Any]]:
    titles = sorted(rules.words("title", "before"))
    title = [{"LOWER": {"IN": [*titles, *(f"{t}." for t in titles)]}}, {"ORTH": ".", "OP": "?"}]
    for person in attendees:
        parts = person.name.split()
        if not parts:
            continue
        yield _exact("PERSON", person.name)
        if len(parts) > 1:
            if len(parts[0].strip(".")) > 1 and parts[0].lower() not in _blank().Defaults.stop_words:
                yield _exact("PERSON", parts[0])
            if len(parts[-1]) > 3:
                yield _exact("PERSON", parts[-1])
            if len(parts) == 2 and len(parts[0]) > 2:
                yield _exact("PERSON", f"{parts[0]} {parts[1][0]}")
        initials = person.initials or ("".join(p[0] for p in parts if p[0].isupper()) if len(parts) > 1 else "")
        if len(initials) > 1:
            yield _exact("PERSON", initials)
        for name in {parts[-1], person.name}:
            yield {"label": "PERSON", "pattern": [*title, *_exact("PERSON", name)["pattern"]]}


def _posts_and_groups(text: str, rules: Rulebook) -> Iterator[dict[str, Any]]:
    """Posts and groups that rules name, in any case, and capitalised ones that end as rules say ("Lake Committee")."""
    loose = frozenset(fold(w) for w in rules.named("words", "no-party-in-prose").words)
    for kind, label, ends in (
        ("post", "POST", rules.words("words") & frozenset(_role_words(rules))),
        ("group", "GROUP", rules.words("group", "ends")),
        ("organisation", "ORG", rules.words("organisation")),
    ):
        listed = rules.words(kind, "") if kind != "organisation" else frozenset[str]()
        for word in sorted(listed - loose):
            yield _folded(label, word)
            yield _folded(label, f"the {word}")
        last = "|".join(re.escape(w.title()) for w in sorted(ends, key=len, reverse=True))
        names = rf"\b((?:[A-Z][\w’'&-]+\s+(?:(?:of|for|and|&)\s+)?){{1,4}}(?:{last}))\b(?![’'][sS])"
        for name in sorted({m.group(1) for m in re.finditer(names, text)} if last else ()):
            bare = re.sub(r"^(?:The|Our|This)\s+", "", name)
            for article in ("", "the ", "The "):
                yield _exact(label, article + bare)


def _role_words(rules: Rulebook) -> Iterator[str]:
    """The words that end a post's name: "Events Co-ordinator"."""
    return (fold(w) for rule in rules.of("words") if rule.name.startswith("role") for w in rule.words)


def _groups_by_their_last_word(rules: Rulebook) -> dict[str, Any]:
    """ "Lakeside members", "HR team": capitalised words before a word that makes a group."""
    small = sorted({fold(w) for w in rules.named("words", "not-a-party").words} | {"all", "each", "other"})
    ends = sorted(w for w in rules.words("group", "ends") if " " not in w)
    name = {"TEXT": {"REGEX": r"^[A-Z][\w’'&-]*$"}, "LOWER": {"NOT_IN": small}, "OP": "{1,3}"}
    return {"label": "GROUP", "pattern": [name, {"LOWER": {"IN": ends}}]}


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
