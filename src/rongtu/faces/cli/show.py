"""How an answer is shown on the command line: tables for people, JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from rongtu.acts.models import Model

WIDEST = 60
"""Characters of a cell shown in a table; --json has all of them."""

NOTHING = "—"


def show(answer: Model, *, as_json: bool, whole: bool) -> None:
    """Print an answer: as JSON, in its headline where it has one, or (`whole`) all of it."""
    headline = answer.headline()
    if as_json:
        typer.echo(json.dumps(answer.model_dump(mode="json"), ensure_ascii=False))
        return
    if headline and not whole:
        typer.echo(headline)
        return
    console = Console()
    for name, value in answer:
        if value in ((), {}):
            console.print(f"{name}: {NOTHING}")
        _print(console, name, value)


def _print(console: Console, name: str, value: Any) -> None:
    if isinstance(value, Model):
        for part, inner in value:
            _print(console, f"{name}.{part}", inner)
    elif isinstance(value, dict) and value and all(isinstance(item, Model) for item in value.values()):
        for key, item in value.items():
            _print(console, key, item)
    elif isinstance(value, tuple) and value and all(isinstance(item, Model) for item in value):
        console.print(_table(name, value))
    elif value not in ((), {}, None):
        console.print(f"{name}: {_cell(value)}", markup=False, highlight=False)


def _table(title: str, items: Sequence[Model]) -> Table:
    plain = [name for name in type(items[0]).model_fields if name not in ("ref", "refs")]
    table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for name in plain:
        table.add_column(name, overflow="fold")
    for item in items:
        table.add_row(*(_cell(getattr(item, name)) for name in plain))
    return table


def _cell(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, tuple):
        text = "、".join(_cell(part) for part in value)
    elif isinstance(value, Model):
        text = " ".join(_cell(part) for _, part in value)
    elif isinstance(value, float):
        text = f"{value:.6g}"
    else:
        text = str(value)
    short = text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
    return short.replace("[", r"\[")
