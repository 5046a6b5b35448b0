"""How an answer is shown on the command line: tables or entries for people, canonical JSON for machines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from rongtu.acts.models import Model
from rongtu.faces.cli import found_pages, need_pages, set_pages
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.disclosure import mark
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.labels import LABELS, label

LAID_OUT: Mapping[type[Model], Callable[[Any, Console, Nature], None]] = {
    **need_pages.PAGES,
    **found_pages.PAGES,
    **set_pages.PAGES,
}
"""Answers that have a page of their own; `-v` shows them field by field."""

WIDEST = 60
"""Characters of a cell shown in a table; --json has all of them."""

MOST_COLUMNS = 6
"""Columns a table may have; with more, each item is an entry of a few lines."""

UNSHOWN = frozenset({"ref", "refs", "contributions", "trace", "row_sources"})
"""Fields for machines: names of rows, and what adds up to a score."""

NOTHING = "—"


def show(answer: Model, *, as_json: bool, whole: bool, nature: Nature = Nature.REAL) -> None:
    """Print an answer: as JSON, in its headline where it has one, or (`whole`) all of it.

    What is not real says so: in a line of its own for people, in a member `nature` for machines. What not everybody
    may see says for whom it is.
    """
    headline = answer.headline()
    if as_json:
        marked = {} if nature is Nature.REAL else {"nature": nature.value}
        typer.echo(canonical_bytes({**answer.model_dump(mode="json"), **marked}))
        return
    show_nature(nature)
    show_level(answer)
    if headline and not whole:
        typer.echo(headline)
        return
    console = Console()
    if type(answer) in LAID_OUT and not whole:
        LAID_OUT[type(answer)](answer, console, nature)
        return
    for name, value in answer:
        if value in ((), {}):
            console.print(f"{name}: {NOTHING}")
        _print(console, name, value)


def show_nature(nature: Nature) -> None:
    """Say that what follows is not real, if so."""
    if nature is not Nature.REAL:
        typer.echo(f"【{label(nature).zh} {nature}】以下内容不是真实情况")


def show_level(answer: Model) -> None:
    """Say that not everybody may see what follows, if so."""
    level = getattr(answer, "level", None)
    if isinstance(level, Visibility) and mark(level):
        typer.echo(f"【{mark(level)}】仅供有权查看的人")


def _print(console: Console, name: str, value: Any) -> None:
    if name in UNSHOWN or value in ((), {}, None):
        return
    if isinstance(value, Model):
        if value.headline():
            console.print(f"{name}: {_words(value)}", markup=False, highlight=False)
            return
        for part, inner in value:
            _print(console, f"{name}.{part}", inner)
    elif isinstance(value, dict) and all(isinstance(item, Model) for item in value.values()):
        for key, item in value.items():
            _print(console, key, item)
    elif isinstance(value, tuple) and all(isinstance(item, Model) for item in value):
        _items(console, name, value)
    else:
        console.print(f"{name}: {_words(value)}", markup=False, highlight=False)


def _items(console: Console, title: str, items: Sequence[Model]) -> None:
    columns = [name for name in type(items[0]).model_fields if name not in UNSHOWN]
    if len(columns) <= MOST_COLUMNS:
        console.print(_table(title, columns, items))
        return
    console.print(title, style="italic", markup=False)
    for item in items:
        told = [(name, getattr(item, name)) for name in columns]
        known = [f"{name} {_cell(value)}" for name, value in told[1:] if value not in (None, (), {}, False)]
        console.print(f"  {_cell(told[0][1])}", style="bold", markup=False, highlight=False)
        console.print(f"    {' · '.join(known)}", markup=False, highlight=False)


def _table(title: str, columns: Sequence[str], items: Sequence[Model]) -> Table:
    table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for item in items:
        table.add_row(*(_cell(getattr(item, name)).replace("[", r"\[") for name in columns))
    return table


def _cell(value: Any) -> str:
    text = _words(value)
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _words(value: Any) -> str:
    """A value in words, whole."""
    if value is None:
        return NOTHING
    if isinstance(value, Model):
        told = value.headline()
        if told:
            return told
        return " ".join(_words(part) for name, part in value if name not in UNSHOWN and part is not None)
    if isinstance(value, dict):
        return "、".join(f"{name} {_words(part)}" for name, part in value.items())
    if isinstance(value, tuple):
        return "、".join(_words(part) for part in value)
    return _word(value)


def _word(value: bool | float | str) -> str:
    """A single value in words: codes by their label, numbers to six digits."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, StrEnum) and type(value) in LABELS:
        return label(value).zh
    return str(value)
