"""Stops: what a body or a node that stops takes from V, how far that spreads, and whose stop would cost most."""

from __future__ import annotations

from sqlalchemy import Connection, or_

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.disclosing.reading_above import value_facts_for
from rongtu.desks.cluster.disclosing.withholding import withhold
from rongtu.desks.cluster.shock.models import (
    Shock,
    ShockLevel,
    ShockRequest,
    Spread,
    Systemic,
    SystemicRank,
    SystemicRequest,
)
from rongtu.desks.cluster.shock.spread import Stop, all_spread, one_spread, ranks
from rongtu.desks.cluster.shock.supply_classes import places
from rongtu.desks.cluster.shock.supply_network import Drawn, body_network
from rongtu.desks.cluster.shock.supply_nodes import node_network
from rongtu.desks.cluster.shock.supply_rows import read_supply
from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.desks.cluster.value.tracing import Tracing
from rongtu.engines.chain.value.draws import Sampler
from rongtu.facts.places import find_zone
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.industry import ChainNode
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.vocab.drawing import DRAWS, SEED
from rongtu.vocab.problems import InputError, RefusedError
from rongtu.vocab.text import half_width, normalised_name

"""Draws of what is assumed, for the range of the impact on V."""

MOST_NAMESAKES = 10


@operation(
    "chain.shock",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="一个单位停产或一个环节中断会怎样",
    en="What a stop of a body or a node takes from V, and how far it spreads",
    withhold=withhold,
)
def shock_chain(context: Context, request: ShockRequest) -> Shock:
    """One body or one node stops. InputError where none or both are named; RefusedError: no such zone, body, node."""
    if bool(request.body) == bool(request.node):
        rule = "one thing stops: a body or a node"
        raise InputError.single("body, node", rule, (request.body, request.node), "Give --body or --node.")
    # the solver is loaded where it is needed: every command would start later
    from rongtu.desks.cluster.shock.impact import Stopping, body_impact, node_impact

    connection = context.connection
    facts = value_facts_for(context, find_zone(connection, request.zone))
    tracing = Tracing(dict(facts.gathered))
    stopping = Stopping(facts, request.lost, Sampler(SEED, DRAWS), tracing)
    if request.node:
        node = _find_node(facts, request.node)
        name, key = facts.rows.node_names[node.id], node.row.code
        impact = node_impact(stopping, node.row.code)
    else:
        body = find_body(connection, request.body)
        name, key = body.row.name, str(body.id)
        impact = body_impact(stopping, body.id, name)
    spread, more = _spread(connection, facts, request, key, tracing)
    return Shock(
        zone=request.zone,
        name=f"{name} {key}" if request.node else name,
        lost=request.lost,
        impact=impact.figure,
        by_control=impact.by_control,
        spread=spread,
        notes=tuple(dict.fromkeys((*impact.notes, *more))),
        parameters={**request.model_dump(mode="json"), "draws": DRAWS, "seed": SEED},
        trace=tracing.trace,
    )


def _spread(
    connection: Connection, facts: ValueFacts, request: ShockRequest, key: str, tracing: Tracing
) -> tuple[Spread | None, tuple[str, ...]]:
    """How far the stop spreads; None, and why, where its deliveries are not on record or there is no answer."""
    level = ShockLevel.NODE if request.node else ShockLevel.BODY
    drawn = drawn_network(connection, facts, level)
    thing = drawn.network.place.get(key) if drawn.network else None
    if drawn.network is None or thing is None:
        what = f"{request.node or request.body} 没有可用的供货记录：沿供货网络的波及未知，不是没有。"
        return None, (what, *drawn.notes)
    stop = Stop(drawn.network, thing, level, request.mode, request.lost)
    found, notes = one_spread(stop, request.most, tracing)
    return found, (*notes, *drawn.notes)


@operation(
    "chain.systemic",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="按停产损失给单位或环节排序（ESRI）",
    en="Rank bodies or nodes by what their stop would cost (ESRI)",
    withhold=withhold,
)
def systemic_risk(context: Context, request: SystemicRequest) -> Systemic:
    """The economic systemic risk index of a zone's bodies or nodes. RefusedError: no such zone."""
    return systemic_of(context, value_facts_for(context, find_zone(context.connection, request.zone)), request)


def systemic_of(context: Context, facts: ValueFacts, request: SystemicRequest) -> Systemic:
    """What `systemic_risk` answers, from facts at hand."""
    context.progress("传导 spread")
    tracing = Tracing()
    drawn = drawn_network(context.connection, facts, request.level)
    ranked: tuple[SystemicRank, ...] = ()
    notes, eps, steps = drawn.notes, 0.0, 0
    if drawn.network is not None:
        found = all_spread(
            drawn.network,
            request.mode,
            request.most,
            lambda done, stops: context.progress(f"传导 spread {done}/{stops}"),
        )
        ranked = ranks(drawn.network, found, request.level, request.most, tracing)
        notes = (*found.notes, *drawn.notes)
        if found.cascades is not None:
            eps, steps = found.cascades.eps, int(found.cascades.steps.max())
    return Systemic(
        zone=request.zone,
        level=request.level,
        mode=request.mode,
        eps=eps,
        steps=steps,
        size=len(drawn.network.things) if drawn.network else 0,
        links=drawn.network.links if drawn.network else 0,
        ranked=ranked,
        notes=notes,
        parameters=request.model_dump(mode="json"),
        trace=tracing.trace,
    )


def drawn_network(connection: Connection, facts: ValueFacts, level: ShockLevel) -> Drawn:
    """The network of a scope's recorded deliveries, between bodies or between nodes."""
    supply, where = read_supply(connection, facts.rows.scope), places(facts)
    if level is ShockLevel.NODE:
        return node_network(supply, where, facts)
    return body_network(supply, where)


def find_body(connection: Connection, called: str) -> Stored[Organisation]:
    """The organisation of that name, short name or code; RefusedError where there is none or several."""
    bodies = table(Organisation)
    code = half_width(called)
    found = rows(
        connection,
        Organisation,
        or_(
            bodies.c.name_key == normalised_name(called),
            bodies.c.short_name == called.strip(),
            bodies.c.code == code,
            bodies.c.uscc == code.upper(),
            bodies.c.listed_code == code.upper(),
        ),
        most=MOST_NAMESAKES,
    )
    if not found:
        raise RefusedError(f"There is no organisation {called}; see rongtu organisation list --name {called}.")
    if len(found) > 1:
        codes = "、".join(f"{one.row.name} {one.row.code}" for one in found)
        raise RefusedError(f"Several organisations are called {called}; give a code: {codes}.")
    return found[0]


def _find_node(facts: ValueFacts, code: str) -> Stored[ChainNode]:
    found = next((node for node in facts.rows.nodes if node.row.code == code), None)
    if found is None:
        raise RefusedError(f"There is no chain node {code}.")
    return found
