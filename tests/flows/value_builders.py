"""Builders of a valued scope, needs with offers, funding records and drawn ranks; every name in it is test data."""

from __future__ import annotations

import itertools
from typing import Any

from flows import builders as build
from flows.builders import ref
from rongtu.desks.cluster.value.models import (
    AssumptionState,
    BlockageState,
    BreakState,
    ChainPart,
    ControlState,
    Estimated,
    InterventionWorth,
    LeftOut,
    NodeWorth,
    Plan,
    PlanStep,
    ScopeValue,
)
from rongtu.desks.govern.models import Evaluation, Obstacle, PairShare, RankDraws
from rongtu.desks.transfer.need_models import DealSoFar, NeedOffers, Offered
from rongtu.flows.funding_models import Funding, FundingPolicy, FundingProduct, FundingStep
from rongtu.flows.match_value.models import Call, Matched, MatchValues, OfferValue, Outcome
from rongtu.flows.match_value.outcomes import hits_of
from rongtu.flows.match_value.ranking import called, placed
from rongtu.flows.result import Derivation, LoopResult, Snapshot
from rongtu.vocab.chains import Strengthening
from rongtu.vocab.means import NeedKind

WAN = 1e4


def known(point: float, low: float | None = None, high: float | None = None, **changes: Any) -> Estimated:
    """A figure in 万元; with a range it is assumed."""
    values = {
        "point": point * WAN,
        "low": (point if low is None else low) * WAN,
        "high": (point if high is None else high) * WAN,
        "assumed": low is not None,
        "evidence": 0.9,
    }
    return Estimated(**{**values, **changes})


def share(point: float, low: float | None = None, high: float | None = None, **changes: Any) -> Estimated:
    """A figure that is no money."""
    values = {
        "point": point,
        "low": point if low is None else low,
        "high": point if high is None else high,
        "assumed": low is not None,
        "evidence": 1.0,
    }
    return Estimated(**{**values, **changes})


def unknown(*missing: str) -> Estimated:
    """A figure nobody can compute."""
    return Estimated(point=None, low=None, high=None, assumed=False, evidence=0.5, missing=missing)


def worth(code: str, name: str, **changes: Any) -> NodeWorth:
    """A node that is needed, covered and stuck nowhere."""
    values = {
        "node": code,
        "name": name,
        "chain": "T",
        "needed": True,
        "need": known(1000),
        "supply": known(1200),
        "cover": share(1.2),
        "stake": known(5000, 4000, 6000, ref=f"derived:value/stake/{code}"),
        "room": known(0),
        "access": share(0.3),
        "breaks": None,
        "blockages": (),
        "blockage": known(0),
        "controls": (),
        "choke": known(0),
        "ref": f"derived:value/node/{code}",
    }
    return NodeWorth(**{**values, **changes})


def broken(code: str, name: str, point: float, low: float, high: float, **changes: Any) -> NodeWorth:
    """A node nobody in scope supplies."""
    severity = known(point, low, high, ref=f"derived:value/break/{code}")
    state = BreakState(kind="hard", place="nowhere", severity=severity)
    return worth(code, name, breaks=state, supply=known(0), cover=share(0), **changes)


def blockage(kind: str, degree: float, numerator: float, denominator: float, note: str) -> BlockageState:
    """A kind of blockage with its two figures."""
    return BlockageState(
        kind=kind, degree=share(degree), numerator=share(numerator), denominator=share(denominator), note=note
    )


def control(name: str, impact: float, replaceable: float) -> ControlState:
    """A supplier abroad."""
    return ControlState(
        name=name,
        kind="supplier",
        country="XAA",
        impact=known(impact, impact * 0.8, impact * 1.2),
        replaceable=share(replaceable, replaceable - 0.1, replaceable + 0.1),
        choke=known(impact * (1 - replaceable), impact * 0.2, impact),
        ref=ref("controller", name),
    )


