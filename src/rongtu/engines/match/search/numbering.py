"""Numbers for strings in the order they are met, and then in the order of their characters."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.search.strings import Strings


class Numbering(dict[str, int]):
    """The number of each string met, given when it is first asked for."""

    def __missing__(self, text: str) -> int:
        """Number a string that is new."""
        number = self[text] = len(self)
        return number


def numbered(texts: Iterable[Iterable[str]]) -> tuple[NDArray[np.int32], NDArray[np.int32], Strings]:
    """All strings of all texts as numbers in one array, how many each text has, and the strings sorted.

    O(strings), the loop over them in compiled code, and sorting of the distinct ones.
    """
    numbering, numbers, sizes = Numbering(), array("i"), array("i")
    for strings in texts:
        before = len(numbers)
        numbers.extend(map(numbering.__getitem__, strings))
        sizes.append(len(numbers) - before)
    distinct = list(numbering)
    order = sorted(range(len(distinct)), key=distinct.__getitem__)
    place = np.empty(len(distinct), dtype=np.int32)
    place[order] = np.arange(len(distinct), dtype=np.int32)
    found = np.frombuffer(numbers, np.int32) if numbers else np.zeros(0, dtype=np.int32)
    lengths = np.frombuffer(sizes, np.int32) if sizes else np.zeros(0, dtype=np.int32)
    return place[found], lengths, Strings.of(distinct[i] for i in order)
