"""Counts as lists print them: 7, 007, vii, g, 7th, seventh."""

from __future__ import annotations

import re
from typing import Final

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_SMALL: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS: Final = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
                    "nine": "ninth", "twelve": "twelfth"}  # fmt: skip
_CIRCLED: Final = ("decimalEnclosedCircle", "decimalEnclosedCircleChinese")
_ZEROS: Final = re.compile(r"0*1(?=,|$)")


def form_of(form: str | None, pattern: str | None) -> str | None:
    """The number format, where it is a custom one as its first number ("001" of "001, 002, ...")."""
    zeros = _ZEROS.match(pattern or "") if form == "custom" else None
    return zeros[0] if zeros else form


def write_number(count: int, form: str) -> str:
    """A count in one of Word's number formats; those that are not known are printed as decimals."""
    match form:
        case "none" | "bullet":
            return ""
        case "decimalZero":
            return f"{count:02d}"
        case "lowerLetter" | "upperLetter" if 0 < count <= 26 * 30:
            # After z come aa, bb, cc.
            letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return letters if form == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman" if 0 < count < 4000:
            return _roman(count) if form == "lowerRoman" else _roman(count).upper()
        case "ordinal":
            ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
            return f"{count}{ending}"
        case "cardinalText" if 0 <= count < 1000:
            return _spelt(count).capitalize()
        case "ordinalText" if 0 <= count < 1000:
            return _ordinal(_spelt(count)).capitalize()
        case "numberInDash":
            return f"- {count} -"
        case "decimalEnclosedParen":
            return f"({count})"
        case "decimalEnclosedFullstop":
            return f"{count}."
        case _ if form in _CIRCLED and 1 <= count <= 20:
            return chr(0x2460 + count - 1)
        case _ if form.startswith("0"):
            return f"{count:0{len(form)}d}"
        case _:
            return str(count)


def _roman(count: int) -> str:
    written = ""
    for amount, letters in _ROMAN:
        written += letters * (count // amount)
        count %= amount
    return written


def _spelt(count: int) -> str:
    if count < 20:
        return _SMALL[count]
    if count < 100:
        tens = _TENS[count // 10 - 2]
        return f"{tens}-{_SMALL[count % 10]}" if count % 10 else tens
    hundreds = f"{_SMALL[count // 100]} hundred"
    return f"{hundreds} {_spelt(count % 100)}" if count % 100 else hundreds


def _ordinal(words: str) -> str:
    start, separator, last = re.fullmatch(r"(.*?)([- ]?)(\w+)", words, re.DOTALL).groups()  # type: ignore[union-attr]
    ending = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{start}{separator}{ending}"
