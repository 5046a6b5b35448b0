"""need2tech, the developers' graded judgements of results for needs: read, encoded, and rankings of it measured.

POOL ranks only the judged documents of a need, FULL the whole corpus (unjudged = not relevant: a lower bound). Gain is
2^label − 1; needs without a document of label 2 or 3 are left out. The corpus is in the developers' ../shared only.
"""

from __future__ import annotations

import csv
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match import Need, Offer
from rongtu.facts.vectors import open_cache, text_key
from rongtu.gates.encoders import open_encoder
from rongtu.settings import read_settings
from rongtu.vocab.encoders import EncoderSetting, lead
from rongtu.vocab.need_parts import need_parts

SHARED = Path(os.environ.get("RONGTU_SHARED") or Path(__file__).resolve().parents[2] / "shared")
BENCH = SHARED / "bench" / "match"
DEPTH, GOOD = 10, 2
RESAMPLES, SEED = 10_000, 20240601

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bench:
    """Offers, needs and labels of a bench folder; `judged` the needs with a document of label 2 or 3."""

    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    labels: Mapping[str, Mapping[str, int]]
    good: int = GOOD

    @property
    def judged(self) -> list[int]:
        """The places of the needs that count."""
        found = enumerate(self.needs)
        return [i for i, need in found if max(self.labels[need.key].values(), default=0) >= self.good]


@dataclass(frozen=True, slots=True)
class RawVectors:
    """An encoder's vectors of offers (n_offers, d), and of needs' titles, bodies and sentences' means (n_needs, d)."""

    offers: NDArray[np.float32]
    titles: NDArray[np.float32]
    bodies: NDArray[np.float32]
    sentences: NDArray[np.float32]


def read_bench(folder: Path = BENCH / "need2tech", good: int = GOOD) -> Bench:
    """Read a bench folder (corpus.jsonl, queries.jsonl, qrels.tsv); labels from `good` on make a need count."""
    labels: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in csv.DictReader((folder / "qrels.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"):
        labels[row["query-id"]][row["corpus-id"]] = int(row["score"])
    return Bench(
        offers=tuple(Offer(item["id"], "technology", "", item["text"]) for item in _lines(folder / "corpus.jsonl")),
        needs=tuple(Need(item["id"], item.get("title", ""), item["text"]) for item in _lines(folder / "queries.jsonl")),
        labels=labels,
        good=good,
    )


def encode(bench: Bench) -> RawVectors:
    """Vectors by the default encoder, those made before read from the data folder; minutes where none are there."""
    parts = [need_parts(need.title, need.text) for need in bench.needs]
    sentences = encoded([text for part in parts for text in part.sentences], query=True)
    ends = np.cumsum([len(part.sentences) for part in parts])[:-1]
    return RawVectors(
        offers=encoded([lead(offer.name or offer.text) for offer in bench.offers], query=False),
        titles=encoded([part.title for part in parts], query=True),
        bodies=encoded([part.body for part in parts], query=True),
        sentences=np.array([share.mean(axis=0) for share in np.split(sentences, ends)]),
    )


def encoded(texts: Sequence[str], *, query: bool) -> NDArray[np.float32]:
    """Vectors (n_texts, d) of the default encoder, kept in the data folder."""
    encoder = open_encoder(EncoderSetting())
    assert encoder is not None
    cache = open_cache(read_settings().data_dir, encoder.identity, encoder.dimension)
    keys = [text_key(text, query=query) for text in texts]
    found, vectors = cache.get(keys)
    for share in np.array_split(np.flatnonzero(~found), max(1, int((~found).sum()) // 64)):
        if len(share):
            vectors[share] = encoder.encode([texts[i] for i in share], query=query)
            cache.add([keys[i] for i in share], vectors[share])
    return vectors


def measured(bench: Bench, need: Need, scores: Mapping[str, float]) -> tuple[float, float]:
    """nDCG@10 of one ranking by offer key, under POOL and FULL; equal scores are ordered by key."""
    labels = bench.labels[need.key]
    return ndcg(labels, scores, labels), ndcg(scores, scores, labels)


def ndcg(keys: Iterable[str], scores: Mapping[str, float], labels: Mapping[str, int]) -> float:
    """nDCG@10 of these keys ranked by their scores, 0 for one without."""
    ranked = sorted(keys, key=lambda key: (-scores.get(key, 0.0), key))
    return dcg([labels.get(key, 0) for key in ranked]) / dcg(sorted(labels.values(), reverse=True))


def dcg(labels: Sequence[int]) -> float:
    """Discounted gain of the first ten labels."""
    return float(sum((2**label - 1) / np.log2(place + 2) for place, label in enumerate(labels[:DEPTH])))


def chance_not_better(better: Scores, worse: Scores) -> float:
    """Share of paired bootstrap samples of needs in which `better` is not above `worse`."""
    difference = better - worse
    samples = np.random.default_rng(SEED).integers(0, len(difference), (RESAMPLES, len(difference)))
    return float((difference[samples].mean(axis=1) <= 0).mean())


def _lines(path: Path) -> Iterable[dict[str, str]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
