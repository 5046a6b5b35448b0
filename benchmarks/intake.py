"""Measure `rongtu load organisation` against PostgreSQL's own COPY of the same rows, and its memory as files grow.

    python benchmarks/intake.py [--sizes 1e4,1e5,1e6] [--repeats 3] [--json]

Both fill the same table, with all its indexes and constraints, on the same embedded server, emptied before each. COPY
is given the rows typed and with their ids, as PostgreSQL writes them; ours is the public command in a process of its
own, given a CSV file of synthetic organisations and timed from start to end; the ratio is told with and without the
time that the command line takes to do nothing. Times are medians, memory is the largest VmHWM of our process. Nothing
is asserted; whether both left the same rows is told.
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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from rongtu import wiring
from rongtu.facts.fields import KINDS
from rongtu.facts.store.roles import Role
from rongtu.facts.synthetic import Parameters, sheets, write
from rongtu.settings import Settings

SIZES = "1e4,1e5,1e6"
SMALL, REPEATS = 100_000, 3
"""Sizes up to SMALL are measured REPEATS times, larger ones once, unless told otherwise."""

BLOCK = 2**20
POLL = 0.01

NEEDED = ("source", "organisation")
COLUMNS = ", ".join(f'"{name}"' for name in ("id", *KINDS["organisation"].names))
FINGERPRINT = "SELECT count(*), sum(hashtextextended(t::text, 0)) FROM organisation t"

Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured at one size: medians in rows per second, seconds, and mebibytes."""

    rows: int
    repeats: int
    copy_rows_per_s: float
    ours_rows_per_s: float
    ratio: float
    ratio_without_start: float
    ours_s: float
    start_s: float
    peak_mib: float
    growth: float | None
    """Peak memory divided by that of the size before."""

    same_rows: bool


@dataclass(frozen=True, slots=True)
class Run:
    """One run of each, and whether both left the same rows."""

    copy_s: float
    ours_s: float
    peak_mib: float
    same_rows: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A throw-away store: the owner's connection, the environment of a `rongtu` process, a folder for files."""

    owner: Connection
    environment: dict[str, str]
    folder: Path


@contextmanager
def throw_away() -> Iterator[Place]:
    """A store of its own with the public sample, whose regions the organisations lie in; gone afterwards."""
    # ended from outside, it stops its server all the same
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    folder = Path(tempfile.mkdtemp(prefix="rt-", dir="/tmp"))
    folder.chmod(0o755)
    settings = Settings(folder / "d")
    store = wiring.store(settings)
    try:
        dispatcher = wiring.dispatcher(store)
        dispatcher.run("sample.load", {}, wiring.local_principal())
        environment = {key: value for key, value in os.environ.items() if not key.startswith("RONGTU_")}
        environment["RONGTU_DATA_DIR"] = str(settings.data_dir)
        with psycopg.connect(store.conninfo(Role.OWNER), autocommit=True) as owner:
            yield Place(owner, environment, folder)
    finally:
        store.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(place: Place, sizes: Sequence[int], repeats: int | None) -> Iterator[Measured]:
    """Measure each size, smallest first."""
    before = None
    started = statistics.median(start(place) for _ in range(REPEATS))
    for rows in sorted(sizes):
        times = repeats or (REPEATS if rows <= SMALL else 1)
        file, typed = prepare(place, rows)
        runs = [one_run(place, file, typed) for _ in range(times)]
        copied, ours = (statistics.median(getattr(run, name) for run in runs) for name in ("copy_s", "ours_s"))
        peak = max(run.peak_mib for run in runs)
        yield Measured(
            rows=rows,
            repeats=times,
            copy_rows_per_s=rows / copied,
            ours_rows_per_s=rows / ours,
            ratio=copied / ours,
            ratio_without_start=copied / (ours - started),
            ours_s=ours,
            start_s=started,
            peak_mib=peak,
            growth=peak / before if before else None,
            same_rows=all(run.same_rows for run in runs),
        )
        before = peak


