"""Structure of a chain of the store as a chain document: nodes, groups with members and shares, links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.industry import Chain, ChainNode, InputGroup, Item, Link
from rongtu.facts.schema import table
from rongtu.vocab.chain_document import ChainDocument, GroupEntry, LinkEntry, NodeEntry
from rongtu.vocab.chains import Relation
from rongtu.vocab.disclosure import highest
from rongtu.vocab.evidence import Visibility

SOURCE = "产业链文件：{name}（{code}）"
"""What a file names as its source: it is loaded again under this, whatever it is called."""

Members = Mapping[UUID, Sequence[str]]
"""Codes of the members of each group, by its id."""


def document_of(connection: Connection, chain: Stored[Chain]) -> tuple[ChainDocument, Visibility]:
    """The chain's nodes, groups and links that are visible, and the level of all of them together.

    A supply from another chain is not among them.
    """
    nodes = rows(connection, ChainNode, table(ChainNode).c.chain == chain.id)
    codes = {node.id: node.row.code for node in nodes}
    wanted = [node.row.item for node in nodes]
    items = {item.id: item.row for item in rows(connection, Item, table(Item).c.id.in_(wanted))}
    groups = rows(connection, InputGroup, table(InputGroup).c.node.in_(list(codes)))
    links = [
        link for link in rows(connection, Link, table(Link).c.to_node.in_(list(codes))) if link.row.from_node in codes
    ]
    members = _members(links, groups, codes)
    dates = {group.row.as_of for group in groups}
    read: tuple[Stored[Any], ...] = (chain, *nodes, *groups, *links)
    level = highest(one.row.visibility for one in read)
    document = ChainDocument(
        code=chain.row.code,
        name=chain.row.name,
        as_of=dates.pop() or "" if len(dates) == 1 else "",
        source=SOURCE.format(name=chain.row.name, code=chain.row.code),
        nodes=tuple(_node(node, items[node.row.item]) for node in nodes),
        groups=tuple(_group(group, codes, members) for group in groups),
        links=tuple(_links(links, members, groups, codes)),
    )
    return document, level


def _node(node: Stored[ChainNode], item: Item) -> NodeEntry:
    return NodeEntry(node.row.code, item.name, node.row.tier, item.kind, bool(node.row.final))


def _group(group: Stored[InputGroup], codes: Mapping[UUID, str], members: Members) -> GroupEntry:
    row = group.row
    return GroupEntry(
        node=codes[row.node],
        members=tuple(members.get(group.id, ())),
        code=row.code,
        name=row.name,
        share=None if row.share is None else float(row.share),
        essential=row.essential,
        loss=1.0 if row.loss is None else float(row.loss),
    )


def _members(links: Iterable[Stored[Link]], groups: Iterable[Stored[InputGroup]], codes: Mapping[UUID, str]) -> Members:
    """Who stands in each group: the supplies to its node that name it."""
    nodes = {group.id: group.row.node for group in groups}
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for link in links:
        if _grouped(link, nodes) and link.row.input_group is not None:
            found[link.row.input_group].append(codes[link.row.from_node])
    return {group: sorted(several) for group, several in found.items()}


def _links(
    links: Iterable[Stored[Link]], members: Members, groups: Iterable[Stored[InputGroup]], codes: Mapping[UUID, str]
) -> Iterator[LinkEntry]:
    """The links that no group implies."""
    nodes = {group.id: group.row.node for group in groups}
    for link in links:
        if not _grouped(link, nodes):
            ends = codes[link.row.from_node], codes[link.row.to_node]
            yield LinkEntry(*ends, link.row.relation, link.row.basis)


def _grouped(link: Stored[Link], nodes: Mapping[UUID, UUID]) -> bool:
    group = link.row.input_group
    return link.row.relation is Relation.SUPPLIES and group is not None and nodes.get(group) == link.row.to_node
