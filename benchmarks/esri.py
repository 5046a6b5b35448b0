"""Measure the economic systemic risk index: all firms of networks of 10^3 and 10^4, a sample of 10^5 and 10^6.

    python benchmarks/esri.py [--sizes 1e3,1e4,1e5,1e6] [--sample 1000] [--peer 100] [--threads N] [--json]

Networks are synthetic and seeded, as those the peer was measured on: links between random firms, ten a firm, of
lognormal value; 50 sectors, which are the market classes too, of whose pairs 20 % do not matter, 45 % are a share and
35 % essential; revenue 1.3 times the sales within the network; the published sweep stopped at 1e-2. Above 10^4 firms a
seeded sample fails in turn, and the time of all firms is that of the sample times firms / sample (columns with *).

A link-step is a link followed in one direction in one step. *dense* is how many a sweep over all links would have
followed for one that was. The peer's milliseconds a firm are those on record, one core, another machine (GLcascade and
fastcascade 0.9.3.1); our ratio to it is of processor time. The plain reference is the formulas over SciPy's sparse
matrices, in the same process, for `--peer` firms (at 10^6 a tenth of them); it tells whether indices (to 1e-12) and
steps were the same. Each size is measured in a process of its own after a first small run (compiled code is loaded).
Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from scipy.sparse import csr_array

from rongtu.engines.chain.esri import Cascades, Mode, Shocks, SupplyNetwork, cascade

DEGREE, SECTORS, REVENUE, EPS, SEED = 10, 50, 1.3, 1e-2, 1
IMPORTANCE = (0.20, 0.45, 0.35)
ALL_UP_TO = 10_000
"""Networks up to this size are measured over all of their firms."""

PEER_MS = {1_000: 9.3, 10_000: 160.0, 100_000: 2_500.0}
"""Milliseconds a firm of the peer's compiled code, as recorded."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One size. Times are of all `scenarios`: seconds by the clock and of the processor, those of sorting links apart;
    `peer_ratio` and `plain_ratio` say how many times our processor time a firm theirs was.
    """

    firms: int
    links: int
    scenarios: int
    threads: int
    steps: float
    sorted_s: float
    wall_s: float
    cpu_s: float
    link_steps: int
    link_step_ns: float
    dense: float
    firm_ms: float
    all_wall_s: float
    peer_ratio: float | None
    plain_ms: float
    plain_ratio: float
    same: bool
    peak_mib: float


def network(firms: int) -> SupplyNetwork:
    """A network of random links."""
    rng = np.random.default_rng(SEED)
    seller, buyer = np.divmod(np.unique(rng.integers(0, firms * firms, firms * DEGREE)), firms)
    between = seller != buyer
    seller, buyer = seller[between].astype(np.int32), buyer[between].astype(np.int32)
    value = rng.lognormal(3.0, 1.5, len(seller))
    sector = rng.integers(0, SECTORS, firms)
    essential = rng.choice(3, p=IMPORTANCE, size=(SECTORS, SECTORS))
    revenue = REVENUE * np.bincount(seller, value, firms)
    return SupplyNetwork.from_sectors(seller, buyer, value, sector, essential, market=sector, revenue=revenue)


def measure(firms: int, sample: int, peer: int, threads: int | None) -> Measured:
    """Let firms fail in turn, and a few of them by the plain reference."""
    warm = network(100)
    cascade(warm, Shocks.every(100), mode=Mode.PUBLISHED, eps=EPS)
    net = network(firms)
    chosen = np.arange(firms)
    if firms > ALL_UP_TO:
        chosen = np.random.default_rng(SEED).choice(firms, sample, replace=False)
    _, sorted_s, sorted_cpu = _timed(net, Shocks.failures([]), threads)
    found, wall, cpu = _timed(net, Shocks.failures(chosen), threads)
    wall, cpu = wall - sorted_s, cpu - sorted_cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    asked = chosen[: max(1, peer // 10 if firms > 100_000 else peer)]
    plain_s, same = _plain(net, asked, found)
    firm_ms = 1e3 * cpu / len(chosen)
    steps = float(found.steps.mean())
    return Measured(
        firms=firms,
        links=len(net.value),
        scenarios=len(chosen),
        threads=threads or 0,
        steps=steps,
        sorted_s=sorted_s,
        wall_s=wall,
        cpu_s=cpu,
        link_steps=found.link_steps,
        link_step_ns=1e9 * cpu / found.link_steps,
        dense=2 * len(net.value) * float(found.steps.sum()) / found.link_steps,
        firm_ms=firm_ms,
        all_wall_s=wall * firms / len(chosen),
        peer_ratio=PEER_MS[firms] / firm_ms if firms in PEER_MS else None,
        plain_ms=1e3 * plain_s / len(asked),
        plain_ratio=1e3 * plain_s / len(asked) / firm_ms,
        same=same,
        peak_mib=peak,
    )


def _timed(net: SupplyNetwork, shocks: Shocks, threads: int | None) -> tuple[Cascades, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = cascade(net, shocks, mode=Mode.PUBLISHED, eps=EPS, threads=threads)
    return found, time.perf_counter() - wall, time.process_time() - cpu


def _plain(net: SupplyNetwork, asked: np.ndarray, found: Cascades) -> tuple[float, bool]:
    """Processor seconds of the formulas over sparse matrices, their making not in it; whether all was the same."""
    assert net.market is not None and net.revenue is not None
    size, sales = net.size, net.sales
    slots, slot = np.unique(
        net.buyer.astype(np.int64) * (SECTORS + 1) + np.where(net.importance == 2, net.input_class, SECTORS),
        return_inverse=True,
    )
    whole = np.where(net.importance == 2, np.bincount(slot, net.value)[slot], net.purchases[net.buyer])
    share = np.where(net.importance == 0, 0.0, net.value / whole)
    down = csr_array((share, (slot, net.supplier)), shape=(len(slots), size))
    up = csr_array((net.value / net.revenue[net.supplier], (net.supplier, net.buyer)), shape=(size, size))
    buyers, first = np.unique(slots // (SECTORS + 1), return_index=True)
    weights = sales / sales.sum()
    same, started = True, time.process_time()
    for number, firm in enumerate(asked.tolist()):
        psi = np.zeros(size)
        psi[firm] = 1.0
        lost_down, lost_up, steps, moved = psi.copy(), psi.copy(), 0, 1.0
        while moved > EPS:
            left = np.bincount(net.market, (1 - lost_down) * sales)[net.market]
            sigma = np.where(sales >= left, 1.0, sales / np.where(left > 0, left, 1.0))
            short = np.zeros(size)
            short[buyers] = np.maximum.reduceat(down @ (sigma * lost_down), first)
            new_down = np.minimum(1.0, np.maximum(short, psi))
            new_up = np.minimum(1.0, np.maximum(up @ lost_up, psi))
            moved = max(float((new_down - lost_down).max()), float((new_up - lost_up).max()))
            lost_down, lost_up, steps = new_down, new_up, steps + 1
        esri = float(weights @ np.maximum(lost_down, lost_up))
        same &= bool(steps == found.steps[number] and abs(esri - found.esri[number, 0]) <= 1e-12)
    return time.process_time() - started, same


HEADS = (
    "   firms     links  failed     T  sort s   wall s    CPU s  link-steps  ns each  dense  ms/firm"
    "  all firms s    peer×  plain ms  plain×  same  peak MiB"
)


def _line(found: Measured) -> str:
    peer = f"{found.peer_ratio:8.0f}" if found.peer_ratio else f"{'-':>8}"
    star = "*" if found.scenarios < found.firms else " "
    return (
        f"{found.firms:8}  {found.links:8}  {found.scenarios:6}  {found.steps:4.2f}  {found.sorted_s:6.2f}  "
        f"{found.wall_s:7.2f}  {found.cpu_s:7.2f}  {found.link_steps:10.3g}  {found.link_step_ns:7.1f}  "
        f"{found.dense:5.1f}  {found.firm_ms:7.3f}  {found.all_wall_s:10.1f}{star}  {peer}  {found.plain_ms:8.1f}  "
        f"{found.plain_ratio:6.1f}  {'yes' if found.same else 'no':>4}  {found.peak_mib:8.0f}"
    )


def _apart(size: int, asked: argparse.Namespace) -> Measured:
    """One size in a process of its own."""
    command: Sequence[str] = [sys.executable, __file__, "--one", str(size), *_options(asked)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Measured(**json.loads(done.stdout))


def _options(asked: argparse.Namespace) -> list[str]:
    options = ["--sample", str(asked.sample), "--peer", str(asked.peer)]
    return options + (["--threads", str(asked.threads)] if asked.threads else [])


def main() -> None:
    """Print a line for each size as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="1e3,1e4,1e5,1e6", help="numbers of firms")
    parser.add_argument("--sample", type=int, default=1_000, help=f"firms that fail above {ALL_UP_TO} (default 1000)")
    parser.add_argument("--peer", type=int, default=100, help="firms of the plain reference (default 100)")
    parser.add_argument("--threads", type=int, help="threads (default: as many as the machine has)")
    parser.add_argument("--json", action="store_true", help="print one line of JSON for each size")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(asdict(measure(asked.one, asked.sample, asked.peer, asked.threads))))
        return
    if not asked.json:
        print(HEADS)
    for size in (int(float(one)) for one in asked.sizes.split(",") if one):
        found = _apart(size, asked)
        print(json.dumps(asdict(found)) if asked.json else _line(found), flush=True)


if __name__ == "__main__":
    main()
