"""`rongtu engine value`: the value of a chain file in tables, without a database."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rongtu.engines.chain.document import check
from rongtu.engines.chain.value.results import Assessment, Estimate
from rongtu.faces.cli.chain_toml import read_chain_form
from rongtu.faces.cli.writing import write_file
from rongtu.vocab.chain_document_form import raise_problems

UNKNOWN = "?"


def value(
    network: Annotated[
        Path,
        typer.Argument(help="A chain file (TOML): \\[\\[node]], \\[\\[group]], \\[\\[product]], \\[\\[intervention]]."),
    ],
    out: Annotated[Path | None, typer.Option(help="JSON file to write with everything, ranges included.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the same JSON instead of tables.")] = False,
) -> None:
    """Value a network: what it delivers, what each node is worth to it, what interventions and plans add."""
    form = read_chain_form(network)
    raise_problems(check(form.document, form.problems).errors, str(network))
    # the solver is loaded where it is needed: every command would start later
    from rongtu.engines.chain.document.valuing import assessed

    result = assessed(form.document)
    told = json.dumps(dataclasses.asdict(result), ensure_ascii=False, indent=1) + "\n"
    if out is not None:
        write_file(out, told.encode())
    if as_json:
        typer.echo(told, nl=False)
    else:
        _show(result)


def _show(result: Assessment) -> None:
    console = Console()
    console.print(f"V = {_told(result.value)}", highlight=False)
    for lack in result.value.missing:
        console.print(f"missing: {lack.input} of {lack.of}", highlight=False, markup=False)
    _table(
        console,
        ("node", "need", "supply", "cover", "stake", "room"),
        [(one.node, one.need, one.supply, one.cover, one.stake, one.room) for one in result.nodes],
    )
    if result.interventions:
        _table(
            console,
            ("intervention", "node", "gain alone", "worth", "net"),
            [(one.code, one.node, one.gain, one.worth, one.net) for one in result.interventions],
        )
    if result.plans:
        _table(
            console,
            ("budget", "cost", "gain", "expected", "gap", "chosen"),
            [
                (p.budget, p.cost, p.gain, p.expected, p.gap, ", ".join(step.code for step in p.steps) or "—")
                for p in result.plans
            ],
        )


def _table(console: Console, heads: tuple[str, ...], lines: list[tuple[object, ...]]) -> None:
    table = Table(show_edge=False, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for line in lines:
        table.add_row(*(escape(_told(cell)) for cell in line))
    console.print(table)


def _told(cell: object) -> str:
    if isinstance(cell, Estimate):
        if cell.point is None:
            return UNKNOWN
        point = f"{cell.point:.10g}"
        return point if cell.low == cell.high else f"{point} ({cell.low:.10g}–{cell.high:.10g})"
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)