def prepare(place: Place, rows: int) -> tuple[Path, Path]:
    """The file that is loaded, and its rows as COPY takes them, in the same order."""
    made = [sheet for sheet in sheets(Parameters(organisations=rows, seed=1)) if sheet.kind.name in NEEDED]
    source, file = write(made, place.folder)
    place.owner.execute("TRUNCATE organisation CASCADE")
    load(place, "source", source)
    load(place, "organisation", file)
    typed = place.folder / "typed"
    query = f"COPY (SELECT {COLUMNS} FROM organisation ORDER BY uscc) TO STDOUT"
    with place.owner.cursor() as cursor, typed.open("wb") as into, cursor.copy(query.encode()) as out:
        for block in out:
            into.write(block)
    return file, typed


def one_run(place: Place, file: Path, typed: Path) -> Run:
    """COPY and ours, one after the other."""
    peaks: list[float] = []
    copy_s = timed(place.owner, lambda: copy(place.owner, typed))
    copied = place.owner.execute(FINGERPRINT).fetchone()
    ours_s = timed(place.owner, lambda: peaks.append(load(place, "organisation", file)))
    return Run(copy_s, ours_s, peaks[0], place.owner.execute(FINGERPRINT).fetchone() == copied)


def timed(owner: Connection, work: Callable[[], object]) -> float:
    """Seconds `work` takes on the emptied table."""
    owner.execute("TRUNCATE organisation CASCADE")
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def copy(owner: Connection, typed: Path) -> None:
    """What PostgreSQL does with rows that are ready."""
    statement = f"COPY organisation ({COLUMNS}) FROM STDIN".encode()
    with typed.open("rb") as file, owner.cursor() as cursor, cursor.copy(statement) as into:
        while block := file.read(BLOCK):
            into.write(block)


def load(place: Place, kind: str, file: Path) -> float:
    """Run `rongtu load` in a process of its own; its largest resident memory in mebibytes."""
    return _run(place, "load", kind, str(file), "--nature", "synthetic", "--json")


def start(place: Place) -> float:
    """Seconds the command line takes to do nothing."""
    started = time.perf_counter()
    _run(place, "version")
    return time.perf_counter() - started


def _run(place: Place, *arguments: str) -> float:
    peak = 0.0
    command = [sys.executable, "-m", "rongtu", *arguments]
    with tempfile.TemporaryFile() as told:
        # VmHWM and not the child's ru_maxrss: that begins with what this process held when it started the child
        with subprocess.Popen(command, env=place.environment, stdout=told, stderr=told) as process:
            while process.poll() is None:
                peak = max(peak, _high_water(process.pid))
                time.sleep(POLL)
        if process.returncode:
            told.seek(0)
            raise SystemExit(f"rongtu {' '.join(arguments)}: {told.read().decode()}")
    return peak


def _high_water(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def main() -> None:
    """Print the table, a line as soon as a size is measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default=SIZES, help=f"numbers of organisations (default {SIZES})")
    parser.add_argument("--repeats", type=int, default=None, help=f"runs of each (default {REPEATS} up to {SMALL:,})")
    parser.add_argument("--json", action="store_true", help="print one line of JSON for each size")
    asked = parser.parse_args()
    sizes = [int(float(size)) for size in asked.sizes.split(",")]
    if not asked.json:
        print("     rows  runs  COPY rows/s  ours rows/s  ratio  (no start)  ours s  (start)  peak MiB  growth  same")
    with throw_away() as place:
        for found in measure(place, sizes, asked.repeats):
            print(json.dumps(asdict(found)) if asked.json else _line(found), flush=True)


def _line(found: Measured) -> str:
    growth = f"{found.growth:7.2f}" if found.growth else "      -"
    return (
        f"{found.rows:9}  {found.repeats:4}  {found.copy_rows_per_s:11,.0f}  {found.ours_rows_per_s:11,.0f}  "
        f"{found.ratio:5.2f}  {found.ratio_without_start:10.2f}  {found.ours_s:6.1f}  {found.start_s:7.1f}  "
        f"{found.peak_mib:8.0f} {growth}  {'yes' if found.same_rows else 'no':>4}"
    )


if __name__ == "__main__":
    main()
