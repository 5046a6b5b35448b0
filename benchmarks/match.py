"""Measure the ranking by text: need2tech cross-validated by need, csl_discipline and csl_keywords beside it.

    python benchmarks/match.py

nDCG@10, POOL and FULL (see need2tech.py), of ours and of four baselines in the same run, with the share of paired
bootstrap samples of needs in which ours is not above each. Ours on need2tech is of models that did not see the need
(train_text_model.py); on the others it is the model of the package, which saw nothing of them. The vectors take some
minutes to make and are kept in the data folder. Latency is measured by match_latency.py.
"""

from __future__ import annotations

import resource
from collections import defaultdict
from collections.abc import Mapping

import need2tech
import numpy as np
import train_text_model as training
from need2tech import Bench, RawVectors
from numpy.typing import NDArray

from rongtu.engines.match import OfferIndex, build_index, rank_texts
from rongtu.engines.match.lexical import scores_of, search_words
from rongtu.engines.match.sharing import shared_words
from rongtu.engines.match.words import bigrams, terms
from rongtu.vocab.text_model import needs_compared, offers_compared, unit

SPEC = {
    "BM25 jieba": (0.594, 0.217),
    "BM25 bigram": (0.609, 0.283),
    "e5 title": (0.623, 0.302),
    "RRF(bigram text, e5 title)": (0.642, 0.332),
}
"""What the specification records of the baselines."""

E5 = "multilingual-e5-small"
K = 60

Floats = NDArray[np.float64]
Found = Mapping[str, Floats]
"""nDCG@10 of each ranking (n_needs, 2), POOL and FULL."""


def main() -> None:
    """Print the tables."""
    bench = need2tech.read_bench()
    raw = need2tech.encode(bench)
    found = dict(baselines(bench, raw))
    prepared = training.prepare(bench, raw)
    judged = np.array(bench.judged)
    found["ours, words alone"] = training.cross_validated(bench, prepared, judged, dense=False)
    found["ours"] = training.cross_validated(bench, prepared, judged, dense=True)
    print(f"need2tech: {len(bench.offers)} offers, {len(judged)} judged needs; ours cross-validated by need\n")
    tell(found, SPEC)
    told_of_threshold(bench)
    for folder in ("csl_discipline", "csl_keywords"):
        other = need2tech.read_bench(need2tech.BENCH / folder, good=1)
        vectors = need2tech.encode(other)
        print(f"\n{folder}: {len(other.offers)} offers, {len(other.judged)} queries\n")
        tell({**baselines(other, vectors), "ours": ours(other, vectors)}, {})
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def tell(found: Found, spec: Mapping[str, tuple[float, float]]) -> None:
    """A table of the rankings, ours last, and how sure it is that ours is above each other one."""
    print(f"{'nDCG@10':28}  POOL   FULL   not above it: POOL    FULL")
    for name, (pool, full) in spec.items():
        print(f"{'spec: ' + name:28}  {pool:.3f}  {full:.3f}")
    for name, values in found.items():
        line = f"{name:28}  {values[:, 0].mean():.3f}  {values[:, 1].mean():.3f}"
        if name != "ours":
            chances = [need2tech.chance_not_better(found["ours"][:, i], values[:, i]) for i in (0, 1)]
            line += f"                {chances[0]:6.2%}  {chances[1]:6.2%}"
        print(line)


def baselines(bench: Bench, raw: RawVectors) -> Found:
    """The four rankings to be better than."""
    index = build_index(bench.offers)
    place = {offer.key: i for i, offer in enumerate(bench.offers)}
    order = [place[index.key(i)] for i in range(index.total)]
    cosines = np.round(unit(raw.titles) @ unit(raw.offers[order]).T, 4)
    found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for i in bench.judged:
        need = bench.needs[i]
        bigram = bm25(index, "bigram", bigrams(need.text))
        rankings = {
            "BM25 jieba": bm25(index, "term", terms(need.text, index.users)),
            "BM25 bigram": bigram,
            "e5 title": cosines[i],
            "RRF(bigram text, e5 title)": reciprocal(bigram) + reciprocal(cosines[i]),
        }
        for name, scores in rankings.items():
            by_key = {index.key(k): float(scores[k]) for k in np.flatnonzero(scores > 0).tolist()}
            found[name].append(need2tech.measured(bench, need, by_key))
    return {name: np.array(values) for name, values in found.items()}


def ours(bench: Bench, raw: RawVectors) -> Floats:
    """The model of the package over every offer."""
    index = build_index(bench.offers, vectors=offers_compared(E5, raw.offers))
    sought = needs_compared(E5, raw.titles, raw.bodies, raw.sentences)
    rankings = ((bench.needs[i], rank_texts(index, bench.needs[i], index.size, sought[i])) for i in bench.judged)
    return np.array([need2tech.measured(bench, need, dict(ranked)) for need, ranked in rankings])


def bm25(index: OfferIndex, cut: str, tokens: list[str]) -> Floats:
    """BM25 of every offer."""
    found = search_words(index, cut, tokens, index.live(), index.total)  # type: ignore[arg-type]
    scores = np.zeros(index.total)
    scores[found.best] = scores_of(index, found.query, found.best)
    return scores


def reciprocal(scores: Floats) -> Floats:
    """1/(60 + rank), equal scores sharing the better rank; 0 for those of 0."""
    ranks = 1 + np.searchsorted(np.sort(-scores), -scores, side="left")
    return np.where(scores > 0, 1 / (K + ranks), 0.0)


def told_of_threshold(bench: Bench) -> None:
    """Of judged pairs over and under the threshold for leads: how many, share of labels 2 and 3, share of label 0."""
    index = build_index(bench.offers)
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for need in bench.needs:
        labels = bench.labels[need.key]
        numbers = np.array([index.number(key) for key in labels])
        for label, enough in zip(labels.values(), shared_words(index, need, numbers).enough, strict=True):
            groups["over" if enough else "under"].append(label)
    print(f"\n{'threshold for leads':28}  pairs   good  useless")
    for name, labels in sorted((name, np.array(labels)) for name, labels in groups.items()):
        print(f"{name:28}  {len(labels):5}  {(labels >= need2tech.GOOD).mean():5.1%}  {(labels == 0).mean():7.1%}")


if __name__ == "__main__":
    main()
