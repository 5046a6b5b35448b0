"""The keys of offers a condition removed, which may be nearly all: they are counted, and read when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.indexing import OfferIndex


@dataclass(frozen=True, slots=True, eq=False)
class Keys(Sequence[str]):
    """The keys of the offers with one of many reasons, sorted: `size` is known, and they are read when asked for."""

    opened: OfferIndex
    reasons: NDArray[np.uint8]
    reason: int
    size: int

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, i: int) -> str: ...
    @overload
    def __getitem__(self, i: slice) -> tuple[str, ...]: ...
    def __getitem__(self, i: int | slice) -> str | tuple[str, ...]:
        return self._read()[i]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._read() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._read())

    def __repr__(self) -> str:
        return f"Keys({self.size})"

    def _read(self) -> tuple[str, ...]:
        return tuple(sorted(self.opened.keys(np.flatnonzero(self.reasons == self.reason))))
