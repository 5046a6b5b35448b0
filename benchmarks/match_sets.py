"""Consortium and assignment at growing sizes: seconds, gap and memory, against plain formulations and greedy ones.

Seeded synthetic candidates (31 regions, geometric; 4 stages for each of some nodes; costs, conflicts) and needs of 20
pairs each. The peers run in the same process after ours: the consortium's plain programme has a variable for each pair
of candidates in different regions and is asked up to `--plain` candidates; greedy takes the candidate that covers most
for the least added coordination, or the pair that fits best. Each measurement has a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

import numpy as np

from rongtu.engines.match.assignment import Demand, Pairs, Supplier, assign
from rongtu.engines.match.consortium import (
    Candidate,
    Cell,
    Conflict,
    Coordination,
    MemberKind,
    Prices,
    Rules,
    Stage,
    keeps,
    propose,
)
from rongtu.engines.match.consortium.inputs import RESEARCH
from rongtu.engines.match.consortium.searching import cross_pairs
from rongtu.engines.match.solver import HALF, INFINITE, Model

SEED = 20261130
REGIONS = 31
PAIRS = 20
COORDINATION = Coordination(50_000.0, 20_000.0)
PRICES = Prices(1e6, 2e6, 3e5, 2e5, 5e4, 5e5, 4e5, 4e5, 4e5)

Found = TypeVar("Found")


@dataclass(frozen=True)
class Formed:
    """A consortium: ours with its gap, and the peers' cost in that of ours (None: not asked, or nothing found)."""

    candidates: int
    nodes: int
    kept: int
    best_s: float
    all_s: float
    members: int
    gap: float
    plain_s: float | None
    plain: float | None
    greedy_s: float
    greedy: float | None
    peak_mib: float


@dataclass(frozen=True)
class Shared:
    """An assignment: ours with its gap, and what greedy reaches of ours."""

    needs: int
    hours: str
    method: str
    seconds: float
    gap: float
    greedy_s: float
    greedy: float
    peak_mib: float


