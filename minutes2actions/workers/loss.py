"""Why work came to nothing."""

from __future__ import annotations

from enum import StrEnum


class Loss(StrEnum):
    """Why an item has no result."""

    TIME = "time"
    MEMORY = "memory"
    DIED = "died"
    NONSENSE = "nonsense"
    WORKER = "worker"
    """A cluster lost the worker that was at it, twice."""
