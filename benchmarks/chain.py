"""Measure the chain engine: diagnosis of the public chains and of synthetic regions, draws, plans, and systemic risk.

    python benchmarks/chain.py [--section public,region,draws,programmes,esri] [--sizes 1e4,1e5,1e6] [--json]

public      diagnosis of each chain of the public sample and the value of its zone, after the sample is loaded
region      the same of synthetic regions with so many organisations (`rongtu synth`), beside a tenth as many needs,
            results and deals, with figures for whatever valuing needs: seconds after load, and peak memory
draws       1,000 draws of everything asked of a chain of 60 nodes, every supply of which is a range
programmes  linear and mixed-integer programmes at growing sizes: benchmarks/value.py
esri        systemic risk of firms: benchmarks/esri.py

A region's firms, capabilities and needs grow with it, its six chains of 40 nodes do not. It has no deliveries between
firms, which diagnosis does not read. Loading is told and not part of what is measured. Each size is measured in a
process of its own, whose largest resident memory (VmHWM) is told; the server's is not in it.

The peer of the region is PostgreSQL itself: one statement that chooses and adds up what each node's firms supply, from
the same rows. `same` says whether both found the same total of every node. The other is the reading it replaced, which
makes an object of every row; it is measured up to 10^5 organisations. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import polars as pl
from loop import high_water, throw_away
from sqlalchemy import Connection, text
from value import network

from rongtu import wiring
from rongtu.acts.openings import tell
from rongtu.desks.cluster.value.choice import choose
from rongtu.desks.cluster.value.placed import SUPPLYING, read_placed
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.inputs import Figure, assumed
from rongtu.facts.places import find_zone
from rongtu.facts.reading import rows
from rongtu.facts.records.industry import Capability
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.facts.scope import read_scope
from rongtu.facts.store.roles import Role
from rongtu.settings import Settings
from rongtu.vocab.evidence import Nature

SECTIONS = "public,region,draws,programmes,esri"
SIZES = "1e4,1e5,1e6"
DRAWS, MANY_DRAWS, NODES = 200, 1_000, 60
MOST_OBJECTS = 100_000
"""Organisations up to which the reading by row objects is measured too."""

ZONES = {Nature.REAL: "京津冀", Nature.SYNTHETIC: "合成京津冀"}
COUNTED = ("organisation", "capability", "need", "technology", "deal", "assumption")

Found = TypeVar("Found")

SAME = "'synthetic', (SELECT min(source::text)::uuid FROM chain_node WHERE nature = 'synthetic'), 'public'"
"""Nature, source and visibility of what is added to a synthetic set."""

NODE = "(SELECT array_agg(id ORDER BY code) FROM chain_node WHERE nature = 'synthetic')"
ITEM = "(SELECT array_agg(item ORDER BY code) FROM chain_node WHERE nature = 'synthetic')"
FIRM = "(SELECT array_agg(id) FROM (SELECT id FROM organisation WHERE nature = 'synthetic' ORDER BY code LIMIT 1000) f)"

COMPLETED = (
    # who integrates is given what he can supply, as who produces has it
    "UPDATE capability SET capacity = 100000000 + abs(hashtext(id::text)::bigint), capacity_basis = 'capacity' "
    "WHERE nature = 'synthetic' AND role = 'integrates' AND capacity IS NULL",
    # what a survey that is no census may have missed is a stated range: half the nodes, so that there is much to draw
    "INSERT INTO assumption (id, code, kind, key, field, low, high, unit, distribution, author, stated_on, reason, "
    "nature, source, visibility) SELECT gen_random_uuid(), 'SYN-' || n.code, 'survey', "
    "n.code || '|' || z.name || '|' || s.as_of, 'bound', 0, 50000, '万元', 'uniform', '合成', '2024-12', '合成', "
    f"{SAME} FROM survey s JOIN chain_node n ON n.id = s.node JOIN zone z ON z.id = s.zone "
    "WHERE s.nature = 'synthetic' AND s.completeness <> 'census'",
    "INSERT INTO controller (id, node, name, kind, country, share, replaceable, confidence, nature, source, "
    "visibility) SELECT gen_random_uuid(), n.id, '合成' || t.country, 'supplier', t.country, 1, 0.2, 'derived', "
    f"{SAME} FROM chain_node n JOIN trade t ON t.item = n.item AND t.country IS NOT NULL WHERE n.nature = 'synthetic'",
    "INSERT INTO intervention (id, code, node, kind, title, adds, cost, lead_months, success, confidence, nature, "
    "source, visibility) SELECT gen_random_uuid(), 'SYN-I-' || code, id, 'fill', '合成', 5000000000, 1000000000, 12, "
    f"0.7, 'derived', {SAME} FROM chain_node WHERE nature = 'synthetic' AND code ~ '0[05]$'",
    "INSERT INTO need (id, code, kind, title, organisation, node, lacks, state, posted_on, nature, source, visibility) "
    f"SELECT gen_random_uuid(), 'SYN-N-' || i, 'demand', '合成', {FIRM}[1 + i % 1000], {NODE}[1 + i % 240], "
    "(ARRAY['talent', 'finance', 'technology', 'facility'])[1 + i % 4], (ARRAY['open', 'open', 'met'])[1 + i % 3], "
    f"(ARRAY['2024-01', '2024-11'])[1 + i % 2], {SAME} FROM generate_series(1, :tenth) i",
    "INSERT INTO technology (id, code, title, holder, item, keywords, trl, trl_on, nature, source, visibility) "
    f"SELECT gen_random_uuid(), 'SYN-T-' || i, '合成', {FIRM}[1 + i % 1000], {ITEM}[1 + i % 240], ARRAY[]::text[], "
    f"4 + i % 6, (ARRAY['2020-06', '2024-06'])[1 + i % 2], {SAME} FROM generate_series(1, :tenth) i",
    "INSERT INTO deal (id, code, need, technology, partner, stage, stage_on, nature, source, visibility) "
    f"SELECT gen_random_uuid(), 'SYN-D-' || n.i, n.id, t.id, {FIRM}[1], "
    f"(ARRAY['contacted', 'met', 'signed', 'implemented'])[1 + n.i % 4], '2024-12', {SAME} "
    "FROM (SELECT id, row_number() OVER (ORDER BY code) i FROM need WHERE nature = 'synthetic') n "
    "JOIN (SELECT id, row_number() OVER (ORDER BY code) i FROM technology WHERE nature = 'synthetic') t USING (i)",
    "ANALYZE",
)

PEER = """
    SELECT node, count(*), sum(capacity) FROM (
        SELECT DISTINCT ON (c.node, c.organisation) c.node, c.capacity
        FROM capability c JOIN organisation o ON o.id = c.organisation
        WHERE c.role = ANY(:roles) AND c.capacity IS NOT NULL AND c.capacity_basis <> 'sales'
            AND o.region = ANY(:inside)
        ORDER BY c.node, c.organisation, c.as_of DESC, c.grade, c.id
    ) chosen GROUP BY node
