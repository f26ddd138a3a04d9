"""The language work: spaCy's English tokens, and who is named in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from minutes2actions.recognise.language.model import Heard, Model
from minutes2actions.recognise.language.party_patterns import PARTY_LABELS, blank_english
from minutes2actions.recognise.language.party_ruler import PartyRuler
from minutes2actions.recognise.language.verbs import stands_as_verb
from minutes2actions.record import Attendee
from minutes2actions.rulebook import Rulebook, fold

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

_BETWEEN_OWNERS = re.compile(r"\s*(?:[/,;&+\n]|\band\b|\bwith\b)\s*")
_NAME_WORD = re.compile(r"(?:[A-Z][’'])?(?:Mac|Mc)?[A-Z][a-zà-ÿ]+(?:[’'-][A-Z]?[a-zà-ÿ]+)*")
_INITIALS = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]?(?:\s*(?:/|&|,|and)\s*[A-Z][A-Za-z]{0,2}[A-Z]?)*(?<![a-z]{3})")
_FEW_STRANGERS = 4
"""So many may speak whom a whole attendance list lacks: the public, posts, bodies."""
_JOINERS = frozenset({*"&/,;+().-–?:|'", "and", "with", "the", "to", "or", "by"})


@dataclass(frozen=True)
class PartyMarker:
    """spaCy's pipeline with one meeting's parties: call it with a sentence to get a marked spaCy Doc."""

    nlp: Language
    ruler: PartyRuler
    initials: Mapping[str, str]
    full_names: Mapping[str, str]
    """Initials, first names and surnames, folded, that only one attendee bears."""
    titles: frozenset[str]
    group_ends: frozenset[str]
    everybody: frozenset[str]
    verbs: frozenset[str]
    lower_words: frozenset[str]
    inner_names: frozenset[str]
    not_names: frozenset[str]
    unlisted: frozenset[str]
    knows_people: bool
    """Whether the attendance list holds most who speak, so that a name that it lacks is seldom an owner."""
    states: frozenset[str]
    """Verbs that set no task, whatever a model or their place takes them for."""
    adverbs: frozenset[str]
    pronouns: Mapping[str, str]
    """Surnames, folded, with "he" or "she", where a title before them tells."""
    given_names: frozenset[str]
    speakers: frozenset[str]
    """Capitalised words that the text has say or do something: "Shona reported …"."""
    model: Model | None = None
    marked: dict[str, Doc] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, text: str) -> Doc:
        """The sentence as a spaCy Doc: parties are its entities, task verbs in their base form have the tag VB.

        Several recognisers ask of the same sentence; it is marked once.
        """
        doc = self.marked.get(text)
        if doc is None:
            doc = self.marked[text] = self._mark(text)
        return doc

    def _mark(self, text: str) -> Doc:
        doc = self.nlp.make_doc(text)
        # A model needs a sentence around a name: of bare names it says too little.
        heard = self.model(text) if self.model and _has_sentence(doc) else Heard((), frozenset())
        for token in doc:
            pair = f"{token.lower_} {doc[token.i + 1].lower_}" if token.i + 1 < len(doc) else ""
            known = (token.lower_ in self.verbs and pair not in self.states) or pair in self.verbs
            known = known or (token.idx in heard.verbs and token.lower_ not in self.states)
            known = known or (pair not in self.states and stands_as_verb(doc, token.i, self.adverbs, self.states))
            token.tag_ = "VB" if known else "-"
        self.ruler(doc)
        doc.ents = [*doc.ents, *self._heard_names(doc, heard)]
        doc.ents = [*doc.ents, *self._unknown_names(doc)]
        return doc

    def _heard_names(self, doc: Doc, heard: Heard) -> list[Span]:
        """The model's names that no list holds; where one runs into a listed party, what comes after that."""
        from spacy.tokens import Span
        from spacy.util import filter_spans

        spans = []
        for begin, end, label in heard.names:
            span = doc.char_span(begin, end, alignment_mode="expand")
            if span is None:
                continue
            start = max((token.i + 1 for token in span if token.ent_type_), default=span.start)
            if start < span.end and any(token.lower_ not in self.not_names for token in doc[start : span.end]):
                spans.append(Span(doc, start, span.end, label=label))
        return filter_spans(spans)

    def _unknown_names(self, doc: Doc) -> list[Span]:
        """Names that no list holds: capitalised words that the document never prints in lower case."""
        from spacy.tokens import Span

        spans, i = [], 0
        while i < len(doc):
            j = i
            while j < len(doc) and self._may_be_name(doc[j]):
                j += 1
            if j > i:
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
        if self.model and self.model.finds_names and _has_sentence(token.doc):
            return False
        return (
            text[:1].isupper()
            and text.lower() not in self.nlp.Defaults.stop_words
            and _NAME_WORD.fullmatch(text) is not None
            and text.lower() not in self.lower_words
            and text.lower() not in self.not_names
            and text.lower() not in self.verbs
            and not text.endswith(("ed", "ing"))
        )

    def parties(self, doc: Doc) -> list[Span]:
        """The parties named, in order."""
        return [ent for ent in doc.ents if ent.label_ in PARTY_LABELS]

    def people_in(self, owner_text: str) -> set[str]:
        """Whom an owner's text may mean, folded: full names where the attendance list knows them, else as printed."""
        pieces = [p.strip(" .()[]") for p in _BETWEEN_OWNERS.split(owner_text) if p.strip(" .()[]")]
        return {fold(self.full_names.get(fold(self._bare(piece)), piece)) for piece in pieces}

    def may_be(self, pronoun: str, name: str) -> bool:
        """Whether "he" or "she" may stand for a name: another title before it somewhere in the text denies it."""
        said = self.pronouns.get(fold(name.rsplit(maxsplit=1)[-1]))
        return said is None or said == pronoun

    def _bare(self, name: str) -> str:
        """A name without a title in front and without an article."""
        words = name.split()
        while len(words) > 1 and (fold(words[0]) in self.titles or words[0].lower() == "the"):
            words = words[1:]
        return " ".join(words)

    def starts_with_task(self, text: str) -> bool:
        """Whether a text begins by saying what to do: "Write to …", "To arrange …"."""
        words = text.lower().split(maxsplit=3)[:3]
        words = words[1:] if words and words[0] in ("to", "please", "also") else words
        subject = len(words) > 1 and words[1] in ("to", "will", "would", "should", "shall", "is", "are", "has", "and")
        return bool(words) and not subject and words[0].strip(".,:;") in self.verbs

    def starts_with_task_or_party(self, text: str) -> bool:
        """Whether a sentence begins with what to do or with who does it."""
        if self.starts_with_task(text):
            return True
        doc = self(text)
        return (bool(doc.ents) and doc.ents[0].start == 0) or doc[0].lower_ in (
            "each",
            "someone",
            "everyone",
            "individual",
        )

    def says_task(self, text: str) -> bool:
        """Whether a task verb stands among a text's first words, in its base form or with an s."""
        words = [word.strip(".,:;").lower() for word in text.split()[:9]]
        return any(word in self.verbs or word.removesuffix("s") in self.verbs for word in words)

    def leading_owner(self, text: str) -> str | None:
        """Who begins a task that is known to be one: "Jo to think about …", "The board should …", "Each team makes"."""
        match = re.match(r"((?:[^\s,;:]+,?\s+){1,8}?)(?:to|will|would|should|shall|must|is to|are to)\s", text)
        if match and (self.only_parties(match.group(1)) or self._ends_like_group(match.group(1))):
            return match.group(1).strip(" ,")
        doc = self(text)
        first = next(iter(self.parties(doc)), None)
        if first is None or first.start > 0 or first.end >= len(doc):
            return None
        after = doc[first.end].lower_
        return first.text if after in self.verbs or after.removesuffix("s") in self.verbs else None

    def _ends_like_group(self, text: str) -> bool:
        words = text.strip(" ,").lower().split()
        return 0 < len(words) <= 4 and words[-1] in self.group_ends and words[0] not in ("a", "an", "no")

    def only_people(self, text: str) -> bool:
        """Whether a text is nothing but listed people or posts."""
        return self.only_parties(text, listed=True) and all(e.label_ in ("PERSON", "POST") for e in self(text).ents)

    def only_names(self, text: str) -> bool:
        """Whether a text is nothing but people, posts, everybody, or names that no list holds."""
        labels = {ent.label_ for ent in self.parties(self(text))}
        everybody = fold(text) in self.everybody
        return everybody or (self.only_parties(text) and not labels & {"GROUP", "ORG"})

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
        return initials and not any(self._no_initials(part) for part in re.split(r"\W+", text))

    def _no_initials(self, word: str) -> bool:
        """Whether a short word is one that stands for nobody; in capitals a title's letters may."""
        return fold(word) in self.not_names and not (word.isupper() and fold(word) in self.titles)

    def is_speaker(self, text: str) -> bool:
        """Whether words in front of a colon or dash are who speaks, no topic: people, or a known party of one word."""
        return self.only_people(text) or (len(text.split()) == 1 and self.only_parties(text, listed=True))


