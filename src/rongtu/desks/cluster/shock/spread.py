"""How a stop spreads over recorded deliveries: the ESRI of one stop with what others lose, and of many stops."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.desks.cluster.shock.models import ShockLevel, ShockLoss, ShockMode, Spread, SystemicRank
from rongtu.desks.cluster.shock.supply_network import Network, Thing
from rongtu.desks.cluster.value.tracing import Tracing
from rongtu.engines.chain.esri import Cascades, Losses, Mode, Shocks, cascade
from rongtu.vocab.problems import InputError

MOST_STOPS = 10_000
MOST_WORK = 1_000_000_000
"""Stops computed for a list, and stops times links: beyond it those that trade most, the rest left out and said so."""

EXACT_WORK = 20_000_000
"""Stops times links that are followed to the limit: beyond it those that come first as published, and it is said so."""

LEAST = 1e-9
"""A loss below this share is none: what comes back from bodies whose sales here are nothing of theirs."""

ESRI = (
    "经济系统性风险指数：某单位（环节）停产后，区内记录在案的产出损失的份额，含其自身；"
    "下游按必需与非必需投入，上游按销售份额，取两者中大的（Diem 等，2022）"
)

NO_LIMIT = "收敛解不存在：{found}。补上其中单位的销售额（口径为销售额的能力记录），或用 --mode published。"


Stops = NDArray[np.int64]
"""Numbers of things that stop."""

Progress = Callable[[int, int], None]
"""Told how many stops are done, of how many."""


def unheard(_done: int, _stops: int) -> None:
    """Progress that nobody listens to."""


@dataclass(frozen=True, slots=True, eq=False)
class Spreading:
    """What was computed of some stops, or why nothing was."""

    cascades: Cascades | None
    stops: Stops
    notes: tuple[str, ...] = ()


def spread(
    drawn: Network,
    stops: Iterable[int],
    mode: ShockMode,
    *,
    lost: float = 1.0,
    told: bool = False,
    progress: Progress = unheard,
) -> Spreading:
    """Stop each of these things alone; `told` says that the losses of others are wanted."""
    chosen = np.array(list(stops), dtype=np.int64)
    firm = np.array([unit for one in chosen for unit in drawn.units[one]], dtype=np.int32)
    scenario = np.repeat(np.arange(len(chosen)), [len(drawn.units[one]) for one in chosen]).astype(np.int32)
    shocks = Shocks.partial(len(chosen), firm, scenario, np.full(len(firm), lost))
    try:
        found = cascade(
            drawn.engine,
            shocks,
            mode=Mode(mode.value),
            losses_of=range(len(chosen)) if told else (),
            progress=lambda done: progress(done, len(chosen)),
        )
    except InputError as error:
        reason = "；".join(f"{one.where}: {one.rule} ({one.found})" for one in error.problems[:3])
        return Spreading(None, chosen, (NO_LIMIT.format(found=reason),))
    return Spreading(found, chosen)


@dataclass(frozen=True, slots=True, eq=False)
class Stop:
    """One thing of a network that stops, and how much of it."""

    network: Network
    thing: int
    level: ShockLevel
    mode: ShockMode
    lost: float


def one_spread(stop: Stop, most: int, tracing: Tracing) -> tuple[Spread | None, tuple[str, ...]]:
    """What one stop does to `most` others, and what is to be said of it."""
    drawn, thing, level = stop.network, stop.thing, stop.level
    found = spread(drawn, [thing], stop.mode, lost=stop.lost, told=True)
    if found.cascades is None:
        return None, found.notes
    cascades = found.cascades
    assert cascades.losses is not None
    return (
        Spread(
            level=level,
            mode=stop.mode,
            esri=float(cascades.esri[0, 0]),
            down=float(cascades.down[0, 0]),
            up=float(cascades.up[0, 0]),
            steps=int(cascades.steps[0]),
            eps=cascades.eps,
            size=len(drawn.things),
            links=drawn.links,
            losses=_losses(drawn, cascades.losses, thing)[:most],
            ref=_traced(drawn.things[thing], level, tracing),
        ),
        (),
    )


def _losses(drawn: Network, losses: Losses, stopped: int) -> tuple[ShockLoss, ...]:
    """What others of the scope lose, the largest amount first."""
    found = []
    shares = (np.where(part > LEAST, part, 0.0).tolist() for part in (losses.down, losses.up))
    for unit, down, up in zip(losses.firm.tolist(), *shares, strict=True):
        thing, loss = int(drawn.of[unit]), max(down, up)
        sales = float(drawn.sales[thing])
        if thing != stopped and loss > 0 and sales > 0 and drawn.units[thing][0] == unit:
            name, ref, node = drawn.things[thing]
            told = ShockLoss(name=name, node=node, down=down, up=up, loss=loss, sales=sales, ref=ref)
            found.append((-loss * sales, told.name, told))
    return tuple(told for _, _, told in sorted(found, key=lambda one: one[:2]))


def all_spread(drawn: Network, mode: ShockMode, most: int, progress: Progress = unheard) -> Spreading:
    """Stop everything, one after the other, as far as the stated sizes go; `most` are to be listed."""
    stops, notes = largest(drawn)
    exact = max(most, EXACT_WORK // max(drawn.links, 1))
    if mode is ShockMode.CONVERGED and len(stops) > exact:
        first = spread(drawn, stops, ShockMode.PUBLISHED, progress=progress)
        assert first.cascades is not None
        best = np.argsort(-first.cascades.esri[:, 0], kind="stable")[:exact]
        notes += (f"{len(stops)} 个先按论文原法（不大于收敛解）排，只对居前的 {exact} 个求收敛解。",)
        stops = np.sort(stops[best])
    found = spread(drawn, stops, mode, progress=progress)
    return Spreading(found.cascades, found.stops, (*found.notes, *notes))


def largest(drawn: Network, most: int = MOST_STOPS, work: int = MOST_WORK) -> tuple[Stops, tuple[str, ...]]:
    """The things whose stop is computed: all, or those that trade most."""
    most = min(most, max(1, work // max(drawn.links, 1)))
    if len(drawn.things) <= most:
        return np.arange(len(drawn.things)), ()
    chosen = np.sort(np.argsort(-drawn.traded, kind="stable")[:most])
    share = float(drawn.traded[chosen].sum() / drawn.traded.sum())
    note = f"共 {len(drawn.things)} 个，只算往来额最大的 {most} 个（占全部往来额 {share:.0%}）。"
    return chosen, (note,)


def ranks(drawn: Network, found: Spreading, level: ShockLevel, most: int, tracing: Tracing) -> tuple[SystemicRank, ...]:
    """The things by what their stop would cost, largest first."""
    if found.cascades is None:
        return ()
    esri, down, up = (part[:, 0] for part in (found.cascades.esri, found.cascades.down, found.cascades.up))
    whole = float(drawn.sales.sum())
    order = sorted(range(len(found.stops)), key=lambda one: (-esri[one], drawn.things[int(found.stops[one])].ref))[
        :most
    ]
    told = []
    for position, one in enumerate(order, start=1):
        thing = int(found.stops[one])
        told.append(
            SystemicRank(
                position=position,
                name=drawn.things[thing].name,
                node=drawn.things[thing].node,
                esri=float(esri[one]),
                down=float(down[one]),
                up=float(up[one]),
                own=float(drawn.sales[thing]) / whole,
                ref=_traced(drawn.things[thing], level, tracing),
            )
        )
    return tuple(told)


def _traced(thing: Thing, level: ShockLevel, tracing: Tracing) -> str:
    key = thing.node or thing.ref.partition(":")[2]
    return tracing.rule(f"esri/{level}/{key}", ESRI, (thing.ref, "rows:supply"))