def intervention(code: str, node: str, title: str, **changes: Any) -> InterventionWorth:
    """A fill of known cost and success."""
    values = {
        "code": code,
        "node": node,
        "title": title,
        "kind": Strengthening.FILL,
        "technology": None,
        "organisation": None,
        "lead_months": 12,
        "adds": known(600),
        "cost": known(900),
        "success": share(0.7),
        "gain": known(2000, 1500, 2500, ref=f"derived:value/gain/{code}"),
        "worth": known(1400, 1000, 1800, ref=f"derived:value/worth/{code}"),
        "net": known(500, 100, 900, ref=f"derived:value/net/{code}"),
        "ref": ref("intervention", code),
    }
    return InterventionWorth(**{**values, **changes})


def plan(budget: float, *steps: PlanStep, **changes: Any) -> Plan:
    """A plan proved best."""
    values = {
        "budget": budget * WAN,
        "cost": sum(step.cost for step in steps),
        "gain": known(5200, 4100, 6300, ref=f"derived:value/plan/{budget:.0f}"),
        "expected": 3300 * WAN,
        "bound": 5200 * WAN,
        "gap": 0.0,
        "steps": steps,
        "left_out": ("IV-3",),
        "method": "混合整数规划",
        "ref": f"derived:value/plan/{budget:.0f}",
    }
    return Plan(**{**values, **changes})


def step(code: str, title: str, within: float) -> PlanStep:
    """A chosen intervention."""
    return PlanStep(code=code, title=title, cost=900 * WAN, within=within * WAN, ref=ref("intervention", code))


def assumption(code: str, **changes: Any) -> AssumptionState:
    """A range somebody stated for a share."""
    values = {
        "code": code,
        "about": f"试用部件的投入占比（{code}）",
        "low": 0.08,
        "high": 0.16,
        "likely": None,
        "unit": None,
        "author": "试办",
        "stated_on": "2026-09-15",
        "reason": "测试：两家口头估计",
        "ref": ref("assumption", code),
    }
    return AssumptionState(**{**values, **changes})


def scope_value(**changes: Any) -> ScopeValue:
    """Two breaks, two blockages, a choke with two controllers, three interventions, two plans, two assumptions."""
    nodes = (
        broken("T-A", "试用膜材", 8000, 6000, 9000),
        broken("T-D", "试用树脂", 7000, 2000, 9900),
        worth(
            "T-B",
            "试用部件",
            blockages=(
                blockage("market", 0.42, 0.31, 0.53, "本地采购率与应有之比"),
                blockage("bridge", 0.63, 12, 32, "线·月，能排的与申请的"),
            ),
            blockage=known(3150, 2500, 3800, ref="derived:value/blockage/T-B"),
        ),
        worth(
            "T-C",
            "试用整机",
            controls=(control("境外测试甲公司", 4000, 0.5), control("境外测试乙公司", 1000, 0.2)),
            choke=known(2000, 800, 4000, ref="derived:value/choke/T-C"),
        ),
    )
    measures = (
        intervention("IV-1", "T-A", "引进试用膜线", technology="TE-1", organisation="试用制造公司"),
        intervention("IV-2", "T-D", "试用树脂工程化", organisation="试用研究所", worth=known(2100, 1900, 2300)),
        intervention(
            "IV-3", "T-A", "试用膜材扩产", cost=unknown("费用"), net=unknown("费用"), organisation="试用制造公司",
            kind=Strengthening.STRENGTHEN, lead_months=None, worth=known(700, 300, 1200),
        ),
    )  # fmt: skip
    values = {
        "zone": build.ZONE,
        "chains": ("T",),
        "left_out": (LeftOut(chain="U", name="试用U链", missing={"投入占比": 7, "产能": 12}, ref=ref("chain", "U")),),
        "value": known(90000, 85000, 97000, ref="derived:value/V/试区"),
        "parts": (
            ChainPart(chain="T", name="试用T链", least=89000 * WAN, most=90000 * WAN, ref="derived:value/part/T"),
        ),
        "nodes": nodes,
        "interventions": measures,
        "plans": (
            plan(900, step("IV-2", "试用树脂工程化", 1800), gain=known(1800), gap=0.02),
            plan(1800, step("IV-2", "试用树脂工程化", 3000), step("IV-1", "引进试用膜线", 3400)),
        ),
        "assumptions": (
            assumption("A-1"),
            assumption("A-2", low=3e7, high=5e7, likely=4e7, unit="元", about="试用整机的产能"),
        ),
        "notes": ("测试：轴承部分摸底",),
        "parameters": {"draws": 200, "seed": 20260101, "discount": 0.05},
        "trace": {},
    }
    return ScopeValue(**{**values, **changes})


