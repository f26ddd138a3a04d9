"""The hidden state: what the tool remembers inside the workbook, as lines of kind, key and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import Any

from minutes2actions.record import Attendance, Kind, Status
from minutes2actions.tracker.columns import BY_HEADING, SHEETS, Form
from minutes2actions.tracker.rows import Attended, Decision, Forgotten, Mention, TrackerState, Value, Version
from minutes2actions.tracker.values import from_plain, plain

FORMAT = "minutes2actions-state/1"
PAGE = "page"
"""The kind of line that names a document's page of evidence."""
TELLING = "telling"
"""The kind of line that may be left out: what it says can be told again from the others."""
Line = tuple[str, str, str]
"""Kind, key, JSON."""


def lines_of(state: TrackerState) -> list[Line]:
    """The state as lines, always in the same order."""
    lines: list[Line] = [("format", FORMAT, "")]
    lines += [("version", f"{v.sha256}/{v.index}", _dump(_version_data(v))) for v in state.versions]
    lines += [("written", ref, _dump(_cells(values))) for ref, values in state.written.items()]
    lines += [("seen", ref, _dump(_all_cells(values))) for ref, values in sorted(state.seen.items()) if values]
    lines += [("conflict", ref, _dump(column)) for ref, column in sorted(state.conflicts)]
    lines += [("deleted", ref, "") for ref in sorted(state.deleted)]
    lines += [("alias", ref, _dump(target)) for ref, target in sorted(state.aliases.items())]
    lines += [("decision", key, _dump(answer.value)) for key, answer in sorted(state.decisions.items())]
    lines += [(TELLING, board, text) for board, text in sorted(state.tellings.items())]
    lines += forgotten_lines(state.forgotten)
    lines += [(PAGE, sha256, _dump(page)) for sha256, page in sorted(state.pages.items())]
    lines.append(("summary", "", _dump(state.summary)))
    for sheet, rows in state.lists_written.items():
        lines += [(f"list:{sheet}", key.replace("\x1f", "|"), _dump([key, _cells(v)])) for key, v in rows.items()]
    return lines


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
        data: Any = json.loads(text) if text else None
        if kind == "version":
            versions.append(_version(data))
        elif kind == "written":
            written[key] = {h: from_plain(v, _form("Actions", h)) for h, v in data.items()}
        elif kind == "seen":
            seen[key] = {h: from_plain(v, _form("Actions", h)) for h, v in data.items()}
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
            cells = {h: from_plain(v, _form(sheet, h)) for h, v in data[1].items()}
            lists.setdefault(sheet, {})[data[0]] = cells
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


def _form(sheet: str, heading: str) -> Form:
    if sheet == "Actions":
        column = BY_HEADING.get(heading)
    else:
        column = next((c for c in SHEETS.get(sheet, ()) if c.heading == heading), None)
    return column.form if column else Form.TEXT


def _cells(values: Mapping[str, Value]) -> dict[str, str | int | float]:
    kept = ((heading, plain(value)) for heading, value in values.items())
    return {heading: value for heading, value in kept if value is not None}


def _all_cells(values: Mapping[str, Value]) -> dict[str, str | int | float | None]:
    """Cells that people emptied are told apart from those that they never touched."""
    return {heading: plain(value) for heading, value in values.items()}


def _dump(data: object) -> str:
    return json.dumps(data, separators=(",", ":"), default=_default)


def _default(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot be remembered: {value!r}")


def _version_data(version: Version) -> dict[str, Any]:
    data = _sparse(_shallow(version), Version("", 0, 0, "", "", Kind.OTHER))
    data["mentions"] = [_sparse(_shallow(m), Mention("")) for m in version.mentions]
    data["candidates"] = [_sparse(_shallow(m), Mention("")) for m in version.candidates]
    data["news"] = [_sparse(_shallow(m), Mention("")) for m in version.news]
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


def _version(data: dict[str, Any]) -> Version:
    blank = {"sha256": "", "index": 0, "order": 0, "source": "", "format": "", "kind": "other"}
    data = {**blank, **data}
    for key in ("date", "next_date"):
        data[key] = _date(data.get(key))
    return Version(
        **{
            **data,
            "kind": Kind(data["kind"]),
            "future_dates": tuple(date.fromisoformat(day) for day in data.get("future_dates", ())),
            "mentions": tuple(_mention(m) for m in data.get("mentions", ())),
            "candidates": tuple(_mention(m) for m in data.get("candidates", ())),
            "news": tuple(_mention(m) for m in data.get("news", ())),
            "attended": tuple(Attended(**{**a, "status": Attendance(a["status"])}) for a in data.get("attended", ())),
            "doubts": _pairs(data.get("doubts", ())),
        }
    )


def _mention(data: dict[str, Any]) -> Mention:
    values = {"text": "", **data}
    for key in ("due", "due_original", "completed_on"):
        values[key] = _date(data.get(key))
    values["status"] = Status(data.get("status", Status.OPEN))
    values["owners"] = tuple(data.get("owners", ()))
    values["organisations"] = tuple(data.get("organisations", ()))
    values["doubts"] = _pairs(data.get("doubts", ()))
    return Mention(**values)


def _pairs(data: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(message)) for code, message in data)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def chunks(line: Line, size: int) -> Iterator[str]:
    """A line's JSON in pieces that fit a cell."""
    text = line[2]
    for start in range(0, len(text), size):
        yield text[start : start + size]
