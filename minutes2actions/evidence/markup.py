"""Text of documents as HTML: nothing in it can be markup, act, or change how its surroundings are read."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from minutes2actions.evidence.drawing import Passage, Span

_HARMLESS = "\n\t"
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""What shows nothing and does nothing: left out."""
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control characters, those that turn the direction of writing, halves of surrogate pairs, odd line ends."""
_STANDS_IN = "\ufffd"


def safe(text: str) -> str:
    """The text as HTML, for an element or for an attribute in double quotes."""
    return html.escape("".join(_sign(sign) for sign in text if sign not in _UNSEEN), quote=True)


def _sign(sign: str) -> str:
    return sign if sign in _HARMLESS or unicodedata.category(sign) not in _REFUSED else _STANDS_IN


@dataclass(frozen=True, slots=True)
class Shown:
    """How a mark looks: the thing that was read from it, its class, the tag before it (or none) and what it says."""

    entry: str
    look: str
    tag: str
    title: str


@dataclass(slots=True)
class Marker:
    """Writes passages with their marks; the first of each mark bears its id, unless that stands elsewhere."""

    shown: Mapping[str, Shown]
    elsewhere: frozenset[str] = frozenset()
    placed: set[str] = field(default_factory=set)
    unread: frozenset[int] = frozenset()
    """The identities of the passages from which nothing was read."""
    anchors: Mapping[int, str] = field(default_factory=dict)
    """The ids of passages that can be linked to, by the identity of the passage."""

    def passage(self, passage: Passage) -> str:
        """The passage's text with its marks, the words of each within elements that bear its id as `data-mark`.

        A mark lies within another where it can; where two cross, the one that ends later is parted.
        """
        spans = [span for span in passage.spans if span.mark in self.shown]
        starting: dict[int, list[Span]] = {}
        for span in spans:
            starting.setdefault(span.start, []).append(span)
        cuts = sorted({0, len(passage.text), *(cut for span in spans for cut in (span.start, span.end))})
        open_spans: list[Span] = []
        written: list[str] = []
        for start, end in pairwise(cuts):
            still = [span for span in open_spans if span.end > start]
            depth = next((n for n, span in enumerate(open_spans) if span.end <= start), len(open_spans))
            written.append("</mark>" * (len(open_spans) - depth))
            new = sorted(starting.get(start, ()), key=lambda span: -span.end)
            written += [self._opened(span) for span in (*still[depth:], *new)]
            open_spans = [*still, *new]
            written.append(safe(passage.text[start:end]))
        return "".join([*written, "</mark>" * len(open_spans)])

    def _opened(self, span: Span) -> str:
        """The start of a mark, where it is the first of its name with its id and a tag before it."""
        shown, key, tag = self.shown[span.mark], "", ""
        if span.mark not in self.placed and span.mark not in self.elsewhere:
            self.placed.add(span.mark)
            key = f' id="{span.mark}"'
            if shown.tag:
                tag = (
                    f'<a class="tag {shown.look}" href="#read-{shown.entry}" data-of="{shown.entry}"'
                    f' title="{safe(shown.title)}">{safe(shown.tag)}</a>'
                )
        return f'{tag}<mark class="{shown.look}" data-of="{shown.entry}" data-mark="{span.mark}"{key}>'
