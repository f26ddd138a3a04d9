"""A text as tokens of the deadline grammar, each knowing where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import OSA

from minutes2actions.resolve.deadlines.words import Lexicon, Value, plain

MONEY = ("£", "$", "€")
"""What sums begin with."""
INCHES = '"'

_TIME_MARK = r"(?:[ap]\.?\s?m\b\.?|hrs\b|hours\b|h\b)"

_FIGURES = r"(?:\d{1,2}|[lo]\d|\d[lo])"

_LEXEMES = re.compile(
    rf"""
    (?P<money>[£$€]\s?\d[\d,.]*(?:\s?(?:k|m|bn)\b)?)
  | (?P<percent>\d[\d.,]*\s?%)
  | (?P<iso>(?<![\d/.-])(?:19|20)\d\d([-/.])\d{{1,2}}\4\d{{1,2}}(?!\d)(?:t\d\d(?::?\d\d(?::?\d\d)?(?:\.\d+)?z?)?)?
      |(?<![\d/.-])(?<!\d\s)(?:19|20)\d\d\s[01]\d\s[0-3]\d(?!\s?\d))
  | (?P<isoweek>(?<![\d/.-])(?:19|20)\d\d-?w[0-5]\d(?:-[1-7])?(?!\d))
  | (?P<numdate>(?<!\d)(?<!\d[/.-]){_FIGURES}(?P<sep>\s?[/.-]/?\s?){_FIGURES}\s?[/.-]/?\s?
      (?:(?:19|2[0o])[\dol]{{2}}|'?\d\d|l\d)(?![\d]|[/.-]\d|:\d\d)
      |(?<![\d.-])(?<!\d\s)(?:[0-3]\d\s[01]\d|[01]\d\s[0-3]\d)\s(?:19|20)\d\d(?!\d))
  | (?P<compact>(?<![\d/.-])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:t\d{{2,6}})?(?!\d))
  | (?P<time>(?<!\d)\d{{1,2}}(?:[:.]\d\d){{1,2}}\s?{_TIME_MARK}|(?<!\d)\d{{1,2}}:\d\d(?::\d\d)?(?!\d)
      |\d{{1,2}}\s?[ap]\.?\s?m\b\.?|(?<!\d)[0-2]\d[0-5]\d\s?(?:hrs\b|hours\b|h\b))
  | (?P<postcode>(?<![^\W_])[a-z]{{1,2}}\d[a-z\d]?\s?\d(?!st|nd|rd|th)[abd-hjlnp-uw-z]{{2}}(?![^\W_]))
  | (?P<phone>(?:\+\d{{1,3}}[\s-]?|\b0)\d{{2,4}}[\s-]?\d{{3,4}}[\s-]?\d{{3,4}}(?!\d))
  | (?P<fyear>(?<![\d/.-])(?:19|20)\d\d\s?[/-]\s?(?:(?:19|20)\d\d|\d\d?)(?![\d:]|[/.-]\d|\s?[ap]\.?m|st|nd|rd|th))
  | (?P<monthyear>(?<![\d/.-])(?:0?[1-9]|1[0-2])\s?[/.-]\s?(?:19|20)\d\d(?!\d|[/.-]\d))
  | (?P<daymonth>(?:(?<![\d/.-])|(?<=/\d-)|(?<=/\d\d-))\d{{1,2}}\s?/\s?\d{{1,2}}(?![\d/]|\s?/))
  | (?P<decimal>\d+(?:[.,]\d+)+|\d+(?:-\d+){{2,}})
  | (?P<ordinal>(?:(?<![\d\w])|(?<=[a-z]day))(?:\d{{1,2}}|[lio]\d|\d[lo]|\di(?=st)|[li](?=st))
      (?:\s?(?:st|nd|rd|th|sr|ht)\b|(?:st|nd|rd|th|sr|ht)(?=[^\W\d_]{{3}})))
  | (?P<half>h[12](?!\d|[^\W\d_])|(?<![\w.])[12]h(?=\s?(?:19|20)?\d\d\b))
  | (?P<quarter>q\s?[1-4](?!\d|[^\W\d_])|(?<![\w.])[1-4]q(?![^\W\d_]))
  | (?P<year>(?<!\d)(?:19|20)\d\d(?!\d|'?s\b)|(?<![\d\w])2[0o][\do]{{2}}(?![\d\w])|'\d\d(?!\d|\s?[/.-]\s?\d))
  | (?P<int>(?<!\d)\d{{1,2}}(?!\d)(?!(?<=\d)[lo]\b)|(?<![^\W_])(?:[li][\do]|\d[lo])(?![^\W_]))
  | (?P<digits>\d+)
  | (?P<word>[^\W\d_]+)
  | (?P<mark>->|=>|'s(?![^\W\d_])|[^\s\w]|_)
    """,
    re.VERBOSE,
)

_JOINT = re.compile(
    r"(\d[/.]\d{1,4})-(\d{1,2}([/.])\d{1,2}(?:\3|$))|(?<![\d/.-])(\d{1,2})-(\d{1,2}([/.])\d{1,2}\6(?:\d\d){1,2}(?![\d/.]))"
)
"""The dash between two dates in figures, which the marks inside dates must not be taken for."""

_OTHER = {"money", "percent", "phone", "decimal", "digits", "postcode"}
_MARKS = {
    ",": "comma",
    ".": "dot",
    "/": "slash",
    "-": "dash",
    "~": "dash",
    "(": "lpar",
    ")": "rpar",
    "[": "lpar",
    "]": "rpar",
    ":": "colon",
    ";": "semi",
    "'": "quote",
    "'s": "possess",
    "*": "filler",
    '"': "filler",
    "_": "filler",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark of the grammar: its kind, value, plain words, and where it stands in the text and its pieces."""

    kind: str
    value: Value
    text: str
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its tokens; `pieces` are the finer units that phrases beside a date are looked up in."""

    raw: str
    pieces: tuple[str, ...]
    tokens: tuple[Token, ...]
    lexicon: Lexicon

    def capital(self, token: Token) -> bool:
        """Whether the token is printed with a capital first."""
        return self.raw[token.start].isupper()


def split(raw: str, lexicon: Lexicon) -> Text:
    """The text as tokens, the longest phrases of the lexicon first; names and verbs are not told from months yet."""
    low = _JOINT.sub(lambda m: m.group().replace("-", "~", 1), plain(raw))
    found = [(m.lastgroup or "", m.group(), m.start(), m.end()) for m in _LEXEMES.finditer(low)]
    found = [(_group(kind, text), text, start, end) for kind, text, start, end in found]
    found = _parted(found, lexicon)
    pieces = tuple(text for _, text, _, _ in found)
    tokens: list[Token] = []
    i = 0
    while i < len(found):
        kind, text, start, end = found[i]
        for entry in lexicon.by_first.get(text, ()):
            size = len(entry.pieces)
            if size == 1 or (pieces[i : i + size] == entry.pieces and not _is_counted(entry.kind, tokens)):
                end = found[i + size - 1][3]
                tokens.append(Token(entry.kind, entry.value, low[start:end], start, end, i, i + size - 1))
                i += size
                break
        else:
            kind, value = _classify(kind, text)
            tokens.append(Token(kind, value, text, start, end, i, i))
            i += 1
    for n, token in enumerate(tokens):
        if token.kind == "word" and len(token.text) > 3 and _may_be_month(tokens, n):
            tokens[n] = _mended(token, lexicon)
    for n, token in enumerate(tokens[:-2]):
        if token.text in _ONES and [t.kind for t in tokens[n + 1 : n + 3]] == ["month", "year"]:
            tokens[n] = replace(token, kind="int", value=1)
    return Text(raw, pieces, tuple(_with_years(tokens)), lexicon)


def _with_years(tokens: list[Token]) -> list[Token]:
    """The tokens with years in words as one: "two thousand and eighteen"."""
    years = [n for n, (a, b) in enumerate(pairwise(tokens)) if a.kind == "thousand" and b.kind == "number"]
    for n in reversed(years):
        first, second = tokens[n : n + 2]
        if isinstance(first.value, int) and isinstance(second.value, int):
            whole = replace(first, kind="year", value=first.value + second.value, end=second.end, last=second.last)
            tokens[n : n + 2] = [whole]
    return tokens


_Lexeme = tuple[str, str, int, int]


def _parted(found: list[_Lexeme], lexicon: Lexicon) -> list[_Lexeme]:
    """The lexemes with a year and a day that look like two years or a day and month parted: "6 May 24 - 10 June"."""
    parted: list[_Lexeme] = []
    for n, (kind, text, start, end) in enumerate(found):
        pair = kind in ("fyear", "daymonth") and 0 < n < len(found) - 1
        beside = (found[n - 1][1], found[n + 1][1]) if pair else ()
        if beside and all(any(e.kind == "month" for e in lexicon.by_first.get(word, ())) for word in beside):
            first, last = re.findall(r"\d+", text)
            joint = re.search(r"[/-]", text)
            at = start + joint.start() if joint else end
            parted.append(("year" if kind == "fyear" else "int", first, start, start + len(first)))
            parted.append(("mark", text[at - start], at, at + 1))
            parted.append(("int", last, end - len(last), end))
        else:
            parted.append((kind, text, start, end))
    return parted


def _is_counted(kind: str, tokens: list[Token]) -> bool:
    """Whether "after next" stands behind a length of time, which is counted from what is next."""
    return kind == "after_next" and [t.kind for t in tokens[-2:]] in [["int", "unit"], ["number", "unit"]]


def _group(kind: str, text: str) -> str:
    # `lastgroup` names the innermost group closed last: the separator's where a numeric date matched.
    return "numdate" if kind == "sep" else kind


def _classify(kind: str, text: str) -> tuple[str, Value]:
    if kind in _OTHER:
        return "other", None
    if kind == "mark":
        return _MARKS.get(text, "mark"), None
    if kind == "year":
        return "year", int(text.replace("o", "0")) if text[0] != "'" else of_two(int(text[1:]))
    if kind == "int":
        return "int", int(digits(text))
    if kind == "ordinal":
        return "ordinal", int(digits(text)[:2])
    if kind in ("quarter", "half"):
        return kind, int(re.sub(r"\D", "", text))
    if kind == "time":
        return "cob", None
    if kind == "compact":
        return "iso", None
    return kind, None


def of_two(figures: int) -> int:
    """The year that two figures print: from 1970 to 2069."""
    return 2000 + figures if figures < 70 else 1900 + figures


def digits(text: str) -> str:
    """The digits of a number, a scanner's l, i and o read as 1, 1 and 0."""
    head = re.split(r"\s|(?<=.)(?:st|nd|rd|th|sr|ht)$", text)[0]
    return re.sub(r"\D", "", head.replace("l", "1").replace("i", "1").replace("o", "0")) or "0"


_ONES = ("i", "l")
"""What scanners read for a 1."""
_SURE = 5
"""Letters: a word that is no longer must stand between a day and a year to be a misspelt month."""


def _may_be_month(tokens: list[Token], n: int) -> bool:
    before, after = tokens[n - 1] if n else None, tokens[n + 1] if n + 1 < len(tokens) else None
    dated = after is not None and after.kind == "year"
    if len(tokens[n].text) <= _SURE:
        return dated and before is not None and before.kind in ("int", "ordinal")
    return dated or (before is not None and before.kind in ("int", "ordinal", "part"))


def _mended(token: Token, lexicon: Lexicon) -> Token:
    """A misspelt month beside a number; the word itself where it is near none."""
    found = [(OSA.distance(token.text, name), name) for name in lexicon.long_months]
    distance, name = min(found, default=(len(token.text), token.text))
    near = distance <= (2 if len(token.text) > 6 else 1) and token.text[0] == name[0]
    return replace(token, kind="month", value=lexicon.long_months[name]) if near else token
