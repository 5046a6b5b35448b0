"""The links of a supply network, sorted and weighted for the sweep: downstream Lambda_ij and upstream U_ij.

In losses 1 - h the step of the paper reads: what firm j loses downstream is the largest of its own shock, of
sum_i sigma_i Lambda_ij loss_i over each essential class, and of that sum over all its other inputs that matter. So a
link is one of three kinds: a *share* of what the buyer makes, the *only* link of an essential class, or one of
*several* of such a class, whose sum has a slot. Links of no importance have no part downstream.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.chain.esri.inputs import Floats, Importance, Mode, Numbers, SupplyNetwork, sums

SHARE, ONLY = -2, -1
"""Kinds of links downstream that need no slot."""


class Rows(NamedTuple):
    """Entries of a sparse matrix by row: those of row r are `start[r]:start[r + 1]`."""

    start: NDArray[np.int64]
    at: Numbers
    share: Floats


class Links(NamedTuple):
    """Links by the firm whose news they carry: those of firm i are the rows `start[i]:start[i + 1]` of 16 bytes.

    `ends` and `share` are two views of the same memory, so that a link is read at once: `ends[k, 0]` is the firm it
    leads to, downstream `ends[k, 1]` the slot there or one of SHARE and ONLY; `share[k, 1]` is Lambda or U.
    """

    start: NDArray[np.int64]
    ends: Numbers
    share: Floats


class Purchases(NamedTuple):
    """The same links by buyer, with Lambda and `at` the seller; buyer j has the slots `slots[j]:slots[j + 1]`, each a
    row of `several`. `only_buyer` and `slot_buyer` are whose an only link, a slot is.
    """

    shares: Rows
    only: Rows
    several: Rows
    slots: NDArray[np.int64]
    only_buyer: Numbers
    slot_buyer: Numbers


class Layout(NamedTuple):
    """The network as the sweep reads it, of F firms and M markets.

    `sales` and `purchases` are the links downstream. Upstream, `suppliers` lists with U whom a firm buys from,
    `customers` whom it sells to. `market` (F,) numbers the market classes, whose members with what they sell are in
    `members`, `total` (M,) together; `sold` is s^out; `weights` (weights, F) sum to 1.
    """

    sales: Links
    purchases: Purchases
    suppliers: Links
    customers: Rows
    market: Numbers
    members: Rows
    total: Floats
    sold: Floats
    weights: Floats
    replaces: bool


def layout(network: SupplyNetwork, mode: Mode) -> Layout:
    """Sort and weigh a network's links; the same whatever the order its links are given in."""
    size, firms = network.size, np.arange(network.size, dtype=np.int32)
    order = _in_order(network)
    # a link of value 0 neither supplies nor buys: an essential class without purchases is no constraint
    order = order[network.value[order] > 0]
    seller, buyer = network.supplier[order].astype(np.int32), network.buyer[order].astype(np.int32)
    sold = sums(seller, network.value[order], size)
    up = network.value[order] / earned_of(network, sold)[seller]
    sales, purchases = _downstream(network, order)
    market = _market(network)
    return Layout(
        sales=sales,
        purchases=purchases,
        suppliers=_links(size, buyer, seller, np.zeros_like(seller), up),
        customers=Rows(_starts(size, seller), buyer, up),
        market=market,
        members=_by_row(int(market.max()) + 1, market, firms, sold),
        total=sums(market, sold, int(market.max()) + 1),
        sold=sold,
        weights=weights_of(network, mode, sold),
        replaces=network.market is not None,
    )


def _in_order(network: SupplyNetwork) -> NDArray[np.int64]:
    """Links by supplier, buyer and class."""
    ends = network.supplier.astype(np.int64) * network.size + network.buyer
    order = np.argsort(ends)
    # few buy from a supplier in several classes
    return np.lexsort((network.input_class, ends)) if (np.diff(ends[order]) == 0).any() else order


def earned_of(network: SupplyNetwork, sold: Floats) -> Floats:
    """What a firm's sales are shares of: its revenue, s^out where none is given; as published, 0 is read as 1."""
    return np.where(sold > 0, sold, 1.0) if network.revenue is None else _one_for_none(network.revenue)