def _has_sentence(doc: Doc) -> bool:
    """Whether a text is more than names and what joins them."""
    return any(token.is_lower and token.is_alpha and token.lower_ not in _JOINERS for token in doc)


def language_for(
    attendees: tuple[Attendee, ...], text: str, rules: Rulebook, model: Model | None = None
) -> PartyMarker:
    """The marker for one meeting: its attendees, and the posts, groups and organisations that rules or `text` name.

    A `model` is asked for the names and verbs that these do not know.
    """
    listed = {a.initials for a in attendees if a.initials}
    capitals = set(re.findall(r"\b[A-Z]{2,4}\b", text)) if listed else set()
    return PartyMarker(
        nlp=blank_english(),
        ruler=PartyRuler(attendees, text, rules),
        initials={a.initials: a.name for a in attendees if a.initials},
        full_names=_full_names(attendees, rules),
        titles=rules.words("title", "before"),
        group_ends=rules.words("group", "ends"),
        everybody=rules.words("group", ""),
        verbs=rules.words("verb", "task"),
        lower_words=frozenset(re.findall(r"(?<![\w.@])[a-z][a-z'’-]{2,}", text)),
        inner_names=frozenset(re.findall(r"(?<=[a-z,] )[A-Z][a-z’'-]{2,}", text)),
        not_names=rules.folded("words", "not-a-party") | rules.words("title", "before"),
        unlisted=frozenset(capitals) if listed else frozenset(),
        knows_people=bool(attendees) and _names_most(attendees, _speakers(text, rules)),
        states=rules.words("verb", "state"),
        pronouns=_pronouns(text, rules),
        adverbs=rules.folded("words", "adverb"),
        speakers=_speakers(text, rules),
        given_names=rules.folded("words", "given-names"),
        model=model,
    )


