"""Builders of a small but complete result of the loop; every name in it is test data, none is a real statement."""

from __future__ import annotations

import itertools
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from rongtu.desks.cluster.models import (
    ChainDiagnosis,
    ClaimState,
    LinkState,
    NodeState,
    Question,
    RoleCount,
    UnknownScore,
)
from rongtu.desks.govern.models import (
    Block,
    Cell,
    Evaluation,
    GroupScored,
    MissingElement,
    RatioState,
    Scored,
)
from rongtu.desks.transfer.models import Lead, NodeLeads
from rongtu.flows.result import Derivation, LoopResult, Snapshot, SourceState
from rongtu.vocab.chains import BasisGrade, CapabilityRole, Completeness, NodeKind, Relation, Tier
from rongtu.vocab.evidence import Dimension

YEARS = range(2018, 2024)
REGIONS = {"110000": "试一省", "120000": "试二省", "130000": "试三省", "310000": "试四省"}
FOCUS = ("110000", "120000", "130000")
ZONE = "试区"
METHODS = {"equal_arithmetic": "等权·算术平均", "entropy_geometric": "熵权·几何平均"}


def ref(kind: str, *key: object) -> str:
    """The ref of a row of test data."""
    return f"{kind}:{uuid5(NAMESPACE_URL, '|'.join(map(str, (kind, *key))))}"


def source(code: str, **changes: Any) -> SourceState:
    """A source of test data."""
    text = f"测试出处 {code}，https://example.invalid/{code}?page=1"
    values = {
        "number": 1,
        "code": code,
        "text": text,
        "terms": "测试使用条件",
        "notice": None,
        "ref": ref("source", code),
    }
    return SourceState(**{**values, **changes})


def claim(node: str, position: int = 0, **changes: Any) -> ClaimState:
    """A claim of 2021 on a node."""
    values = {
        "text": f"测试说法：进口占 70%（{position}）",
        "as_of": "2021",
        "source": "S1",
        "ref": ref("claim", node, position),
    }
    return ClaimState(**{**values, **changes})


def role_count(node: str, role: CapabilityRole = CapabilityRole.PRODUCES, bodies: int = 2) -> RoleCount:
    """Bodies in one role on a node."""
    return RoleCount(role=role, bodies=bodies, refs=tuple(ref("capability", node, role, i) for i in range(bodies)))


def node(code: str, name: str, **changes: Any) -> NodeState:
    """An upstream material nobody surveyed, with nothing known of it."""
    values = {
        "code": code,
        "name": name,
        "name_en": None,
        "tier": Tier.UPSTREAM,
        "kind": NodeKind.MATERIAL,
        "column": 0,
        "row": 0,
        "claims": (),
        "named": (),
        "by_class": (),
        "survey": Completeness.NONE,
        "survey_ref": None,
        "ref": ref("chain_node", code),
    }
    return NodeState(**{**values, **changes})


def lead(name: str, **changes: Any) -> Lead:
    """A body in scope that a source names as a maker."""
    values = {
        "name": name,
        "kind": "enterprise",
        "region": "试一省",
        "city": "试城",
        "role": CapabilityRole.PRODUCES,
        "also": (),
        "grade": BasisGrade.NAMED,
        "as_of": "2024-05",
        "stale": False,
        "confidence": "quoted",
        "why": "测试：年产 3 万件",
        "score": 1.0,
        "contributions": (),
        "matched": (),
        "in_scope": True,
        "refs": (ref("organisation", name), ref("capability", name)),
        "source": "S2",
    }
    return Lead(**{**values, **changes})


def leads(code: str, *found: Lead) -> NodeLeads:
    """What was found for a node."""
    return NodeLeads(node=code, considered=10, removals=(), leads=found)


