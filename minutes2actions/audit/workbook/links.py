"""Links from the workbook to the documents that prove a finding, as seen from where the workbook stands."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from urllib.parse import unquote

from minutes2actions.audit.finding import Proof
from minutes2actions.tracker import file_link


class Links:
    """Makes links for a workbook that is written into a folder."""

    def __init__(self, output: Path | None) -> None:
        self._folder = output.absolute().parent if output else Path.cwd()
        self._known: dict[tuple[str, int | None, str], str | None] = {}

    def to(self, proof: Proof | None) -> str | None:
        """The address of a proof, its mark's where it has one; None for what should not be opened by a click."""
        if proof is None or not proof.source or proof.link is None:
            return None
        key = proof.source, proof.page, proof.mark
        if key not in self._known:
            self._known[key] = self._made(*key)
        return self._known[key]

    def _made(self, source: str, page: int | None, mark: str) -> str | None:
        if not mark:
            return file_link(self._seen(source), page)
        if mark.startswith("file:"):
            return mark
        address, _, name = mark.partition("#")
        return f"{file_link(self._seen(unquote(address)), None)}#{name}"

    def _seen(self, source: str) -> str:
        """A file as seen from the workbook's folder."""
        try:
            seen = os.path.relpath(Path(source).absolute(), self._folder)
        except ValueError:  # Another drive.
            seen = str(Path(source).absolute())
        return PurePath(seen).as_posix()


def place_of(proof: Proof | None) -> str | None:
    """A proof as people read it: "minutes.pdf, page 3, under 4.2 Finance"."""
    if proof is None or not proof.source:
        return None
    name = proof.source.rsplit("/", 1)[-1]
    where = proof.where or (f"page {proof.page}" if proof.page else "")
    return f"{name}, {where}" if where else name
