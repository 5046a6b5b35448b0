"""Work on all offers in parts, one for each thread, where there are enough of them for that to pay."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

ALONE = 1_500_000
"""Nanoseconds of work below which one thread is faster than starting others."""

Found = TypeVar("Found")


def in_parts(size: int, work: Callable[[int, int], Found], each: float) -> list[Found]:
    """What `work` finds from the first to before the last offer of each part, in order; it must not hold the lock.

    `each` is about how many nanoseconds it takes for one offer.
    """
    if size * each < ALONE:
        return [work(0, size)]
    # compiled code is loaded where it is needed: every command would start later
    from numba import get_num_threads

    threads = get_num_threads()
    bounds = [(size * i // threads, size * (i + 1) // threads) for i in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        others = [pool.submit(work, *bound) for bound in bounds[1:]]
        return [work(*bounds[0]), *(other.result() for other in others)]
