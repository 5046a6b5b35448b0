"""Assigning: open needs shared out among experts and bodies, so that fits add up to the most within their hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.transfer.assigning_hours import BODY, NEED, PERSON
from rongtu.desks.transfer.assigning_models import (
    AssignAnswer,
    AssignedShown,
    AssignRequest,
    AssumedHours,
    LoadShown,
    ShortShown,
)
from rongtu.desks.transfer.finding.sheets import Told
from rongtu.desks.transfer.need_conditions import KIND_ZH
from rongtu.desks.transfer.need_market import Asking, Market, open_market
from rongtu.desks.transfer.need_offers import Describing, describing
from rongtu.desks.transfer.offering.streams import one_of
from rongtu.desks.transfer.open_needs import open_codes
from rongtu.engines.match.assignment import Assignment, Demand, Pairs, Reason, Short, Supplier, assign
from rongtu.engines.match.results import Match
from rongtu.facts.schema import METADATA
from rongtu.vocab.assuming import Presumed
from rongtu.vocab.disclosure import highest
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.people import Availability

REVIEWED = "这是建议，不是派工；涉及个人的，由人复核后再联系"


@operation(
    "match.assign",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="把待解决的需求分派给专家和单位，按各自可用时间",
    en="Share out open needs among experts and bodies, within their hours",
)
def assign_needs(context: Context, request: AssignRequest) -> AssignAnswer:
    """Who serves which need; RefusedError for a need or a zone that is not there."""
    codes = request.needs or open_codes(context.connection, request.zone)
    market = open_market(context, codes, Asking(request.zone, request.words))
    matches = dict(_matches(context, market, request))
    view = describing(context.connection, market, [one for found in matches.values() for one in found], ())
    shared = _shared(view, matches, request)
    found = assign(shared.demands, shared.suppliers, shared.pairs)
    return AssignAnswer(
        summary=_summary(view, found, len(shared.demands)),
        assigned=tuple(_assigned(shared, found)),
        short=tuple(_short(shared, one) for one in found.short),
        loads=tuple(_loads(shared, found)),
        total=found.total,
        gap=found.gap,
        method=found.method.value,
        assumed=tuple(_assumed(shared, request)),
        remarks=tuple(filter(None, (REVIEWED, market.remark))),
        level=_level(context, shared),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Needs and who may serve them, as the engine takes them, and what tells them."""

    view: Describing
    demands: tuple[Demand, ...]
    suppliers: tuple[Supplier, ...]
    pairs: Pairs
    matches: Mapping[tuple[str, str], Match]

    def told(self, ref: str) -> Told:
        """Who an offer is, people by their code."""
        return self.view.told[ref]

    def title(self, need: str) -> str:
        """What a need is called."""
        return self.view.market.posted.needs[need].row.title

    def name(self, ref: str) -> str:
        """What an offer is called: a person by code alone."""
        told = self.told(ref)
        return told.code if told.kind == "person" else told.name


def _matches(context: Context, market: Market, request: AssignRequest) -> Iterator[tuple[str, Sequence[Match]]]:
    """For each need those of the kinds asked for that fit it; a kind that cannot end its lack is left out."""
    for number, (code, need) in enumerate(market.needs.items(), start=1):
        context.progress(f"匹配 match {number}/{len(market.needs)}")
        kinds = frozenset(one.value for one in request.kind)
        if need.conditions.kinds is not None:
            kinds &= need.conditions.kinds
        asked = replace(need, conditions=replace(need.conditions, kinds=kinds))
        answer = market.ask(asked, top=request.candidates, per_holder=request.candidates)
        yield code, [one for one in answer.matches if one.score > 0 and one.offer.partition(":")[0] in kinds]


def _shared(view: Describing, matches: Mapping[str, Sequence[Match]], request: AssignRequest) -> Shared:
    seen = {code: [one for one in found if one.offer in view.told] for code, found in matches.items()}
    refs = sorted({one.offer for found in seen.values() for one in found})
    place = {ref: number for number, ref in enumerate(refs)}
    hours = NEED.value if request.hours is None else request.hours
    fits = [(n, place[one.offer], one.score) for n, found in enumerate(seen.values()) for one in found]
    return Shared(
        view=view,
        demands=tuple(Demand(code, request.each, hours) for code in seen),
        suppliers=tuple(Supplier(ref, _hours(view.told[ref]).value) for ref in refs),
        pairs=Pairs.of(fits),
        matches={(code, one.offer): one for code, found in seen.items() for one in found},
    )