def _full_names(attendees: tuple[Attendee, ...], rules: Rulebook) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for person in attendees:
        parts = person.name.split()
        computed = "".join(part[0] for part in parts)
        post = (person.role or "").split(",")[0]
        same = rules.find("post", post)
        posts = same.words if same else (post,)
        for form in {person.name, parts[0], parts[-1], person.initials or computed, *posts} if parts else ():
            found.setdefault(fold(form), set()).add(person.name)
    return {form: next(iter(names)) for form, names in found.items() if form and len(names) == 1}


def _speakers(text: str, rules: Rulebook) -> frozenset[str]:
    saying = "|".join(sorted(rules.folded("words", "saying")))
    return frozenset(re.findall(rf"\b([A-Z][a-z’'-]+)\s+(?:also\s+|then\s+)?(?:{saying or '(?!)'})\b", text))


def _names_most(attendees: tuple[Attendee, ...], speakers: frozenset[str]) -> bool:
    listed = {word for a in attendees for word in (*a.name.split(), *(a.role or "").split())}
    capitalised = {s for s in speakers if not s.isupper()}
    known = {s for s in capitalised if s in listed}
    return len(capitalised - known) <= max(_FEW_STRANGERS, len(known))


def _pronouns(text: str, rules: Rulebook) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for pronoun in ("he", "she"):
        titles = "|".join(re.escape(w.title()) for w in sorted(rules.folded("words", f"title-{pronoun}")))
        for match in re.finditer(rf"\b(?:{titles or '(?!)'})\.?\s+(?:[A-Z]\.?\s*){{0,3}}([A-Z][\w’'-]+)", text):
            found.setdefault(fold(match.group(1)), set()).add(pronoun)
    return {name: next(iter(said)) for name, said in found.items() if len(said) == 1}
