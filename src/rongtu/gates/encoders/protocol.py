"""What an encoder is: a name that tells its vectors from any other's, and texts in, unit vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rongtu.vocab.problems import DependencyError


class EncoderError(DependencyError):
    """The encoder is not installed, cannot run on this machine, or failed; words alone may still do."""


class Encoder(Protocol):
    """Makes a vector of a text; the cosine of two vectors says how near the texts are in meaning.

    `identity` names package, version, model, what is put before a text and the rule by which texts are cut: two vectors
    may be compared only where it is the same. It is known before the model is loaded; `dimension` may not be, and is
    None until the first text was encoded. Texts that not everybody may see are not for an encoder that is
    `public_only`.
    """

    identity: str
    dimension: int | None
    public_only: bool

    def encode(self, texts: Sequence[str], *, query: bool) -> NDArray[np.float32]:
        """Vectors of length 1 (n_texts, dimension), as of what is sought (`query`) or of what may be found.

        Raises EncoderError where the model cannot be loaded or fails.
        """


def unit_vectors(given: NDArray[np.float64], count: int, dimension: int | None) -> NDArray[np.float32]:
    """What an encoder gave for so many texts, at length 1; EncoderError where that is not one usable vector for each.

    `dimension` is what its vectors had so far, None where there were none.
    """
    if given.ndim != 2 or given.shape[0] != count or given.shape[1] == 0:
        raise EncoderError(f"The encoder gave {given.shape} numbers for {count} texts, not one vector for each.")
    if dimension is not None and given.shape[1] != dimension:
        raise EncoderError(f"The encoder gives vectors of {given.shape[1]} numbers now, and gave {dimension} before.")
    lengths = np.linalg.norm(given, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or (lengths == 0).any():
        raise EncoderError("The encoder gave a vector that is no direction: a number that is none, or zeros alone.")
    unit: NDArray[np.float32] = (given / lengths).astype(np.float32)
    return unit
