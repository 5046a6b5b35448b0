"""The model that ranks by text: what each feature of an offer's text weighs, and how a need's vectors become one.

Weights are learned from graded judgements by `benchmarks/train_text_model.py`; docs/reference/match-model.md is the
model's card. Vectors of one encoder all lean one way: what they share is taken away before they are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = "text_model.npz"

FEATURES = (
    "bigram_title",
    "bigram_body",
    "term_title",
    "term_body",
    "bigram_covered_by_title",
    "bigram_covered_by_text",
    "term_covered_by_title",
    "term_covered_by_text",
)
"""The features of words, in the order of the weights."""

NAME = "text model 1"
"""Counted up when the model changes: vectors made comparable by another one are not compared."""

TRAINED_ON = "multilingual-e5-small"
"""The encoder whose vectors the learned parts are for, as its identity names it; others are compared as they are."""

Vectors = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class TextModel:
    """`with_vectors` and `words_alone` (8,) weigh the features of words, `dense` the cosine; none is below 0.

    Offers' vectors are measured from `offer_mean` (d,), needs' from `need_mean`. A need's vector is made of those of
    its title, body and sentences by `parts` (3,), and of their sum weighed by `weights` (r,) along `axes` (r, d).
    """

    with_vectors: Vectors
    words_alone: Vectors
    dense: float
    offer_mean: Vectors
    need_mean: Vectors
    parts: Vectors
    axes: Vectors
    weights: Vectors

    def of_offers(self, vectors: NDArray[Any]) -> Vectors:
        """Offers' vectors (n, d) as they are compared, of length 1; a row of NaN stays one."""
        return unit(np.asarray(vectors, dtype=np.float64) - self.offer_mean)

    def of_needs(self, title: NDArray[Any], body: NDArray[Any], sentences: NDArray[Any]) -> Vectors:
        """One vector of length 1 for each need (n, d) from those of its title, its body and its sentences' mean."""
        parts = [unit(unit(part) - self.need_mean) for part in (title, body, sentences)]
        together = unit(np.sum(parts, axis=0))
        leaning = (together @ self.axes.T * self.weights) @ self.axes
        return unit(sum((weight * part for weight, part in zip(self.parts, parts, strict=True)), leaning))


def unit(vectors: NDArray[Any]) -> Vectors:
    """Rows divided by their length; a row of zeros stays one."""
    wide = np.asarray(vectors, dtype=np.float64)
    lengths = np.sqrt((wide**2).sum(axis=-1, keepdims=True))
    divided: Vectors = np.divide(wide, lengths, out=wide.copy(), where=lengths != 0)
    return divided


def compared_by(encoder: str) -> str:
    """The identity of vectors as they are compared: who made them, and which model made them comparable."""
    return f"{encoder}; {NAME}"


def offers_compared(encoder: str, vectors: NDArray[Any]) -> NDArray[np.float32]:
    """Offers' vectors (n, d) of this encoder as they are compared, of length 1 or NaN."""
    found = text_model().of_offers(vectors) if _is_trained_on(encoder) else unit(vectors)
    return found.astype(np.float32)


def needs_compared(
    encoder: str, title: NDArray[Any], body: NDArray[Any], sentences: NDArray[Any]
) -> NDArray[np.float32]:
    """One vector of length 1 or NaN for each need (n, d) from those of its parts by this encoder."""
    if _is_trained_on(encoder):
        return text_model().of_needs(title, body, sentences).astype(np.float32)
    return unit(unit(title) + unit(body) + unit(sentences)).astype(np.float32)


def _is_trained_on(encoder: str) -> bool:
    return TRAINED_ON in encoder


@cache
def text_model() -> TextModel:
    """The model that comes with the package."""
    with (
        resources.files("rongtu.vocab").joinpath("data", FILE).open("rb") as file,
        np.load(file, allow_pickle=False) as found,
    ):
        arrays = {name: found[name].astype(np.float64) for name in found.files}
    return TextModel(dense=float(arrays.pop("dense")), **arrays)
