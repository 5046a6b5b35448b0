"""Train the model that ranks by text on need2tech, cross-validated by need, and write it into the package.

    python benchmarks/train_text_model.py [--write]

ListNet (Cao, Qin, Liu, Tsai, Li, *Learning to rank: from pairwise approach to listwise approach*, ICML 2007): for each
need the softmax of its judged documents' scores is brought near their shares of gain, with a ridge penalty; the weights
of the features of words and of the cosines are bounded below by 0, so that more agreement never lowers a score. The
axes are the first principal components of the corpus' vectors. Needs scipy, which the developers' extra has.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import need2tech
import numpy as np
from need2tech import Bench, RawVectors
from numpy.typing import NDArray
from scipy.optimize import minimize

from rongtu.engines.match import OfferIndex, build_index
from rongtu.engines.match.textual import word_features
from rongtu.vocab.text_model import FILE, TextModel, unit

RIDGE, AXES_RIDGE, AXES = 30.0, 300.0, 64
FOLDS, TIMES = 10, 2
BEST = 0.4
"""What the best of all judged documents is to score: named evidence and other features are worth tenths."""

TARGET = Path(__file__).resolve().parents[1] / "src" / "rongtu" / "vocab" / "data" / FILE
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Everything that training looks at: features of words (needs, offers, 8), vectors, labels (−1: not judged)."""

    words: Floats
    raw: RawVectors
    labels: NDArray[np.int64]
    keys: tuple[str, ...]


def main() -> None:
    """Cross-validate, fit on all needs, and tell or write the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the model into the package")
    write = parser.parse_args().write
    bench = need2tech.read_bench()
    prepared = prepare(bench, need2tech.encode(bench))
    judged = np.array(bench.judged)
    for name, dense in (("words alone", False), ("words and vectors", True)):
        found = cross_validated(bench, prepared, judged, dense=dense)
        print(f"{name:20} POOL {found[:, 0].mean():.4f}  FULL {found[:, 1].mean():.4f}  ({FOLDS} folds by need)")
    model = fit(prepared, judged)
    for name, value in (("with vectors", model.with_vectors), ("words alone", model.words_alone)):
        print(f"{name:20}", " ".join(f"{weight:.4f}" for weight in value))
    print(f"{'dense':20} {model.dense:.4f}, parts {model.parts.round(4).tolist()}")
    if write:
        np.savez_compressed(TARGET, **stored(model))
        print(f"{TARGET} {TARGET.stat().st_size} bytes")


def prepare(bench: Bench, raw: RawVectors) -> Prepared:
    """Features of every pair, judged or not; minutes."""
    index = build_index(bench.offers)
    keys = tuple(index.key(i) for i in range(index.total))
    place = {offer.key: i for i, offer in enumerate(bench.offers)}
    order = [place[key] for key in keys]
    labels = np.full((len(bench.needs), len(keys)), -1)
    for i, need in enumerate(bench.needs):
        for key, label in bench.labels[need.key].items():
            labels[i, index.number(key)] = label
    return Prepared(words(bench, index), replace(raw, offers=raw.offers[order]), labels, keys)


def words(bench: Bench, index: OfferIndex) -> Floats:
    """The features of words of all offers for all needs (needs, offers, 8)."""
    everyone = np.arange(index.total)
    return np.array([word_features(index, need, everyone) for need in bench.needs])


def cross_validated(bench: Bench, prepared: Prepared, judged: NDArray[np.int64], *, dense: bool) -> Floats:
    """nDCG@10 (needs, 2) of models that did not see the need, POOL and FULL, over repeated foldings."""
    total = np.zeros((len(judged), 2))
    for time in range(TIMES):
        order = np.random.default_rng(time).permutation(len(judged))
        for fold in range(FOLDS):
            held = order[fold::FOLDS]
            model = fit(prepared, np.delete(judged, held))
            scored = scores(model, prepared, judged[held], dense=dense)
            for place, i, row in zip(held.tolist(), judged[held].tolist(), scored, strict=True):
                by_key = dict(zip(prepared.keys, row.tolist(), strict=True))
                total[place] += need2tech.measured(bench, bench.needs[i], by_key)
    return total / TIMES


def scores(model: TextModel, prepared: Prepared, needs: NDArray[np.int64], *, dense: bool) -> Floats:
    """The score of every offer for these needs (needs, offers)."""
    if not dense:
        return prepared.words[needs] @ model.words_alone
    raw = prepared.raw
    sought = model.of_needs(raw.titles[needs], raw.bodies[needs], raw.sentences[needs])
    cosines = np.round(sought @ model.of_offers(raw.offers).T, 4)
    found: Floats = prepared.words[needs] @ model.with_vectors + model.dense * np.maximum(cosines, 0)
    return found


def fit(prepared: Prepared, needs: NDArray[np.int64]) -> TextModel:
    """The model of these needs' judgements, scaled so that the best of them scores `BEST`."""
    raw = prepared.raw
    everyone = [np.concatenate([unit(part)[needs] for part in (raw.titles, raw.bodies, raw.sentences)])]
    model = TextModel(
        with_vectors=np.zeros(8),
        words_alone=np.zeros(8),
        dense=0.0,
        offer_mean=raw.offers.mean(axis=0, dtype=np.float64),
        need_mean=everyone[0].mean(axis=0),
        parts=np.zeros(3),
        axes=principal_axes(raw.offers),
        weights=np.zeros(AXES),
    )
    alone = learned(prepared.words, prepared.labels, needs, len(model.words_alone))
    parts, along = vector_features(model, raw)
    features = np.concatenate([prepared.words, parts, along], axis=-1)
    found = learned(features, prepared.labels, needs, 11)
    model = replace(model, words_alone=alone, with_vectors=found[:8], parts=found[8:11], weights=found[11:])
    # the need's vector is brought to length 1: its mean length is what a cosine weighs
    lengths = lengths_of(model, raw, needs)
    model = replace(model, dense=float(lengths.mean()))
    return scaled(model, prepared, needs)


