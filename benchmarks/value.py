"""Measure the value model: building and solving its linear programme, hot re-solves, and the choice under a budget.

    python benchmarks/value.py [--sizes 1e2,1e3,1e4] [--plans 1e2,1e3] [--options 10,30,100] [--resolves 100] [--json]

The network is synthetic, seeded and layered. The re-solves each take one node away, as a stake does. The peer answers
the same questions from a model built anew each time: `scipy.optimize.linprog` where SciPy is installed, HiGHS itself
otherwise; its name is printed, and whether both found the same values (to 1e-6). Each size is measured in a process of
its own, whose largest resident memory is told. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

import highspy
import numpy as np

from rongtu.engines.chain.value.asking import case
from rongtu.engines.chain.value.draws import Sampler
from rongtu.engines.chain.value.inputs import Group, Intervention, Network, Product, Purchase, ValueNode, observed
from rongtu.engines.chain.value.layout import layout
from rongtu.engines.chain.value.parameters import Parameters
from rongtu.engines.chain.value.portfolio import plans
from rongtu.engines.chain.value.programme import Bounds, Programme, linear_programme, unit_of
from rongtu.engines.chain.value.solver import new_solver, optimum
from rongtu.engines.chain.value.structure import Structure
from rongtu.vocab.chains import Completeness
from rongtu.vocab.geography import Origin

LAYERS, GROUPS, MEMBERS = 5, 2, 2
SUPPLY = 30.0
SEED = 1
Found = TypeVar("Found")

PEER = "scipy.optimize.linprog" if importlib.util.find_spec("scipy") else "HiGHS, built anew"


@dataclass(frozen=True, slots=True)
class Solved:
    """The linear programme at one size: seconds to build and solve, milliseconds a re-solve, ours and the peer's."""

    nodes: int
    columns: int
    rows: int
    first_s: float
    hot_ms: float
    moved: int
    """How many of the re-solves found another V."""
    peer_ms: float
    ratio: float
    same: bool
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Planned:
    """One budget, a quarter of what all options cost: seconds, the gap that is left, how many were chosen."""

    nodes: int
    options: int
    plan_s: float
    gap: float
    chosen: int
    peak_mib: float


def network(nodes: int, options: int = 0) -> Network:
    """Layers of nodes; each buys from groups of the layer before; the last layer's are final products."""
    rng = np.random.default_rng(SEED)
    layer = np.arange(nodes) * LAYERS // nodes
    codes = [f"N{number:06d}" for number in range(nodes)]
    groups = []
    for buyer in np.flatnonzero(layer > 0):
        before = np.flatnonzero(layer == layer[buyer] - 1)
        for number, share in enumerate(rng.dirichlet(np.ones(GROUPS + 1))[:GROUPS]):
            chosen = rng.choice(before, size=min(MEMBERS, len(before)), replace=False)
            members = tuple(codes[one] for one in sorted(chosen))
            groups.append(Group(f"{codes[buyer]}-{number}", codes[buyer], "", observed(float(share)), members))
    supply, offered = rng.uniform(0, SUPPLY, nodes), rng.uniform(0, SUPPLY / 4, nodes)
    last = np.flatnonzero(layer == LAYERS - 1)
    steps = rng.integers(0, nodes, options)
    return Network(
        nodes=tuple(
            ValueNode(code, code, f"C{place % 3}", code, Completeness.CENSUS, (observed(float(has)),))
            for place, (code, has) in enumerate(zip(codes, supply, strict=True))
        ),
        groups=tuple(groups),
        purchases=tuple(
            Purchase(code, Origin.ELSEWHERE, observed(0.0), observed(float(most)))
            for code, most in zip(codes, offered, strict=True)
        ),
        products=tuple(Product(codes[one], observed(float(rng.uniform(20, 100)))) for one in last),
        interventions=tuple(
            Intervention(
                f"I{number:04d}",
                codes[node],
                "",
                adds=observed(float(rng.uniform(5, 50))),
                cost=observed(float(rng.uniform(1, 10))),
                lead_months=observed(12.0),
                success=observed(1.0),
            )
            for number, node in enumerate(steps)
        ),
    )


def measure_programme(nodes: int, resolves: int) -> Solved:
    """Build, solve, and take nodes away one after the other."""
    of = case(network(nodes), Sampler(SEED, 1))
    numbers = of.table.at(0)
    started = time.perf_counter()
    programme = Programme(of.structure, numbers)
    first = time.perf_counter() - started
    asked = np.random.default_rng(SEED).choice(len(of.structure.nodes), min(resolves, len(of.structure.nodes)), False)
    hot_s, ours = _timed(lambda: [programme.value(_without(node)) for node in asked.tolist()])
    peak = _peak()
    peer_s, theirs = _timed(lambda: [_peer(of.structure, _gone(numbers, node)) for node in asked.tolist()])
    at = layout(of.structure)
    return Solved(
        nodes=len(of.structure.nodes),
        columns=at.columns,
        rows=at.rows,
        first_s=first,
        hot_ms=1e3 * hot_s / len(asked),
        moved=sum(value != programme.base for value in ours),
        peer_ms=1e3 * peer_s / len(asked),
        ratio=peer_s / hot_s,
        same=bool(np.allclose(ours, theirs, rtol=1e-6)),
        peak_mib=peak,
    )


