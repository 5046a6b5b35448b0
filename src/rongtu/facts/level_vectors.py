"""The vectors one encoder made of texts of a nature, by level: read at the levels one sees, kept where the text is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rongtu.facts.vectors import FILE, FOLDER, WHOSE, VectorCache, kept_dimension, open_cache
from rongtu.vocab.disclosure import ORDER
from rongtu.vocab.evidence import Nature, Visibility

Vectors = NDArray[np.float32]


class LevelVectors:
    """The files of one encoder, whose `dimension` may not be known before it made its first vector."""

    def __init__(self, data_dir: Path, nature: Nature, identity: str, dimension: int | None) -> None:
        self._data_dir, self._nature, self._identity = data_dir, nature, identity
        self.dimension = dimension
        for level in ORDER:
            self.dimension = self.dimension or getattr(self._file(level), "dimension", None)

    def get(self, keys: Sequence[bytes], levels: Iterable[Visibility]) -> tuple[NDArray[np.bool_], Vectors]:
        """Which of the texts have a vector in the files of these levels (n_keys,), and those (n_keys, dimension)."""
        found = np.zeros(len(keys), dtype=np.bool_)
        vectors = np.zeros((len(keys), self.dimension or 0), dtype=np.float32)
        for level in levels:
            file, missing = self._file(level), np.flatnonzero(~found)
            if file is not None and len(missing):
                there, read = file.get([keys[i] for i in missing.tolist()])
                vectors[missing[there]] = read[there]
                found[missing[there]] = True
        return found, vectors

    def add(self, level: Visibility, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Keep vectors of texts of a level; errors as of `VectorCache.add`."""
        self.dimension = self.dimension or vectors.shape[1]
        open_cache(self._data_dir, self._identity, self.dimension, nature=self._nature, level=level).add(keys, vectors)

    def _file(self, level: Visibility) -> VectorCache | None:
        """The file of a level; None where nothing is kept there."""
        try:
            return open_cache(self._data_dir, self._identity, None, nature=self._nature, level=level)
        except ValueError:
            return None


def forget(data_dir: Path, nature: Nature, level: Visibility, gone: Callable[[bytes], bool]) -> int:
    """Remove the vectors of texts that are not of this level any more, whichever encoder made them; how many."""
    dropped = 0
    for path in sorted((data_dir / FOLDER / nature.value / level.value).glob(f"*/{FILE}")):
        dimension, whose = kept_dimension(path), path.with_name(WHOSE)
        if dimension is not None and whose.exists():
            identity = whose.read_text(encoding="utf-8").removesuffix("\n")
            dropped += VectorCache(path, identity, dimension).drop(gone)
        else:
            # nobody can say whose it is, and so nobody reads it
            path.unlink()
    return dropped