def _hours(told: Told) -> Presumed:
    if told.kind != "person":
        return BODY
    return PERSON[Availability(told.also["availability"])]


def _assigned(shared: Shared, found: Assignment) -> Iterator[AssignedShown]:
    for one in found.assigned:
        match, posted = shared.matches[one.need, one.offer], shared.view.market.posted.needs[one.need]
        facts = (row.fact for row in match.evidence)
        yield AssignedShown(
            need=one.need,
            title=shared.title(one.need),
            offer=shared.name(one.offer),
            kind=KIND_ZH[shared.told(one.offer).kind],
            fit=one.fit,
            why="；".join(shared.view.why(match)[:2]),
            hours=one.hours,
            refs=tuple(dict.fromkeys((posted.ref, one.offer, *facts))),
        )


def _short(shared: Shared, one: Short) -> ShortShown:
    posted = shared.view.market.posted.needs[one.need]
    waits = [shared.name(ref) for ref in one.waits_for[:3]]
    return ShortShown(
        need=one.need,
        title=shared.title(one.need),
        wanted=one.wanted,
        got=one.got,
        why=REASON_ZH[one.reason] + (f"：{'、'.join(waits)}" if waits else ""),
        refs=(posted.ref, *one.waits_for),
    )


REASON_ZH = {
    Reason.NO_OFFER: "没有别的专家或单位合适",
    Reason.TOO_LONG: "合适的人可用时间都不够一条需求",
    Reason.FULL: "合适的已排满",
}


def _loads(shared: Shared, found: Assignment) -> Iterator[LoadShown]:
    """Those in use or waited for, whose hour is dearest first."""
    told = [one for one in found.loads if one.used > 0 or one.margin > 0]
    for one in sorted(told, key=lambda one: (-one.margin, -one.used, shared.name(one.offer))):
        assert one.hours is not None
        yield LoadShown(
            offer=shared.name(one.offer),
            kind=KIND_ZH[shared.told(one.offer).kind],
            used=one.used,
            hours=one.hours,
            margin=one.margin,
            refs=(one.offer,),
        )


def _summary(view: Describing, found: Assignment, needs: int) -> str:
    none = {reason: sum(one.reason is reason and not one.got for one in found.short) for reason in Reason}
    served = len({one.need for one in found.assigned})
    told = [f"{needs} 条需求，{served} 条有着落"]
    told += [f"{number} 条{REASON_ZH[reason]}" for reason, number in none.items() if number]
    return "；".join(told)


def _assumed(shared: Shared, request: AssignRequest) -> Iterator[AssumedHours]:
    used = {figure.name: figure for figure in (_hours(shared.told(one.key)) for one in shared.suppliers)}
    if request.hours is None:
        used = {NEED.name: NEED, **used}
    for figure in used.values():
        yield AssumedHours(
            name=figure.name,
            value=figure.value,
            range=f"{figure.low:,.10g}—{figure.high:,.10g} {figure.unit}",
            stated=f"{figure.author}，{figure.stated_on}",
            reason=figure.reason,
        )


def _level(context: Context, shared: Shared) -> Visibility:
    """The highest level of the needs and of who may serve them."""
    by_kind: dict[str, set[UUID]] = {}
    needs = [shared.view.market.posted.needs[one.key].ref for one in shared.demands]
    for ref in (*needs, *(one.key for one in shared.suppliers)):
        kind, _, identity = ref.partition(":")
        by_kind.setdefault(kind, set()).add(UUID(identity))
    told: list[Any] = []
    for kind, ids in by_kind.items():
        columns = METADATA.tables[kind].c
        query = select(columns.visibility).where(one_of(columns.id, ids)).distinct()
        told += context.connection.execute(query).scalars()
    return highest(Visibility(one) for one in told)
