"""From the chain engine's reading to what the diagnosis operation answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from uuid import UUID

from rongtu.desks.cluster.chain_facts import ChainFacts
from rongtu.desks.cluster.models import (
    ChainDiagnosis,
    ClaimState,
    LinkState,
    NodeState,
    Question,
    UnknownScore,
)
from rongtu.engines.chain.diagnosis import NOTHING_KNOWN, diagnose
from rongtu.engines.chain.results import (
    Diagnosis,
    NodeReading,
    Position,
    ReachBasis,
    RequiredInput,
    ScoreKind,
)

SCORE_ZH = {ScoreKind.BREAK: "断点", ScoreKind.BLOCKAGE: "堵点", ScoreKind.CHOKE: "卡点"}

INPUT_ZH: Mapping[RequiredInput, str] = {
    RequiredInput.CENSUS: "全面摸底",
    RequiredInput.INPUT_SHARES: "投入占比",
    RequiredInput.CAPACITIES: "产能",
    RequiredInput.DEMAND: "需求",
    RequiredInput.OUTSIDE_SUPPLY: "区外可购量",
    RequiredInput.PURCHASES: "采购来源",
    RequiredInput.PILOT_MONTHS: "中试机时",
    RequiredInput.OPEN_NEEDS: "未满足的技术需求",
    RequiredInput.CONVERSION_COHORT: "成果转化批次",
    RequiredInput.CONTROLLERS: "境外控制方",
    RequiredInput.SUBSTITUTABILITY: "一年内可替代比例",
    RequiredInput.COST: "措施费用",
    RequiredInput.EFFECT: "措施效果",
}
"""What each required input is called."""

REACH_ZH = {ReachBasis.FINAL_PRODUCTS: "可达最终产品数", ReachBasis.NODES_DOWNSTREAM: "下游可达环节数"}


def present(
    facts: ChainFacts, sources: dict[UUID, str], known: Mapping[str, Set[RequiredInput]] = NOTHING_KNOWN
) -> ChainDiagnosis:
    """The diagnosis of the chain; `sources` gives the code of each source by id, `known` what is at hand by node."""
    diagnosis = diagnose(facts.structure, facts.engine_claims, known=known)
    return ChainDiagnosis(
        code=facts.chain.row.code,
        name=facts.chain.row.name,
        ref=facts.chain.ref,
        nodes=_nodes(facts, diagnosis, sources),
        links=tuple(
            LinkState(source=link.source, target=link.target, relation=link.relation, ref=link.fact)
            for link in facts.structure.links
        ),
        chain_level=facts.presence.whole,
        questions=_questions(facts, diagnosis),
        reach_of=REACH_ZH[diagnosis.questions.reach_basis],
        unknown=_unknown(diagnosis),
        notes=(diagnosis.questions.statement_zh, *_dropped(facts, diagnosis)),
    )


def _dropped(facts: ChainFacts, diagnosis: Diagnosis) -> Iterator[str]:
    """What is said of each link left out of reach because the label of its node has the same buyer."""
    names = {node.code: node.name for node in facts.structure.nodes}
    for link in diagnosis.dropped_links:
        child, label, buyer = names[link.source], names[link.label], names[link.target]
        yield f"“{child}”对“{buyer}”的供给并入其类别“{label}”，不重复计算。"


def _nodes(facts: ChainFacts, diagnosis: Diagnosis, sources: dict[UUID, str]) -> tuple[NodeState, ...]:
    positions = {position.node: position for position in diagnosis.map.positions}
    readings = {reading.node: reading for reading in diagnosis.nodes}
    return tuple(_node(facts, readings[position.node], position, sources) for position in positions.values())


def _node(facts: ChainFacts, reading: NodeReading, position: Position, sources: dict[UUID, str]) -> NodeState:
    row = next(node for node in facts.nodes if node.row.code == reading.node)
    item = facts.items[row.row.item]
    node = next(node for node in facts.structure.nodes if node.code == reading.node)
    return NodeState(
        code=reading.node,
        name=item.name,
        name_en=item.name_en,
        tier=row.row.tier,
        kind=item.kind,
        column=position.layer,
        row=position.row,
        claims=tuple(_claim(facts, claim.fact, sources) for claim in reading.claims),
        named=facts.presence.named[reading.node],
        by_class=facts.presence.by_class[reading.node],
        survey=reading.survey,
        survey_ref=node.survey_fact or None,
        ref=row.ref,
    )


def _claim(facts: ChainFacts, ref: str, sources: dict[UUID, str]) -> ClaimState:
    claim = facts.claims[ref].row
    return ClaimState(text=claim.text, as_of=claim.as_of, source=sources[claim.source], ref=ref)


def _questions(facts: ChainFacts, diagnosis: Diagnosis) -> tuple[Question, ...]:
    names = {node.code: node for node in facts.structure.nodes}
    return tuple(
        Question(
            position=question.place,
            node=question.node,
            name=names[question.node].name,
            has_claim=question.dated_claims > 0,
            reach=question.reach,
            refs=(names[question.node].fact, *question.facts),
        )
        for question in diagnosis.questions.questions
    )


def _unknown(diagnosis: Diagnosis) -> tuple[UnknownScore, ...]:
    """Each score with every input some node lacks for it, in the engine's order of inputs."""
    missing: dict[ScoreKind, set[RequiredInput]] = {}
    for reading in diagnosis.nodes:
        for score in reading.scores:
            missing.setdefault(score.kind, set()).update(score.missing)
    return tuple(
        UnknownScore(score=SCORE_ZH[kind], missing=tuple(INPUT_ZH[i] for i in RequiredInput if i in missing[kind]))
        for kind in ScoreKind
        if missing.get(kind)
    )
