"""Spreads work over processes that are watched: one that dies, hangs or takes too much costs its own item only."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import Any

from minutes2actions.limits import Limits
from minutes2actions.workers.feed import AHEAD, Crew, as_they_come, in_order
from minutes2actions.workers.loss import Loss

__all__ = [
    "AHEAD",
    "Crew",
    "Loss",
    "as_they_come",
    "in_order",
    "local_crew",
    "processors",
    "warm_up",
]


def processors() -> int:
    """How many processes can be at work at once."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def warm_up(modules: Sequence[str]) -> None:
    """Have these modules loaded, while this process does something else, where workers can be made from that."""
    if sys.platform != "win32":
        from multiprocessing import forkserver

        get_context("forkserver").set_forkserver_preload([f"{__name__}.quiet", *modules])
        forkserver.ensure_running()


def local_crew(work: Callable[[Any], Any], kind: type[Any], jobs: int, limits: Limits) -> Crew:
    """So many processes of this machine that do some work, with results of a kind."""
    from minutes2actions.workers.pool import Pool

    return Pool(work, kind, jobs, limits)
