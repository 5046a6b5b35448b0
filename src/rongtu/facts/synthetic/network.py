"""The supply network as arrays: who sells to whom, for how much a year; in- and out-degrees are heavy-tailed.

Firms come one after the other. The i-th brings along sales to, and purchases from, firms that were there before it:

    x = S^γ,   k ≈ c · min(x · ε, 10^4) on either side, ε lognormal of median 1;   P(partner j) = x_j / Σ_{l<i} x_l

so c sets the mean degree, both degrees of a firm go with its size, and firms that came first have more partners (by
ln n/i). Because nobody chooses a later one, the network of the first n firms is the same in every larger set. Amounts:

    a_ij = A · (S_i S_j)^(1-γ) · η,   η lognormal of median 1

with A such that a firm's sales are in the mean 1/1.3 of its turnover, whatever its size. A pair that is drawn again
counts once, which costs the largest firms some links: of a mean degree of 10 there are 9.1 among 10^4 firms, 9.7 among
10^6, and sales are a little lower than meant. No firm sells to itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.facts.synthetic import sizes
from rongtu.facts.synthetic.bodies import blocks
from rongtu.facts.synthetic.curves import curve, spread
from rongtu.facts.synthetic.draws import Draws, Raw, Stream, below, unit
from rongtu.facts.synthetic.parameters import Parameters

PIECE = 65_536
"""Links drawn together, and one firm's more at most: a firm's are never parted, so that each pair comes once."""

GRAIN = 16
"""Weights are whole numbers, x in sixteenths: sums of them are exact however many there are."""

NUMBER_BITS = 26
"""Bits of an organisation's number, of which there are at most 50 million."""

SELLS, BUYS = 0, 1

AMOUNT_BY_PARTNERS = curve(lambda x: x ** (1 / sizes.PARTNERS_BY_SIZE - 1), lowest=0, highest=17)
"""S^(1−γ) over x = S^γ."""


@dataclass(frozen=True, slots=True)
class Links:
    """Some links of the network, arrays `(n,)`: numbers of seller and buyer, yuan a year."""

    seller: NDArray[np.int64]
    buyer: NDArray[np.int64]
    amount: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs, and which of the draws made each of them first."""

    seller: NDArray[np.int64]
    buyer: NDArray[np.int64]
    drawn: NDArray[np.int64]


def links(parameters: Parameters) -> Iterator[Links]:
    """Every link, in the order firms come; O(links · log n) for n firms, memory 8 bytes a firm and a piece of links."""
    weights = np.empty(parameters.organisations, np.int64)
    for block, first, count in blocks(parameters.organisations):
        weights[first : first + count] = GRAIN * sizes.PARTNERS(_chances(parameters, block, count))
    until = np.cumsum(weights, out=weights)
    for block, first, count in blocks(parameters.organisations):
        brought = _brought(parameters, block, first, count)
        partner, amount = Draws(parameters.seed, Stream.PARTNER, block), Draws(parameters.seed, Stream.AMOUNT, block)
        for start, end in _pieces(brought.sum(axis=1)):
            drawn = int(brought[start:end].sum())
            made = _pairs(until, first + start, brought[start:end], partner.take(drawn))
            yield _valued(_amount_scale(parameters), until, made, amount.take(drawn))


def most_partners(parameters: Parameters) -> int:
    """How many partners a firm can bring along on one side."""
    return int(sizes.MOST_TIMES * _scale(parameters)) + 1


def _chances(parameters: Parameters, block: int, count: int) -> NDArray[np.float64]:
    return unit(Draws(parameters.seed, Stream.SIZE, block).take(count))


def _scale(parameters: Parameters) -> float:
    """c: half of a firm's links are brought by itself, half by those that come later."""
    largest = sizes.MOST_TIMES ** (1 / sizes.PARTNERS_BY_SIZE)
    return parameters.mean_degree / 2 / sizes.moment(sizes.PARTNERS_BY_SIZE, largest)


def _brought(parameters: Parameters, block: int, first: int, count: int) -> NDArray[np.int64]:
    """How many sales and purchases each firm of a block brings along, `(n, 2)`."""
    x = sizes.PARTNERS(_chances(parameters, block, count))
    sides = []
    for stream, rounding in (
        (Stream.SELLS_TO, Stream.SELLS_TO_ROUNDING),
        (Stream.BUYS_FROM, Stream.BUYS_FROM_ROUNDING),
    ):
        noise = spread(Draws(parameters.seed, stream, block).take(count), sizes.PARTNERS_SPREAD)
        noise /= sizes.mean_spread(sizes.PARTNERS_SIGMA)
        wanted = _scale(parameters) * np.minimum(x * noise, sizes.MOST_TIMES)
        # a fraction is rounded up as often as it says; 1 − unit is below 1, so that nothing is never rounded up
        sides.append((wanted + (1.0 - unit(Draws(parameters.seed, rounding, block).take(count)))).astype(np.int64))
    there = np.arange(first, first + count)
    return np.minimum(np.stack(sides, axis=1), there[:, None])


def _pieces(brought: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Firms of a block cut into pieces, each ended by the firm that fills it."""
    total = np.cumsum(brought)
    start = 0
    while start < len(brought):
        before = int(total[start - 1]) if start else 0
        end = min(int(np.searchsorted(total, before + PIECE)) + 1, len(brought))
        yield start, end
        start = end


def _pairs(until: NDArray[np.int64], first: int, brought: NDArray[np.int64], partner: Raw) -> _Pairs:
    """The pairs that the firms from `first` on bring along, each once."""
    number = np.repeat(np.arange(first, first + len(brought)), brought.sum(axis=1))
    side = np.repeat(np.tile([SELLS, BUYS], len(brought)), brought.reshape(-1))
    # no firm is there before the first, and it brings nothing along
    other = np.searchsorted(until, below(partner, until[number - 1]), side="right")
    pair = ((number * 2 + side) << NUMBER_BITS) + other
    _, kept = np.unique(pair, return_index=True)
    sells, number, other = side[kept] == SELLS, number[kept], other[kept]
    return _Pairs(np.where(sells, number, other), np.where(sells, other, number), kept)


def _valued(scale: float, until: NDArray[np.int64], pairs: _Pairs, amount: Raw) -> Links:
    """Pairs with their amounts."""
    ends = [
        AMOUNT_BY_PARTNERS((until[firm] - np.where(firm > 0, until[firm - 1], 0)) / GRAIN)
        for firm in (pairs.seller, pairs.buyer)
    ]
    yuan = scale * spread(amount[pairs.drawn], sizes.AMOUNT_SPREAD) * ends[0] * ends[1]
    return Links(pairs.seller, pairs.buyer, np.maximum(yuan.astype(np.int64), 1))


def _amount_scale(parameters: Parameters) -> float:
    """A in yuan: a firm of size S has d · S^γ / E[S^γ] buyers, each met with S_j^(1−γ) in the mean E[S] / E[S^γ]."""
    partners = sizes.moment(sizes.PARTNERS_BY_SIZE)
    sold = sizes.mean_revenue() / sizes.moment(1.0) / sizes.REVENUE_TO_SALES
    met = sizes.mean_spread(sizes.AMOUNT_SIGMA) * parameters.mean_degree * sizes.moment(1.0) / partners**2
    return sold / met if parameters.mean_degree else 0.0
