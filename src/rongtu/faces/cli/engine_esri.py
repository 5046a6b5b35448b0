"""`rongtu engine esri`: the economic systemic risk index of a supply network in files, without a database."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from rongtu.engines.chain.esri import Cascades, Losses, Mode, Shocks, Stop, SupplyNetwork, cascade
from rongtu.engines.chain.esri.checking import Places
from rongtu.faces.cli.esri_case import FIRST_ROW, Case, ShockRows, read_case
from rongtu.faces.cli.writing import write_file

MODES = {Mode.PUBLISHED: "论文原法 (published)", Mode.CONVERGED: "收敛解 (converged)"}

Tables = tuple[tuple[str, str], ...]
TABLES: Tables = (
    ("sec_d_mat", "down"),
    ("sec_u_mat", "up"),
    ("sec_du_mat", "joint"),
    ("sec_d_mat_init", "down_first"),
    ("sec_u_mat_init", "up_first"),
    # as the published cases have it: what is taken off the joint table is the larger of the two
    ("sec_du_mat_init", "up_first"),
)
"""Files of tables by sector, and what of the result is in them."""


def esri(  # noqa: PLR0917 - a command's options
    case: Annotated[
        Path,
        typer.Argument(help="Folder: edges.csv, firms.csv, essential.csv, config.json, maybe psi.csv, psi_up.csv."),
    ],
    out: Annotated[Path, typer.Option(help="CSV to write: scenario, indices of each weight, iterations.")],
    mode: Annotated[
        Mode, typer.Option(help="The published sweep with the case's stop, or its limit.")
    ] = Mode.PUBLISHED,
    losses: Annotated[Path | None, typer.Option(help="CSV to write: what firms lose, where it is not 0.")] = None,
    first: Annotated[int, typer.Option(min=1, help="Scenarios whose losses are written, from the first.")] = 20,
    sectors: Annotated[Path | None, typer.Option(help="Folder for tables of what sectors lose.")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads; as many as the machine has.")] = None,
) -> None:
    """Compute ESRI for every scenario of a folder: each firm failing in turn, or the shocks it states."""
    read = read_case(case)
    network, shocks = _network(case, read), _shocks(case, read)
    asked = range(min(first, shocks.scenarios)) if losses is not None else ()
    with _progress(shocks.scenarios) as progress:
        found = cascade(
            network,
            shocks,
            mode=mode,
            eps=read.config.eps,
            stop=Stop(read.config.conv_type),
            threads=threads,
            losses_of=asked,
            sectors=sectors is not None,
            progress=progress,
        )
    names = read.firms if read.psi is None and read.psi_up is None else tuple(map(str, range(shocks.scenarios)))
    write_file(out, "".join(_indices(found, names)).encode())
    if losses is not None and found.losses is not None:
        write_file(losses, "".join(_losses(found.losses, names, read.firms)).encode())
    if sectors is not None:
        _write_sectors(sectors, found, names, read.sectors)
    typer.echo(_told(found, read, shocks.scenarios, out))


def _network(folder: Path, case: Case) -> SupplyNetwork:
    return SupplyNetwork.from_sectors(
        case.supplier,
        case.buyer,
        case.value,
        case.sector,
        case.essential,
        market=case.market,
        revenue=case.revenue,
        costs=case.costs,
        weights=case.weights,
        places=Places(f"{folder / 'edges.csv'}, row {{}}", f"{folder / 'firms.csv'}, row {{}}", FIRST_ROW),
    )


def _shocks(folder: Path, case: Case) -> Shocks:
    """The shocks of a folder: psi_up is psi where there is none, and without psi every firm fails in turn."""
    if case.psi is None and case.psi_up is None:
        return Shocks.every(len(case.firms))
    down = case.psi
    if down is None:
        every = np.arange(len(case.firms))
        down = ShockRows(every, every, np.ones(len(every)))
    rows = [one for one in (down, case.psi_up) if one is not None]
    return Shocks.partial(
        max((int(one.scenario.max()) + 1 for one in rows if len(one.scenario)), default=0),
        down.firm,
        down.scenario,
        down.share,
        up=None if case.psi_up is None else (case.psi_up.firm, case.psi_up.scenario, case.psi_up.share),
        places=tuple(Places(f"{folder / name}, row {{}}", first=FIRST_ROW) for name in ("psi.csv", "psi_up.csv")),
    )


@contextmanager
def _progress(scenarios: int) -> Iterator[Callable[[int], None] | None]:
    """A bar on standard error; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("情景 (scenarios)", total=scenarios)
        yield lambda done: bar.update(task, completed=done)


def _indices(found: Cascades, names: tuple[str, ...]) -> Iterator[str]:
    weights = range(1, found.esri.shape[1] + 1)
    columns = [f"{name}_weight_{one}" for one in weights for name in ("ESRI", "ESRI_d", "ESRI_u")]
    yield ",".join(["scenario", *columns, "iterations"]) + "\n"
    indices = np.stack((found.esri, found.down, found.up), axis=2).reshape(len(names), len(columns))
    for name, row, steps in zip(names, indices, found.steps.tolist(), strict=True):
        yield ",".join([name, *map(_number, row.tolist()), str(steps)]) + "\n"


def _losses(found: Losses, scenarios: tuple[str, ...], firms: tuple[str, ...]) -> Iterator[str]:
    yield "scenario,firm,loss_down,loss_up\n"
    columns = (found.scenario.tolist(), found.firm.tolist(), found.down.tolist(), found.up.tolist())
    for scenario, firm, down, up in zip(*columns, strict=True):
        yield f"{scenarios[scenario]},{firms[firm]},{_number(down)},{_number(up)}\n"


def _write_sectors(folder: Path, found: Cascades, names: tuple[str, ...], sectors: tuple[str, ...]) -> None:
    """A file for each table, and for each weight after the first one more."""
    header = ",".join(["scenario", *(f"X{name}" if name[:1].isdigit() else name for name in sectors)])
    for called, of in TABLES:
        for number, table in enumerate(getattr(found.sectors, of), 1):
            lines = (f"{name},{','.join(map(_number, row))}" for name, row in zip(names, table.tolist(), strict=True))
            name = f"{called}.csv" if number == 1 else f"{called}_weight_{number}.csv"
            write_file(folder / name, ("\n".join([header, *lines]) + "\n").encode())


def _number(value: float) -> str:
    """A number with all its digits; what is unknown is empty."""
    return "" if np.isnan(value) else f"{value:.17g}"


def _told(found: Cascades, case: Case, scenarios: int, out: Path) -> str:
    stop = (
        f"eps {found.eps:g}, conv_type {int(found.stop)}"
        if found.mode is Mode.PUBLISHED
        else f"误差至多 (error at most) {found.eps:.1g}"
    )
    steps = f"{found.steps.mean():.1f}，最多 (at most) {found.steps.max()}" if scenarios else "—"
    down = (
        ""
        if case.psi is not None or case.psi_up is None
        else "；无 psi.csv：下游为逐一停产 (no psi.csv: firms fail in turn)"
    )
    extra = sorted(case.config.model_extra or ())
    unused = f"；config.json 未用的键 (keys not used): {', '.join(extra)}" if extra else ""
    return (
        f"ESRI  {MODES[found.mode]}：{stop}；{len(case.firms)} 家 (firms)，{len(case.value)} 条供货 (links)，"
        f"{scenarios} 个情景 (scenarios)，平均步数 (mean steps) {steps}{down}{unused} → {out}"
    )
