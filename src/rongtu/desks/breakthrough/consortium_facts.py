"""Who could be a member for a need, from the facts: what each body is on record for at the nodes to be covered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from rongtu.desks.breakthrough.consortium_models import ProposeRequest
from rongtu.desks.breakthrough.consortium_rows import Said, one_of, said_of
from rongtu.facts.places import Places, find_zone, read_places
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.industry import ChainNode, Item, Link
from rongtu.facts.records.knowledge import Need
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.records.people import Membership
from rongtu.facts.records.projects import Consortium
from rongtu.facts.schema import table
from rongtu.facts.scope import Scope, Whereabouts
from rongtu.vocab.chains import Relation
from rongtu.vocab.disclosure import highest
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.means import DealStage
from rongtu.vocab.organisations import Standing
from rongtu.vocab.people import MemberRole
from rongtu.vocab.problems import InputError, RefusedError

LEGAL = frozenset({Standing.REGISTERED, Standing.NAMED})


class Tie(NamedTuple):
    """The row that says that a body is in a consortium, and who may see it."""

    ref: str
    level: Visibility


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """A need, the nodes to be covered, and the bodies that could be members with what is on record of each."""

    need: Stored[Need]
    nodes: Mapping[UUID, Stored[ChainNode]]
    items: Mapping[UUID, Stored[Item]]
    bodies: Mapping[UUID, Stored[Organisation]]
    said: Mapping[UUID, tuple[Said, ...]]
    consortia: Mapping[UUID, Mapping[UUID, Tie]]
    """For each body the consortia of these chains it is in, by id, and what says so."""
    named: Mapping[UUID, Stored[Consortium]]
    ended: Mapping[UUID, Stored[Deal]]
    """Bodies with whom talks about this need came to an end."""
    places: Places

    @property
    def level(self) -> Visibility:
        """The highest level of what is read here."""
        told = [self.need.row.visibility]
        told += [
            one.row.visibility for rows in (self.bodies, self.nodes, self.items, self.ended) for one in rows.values()
        ]
        told += [one.level for said in self.said.values() for one in said]
        told += [tie.level for key in self.consortia if key in self.bodies for tie in self.consortia[key].values()]
        return highest(told)

    def node_name(self, node: UUID) -> str:
        """What a node is called."""
        return self.items[self.nodes[node].row.item].row.name

    def region(self, body: Organisation) -> str | None:
        """The province a body is in, else its zone."""
        return self.places.name(body.region, body.zone)


def read_facts(connection: Connection, request: ProposeRequest) -> Facts:
    """What there is for a need; RefusedError for a need, node, zone or body that is not there."""
    need = _need(connection, request.need)
    nodes = _nodes(connection, need, request.node, request.links)
    items = {one.id: one for one in rows(connection, Item, one_of(table(Item).c.id, _items_of(nodes.values())))}
    said = said_of(connection, nodes)
    leads = () if request.leader is None else (request.leader,)
    asked = _named(connection, (*leads, *request.with_, *request.without))
    wanted = {*said, *asked, *([need.row.organisation] if need.row.organisation else [])}
    bodies = {one.id: one for one in rows(connection, Organisation, one_of(table(Organisation).c.id, wanted))}
    places = read_places(connection)
    if request.zone is not None:
        scope = places.scope(find_zone(connection, request.zone))
        kept = asked | ({need.row.organisation} if need.row.organisation else set())
        bodies = {key: one for key, one in bodies.items() if key in kept or _is_inside(scope, one.row)}
    bodies = {key: one for key, one in bodies.items() if one.row.standing in LEGAL}
    staged = {key: tuple(each.by(one.row.kind) for each in said.get(key, ())) for key, one in bodies.items()}
    consortia = {
        one.id: one
        for one in rows(
            connection, Consortium, one_of(table(Consortium).c.chain, {node.row.chain for node in nodes.values()})
        )
    }
    return Facts(
        need=need,
        nodes=nodes,
        items=items,
        bodies=bodies,
        said=staged,
        consortia=_memberships(connection, consortia),
        named=consortia,
        ended=_ended(connection, need),
        places=places,
    )


def _is_inside(scope: Scope, body: Organisation) -> bool:
    return scope.whereabouts(body.zone, body.city, body.region) is Whereabouts.INSIDE


def _need(connection: Connection, code: str) -> Stored[Need]:
    found = rows(connection, Need, table(Need).c.code == code)
    if not found:
        raise RefusedError(f"There is no need {code}.")
    return found[0]


def _nodes(
    connection: Connection, need: Stored[Need], further: Sequence[str], links: int
) -> dict[UUID, Stored[ChainNode]]:
    """The need's node, those named, and what supplies them within so many links (a general name: its types)."""
    columns = table(ChainNode).c
    found = {one.id: one for one in rows(connection, ChainNode, columns.code.in_(list(further)))}
    if unknown := sorted(set(further) - {one.row.code for one in found.values()}):
        raise RefusedError(f"There is no chain node {', '.join(unknown)}.")
    ids = [*([need.row.node] if need.row.node else []), *sorted(found, key=lambda one: found[one].row.code)]
    if not ids:
        mend = "Name one with --node, such as EXMI-TUBE; rongtu chain show lists them."
        raise InputError.single(
            "need", "a consortium is for a chain node, and the need names none", need.row.code, mend
        )
    upstream = {Relation.SUPPLIES.value, Relation.IS_TYPE_OF.value}
    edge = set(ids)
    for _ in range(links):
        link = table(Link).c
        met = rows(connection, Link, link.relation.in_(sorted(upstream)), one_of(link.to_node, edge))
        edge = {one.row.from_node for one in met} - set(ids)
        ids += sorted(edge)
    every = {one.id: one for one in rows(connection, ChainNode, one_of(columns.id, ids))}
    return {key: every[key] for key in dict.fromkeys(ids) if key in every}