def measure_plan(nodes: int, options: int) -> Planned:
    """Choose within a quarter of what everything costs."""
    of = case(network(nodes, options), Sampler(SEED, 1))
    budget = sum(step.cost.point for step in of.network.interventions) / 4
    seconds, found = _timed(lambda: plans(of, (budget,)))
    return Planned(len(of.structure.nodes), options, seconds, found[0].gap, len(found[0].steps), _peak())


def _timed(work: Callable[[], Found]) -> tuple[float, Found]:
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def _without(node: int) -> Bounds:
    return Bounds(capacity={node: 0.0}, purchases={node: 0.0})


def _gone(numbers: Parameters, node: int) -> Parameters:
    capacity, available = numbers.capacity.copy(), numbers.available.copy()
    # every node is an item of its own, in the same order
    capacity[node] = available[node] = 0.0
    return Parameters(capacity, available, numbers.share, numbers.loss, numbers.demand, numbers.weight)


def _peer(structure: Structure, numbers: Parameters) -> float:
    """V from a model built anew."""
    unit = unit_of(numbers)
    lp = linear_programme(structure, layout(structure), numbers, unit)
    if PEER.startswith("HiGHS"):
        solver = new_solver(presolve=True)
        solver.passModel(lp)
        return optimum(solver) * unit
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    matrix = csr_array((lp.a_matrix_.value_, lp.a_matrix_.index_, lp.a_matrix_.start_), (lp.num_row_, lp.num_col_))
    lower, upper = np.asarray(lp.row_lower_), np.asarray(lp.row_upper_)
    at_least, at_most = np.flatnonzero(lower == 0.0), np.flatnonzero(np.isfinite(upper))
    rows = [*at_most, *at_least]
    signed = matrix[rows] * np.array([1.0] * len(at_most) + [-1.0] * len(at_least))[:, None]
    limits = np.concatenate((upper[at_most], -lower[at_least]))
    bounds = np.column_stack((np.asarray(lp.col_lower_), np.asarray(lp.col_upper_)))
    return -float(linprog(-np.asarray(lp.col_cost_), signed, limits, bounds=bounds, method="highs").fun) * unit


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart(*arguments: str) -> dict[str, object]:
    """One measurement in a process of its own."""
    command = [sys.executable, __file__, "--one", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _measured(sizes: Sequence[int], planned: Sequence[int], options: Sequence[int], resolves: int) -> Iterator[object]:
    for nodes in sizes:
        yield Solved(**_apart("programme", str(nodes), str(resolves)))  # type: ignore[arg-type]
    for nodes in planned:
        for number in options:
            yield Planned(**_apart("plan", str(nodes), str(number)))  # type: ignore[arg-type]


def main() -> None:
    """Print the two tables, a line as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="1e2,1e3,1e4", help="numbers of nodes of the linear programme")
    parser.add_argument("--plans", default="1e2,1e3", help="numbers of nodes of the plans")
    parser.add_argument("--options", default="10,30,100", help="numbers of interventions to choose from")
    parser.add_argument("--resolves", type=int, default=100, help="how many nodes are taken away (default 100)")
    parser.add_argument("--json", action="store_true", help="print one line of JSON for each measurement")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        what, nodes, number = asked.one
        work = measure_programme if what == "programme" else measure_plan
        print(json.dumps(asdict(work(int(nodes), int(number)))))
        return
    sizes, planned, options = (
        [int(float(one)) for one in text.split(",") if one] for text in (asked.sizes, asked.plans, asked.options)
    )
    if not asked.json:
        print(f"HiGHS {highspy.Highs.version(new_solver(presolve=False))}; peer: {PEER}")
    heads = set[type]()
    for found in _measured(sizes, planned, options, asked.resolves):
        if not asked.json and type(found) not in heads:
            heads.add(type(found))
            print(_head(found))
        print(json.dumps(asdict(found)) if asked.json else _line(found), flush=True)  # type: ignore[call-overload]


def _head(found: object) -> str:
    if isinstance(found, Solved):
        return "   nodes  columns     rows  first s   hot ms   moved   peer ms   ratio  same  peak MiB"
    return "   nodes  options   plan s      gap  chosen  peak MiB"


def _line(found: object) -> str:
    if isinstance(found, Solved):
        return (
            f"{found.nodes:8}  {found.columns:7}  {found.rows:7}  {found.first_s:7.3f}  {found.hot_ms:7.3f}  "
            f"{found.moved:6}  {found.peer_ms:8.3f}  {found.ratio:6.1f}  {'yes' if found.same else 'no':>4}  "
            f"{found.peak_mib:8.0f}"
        )
    assert isinstance(found, Planned)
    return (
        f"{found.nodes:8}  {found.options:7}  {found.plan_s:7.2f}  {found.gap:7.1e}  {found.chosen:6}  "
        f"{found.peak_mib:8.0f}"
    )


if __name__ == "__main__":
    main()
