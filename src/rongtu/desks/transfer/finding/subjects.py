"""Subjects: the one record that words mean; where they mean several or none, which there are near them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, literal, or_, select

from rongtu.desks.transfer.finding.directions import DIRECTIONS
from rongtu.desks.transfer.finding.sheets import SHEETS
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.references import resolve
from rongtu.facts.merges import merged
from rongtu.facts.provenance import ROW_REF
from rongtu.facts.records.industry import ChainNode, Item
from rongtu.facts.schema import table
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import RefusedError
from rongtu.vocab.text import half_width

LOOKED_UP = ("need", "technology", "facility", "policy", "organisation", "person", "dataset", "finance_product")
"""The kinds whose records can be started from, besides chain nodes, in the order they are looked up."""

NEAR = 5
"""How many near candidates are named."""

SHORTEST = 2
"""Characters that a part of a name needs to be looked for by."""


def subject_ref(connection: Connection, words: str, nature: Nature) -> str:
    """KIND:UUID of the record meant; RefusedError where it is none or not just one, naming near candidates."""
    words = words.strip().replace("\0", "")
    if ROW_REF.fullmatch(words):
        return _given(connection, words)
    found = list(dict.fromkeys(_meant(connection, words, nature)))
    if len(found) == 1:
        return found[0]
    if found:
        told = "; ".join(_told(connection, found[:NEAR]))
        raise RefusedError(f"{words[:80]} means several things: {told}. Name one by its code.")
    near = list(_near(connection, words))
    told = f" Near it are {'; '.join(near)}." if near else " See rongtu need list, facility list or chain nodes."
    raise RefusedError(f"Nothing on record is called {words[:80]}.{told}")


def _given(connection: Connection, ref: str) -> str:
    kind, _, identity = ref.partition(":")
    if kind not in DIRECTIONS:
        raise RefusedError(f"Nothing can be found from a {kind}: start from one of {', '.join(sorted(DIRECTIONS))}.")
    rows = table(kind).c
    if connection.execute(select(rows.id).where(rows.id == UUID(identity))).first() is None:
        raise RefusedError(f"There is no {ref}.")
    return _kept(connection, ref)


def _meant(connection: Connection, words: str, nature: Nature) -> Iterator[str]:
    """What has the words as its code; else what is called so."""
    if not words:
        return
    nodes, items = table(ChainNode).c, table(Item).c
    coded = connection.execute(select(nodes.id).where(nodes.code == half_width(words))).scalar()
    if coded:
        yield f"chain_node:{coded}"
        return
    for name in LOOKED_UP:
        meant = resolve(connection, KINDS[name], [words], nature.value, staged=False)[words]
        if meant.id:
            yield _kept(connection, f"{name}:{meant.id}")
        elif name != "person":
            yield from (f"{name}:{one}" for one in _titled(connection, name, words))
    named = or_(items.name == words, func.array_position(items.synonyms, words).is_not(None))
    at = select(nodes.id).join_from(table(ChainNode), table(Item), items.id == nodes.item).where(named)
    yield from (f"chain_node:{one}" for one in connection.execute(at.order_by(nodes.code)).scalars())


def _titled(connection: Connection, kind: str, words: str) -> list[UUID]:
    """The records that just have these words as their name, of kinds that are not looked up by it elsewhere."""
    rows = table(kind).c
    query = select(rows.id).where(rows[SHEETS[kind].name] == words).order_by(rows.code).limit(NEAR)
    same = merged(connection) if kind == "organisation" else {}
    return [one for one in connection.execute(query).scalars() if one not in same]


def _kept(connection: Connection, ref: str) -> str:
    """A body that was merged counts as the one that was kept."""
    kind, _, identity = ref.partition(":")
    if kind != "organisation":
        return ref
    return f"organisation:{merged(connection).get(UUID(identity), UUID(identity))}"


def _told(connection: Connection, refs: list[str]) -> Iterator[str]:
    for ref in refs:
        kind, _, identity = ref.partition(":")
        rows = table(kind).c
        name = literal("") if kind in ("chain_node", "person") else rows[SHEETS[kind].name]
        row = connection.execute(select(rows.code, name.label("name")).where(rows.id == UUID(identity))).first()
        if row:
            yield " ".join(filter(None, (KINDS[kind].zh, row.code, row.name)))


def _near(connection: Connection, words: str) -> Iterator[str]:
    """Records whose code begins with the words' or whose name holds them, a few of all kinds."""
    if len(words) < SHORTEST:
        return
    left = NEAR
    for kind in (*LOOKED_UP, "chain_node"):
        rows = table(kind).c
        name = None if kind in ("chain_node", "person") else rows[SHEETS[kind].name]
        ways: list[ColumnElement[bool]] = [func.starts_with(rows.code, words[: max(SHORTEST, len(words) - 1)])]
        ways += [] if name is None else [func.strpos(name, words) > 0]
        query = select(rows.code, literal("").label("name") if name is None else name.label("name")).where(or_(*ways))
        for row in connection.execute(query.order_by(rows.code).limit(left)):
            yield " ".join(filter(None, (KINDS[kind].zh, row.code, row.name)))
            left -= 1
        if not left:
            return
