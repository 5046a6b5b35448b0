"""What a thread works in and writes to: memory of a few numbers a firm, cleared by what was touched."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.chain.esri.inputs import Floats, Numbers, Shocks
from rongtu.engines.chain.esri.layout import Layout

DOWN, WORST, REST, TOLD, UP, UNSOLD = range(6)
"""Columns of a row of the state: the loss downstream; the largest of what a firm goes short of; the sum of its shares;
what its buyers count with; the loss upstream; the share of its sales lost to its buyers' losses.
"""

WIDTH = 8
"""Of a row: what a processor reads at once."""

ROWS, NEW_DOWN, NEW_UP, SLOTS, STEP, WHOLE_DOWN, WHOLE_UP = range(7)
"""Places of `counts`."""


class Space(NamedTuple):
    """One thread's state of a scenario; F firms, S slots, M markets.

    As long as little is touched, a firm has a row of the state from when it is first touched, so that what is touched
    lies together: `where` (F,) says which, -1 for none, `firm` whose a row is and `state` (F, WIDTH) has it by the
    columns above. `short` (S,) is what a slot goes short of, `slot` lists those touched; `left` (M,) is what is left
    of a market. `new_down` and `new_up` list the rows that lost more in the last step, by `more_down` and `more_up`;
    `counts` says how many rows, new ones and slots there are, the number of the step that `stamp` (M,) compares with,
    and in which directions the whole network is looked at. `going`, `more` and `changed` are lists within a step.

    In those directions losses are (F,) by firm: `down` and `up`, with `told` and `heard` what others count with.
    """

    where: Numbers
    firm: Numbers
    state: Floats
    short: Floats
    slot: Numbers
    left: Floats
    stamp: NDArray[np.int64]
    changed: Numbers
    new_down: Numbers
    new_up: Numbers
    going: Numbers
    more_down: Floats
    more_up: Floats
    more: Floats
    down: Floats
    up: Floats
    told: Floats
    heard: Floats
    counts: NDArray[np.int64]


class Found(NamedTuple):
    """Where the indices (scenarios, weights) of all scenarios are written, their steps and, (scenarios,) too, how far
    a loss may be from the limit.
    """

    esri: Floats
    down: Floats
    up: Floats
    steps: Numbers
    bound: Floats


class First(NamedTuple):
    """The shocks, as compiled code reads them."""

    down_start: NDArray[np.int64]
    down_firm: Numbers
    down_share: Floats
    up_start: NDArray[np.int64]
    up_firm: Numbers
    up_share: Floats


def first_of(shocks: Shocks) -> First:
    """The shocks of all scenarios."""
    down = shocks.down_start, shocks.down_firm, shocks.down_share
    return First(*down, shocks.up_start, shocks.up_firm, shocks.up_share)


def new_space(net: Layout) -> Space:
    """A space with no loss anywhere."""
    firms, slots, markets = len(net.sold), len(net.purchases.several.start) - 1, len(net.total)
    return Space(
        where=np.full(firms, -1, dtype=np.int32),
        firm=_numbers(firms),
        state=np.zeros((firms, WIDTH)),
        short=np.zeros(slots),
        slot=_numbers(slots),
        left=net.total.copy(),
        stamp=np.zeros(markets, dtype=np.int64),
        changed=_numbers(markets),
        new_down=_numbers(firms),
        new_up=_numbers(firms),
        going=_numbers(firms),
        more_down=np.zeros(firms),
        more_up=np.zeros(firms),
        more=np.zeros(firms),
        down=np.zeros(firms),
        up=np.zeros(firms),
        told=np.zeros(firms),
        heard=np.zeros(firms),
        counts=np.zeros(7, dtype=np.int64),
    )


def _numbers(size: int) -> Numbers:
    return np.zeros(size, dtype=np.int32)


def new_found(scenarios: int, weights: int) -> Found:
    """Results not yet written."""
    esri, down, up = (np.zeros((scenarios, weights)) for _ in range(3))
    return Found(esri, down, up, np.zeros(scenarios, dtype=np.int32), np.zeros(scenarios))
