"""What holds the regions in focus back, ratio by ratio (障碍度), each year by itself, and their zone together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rongtu.acts.models import Derivation
from rongtu.desks.govern.models import Obstacle
from rongtu.engines.index import Evaluation, ExtraScores, obstacles

RULE = "障碍度：w(1−x)÷全部比率之和，x 为归一到 0–1 的值，等权；各比率合计为 1"


def obstacles_in_focus(
    result: Evaluation, group: ExtraScores, focus: Sequence[str], trace: dict[str, Derivation]
) -> Iterator[Obstacle]:
    """The degrees of each region in focus and of the group, in every year in which it is scored."""
    own, together = obstacles(result), obstacles(result, group)
    ratios = result.ratios.ratios
    for unit in focus:
        u = result.units.index(unit)
        yield from _obstacles(unit, result.years, ratios, own[:, u], trace)
    for u, name in enumerate(group.ratios.units):
        yield from _obstacles(name, group.ratios.years, ratios, together[:, u], trace)


def _obstacles(
    region: str,
    years: Sequence[int],
    ratios: Sequence[str],
    degrees: NDArray[np.float64],
    trace: dict[str, Derivation],
) -> Iterator[Obstacle]:
    """The degrees (n_years, n_ratios) of one region, but for years without."""
    for year, of_year in zip(years, degrees.tolist(), strict=True):
        if not any(np.isnan(of_year)):
            name = f"obstacle/{region}/{year}"
            own = (f"derived:ratio/{ratio}/{region}/{year}" for ratio in ratios)
            bounds = (f"derived:bounds/{ratio}" for ratio in ratios)
            trace[name] = Derivation(rule=RULE, inputs=(*own, *bounds, "derived:weights/equal"))
            for ratio, degree in zip(ratios, of_year, strict=True):
                yield Obstacle(region=region, year=year, ratio=ratio, degree=degree, ref=f"derived:{name}")