"""


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """A place: rows, seconds of each step after load, and peak memory of the process in mebibytes.

    `peer_s` is PostgreSQL's for what `supply_s` is ours for (reading and choosing who supplies what), `objects_s` that
    of the reading by row objects; `cpu_s` is what all steps took of this process's processor, without the server.
    """

    organisations: int
    rows: Mapping[str, int]
    steps: Mapping[str, float]
    valued: int
    unknown: int
    supply_s: float
    peer_s: float
    same: bool
    objects_s: float | None
    cpu_s: float
    peak_mib: float

    @property
    def total(self) -> float:
        """Seconds of all steps."""
        return sum(self.steps.values())


def public() -> Diagnosed:
    """The public sample, loaded and diagnosed."""
    with throw_away() as settings:
        loaded(settings, {"sample.load": {}})
        return _inside(settings, Nature.REAL, 0)


def region(organisations: int) -> Diagnosed:
    """A synthetic region, loaded and diagnosed."""
    with throw_away() as settings:
        sizes = {"organisations": organisations, "mean_degree": 0}
        seconds, _ = timed(lambda: loaded(settings, {"sample.load": {}, "load.synthetic": sizes}))
        told(f"{organisations:,} organisations loaded in {seconds:.0f} s")
        return _inside(settings, Nature.SYNTHETIC, organisations)


def loaded(settings: Settings, operations: Mapping[str, Mapping[str, object]]) -> None:
    """Run the operations that load facts; what a synthetic set lacks is added."""
    store = wiring.store(settings)
    try:
        dispatcher = wiring.dispatcher(store)
        for name, payload in operations.items():
            dispatcher.run(name, payload, wiring.local_principal())
        tenth = int(str(operations.get("load.synthetic", {}).get("organisations", 0))) // 10
        with store.engine(Role.OWNER).connect().execution_options(isolation_level="AUTOCOMMIT") as owner:
            for statement in COMPLETED if tenth else ():
                owner.execute(text(statement), {"tenth": tenth} if ":tenth" in statement else {})
    finally:
        store.close()


def _inside(settings: Settings, nature: Nature, organisations: int) -> Diagnosed:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("RONGTU_")}
    environment["RONGTU_DATA_DIR"] = str(settings.data_dir)
    command = [sys.executable, __file__, "--inside", nature.value, "--sizes", str(organisations)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return Diagnosed(**json.loads(done.stdout))


def inside(nature: Nature, organisations: int) -> Diagnosed:
    """What one process measures over the store that the environment names."""
    store = wiring.store()
    try:
        dispatcher, principal = wiring.dispatcher(store), wiring.local_principal()
        listed = dispatcher.run("chain.list", {}, principal, nature=nature)
        steps, begun = {}, time.process_time()
        asked = {"zone": ZONES[nature], "draws": DRAWS}
        steps["value"], value = timed(lambda: dispatcher.run("chain.value", asked, principal, nature=nature))
        for chain in listed.chains:
            ask = partial(dispatcher.run, "chain.diagnose", {"chain": chain.code}, principal, nature=nature)
            steps[chain.code], _ = timed(ask)
        peak, cpu = high_water(), time.process_time() - begun
        with store.engine(Role.APP).begin() as connection:
            tell(connection, {"levels": "public", "natures": nature.value})
            return Diagnosed(
                organisations=organisations,
                rows={kind: connection.execute(text(f"SELECT count(*) FROM {kind}")).scalar_one() for kind in COUNTED},
                steps=steps,
                valued=len(value.chains),
                unknown=sum(node.stake.point is None for node in value.nodes),
                cpu_s=cpu,
                peak_mib=peak,
                **_beside_peers(connection, nature, organisations),
            )
    finally:
        store.close()


def _beside_peers(connection: Connection, nature: Nature, organisations: int) -> dict[str, object]:
    """Reading and choosing who supplies what, by us, by PostgreSQL, and by an object for each row."""
    scope = read_scope(connection, find_zone(connection, ZONES[nature]))
    given = {"roles": sorted(SUPPLYING), "inside": list(scope.inside)}
    peer_s, theirs = timed(lambda: connection.execute(text(PEER), given).all())
    supply_s, ours = timed(lambda: choose(read_placed(connection, scope, (), None), ()).suppliers.capable)
    totals = ours.group_by("node").agg(pl.len().alias("bodies"), pl.col("capacity").sum().alias("fen"))
    same = set(totals.iter_rows()) == {(str(node), count, int(fen)) for node, count, fen in theirs}
    objects_s = None
    if organisations <= MOST_OBJECTS:
        supplying = table(Capability).c.role.in_(given["roles"])
        objects_s, _ = timed(lambda: (rows(connection, Capability, supplying), rows(connection, Organisation)))
    return {"peer_s": peer_s, "supply_s": supply_s, "same": same, "objects_s": objects_s}


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything asked of one chain: seconds, those of the processor, the ends of V, peak memory."""

    nodes: int
    draws: int
    seconds: float
    cpu_s: float
    value: tuple[float | None, float | None]
    peak_mib: float


