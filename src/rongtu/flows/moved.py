"""What moved from one result of the loop to another: every figure and name that a brief rests on, side by side.

Each result is laid out as figures by what they are of; whatever differs beyond the rounding of results is what moved.
"""

from __future__ import annotations

from collections.abc import Iterator

from rongtu.acts.models import Model
from rongtu.desks.cluster.value.models import Estimated, NodeWorth, ScopeValue
from rongtu.flows.result import LoopResult, Snapshot
from rongtu.vocab.aspects import Aspect
from rongtu.vocab.canonical import round_significant
from rongtu.vocab.money import FEN_PER_UNIT, Fen, with_unit

Value = float | str | None

Figure = tuple[tuple[Aspect, str], tuple[Value, str | None]]
"""What a figure is of, its aspect and in words, and its value with the row or derivation it comes from."""


class Moved(Model):
    """Something that is another one in the later result; None where it is not there."""

    aspect: Aspect
    what: str
    before: float | str | None
    after: float | str | None
    ref: str | None


class FactsMoved(Model):
    """A kind of facts that changed between two snapshots, in how many rows; in content where the count is the same."""

    kind: str
    before: int | None
    after: int | None


def facts_moved(before: Snapshot, after: Snapshot) -> tuple[FactsMoved, ...]:
    """The kinds whose rows are others now; by their number alone where one result knows no digests."""

    def mark(snapshot: Snapshot, kind: str) -> tuple[int | None, str | None]:
        known = snapshot.digests.get(kind) if before.digests and after.digests else None
        return snapshot.rows.get(kind), known

    kinds = sorted(before.rows.keys() | after.rows.keys())
    changed = [kind for kind in kinds if mark(before, kind) != mark(after, kind)]
    return tuple(FactsMoved(kind=kind, before=before.rows.get(kind), after=after.rows.get(kind)) for kind in changed)


def moved(before: LoopResult, after: LoopResult) -> tuple[Moved, ...]:
    """What is not the same in both, in the order of the later result, what is only in the earlier one last."""
    old, new = dict(figures(before)), dict(figures(after))
    nothing = (None, None)
    names = [*new, *(name for name in old if name not in new)]
    found = []
    for name in names:
        (was, was_ref), (is_now, ref) = old.get(name, nothing), new.get(name, nothing)
        if _rounded(was) != _rounded(is_now):
            aspect, what = name
            found.append(Moved(aspect=aspect, what=what, before=was, after=is_now, ref=ref or was_ref))
    return tuple(found)


def figures(result: LoopResult) -> Iterator[Figure]:
    """Everything compared: scores and ranks, claims, leads; V, stakes, breaks, chokes, plans."""
    yield from _scores(result)
    yield from _claims(result)
    yield from _leads(result)
    if result.value is not None:
        yield from _value(result.value)


def _scores(result: LoopResult) -> Iterator[Figure]:
    evaluation = result.evaluation
    for scored in evaluation.scored:
        if scored.region not in evaluation.focus:
            continue
        name = f"{evaluation.region_names.get(scored.region, scored.region)} {scored.year}"
        for method, told in evaluation.methods.items():
            yield (Aspect.SCORE, f"{name} {told}"), (scored.scores.get(method), scored.ref)
            yield (Aspect.RANK, f"{name} {told}"), (scored.ranks.get(method), scored.ref)
    for group in evaluation.group:
        for method, told in evaluation.methods.items():
            yield (Aspect.SCORE, f"{group.name} {group.year} {told}"), (group.scores.get(method), group.ref)


def _claims(result: LoopResult) -> Iterator[Figure]:
    for chain in result.chains:
        for node in chain.nodes:
            for claim in node.claims:
                yield (
                    (Aspect.CLAIM, f"{chain.name} {node.name}：{claim.text}（{claim.source}）"),
                    (claim.as_of or "有", claim.ref),
                )


def _leads(result: LoopResult) -> Iterator[Figure]:
    names = {node.code: f"{chain.name} {node.name}" for chain in result.chains for node in chain.nodes}
    for node, found in result.leads.items():
        for lead in found.leads:
            ref = lead.refs[0] if lead.refs else None
            yield (Aspect.LEAD, f"{names.get(node, node)}：{lead.name}"), (lead.grade.value, ref)


def _value(value: ScopeValue) -> Iterator[Figure]:
    if value.value is not None:
        yield from _range(f"V {value.zone}", value.value)
    for node in value.nodes:
        yield from _node(node)
    for plan in value.plans:
        name = f"预算 {with_unit(Fen(round(plan.budget * FEN_PER_UNIT['元'])))}"
        yield (Aspect.PLAN, f"{name} 增值"), (plan.gain.point, plan.ref)
        for step in plan.steps:
            yield (Aspect.PLAN, f"{name}：{step.title}（{step.code}）"), (step.within, step.ref)


def _node(node: NodeWorth) -> Iterator[Figure]:
    name = f"{node.chain} {node.name}"
    yield (Aspect.STAKE, name), (node.stake.point, node.stake.ref or node.ref)
    if node.breaks is not None:
        yield (
            (Aspect.BREAK, name),
            (f"{node.breaks.kind} {node.breaks.place}", node.breaks.severity.ref or node.ref),
        )
        yield (Aspect.SEVERITY, name), (node.breaks.severity.point, node.breaks.severity.ref or node.ref)
    yield (Aspect.BLOCKAGE, name), (node.blockage.point, node.blockage.ref or node.ref)
    yield (Aspect.CHOKE, name), (node.choke.point, node.choke.ref or node.ref)
    for control in node.controls:
        yield (Aspect.CHOKE, f"{name}：{control.name} {control.kind}"), (control.choke.point, control.ref)


def _range(name: str, told: Estimated) -> Iterator[Figure]:
    yield (Aspect.VALUE, name), (told.point, told.ref)
    yield (Aspect.VALUE, f"{name} 下限"), (told.low, told.ref)
    yield (Aspect.VALUE, f"{name} 上限"), (told.high, told.ref)


def _rounded(value: Value) -> Value:
    return round_significant(value) if isinstance(value, float | int) else value
