"""Tables of a chain file and their keys, as data: what reads a value, what it becomes, and what must be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rongtu.vocab.chain_document import (
    ControllerEntry,
    GroupEntry,
    InterventionEntry,
    LinkEntry,
    NodeEntry,
    ProductEntry,
    PurchaseEntry,
)
from rongtu.vocab.chain_document_values import (
    Reader,
    amount,
    budgets,
    country,
    day,
    nonempty,
    one_of,
    part,
    text,
    texts,
    truth,
    whole,
)
from rongtu.vocab.chains import ControlKind, NodeKind, Relation, Strengthening, Tier
from rongtu.vocab.geography import Origin


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a table: how it is called in the file, what reads its value, the attribute it becomes."""

    name: str
    read: Reader
    needed: bool = False
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file, given as `[[name]]`: its keys, what a row becomes, and the key that tells rows apart."""

    name: str
    entry: Any
    keys: tuple[Key, ...]
    told_by: str = "node"


NODE = Table(
    "node",
    NodeEntry,
    (
        Key("code", nonempty, needed=True),
        Key("name", text),
        Key("tier", one_of(Tier)),
        Key("kind", one_of(NodeKind)),
        Key("final", truth),
        Key("item", text),
        *(Key(name, amount) for name in ("supply", "buy", "demand", "weight")),
    ),
    told_by="code",
)
GROUP = Table(
    "group",
    GroupEntry,
    (
        Key("node", nonempty, needed=True),
        Key("members", texts, needed=True),
        Key("code", text),
        Key("name", text),
        Key("share", amount),
        Key("essential", truth),
        Key("loss", amount),
    ),
)
LINK = Table(
    "link",
    LinkEntry,
    (
        Key("from", nonempty, needed=True, attribute="source"),
        Key("to", nonempty, needed=True, attribute="target"),
        Key("relation", one_of(Relation)),
        Key("basis", text),
    ),
    told_by="from",
)
PRODUCT = Table(
    "product", ProductEntry, (Key("node", nonempty, needed=True), Key("demand", amount), Key("weight", amount))
)
PURCHASE = Table(
    "purchase",
    PurchaseEntry,
    (
        Key("node", nonempty, needed=True),
        Key("origin", one_of(Origin), needed=True),
        Key("country", country),
        Key("bought", amount),
        Key("available", amount),
    ),
)
INTERVENTION = Table(
    "intervention",
    InterventionEntry,
    (
        Key("code", nonempty, needed=True),
        Key("node", nonempty, needed=True),
        Key("title", text),
        Key("kind", one_of(Strengthening)),
        *(Key(name, amount) for name in ("adds", "cost", "success", "lead_months")),
    ),
    told_by="code",
)
CONTROLLER = Table(
    "controller",
    ControllerEntry,
    (
        Key("node", nonempty, needed=True),
        Key("name", nonempty, needed=True),
        Key("kind", one_of(ControlKind), needed=True),
        Key("country", country, needed=True),
        Key("share", amount),
        Key("replaceable", amount),
    ),
    told_by="name",
)

TABLES: Mapping[str, Table] = {
    table.name: table for table in (NODE, GROUP, LINK, PRODUCT, PURCHASE, INTERVENTION, CONTROLLER)
}
"""Every table by its name, in the order in which files are written."""

TOP: tuple[Key, ...] = (
    *(Key(name, text) for name in ("code", "name", "source")),
    Key("as_of", day),
    Key("budgets", budgets),
    Key("draws", whole(1, 10_000)),
    Key("seed", whole(0, 2**63 - 1)),
    Key("discount", part),
)
"""What is said once, above all tables."""
