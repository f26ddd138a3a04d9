"""Spreads work over processes that are watched: one that dies, hangs or takes too much costs its own item only."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from typing import Any

from minutes2actions.errors import UsageFailure
from minutes2actions.limits import Limits
from minutes2actions.workers.feed import AHEAD, Crew, as_they_come, in_order
from minutes2actions.workers.loss import Loss

__all__ = [
    "AHEAD",
    "Cluster",
    "Crew",
    "Loss",
    "as_they_come",
    "crew_for",
    "in_order",
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


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where a Dask cluster is: its scheduler's address; None: one is made of this machine's processes."""

    scheduler: str | None = None

    def require(self) -> None:
        """Raise UsageFailure where clusters cannot be used."""
        if any(find_spec(name) is None for name in ("dask", "distributed")):
            raise UsageFailure("--engine dask", "needs dask and distributed", "pip install 'minutes2actions[cluster]'")


def crew_for(
    work: Callable[[Any], Any],
    kind: type[Any],
    jobs: int,
    limits: Limits,
    cluster: Cluster | None = None,
    modules: Sequence[str] = (),
) -> Crew:
    """So many processes of this machine, or a cluster, to do some work with results of a kind.

    The cluster's workers load the `modules` before; this machine does so in warm_up.
    """
    if cluster is not None:
        from minutes2actions.workers.cluster import ClusterCrew

        return ClusterCrew(work, kind, jobs, limits, cluster.scheduler, modules)
    from minutes2actions.workers.plain import unpacker
    from minutes2actions.workers.pool import Pool

    return Pool(work, unpacker(kind), jobs, limits)
