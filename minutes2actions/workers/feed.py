"""Feeds items to whatever works on them, no faster than results are taken, and puts results in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

from minutes2actions.errors import Failure
from minutes2actions.workers.loss import Loss

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 200
"""How many items may be begun, and their results held, before the slowest of them is done, where order counts."""


class Crew(Protocol):
    """What works on items: processes of this machine, or of a cluster."""

    @property
    def room(self) -> int:
        """How many items keep all of it busy."""

    def give(self, number: int, item: Any) -> None:
        """Have an item worked on."""

    def next(self) -> tuple[int, Any]:
        """The number of an item that is done, with its result, a Failure or a Loss."""

    def close(self) -> None:
        """Leave off at once, whatever is at work."""


def as_they_come(
    crew: Crew,
    items: Iterable[Item],
    lost: Callable[[Item, Loss], Failure],
    known: Callable[[int, Item], Result | Failure | None] = lambda number, item: None,
    ahead: int | None = None,
) -> Iterator[tuple[int, Result | Failure]]:
    """Each item's number, from 0, with its result, as soon as it is there.

    What is `known` is not worked on. `lost` says what to make of an item that has no result. No item is taken before
    the crew has room for it, nor, where `ahead` is given, so far in front of one that is not done.
    """
    coming = enumerate(items)
    begun: dict[int, Item] = {}
    taken, more = 0, True
    while more or begun:
        oldest = min(begun, default=taken)
        if not more or len(begun) >= crew.room or (ahead is not None and taken >= oldest + ahead):
            number, result = crew.next()
            item = begun.pop(number)
            yield number, lost(item, result) if isinstance(result, Loss) else result
        elif (pair := next(coming, None)) is None:
            more = False
        else:
            number, item = pair
            taken = number + 1
            if (found := known(number, item)) is not None:
                yield number, found
            else:
                begun[number] = item
                crew.give(number, item)


def in_order(found: Iterator[tuple[int, Result]]) -> Iterator[Result]:
    """Numbered results in the order of their numbers, which count from 0."""
    held: dict[int, Result] = {}
    due = 0
    for number, result in found:
        held[number] = result
        while due in held:
            yield held.pop(due)
            due += 1
