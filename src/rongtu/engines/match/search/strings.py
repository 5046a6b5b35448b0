"""Many strings as one array of UTF-8 bytes, sorted where they are looked up, none of them an object until asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.search.arrays import sealed, spans_of

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Strings:
    """`blob` (bytes,) holds string i at `starts[i]` to before `starts[i + 1]` (n + 1,)."""

    blob: NDArray[np.uint8]
    starts: Numbers

    @staticmethod
    def of(texts: Iterable[str]) -> Strings:
        """These strings in their order; lone surrogates are kept as they are."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        starts = np.fromiter(accumulate(map(len, encoded), initial=0), np.int64, len(encoded) + 1)
        return Strings(sealed(np.frombuffer(b"".join(encoded), np.uint8)), sealed(starts))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, i: int) -> str:
        return self.blob[self.starts[i] : self.starts[i + 1]].tobytes().decode("utf-8", "surrogatepass")

    def take(self, numbers: Numbers) -> list[str]:
        """The strings of these numbers; O(their characters)."""
        begins, ends = self.starts[numbers].tolist(), self.starts[numbers + 1].tolist()
        blob = self.blob
        return [
            blob[begin:end].tobytes().decode("utf-8", "surrogatepass") for begin, end in zip(begins, ends, strict=True)
        ]

    def part(self, numbers: Numbers) -> Strings:
        """The strings of these numbers, undecoded."""
        begins, ends = self.starts[numbers], self.starts[numbers + 1]
        starts = np.concatenate([[0], np.cumsum(ends - begins)])
        return Strings(sealed(spans_of(self.blob, begins, ends)), sealed(starts))

    def find(self, wanted: Sequence[str]) -> Numbers:
        """The number of each string wanted, -1 where it is not among these, which are sorted.

        O(wanted · log(n / wanted)) comparisons, so few are found among many without reading all.
        """
        if not len(self) or not wanted:
            return np.full(len(wanted), -1, dtype=np.int64)
        # bytes of UTF-8 sort as the characters they stand for
        order = np.array(sorted(range(len(wanted)), key=wanted.__getitem__), dtype=np.int64)
        found = np.empty(len(wanted), dtype=np.int64)
        found[order] = self.find_sorted(Strings.of(wanted[i] for i in order.tolist()))
        return found

    def find_sorted(self, wanted: Strings) -> Numbers:
        """As `find`, of strings that are sorted too."""
        from rongtu.engines.match.search.kernels import find_sorted

        found = np.full(len(wanted), -1, dtype=np.int64)
        find_sorted(self.blob, self.starts, wanted.blob, wanted.starts, found)
        return found


def among(numbers: Numbers, others: Numbers) -> NDArray[np.bool_]:
    """Which of the numbers are among the others."""
    if not len(others):
        return np.zeros(len(numbers), dtype=np.bool_)
    ordered = np.sort(others)
    found: NDArray[np.bool_] = ordered[np.minimum(np.searchsorted(ordered, numbers), len(ordered) - 1)] == numbers
    return found
