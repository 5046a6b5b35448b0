"""The yardstick: real needs and results, labelled by transfer staff (spec of the match engine, 9)."""

import runpy
from pathlib import Path

from shared_folder import needs_shared

BENCHMARK = Path(__file__).resolve().parents[3] / "benchmarks" / "match.py"


@needs_shared
def test_the_fusion_stands_above_both_measured_baselines():
    bench = runpy.run_path(str(BENCHMARK))
    results = bench["measure"](bench["read_bench"](bench["NEED2TECH"]))
    baselines = bench["BASELINES"].values()
    pool, full = results["fusion"].mean(axis=0)
    assert pool > max(pool for pool, _ in baselines)
    assert full > max(full for _, full in baselines)
    assert results["fusion over threshold"][:, 1].mean() > max(full for _, full in baselines)