def weights_of(network: SupplyNetwork, mode: Mode, sold: Floats) -> Floats:
    """v, (weights, size), each summing to 1; nothing is lost where nothing weighs."""
    if network.weights is not None:
        chosen = network.weights
    elif network.revenue is not None and mode is Mode.CONVERGED:
        chosen = network.revenue[None, :]
    else:
        chosen = sold[None, :]
    total = chosen.sum(axis=1, keepdims=True)
    return np.ascontiguousarray(chosen / np.where(total > 0, total, 1.0))


def _downstream(network: SupplyNetwork, order: NDArray[np.int64]) -> tuple[Links, Purchases]:
    """The links that matter, by seller and by buyer."""
    size = network.size
    spent = sums(network.buyer[order], network.value[order], size)
    order = order[network.importance[order] != Importance.NONE]
    seller, buyer = network.supplier[order].astype(np.int32), network.buyer[order].astype(np.int32)
    value = network.value[order]
    essential = network.importance[order] == Importance.ESSENTIAL
    of = np.zeros(len(order), dtype=np.int64)
    pairs = buyer.astype(np.int64) * (int(network.input_class.max(initial=0)) + 1) + network.input_class[order]
    bought, of[essential], count = np.unique(pairs[essential], return_inverse=True, return_counts=True)
    spent_on = sums(of[essential], value[essential], len(bought))
    share = value / spent[buyer]
    share[essential] = value[essential] / spent_on[of[essential]]
    if network.costs is not None:
        share *= (spent / _one_for_none(network.costs))[buyer]

    several = essential & (count[of] > 1) if len(count) else essential
    slot = np.where(essential, ONLY, SHARE).astype(np.int32)
    # slots are numbered by buyer and class, as the pairs are
    slot[several] = (np.cumsum(count > 1) - 1)[of[several]]
    owner = np.zeros(int((count > 1).sum()), dtype=np.int32)
    owner[slot[several]] = buyer[several]
    shares, only = slot == SHARE, slot == ONLY
    purchases = Purchases(
        shares=_by_row(size, buyer[shares], seller[shares], share[shares]),
        only=_by_row(size, buyer[only], seller[only], share[only]),
        several=_by_row(len(owner), slot[several], seller[several], share[several]),
        slots=_starts(size, owner),
        only_buyer=np.sort(buyer[only]),
        slot_buyer=owner,
    )
    return _links(size, seller, buyer, slot, share), purchases


def _links(size: int, row: Numbers, to: Numbers, slot: Numbers, share: Floats) -> Links:
    # links of a kind lie together: which of the three comes next is then mostly foreseen
    order = _order(row.astype(np.int64) * 3 + np.clip(slot, SHARE, 0) - SHARE)
    share_of = np.zeros((len(row), 2))
    ends = share_of.view(np.int32)
    ends[:, 0], ends[:, 1], share_of[:, 1] = to[order], slot[order], share[order]
    return Links(_starts(size, row), ends, share_of)


def _order(key: NDArray[np.integer]) -> NDArray[np.int64]:
    """Places in the order of their keys, equal ones as they stand."""
    # numbers alone are sorted several times faster than places by their numbers
    places = np.arange(len(key), dtype=np.int64)
    found: NDArray[np.int64] = np.sort(key.astype(np.int64) * len(key) + places) % max(len(key), 1)
    return found


def _by_row(size: int, row: Numbers, at: Numbers, share: Floats) -> Rows:
    order = _order(row)
    return Rows(_starts(size, row), at[order], share[order])


def _starts(size: int, row: NDArray[np.integer]) -> NDArray[np.int64]:
    start = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(row, minlength=size), out=start[1:])
    return start


def _market(network: SupplyNetwork) -> Numbers:
    if network.market is None:
        return np.zeros(network.size, dtype=np.int32)
    return np.unique(network.market, return_inverse=True)[1].astype(np.int32)


def _one_for_none(figures: Floats) -> Floats:
    return np.where(figures == 0, 1.0, figures)