def _items_of(nodes: Iterable[Stored[ChainNode]]) -> set[UUID]:
    return {node.row.item for node in nodes}


def _named(connection: Connection, names: Sequence[str]) -> set[UUID]:
    """The ids of bodies named by code, credit code, name or short name; RefusedError naming those not found."""
    found, columns = set[UUID](), table(Organisation).c
    for name in dict.fromkeys(names):
        same = (columns.code == name) | (columns.uscc == name) | (columns.name == name) | (columns.short_name == name)
        bodies = rows(connection, Organisation, same, most=2)
        if len(bodies) != 1:
            many = "several bodies are" if bodies else "no body is"
            raise RefusedError(f"{many[0].upper()}{many[1:]} called {name}; give its code.")
        found.add(bodies[0].id)
    return found


def body_named(facts: Facts, name: str) -> UUID:
    """The id of a body that was read under this name."""
    return next(
        key
        for key, one in facts.bodies.items()
        if name in (one.row.code, one.row.uscc, one.row.name, one.row.short_name)
    )


def _memberships(connection: Connection, consortia: Mapping[UUID, Stored[Consortium]]) -> dict[UUID, dict[UUID, Tie]]:
    """By body, the consortia it is in now; who only observes is in none."""
    found: defaultdict[UUID, dict[UUID, Tie]] = defaultdict(dict)
    for one in consortia.values():
        if one.row.lead:
            found[one.row.lead][one.id] = Tie(one.ref, one.row.visibility)
    for member in rows(connection, Membership, one_of(table(Membership).c.consortium, consortia)):
        row = member.row
        if row.consortium and row.until is None and row.role is not MemberRole.OBSERVER:
            found[row.organisation][row.consortium] = Tie(member.ref, row.visibility)
    return dict(found)


def _ended(connection: Connection, need: Stored[Need]) -> dict[UUID, Stored[Deal]]:
    """By body, the talks about the need that came to an end; not where others with it go on."""
    deals = rows(connection, Deal, table(Deal).c.need == need.id)
    going_on = {one.row.partner for one in deals if one.row.stage is not DealStage.ENDED}
    return {one.row.partner: one for one in deals if one.row.partner not in going_on}
