"""Runs other programs within a time limit, and leaves nothing of them behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from minutes2actions.limits import lifted, waiting


def run_program(
    command: Sequence[str], timeout: float, stdin: bytes = b"", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What a program printed; after `timeout` seconds it and all that it started are killed (TimeoutExpired)."""
    pipe = subprocess.PIPE
    group = {"creationflags": 0x08000200} if sys.platform == "win32" else {"process_group": 0}  # there without a window
    with lifted():
        started = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, **group)  # type: ignore[call-overload]
    with started as process, waiting(timeout):
        try:
            out, err = process.communicate(stdin, timeout)
        except BaseException:  # Ctrl-C too
            _kill(process)
            raise
        return subprocess.CompletedProcess(list(command), process.returncode, out, err)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
