"""The spread of shocks over a supply network (Diem, Borsos, Reisch, Kertész, Thurner, Sci. Rep. 12, 7719, 2022).

The cost of a scenario follows the links of the firms that lose something, not the network; memory is that of the links
and of a few numbers a firm for each thread. Results are the same digits whatever the number of threads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor, as_completed
from queue import Empty, SimpleQueue

from rongtu.engines.chain.esri.blocks import check_limit
from rongtu.engines.chain.esri.inputs import Mode, Shocks, Stop, SupplyNetwork
from rongtu.engines.chain.esri.layout import Layout, layout
from rongtu.engines.chain.esri.relaxing import Relaxing
from rongtu.engines.chain.esri.results import Cascades
from rongtu.engines.chain.esri.space import Found, Space, first_of, new_found, new_space
from rongtu.engines.chain.esri.telling import Kept, Sectors, losses, losses_in
from rongtu.vocab.problems import InputError

EPS = 1e-2
"""Where the published sweep stops unless told otherwise."""

LEAST_EPS = 1e-14
"""The smallest movement that is none of rounding, by which sums near 1 may creep for ever."""

CHUNKS = 64
"""Scenarios are computed in as many chunks, after each of which progress is told."""


Compute = Callable[[int, int, Space, Found], int]
"""Computes the scenarios from one to another in a space; the links followed."""


class _Run:
    """One run over the scenarios of a network: its chunks may be computed by several threads at once."""

    def __init__(self, net: Layout, shocks: Shocks, compute: Compute, tables: Sectors | None) -> None:
        self.found = new_found(shocks.scenarios, len(net.weights))
        self.kept: dict[int, Kept] = {}
        self._net, self._compute, self._tables = net, compute, tables
        self._spaces: SimpleQueue[Space] = SimpleQueue()

    def chunk(self, first: int, last: int, asked: Collection[int]) -> int:
        """Compute scenarios first to last in a space of one's own; the links followed."""
        try:
            space = self._spaces.get_nowait()
        except Empty:
            space = new_space(self._net)
        followed, begun = 0, first
        # what is told of single scenarios is read from the space before the next one clears it
        alone = range(first, last) if self._tables is not None else sorted(set(range(first, last)).intersection(asked))
        for scenario in alone:
            followed += self._compute(begun, scenario + 1, space, self.found)
            begun = scenario + 1
            kept = losses_in(space)
            if self._tables is not None:
                self._tables.fill(scenario, kept)
            if scenario in asked:
                self.kept[scenario] = kept
        followed += self._compute(begun, last, space, self.found)
        self._spaces.put(space)
        return followed


def cascade(
    network: SupplyNetwork,
    shocks: Shocks,
    *,
    mode: Mode = Mode.CONVERGED,
    eps: float = EPS,
    stop: Stop = Stop.MOVEMENT,
    threads: int | None = None,
    losses_of: Collection[int] = (),
    sectors: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Cascades:
    """ESRI of every scenario, and for those in `losses_of` what each firm loses.

    `eps` and `stop` are the published mode's. `threads` are as many as the machine has unless told. `sectors` asks for
    what sectors lose. `progress` is told how many scenarios are done. Raises InputError for shocks of firms that are
    not there and for a network that has no answer in converged mode.
    """
    # compiled code is loaded where it is needed: every command would start later
    from numba import get_num_threads

    _check(network, shocks, eps, sectors)
    net = layout(network, mode)
    tables = Sectors(net, network.sector, shocks, mode) if sectors and network.sector is not None else None
    compute = _published(net, shocks, eps, stop) if mode is Mode.PUBLISHED else _converged(network, net, shocks)
    run, asked, followed, done = _Run(net, shocks, compute, tables), frozenset(losses_of), 0, 0
    with ThreadPoolExecutor(threads or get_num_threads()) as pool:
        size = max(1, -(-shocks.scenarios // CHUNKS))
        bounds = [(first, min(first + size, shocks.scenarios)) for first in range(0, shocks.scenarios, size)]
        waiting = {pool.submit(run.chunk, *bound, asked): bound for bound in bounds}
        for ended in as_completed(waiting):
            followed += ended.result()
            done += waiting[ended][1] - waiting[ended][0]
            if progress is not None:
                progress(done)
    return Cascades(
        mode=mode,
        stop=stop,
        eps=eps if mode is Mode.PUBLISHED else float(run.found.bound.max(initial=0.0)),
        esri=run.found.esri,
        down=run.found.down,
        up=run.found.up,
        steps=run.found.steps,
        link_steps=followed,
        losses=losses(run.kept) if asked else None,
        sectors=tables.impacts() if tables is not None else None,
    )


def _published(net: Layout, shocks: Shocks, eps: float, stop: Stop) -> Compute:
    from rongtu.engines.chain.esri import sweep

    first_losses = first_of(shocks)

    def compute(first: int, last: int, space: Space, found: Found) -> int:
        followed: int = sweep.sweep(net, first_losses, first, last, eps, int(stop), space, found)
        return followed

    return compute


def _converged(network: SupplyNetwork, net: Layout, shocks: Shocks) -> Compute:
    from rongtu.engines.chain.esri import sweep

    check_limit(network, net)
    relax = Relaxing(net, shocks)
    first_losses = first_of(shocks)

    def compute(first: int, last: int, space: Space, found: Found) -> int:
        followed = 0
        while first < last:
            scenario, links = sweep.approach(net, first_losses, first, last, space, found)
            followed += links
            if scenario < last:
                followed += relax(scenario, space, found)
                sweep.tell(net, space, scenario, found)
            first = scenario + 1
        return followed

    return compute


def _check(network: SupplyNetwork, shocks: Shocks, eps: float, sectors: bool) -> None:
    if not LEAST_EPS <= eps < 1:
        rule = f"the sweep stops at a movement of at least {LEAST_EPS} and below 1: what is smaller is rounding"
        raise InputError.single("eps", rule, eps, "Correct it.")
    for called, firms in (("psi", shocks.down_firm), ("psi_up", shocks.up_firm)):
        if firms.size and not 0 <= firms.min() <= firms.max() < network.size:
            rule = f"a shocked firm is one of the {network.size}"
            raise InputError.single(called, rule, int(firms.max()), "Add the firm or correct the shock.")
    if sectors and network.sector is None:
        raise InputError.single("sectors", "a table by sector needs each firm's sector", None, "Give the sectors.")
