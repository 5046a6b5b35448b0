"""Measure how fast the match engine answers, and what its index costs, as offers grow.

    python benchmarks/match_latency.py [--sizes 1e4,1e5,1e6] [--json]

Offers are the titles of need2tech put together anew, the first half of one with the second of another, with a place, a
holder and a maturity by chance; their vectors are unit vectors around seeded centres, as close together as those of an
encoder. Needs are those of need2tech, each asked alone (the index stays open). The corpus is in the developers'
../shared only; nothing here is encoded.

stored  a need with its vector and conditions on kind, place and maturity: the best 20
words   a need by its words alone, as one is answered that has just been posted
bm25s   the same words and nothing else in bm25s: bigrams, the best 100
exact   the same vector and nothing else in NumPy: all cosines in float32, the best 100

Each size is built in one process and asked in another, which opens the files memory-mapped; the peers in a third.
Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from need2tech import read_bench
from numpy.typing import NDArray

from rongtu.engines.match import Conditions, Need, Offer, Segment, build_segment, open_index, rank
from rongtu.engines.match.words import bigrams

SIZES = "1e4,1e5,1e6"
SEED = 20240601
DIMENSION, CENTRES = 384, 2000
COMMON, CENTRE, OWN = 0.945, 0.27, 0.19
"""Lengths of what all vectors share, of a centre and of an offer's own part: of e5 on need2tech .945, .31 the rest."""

PLACES = ["北京", "天津", "石家庄", "唐山", "保定", "廊坊", "沧州", "衡水", "邢台", "邯郸", "秦皇岛", "张家口", "承德"]
ASKED = Conditions(regions=frozenset(PLACES[:5]), kinds=frozenset({"technology", "facility"}), least_trl=4)
WARM_UP, DEPTH = 20, 100

Given = TypeVar("Given")