def case(number: int, nodes: int) -> tuple[list[Candidate], Rules]:
    """Candidates and rules."""
    rng = np.random.default_rng(SEED)
    stages, kinds = list(Stage), list(MemberKind)
    candidates = []
    for place in range(number):
        kind = kinds[rng.choice(4, p=[0.6, 0.15, 0.15, 0.1])]
        first = int(rng.integers(0, 2) if kind in RESEARCH else rng.integers(1, 4))
        node, wide = rng.integers(nodes), int(rng.integers(1, 3))
        cells = {Cell(f"N{node}", stages[min(3, first + step)]) for step in range(wide)}
        if rng.random() < 0.15:
            cells.add(Cell(f"N{rng.integers(nodes)}", stages[rng.integers(4)]))
        region = f"R{min(int(rng.geometric(0.12)), REGIONS):02d}"
        cost = None if rng.random() < 0.3 else float(rng.integers(50, 2000)) * 1e4
        fit = round(float(rng.random()), 3)
        candidates.append(Candidate(f"c{place:05d}", kind, region, frozenset(cells), cost, fit))
    pairs = {tuple(sorted(rng.choice(number, 2, replace=False).tolist())) for _ in range(number // 10)}
    return candidates, Rules(
        tuple(Cell(f"N{node}", stage) for node in range(nodes) for stage in Stage),
        research_least=2,
        budget=3e7 * nodes,
        most_members=12,
        conflicts=tuple(Conflict(candidates[a].key, candidates[b].key) for a, b in sorted(pairs)),
        unknown_cost=5e6,
    )


def form(number: int, nodes: int, plain_most: int) -> Formed:
    """Form a consortium: the best alone, then with alternatives and reasons; then the peers."""
    candidates, rules = case(number, nodes)
    given = {"coordination": COORDINATION, "prices": PRICES}
    all_s, found = _timed(lambda: propose(candidates, rules, **given))  # type: ignore[arg-type]
    best_s, _ = _timed(lambda: _alone(candidates, rules))
    peak = _peak()
    assert found.best is not None, "choose another seed"
    ours = found.best.coordination
    plain_s, plain = _timed(lambda: _plain(candidates, rules)) if number <= plain_most else (None, None)
    greedy_s, quick = _timed(lambda: _greedy(candidates, rules))
    return Formed(
        candidates=number,
        nodes=nodes,
        kept=found.kept,
        best_s=best_s,
        all_s=all_s,
        members=len(found.best.members),
        gap=found.gap,
        plain_s=plain_s,
        plain=None if plain is None else plain / ours,
        greedy_s=greedy_s,
        greedy=None if quick is None else quick / ours,
        peak_mib=peak,
    )


def _alone(candidates: Sequence[Candidate], rules: Rules) -> object:
    from rongtu.engines.match.consortium.reducing import reduced
    from rongtu.engines.match.consortium.searching import Search

    return Search(reduced(candidates, rules, 1), rules, COORDINATION).find()


def _plain(candidates: Sequence[Candidate], rules: Rules) -> float | None:
    """The least cost by the plain programme, a variable for each pair of candidates in different regions."""
    model = Model()
    chosen = list(model.add(len(candidates)))
    place = {one.key: column for one, column in zip(candidates, chosen, strict=True)}
    across = [
        (one, other)
        for one in range(len(candidates))
        for other in range(one)
        if candidates[one].region != candidates[other].region
    ]
    both = model.add(len(across), whole=False)
    for column, (one, other) in zip(both, across, strict=True):
        model.row(-1.0, INFINITE, [column, one, other], [1.0, -1.0, -1.0])
    for cell in rules.cells:
        model.row(1.0, INFINITE, [place[one.key] for one in candidates if cell in one.cells])
    model.row(1.0, INFINITE, [place[one.key] for one in candidates if one.kind is MemberKind.FIRM])
    model.row(rules.research_least, INFINITE, [place[one.key] for one in candidates if one.kind in RESEARCH])
    regions = sorted({one.region for one in candidates if one.region})
    there = list(model.add(len(regions)))
    for region, column in zip(regions, there, strict=True):
        within = [place[one.key] for one in candidates if one.region == region]
        model.row(0.0, INFINITE, [*within, column], [1.0] * len(within) + [-1.0])
    model.row(rules.regions_least, INFINITE, there)
    costs = [(rules.unknown_cost or 0.0) if one.cost is None else one.cost for one in candidates]
    model.row(-INFINITE, (rules.budget or 0.0) / 1e6, chosen, [cost / 1e6 for cost in costs])
    model.row(-INFINITE, rules.most_members or len(candidates), chosen)
    for pair in rules.conflicts:
        model.row(-INFINITE, 1.0, [place[pair.one], place[pair.other]])
    objective = np.zeros(len(model.lower))
    objective[chosen] = 1.0
    objective[list(both)] = COORDINATION.pair / COORDINATION.member
    solution = model.minimise(objective, 20_000)
    if solution is None:
        return None
    members = [one for one, column in zip(candidates, chosen, strict=True) if solution.values[column] > HALF]
    return _cost(members)


def _greedy(candidates: Sequence[Candidate], rules: Rules) -> float | None:
    """Most newly covered for the least added coordination, until every rule is kept; None where it runs out."""
    held: list[Candidate] = []
    while len(held) < (rules.most_members or len(candidates)):
        covered = frozenset().union(*(one.cells for one in held)) if held else frozenset()
        missing = frozenset(rules.cells) - covered
        if not missing and keeps(held, rules):
            return _cost(held)
        best = max(
            (one for one in candidates if one not in held),
            key=lambda one: (_worth(one, held, missing, rules), one.fit),
        )
        held.append(best)
    return _cost(held) if keeps(held, rules) else None


def _worth(one: Candidate, held: Sequence[Candidate], missing: frozenset[Cell], rules: Rules) -> float:
    kinds = sum(each.kind in RESEARCH for each in held)
    gains = len(one.cells & missing) + (one.kind in RESEARCH and kinds < rules.research_least)
    gains += one.kind is MemberKind.FIRM and not any(each.kind is MemberKind.FIRM for each in held)
    return gains / (_cost([*held, one]) - _cost(held))


def _cost(members: Sequence[Candidate]) -> float:
    return COORDINATION.member * len(members) + COORDINATION.pair * cross_pairs(members)


def share(number: int, hours: str) -> Shared:
    """Share out as many needs among as many offers; hours alike or unlike."""
    rng = np.random.default_rng(SEED)
    need = np.repeat(np.arange(number), PAIRS)
    offer = np.concatenate([rng.choice(number, PAIRS, replace=False) for _ in range(number)])
    fit = np.round(rng.random(len(offer)) * 0.99 + 0.01, 3)
    asked = [4.0] * number if hours == "alike" else rng.choice([2.0, 3.0, 4.0, 6.0], number).tolist()
    demands = [Demand(f"n{place:05d}", int(rng.integers(1, 4)), asked[place]) for place in range(number)]
    suppliers = [Supplier(f"o{place:05d}", float(rng.choice([4, 6, 8, 10]))) for place in range(number)]
    seconds, found = _timed(lambda: assign(demands, suppliers, Pairs(need, offer, fit)))
    peak = _peak()
    greedy_s, quick = _timed(lambda: _by_fit(demands, suppliers, need.tolist(), offer.tolist(), fit.tolist()))
    return Shared(number, hours, found.method.value, seconds, found.gap, greedy_s, quick / found.total, peak)


def _by_fit(
    demands: Sequence[Demand],
    suppliers: Sequence[Supplier],
    need: Sequence[int],
    offer: Sequence[int],
    fit: Sequence[float],
) -> float:
    wants = [one.offers for one in demands]
    room = [one.hours or 0.0 for one in suppliers]
    total = 0.0
    for pair in sorted(range(len(fit)), key=lambda pair: -fit[pair]):
        hours = demands[need[pair]].hours
        if wants[need[pair]] and room[offer[pair]] >= hours:
            wants[need[pair]] -= 1
            room[offer[pair]] -= hours
            total += fit[pair]
    return total


def _timed(work: Callable[[], Found]) -> tuple[float, Found]:
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart(*arguments: str) -> dict[str, object]:
    """One measurement in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--one", *arguments], check=True, capture_output=True, text=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print the two tables, a line as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="1e2,1e3,1e4", help="numbers of candidates, and of needs")
    parser.add_argument("--nodes", default="1,3", help="numbers of chain nodes a consortium covers")
    parser.add_argument("--plain", type=int, default=100, help="up to so many candidates the plain programme is asked")
    parser.add_argument("--json", action="store_true", help="print one line of JSON for each measurement")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        what, number, second, plain = asked.one
        done = form(int(number), int(second), int(plain)) if what == "form" else share(int(number), second)
        print(json.dumps(asdict(done)))
        return
    sizes = [int(float(one)) for one in asked.sizes.split(",")]
    runs = [("form", size, nodes) for size in sizes for nodes in asked.nodes.split(",")]
    runs += [("share", size, hours) for size in sizes for hours in ("alike", "unlike")]
    shown = ""
    for what, size, second in runs:
        found = _apart(what, str(size), second, str(asked.plain))
        if asked.json:
            print(json.dumps(found), flush=True)
            continue
        if what != shown:
            shown = what
            print("  ".join(f"{name:>10}" for name in found))
        print("  ".join(f"{_cell(value):>10}" for value in found.values()), flush=True)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