def principal_axes(vectors: NDArray[np.float32]) -> Floats:
    """The first principal components of the offers' vectors (AXES, d), kept as they are stored."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    return axes[:, ::-1][:, :AXES].T.astype(np.float16).astype(np.float64)


def vector_features(model: TextModel, raw: RawVectors) -> tuple[Floats, Floats]:
    """Cosines of each part (needs, offers, 3), and products along each axis (needs, offers, AXES)."""
    offers = model.of_offers(raw.offers)
    parts = [unit(unit(part) - model.need_mean) for part in (raw.titles, raw.bodies, raw.sentences)]
    together = unit(np.sum(parts, axis=0))
    cosines = np.stack([part @ offers.T for part in parts], axis=-1)
    return cosines, (together @ model.axes.T)[:, None, :] * (offers @ model.axes.T)[None]


def learned(features: Floats, labels: NDArray[np.int64], needs: NDArray[np.int64], bounded: int) -> Floats:
    """Weights of the features, the first `bounded` not below 0, those after them under the heavier ridge."""
    spread = features.reshape(-1, features.shape[-1]).std(axis=0)
    spread[bounded:] = spread[bounded:].mean() if len(spread) > bounded else 1.0
    ridge = np.where(np.arange(len(spread)) < bounded, RIDGE, AXES_RIDGE)
    lists = []
    for i in needs.tolist():
        judged = np.flatnonzero(labels[i] >= 0)
        gain = 2.0 ** labels[i, judged] - 1
        lists.append((features[i, judged] / spread, gain / gain.sum()))
    start = np.where(np.arange(len(spread)) < bounded, 0.1, 0.0)
    bounds: Sequence[tuple[float | None, None]] = [(0 if k < bounded else None, None) for k in range(len(spread))]
    found = minimize(_loss, start, (lists, ridge), "L-BFGS-B", jac=True, bounds=bounds)
    weights: Floats = found.x / spread
    return weights


def _loss(weights: Floats, lists: list[tuple[Floats, Floats]], ridge: Floats) -> tuple[float, Floats]:
    """The mean cross-entropy of the lists with the ridge, and its gradient."""
    loss, gradient = float(ridge @ weights**2) / 2, ridge * weights
    for features, share in lists:
        score = features @ weights
        top = score.max()
        softened = np.exp(score - top)
        total = softened.sum()
        loss -= float(share @ (score - top - np.log(total)))
        gradient = gradient - (share - softened / total) @ features
    return loss / len(lists), gradient / len(lists)


def lengths_of(model: TextModel, raw: RawVectors, needs: NDArray[np.int64]) -> Floats:
    """How long needs' vectors are before they are brought to length 1."""
    parts = [unit(unit(part[needs]) - model.need_mean) for part in (raw.titles, raw.bodies, raw.sentences)]
    together = unit(np.sum(parts, axis=0))
    leaning = (together @ model.axes.T * model.weights) @ model.axes
    lengths: Floats = np.linalg.norm(np.einsum("p,pnd->nd", model.parts, np.array(parts)) + leaning, axis=1)
    return lengths


def scaled(model: TextModel, prepared: Prepared, needs: NDArray[np.int64]) -> TextModel:
    """The model with its scores brought to one scale, with vectors and without."""
    judged = prepared.labels[needs] >= 0
    most = [float(scores(model, prepared, needs, dense=dense)[judged].max()) for dense in (True, False)]
    return replace(
        model,
        with_vectors=model.with_vectors * BEST / most[0],
        dense=model.dense * BEST / most[0],
        words_alone=model.words_alone * BEST / most[1],
    )


def stored(model: TextModel) -> dict[str, NDArray[np.float32] | NDArray[np.float16]]:
    """The model's arrays as they are written."""
    names = ("with_vectors", "words_alone", "dense", "offer_mean", "need_mean", "parts", "weights")
    return {name: np.float32(getattr(model, name)) for name in names} | {"axes": model.axes.astype(np.float16)}


if __name__ == "__main__":
    main()
