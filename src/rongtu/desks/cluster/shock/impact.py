"""What a stop takes from V by the value model: V − V(its supply gone), on the same draws of all that is assumed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import numpy as np
import polars as pl

from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.desks.cluster.value.figures import Figures
from rongtu.desks.cluster.value.models import Estimated
from rongtu.desks.cluster.value.tracing import Tracing, ref
from rongtu.desks.cluster.value.words import Rule
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.asking import Case, Change, ask, case
from rongtu.engines.chain.value.chokes import stop
from rongtu.engines.chain.value.draws import Sampler, Values
from rongtu.engines.chain.value.grounds import Ground, Grounds, Quantity, estimate, total, union, unknown
from rongtu.engines.chain.value.inputs import Controller, Figure, missing
from rongtu.engines.chain.value.stakes import loss
from rongtu.vocab.problems import InputError

STOPPED = "stopped"

BODY_RULE = "V − 该单位在各环节的供给失去所说份额后的 V（价值模型）"
NODE_RULE = "V − 该环节区内供给与区外购入失去所说份额后的 V（价值模型）"
CONTROL_RULE = "V − 该控制方在各环节的供给失去所说份额后的 V（价值模型）"

NO_VALUE = "没有一条链的数据齐全，V 未知，停产对 V 的影响也未知。"
NO_PLACE = "“{name}”不在已估值的链的任何环节供货，也不是登记的控制方：价值模型说不出它停产的影响。"


@dataclass(frozen=True, slots=True)
class Stopping:
    """What a stop is weighed by: the facts of a scope, the share lost, the draws, and derivations as they gather."""

    facts: ValueFacts
    lost: float
    sampler: Sampler
    tracing: Tracing


class Impact(NamedTuple):
    """What V loses, None where the model has no word on it, remarks, and whether it is what a controller holds."""

    figure: Estimated | None
    notes: tuple[str, ...]
    by_control: bool = False


def body_impact(stopping: Stopping, body: UUID, name: str) -> Impact:
    """The impact of a body: of its own supply in the scope, or else of what it controls from outside."""
    network = stopping.facts.network
    if network is None:
        return Impact(None, (NO_VALUE,))
    own, codes = own_supply(stopping.facts, body), {node.code for node in network.nodes}
    valued = {code: figure for code, figure in own.items() if code in codes}
    notes = tuple(f"“{name}”也在未估值的环节 {code}，那里的损失未计入。" for code in own if code not in codes)
    of = case(network, stopping.sampler)
    if valued:
        return Impact(_told(stopping, of, _less_supply(of, valued, stopping.lost), (str(body), BODY_RULE)), notes)
    held = [one for one in network.controllers if one.name == name]
    if held:
        control = _less_control(of, held, stopping.lost)
        return Impact(_told(stopping, of, control, (str(body), CONTROL_RULE)), notes, by_control=True)
    return Impact(None, (*notes, NO_PLACE.format(name=name)))


def node_impact(stopping: Stopping, code: str) -> Impact:
    """The impact of a node: of what is made of it in the scope and bought of it from outside."""
    network = stopping.facts.network
    if network is None:
        return Impact(None, (NO_VALUE,))
    node = next((one for one in network.nodes if one.code == code), None)
    if node is None:
        return Impact(None, (f"环节 {code} 所在的链数据不齐，未估值，停产的影响未知。",))
    if node.label:
        seen = set(stopping.facts.rows.node_codes.values())
        types = "、".join(sorted(child for child, label in network.types if label == code and child in seen))
        rule = "a node that stops is one that delivers something, not a general name"
        raise InputError.single("node", rule, code, f"Name one of its types: {types}.")
    of = case(network, stopping.sampler)
    place = of.structure.index.get(code)
    if place is None:
        nothing = _told(stopping, of, (Change(), ()), (code, NODE_RULE))
        return Impact(nothing, (f"没有最终产品要用到环节 {code}。",))
    left = 1.0 - stopping.lost
    change = Change(
        capacity={place: of.table.capacity[place] * left},
        purchases={place: of.table.available[int(of.structure.node_item[place])] * left},
    )
    return Impact(_told(stopping, of, (change, ()), (code, NODE_RULE)), ())


def own_supply(facts: ValueFacts, body: UUID) -> Mapping[str, Figure]:
    """What a body of the scope can deliver a year at each node it supplies, by the code of the node."""
    figures, codes = Figures(facts.rows.assumptions), facts.rows.node_codes
    rows = facts.rows.placed.filter((pl.col("body") == str(body)) & (pl.col("where") == "inside"))
    rows = rows.sort("node", -pl.col("recency"), "rank", maintain_order=True)
    found: dict[str, Figure] = {}
    for (node,), own in rows.group_by("node", maintain_order=True):
        code = codes.get(UUID(str(node)))
        if code is not None:
            found[code] = _figure(figures, own, str(body))
    return found


def _figure(figures: Figures, own: pl.DataFrame, body: str) -> Figure:
    """The capacity that counts: the newest and best founded that is not only sales, else what is assumed."""
    for row in own.filter(~pl.col("sales") & pl.col("capacity").is_not_null()).iter_rows(named=True):
        return figures.capacity(row["id"], row["capacity"], row["visibility"], body)
    for row in own.iter_rows(named=True):
        stated = figures.stated_capacity(row["id"], row["visibility"], body)
        if not stated.is_missing:
            return stated
    return missing(*(f"capability:{identity}" for identity in own["id"]))


Asked = tuple[Change | None, Grounds]
"""A change (None where something of it is missing), and what it rests on."""


def _less_supply(of: Case, own: Mapping[str, Figure], lost: float) -> Asked:
    capacity: dict[int, Values] = {}
    grounds = tuple(Ground(RequiredInput.CAPACITIES, code, (figure,)) for code, figure in own.items())
    for code, figure in own.items():
        place = of.structure.index.get(code)
        if place is None:
            continue
        gone = total((figure,), (), of.sampler).values
        if gone is None:
            return None, grounds
        capacity[place] = np.maximum(0.0, of.table.capacity[place] - lost * gone)
    return Change(capacity=capacity), grounds


def _less_control(of: Case, held: Iterable[Controller], lost: float) -> Asked:
    """What is left when a controller delivers less at each of his nodes; of one item bought for several, the least."""
    capacity: dict[int, Values] = {}
    available: dict[int, Values] = {}
    grounds: Grounds = ()
    for one in held:
        if one.node not in of.structure.index:
            continue
        stopped = stop(of, dataclasses.replace(one, share=_scaled(one.share, lost)))
        grounds = union(grounds, stopped.grounds)
        if stopped.change is None:
            return None, grounds
        for kept, new in ((capacity, stopped.change.capacity), (available, stopped.change.available)):
            for place, values in new.items():
                kept[place] = np.minimum(kept[place], values) if place in kept else values
    return Change(capacity=capacity, available=available), grounds


def _scaled(figure: Figure, factor: float) -> Figure:
    likely = None if figure.likely is None else figure.likely * factor
    return dataclasses.replace(figure, low=figure.low * factor, high=figure.high * factor, likely=likely)


def _told(stopping: Stopping, of: Case, asked: Asked, as_what: tuple[str, str]) -> Estimated:
    """The impact as it is answered, under a key and by a rule."""
    (change, grounds), (key, rule) = asked, as_what
    answers = ask(of, {} if change is None else {STOPPED: change})
    found = unknown(grounds)
    if change is not None:
        shift = answers.shifts[STOPPED]
        fallen = loss(shift.before, shift.after)
        found = Quantity(fallen.values, union(fallen.grounds, grounds))
    zone = stopping.facts.rows.scope.zone
    whole = zone.row.name if zone else ""
    stopping.tracing.told(f"V/{whole}", estimate(answers.value), Rule.VALUE)
    rows = tuple(dict.fromkeys(row for one in grounds for row in one.rows))
    return stopping.tracing.told(f"stopped/{key}", estimate(found), rule, (ref(f"V/{whole}"), *rows))
