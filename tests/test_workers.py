"""Work spread over processes comes back in order, and one that dies takes no other with it."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from minutes2actions.workers import map_in_order


def double(number: int) -> int:
    return 2 * number


def die_at_three(number: int) -> int:
    if number == 3:
        os._exit(9)
    return 2 * number


def raise_at_three(number: int) -> int:
    if number == 3:
        raise ZeroDivisionError
    return 2 * number


def died(number: int) -> int:
    return -number


@pytest.mark.parametrize("jobs", [1, 2, 9])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    assert list(map_in_order(double, range(7), jobs, died)) == [0, 2, 4, 6, 8, 10, 12]


def test_only_the_item_that_ended_its_process_is_lost() -> None:
    assert list(map_in_order(die_at_three, range(6), 2, died)) == [0, 2, 4, -3, 8, 10]


@pytest.mark.parametrize(("work", "jobs"), [(raise_at_three, 1), (raise_at_three, 2)])
def test_an_exception_that_the_work_did_not_handle_comes_through(work: Callable[[int], int], jobs: int) -> None:
    with pytest.raises(ZeroDivisionError):
        list(map_in_order(work, range(6), jobs, died))
