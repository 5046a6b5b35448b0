"""Measure an assessment over many draws, what to find out next, and a change explained, on one uncertain chain.

    python benchmarks/value_draws.py [--nodes 60] [--draws 1000] [--json]

The chain is that of `benchmarks/value.py` with half of the supplies, a quarter of the shares and a third of what can be
bought assumed, a controller abroad for each of these, and ten interventions. Seconds of wall and of CPU over all
threads; the first assessment also loads the compiled sweep (and compiles it where it was never compiled). The peer is
the same assessment with every question at every draw put to HiGHS, measured at a fiftieth of the draws and
extrapolated. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from value import network

from rongtu.engines.chain.value import questions
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.inputs import Controller, Figure, Network, assumed, observed
from rongtu.engines.chain.value.narrowing import narrowing
from rongtu.engines.chain.value.shapley import explain
from rongtu.vocab.chains import ControlKind
from rongtu.vocab.geography import Origin

OPTIONS = 10
PART = 50


@dataclass(frozen=True, slots=True)
class Timed:
    """What was measured: seconds by the clock and of CPU."""

    what: str
    wall_s: float
    cpu_s: float


def uncertain(given: Network, widen: float = 0.3) -> Network:
    """The network with a range in the place of many of its figures."""

    def around(figure: Figure, key: str, up: float) -> Figure:
        return assumed(figure.point * (1 - widen), figure.point * (1 + up), key)

    purchases = tuple(
        replace(
            row,
            origin=Origin.ABROAD,
            country="XAA",
            bought=observed(1.0),
            available=around(row.available, f"available:{row.item}", widen),
        )
        if number % 3 == 0
        else row
        for number, row in enumerate(given.purchases)
    )
    return replace(
        given,
        nodes=tuple(
            replace(one, supply=(around(one.supply[0], f"supply:{one.code}", widen),)) if number % 2 == 0 else one
            for number, one in enumerate(given.nodes)
        ),
        groups=tuple(
            # a share only falls, so that those of a node never add up to more than a yuan
            replace(group, share=around(group.share, f"share:{group.code}", 0.0)) if number % 4 == 0 else group
            for number, group in enumerate(given.groups)
        ),
        purchases=purchases,
        controllers=tuple(
            Controller(row.item, "C", ControlKind.SUPPLIER, "XAA", observed(0.5), observed(0.2))
            for row in purchases
            if row.origin is Origin.ABROAD
        ),
    )


def timed(what: str, work: Callable[[], object]) -> Timed:
    """Do it and look at both clocks."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Timed(what, time.perf_counter() - wall, time.process_time() - cpu)


def by_solver(given: Network, draws: int) -> Timed:
    """The assessment without sweeps, extrapolated."""
    kept, questions.MANY = questions.MANY, 10**12
    few = max(1, draws // PART)
    found, one = (timed("", lambda count=count: assess(given, draws=count)) for count in (few, 1))  # type: ignore[misc]
    questions.MANY = kept
    many = (draws - 1) / max(1, few - 1)
    wall, cpu = (a + many * (b - a) for a, b in ((one.wall_s, found.wall_s), (one.cpu_s, found.cpu_s)))
    return Timed("assessment, each question to HiGHS (extrapolated)", wall, cpu)


def main() -> None:
    """Print a line for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=60)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--json", action="store_true", help="print one line of JSON for each measurement")
    asked = parser.parse_args()
    given, other = uncertain(network(asked.nodes, OPTIONS)), uncertain(network(asked.nodes, OPTIONS), 0.1)
    moved = replace(other, nodes=tuple(replace(one, supply=(observed(15.0),)) for one in other.nodes))
    for found in (
        timed("assessment, the first", lambda: assess(given, draws=asked.draws)),
        timed("assessment", lambda: assess(given, draws=asked.draws)),
        timed("what to find out next", lambda: narrowing(given)),
        timed("a change explained", lambda: explain(given, moved)),
        by_solver(given, asked.draws),
    ):
        line = f"{asked.nodes:6}  {asked.draws:6}  {found.wall_s:9.2f}  {found.cpu_s:9.2f}  {found.what}"
        print(json.dumps(asdict(found)) if asked.json else line, flush=True)


if __name__ == "__main__":
    main()
