"""Integration evaluation: ratios, scores, ranks and rank ranges of the provinces, and a zone together."""

from __future__ import annotations

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.govern.drawing import draw_choices
from rongtu.desks.govern.models import EvaluateRequest, Evaluation, MissingElement
from rongtu.desks.govern.panel import group_panel, read_evaluation
from rongtu.desks.govern.presenting import Presented, present
from rongtu.engines.index.evaluation import evaluate, score_frozen
from rongtu.facts.places import find_zone
from rongtu.vocab.problems import RefusedError

MISSING = (
    MissingElement(
        name="高价值发明专利",
        reason="公开资料只有个别省市个别年份的数值，不能在各省之间比较，未计入；因此产出维度偏重授权数量。",
    ),
    MissingElement(name="产业集群发展水平", reason="未见逐省逐年的公开指标，未计入；因此看不出创新是否落在集群里。"),
)
"""Elements the evaluation ought to hold for which no comparable public figures were found."""


@operation(
    "index.evaluate",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="评价科技创新和产业创新融合",
    en="Evaluate integration: ratios, scores, ranks with their ranges",
)
def evaluate_integration(context: Context, request: EvaluateRequest) -> Evaluation:
    """The evaluation of every province and of one zone together; RefusedError where there is no such zone."""
    zone = find_zone(context.connection, request.zone)
    facts = read_evaluation(context.connection)
    members = tuple(province for province in facts.provinces if province.row.code in zone.row.members)
    if not members:
        raise RefusedError(f"The zone {request.zone} has no province among its members.")
    result = evaluate(facts.panel, facts.framework, facts.marks)
    group = score_frozen(result, group_panel(facts, members, request.zone))
    drawn = draw_choices(result, [member.row.code for member in members], request.runs, request.seed)
    return present(Presented(facts, result, group, drawn, zone, members), MISSING)
