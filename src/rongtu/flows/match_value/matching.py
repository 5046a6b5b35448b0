"""The values of all matches of a scope: of open needs, of nodes nobody posted a need for, and whom to phone first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rongtu.acts.operation import Context
from rongtu.desks.cluster.presenting import INPUT_ZH
from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.desks.cluster.value.models import AssumptionState, Estimated, NodeWorth, ScopeValue
from rongtu.desks.transfer.models import NodeLeads
from rongtu.desks.transfer.need_models import NeedOffers
from rongtu.facts.assumed import Range
from rongtu.facts.prospects import Prospects, read_prospects, words_of
from rongtu.flows.match_value.models import Call, Matched, MatchValues, OfferValue
from rongtu.flows.match_value.offerings import Offering, Subject, of_need, of_node
from rongtu.flows.match_value.outcomes import look_back
from rongtu.flows.match_value.ranking import called, placed
from rongtu.flows.match_value.records import read_dealings
from rongtu.flows.match_value.valuing import Valuer
from rongtu.flows.match_value.working import Working

Lacking = Mapping[str, tuple[str, ...]]
"""For each node of a chain that cannot be valued which inputs that chain lacks, in words."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the matches of a scope are valued from, as whoever asks may see it."""

    value: ScopeValue
    lacking: Lacking
    needs: Mapping[str, NeedOffers]
    leads: Mapping[str, NodeLeads]
    discount: float
    most: int


def lacking_of(facts: ValueFacts) -> Lacking:
    """The inputs each chain that is left out lacks, by its nodes."""
    return {
        node.code: tuple(INPUT_ZH[lacked] for lacked in part.missing) or ("没有差错的数据",)
        for part in facts.left_out
        for node in part.nodes
    }


def value_matches(context: Context, scene: Scene) -> MatchValues:
    """Every match valued, with its derivations.

    The value and the matches have been cut down to what whoever asks may see, and rows are read as he sees them, so
    that no value and no place rests on what is hidden from him.
    """
    subjects = list(_subjects(scene))
    offers = [one.offer for _, offered in subjects for one in offered]
    valuer = Valuer(
        value=scene.value,
        nodes={node.node: node for node in scene.value.nodes},
        lacking=scene.lacking,
        prospects=read_prospects(context.connection),
        dealings=read_dealings(context.connection, offers),
        discount=scene.discount,
        work=Working(),
    )
    found = [_matched(valuer, subject, offered) for subject, offered in subjects]
    every = called(tuple(_calls(found, valuer.nodes)))
    return MatchValues(
        zone=scene.value.zone,
        needs={one.need: one for one in found if one.need is not None},
        nodes={one.node: one for one in found if one.need is None and one.node is not None},
        calls=every[: scene.most],
        open_calls=len(every),
        unknown=_unknown(found),
        hits=look_back(context),
        assumptions=_assumptions(valuer.prospects, valuer.work),
        notes=(*_not_valued(scene.value), *valuer.prospects.notes),
        trace=dict(sorted(valuer.work.trace.items())),
    )


def _subjects(scene: Scene) -> Iterator[tuple[Subject, tuple[Offering, ...]]]:
    """Needs in the order of their codes, then the valued nodes nobody posted one for."""
    for code in sorted(scene.needs):
        yield of_need(scene.needs[code])
    posted = {need.node for need in scene.needs.values()}
    for node in scene.value.nodes:
        if node.node not in posted and (found := scene.leads.get(node.node)) is not None and found.leads:
            yield of_node(node.node, node.name, node.ref, found.leads)


def _matched(valuer: Valuer, subject: Subject, offered: Iterable[Offering]) -> Matched:
    return Matched(
        need=subject.need,
        node=subject.node,
        title=subject.title,
        offers=placed([valuer.valued(subject, one) for one in offered]),
        refs=subject.refs,
    )


def _calls(found: Iterable[Matched], nodes: Mapping[str, NodeWorth]) -> Iterator[Call]:
    """Matches that may bring something and are not settled; of one body for one need the one worth most.

    Who controls the node's supply from abroad is no way out of that, and not called.
    """
    for subject in found:
        node = nodes.get(subject.node) if subject.node else None
        controllers = {control.name for control in node.controls} if node is not None else set()
        best: dict[str, OfferValue] = {}
        for one in sorted(subject.offers, key=lambda one: (one.by_value or len(subject.offers) + 1, one.by_fit)):
            if one.worth.high and not one.settled and not {one.name, one.holder} & controllers:
                best.setdefault(one.body, one)
        settled = {one.body for one in subject.offers if one.settled}
        for body, one in best.items():
            if body not in settled:
                yield Call(
                    need=subject.need,
                    node=subject.node,
                    title=subject.title,
                    match=one,
                    proved=1,
                    possible=1,
                    refs=subject.refs,
                )


def _not_valued(value: ScopeValue) -> Iterator[str]:
    """Which chains cannot be valued, so that nothing is known of what matches are worth to them."""
    if value.left_out:
        names = "、".join(chain.name for chain in value.left_out)
        yield f"未估值的链：{names}。算总价值的数不齐，其上的匹配对链值未知，不以零代替。"


def _unknown(found: Iterable[Matched]) -> dict[str, int]:
    """How many matches have no known worth, by what is missing; what is not shown is not unknown."""
    worths = (one.worth for subject in found for one in subject.offers)
    lacking = Counter("、".join(worth.missing) for worth in worths if _is_unknown(worth))
    return dict(sorted(lacking.items(), key=lambda pair: (-pair[1], pair[0])))


def _is_unknown(worth: Estimated) -> bool:
    return worth.point is None and not worth.withheld


def _assumptions(prospects: Prospects, work: Working) -> tuple[AssumptionState, ...]:
    """The assumptions of dealings that some figure used, by code."""
    used = {ref for step in work.trace.values() for ref in step.inputs}
    found = [_state(one) for one in prospects.ranges.values() if one.stated.ref in used]
    return tuple(sorted(found, key=lambda state: state.code))


def _state(found: Range) -> AssumptionState:
    row = found.stated.row
    return AssumptionState(
        code=row.code,
        about=words_of(found.stated),
        low=float(row.low),
        high=float(row.high),
        likely=None if row.likely is None else float(row.likely),
        unit=row.unit,
        author=row.author,
        stated_on=row.stated_on,
        reason=row.reason,
        ref=found.stated.ref,
    )
