"""Builders of what the chain engine adds to a valued result: questions, stops, dependence, why V moved, levels."""

from __future__ import annotations

from typing import Any

from flows import builders as build
from flows import value_builders as values
from flows.builders import ref
from rongtu.desks.cluster.ask_models import AskedFact, Narrows, OrderedFact, Questionnaire, Target
from rongtu.desks.cluster.shock.models import ShockLevel, ShockMode, Systemic, SystemicRank
from rongtu.desks.cluster.value.models import Dependence, Estimated, OriginShare, Ranked, Rankings
from rongtu.flows.answered_since import AnsweredSince
from rongtu.flows.explained import Contribution, Explained
from rongtu.flows.moved import FactsMoved, Moved
from rongtu.flows.result import LoopResult
from rongtu.flows.runs import Comparison, RunSummary
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.geography import Origin

WAN = values.WAN


def fact(position: int, code: str, whole: float, plan: float) -> AskedFact:
    """A fact whose knowing narrows V and the plan by so many 万元, each out of 10,000."""
    assumed = values.assumption(code)
    return AskedFact(
        position=position,
        code=code,
        about=assumed.about,
        node="T-B",
        low=assumed.low,
        high=assumed.high,
        unit=assumed.unit,
        question="试用部件每元产出要买多少？",
        narrows=tuple(
            Narrows(target=target, expected=wan * WAN, share=wan / 10_000)
            for target, wan in (("V", whole), ("plan", plan))
        ),
        ref=assumed.ref,
    )


def questionnaire(**changes: Any) -> Questionnaire:
    """Three facts: the first narrows V most, the second the plan, the third nothing."""
    plan = values.known(5200, 4100, 6300, ref="derived:value/plan/900")
    targets = (
        Target(code="V", name="总价值", range=values.known(90000, ref="derived:value/V/试区"), width=1e8),
        Target(code="plan", name="居中方案的增值", range=plan, width=2.2e7),
    )
    told = {
        "zone": build.ZONE,
        "targets": targets,
        "facts": (fact(1, "A-1", 4000, 300), fact(2, "A-2", 900, 700), fact(3, "A-3", 0, 0)),
        "ordered": (
            OrderedFact(
                position=1,
                chain="T",
                node="T-D",
                name="试用树脂",
                missing=("境外控制方",),
                ref=ref("chain_node", "T-D"),
            ),
        ),
        "answered": (),
        "notes": ("测试：另有一条无从查实",),
        "parameters": {},
        "trace": {},
    }
    return Questionnaire(**{**told, **changes})


def systemic(**changes: Any) -> Systemic:
    """Two bodies of a network of five, in converged mode."""
    ranked = tuple(
        SystemicRank(
            position=place, name=name, node=None, esri=esri, down=esri, up=esri / 2, own=esri / 4,
            ref=f"derived:value/esri/body/{place}",
        )
        for place, name, esri in ((1, "试用供电公司", 0.55), (2, "试用膜材公司", 0.004))
    )  # fmt: skip
    told = {
        "zone": build.ZONE,
        "level": ShockLevel.BODY,
        "mode": ShockMode.CONVERGED,
        "eps": 1e-10,
        "steps": 12,
        "size": 5,
        "links": 7,
        "ranked": ranked,
        "notes": ("测试：三家没有销售额记录",),
        "parameters": {},
        "trace": {},
    }
    return Systemic(**{**told, **changes})


def bought(node: str, **shares: float) -> Dependence:
    """Where a node is bought; the names are `scope`, `elsewhere` or a country."""
    known = {"scope": Origin.SCOPE, "elsewhere": Origin.ELSEWHERE}
    return Dependence(
        node=node,
        shares=tuple(
            OriginShare(
                origin=known.get(name, Origin.ABROAD),
                country=None if name in known else name,
                share=values.share(share, ref=f"derived:value/bought/{node}/{name}"),
            )
            for name, share in shares.items()
        ),
        concentration=values.share(
            sum(share**2 for share in shares.values()), ref=f"derived:value/concentration/{node}"
        ),
    )