def chain(code: str = "T", nodes: tuple[NodeState, ...] | None = None, **changes: Any) -> ChainDiagnosis:
    """A chain: a claimed material, a part made of it, a product, and one more node."""
    if nodes is None:
        nodes = (
            node(f"{code}-A", "试用膜材", claims=(claim(f"{code}-A"),), named=(role_count(f"{code}-A"),)),
            node(f"{code}-B", "试用部件", tier=Tier.MIDSTREAM, kind=NodeKind.PART, by_class=(role_count(f"{code}-B"),)),
            node(f"{code}-C", "试用整机", tier=Tier.DOWNSTREAM, kind=NodeKind.PRODUCT),
            node(f"{code}-D", "试用树脂", row=1, claims=(claim(f"{code}-D", as_of=None),)),
        )
    ordered = sorted(nodes, key=lambda item: (not _dated(item), item.code))
    values = {
        "code": code,
        "name": f"试用{code}链",
        "ref": ref("chain", code),
        "nodes": nodes,
        "links": tuple(
            LinkState(source=a.code, target=b.code, relation=Relation.SUPPLIES, ref=ref("link", a.code, b.code))
            for a, b in itertools.pairwise(nodes)
        ),
        "chain_level": (role_count(code, CapabilityRole.UNSTATED, 3),),
        "questions": tuple(
            Question(position=i, node=n.code, name=n.name, has_claim=_dated(n), reach=2, refs=(n.ref,))
            for i, n in enumerate(ordered, start=1)
        ),
        "reach_of": "下游可达环节数",
        "unknown": (UnknownScore(score="断点", missing=("产能", "需求")),),
        "notes": (),
    }
    return ChainDiagnosis(**{**values, **changes})


def _dated(item: NodeState) -> bool:
    return any(one.as_of for one in item.claims)


def ratio(code: str, name: str, **changes: Any) -> RatioState:
    """A ratio of the index."""
    values = {
        "code": code,
        "name": name,
        "name_en": code,
        "unit": "%",
        "dimension": Dimension.INPUT,
        "caution": None,
        "lower": 0.0,
        "upper": 10.0,
        "equal_weight": 0.5,
        "entropy_weight": 0.5,
        "bounds_ref": f"derived:bounds/{code}",
        "ref": ref("ratio", code),
    }
    return RatioState(**{**values, **changes})


def cell(code: str, region: str, year: int, value: float | None, **changes: Any) -> Cell:
    """A ratio of a region and year; none is a gap."""
    known = value is not None
    values = {
        "region": region,
        "year": year,
        "ratio": code,
        "value": value,
        "missing": () if known else ("rd_exp",),
        "step": False,
        "ref": f"derived:ratio/{code}/{region}/{year}" if known else None,
    }
    return Cell(**{**values, **changes})


def scored(region: str, year: int, rank: int, **changes: Any) -> Scored:
    """A region at a rank that moves by one place over the methods."""
    values = {
        "region": region,
        "year": year,
        "scores": dict.fromkeys(METHODS, 90.0 - rank),
        "ranks": dict.fromkeys(METHODS, rank),
        "best_rank": rank,
        "worst_rank": min(rank + 1, 4),
        "ranked_among": 4,
        "step": False,
        "ref": f"derived:index/{region}/{year}",
    }
    return Scored(**{**values, **changes})


def evaluation(**changes: Any) -> Evaluation:
    """Four provinces, two ratios, two vintages (to 2020, from 2021); values rise by a tenth each year."""
    ratios = (ratio("rd", "试验强度"), ratio("out", "试验产出", dimension=Dimension.OUTPUT, unit="件/千人年"))
    cells = tuple(
        cell(r.code, region, year, 2.0 + i + (year - 2018) / 10)
        for r in ratios
        for i, region in enumerate(REGIONS)
        for year in YEARS
    )
    ranks = tuple(scored(region, year, i) for i, region in enumerate(REGIONS, start=1) for year in YEARS)
    together = tuple(cell(r.code, ZONE, 2023, 3.0) for r in ratios)
    values = {
        "year": 2023,
        "blocks": (Block(name="前", first=2018, last=2020), Block(name="后", first=2021, last=2023)),
        "ratios": ratios,
        "methods": METHODS,
        "cells": cells,
        "scored": ranks,
        "group": (
            GroupScored(
                name=ZONE,
                year=2023,
                scores=dict.fromkeys(METHODS, 66.6),
                cells=together,
                ref=f"derived:index/{ZONE}/2023",
            ),
        ),
        "missing": (MissingElement(name="试验要素", reason="测试：无可比数据"),),
        "focus": FOCUS,
        "region_names": REGIONS,
        "region_refs": {code: ref("region", code) for code in REGIONS} | {ZONE: ref("zone", ZONE)},
        "trace": {},
    }
    return Evaluation(**{**values, **changes})


