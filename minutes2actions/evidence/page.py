"""A document's page: one HTML file that needs nothing but itself, and can reach nothing."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePath
from urllib.parse import quote

from minutes2actions import __version__
from minutes2actions.evidence.drawing import Drawing
from minutes2actions.evidence.listing import Listing
from minutes2actions.evidence.looks import shown_marks, unmarked
from minutes2actions.evidence.markup import safe
from minutes2actions.evidence.sheets import Sheets
from minutes2actions.progress import counted
from minutes2actions.record import Meeting, Record

_KEY = '<div class="legend" role="note" aria-label="What the marks mean">{}</div>'
_HEAD = 4096
"""Bytes of a page within which it says what it was made from."""
_LOOKS = {
    "action": "action",
    "owner": "owner",
    "due": "deadline",
    "candidate": "possible action",
    "attendee": "attendance",
    "fact": "meeting",
    "further": "said again",
    "none": "nothing read",
}


def page_of(record: Record, drawing: Drawing, source_link: str = "") -> str:
    """The page of a document; `source_link` leads from the page to the file that it shows."""
    sheets = Sheets(drawing, shown_marks(record))
    left = sheets.html()
    listing = Listing.of(record, drawing, unmarked(record, drawing))
    style = _file("page.css") + "\n".join(sheets.rules)
    script = _file("page.js")
    name = PurePath(record.source.replace("\\", "/")).name
    policy = (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="minutes2actions {__version__}">\n'
        f'<meta name="made-from" content="{made_from(record, source_link)}">\n'
        f'<meta name="sha256" content="{safe(record.sha256)}">\n'
        f"<title>{safe(name)}: what was read</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#read">To what was read</a>\n'
        f"{_head(name, record, drawing, source_link)}\n"
        f'<main id="document" aria-labelledby="document-h"><h2 id="document-h">The document</h2>{left}</main>\n'
        f'<aside id="read" aria-labelledby="read-h"><h2 id="read-h">What was read</h2>{listing.html()}</aside>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def made_from(record: Record, link: str) -> str:
    """A digest of all that a page depends on: what was read, where its document is seen from it, and this program."""
    import msgspec

    name = PurePath(record.source.replace("\\", "/")).name
    return sha256(msgspec.json.encode(replace(record, source=f"{name}\n{link}")) + _program()).hexdigest()


def is_current(page: Path, record: Record) -> bool:
    """Whether a page is there, as it would be made now."""
    try:
        with page.open("rb") as file:
            wanted = made_from(record, source_link(page, Path(record.source))).encode("ascii")
            return not page.is_symlink() and wanted in file.read(_HEAD)
    except OSError:
        return False


def source_link(page: Path, source: Path) -> str:
    """A link from a page to a document that cannot be taken for anything but a path; empty where there is none."""
    import os

    try:
        relative = os.path.relpath(source.absolute(), page.absolute().parent)
    except ValueError:  # on another drive
        return ""
    return "./" + quote(PurePath(relative).as_posix(), safe="/")


def _head(name: str, record: Record, drawing: Drawing, link: str) -> str:
    meetings = "; ".join(filter(None, (_said(meeting) for meeting in record.meetings)))
    title = f'<a href="{safe(link)}">{safe(name)}</a>' if link else safe(name)
    toggle = (
        '<label class="toggle"><input type="checkbox" id="unread"> Show only text from which nothing was read</label>'
    )
    legend = _KEY.format("".join(f'<span class="key {look}">{word}</span>' for look, word in _LOOKS.items()))
    return (
        f'<header><div class="title"><h1>{title}</h1><p>{safe(meetings)}</p></div>'
        f'<ul class="counts">{"".join(f"<li>{one}</li>" for one in _counts(record, drawing))}</ul>'
        f"{legend}{toggle}</header>"
    )


def _said(meeting: Meeting) -> str:
    day = f"{meeting.date.day} {meeting.date:%B %Y}" if meeting.date else ""
    return ", ".join(filter(None, (meeting.body, day)))


def _counts(record: Record, drawing: Drawing) -> list[str]:
    actions = sum(len(meeting.actions) for meeting in record.meetings)
    maybe = sum(len(meeting.candidates) for meeting in record.meetings)
    people = sum(len(meeting.attendees) for meeting in record.meetings)
    units = list(drawing.units())
    unread = sum(not unit.read for unit in units)
    counts = [counted(actions, "action"), f"{maybe} possible", f"{people} in the attendance"]
    return [*counts, f"{unread} of {counted(len(units), 'paragraph')} unread"]


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _program() -> bytes:
    """A digest of this program's own code."""
    digest = sha256()
    package = Path(__file__).parents[1]
    for file in sorted(path for kind in ("py", "css", "js", "json") for path in package.rglob(f"*.{kind}")):
        digest.update(file.relative_to(package).as_posix().encode() + file.read_bytes())
    return digest.digest()


@cache
def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8").strip()
