"""Puts results where they are wanted: stdout, or a file that is either the old one or the whole new one."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from minutes2actions.atomic import replacing
from minutes2actions.errors import NotWritten

ELSEWHERE = "give --output a place that can be written"


def check_writable(output: Path | None) -> None:
    """Refuse an output that cannot be written before any work is done; raises NotWritten."""
    if output is None:
        return
    try:
        if output.is_dir():
            raise NotWritten(output, "is a folder", "give --output a file name")
        if not output.parent.is_dir():
            raise NotWritten(output, "cannot be written: its folder does not exist", "make the folder first")
        target = output if output.exists() else output.parent
    except OSError as error:
        raise NotWritten(output, f"cannot be written: {error.strerror}", ELSEWHERE) from None
    if not os.access(target, os.W_OK):
        raise NotWritten(output, "cannot be written: permission denied", ELSEWHERE)


def write_result(result: str | bytes, output: Path | None) -> None:
    """Write a result, text as UTF-8, to `output` or to stdout; raises NotWritten.

    What UTF-8 cannot hold (half a surrogate pair, from a file name) is escaped, in JSON's own way.
    """
    data = result.encode("utf-8", "backslashreplace") if isinstance(result, str) else result
    if output is None:
        _write_stdout(data)
        return
    try:
        if output.exists() and not stat.S_ISREG(output.stat().st_mode):
            output.write_bytes(data)  # A pipe or device: nothing to keep.
        else:
            with replacing(output.resolve()) as file:
                file.write(data)
    except OSError as error:
        raise NotWritten(output, f"cannot be written: {error.strerror}", ELSEWHERE) from None


def _write_stdout(data: bytes) -> None:
    try:
        if sys.stdout is None:
            raise NotWritten("stdout", "is closed", "give --output FILE")
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # `| head` has seen enough. What is still held must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise NotWritten("stdout", f"cannot be written: {error.strerror}", ELSEWHERE) from None
