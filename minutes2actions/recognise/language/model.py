"""A user's own spaCy pipeline, asked for what the rules cannot know: strangers' names, and verbs on no list."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minutes2actions.errors import UsageFailure
from minutes2actions.recognise.language.party_patterns import whole_words

if TYPE_CHECKING:
    from spacy.language import Language

_NAMES = {"PERSON": "NAME", "PER": "NAME", "ORG": "ORG"}
"""What a pipeline calls those who can own a task, and what we call one that no list holds."""

_PROBE = "Please write to the treasurer today."


@dataclass(frozen=True, slots=True)
class Heard:
    """What a pipeline says of a text; all places are offsets in it."""

    names: tuple[tuple[int, int, str], ...]
    """Start, end, and NAME or ORG."""
    verbs: frozenset[int]
    """Where verbs in their base form begin."""


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded pipeline: call it with a text to get what it says of it."""

    nlp: Language
    finds_names: bool
    """Whether some part of it marks entities, so that a name that it does not mark is none."""

    def __call__(self, text: str) -> Heard:
        """The names and base-form verbs of a text."""
        doc = self.nlp(text)
        names = tuple((e.start_char, e.end_char, _NAMES[e.label_]) for e in doc.ents if e.label_ in _NAMES)
        return Heard(names, frozenset(token.idx for token in doc if _base_form(token)))


@lru_cache(maxsize=1)
def load_model(name: str) -> Model:
    """The installed pipeline of that name, or the one in that folder; raises UsageFailure."""
    import spacy

    if not _exists(name):
        wanted = name if name.isidentifier() else "en_core_web_sm"
        raise UsageFailure(
            f"--model {name}",
            "no such spaCy pipeline is installed, nor is it a folder",
            f"install it (python -m spacy download {wanted} needs the internet), name a folder, or leave --model out",
        )
    try:
        nlp = spacy.load(name)
        if nlp.lang == "en":
            # Tokens are ours, so that both see the same words; a pipeline that is not whole fails here, not later.
            nlp.tokenizer = whole_words(nlp.vocab)
            nlp(_PROBE)
    except Exception as error:
        cause = textwrap.shorten(str(error) or type(error).__name__, 160, placeholder=" …")
        raise UsageFailure(
            f"--model {name}",
            f"it cannot be used ({cause})",
            "install it anew, name the folder that spaCy saved it to, or leave --model out",
        ) from error
    if nlp.lang != "en":
        raise UsageFailure(
            f"--model {name}", f"its language is {nlp.lang!r}, not English", "name an English one, or leave --model out"
        )
    return Model(nlp, any("doc.ents" in nlp.get_pipe_meta(pipe).assigns for pipe in nlp.pipe_names))


def _exists(name: str) -> bool:
    from spacy.util import is_package

    try:
        return bool(name.strip()) and (is_package(name) or Path(name).is_dir())
    except (OSError, ValueError):
        return False


def _base_form(token: Any) -> bool:
    """Whether a token is a verb in its base form: by its Penn tag, else by its form (Universal Dependencies)."""
    return token.tag_ == "VB" or (token.pos_ == "VERB" and "Inf" in token.morph.get("VerbForm"))
