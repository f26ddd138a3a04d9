"""What is to be asked of minutes, as a table for terminals: a document after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from minutes2actions.audit.finding import Finding
from minutes2actions.audit.report import AuditReport
from minutes2actions.output.table import draw
from minutes2actions.progress import counted, printable

MOST_PLACES, MOST_QUOTES = 6, 4
LONGEST_QUOTE, LONGEST_OF_MANY, SAME = 160, 90, 25
"""How many characters of a quote are shown, alone and among others, and how many show that the question repeats it."""


def to_table(report: AuditReport) -> str:
    """Under each document what readers will ask, where, and what would answer it."""
    parts = []
    for document in report.audited:
        path = PurePath(document.source).as_posix()
        found = [f for f in report.findings if f.evidence and f.evidence[0].source == path]
        boards = f" ({', '.join(map(printable, document.boards))})" if document.boards else ""
        asked = counted(len(found), "question") if found else "nothing to ask"
        head = f"{printable(document.source)}{boards}: {counted(document.actions, 'action')}, {asked}\n"
        parts.append(head + (draw(("About", "Question", "Where"), _rows(found, report)) if found else ""))
    parts += ["".join(f"{printable(note)}\n" for note in report.notes)] if report.notes else []
    return "\n".join(parts)


def _rows(found: Sequence[Finding], report: AuditReport) -> Iterator[tuple[str, ...]]:
    """The questions; what would answer them is said with the first that it answers."""
    advised: set[str] = set()
    for finding in found:
        advice = "" if finding.advice in advised else f" → {finding.advice}"
        advised.add(finding.advice)
        yield report.title(finding.kind), _said(finding) + advice, _places(finding)


def _said(finding: Finding) -> str:
    """The question with the words that it is about; of many the first few."""
    many = len(finding.evidence) > 1
    quotes = [_short(proof.quote, LONGEST_OF_MANY if many else LONGEST_QUOTE) for proof in finding.evidence]
    quotes = [f"“{quote}”" for quote in quotes if quote and quote[:SAME] not in finding.sentence]
    more = len(quotes) - MOST_QUOTES
    return " ".join([finding.sentence, *quotes[:MOST_QUOTES], *([f"and {more} more"] if more > 0 else [])])


def _short(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


def _places(finding: Finding) -> str:
    """Where it stands; of many places the first few, each once."""
    places: Sequence[str] = list(dict.fromkeys(proof.where for proof in finding.evidence if proof.where))
    more = len(places) - MOST_PLACES
    return "; ".join(places[:MOST_PLACES]) + (f" and {more} more" if more > 0 else "")
