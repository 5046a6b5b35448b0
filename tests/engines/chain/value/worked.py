"""The worked example of the chain engine's definitions, for tests and for the documentation's numbers."""

from __future__ import annotations

from collections.abc import Mapping

from rongtu.engines.chain.value.inputs import (
    Group,
    Intervention,
    Network,
    Product,
    Purchase,
    ValueNode,
    missing,
    observed,
)
from rongtu.vocab.chains import Completeness
from rongtu.vocab.geography import Origin

CAPACITY = {"A": 10.0, "B": 0.0, "Part": 40.0, "Software": 0.0, "Final": 100.0}
PURCHASES = {"A": 0.0, "B": 5.0, "Part": 0.0, "Software": 20.0, "Final": 1000.0}
DEMAND = 90.0

VALUE = 75.0
STAKES = {"A": 50.0, "B": 25.0, "Part": 75.0, "Software": 75.0, "Final": 75.0}
GAINS = ({"B": 5.0}, 5.0), ({"Part": 20.0}, 0.0), ({"Part": 20.0, "B": 20.0}, 15.0)
"""Capacity added, and what V rises by."""


def five_nodes(*, more: Mapping[str, float] | None = None, costs: Mapping[str, float] | None = None) -> Network:
    """A and B, of which Part is made; Part and Software, of which Final is made; 75 yuan a year.

    `more` is capacity on top of the example's. `costs` makes an intervention of each of the example's additions, named
    after its node, at that cost.
    """
    added = more or {}
    steps = {"B": 20.0, "Part": 20.0}
    return Network(
        nodes=tuple(
            ValueNode(code, code, "T", code, Completeness.CENSUS, (observed(has + added.get(code, 0.0)),))
            for code, has in CAPACITY.items()
        ),
        groups=(
            Group("Part-1", "Part", "material", observed(0.4), ("A", "B")),
            Group("Final-1", "Final", "part", observed(0.5), ("Part",)),
            Group("Final-2", "Final", "software", observed(0.1), ("Software",)),
        ),
        purchases=tuple(
            Purchase(code, Origin.ELSEWHERE, missing(), observed(most)) for code, most in PURCHASES.items()
        ),
        products=(Product("Final", observed(DEMAND)),),
        interventions=tuple(
            Intervention(
                code,
                code,
                code,
                observed(steps[code]),
                observed(cost),
                lead_months=observed(0.0),
                success=observed(1.0),
            )
            for code, cost in (costs or {}).items()
        ),
    )
