"""References: the record a cell means, by its key or by what people call it, among the stored and the staged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Connection, text

from rongtu.facts.fields import KINDS, Kind, id_text
from rongtu.facts.intake.keys import uuid5_text
from rongtu.facts.intake.staged import Staged
from rongtu.facts.merges import merged
from rongtu.vocab.evidence import Nature
from rongtu.vocab.text import half_width, normalised_name

MOST_CANDIDATES = 5

LOADED_BY = {"region": "Load the regions of GB/T 2260 (`rongtu sample load --which codes`)"}
"""How records that come with the program are loaded."""


NUL = "\0"
"""What no text of the store may hold."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a cell means: the key and id of one record, or why it is none."""

    key: str = ""
    id: str = ""
    fault: str = ""
    mend: str = ""


def meant_by(
    connection: Connection, frame: pl.DataFrame, kind: Kind, staged: Staged
) -> dict[str, dict[tuple[str, str], Meant]]:
    """What the cells of each column that refers mean, by the nature of their row."""
    meant: dict[str, dict[tuple[str, str], Meant]] = {}
    for column in kind.columns:
        name = column.name
        if column.field.refers is None or name not in frame.columns:
            continue
        target = KINDS[column.field.refers]
        if target in staged.kinds and target is not kind:
            _index(connection, target, staged)
        found = meant[name] = {}
        for nature in frame["nature"].drop_nulls().unique().to_list():
            cells = frame.filter(pl.col("nature") == nature)[name].drop_nulls().unique().to_list()
            sendable = [cell for cell in cells if NUL not in cell]  # the others are refused for it
            if sendable:
                known = resolve(connection, target, sendable, nature, target in staged.kinds)
                found |= {(nature, cell): _own(target, kind, cell, nature, one) for cell, one in known.items()}
    return meant


def _index(connection: Connection, target: Kind, staged: Staged) -> None:
    """Let a staged kind be found by its key, once something refers to it: all its rows are there by then."""
    if target.name not in staged.indexed:
        (key,) = target.key
        connection.execute(text(f"CREATE INDEX ON staged_{target.name} ({key})"))
        connection.execute(text(f"ANALYZE staged_{target.name}"))
        staged.indexed.add(target.name)


def _own(target: Kind, kind: Kind, cell: str, nature: str, meant: Meant) -> Meant:
    """A row of the same kind may come further down in the file: whether it did is looked at on landing."""
    if meant.fault and target is kind:
        return Meant(cell, uuid5_text(id_text(kind.name, cell, nature=nature)))
    return meant


def resolve(
    connection: Connection, target: Kind, cells: Collection[str], nature: str, staged: bool
) -> Mapping[str, Meant]:
    """The record of kind `target` each cell means, seen from rows of that nature.

    A key wins over a name. A name that several records have is a fault that tells them apart by their keys.
    """
    tables = [target.name, *([f"staged_{target.name}"] if staged else [])]
    spelled = {half_width(cell): cell for cell in cells} | {cell: cell for cell in cells}
    found = _by_key(connection, target, tables, spelled, nature)
    left = {written: cell for written, cell in spelled.items() if cell not in found}
    called = _by_name(connection, target, tables, left, nature) if left else {}
    return {cell: found.get(cell) or _named(connection, target, called.get(cell, {})) for cell in cells}


def _by_key(
    connection: Connection, target: Kind, tables: list[str], spelled: Mapping[str, str], nature: str
) -> dict[str, Meant]:
    (key,) = target.key
    query = " UNION ".join(f"SELECT {key}, id FROM {table} WHERE {key} = ANY(:cells) AND {WORLD}" for table in tables)
    rows = connection.execute(text(query), _bound(target, spelled, nature))
    return {spelled[row[0]]: Meant(row[0], str(row[1])) for row in rows}


def _by_name(
    connection: Connection, target: Kind, tables: list[str], left: Mapping[str, str], nature: str
) -> Mapping[str, dict[str, str]]:
    """For each cell, the keys and ids of the records it names."""
    called: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name in target.called:
        spelled = {normalised_name(cell): cell for cell in left.values()} if name == "name_key" else left
        for written, key, identity in _rows(connection, target, name, tables, _bound(target, spelled, nature)):
            called[spelled[written]][key] = str(identity)
    return called


def _rows(
    connection: Connection, target: Kind, name: str, tables: list[str], bound: dict[str, Any]
) -> Iterable[tuple[str, str, Any]]:
    (key,) = target.key
    several = target.column(name).type == tuple[str, ...]
    query = " UNION ".join(
        f"SELECT one, {key}, id FROM {table}, unnest({name}) one WHERE one = ANY(:cells) AND {WORLD}"
        if several
        else f"SELECT {name}, {key}, id FROM {table} WHERE {name} = ANY(:cells) AND {WORLD}"
        for table in tables
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(text(query), bound)]


def _bound(target: Kind, spelled: Mapping[str, str], nature: str) -> dict[str, Any]:
    natures = [nature, Nature.REAL.value] if target.definition else [nature]
    return {"cells": list(spelled), "natures": natures}


def _named(connection: Connection, target: Kind, called: Mapping[str, str]) -> Meant:
    """The one record of those called so; of several, the one that stands for the others where there is one."""
    if len(called) > 1:
        called = CHOICE.get(target.name, _all)(connection, called)
    if len(called) == 1:
        ((key, identity),) = called.items()
        return Meant(key, identity)
    if called:
        keys = "、".join(sorted(called)[:MOST_CANDIDATES])
        return Meant(fault=f"names just one {target.zh} {target.name}", mend=f"Write its key instead, one of {keys}.")
    return Meant(
        fault=f"refers to a {target.zh} {target.name} that exists",
        mend=f"{LOADED_BY.get(target.name, f'Load the {target.name} first')}, or correct the cell.",
    )


def _all(_connection: Connection, called: Mapping[str, str]) -> Mapping[str, str]:
    return called


def _widest(_connection: Connection, called: Mapping[str, str]) -> Mapping[str, str]:
    """A name means the province before a district of that name, and a city before what lies in it."""
    provinces = {key: identity for key, identity in called.items() if key.endswith("0000")}
    cities = {key: identity for key, identity in called.items() if key.endswith("00")}
    for wide in (provinces, cities):
        if len(wide) == 1 and (wide is provinces or all(key[:4] == next(iter(wide))[:4] for key in called)):
            return wide
    return called


def _unmerged(connection: Connection, called: Mapping[str, str]) -> Mapping[str, str]:
    """Bodies that were merged into another leave their name to it."""
    same = {str(second) for second in merged(connection)}
    return {key: identity for key, identity in called.items() if identity not in same}


Choice = Callable[[Connection, Mapping[str, str]], Mapping[str, str]]

CHOICE: Mapping[str, Choice] = {"region": _widest, "organisation": _unmerged}
"""How a name that several records of a kind have is understood."""

WORLD = "nature = ANY(:natures)"
