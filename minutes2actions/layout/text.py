"""How the texts of lines are put together."""

from __future__ import annotations

import re

STOP = re.compile(r"[.?!:;][\"'”’)\]]*$")
"""The end of a sentence or clause."""
_PREFIXES = frozenset(
    {"anti", "co", "cross", "ex", "follow", "inter", "long", "mid", "multi", "non", "post", "pre", "re", "self"}
    | {"semi", "short", "sign", "sub", "well"}
)
_ADDRESS_OPEN = re.compile(r"(?:https?://|www\.)\S*[-/_=&?.]$")
"""A web address that goes on in the next line."""


def glued(text: str, part: str, within_word: bool | None = None) -> str:
    """The text so far, ready for the next line's part: a hyphen at the line's end undone or a space added.

    `within_word` tells, where it is known, that the word goes on, and whether a hyphen is undone.
    """
    if within_word is not None:
        return text.removesuffix("-") if within_word else text
    if _ADDRESS_OPEN.search(text):
        return text
    if len(text) > 2 and text.endswith("-") and text[-2].isalpha():
        stem = re.split(r"[\s(/]", text[:-1])[-1]
        if part[:1].islower() and "-" not in stem and stem.lower() not in _PREFIXES:
            return text[:-1]
        return text
    if text.endswith(("/", "–")) and len(text) > 1 and not text[-2].isspace():
        return text
    return text + " "


def breaks_address(text: str) -> bool:
    """Whether a line ends within a web address."""
    return bool(_ADDRESS_OPEN.search(text))