def offered(kind: str, code: str, name: str, **changes: Any) -> Offered:
    """An offer in scope."""
    values = {
        "kind": kind,
        "code": code,
        "name": name,
        "holder": None,
        "region": "试一省",
        "trl": None,
        "in_scope": True,
        "score": 0.8,
        "contributions": (),
        "matched": ("膜",),
        "why": "测试：文本相近",
        "cautions": (),
        "deal": None,
        "refs": (ref(kind, code),),
        "source": "S2",
    }
    return Offered(**{**values, **changes})


def need(code: str, node: str | None, title: str, *offers: Offered, **changes: Any) -> NeedOffers:
    """An open demand with a budget."""
    values = {
        "code": code,
        "kind": NeedKind.DEMAND,
        "title": title,
        "node": node,
        "organisation": "试用需求公司",
        "region": "试二省",
        "budget": 350 * WAN,
        "deadline": "2027-09",
        "lacks": "technology",
        "state": "open",
        "posted_on": "2026-08-12",
        "unsaid": ("验收指标",),
        "considered": 40,
        "removals": (),
        "offers": offers,
        "refs": (ref("need", code),),
        "source": "S2",
    }
    return NeedOffers(**{**values, **changes})


def needs() -> dict[str, NeedOffers]:
    """A need with three offers whose orders by fit and by value differ, one without an offer, one long met."""
    deal = DealSoFar(stage="contacted", stage_on="2026-09", outcome=None, ref=ref("deal", "D-1"))
    found = (
        need(
            "N-1",
            "T-A",
            "耐高温试用膜批量供货",
            offered("facility", "PF1", "试用中试线", score=0.91),
            offered("organisation", "试用制造公司", "试用制造公司", score=0.85),
            offered("technology", "TE-1", "涂覆试用膜技术", holder="试用大学", trl=6, score=0.7, deal=deal),
        ),
        need("N-2", "T-C", "整机测试方法", unsaid=(), lacks="standard"),
        need("N-3", "T-B", "早已解决的需求", state="met"),
    )
    return {one.code: one for one in found}


def matched(offer: Offered, place: int, **changes: Any) -> OfferValue:
    """What an offer is worth: unknown unless said otherwise."""
    values = {
        "offer": offer.refs[0],
        "kind": offer.kind,
        "code": offer.code,
        "name": offer.name,
        "holder": offer.holder,
        "fit": offer.score,
        "by_fit": place,
        "worth": unknown("费用"),
        "deal": offer.deal,
        "body": ref("organisation", offer.holder or offer.name),
        "refs": offer.refs,
    }
    return OfferValue(**{**values, **changes})


