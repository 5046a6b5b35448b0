"""Measure the match engine on need2tech (nDCG@10, protocols POOL and FULL) and its time and memory as offers grow.

    python benchmarks/match.py

POOL ranks only the judged documents of a need, FULL the whole corpus (unjudged = not relevant: a lower bound). Gain is
2^label − 1; needs without a document of label 2 or 3 are left out. The corpus is in the developers' ../shared only.
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
from rongtu.engines.match.ranking import text_scores
from rongtu.engines.match.results import Feature

SHARED = Path(os.environ.get("RONGTU_SHARED") or Path(__file__).resolve().parents[2] / "shared")
NEED2TECH = SHARED / "bench" / "match" / "need2tech"
BASELINES = {"spec: BM25 jieba": (0.594, 0.217), "spec: BM25 bigram": (0.609, 0.283)}
RESAMPLES, SEED = 10_000, 20240601

Judgements = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Bench:
    """Offers, needs and labels of a bench folder."""

    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    labels: Judgements


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


def measure(bench: Bench) -> dict[str, NDArray[np.float64]]:
    """Per ranking, nDCG@10 (n_needs, 2) under POOL and FULL."""
    index = build_index(bench.offers)
    everyone = np.ones(len(index.offers), dtype=np.bool_)
    returned = rank(index, bench.needs, top=1000)
    results: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for need, answer in zip(bench.needs, returned, strict=True):
        labels = bench.labels[need.key]
        if max(labels.values(), default=0) >= 2:
            parts = text_scores(index, need, everyone)
            rankings = {
                "BM25 bigram": _by_key(index, parts[Feature.BIGRAM]),
                "BM25 jieba": _by_key(index, parts[Feature.TERM]),
                "fusion": _by_key(index, parts[Feature.BIGRAM] + parts[Feature.TERM]),
                "fusion over threshold": {match.offer: match.score for match in answer.matches},
            }
            for name, scores in rankings.items():
                results[name].append((_ndcg(labels, scores, labels), _ndcg(scores, scores, labels)))
    return {name: np.array(values) for name, values in results.items()}


def chance_not_better(better: NDArray[np.float64], worse: NDArray[np.float64]) -> float:
    """Share of paired bootstrap samples of needs in which `better` is not above `worse`."""
    difference = better - worse
    samples = np.random.default_rng(SEED).integers(0, len(difference), (RESAMPLES, len(difference)))
    return float((difference[samples].mean(axis=1) <= 0).mean())


def main() -> None:
    """Print the tables."""
    bench = read_bench(NEED2TECH)
    results = measure(bench)
    print(f"need2tech: {len(bench.offers)} offers, {len(results['fusion'])} judged needs\n")
    print(f"{'nDCG@10':24}  POOL   FULL")
    for name, (pool, full) in BASELINES.items():
        print(f"{name:24}  {pool:.3f}  {full:.3f}")
    for name, values in results.items():
        print(f"{name:24}  {values[:, 0].mean():.3f}  {values[:, 1].mean():.3f}")
    chances = [chance_not_better(results["fusion"][:, i], results["BM25 bigram"][:, i]) for i in (0, 1)]
    print(f"\nfusion not above bigram in {chances[0]:.0%} (POOL), {chances[1]:.0%} (FULL) of bootstrap samples\n")
    print("  offers   index s   ms/need")
    for copies in (1, 4, 16):
        offers = [Offer(f"{o.key}-{i}", o.kind, o.name, o.text) for o in bench.offers for i in range(copies)]
        started = time.perf_counter()
        index = build_index(offers)
        built = time.perf_counter()
        rank(index, bench.needs)
        done = time.perf_counter()
        print(f"{len(offers):8}  {built - started:8.2f}  {(done - built) / len(bench.needs) * 1000:8.1f}")
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


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
