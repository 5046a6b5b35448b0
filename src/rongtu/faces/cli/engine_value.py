"""`rongtu engine value`: the value model on a file, without a database."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rongtu.desks.cluster.value_models import Budgets
from rongtu.engines.chain.value.inputs import (
    Figure,
    Group,
    Intervention,
    Network,
    Product,
    Purchase,
    ValueNode,
    assumed,
    missing,
    observed,
)
from rongtu.engines.chain.value.results import Assessment, Estimate
from rongtu.faces.cli.engine_files import read_toml
from rongtu.faces.cli.writing import write_file
from rongtu.vocab.chains import Completeness
from rongtu.vocab.geography import Origin
from rongtu.vocab.problems import InputError, Problem

UNKNOWN = "?"


class _Part(BaseModel):
    """A table of the file: it refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid")


class _Range(_Part):
    low: float
    high: float
    likely: float | None = None


Amount = float | _Range | None


class _Node(_Part):
    code: str
    name: str = ""
    supply: Amount = None
    buy: Amount = 0.0


class _Group(_Part):
    node: str
    members: tuple[str, ...]
    name: str = ""
    share: Amount = None
    essential: bool = True
    loss: Amount = 1.0


class _Product(_Part):
    node: str
    demand: Amount = None
    weight: Amount = 1.0


class _Intervention(_Part):
    code: str
    node: str
    title: str = ""
    adds: Amount = None
    cost: Amount = None
    success: Amount = 1.0
    lead_months: Amount = 0.0


class _File(_Part):
    node: tuple[_Node, ...]
    product: tuple[_Product, ...]
    group: tuple[_Group, ...] = ()
    intervention: tuple[_Intervention, ...] = ()
    budgets: Budgets = ()
    draws: int = Field(default=200, ge=1, le=10_000)
    seed: int = Field(default=20260101, ge=0)
    discount: float = Field(default=0.05, ge=0, le=1)


def value(
    network: Annotated[
        Path, typer.Argument(help="TOML: \\[\\[node]], \\[\\[group]], \\[\\[product]], \\[\\[intervention]].")
    ],
    out: Annotated[Path | None, typer.Option(help="JSON file to write with everything, ranges included.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the same JSON instead of tables.")] = False,
) -> None:
    """Value a network: what it delivers, what each node is worth to it, what interventions and plans add."""
    # the solver is loaded where it is needed: every command would start later
    from rongtu.engines.chain.value.assessment import assess

    asked = _read(network)
    result = assess(_network(asked), budgets=asked.budgets, draws=asked.draws, seed=asked.seed, discount=asked.discount)
    told = json.dumps(dataclasses.asdict(result), ensure_ascii=False, indent=1) + "\n"
    if out is not None:
        write_file(out, told.encode())
    if as_json:
        typer.echo(told, nl=False)
    else:
        _show(result)


def _read(path: Path) -> _File:
    try:
        return _File.model_validate(read_toml(path))
    except ValidationError as error:
        raise InputError(
            [
                Problem(
                    f"{path}, {'.'.join(str(part) for part in problem['loc'])}",
                    problem["msg"],
                    repr(problem.get("input"))[:80],
                    "Correct it; docs/reference/chain-method.md has the form.",
                )
                for problem in error.errors(include_url=False)
            ]
        ) from None


def _network(asked: _File) -> Network:
    """The network a file states; each node is an item of its own."""
    return Network(
        nodes=tuple(_node(node) for node in asked.node),
        groups=tuple(
            Group(
                f"{group.node}-{number}",
                group.node,
                group.name or "/".join(group.members),
                _figure(group.share, f"group {number} share"),
                group.members,
                group.essential,
                _figure(group.loss, f"group {number} loss"),
            )
            for number, group in enumerate(asked.group, 1)
        ),
        purchases=tuple(
            Purchase(node.code, Origin.ELSEWHERE, missing(), _figure(node.buy, f"{node.code} buy"))
            for node in asked.node
        ),
        products=tuple(
            Product(one.node, _figure(one.demand, f"{one.node} demand"), _figure(one.weight, f"{one.node} weight"))
            for one in asked.product
        ),
        interventions=tuple(
            Intervention(
                one.code,
                one.node,
                one.title,
                _figure(one.adds, f"{one.code} adds"),
                _figure(one.cost, f"{one.code} cost"),
                _figure(one.lead_months, f"{one.code} lead"),
                _figure(one.success, f"{one.code} success"),
            )
            for one in asked.intervention
        ),
    )


def _node(node: _Node) -> ValueNode:
    supply = _figure(node.supply, f"{node.code} supply")
    return ValueNode(node.code, node.name or node.code, "", node.code, Completeness.CENSUS, (supply,))


def _figure(amount: Any, key: str) -> Figure:
    if amount is None:
        return missing()
    if isinstance(amount, _Range):
        return assumed(amount.low, amount.high, key, likely=amount.likely)
    return observed(amount)


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