def offers(size: int) -> list[Offer]:
    """So many seeded offers."""
    chance = np.random.default_rng(SEED)
    titles = [offer.text for offer in read_bench().offers]
    first, second, holders = (chance.integers(0, n, size).tolist() for n in (len(titles), len(titles), size // 4 + 1))
    kinds = chance.choice(["technology", "technology", "facility", "project"], size).tolist()
    places, maturity = chance.choice([*PLACES, ""], size).tolist(), chance.integers(0, 10, size).tolist()
    return [
        Offer(
            key=f"technology:{i:08x}",
            kind=kinds[i],
            name=titles[first[i]][: -(-len(titles[first[i]]) // 2)] + titles[second[i]][len(titles[second[i]]) // 2 :],
            region=places[i] or None,
            holder=f"合成单位{holders[i]}",
            trl=maturity[i] or None,
        )
        for i in range(size)
    ]


def vectors(size: int, seed: int) -> NDArray[np.float32]:
    """So many seeded unit vectors around the same centres."""
    shared = np.random.default_rng(SEED)
    common, centres = _unit(shared.normal(size=DIMENSION)), _unit(shared.normal(size=(CENTRES, DIMENSION)))
    chance = np.random.default_rng(seed)
    found = np.empty((size, DIMENSION), dtype=np.float32)
    for part in np.array_split(np.arange(size), size // 50_000 + 1):
        near = CENTRE * centres[chance.integers(0, CENTRES, len(part))]
        found[part] = _unit(COMMON * common + near + OWN * _unit(chance.normal(size=(len(part), DIMENSION))))
    return found


def build(size: int, folder: Path) -> dict[str, float]:
    """Build a segment and write its arrays; what that takes."""
    given, theirs = offers(size), vectors(size, SEED + 1)
    build_segment(given[:10], vectors=theirs[:10])
    started = time.perf_counter()
    segment = build_segment(given, vectors=theirs)
    built = time.perf_counter()
    for name, array in segment.arrays().items():
        np.save(folder / f"{name}.npy", array)
    stored = sum(file.stat().st_size for file in folder.iterdir())
    vector_bytes = sum(array.nbytes for name, array in segment.arrays().items() if name.startswith("dense."))
    return {
        "build_offers_per_s": size / (built - started),
        "bytes_per_offer": stored / size,
        "of_them_vectors": vector_bytes / size,
        "build_peak_mib": _peak(),
    }


def ask(size: int, folder: Path) -> dict[str, float]:
    """Open the files and ask each need alone."""
    started = time.perf_counter()
    segment = Segment.of({file.stem: np.load(file, mmap_mode="r") for file in folder.iterdir()})
    index = open_index([segment])
    opened = time.perf_counter() - started
    needs = read_bench().needs
    queries = vectors(len(needs), SEED + 2)
    asked = [(replace(need, conditions=ASKED), query[None, :]) for need, query in zip(needs, queries, strict=True)]
    started = time.perf_counter()
    rank(index, [asked[0][0]], vectors=asked[0][1])
    first = time.perf_counter() - started
    return {
        "open_ms": opened * 1000,
        "first_ms": first * 1000,
        **_times("stored", asked, lambda given: rank(index, [given[0]], vectors=given[1])),
        **_times("words", asked, lambda given: rank(index, [Need(given[0].key, given[0].title, given[0].text)])),
        "peak_mib": _peak(),
    }


def peers(size: int, folder: Path) -> dict[str, float]:
    """The same words in bm25s, the same vectors in NumPy."""
    import bm25s

    needs = read_bench().needs
    numbers: dict[str, int] = {}
    cut = [[numbers.setdefault(t, len(numbers)) for t in bigrams(offer.name)] for offer in offers(size)]
    started = time.perf_counter()
    model = bm25s.BM25(k1=1.5, b=0.75, method="lucene", backend="numba")
    model.index((cut, numbers), show_progress=False)
    built = time.perf_counter()
    del cut

    def by_words(need: Need) -> object:
        tokens = [[token for token in bigrams(f"{need.title}\n{need.text}") if token in numbers]]
        return model.retrieve(tokens, k=DEPTH, show_progress=False)

    theirs = np.load(folder / "dense.exact.npy")
    asked = vectors(len(needs), SEED + 2)

    def by_vectors(query: NDArray[np.float32]) -> object:
        cosines = theirs @ query
        best = np.argpartition(cosines, -DEPTH)[-DEPTH:]
        return best[np.argsort(-cosines[best])]

    return {
        "bm25s_build_offers_per_s": size / (built - started),
        **_times("bm25s", needs, by_words),
        **_times("exact", list(asked), by_vectors),
    }


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    sizes = [int(float(size)) for size in given.sizes.split(",")]
    if given.step:
        print(json.dumps(STEPS[given.step](sizes[0], given.folder)))
        return
    results = {size: measure(size) for size in sizes}
    if given.json:
        print(json.dumps(results, indent=1))
        return
    print(f"{'offers':28}" + "".join(f"{size:>12,}" for size in sizes))
    for name in results[sizes[0]]:
        print(f"{name:28}" + "".join(f"{results[size][name]:12,.2f}" for size in sizes))


def measure(size: int) -> dict[str, float]:
    """Every step for one size, each in a process of its own, and the ratios of ours to the peers'."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for step in STEPS:
            command = [sys.executable, __file__, "--sizes", str(size), "--step", step, "--folder", folder]
            ran = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
            found |= json.loads(ran.stdout.splitlines()[-1])
    found["words_p95 / bm25s_p95"] = found["words_p95_ms"] / found["bm25s_p95_ms"]
    found["stored_p95 / exact_p95"] = found["stored_p95_ms"] / found["exact_p95_ms"]
    both = found["bm25s_p95_ms"] + found["exact_p95_ms"]
    return found | {"stored_p95 / (bm25s + exact)": found["stored_p95_ms"] / both}


STEPS: dict[str, Callable[[int, Path], dict[str, float]]] = {"build": build, "ask": ask, "peers": peers}


def _times(name: str, asked: Sequence[Given], answer: Callable[[Given], object]) -> dict[str, float]:
    """Percentiles in milliseconds, after some that do not count."""
    for given in asked[:WARM_UP]:
        answer(given)
    taken = []
    for given in asked:
        started = time.perf_counter()
        answer(given)
        taken.append((time.perf_counter() - started) * 1000)
    return {f"{name}_p50_ms": float(np.percentile(taken, 50)), f"{name}_p95_ms": float(np.percentile(taken, 95))}


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def _peak() -> float:
    """The largest resident memory of this process, in mebibytes."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
