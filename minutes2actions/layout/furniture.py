"""Running heads and feet, page numbers and watermarks: what is printed again on page after page."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from minutes2actions.layout.parts import PageParts
from minutes2actions.layout.printed import PrintedLine

_ZONE = 0.22
"""The share of the page's height, at its top and at its foot, in which running heads and feet stand."""
_WAVER = 4.0
"""Points by which a running head may move from page to page."""
_PAGE_NUMBER = re.compile(r"[-–|\s]*(?:page|p\.?|pg\.?)?\s*#(?:\s*(?:of|/)\s*#)?[-–|\s]*", re.IGNORECASE)
_NEAR = 30
"""Pages before and behind a page among which a running head of it is looked for."""
_DIGITS = re.compile(r"\d+")


def running_lines(pages: Sequence[PageParts]) -> dict[int, set[PrintedLine]]:
    """For each page's number the lines outside tables that are furniture."""
    zones = {page.number: (_zone(page, 1), _zone(page, -1)) for page in pages}
    keys: dict[str, list[PrintedLine]] = defaultdict(list)
    for page in pages:
        for line in {line for zone in zones[page.number] for line in zone}:
            keys[_key(line)].append(line)
    running: dict[int, set[PrintedLine]] = {}
    for page in pages:
        found: set[PrintedLine] = set()
        for zone in zones[page.number]:
            found |= set(_leading(zone, page, keys, len(pages)))
        running[page.number] = found - _title(page, zones[page.number][0], found)
    return running


def _title(page: PageParts, head: Sequence[PrintedLine], found: set[PrintedLine]) -> set[PrintedLine]:
    """The first page's running head, which may be the only place where the body and the date stand."""
    if page.number > 1:
        return set()
    return {line for line in head if line in found and not _PAGE_NUMBER.fullmatch(_key(line))}


def _zone(page: PageParts, direction: int) -> list[PrintedLine]:
    """The page's outermost lines, the outermost first; a table ends the zone."""
    edge = _ZONE * page.height
    tops = [table.grid.ys[0] for table in page.tables]
    feet = [table.grid.ys[-1] for table in page.tables]
    if direction > 0:
        limit = min([edge, *tops])
        return sorted((line for line in page.lines if line.bbox[3] <= limit + 2), key=lambda line: line.baseline)
    limit = max([page.height - edge, *feet])
    return sorted((line for line in page.lines if line.bbox[1] >= limit - 2), key=lambda line: -line.baseline)


def _leading(
    zone: Sequence[PrintedLine], page: PageParts, keys: dict[str, list[PrintedLine]], pages: int
) -> Iterator[PrintedLine]:
    """The lines from the page's edge inwards that are printed elsewhere too."""
    for line in zone:
        if not _repeated(line, keys[_key(line)], pages) and not _is_page_number(line, page, outermost=line is zone[0]):
            return
        yield line


def _repeated(line: PrintedLine, others: Sequence[PrintedLine], pages: int) -> bool:
    """Whether enough other pages print the same at the same height."""
    enough = 2 if pages < 8 else 3
    same: set[int] = set()
    start = bisect_left(others, line.page - _NEAR, key=lambda other: other.page)
    for other in islice(others, start, None):
        if other.page > line.page + _NEAR:
            break
        if abs(other.baseline - line.baseline) <= _WAVER and _alike(line, other):
            same.add(other.page)
            if len(same) == enough:
                return True
    return False


def _alike(line: PrintedLine, other: PrintedLine) -> bool:
    """Whether the numbers of two lines differ as page numbers do: a heading with another date is no running head."""
    pairs = zip(_DIGITS.findall(line.text), _DIGITS.findall(other.text), strict=True)
    own = [(int(one), int(two)) for one, two in pairs if one != two]
    if _PAGE_NUMBER.fullmatch(_key(line)):
        return all(two - one == other.page - line.page for one, two in own)
    return all((one, two) == (line.page, other.page) for one, two in own)


def _is_page_number(line: PrintedLine, page: PageParts, outermost: bool) -> bool:
    """Whether the outermost line is this page's number."""
    if not outermost or not _PAGE_NUMBER.fullmatch(_key(line)):
        return False
    return str(page.number) in _DIGITS.findall(line.text)[:1]


def _key(line: PrintedLine) -> str:
    """The line's words with numbers masked."""
    return _DIGITS.sub("#", " ".join(word.text for word in line.words)).casefold()
