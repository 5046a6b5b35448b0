"""How far ranks move with the choices of the method: shares of runs that draw them, in the answer and its trace.

A share says in how many of the runs something held under the choices told; it is no probability of anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from rongtu.acts.models import Derivation
from rongtu.desks.govern.models import PairShare, RankDraws
from rongtu.engines.index.draws import NOISE, TAILS, draw
from rongtu.engines.index.results import Draws, Evaluation


@dataclass(frozen=True, slots=True)
class Drawn:
    """Draws of an evaluation, and what was drawn, in words."""

    draws: Draws
    choices: tuple[str, ...]


def draw_choices(result: Evaluation, focus: Sequence[str], runs: int, seed: int) -> Drawn:
    """Draw the choices of the method `runs` times; those in focus are compared in pairs, both ways."""
    choices = (
        "权重以等权或熵权为底，各占一半",
        f"每个比率的权重再乘以 1+U(−{NOISE:g}, {NOISE:g})，然后归一，合计为 1",
        "合成用算术平均或几何平均，各占一半",
        f"共抽 {runs:,} 次，种子 {seed}；同一次抽样的选择用于全部年份和地区",
        "比率、上下界和数据不变；份额是抽样次数的份额，不是概率",
    )
    return Drawn(draw(result, runs, seed, tuple(permutations(focus, 2))), choices)


def rank_draws(result: Evaluation, drawn: Drawn, trace: dict[str, Derivation]) -> Iterator[RankDraws]:
    """The ranks over the runs of every region and year scored."""
    draws = drawn.draws
    trace["draws"] = Derivation(
        rule="抽样：" + "；".join(drawn.choices), inputs=("derived:weights/equal", "derived:weights/entropy")
    )
    for y, year in enumerate(result.years):
        scored = np.flatnonzero(result.best_rank[y] > 0).tolist()
        if scored:
            inputs = ("derived:draws", *(f"derived:index/{result.units[u]}/{year}" for u in scored))
            trace[f"draws/{year}"] = Derivation(rule="每次抽样各算得分，在当年有得分的省份中排名次", inputs=inputs)
        for u in scored:
            unit = result.units[u]
            trace[f"draws/{unit}/{year}"] = Derivation(
                rule=f"各次抽样名次的中位数、{TAILS[0]}% 与 {TAILS[1]}% 分位，以及居首、前三、前十的次数份额",
                inputs=(f"derived:index/{unit}/{year}", f"derived:draws/{year}"),
            )
            yield RankDraws(
                region=unit,
                year=year,
                median=float(draws.median[y, u]),
                low=int(draws.low[y, u]),
                high=int(draws.high[y, u]),
                first=float(draws.first[y, u]),
                top_three=float(draws.top_three[y, u]),
                top_ten=float(draws.top_ten[y, u]),
                ranked_among=len(scored),
                ref=f"derived:draws/{unit}/{year}",
            )


def pair_shares(result: Evaluation, drawn: Drawn, years: set[int], trace: dict[str, Derivation]) -> Iterator[PairShare]:
    """How often one region in focus scores above another in these years, where both are scored."""
    for y, year in enumerate(result.years):
        for p, (above, below) in enumerate(drawn.draws.pairs):
            share = float(drawn.draws.above[y, p])
            if year in years and not np.isnan(share):
                name = f"pair/{above}/{below}/{year}"
                trace[name] = Derivation(
                    rule="前者得分高于后者的抽样次数份额，相等各计一半",
                    inputs=(f"derived:index/{above}/{year}", f"derived:index/{below}/{year}", "derived:draws"),
                )
                yield PairShare(year=year, above=above, below=below, share=share, ref=f"derived:{name}")
