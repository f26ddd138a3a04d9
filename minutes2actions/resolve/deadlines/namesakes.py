"""Words that may be a month, a weekday or a season, or a name or verb instead: "May", "March", "Sat"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from minutes2actions.resolve.deadlines.tokens import Text, Token, split
from minutes2actions.resolve.deadlines.words import Lexicon

_NUMBERS = {"int", "ordinal", "year", "fyear"}
_LEADS = {
    "of",
    "part",
    "in",
    "this",
    "next",
    "slash",
    "dash",
    "following",
    "between",
    "to",
    "eom",
    "ordinal_word",
    "and",
}
_UNSURE = ("month", "weekday", "season", "number")
"""Kinds of words that may be names or verbs instead."""
_GATHERINGS = ("body", "meeting")
"""What a month may name with a capitalised word between: "the May Finance Committee"."""
_SEASON_LEADS = _LEADS | {"the"}


def tokenise(raw: str, lexicon: Lexicon) -> Text:
    """The text as tokens, those that are names or verbs and no times made plain words."""
    text = split(raw, lexicon)
    unsure = [n for n, t in enumerate(text.tokens) if t.kind in _UNSURE and _may_be_other(text, t)]
    # The next is judged by what this one is now: in "Cllr Jan March" neither is a month; and the one before it again.
    for n in (*unsure, *unsure[:-1]):
        if text.tokens[n].kind != "word" and not _is_time(text, n):
            word = replace(text.tokens[n], kind="word", value=None)
            text = replace(text, tokens=(*text.tokens[:n], word, *text.tokens[n + 1 :]))
    return text


def _may_be_other(text: Text, token: Token) -> bool:
    """Whether a word has another meaning, or a title before it that makes a name of any weekday."""
    titled = token.kind == "weekday" and text.lexicon.before("person_title", text.pieces, token.first) > 0
    return titled or token.text in text.lexicon.sets["ambiguous"]


@dataclass(frozen=True, slots=True)
class _Company:
    """A word in doubt with the tokens beside it."""

    token: Token
    before: Token | None
    after: Token | None
    later: Token | None
    led: bool


def _is_time(text: Text, n: int) -> bool:
    """Whether a word in doubt is a time: by a person's title, by numbers, by names beside it, by how it is printed."""
    tokens = text.tokens
    beside = [tokens[k] if 0 <= k < len(tokens) else None for k in (n - 1, n + 1, n + 2)]
    led = bool(text.lexicon.before("trigger", text.pieces, tokens[n].first))
    company = _Company(tokens[n], beside[0], beside[1], beside[2], led)
    for judge in (_by_title, _by_numbers, _by_names):
        answer = judge(text, n, company)
        if answer is not None:
            return answer
    return _by_print(text, n, company)


def _by_title(text: Text, n: int, company: _Company) -> bool | None:
    """What a person's title, an initial or a name before it says."""
    token, before, lexicon = company.token, company.before, text.lexicon
    if before is not None and before.kind == "a" and lexicon.before("person_title", text.pieces, before.first):
        return False
    if before is not None and before.kind == "dot" and n > 1:
        before = text.tokens[n - 2]
        if len(before.text) == 1 and text.capital(before):
            return False
    named = before is not None and before.kind == "word" and (len(before.text) == 1 or text.capital(before))
    if named and not company.led:
        named = not any(
            lexicon.before(m, text.pieces, token.first) for m in ("revised", "was", "from", "condition", "deliver")
        )
    else:
        named = False
    titled = lexicon.before("person_title", text.pieces, token.first) > 0
    if titled or named:
        return (token.kind == "weekday" and not titled) or _beside_number(token, company.after)
    return None


