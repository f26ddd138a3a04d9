"""What an update did, or would do, in a few lines."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path

from minutes2actions.progress import counted, printable
from minutes2actions.tracker import Change, ForgetSummary, UpdateSummary, Value


def update_text(tracker: Path, summary: UpdateSummary, dry_run: bool) -> str:
    """One line that counts; after a dry run every change too."""
    done = "would be" if dry_run else "was"
    if summary.created:
        head = f"{done} made"
    elif summary.written is None and not summary.changes:
        head = "nothing to change"
    else:
        head = f"{done} updated"
    counts = f"{counted(summary.meetings, 'meeting')}, {counted(summary.new, 'new action')}, {summary.updated} updated"
    review = f"{summary.review} to look at on the Review sheet" if summary.review else "nothing to review"
    kept = f"; {summary.kept} of your values kept against the minutes" if summary.kept else ""
    lines = [f"{printable(str(tracker))}: {head}: {counts}, {review}{kept}"]
    lines += [printable(warning) for warning in summary.warnings]
    text = "\n".join(lines) + "\n"
    return text + _changes(summary) if dry_run else text


def forget_text(tracker: Path, summary: ForgetSummary, dry_run: bool) -> str:
    """What forgetting a person did, and what a person should look at."""
    done = "would be" if dry_run else "was"
    spelt = ", ".join(repr(printable(name)) for name in summary.spellings)
    head = f"{spelt} {done} replaced by {summary.instead!r} in {counted(summary.places, 'place')}"
    gone = [*(["the backup"] if summary.backup else [])]
    gone += [counted(summary.cached, "cached reading")] if summary.cached else []
    gone += [counted(summary.pages, "page") + " of evidence"] if summary.pages else []
    gone = [" and ".join(filter(None, (", ".join(gone[:-1]), *gone[-1:])))] if gone else []
    deleted = f"; {''.join(gone)} {done.replace('was', 'were')} deleted" if gone else ""
    lines = [f"{printable(str(tracker))}: {head}{deleted}"]
    lines.append("the minutes themselves are not changed; read again, they do not bring the name back")
    if summary.still:
        lines.append(f"look at {counted(len(summary.still), 'cell')} where a part of the name stands alone:")
        lines += [f"  {printable(where)}" for where in summary.still]
    return "\n".join(lines) + "\n"


def _changes(summary: UpdateSummary) -> str:
    """The changes row by row, each with why it is made."""
    lines: list[str] = []
    for ref, changes in groupby(summary.changes, key=lambda change: change.ref):
        for why, alike in groupby(changes, key=lambda change: change.why):
            lines += ["", f"{printable(ref)}  ({printable(why)})"]
            lines += [f"  {_change(change)}" for change in alike]
    return "\n".join(lines) + "\n" if lines else ""


def _change(change: Change) -> str:
    old, new = _cell(change.old), _cell(change.new)
    return f"{change.column}: {old} -> {new}" if old else f"{change.column}: {new}"


def _cell(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}"
    return printable(str(value or ""))