def many_draws() -> Drawn:
    """Everything asked of one chain of ranges, a thousand times."""
    made = network(NODES, options=NODES // 10)
    ranged = tuple(
        dataclasses.replace(node, chain="C", supply=tuple(_range(node.code, figure) for figure in node.supply))
        for node in made.nodes
    )
    chain, begun = dataclasses.replace(made, nodes=ranged), time.process_time()
    seconds, found = timed(lambda: assess(chain, draws=MANY_DRAWS))
    ends = (found.value.low, found.value.high)
    return Drawn(NODES, MANY_DRAWS, seconds, time.process_time() - begun, ends, high_water())


def _range(code: str, figure: Figure) -> Figure:
    return assumed(figure.point / 2, figure.point * 1.5, f"assumption:{code}")


def timed(work: Callable[[], Found]) -> tuple[float, Found]:
    """Seconds, and what came of it."""
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def told(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr, flush=True)


def apart(script: str, *arguments: str) -> str:
    """What another script prints, run in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name(script)), *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.rstrip()


def lines(found: Diagnosed, before: Diagnosed | None) -> Iterator[str]:
    """A place as it is told; how many times the size before it, where there was one."""
    name = f"{found.organisations:,} organisations" if found.organisations else "public sample"
    yield f"{name}: " + ", ".join(f"{count:,} {kind}" for kind, count in found.rows.items())
    yield "  " + "  ".join(f"{step} {seconds:.2f} s" for step, seconds in found.steps.items())
    growth = f", {found.total / before.total:.1f}× that of {before.organisations:,}" if before else ""
    yield (
        f"  diagnosed in {found.total:.2f} s (processor {found.cpu_s:.2f} s){growth}; "
        f"{found.valued} chains valued, {found.unknown} stakes unknown; "
        f"peak {found.peak_mib:,.0f} MiB"
    )
    objects = (
        f", row objects {found.objects_s:.2f} s ({found.objects_s / found.supply_s:.1f}×)" if found.objects_s else ""
    )
    yield (
        f"  who supplies what {found.supply_s:.2f} s; PostgreSQL {found.peer_s:.2f} s "
        f"({found.peer_s / found.supply_s:.1f}×, same: {'yes' if found.same else 'no'}){objects}"
    )


def of_draws(found: Drawn) -> str:
    """What a line says of draws."""
    return (
        f"{found.draws:,} draws of everything asked of {found.nodes} nodes in {found.seconds:.2f} s "
        f"(processor {found.cpu_s:.2f} s); peak {found.peak_mib:,.0f} MiB"
    )


def main() -> None:
    """Print each section as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--section", default=SECTIONS, help=f"which (default {SECTIONS})")
    parser.add_argument("--sizes", default=SIZES, help=f"organisations of the regions (default {SIZES})")
    parser.add_argument("--json", action="store_true", help="print one line of JSON for each measurement")
    parser.add_argument("--inside", type=Nature, default=None, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    sizes = sorted(int(float(size)) for size in asked.sizes.split(","))
    if asked.inside:
        print(json.dumps(asdict(inside(asked.inside, sizes[0]))))
        return
    form = ["--json"] if asked.json else []
    for section in asked.section.split(","):
        if not asked.json:
            print(f"== {section}")
        match section:
            case "public":
                show([public()], as_json=asked.json)
            case "region":
                show(map(region, sizes), as_json=asked.json)
            case "draws":
                drawn = many_draws()
                print(json.dumps(asdict(drawn)) if asked.json else of_draws(drawn))
            case "programmes":
                print(apart("value.py", "--plans", "1e2,1e3,1e4", *form))
            case "esri":
                print(apart("esri.py", *form))
            case _:
                parser.error(f"no section {section}; there are {SECTIONS}")


def show(measured: Iterable[Diagnosed], *, as_json: bool) -> None:
    """Print places, a line or a few for each."""
    before = None
    for found in measured:
        print(json.dumps(asdict(found)) if as_json else "\n".join(lines(found, before)), flush=True)
        before = found


if __name__ == "__main__":
    main()