def trace_of(told: Evaluation) -> dict[str, Derivation]:
    """A derivation for every derived ref of the evaluation."""
    observed = ref("observation", 1)
    cells = [*told.cells, *(c for group in told.group for c in group.cells)]
    trace = {
        c.ref.removeprefix("derived:"): Derivation(rule="分子÷分母×系数", inputs=(observed,)) for c in cells if c.ref
    }
    for state in (*told.scored, *told.group):
        trace[state.ref.removeprefix("derived:")] = Derivation(rule="加权平均", inputs=("rows:observation",))
    for one in told.ratios:
        trace[one.bounds_ref.removeprefix("derived:")] = Derivation(rule="上下限", inputs=("rows:observation",))
    return trace


def result(**changes: Any) -> LoopResult:
    """A small whole result: one chain, leads for its first node, an evaluation, three sources."""
    chains = changes.pop("chains", (chain(),))
    told = changes.pop("evaluation", evaluation())
    found = changes.pop("leads", None)
    if found is None:
        found = {n.code: leads(n.code, *([lead("试用制造公司")] if n.claims else [])) for c in chains for n in c.nodes}
    refs = [ref for c in chains for n in c.nodes for ref in (n.ref, *(x.ref for x in n.claims))]
    refs += [ref for c in chains for n in c.nodes for r in (*n.named, *n.by_class) for ref in r.refs]
    refs += [c.ref for c in chains] + [ref for n in found.values() for x in n.leads for ref in x.refs]
    refs += [ref for c in chains for r in c.chain_level for ref in r.refs]
    evaluated = [*told.region_refs.values(), *(r.ref for r in told.ratios), ref("observation", 1)]
    kinds = ("chain", "chain_node", "claim", "observation", "ratio", "survey", "capability")
    values = {
        "snapshot": Snapshot(id="0123456789abcdef" * 4, rows=dict.fromkeys(kinds, 7)),
        "parameters": {"stale_after": 5},
        "assumptions": (),
        "chains": chains,
        "leads": found,
        "evaluation": told,
        "sources": (source("S1"), source("S2", notice="测试声明 2024"), source("S3", terms="另一条件")),
        "row_sources": dict.fromkeys(refs, "S1") | dict.fromkeys(evaluated, "S3"),
        "trace": trace_of(told),
    }
    return LoopResult(**{**values, **changes})


HOSTILE = (
    "<script>alert(1)</script>",
    '#import "x": *',
    "\\end{document} $x^2$",
    "长" * 200,
    "[1](javascript:x)",
    "{{ 7*7 }}",
)
"""Texts that must come out as they are, in whatever they are set."""


def hostile_result() -> LoopResult:
    """Every free text is one that would do harm if it were read as markup."""
    nodes = tuple(
        node(f"X-{i}", f"{text}{i}", claims=(claim(f"X-{i}", text=text),), row=i) for i, text in enumerate(HOSTILE)
    )
    found = {n.code: leads(n.code, lead(text, why=text, city=text)) for n, text in zip(nodes, HOSTILE, strict=True)}
    sources = (source("S1", text=" ".join(HOSTILE)), source("S2", notice=HOSTILE[0], terms=HOSTILE[2]), source("S3"))
    return result(chains=(chain("X", nodes, name=HOSTILE[0]),), leads=found, sources=sources)


def cases() -> dict[str, LoopResult]:
    """The whole result and its edges."""
    bare = (node("T-A", "试用膜材"),)
    gaps = evaluation()
    gaps = gaps.model_copy(
        update={
            "cells": tuple(
                cell(c.ratio, c.region, c.year, None) if c.year == 2023 and c.region == "130000" else c
                for c in gaps.cells
            ),
            "scored": tuple(s for s in gaps.scored if (s.region, s.year) != ("130000", 2023)),
        }
    )
    nothing = evaluation(blocks=(), ratios=(), cells=(), scored=(), group=(), missing=())
    return {
        "whole": result(),
        "two chains": result(chains=(chain("T"), chain("U"))),
        "no leads": result(leads={code: leads(code) for code in ("T-A", "T-B", "T-C", "T-D")}),
        "not matched": result(leads={}),
        "no claims": result(chains=(chain("T", bare),)),
        "gaps": result(evaluation=gaps),
        "nothing": result(chains=(), leads={}, evaluation=nothing),
        "hostile": hostile_result(),
    }
