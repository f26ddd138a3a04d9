"""Numbers and bullets typed by hand at the start of a paragraph: "4.2 Finance", "a) ...", "• ..."."""

from __future__ import annotations

import calendar
import re
from typing import Final

_BULLET: Final = re.compile(r"([•●▪■◦○‣►➢➤✓✔❖·∙]|[-–—*](?=\s)|[o§](?=\t))\s*(?=\S)")
# "1." "1)" "(1)" "4.2" "4.2." "a)" "(a)" "iv." but not "A.", which begins a name.
_NUMBER: Final = re.compile(
    r"""(?P<marker>
        \(?\d{1,3}(?:\.\d{1,3}){0,4}\.?[.):]
      | \d{1,3}(?:\.\d{1,3}){1,4}
      | \(?(?:[a-z]|[ivx]{1,5})\)
      | \([A-Z]\) | [A-Z]\)
      | (?:[a-h]|[ivx]{1,5})\.
    )\s+(?=\S)""",
    re.VERBOSE,
)
_BARE: Final = re.compile(r"(?P<marker>\d{1,3}|[A-Z])(?P<gap>\t|\s)\s*(?=\S)")
_MONTHS: Final = {name.lower() for name in (*calendar.month_name, *calendar.month_abbr) if name}
_TIME: Final = re.compile(r"\s*(?:[ap]\.?m\b|[-–]\s*\d|hrs?\b)", re.IGNORECASE)


def split_marker(text: str, heading: bool = False) -> tuple[str | None, str]:
    """The number or bullet at the start of a text, where it clearly is one, and the rest.

    A bare number counts only before a tab or in a heading. A marker alone is left in the text.
    """
    bullet = _BULLET.match(text)
    if bullet:
        return bullet[1], text[bullet.end() :]
    found = _NUMBER.match(text)
    if found and _is_number(found["marker"], text[found.end() :]):
        return found["marker"], text[found.end() :]
    bare = _BARE.match(text)
    if bare and _is_bare(bare, text[bare.end() :], heading):
        return bare["marker"], text[bare.end() :]
    return None, text


def _is_number(marker: str, rest: str) -> bool:
    """Whether it is no date, time or amount."""
    parts = marker.strip("().:").split(".")
    if _TIME.match(rest) or (len(parts) > 1 and any(len(p) > 1 and p.startswith("0") for p in parts)):
        return False
    if len(parts) == 3 and parts[2].isdecimal() and 10 <= int(parts[2]) < 40 and int(parts[1]) <= 12:
        return False  # 5.6.24
    if any(len(p) > 2 for p in parts[1:]):
        return False  # 10.255.0.12
    if marker[-1].isdecimal():  # "2.5 million" is an amount, "2.5 Finance" a number
        return not rest[0].islower()
    if marker[0].isalpha() and rest[0].isdecimal():  # "c. 20 people"
        return False
    return not _is_month(rest)


def _is_bare(found: re.Match[str], rest: str, heading: bool) -> bool:
    marker, tabbed = found["marker"], found["gap"] == "\t"
    if not marker.isdecimal():
        return tabbed
    return (tabbed or (heading and rest[0].isupper())) and not _is_month(rest)


def _is_month(rest: str) -> bool:
    return re.split(r"\W", rest, maxsplit=1)[0].lower() in _MONTHS
