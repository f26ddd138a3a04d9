"""Loaded first by the process that workers are made from: keeps it, and them, off the terminal.

A worker that is ended, or that hears of Ctrl-C, while it is being made would else print a traceback there.
"""

from __future__ import annotations

import os
import signal
import sys


def be_quiet() -> None:
    """Print nothing, and leave Ctrl-C to the process that the terminal talks to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


if sys.argv[:1] == ["-c"] and "multiprocessing.forkserver" in sys.modules:
    be_quiet()