def matches(told: dict[str, NeedOffers]) -> MatchValues:
    """The second offer of the first need is worth something, the others are unknown; a call, a deal looked back at."""
    first = next(iter(told.values()))
    worths = {
        1: {
            "worth": known(1400, 1000, 1800, ref="derived:value/match.worth/N-1"),
            "basis": "measure",
            "measure": "IV-1",
            "within": 3400 * WAN,
            "gain": known(2000, 1500, 2500, ref="derived:value/match.gain/N-1"),
            "success": share(0.7, ref="derived:value/match.success/N-1"),
            "reply": share(1.0, ref="derived:value/match.reply/N-1"),
            "years": share(1.0, ref="derived:value/match.years/N-1"),
            "cost": known(900, ref="derived:value/match.cost/N-1"),
            "net": known(500, 100, 900, ref="derived:value/match.net/N-1"),
            "per_yuan": share(1.56, 1.11, 2.0, ref="derived:value/match.per_yuan/N-1"),
        }
    }
    needed = {
        code: Matched(
            need=code,
            node=one.node,
            title=one.title,
            offers=placed(
                [
                    matched(offer, place, **(worths.get(place - 1, {}) if one is first else {}))
                    for place, offer in enumerate(one.offers, start=1)
                ]
            ),
            refs=one.refs,
        )
        for code, one in told.items()
    }
    calls = tuple(
        Call(need=one.need, node=one.node, title=one.title, match=offer, proved=1, possible=1, refs=one.refs)
        for one in needed.values()
        for offer in one.offers
        if offer.worth.high
    )
    outcome = Outcome(
        deal="D-9", need="N-3", title="早已解决的需求", partner="试用研究所", offer="试用部件技术", stage="implemented",
        stage_on="2025-03", outcome="已用", place=2, listed=7, ref=ref("deal", "D-9"),
    )  # fmt: skip
    return MatchValues(
        zone=build.ZONE,
        needs=needed,
        nodes={},
        calls=called(calls),
        open_calls=len(calls),
        unknown={"费用": 2},
        hits=hits_of([outcome]),
        assumptions=(assumption("A-9", about="只凭文字找到的对象：接通的概率", low=0.05, high=0.25),),
        notes=(),
    )


def funding() -> Funding:
    """A policy in force, one ended, a product, and what is on record where the first step stands."""
    policies = tuple(
        FundingPolicy(
            code=code,
            title=title,
            issuer="试科局",
            jurisdiction=build.ZONE,
            instrument="subsidy",
            beneficiary="在区内平台做中试的企业",
            rate=30.0,
            cap=200 * WAN,
            cap_basis="每家每年",
            begins="2026-02-01",
            ends=until,
            in_force=until is None,
            stacking=None,
            note=None,
            ref=ref("policy", code),
            source="S3",
        )
        for code, title, until in (("PL901", "试区中试补助", None), ("PL903", "试区首台套奖励", "2026-06-30"))
    )
    product = FundingProduct(
        code="FP901",
        name="试用中试贷",
        kind="科技信贷",
        provider="试用银行",
        place="试一省",
        stages=("初创", "成长"),
        limit=1000 * WAN,
        limit_note=None,
        rate="年利率 3.4%",
        term="最长 36 个月",
        conditions="有中试合同",
        ref=ref("finance_product", "FP901"),
        source="S3",
    )
    steps = tuple(
        FundingStep(
            intervention=code, organisation=body, place="试一省", policies=("PL901", "PL903"), products=("FP901",),
            refs=(ref("intervention", code),),
        )
        for code, body in (("IV-1", "试用制造公司"), ("IV-2", "试用研究所"))
    )  # fmt: skip
    return Funding(as_of="2026-11-30", policies=policies, products=(product,), steps=steps)


def drawn_evaluation(**changes: Any) -> Evaluation:
    """The evaluation with ranks drawn for every region and year, pairs and obstacles of those in focus."""
    plain = build.evaluation()
    draws = tuple(
        RankDraws(
            region=x.region, year=x.year, median=float(x.best_rank), low=max(1, x.best_rank - 1), high=x.best_rank + 1,
            first=0.9 if x.best_rank == 1 else 0.02, top_three=1.0, top_ten=1.0, ranked_among=4,
            ref=f"derived:draws/{x.region}/{x.year}",
        )
        for x in plain.scored
    )  # fmt: skip
    pairs = tuple(
        PairShare(year=2023, above=a, below=b, share=0.98, ref=f"derived:pair/{a}/{b}/2023")
        for a, b in itertools.pairwise(build.FOCUS)
    )
    obstacles = tuple(
        Obstacle(region=region, year=2023, ratio=code, degree=degree, ref=f"derived:obstacle/{region}/{code}")
        for region in build.FOCUS
        for code, degree in (("rd", 0.7), ("out", 0.3))
    )
    values = {
        "draws": draws,
        "pairs": pairs,
        "obstacles": obstacles,
        "choices": ("归一方法", "权重", "汇总方式"),
    }
    return plain.model_copy(update={**values, **changes})


