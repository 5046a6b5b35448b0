"""The evaluation on the public sample against a second, plain computation straight from the shared fact files."""

import numpy as np
import pytest

from shared_folder import needs_shared, shared_rows

YEARS = range(2011, 2024)


def published(ratio):
    """Code of the ratio's own figures, where the file of provinces has them."""
    return ratio["ratio_code"] if ratio["available"].startswith(("in the file", "as published")) else None


def panel(ratios):
    """Values (year, province, ratio) with NaN for a gap, and the provinces in order."""
    figures = {}
    for row in shared_rows("facts/provinces.csv"):
        figures.setdefault((row["region"], row["indicator_code"], int(row["year"])), float(row["value"]))
    regions = sorted({region for region, _, _ in figures} - {"全国"})
    values = np.full((len(YEARS), len(regions), len(ratios)), np.nan)
    for y, year in enumerate(YEARS):
        for u, region in enumerate(regions):
            for r, ratio in enumerate(ratios):
                if own := published(ratio):
                    values[y, u, r] = figures.get((region, own, year), np.nan)
                    continue
                parts = [figures.get((region, ratio[part], year)) for part in ("numerator", "denominator")]
                if all(parts):
                    values[y, u, r] = parts[0] / parts[1] * float(ratio["factor"])
    return values, regions


@needs_shared
def test_every_score_and_rank_agrees(loaded, administrator):
    ratios = shared_rows("facts/ratios.csv")
    values, regions = panel(ratios)
    low, high = np.nanpercentile(values.reshape(-1, len(ratios)), [2.5, 97.5], axis=0)
    x = 1 + 99 * np.clip((values - low) / (high - low), 0, 1)
    complete = ~np.isnan(x).any(axis=2)
    share = x[complete] / x[complete].sum(axis=0)
    diversity = 1 + (share * np.log(share)).sum(axis=0) / np.log(complete.sum())
    weights = {"equal": np.full(len(ratios), 1 / len(ratios)), "entropy": diversity / diversity.sum()}
    expected = {}
    for name, weight in weights.items():
        expected[f"{name}_arithmetic"] = x @ weight
        expected[f"{name}_geometric"] = np.exp(np.log(x) @ weight)

    evaluation = loaded.run("index.evaluate", {}, administrator)
    assert len(evaluation.scored) == complete.sum()
    for scored in evaluation.scored:
        place = YEARS.index(scored.year), regions.index(evaluation.region_names[scored.region])
        for method, score in scored.scores.items():
            assert score == pytest.approx(expected[method][place], abs=1e-8)
            column = np.round(expected[method][place[0]], 9)
            assert scored.ranks[method] == 1 + np.sum(column > column[place[1]])
