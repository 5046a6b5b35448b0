"""What keeps losses from having a limit: firms that sell more than they earn, and blocks that sell to nobody else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.chain.esri.inputs import Floats, Numbers, SupplyNetwork
from rongtu.engines.chain.esri.layout import Layout
from rongtu.vocab.problems import InputError, Problem

SLACK = 1e-9
"""By what share a sum of sales may miss a revenue: both are rounded figures."""

NAMED = 10
"""Firms of a block that a message names."""


def check_limit(network: SupplyNetwork, net: Layout) -> None:
    """Raise InputError unless losses have a limit: what is needed beyond the published mode.

    Revenue covers the sales within the network and costs are known where there are purchases (0 would be read as one
    unit of money); no block of firms sells all it makes to itself, for then it loses all from any loss upstream.
    """
    problems = _uncovered(network, net.sold) + _costless(network)
    if not problems:
        problems = [_closed(network, block) for block in closed_blocks(network, net)]
    if problems:
        raise InputError(problems[:100])


def closed_blocks(network: SupplyNetwork, net: Layout) -> list[Numbers]:
    """The strongly connected blocks of firms that sell to nobody outside: neither to other firms nor beyond them."""
    from rongtu.engines.chain.esri.components import components

    of = components(net.customers.start, net.customers.at)
    seller = np.repeat(np.arange(network.size), np.diff(net.customers.start))
    open_blocks = np.zeros(int(of.max()) + 1, dtype=bool)
    open_blocks[of[seller[of[seller] != of[net.customers.at]]]] = True
    open_blocks[of[net.sold <= 0]] = True
    if network.revenue is not None:
        open_blocks[of[network.revenue > net.sold * (1 + SLACK)]] = True
    order = np.argsort(of, kind="stable")
    starts = np.searchsorted(of[order], np.flatnonzero(~open_blocks))
    ends = np.searchsorted(of[order], np.flatnonzero(~open_blocks), side="right")
    return [order[a:b].astype(np.int32) for a, b in zip(starts, ends, strict=True)]


def _closed(network: SupplyNetwork, block: Numbers) -> Problem:
    names = ", ".join(network.name(int(firm)) for firm in block[:NAMED])
    more = f" and {len(block) - NAMED} more" if len(block) > NAMED else ""
    rule = "a block of firms that supply one another sells something to final demand or outside the network"
    mend = "Give revenue with those sales in it, or leave the block out."
    return Problem("revenue", rule, f"nothing, of {len(block)} firms: {names}{more}", mend)


def _uncovered(network: SupplyNetwork, sold: Floats) -> list[Problem]:
    if network.revenue is None:
        return []
    return [
        Problem(
            f"{network.name(firm)}, revenue",
            "a firm's revenue is at least what it sells within the network",
            f"{float(network.revenue[firm])!r}, sales {float(sold[firm])!r}",
            "Correct the revenue or the links.",
        )
        for firm in _first(network.revenue < sold * (1 - SLACK))
    ]


def _costless(network: SupplyNetwork) -> list[Problem]:
    if network.costs is None:
        return []
    rule = "a firm that buys within the network has costs above 0"
    return [
        Problem(f"{network.name(firm)}, costs", rule, "0", "Give its costs, or leave costs out.")
        for firm in _first((network.costs <= 0) & (network.purchases > 0))
    ]


def _first(bad: NDArray[np.bool_]) -> list[int]:
    found: list[int] = np.flatnonzero(bad)[:100].tolist()
    return found
