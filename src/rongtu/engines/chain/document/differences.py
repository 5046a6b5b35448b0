"""Differences between two chain documents: every row added, removed or changed, key by key; the order of rows is none.

A row is the same in both where its key is: the code of a node, a group (without a code: its node and name, or members)
or an intervention; the ends and relation of a link; node, origin and country of a purchase; node, name and kind of a
controller. What was renamed keeps its code; another code is another row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Any

from rongtu.vocab.chain_document import ChainDocument, LinkEntry, Span
from rongtu.vocab.chains import Relation


class Action(StrEnum):
    """What became of a row or of one value in it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: of a whole row (`field` empty; all it says before or after), or of one value of a row.

    `key` is what the row is known by, `name` what it is called. A member that came or went is a value of its group,
    `members`, with itself as `before` or `after`. A value that is not said is None.
    """

    table: str
    key: str
    name: str
    action: Action
    field: str = ""
    before: Any = None
    after: Any = None


Row = Mapping[str, Any]
"""What a row says, by key; what it does not say is not there."""

Rows = Mapping[str, tuple[str, Row]]
"""Rows of a table: what each is called, and what it says, by what it is known by."""

TABLES = ("chain", "node", "group", "link", "purchase", "intervention", "controller")
"""In the order in which differences are told."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "chain": ("code", "name", "as_of", "source", "budgets", "draws", "seed", "discount"),
    "node": ("name", "item", "tier", "kind", "final", "supply", "buy", "demand", "weight"),
    "group": ("node", "name", "members", "share", "essential", "loss"),
    "link": ("basis",),
    "purchase": ("bought", "available"),
    "intervention": ("node", "title", "kind", "adds", "cost", "success", "lead_months"),
    "controller": ("country", "share", "replaceable"),
}
"""What is compared of a row beside its key, in the order in which it is told."""

MEMBERS = "members"


def differences(before: ChainDocument, after: ChainDocument) -> tuple[Difference, ...]:
    """Everything that `after` says otherwise than `before`, in the order of tables, keys and fields."""
    old, new = tables(before), tables(after)
    return tuple(found for table in TABLES for found in _of_table(table, old[table], new[table]))


def tables(document: ChainDocument) -> Mapping[str, Rows]:
    """All that a document says, row by row; two documents that say the same have equal tables."""
    return {
        "chain": {"": (document.called, _said(document, "chain"))},
        "node": _rows(document.nodes, "node", lambda node: node.code, lambda node: node.called),
        "group": {
            key: (group.called, _said(group, "group"))
            for key, group in zip(document.group_keys, document.groups, strict=True)
        },
        "link": _links(document),
        "purchase": _rows(document.purchases, "purchase", lambda one: _key(one.node, one.origin, one.country)),
        "intervention": _rows(
            document.interventions, "intervention", lambda step: step.code, lambda step: step.title or step.code
        ),
        "controller": _rows(
            document.controllers, "controller", lambda one: _key(one.node, one.name, one.kind), lambda one: one.name
        ),
    }


def _links(document: ChainDocument) -> Rows:
    """Every link that the file says or a group implies."""
    links = [LinkEntry(*pair) for pair in document.supplies]
    links += [one for one in document.links if one.relation is not Relation.SUPPLIES or one.basis]
    return _rows(links, "link", lambda link: _key(link.source, link.target, link.relation), _arrow)


def _arrow(link: LinkEntry) -> str:
    return f"{link.source} → {link.target}"


def _key(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _rows(
    rows: Iterable[Any], table: str, key: Callable[[Any], str], called: Callable[[Any], str] | None = None
) -> Rows:
    return {key(row): ((called or key)(row), _said(row, table)) for row in rows}


def _said(row: Any, table: str) -> Row:
    """What a row says beyond what is taken for granted where it does not."""
    entry: type = type(row)
    taken = _taken_for_granted(entry)
    values = ((name, getattr(row, name)) for name in FIELDS[table])
    said = {name: value for name, value in values if value is not None and value != taken[name]}
    if MEMBERS in said:
        said[MEMBERS] = tuple(sorted(set(said[MEMBERS])))
    return said


@cache
def _taken_for_granted(entry: type) -> Mapping[str, Any]:
    return {field.name: field.default for field in fields(entry)}


def _of_table(table: str, old: Rows, new: Rows) -> Iterator[Difference]:
    for key in sorted({*old, *new}):
        if key not in new:
            name, row = old[key]
            yield Difference(table, key, name, Action.REMOVED, before=row)
        elif key not in old:
            name, row = new[key]
            yield Difference(table, key, name, Action.ADDED, after=row)
        else:
            name, row = new[key]
            yield from _of_row(table, key, name, old[key][1], row)


def _of_row(table: str, key: str, name: str, old: Row, new: Row) -> Iterator[Difference]:
    for field in FIELDS[table]:
        before, after = old.get(field), new.get(field)
        if before == after:
            continue
        if field != MEMBERS:
            yield Difference(table, key, name, Action.CHANGED, field, before, after)
            continue
        for member in sorted(set(before or ()) ^ set(after or ())):
            gone = member in (before or ())
            action = Action.REMOVED if gone else Action.ADDED
            yield Difference(table, key, name, action, field, *((member, None) if gone else (None, member)))


def plain(value: Any) -> Any:
    """A value as JSON has it: a range as its ends, a row as its values."""
    if isinstance(value, Span):
        ends = {"low": value.low, "high": value.high, "likely": value.likely}
        return {**ends, "distribution": value.distribution.value}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value.value if isinstance(value, StrEnum) else value
