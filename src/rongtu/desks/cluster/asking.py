"""Asking: the facts whose knowing would narrow V and the plan most, as questions, and what answers narrowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.answers import Stated, answers_of, in_unit, node_of, stated_by_key
from rongtu.desks.cluster.ask_models import (
    PLAN,
    VALUE,
    Answered,
    AskedFact,
    AskRequest,
    Narrows,
    OrderedFact,
    Questionnaire,
    Target,
)
from rongtu.desks.cluster.chain_facts import read_chain
from rongtu.desks.cluster.disclosing.reading_above import value_facts_for
from rongtu.desks.cluster.disclosing.withholding import withhold
from rongtu.desks.cluster.presenting import INPUT_ZH
from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.desks.cluster.value.headlines import money
from rongtu.desks.cluster.value.known import known_inputs
from rongtu.desks.cluster.value.tracing import Tracing
from rongtu.desks.cluster.value.words import Rule, about
from rongtu.engines.chain.diagnosis import diagnose
from rongtu.engines.chain.results import NodeReading, RequiredInput, ScoreKind
from rongtu.facts.places import find_zone
from rongtu.vocab.problems import InputError

if TYPE_CHECKING:
    from rongtu.engines.chain.value import narrowing as engine
    from rongtu.engines.chain.value.targets import Target as EngineTarget

CODES: Mapping[str, str] = {"value": VALUE, "plan": PLAN}
"""The code of each of the engine's targets."""

DECIDING = frozenset({ScoreKind.BREAK, ScoreKind.CHOKE})
"""Scores that a missing input makes unknown; a blockage is told by the kinds that are known."""

UNRANGED = "没有一条链的数据齐全，算不出区间：只有次序。"
UNASSUMED = "已估值的链没有用到推定，区间没有宽度：没有可缩小的。"
STATEMENT = "次序：先有带日期的卡点线索的，再按可达的最终产品（没有最终产品的链按下游环节）多少，再按代码。"


@operation(
    "chain.ask",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="先问什么：哪些事实最能缩小结论的区间，试答缩小多少",
    en="What to find out next: the facts that would narrow the results most, and what answers narrow",
    withhold=withhold,
)
def ask_next(context: Context, request: AskRequest) -> Questionnaire:
    """Questions for a zone. InputError for an answer that is none; RefusedError: no such zone."""
    return questions_of(context, value_facts_for(context, find_zone(context.connection, request.zone)), request)


def questions_of(context: Context, facts: ValueFacts, request: AskRequest) -> Questionnaire:
    """What `ask_next` answers, from facts at hand."""
    answers = answers_of(facts.rows, request.answer)
    if len(request.budgets) > 1:
        rule = "one plan is asked about"
        raise InputError.single("budgets", rule, request.budgets, "Give one budget.")
    tracing = Tracing(dict(facts.gathered))
    ordered = tuple(_ordered(context.connection, facts, request.most))
    parts = _Ranged() if facts.network is None else _ranged(facts, request, answers, tracing)
    notes = (UNRANGED,) if facts.network is None else () if parts.facts else (UNASSUMED,)
    return Questionnaire(
        zone=request.zone,
        targets=parts.targets,
        facts=parts.facts,
        ordered=ordered,
        answered=parts.answered,
        notes=(*notes, *((STATEMENT,) if ordered else ())),
        parameters={
            "zone": request.zone,
            "most": request.most,
            "budgets": "、".join(f"{budget:.15g}" for budget in request.budgets),
            "draws": request.draws,
            "seed": request.seed,
            "answer": "、".join(request.answer),
        },
        trace=tracing.trace,
    )


@dataclass(frozen=True, slots=True)
class _Ranged:
    """What is asked where ranges can be computed."""

    targets: tuple[Target, ...] = ()
    facts: tuple[AskedFact, ...] = ()
    answered: tuple[Answered, ...] = ()


