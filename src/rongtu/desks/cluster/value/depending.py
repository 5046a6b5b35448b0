"""Dependence of a scope: where it buys what each node is, by origin and country, and how concentrated that is.

share of an origin = bought from it / bought in all      concentration = Σ share² over origins
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rongtu.desks.cluster.value import models as told
from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.desks.cluster.value.tracing import Tracing, ref
from rongtu.engines.chain.value.draws import Sampler, Values
from rongtu.engines.chain.value.grounds import Quantity, derive, estimate, ratio, total
from rongtu.engines.chain.value.inputs import Purchase
from rongtu.engines.chain.value.required import bought

SHARE = "向该来源地的采购额 ÷ 全部采购额"
CONCENTRATION = "各来源地（区内、区外、各国）采购份额的平方和；未注明国别的境外采购按一个来源地计"


def dependence(facts: ValueFacts, tracing: Tracing, *, draws: int, seed: int) -> tuple[told.Dependence, ...]:
    """Every node of every chain read, valued or not, of which the scope is known to have bought anything.

    `tracing` gathers the derivations (`value/bought/NODE/ORIGIN[/COUNTRY]`, `value/concentration/NODE`). A purchase
    whose amount nobody knows makes all shares of its item unknown; of an assumed one they are drawn as the value
    model draws, by the same seed.
    """
    sampler = Sampler(seed, draws)
    return tuple(_dependences(facts, tracing, sampler))


def _dependences(facts: ValueFacts, tracing: Tracing, sampler: Sampler) -> Iterator[told.Dependence]:
    for part in facts.pieces:
        for node in part.nodes:
            # a label stands for its types, each of which has purchases of its own
            rows = () if node.label else _in_order(one for one in part.purchases if one.item == node.item)
            if rows and not _nothing(rows):
                yield _dependence(node.code, node.item, rows, tracing, sampler)


def _in_order(rows: Iterator[Purchase]) -> tuple[Purchase, ...]:
    return tuple(sorted(rows, key=lambda row: (row.origin, row.country or "", row.fact)))


def _nothing(rows: Sequence[Purchase]) -> bool:
    """Whether nothing at all was bought, so that there is nothing to have shares of."""
    return all(not row.bought.is_missing and row.bought.high == 0 for row in rows)


def _dependence(
    node: str, item: str, rows: tuple[Purchase, ...], tracing: Tracing, sampler: Sampler
) -> told.Dependence:
    grounds = bought(item, rows)
    everything = total((row.bought for row in rows), grounds, sampler)
    shares = [derive(ratio, total((row.bought,), grounds, sampler), everything) for row in rows]
    keys = [f"bought/{node}/{row.origin}" + (f"/{row.country}" if row.country else "") for row in rows]
    answered = tuple(
        told.OriginShare(origin=row.origin, country=row.country, share=tracing.told(key, estimate(share), SHARE))
        for row, key, share in zip(rows, keys, shares, strict=True)
    )
    return told.Dependence(
        node=node,
        shares=answered,
        concentration=tracing.told(
            f"concentration/{node}", estimate(_concentration(shares)), CONCENTRATION, map(ref, keys)
        ),
    )


def _concentration(shares: Sequence[Quantity]) -> Quantity:
    return derive(_sum_of_squares, *shares)


def _sum_of_squares(*shares: Values) -> Values:
    return sum((share * share for share in shares), start=np.zeros(1))
