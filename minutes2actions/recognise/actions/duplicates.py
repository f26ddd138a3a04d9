"""The same action inline, in the log and in the closing list is one action."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.record import Status
from minutes2actions.rulebook import fold

_SMALL = frozenset({"this", "that", "with", "will", "from", "would", "about", "their"})
_SUMMED_UP = 0.66
"""From which share of common telling words on a log's or list's task is the one minuted inline for the same owner."""

_WORTH_KEEPING = 24
"""From how many characters on what stands before a surer task in the same sentence is kept as a task of its own."""

_LISTED = 2
"""The rank of what a table or list holds."""
_ROOT = 5
"""Letters that tell one word's forms from another word: "respond", "responses"."""

_ALIKE = 88.0
"""From which share of common words (0 to 100) on two tasks of one meeting are one."""


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Of what was found at the same words, what the surer rule found.

    Given in order of trust; back in document order.
    """
    kept: list[Found] = []
    for one in found:
        over = [other for other in kept if one.overlaps(other)]
        begins = min((other.start for other in over), default=one.end)
        if over and begins - one.start >= _WORTH_KEEPING:
            kept.append(replace(one, end=begins))
        elif not over:
            kept.append(one)
    return sorted(
        kept,
        key=lambda f: (f.paragraph.place.block, f.paragraph.place.row or 0, f.paragraph.place.column or 0, f.start),
    )


def without_repeats(found: Sequence[Found], marker: PartyMarker) -> list[Found]:
    """One of each task, where it stands first, with what the others add to it."""
    kept: list[Found] = []
    for one in found:
        twins = [i for i, other in enumerate(kept) if _same_task(one, other, marker)]
        if not twins and _rank(one) == _LISTED and not one.review:
            fits = {i: _names_topic(one, other, marker) for i, other in enumerate(kept)}
            twins = [i for i in sorted(fits, key=lambda i: -fits[i])[:1] if fits[i] >= _SUMMED_UP]
        if not twins:
            kept.append(one)
            continue
        kept[twins[0]] = _merged(kept[twins[0]], one)
        for more in reversed(twins[1:] if ";" in one.text else ()):
            # "Order paper; ring the hall" in a closing list sums up two tasks.
            kept[twins[0]] = _merged(kept.pop(more), kept[twins[0]])
    return kept


def _names_topic(row: Found, inline: Found, marker: PartyMarker) -> float:
    """How far a closing list's few words ("Mower quotes – AB") name what was minuted for the same owner, from 0 to 1.

    They may stand in the paragraph that leads to the task, but one of them in the task itself.
    """
    same_block = row.paragraph.place.block == inline.paragraph.place.block
    if _rank(inline) == _LISTED or same_block:
        return 0.0
    owners = marker.people_in(row.owner_text or ""), marker.people_in(inline.owner_text or "")
    if not all(owners) or not owners[0] & owners[1]:
        return 0.0
    words = {_root(w) for w in _telling(_core(row), owners[0] | owners[1])}
    around = {
        _root(_stem(w)) for w in re.findall(r"[a-z0-9]+", fold(f"{inline.context.heading} {inline.paragraph.text}"))
    }
    said = {_root(_stem(w)) for w in re.findall(r"[a-z0-9]+", _core(inline))}
    return len(words & around) / len(words) if words and words & said else 0.0


def _root(stem: str) -> str:
    return stem[:_ROOT]


def says_again(inline: Found, label: Found, marker: PartyMarker) -> bool:
    """Whether a label right below a paragraph says again, for the same owner, what a sentence of it gives as a task."""
    owners = marker.people_in(inline.owner_text or "") & marker.people_in(label.owner_text or "")
    return bool(owners) and bool(_telling(_core(inline), owners) & _telling(_core(label), owners))


def _same_task(one: Found, other: Found, marker: PartyMarker) -> bool:
    if one.paragraph.place.block == other.paragraph.place.block or (one.rule == other.rule and _inline(one)):
        return False
    owners = marker.people_in(one.owner_text or ""), marker.people_in(other.owner_text or "")
    if all(owners) and not owners[0] & owners[1]:
        return False
    short, long = sorted((_core(one), _core(other)), key=len)
    if all(owners) and one.rule != other.rule and _summed_up(short, long, owners[0] | owners[1]):
        return True
    return _alike(short, long)


def _alike(short: str, long: str) -> bool:
    """Whether two wordings say one task, whoever owns it."""
    from rapidfuzz import fuzz

    count = len(short.split())
    if count < 3:
        return short == long
    if count >= 5 and short in long:
        return True
    whole = count >= 6 and len(long) < 2.5 * len(short) and fuzz.token_set_ratio(short, long) >= 96
    return fuzz.token_sort_ratio(short, long) >= _ALIKE or whole


def _inline(found: Found) -> bool:
    """Whether a task was minuted where it arose; two such are two, however alike."""
    return found.rule.split(".")[0] in ("label", "tags", "prose")


def _summed_up(short: str, long: str, names: set[str]) -> bool:
    """Whether a log's or list's task is the one minuted inline for the same owner: its telling words stand there."""
    if ";" in short + long:
        pairs = [sorted((a.strip(), b.strip()), key=len) for a in short.split(";") for b in long.split(";")]
        return any(_summed_up(a, b, names) for a, b in pairs)
    words = _telling(short, names)
    inside = words & {_stem(w) for w in re.findall(r"[a-z0-9]+", long)}
    return len(words) >= 2 and len(inside) / len(words) >= (_SUMMED_UP if len(words) >= 3 else 1.0)


def _telling(text: str, names: set[str]) -> set[str]:
    """The stems of a task's words, small ones and its owners' names aside."""
    small = {word for name in names for word in name.split()} | _SMALL
    return {_stem(w) for w in re.findall(r"[a-z0-9]+", text) if len(w) > 3 and w not in small}


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|ed|es|s|e)$", "", word)


def _core(found: Found) -> str:
    text = fold(found.text)
    return re.sub(r"^(?:\W|the |to |will |would )+", "", text)


def _merged(first: Found, later: Found) -> Found:
    """The task as it stands first, or as a table or list gives it where the first was prose.

    Each fills the other's gaps.
    """
    base, other = (later, first) if _rank(later) > _rank(first) else (first, later)
    return replace(
        base,
        owner_text=base.owner_text or other.owner_text,
        owner_at=base.owner_at if base.owner_text else other.owner_at or (other.paragraph,),
        due_text=base.due_text or other.due_text,
        due_at=base.due_at if base.due_text else other.due_at or (other.paragraph,),
        status=other.status if base.status is Status.OPEN else base.status,
        status_text=base.status_text or other.status_text,
        ref=base.ref or other.ref,
        confidence=max(base.confidence, other.confidence),
        review=base.review and other.review,
        also=(*base.also, *other.also, (other.paragraph, other.start, other.end)),
    )


def _rank(found: Found) -> int:
    """How far a wording is the secretary's own for the task: prose, then a tagged sentence, then label, list, table."""
    return {"prose": 0, "tags": 1}.get(found.rule.split(".")[0], 2)
