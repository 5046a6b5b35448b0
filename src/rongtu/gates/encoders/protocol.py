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

    `identity` names package, version, model and the rule by which texts are cut: two vectors may be compared only
    where it is the same. It is known, as is `dimension`, before the model is loaded.
    """

    identity: str
    dimension: int

    def encode(self, texts: Sequence[str], *, query: bool) -> NDArray[np.float32]:
        """Vectors of length 1 (n_texts, dimension), as of what is sought (`query`) or of what may be found.

        Raises EncoderError where the model cannot be loaded or fails.
        """
