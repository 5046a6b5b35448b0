"""Dependence by country, computed from shares of supply: of a node, and of a final product through all that feeds it.

    s_c    share of country c in what is supplied of a node, as stated; never rescaled
    r      1 − Σ s_c, unattributed: what names no country, and what nobody speaks of
    c holds between s_c and s_c + r; a country named without a number between 0 and r
    concentration lies between Σ s_c² and Σ s_c² − s_1² + (s_1 + r)², s_1 the largest
    weakest link of product p on c = the largest share that c holds of p or of a node upstream of p

A share says how much of a node comes from c, not whether another node of the same input group could stand in for it.
Time is linear in shares, and for weakest links in products × nodes × countries.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from rongtu.engines.chain.inputs import Chain
from rongtu.engines.chain.reach import reach_of_all
from rongtu.vocab.problems import InputError, Problem

ROUNDING = 0.005
"""How far a share may be off because its source rounds to whole per cent; so much for each share their sum may be."""

EXACT = 1e-9
"""Shares that differ by less are one."""


@dataclass(frozen=True, slots=True)
class SupplyShare:
    """A stated share of a node's supply: `country` None where the source names none, `share` None where no number."""

    node: str
    country: str | None
    share: float | None
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """What a country holds of a node: at least `low`, at most `high`; equal where every share is stated."""

    node: str
    country: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class NodeDependence:
    """A node's supply by country, largest first; what is unattributed of it; Σ share² at least and at most.

    `largest` is None where no number is stated.
    """

    node: str
    holdings: tuple[Holding, ...]
    unattributed: float
    concentration: tuple[float, float]
    largest: Holding | None
    facts: tuple[str, ...] = ()

    def of(self, country: str) -> Holding:
        """What a country holds; one that is not named may hold all that is unattributed."""
        for holding in self.holdings:
            if holding.country == country:
                return holding
        return Holding(self.node, country, 0.0, self.unattributed)


@dataclass(frozen=True, slots=True)
class WeakestLink:
    """The node upstream of a product (or the product itself) of which a country holds most.

    It is the node with the largest share stated; the country's share of some node is at most `high`. `unknown` are the
    nodes upstream without a stated share, of which it may hold anything.
    """

    product: str
    country: str
    node: str
    low: float
    high: float
    unknown: tuple[str, ...]


def node_dependences(shares: Iterable[SupplyShare]) -> dict[str, NodeDependence]:
    """Each node's dependence, by node.

    Raises InputError with every share outside [0, 1], country named twice, and sum above 1 by more than rounding.
    """
    ordered = sorted(shares, key=lambda one: (one.node, one.country or ""))
    by_node = {node: tuple(own) for node, own in groupby(ordered, key=lambda one: one.node)}
    problems = [problem for node, own in by_node.items() for problem in _problems(node, own)]
    if problems:
        raise InputError(problems)
    return {node: _node(node, own) for node, own in by_node.items()}


def held(nodes: Mapping[str, NodeDependence], line: float) -> tuple[Holding, ...]:
    """Every holding that is surely at the line or above it, by country, then largest first."""
    found = [one for node in nodes.values() for one in node.holdings if one.low >= line - EXACT]
    return tuple(sorted(found, key=lambda one: (one.country, -one.low, one.node)))


def weakest_links(
    chain: Chain, nodes: Mapping[str, NodeDependence], products: Iterable[str] = ()
) -> tuple[WeakestLink, ...]:
    """For each final product (those the chain names, unless told) and each country, where it holds most."""
    reach = reach_of_all(chain)
    countries = sorted({one.country for node in nodes.values() for one in node.holdings})
    found = []
    for product in tuple(products) or chain.final_products:
        upstream = sorted({code for code, met in reach.items() if product in met.nodes} | {product})
        known = [nodes[code] for code in upstream if code in nodes]
        unknown = tuple(code for code in upstream if code not in nodes or nodes[code].largest is None)
        found += [_weakest(product, country, known, unknown) for country in countries if known]
    return tuple(found)


def _weakest(product: str, country: str, known: Iterable[NodeDependence], unknown: tuple[str, ...]) -> WeakestLink:
    holdings = [node.of(country) for node in known]
    first = min(holdings, key=lambda one: (-one.low, -one.high, one.node))
    return WeakestLink(product, country, first.node, first.low, max(one.high for one in holdings), unknown)


def _node(node: str, shares: tuple[SupplyShare, ...]) -> NodeDependence:
    stated = {one.country: one.share for one in shares if one.country and one.share is not None}
    rest = max(0.0, 1.0 - math.fsum(stated.values()))
    # what rounding leaves of a whole is nothing
    rest = rest if rest > EXACT else 0.0
    found = [Holding(node, country, share, min(1.0, share + rest)) for country, share in stated.items()]
    found += [Holding(node, one.country, 0.0, rest) for one in shares if one.country and one.share is None]
    holdings = tuple(sorted(found, key=lambda one: (-one.low, -one.high, one.country)))
    squares = math.fsum(share * share for share in stated.values())
    most = max(stated.values(), default=0.0)
    return NodeDependence(
        node=node,
        holdings=holdings,
        unattributed=rest,
        concentration=(squares, squares - most**2 + (most + rest) ** 2),
        largest=holdings[0] if stated else None,
        facts=tuple(one.fact for one in shares if one.fact),
    )


def _problems(node: str, shares: tuple[SupplyShare, ...]) -> Iterator[Problem]:
    numbers = [one.share for one in shares if one.share is not None]
    for one in shares:
        if one.share is not None and not 0.0 <= one.share <= 1.0:
            where = f"node {node}, share of {one.country or 'no country'}"
            yield Problem(where, "a share lies between 0 and 1", f"{one.share:g}", "Correct it.")
    for country, count in Counter(one.country for one in shares if one.country).items():
        if count > 1:
            yield Problem(f"node {node}", "a country has one share", f"{country} {count} times", "Keep one.")
    whole = math.fsum(numbers)
    if whole > 1.0 + ROUNDING * len(numbers) + EXACT:
        yield Problem(
            f"node {node}", "shares add up to at most 1", f"{whole:g}", "Correct them; they are not rescaled."
        )
