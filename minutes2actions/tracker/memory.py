"""The hidden state: what the tool remembers inside the workbook, as lines of kind, key and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any

import msgspec

from minutes2actions.tracker.columns import SHEETS, Form
from minutes2actions.tracker.forgetting import scrubbed
from minutes2actions.tracker.rows import Decision, Forgotten, Mention, TrackerState, Value, Version
from minutes2actions.tracker.values import clean, from_plain, plain

FORMAT = "minutes2actions-state/1"
PAGE = "page"
"""The kind of line that names a document's page of evidence."""
TELLING = "telling"
"""The kind of line that may be left out: what it says can be told again from the others."""
Line = tuple[str, str, str]
"""Kind, key, JSON."""
Plain = str | int | float | None
_VERSION, _CELLS = msgspec.json.Decoder(Version), msgspec.json.Decoder(dict[str, Plain])
_TYPED = {"version", "written", "seen"}
_DAYS = {sheet: frozenset(c.heading for c in columns if c.form is Form.DATE) for sheet, columns in SHEETS.items()}


def lines_of(state: TrackerState) -> Iterator[Line]:
    """The state as lines, always in the same order."""
    yield "format", FORMAT, ""
    yield from (("version", f"{v.sha256}/{v.index}", _dump(_version_data(v))) for v in state.versions)
    yield from (("written", ref, _dump(_cells(values))) for ref, values in state.written.items())
    yield from (("seen", ref, _dump(_all_cells(values))) for ref, values in sorted(state.seen.items()) if values)
    yield from (("conflict", ref, _dump(column)) for ref, column in sorted(state.conflicts))
    yield from (("deleted", ref, "") for ref in sorted(state.deleted))
    yield from (("alias", ref, _dump(target)) for ref, target in sorted(state.aliases.items()))
    yield from (("decision", key, _dump(answer.value)) for key, answer in sorted(state.decisions.items()))
    yield from ((TELLING, board, text) for board, text in sorted(state.tellings.items()))
    yield from forgotten_lines(state.forgotten)
    yield from ((PAGE, sha256, _dump(page)) for sha256, page in sorted(state.pages.items()))
    yield "summary", "", _dump(state.summary)
    for sheet, rows in state.lists_written.items():
        yield from ((f"list:{sheet}", key.replace("\x1f", "|"), _dump([key, _cells(v)])) for key, v in rows.items())


def with_memory(state: TrackerState, lines: Iterable[Line]) -> TrackerState:
    """The state with what the lines remember; raises ValueError where they are damaged."""
    versions: list[Version] = []
    written: dict[str, Mapping[str, Value]] = {}
    seen: dict[str, Mapping[str, Value]] = {}
    conflicts: set[tuple[str, str]] = set()
    deleted: set[str] = set()
    aliases: dict[str, str] = {}
    decisions: dict[str, Decision] = {}
    summary: dict[str, str] = {}
    forgotten: list[Forgotten] = []
    pages: dict[str, str] = {}
    tellings: dict[str, str] = {}
    lists: dict[str, dict[str, Mapping[str, Value]]] = {}
    for kind, key, text in lines:
        if kind == TELLING:
            tellings[key] = text
            continue
        data: Any = json.loads(text) if text and kind not in _TYPED else None
        if kind == "version":
            versions.append(_VERSION.decode(text))
        elif kind == "written":
            written[key] = _with_days(_CELLS.decode(text), "Actions")
        elif kind == "seen":
            seen[key] = _with_days(_CELLS.decode(text), "Actions")
        elif kind == "conflict":
            conflicts.add((key, data))
        elif kind == "deleted":
            deleted.add(key)
        elif kind == "alias":
            aliases[key] = data
        elif kind == "decision":
            decisions[key] = Decision(data)
        elif kind == "forgotten":
            forgotten.append(Forgotten(**data))
        elif kind == PAGE:
            pages[key] = str(data)
        elif kind == "summary":
            summary = data
        elif kind.startswith("list:"):
            sheet = kind.removeprefix("list:")
            lists.setdefault(sheet, {})[data[0]] = _with_days(data[1], sheet)
    listed = {row.key for row in state.lists.get("Review", ())}
    return replace(
        state,
        versions=tuple(versions),
        written=written,
        seen=seen,
        conflicts=frozenset(conflicts),
        deleted=frozenset(deleted),
        aliases=aliases,
        decisions={**{k: d for k, d in decisions.items() if k.casefold() not in listed}, **state.decisions},
        lists_written=lists,
        summary=summary,
        forgotten=tuple(forgotten),
        pages=pages,
        tellings=tellings,
    )


def forgotten_lines(forgotten: Iterable[Forgotten]) -> list[Line]:
    """The lines that keep names out which were forgotten."""
    return [("forgotten", one.digest[:12], _dump(_shallow(one))) for one in forgotten]


def _with_days(cells: dict[str, Plain], sheet: str) -> Mapping[str, Value]:
    """Cells as JSON kept them, with their days as days again."""
    found: dict[str, Value] = cells  # type: ignore[assignment]
    for heading in _DAYS.get(sheet, frozenset()) & cells.keys():
        found[heading] = from_plain(cells[heading], Form.DATE)
    return found


def _cells(values: Mapping[str, Value]) -> dict[str, str | int | float]:
    kept = ((heading, plain(value)) for heading, value in values.items())
    return {heading: value for heading, value in kept if value is not None}


def _all_cells(values: Mapping[str, Value]) -> dict[str, str | int | float | None]:
    """Cells that people emptied are told apart from those that they never touched."""
    return {heading: plain(value) for heading, value in values.items()}


def _dump(data: object) -> str:
    try:
        text = msgspec.json.encode(data).decode()
    except UnicodeEncodeError:
        text = msgspec.json.encode(scrubbed(data, clean)).decode()
    return text if text.isascii() else json.dumps(json.loads(text), separators=(",", ":"))  # Some XML cannot hold.


def _version_data(version: Version) -> dict[str, Any]:
    data = _sparse(_shallow(version), Version())
    data["mentions"] = [_sparse(_shallow(m), Mention()) for m in version.mentions]
    data["candidates"] = [_sparse(_shallow(m), Mention()) for m in version.candidates]
    data["news"] = [_sparse(_shallow(m), Mention()) for m in version.news]
    data["attended"] = [{k: v for k, v in _shallow(a).items() if v is not None} for a in version.attended]
    return data


def _shallow(thing: Any) -> dict[str, Any]:
    """A thing's fields; asdict would copy all that is within them, at ten times the cost."""
    kind: Any = type(thing)
    return {name: getattr(thing, name) for name in _names(kind)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _sparse(data: dict[str, Any], blank: object) -> dict[str, Any]:
    """Without what is the default, so that the state stays small."""
    return {key: value for key, value in data.items() if value != getattr(blank, key)}


def chunks(line: Line, size: int) -> Iterator[str]:
    """A line's JSON in pieces that fit a cell."""
    text = line[2]
    for start in range(0, len(text), size):
        yield text[start : start + size]
