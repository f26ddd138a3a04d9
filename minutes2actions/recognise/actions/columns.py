"""What a table's columns hold: by their headings, or, under an action heading, by their contents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from minutes2actions.document import Cell, Table
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.rulebook import Rule, Rulebook, fold

_DATE_LIKE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}|\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]*\b|\basap\b|\bongoing\b|\bon-going\b|\bnext\b|\bq[1-4]\b",
    re.IGNORECASE,
)
_HEADING_WORDS = 5
"""Words up to which a heading is told by one of them; a longer one says more than that."""
HEADINGS_WITHIN = 12
"""Rows among which a table's headings are looked for; date, place and attendance may stand above them."""

_LEAD = "lead"
_SAID = 50
"""From how many letters a row on a column holds what was said, and no agenda item's description."""

_REFERENCE = re.compile(r"^[A-Z&]{0,6}[ /-]?\d+[a-z]?(?:\d?\))?(?:[./-]\d+)*[a-z]?[.)]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """Column numbers by meaning; `first_row` is the first row below the headings.

    `rule` names what read the action column.
    """

    action: int
    first_row: int
    rule: str
    confidence: float
    others: Mapping[str, int] = field(default_factory=dict)
    decisions: bool = False
    """Whether the action column holds decisions too, which leave nobody a task."""

    def cell(self, row: Sequence[Cell], meaning: str) -> Cell | None:
        """A row's cell of a meaning; None where the table has no such column."""
        column = self.others.get(meaning)
        return row[column] if column is not None else None


def columns_of(table: Table, marker: PartyMarker, rules: Rulebook) -> Columns | None:
    """The columns of a table whose headings show that it holds actions, else None.

    Where a heading fits owners and dates alike ("By"), its cells decide.
    """
    for number, row in enumerate(table.rows[:HEADINGS_WITHIN]):
        meanings = [heading_rule(cell.text, rules) for cell in row]
        columns = _from_headings(table, number, meanings)
        if columns:
            return _told_apart(columns, table, marker)
    return None


def owners_beside(table: Table, marker: PartyMarker, rules: Rulebook) -> Columns | None:
    """A table of minutes with a column of owners beside what was said, and none of actions: the owners' column.

    A column of leads says who speaks to an item, not who has a task, and short descriptions are an agenda's.
    """
    for number, row in enumerate(table.rows[:3]):
        owners = [
            c for c, cell in enumerate(row) if (rule := heading_rule(cell.text, rules)) and rule.meaning == "owner"
        ]
        if len(owners) != 1 or fold(row[owners[0]].text).startswith(_LEAD):
            continue
        below = table.rows[number + 1 :]
        names = [r[owners[0]].text.strip() for r in below if r[owners[0]].text.strip()]
        longest = max((_length(table, number, c) for c in range(len(row)) if c != owners[0]), default=0)
        if names and _share(names, marker.only_parties) >= 0.6 and longest >= _SAID * len(below):
            return Columns(owners[0], number + 1, "columns.owners_beside", 0.85)
    return None


def heading_rule(text: str, rules: Rulebook) -> Rule | None:
    """The heading rule that a column's heading fits.

    The whole of it, without its brackets, its first part, or words that stand within it.
    """
    text = " ".join(text.split())
    if not text or len(text) > 80:
        return None
    tight = re.sub(r"\s*/\s*", "/", text)
    for form in (text, tight, re.sub(r"\s*\([^)]*\)", "", text), re.split(r"\s*[/–—:]\s*|\s+-\s+", text)[0]):
        rule = rules.find("heading", form)
        if rule:
            return rule
    words = f" {fold(text.replace('/', ' '))} "
    if len(words.split()) > _HEADING_WORDS:
        return None
    for rule in rules.of("heading"):
        if any(f" {fold(word)} " in words for word in rule.extra.get("within", ())):
            return rule
    return None


def _from_headings(table: Table, number: int, meanings: Sequence[Rule | None]) -> Columns | None:
    found: dict[str, list[int]] = {}
    for column, rule in enumerate(meanings):
        if rule:
            found.setdefault(rule.meaning, []).append(column)
    has_owner_or_due = "owner" in found or "due" in found
    decisions = "decision_or_action" in found and "action" not in found
    if decisions:
        found["action"] = found.pop("decision_or_action")
    distinct = {table.rows[number][c].place for columns in found.values() for c in columns}
    if "action" in found and len(table.rows[number]) > 1 and (len(distinct) > 1 or len(set(table.rows[number])) <= 3):
        meaning, confidence = "action", 0.95
    elif "possible_action" in found and has_owner_or_due and len(found.keys() - {"possible_action"}) >= 1:
        if "owner" not in found or ("due" not in found and "status" not in found):
            return None
        meaning, confidence = "possible_action", 0.85
    else:
        return None
    headed = max(found[meaning], key=lambda c: _length(table, number, c))
    rule = meanings[headed]
    action = _beside_references(table, number, headed)
    others = {m: columns[0] for m, columns in found.items() if columns[0] not in (headed, action)}
    due = others.get("due")
    if due is not None and due < action and fold(table.rows[number][due].text) == "date":
        # A date in front of the task says when it was set.
        del others["due"]
    if action != headed:
        others.setdefault("reference", headed)
    return Columns(action, number + 1, rule.label if rule else "", confidence, others, decisions)


def _told_apart(columns: Columns, table: Table, marker: PartyMarker) -> Columns:
    due = columns.others.get("due")
    if due is None or "owner" in columns.others:
        return columns
    names = [row[due].text.strip() for row in table.rows[columns.first_row :] if row[due].text.strip()]
    if not names or _share(names, marker.only_parties) < 0.6:
        return columns
    dates = {c for c in range(len(table.rows[0])) if c not in (columns.action, *columns.others.values())}
    later = [c for c in dates if _dated([row[c].text.strip() for row in table.rows[columns.first_row :]])]
    others = {**{m: c for m, c in columns.others.items() if m != "due"}, "owner": due}
    return replace(columns, others={**others, "due": later[0]} if later else others)


def _dated(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and _share(filled, lambda t: len(t) < 40 and bool(_DATE_LIKE.search(t))) >= 0.5


def _beside_references(table: Table, number: int, headed: int) -> int:
    """The action column: the headed one, or, where that holds mere numbers, the one without a heading beside it."""
    texts = [row[headed].text.strip() for row in table.rows[number + 1 :] if row[headed].text.strip()]
    beside = headed + 1
    if not texts or _share(texts, lambda t: bool(_REFERENCE.match(t))) < 0.5 or beside >= len(table.rows[number]):
        return headed
    return beside if not table.rows[number][beside].text.strip() else headed


def _length(table: Table, number: int, column: int) -> int:
    return sum(len(row[column].text) for row in table.rows[number + 1 :])


def columns_by_content(table: Table, marker: PartyMarker) -> Columns | None:
    """The columns of a table without headings that stands under an action heading, learnt from its cells."""
    count = len(table.rows[0]) if table.rows else 0
    texts = [[row[c].text.strip() for row in table.rows if row[c].text.strip()] for c in range(count)]
    if count < 2 or not any(texts):
        return None
    others: dict[str, int] = {}
    for column, cells in enumerate(texts):
        if not cells:
            continue
        if _share(cells, lambda t: bool(_REFERENCE.match(t))) > 0.6:
            others.setdefault("reference", column)
        elif _share(cells, marker.only_parties) > 0.6:
            others.setdefault("owner", column)
        elif _share(cells, lambda t: len(t) < 40 and bool(_DATE_LIKE.search(t))) > 0.6:
            others.setdefault("due", column)
    free = [c for c in range(count) if texts[c] and c not in others.values()]
    if not free or not ({"owner", "due", "reference"} & others.keys()):
        return None
    action = max(free, key=lambda c: sum(map(len, texts[c])))
    filled = {m: len(texts[c]) / len(texts[action]) for m, c in others.items()}
    if max(filled.get("owner", 0), filled.get("due", 0), filled.get("reference", 0)) < 0.6:
        return None
    progress = next((c for c in free if c > action), None)
    if progress is not None:
        others["progress"] = progress
    return Columns(action, 0, "columns.by_content", 0.85, others)


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells)


def is_nothing(text: str, rules: Rulebook) -> bool:
    """Whether a cell says that there is nothing: "N/a", "None", a dash, or no text at all."""
    folded = fold(text)
    return not folded or folded in rules.folded("words", "nothing")
