"""Reads the plain text in samples/source: settings, then paragraphs and tables, as described in samples/README.md."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

MARKS = ("= ", "== ", "# ", "## ", "#+ ", "+ ", "- ", "-- ", "> ", ">> ")
"""Title, subtitle, headings, numbered heading, numbered paragraph, bullets, indented, flush right."""


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph: `mark` says what it is on the page ("" is plain)."""

    mark: str
    words: str


@dataclass(slots=True)
class Slot:
    """One cell as written: its paragraphs, or that it is merged with its neighbour ("<" left, "^" above)."""

    paragraphs: list[Text] = field(default_factory=list)
    merge: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: column widths in centimetres, lines drawn or not, heading rows, cells that stand at their row's foot."""

    widths: tuple[float, ...]
    rules: bool
    header: int
    low: bool
    rows: list[list[Slot]]


@dataclass(frozen=True, slots=True)
class Break:
    """A page break."""


Part = Text | Grid | Break


@dataclass(frozen=True, slots=True)
class Source:
    """A sample before it is set: its settings and its parts."""

    settings: dict[str, str]
    parts: list[Part]


class SourceError(Exception):
    """A source that cannot be read; the message names the file and the line."""


def read(path: Path) -> Source:
    """Read one source file."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    settings = dict(re.split(r":\s*", line, maxsplit=1) for line in head.splitlines() if line.strip())
    lines = body.splitlines()
    parts: list[Part] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if not line.strip():
            index += 1
        elif line == "[page]":
            parts.append(Break())
            index += 1
        elif line.startswith("[table"):
            if "[end]" not in lines[index:]:
                raise SourceError(f"{path.name}: no [end] for the table: {line}")
            end = lines.index("[end]", index)
            parts.append(_grid(line, lines[index + 1 : end], path))
            index = end + 1
        else:
            end = _paragraph_end(lines, index)
            parts.append(_text(" ".join(part.strip() for part in lines[index:end])))
            index = end
    return Source(settings, parts)


def _paragraph_end(lines: list[str], start: int) -> int:
    end = start + 1
    while end < len(lines) and lines[end].strip() and not lines[end].startswith((*MARKS, "[table", "[page]")):
        end += 1
    return end


def _text(words: str) -> Text:
    for mark in MARKS:
        if words.startswith(mark):
            return Text(mark.strip(), words[len(mark) :].strip())
    return Text("", words.strip())


def _grid(opening: str, lines: list[str], path: Path) -> Grid:
    options = dict(re.findall(r"(\w+)=([\w.,]+)", opening))
    widths = tuple(float(width) for width in options["widths"].split(","))
    rows: list[list[Slot]] = [[]]
    for line in lines:
        if line == "--":
            rows.append([])
        elif line.strip() in ("|<", "|^"):
            rows[-1].append(Slot(merge=line.strip()[1]))
        elif line.startswith("|"):
            words = line[1:].strip()
            rows[-1].append(Slot([_text(words)] if words else []))
        elif line.startswith("  ") and line.strip():
            rows[-1][-1].paragraphs.append(_text(line.strip()))
        elif line.strip():
            raise SourceError(f"{path.name}: a table's line starts with | or two spaces: {line}")
    for row in rows:
        if len(row) != len(widths):
            raise SourceError(f"{path.name}: {len(row)} cells for {len(widths)} widths: {row}")
    rules, low = options.get("rules", "yes") == "yes", options.get("align") == "bottom"
    return Grid(widths, rules, int(options.get("header", "0")), low, rows)
