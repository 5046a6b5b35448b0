"""Bringing a scenario that has spread over the whole network to its limit."""

from __future__ import annotations

import numpy as np

from rongtu.engines.chain.esri.inputs import Shocks
from rongtu.engines.chain.esri.layout import Layout
from rongtu.engines.chain.esri.space import Found, Space
from rongtu.vocab.problems import InputError


class Relaxing:
    """Relaxes the losses of scenarios of one network. Raises InputError where next to nothing leaves a block."""

    def __init__(self, net: Layout, shocks: Shocks) -> None:
        from rongtu.engines.chain.esri import limit

        self._net, self._shocks = net, shocks
        self._amplified = float(limit.amplification(*net.customers))
        if not self._amplified < limit.STEEP:
            rule = "every block of firms that supply one another sells a noticeable share elsewhere"
            mend = "Give revenue with all sales in it."
            raise InputError.single("revenue", rule, "next to nothing leaves a block", mend)

    def __call__(self, scenario: int, space: Space, found: Found) -> int:
        """Bring the losses by firm of a scenario to their limit; the links followed."""
        from rongtu.engines.chain.esri import limit

        net, shocks = self._net, self._shocks
        first = np.zeros(len(net.sold))
        rows = slice(shocks.up_start[scenario], shocks.up_start[scenario + 1])
        first[shocks.up_firm[rows]] = shocks.up_share[rows]
        up, up_sweeps, up_links = limit.relax_up(*net.customers, first, space.up, self._amplified)
        down, down_sweeps, down_links = limit.relax_down(
            net.purchases, net.market, net.sold, net.replaces, space.down, space.left
        )
        found.steps[scenario] += max(up_sweeps, down_sweeps)
        found.bound[scenario] = max(up, down)
        return int(up_links + down_links)