def _by_numbers(text: Text, n: int, company: _Company) -> bool | None:
    """What numbers beside it say."""
    token, before, after = company.token, company.before, company.after
    if before is not None and before.kind == "dot" and n > 1:
        before = text.tokens[n - 2]
    if (before is not None and before.kind in _NUMBERS) or _beside_number(token, after):
        return True
    if token.kind == "month" and _is_joined_to_month(text, n):
        return True
    if n == 0 and token.text == "may" and after is not None:
        # No sentence begins with the verb.
        counted = after.kind == "number" and company.later is None
        return True if counted or after.kind in ("int", "ordinal", "ordinal_word") else None
    if token.kind == "month" and after is not None:
        if after.kind in ("dot", "dash", "slash") and _beside_number(token, company.later):
            return True
        if before is not None and before.kind == "weekday" and after.kind in _NUMBERS:
            return True
    return True if token.text in text.lexicon.sets["names"] and not text.capital(token) else None


def _is_joined_to_month(text: Text, n: int) -> bool:
    """Whether a month stands on the other side of a "to" or a dash: "from march to may"."""
    beside = [text.tokens[max(n - 2, 0) : n], text.tokens[n + 1 : n + 3][::-1]]
    return any(len(pair) == 2 and pair[0].kind == "month" and pair[1].kind in ("to", "dash") for pair in beside)


def _by_names(text: Text, n: int, company: _Company) -> bool | None:
    """What names beside it, or in a row with it, say."""
    token, before, after, later = company.token, company.before, company.after, company.later
    if n == 0 and after is not None and after.kind == "slash" and later is not None and _is_name(text, later):
        return False
    if n == 0 and after is not None and after.kind == "to" and later is not None and later.kind == "word":
        return False
    if token.kind == "weekday" and n == 0 and after is not None and after.kind in ("on", "in"):
        return False if later is not None and later.kind in ("word", "body", "the", "on") else None
    if token.kind != "month":
        return None
    if after is not None and later is not None and after.kind == "dash" and _is_hyphenated(text, token, after, later):
        return False
    joined = before is not None and (
        before.kind == "and" or (before.kind == "comma" and after is not None and after.kind in ("comma", "and"))
    )
    if joined and n > 1 and _is_name(text, text.tokens[n - 2]):
        return False
    led = company.led or (before is not None and before.kind in _LEADS)
    if not led and after is not None and after.kind in ("comma", "and"):
        return not (later is not None and _is_name(text, later))
    if after is not None and (_is_name(text, after) or (after.value == "day" and text.capital(after))):
        return any(t.kind in _GATHERINGS for t in text.tokens[n + 1 : n + 7])
    return None


def _is_hyphenated(text: Text, token: Token, dash: Token, later: Token) -> bool:
    """Whether a dash joins a word to a name: "Jan-Erik"."""
    return (token.end, dash.end) == (dash.start, later.start) and _is_name(text, later)


def _by_print(text: Text, n: int, company: _Company) -> bool:
    """What its capital, or the little words before it, say."""
    token, before, after = company.token, company.before, company.after
    if token.kind == "season" and token.text != "fall":
        return True
    seasonal = token.kind == "season"
    if text.capital(token):
        led = company.led or (before is not None and before.kind in (_SEASON_LEADS if seasonal else _LEADS))
        return led or n > 0 or after is None or after.kind != "word" or _is_abbreviation(text, token, after)
    leads = _SEASON_LEADS if seasonal else ("of", "part", "in", "slash")
    alone = len(text.tokens) == 1 or (len(text.tokens) == 2 and text.tokens[1].kind == "dot")
    return company.led or alone or (before is not None and before.kind in leads)


def _is_abbreviation(text: Text, token: Token, after: Token) -> bool:
    """Whether capitals stand behind a word that is not in capitals itself: "March PTB"."""
    pronoun = len(after.text) == 1 and text.raw[after.end : after.end + 1].isspace()
    return (
        not pronoun and text.raw[after.start : after.end].isupper() and not text.raw[token.start : token.end].isupper()
    )


def _is_name(text: Text, token: Token) -> bool:
    """Whether a word is printed like a name: a capital first, not all capitals."""
    return token.kind == "word" and text.capital(token) and not text.raw[token.start : token.end].isupper()


def _beside_number(token: Token, after: Token | None) -> bool:
    if after is None or token.kind == "season":
        return after is not None and after.kind in ("year", "fyear")
    if after.kind == "ordinal_word":
        return token.text != "may"
    return after.kind == "year" or (after.kind in ("int", "ordinal") and token.text != "may")