def ranked(node: str, proved: int, possible: int, severity: Estimated) -> Ranked:
    """A node of the scope in a list."""
    names = {one.node: one.name for one in values.scope_value().nodes}
    return Ranked(node=node, name=names[node], chain="T", proved=proved, possible=possible, severity=severity)


def hidden(level: Visibility = Visibility.RESTRICTED) -> Estimated:
    """A figure that is not shown to who asks."""
    return Estimated(point=None, low=None, high=None, assumed=False, evidence=0.0, level=level, withheld=True)


def full(**changes: Any) -> LoopResult:
    """A valued result with everything the chain engine tells, some of it restricted."""
    value = values.scope_value(
        dependence=(bought("T-C", scope=0.2, elsewhere=0.1, XAA=0.4, XBB=0.2, XCC=0.1), bought("T-A", XAA=1.0)),
        level=Visibility.RESTRICTED,
    )
    told = {
        "value": value,
        "asked": questionnaire(),
        "systemic": systemic(),
        "level": Visibility.RESTRICTED,
    }
    return values.valued(**{**told, **changes})


def without_chokes() -> LoopResult:
    """The same for a reader who may not see the list of choke points."""
    nodes = tuple(
        one.model_copy(update={"choke": hidden(), "controls": ()}) if one.node == "T-C" else one
        for one in values.scope_value().nodes
    )
    return values.valued(value=values.scope_value(nodes=nodes), systemic=systemic(ranked=(), notes=()))


def given_rankings() -> LoopResult:
    """The lists as the engine told them, in places of their own."""
    nodes = {one.node: one for one in values.scope_value().nodes}
    breaks = tuple(
        ranked(code, proved, possible, nodes[code].breaks.severity)
        for code, proved, possible in (("T-D", 1, 1), ("T-A", 2, 1))
    )
    return values.valued(value=values.scope_value(rankings=Rankings(breaks=breaks)))


def run_summary(name: str) -> RunSummary:
    """A run as it is listed."""
    return RunSummary(
        run=name, kept_at="2026-10-01T08:00:00+00:00", nature=Nature.REAL, zone=build.ZONE, chains=1,
        operation="run.loop", version="0", snapshot="0", result_hash="0",
    )  # fmt: skip


def compared(*what: Moved, **changes: Any) -> Comparison:
    """Two runs compared, a row of claims added between them."""
    given = {"facts": (FactsMoved(kind="claim", before=6, after=7),), "notes": (), **changes}
    return Comparison(before=run_summary("a"), after=run_summary("b"), moved=what, **given)


def explained(*parts: tuple[str, float], **changes: Any) -> Explained:
    """V from 100 million up by the sum of the parts, in 万元."""
    before = 10_000 * WAN
    told = {
        "what": f"V {build.ZONE}",
        "before": before,
        "after": before + sum(amount for _, amount in parts) * WAN,
        "contributions": tuple(Contribution(group=name, name=name, amount=amount * WAN) for name, amount in parts),
    }
    return Explained(**{**told, **changes})


def answer(code: str) -> AnsweredSince:
    """An assumption that was found out since."""
    return AnsweredSince(
        about=f"试用部件的投入占比（{code}）", low=0.08, high=0.16, value=0.12, unit=None, before=2e8, after=1.5e8,
        outside=False, ref=ref("assumption", code),
    )  # fmt: skip


def cases() -> dict[str, LoopResult]:
    """The full result and its edges."""
    text = "".join(build.HOSTILE)
    facts = tuple(one.model_copy(update={"about": text, "question": text}) for one in questionnaire().facts)
    stops = tuple(one.model_copy(update={"name": text}) for one in systemic().ranked)
    return {
        "full": full(),
        "full, hostile": full(asked=questionnaire(facts=facts), systemic=systemic(ranked=stops, notes=(text,))),
        "choke points withheld": without_chokes(),
        "lists given": given_rankings(),
    }