def _refs_of(value: object) -> set[str]:
    """Every ref inside JSON data."""
    if isinstance(value, str):
        return {value} if ":" in value and " " not in value and not value.startswith("http") else set()
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*(_refs_of(part) for part in parts))


def valued(**changes: Any) -> LoopResult:
    """A whole result with everything in it: a valued chain, needs, funding, drawn ranks."""
    value = changes.pop("value", scope_value())
    told = changes.pop("needs", needs())
    dealt = changes.pop("matches", matches(told) if told and value and value.value else None)
    money = changes.pop("funding", funding())
    plain = build.result(evaluation=changes.pop("evaluation", drawn_evaluation()), **changes)
    parts = (value, money, dealt, *told.values(), plain.evaluation, plain.asked, plain.systemic)
    data = [part.model_dump(mode="json") for part in parts if part]
    refs = set().union(*(_refs_of(part) for part in data))
    first = ref("assumption", "A-1")
    trace = dict(plain.trace)
    for key in sorted(one.removeprefix("derived:") for one in refs if one.startswith("derived:")):
        inputs = (ref("chain_node", "T-A"), first) if key.startswith("value/break") else (ref("chain_node", "T-A"),)
        trace.setdefault(key, Derivation(rule=f"测试规则 {key.split('/')[0]}", inputs=inputs))
    rows = {one: "S2" for one in sorted(refs) if "-" in one.partition(":")[2] and not one.startswith("derived:")}
    kinds = {**plain.snapshot.rows, **dict.fromkeys(("need", "deal", "policy", "intervention", "assumption"), 3)}
    return plain.model_copy(
        update={
            "value": value,
            "needs": told,
            "matches": dealt,
            "funding": money,
            "trace": trace,
            "assumptions": tuple(one.ref for part in (value, dealt) if part for one in part.assumptions),
            "row_sources": {**rows, **plain.row_sources},
            "snapshot": Snapshot(id=plain.snapshot.id, rows=kinds),
        }
    )


def hostile_valued() -> LoopResult:
    """Every free text of what is valued, needed and funded is one that would do harm if it were read as markup."""
    text = "".join(build.HOSTILE)
    value = scope_value()
    told = value.model_copy(
        update={
            "nodes": tuple(one.model_copy(update={"name": text}) for one in value.nodes),
            "interventions": tuple(one.model_copy(update={"title": text}) for one in value.interventions),
            "assumptions": tuple(one.model_copy(update={"reason": text, "about": text}) for one in value.assumptions),
            "notes": (text,),
        }
    )
    return valued(value=told, needs={code: one.model_copy(update={"title": text}) for code, one in needs().items()})


def cases() -> dict[str, LoopResult]:
    """A valued result and its edges."""
    nothing = scope_value(nodes=(), interventions=(), plans=(), assumptions=(), parts=(), left_out=(), notes=())
    unvalued = scope_value(chains=(), nodes=(), interventions=(), plans=(), assumptions=(), parts=(), value=None)
    dark = scope_value(
        nodes=tuple(
            worth(one.node, one.name, need=unknown("需求"), stake=unknown("产能"), choke=unknown("境外控制方"),
                  blockage=unknown("产能"))
            for one in scope_value().nodes
        )
    )  # fmt: skip
    return {
        "valued": valued(),
        "valued, nothing stuck": valued(value=nothing, needs={}, funding=None),
        "unvalued": valued(value=unvalued, needs={}, funding=None),
        "valued, unknown": valued(value=dark),
        "valued, hostile": hostile_valued(),
    }
