"""Prints a long result piece by piece, so that neither memory nor the reader waits for the whole."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from minutes2actions.output.write import write_result


def write_pieces(pieces: Iterable[str], output: Path | None) -> None:
    """Write the pieces to stdout as they come, or to `output` once all are there; raises NotWritten."""
    if output is not None:
        write_result("".join(pieces), output)
        return
    for piece in pieces:
        write_result(piece, None)
        if _is_unread():
            return


def _is_unread() -> bool:
    """Whether what is printed goes nowhere: `| head` has seen enough, or stdout is the null device."""
    try:
        return os.path.samestat(os.fstat(sys.stdout.fileno()), Path(os.devnull).stat())
    except (AttributeError, OSError, ValueError, io.UnsupportedOperation):
        return False