def _ranged(facts: ValueFacts, request: AskRequest, answers: Mapping[str, float], tracing: Tracing) -> _Ranged:
    # the solver is loaded where it is needed: every command would start later
    from rongtu.engines.chain.value.answering import answered
    from rongtu.engines.chain.value.narrowing import narrowing

    assert facts.network is not None
    budget = request.budgets[0] if request.budgets else None
    found = narrowing(facts.network, budget=budget, draws=request.draws, seed=request.seed)
    stated = stated_by_key(facts.rows)
    done = answered(facts.network, answers, budget=budget, draws=request.draws, seed=request.seed) if answers else ()
    # an assumption whoever asks may not see is none he can be asked about
    seen = (one for one in found.questions if one.key in stated)
    useful = [one for one in seen if any(narrows.reduction > 0 for narrows in one.narrows)]
    return _Ranged(
        targets=tuple(_target(facts, one, tracing, request.zone) for one in found.targets if one.width is not None),
        facts=tuple(
            _fact(facts, stated[one.key], one, position) for position, one in enumerate(useful[: request.most], start=1)
        ),
        answered=tuple(
            Answered(
                code=stated[one.key].code,
                value=in_unit(stated[one.key], one.value),
                target=CODES[one.target],
                before=one.before,
                after=one.after,
                outside=one.outside,
            )
            for one in done
        ),
    )


def _target(facts: ValueFacts, target: EngineTarget, tracing: Tracing, zone: str) -> Target:
    if CODES[target.kind] == VALUE:
        name, key, rule = "最终产品年产值 V", f"V/{zone}", Rule.VALUE
    else:
        titles = {row.row.code: row.row.title for row in facts.rows.interventions}
        steps = "、".join(f"{titles[code]}（{code}）" for code in target.steps)
        name, key, rule = f"预算 {money(target.budget or 0.0)}的组合新增：{steps}", f"ask/plan/{zone}", Rule.PLAN_GAIN
    return Target(
        code=CODES[target.kind],
        name=name,
        range=tracing.told(key, target.estimate, rule),
        width=target.width or 0.0,
    )


def _fact(facts: ValueFacts, stated: Stated, question: engine.Question, position: int) -> AskedFact:
    row = stated.range.stated.row
    subject = about(facts.rows, stated.row, stated.range)
    unit = row.unit or ""
    low, high = float(row.low), float(row.high)
    return AskedFact(
        position=position,
        code=row.code,
        about=subject,
        node=node_of(facts.rows, stated),
        low=low,
        high=high,
        unit=row.unit,
        question=(
            f"{subject}是多少？现推定 {low:,.15g}—{high:,.15g}{unit}（{row.author}，{row.stated_on}：{row.reason}）"
        ),
        narrows=tuple(
            Narrows(target=CODES[one.target], expected=one.reduction, share=one.share) for one in question.narrows
        ),
        ref=stated.range.stated.ref,
    )


def _ordered(connection: Connection, facts: ValueFacts, most: int) -> Iterator[OrderedFact]:
    """Of chains that cannot be valued the nodes in the order of their diagnosis; of others those of which it cannot be
    told whether they are a break or a choke point.
    """
    known = known_inputs(facts)
    valued = {part.chain.row.code for part in facts.chains}
    for code in (chain.row.code for chain in facts.rows.chains):
        chain = read_chain(connection, code, facts.rows.scope)
        diagnosis = diagnose(chain.structure, chain.engine_claims, known=known)
        scores = DECIDING if code in valued else frozenset(ScoreKind)
        lacks = {reading.node: _lacks(reading, scores) for reading in diagnosis.nodes}
        nodes = {node.code: node for node in chain.structure.nodes}
        asked = [one for one in diagnosis.questions.questions if lacks[one.node] or code not in valued]
        for position, question in enumerate(asked[:most], start=1):
            node = nodes[question.node]
            yield OrderedFact(
                position=position,
                chain=code,
                node=node.code,
                name=node.name,
                missing=lacks[node.code],
                ref=node.fact,
            )


def _lacks(reading: NodeReading, scores: Set[ScoreKind]) -> tuple[str, ...]:
    """What is missing for these scores of a node, in words, in the order of the list of inputs."""
    missing = {needed for score in reading.scores if score.kind in scores for needed in score.missing}
    return tuple(INPUT_ZH[needed] for needed in RequiredInput if needed in missing)
