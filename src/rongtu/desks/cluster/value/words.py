"""Words of the value model's answer: what each figure is, and what an assumption is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from rongtu.desks.cluster.value.models import AssumptionState
from rongtu.desks.cluster.value.rows import ValueRows
from rongtu.engines.chain.value.inputs import Network, Pilot
from rongtu.engines.chain.value.results import Blockage, BlockageKind
from rongtu.facts.assumed import BOUND, Range, words_about
from rongtu.facts.fields import KINDS
from rongtu.facts.reading import Stored
from rongtu.vocab.labels import label
from rongtu.vocab.means import Lack


class Rule(StrEnum):
    """How each figure is derived, in a sentence."""

    VALUE = "最终产品年产值之和的最大值：投入份额、区内产能、区外可购量与需求约束下的线性规划（链方法式 1—3）"
    PART = "V 的全部最优解中，这条链最终产品所占的最小值与最大值"
    NEED = "该环节供给不限、需求照旧的最优解中对它的用量（多个最优解时取投入合计最小者）"
    SUPPLY = "区内各单位年供给能力之和，加上摸底未及部分至多的供给"
    COVER = "区内供给 ÷ 所需"
    STAKE = "V − 该环节区内供给与区外购入都为零时的 V"
    ROOM = "该环节供给不限时的 V − V"
    ACCESS = "采购中来自国内区外的份额"
    SEVERITY = "（供给不限时的 V − 全无时的 V）×（1 − min(1, 覆盖率)）×（1 − 区外可得份额）"
    BLOCKAGE = "牵连产值 × 最严重一类堵塞的程度"
    IMPACT = "V − 该控制方的供给没有了时的 V"
    REPLACEABLE = "一年内合格的替代者能接过的份额"
    CHOKE = "影响 ×（1 − 一年内可替代份额）"
    CHOKE_MOST = "各境外控制方卡点值中最大的一个"
    ADDS = "措施所列的新增年供给"
    COST = "措施所列的费用"
    SUCCESS = "措施所列的成功率"
    GAIN = "措施见效后的 V − V"
    WORTH = "增益 × 成功率，按所需月数折现"
    NET = "期望价值 − 费用"
    PLAN = "费用不超过预算的措施组合中 V 增益最大者：混合整数规划"
    PLAN_GAIN = "所选措施全部见效时的 V − V"


DEGREES: Mapping[BlockageKind, tuple[str, str, str]] = {
    BlockageKind.MARKET: (
        "max(0, 1 − 本地采购率 ÷ 应有的本地采购率)",
        "本地采购率：向区内采购 ÷ 全部采购",
        "应有的本地采购率：区内产能 ÷ 能够买到的全部产能",
    ),
    BlockageKind.BRIDGE: (
        "max(0, 1 − 可用月数 ÷ 申请月数)，今后 12 个月；没有设施为 1",
        "今后 12 个月可用的中试月数",
        "今后 12 个月申请的中试月数",
    ),
    BlockageKind.FACTOR: (
        "未解决满 180 天、缺人才、资金、数据、算力或标准的需求 ÷ 未解决的需求",
        "满 180 天仍缺要素的需求数",
        "未解决的需求数",
    ),
    BlockageKind.CONVERSION: (
        "成熟或授权满三年的成果中，没有签约、实施或转让的份额",
        "没有签约、实施或转让的成果数",
        "成熟或授权满三年的成果数",
    ),
}
"""For each kind of blockage how its degree is derived, and what its two figures are."""


def blockage_note(network: Network, found: Blockage, node: str, number: int) -> str:
    """What is to be said beside a kind of blockage: the unit of its months, what its old needs lack, and the like."""
    if found.kind is BlockageKind.BRIDGE:
        pilots = sorted((one for one in network.pilots if one.node == node), key=lambda one: (one.unit, one.facts))
        return _bridge_note(pilots[number]) if pilots else ""
    if found.kind is BlockageKind.FACTOR:
        lacks = [pair for needs in network.needs if needs.node == node for pair in needs.old]
        return "、".join(f"{label(Lack(lack)).zh} {count}" for lack, count in lacks)
    if found.kind is BlockageKind.MARKET and found.note:
        return "没有采购"
    return ""


def _bridge_note(pilot: Pilot) -> str:
    if not pilot.facilities and pilot.waiting:
        return f"没有设施，{pilot.waiting} 条需求在等"
    return f"{pilot.unit}；{pilot.waiting} 条需求在等设施" if pilot.waiting else pilot.unit


def assumption_state(rows: ValueRows, row: UUID, stated: Range) -> AssumptionState:
    """An assumption as it is listed, its range in the unit it was stated in."""
    told = stated.stated.row
    return AssumptionState(
        code=told.code,
        about=about(rows, row, stated),
        low=float(told.low),
        high=float(told.high),
        likely=None if told.likely is None else float(told.likely),
        unit=told.unit,
        author=told.author,
        stated_on=told.stated_on,
        reason=told.reason,
        ref=stated.stated.ref,
    )


def about(rows: ValueRows, identity: UUID, stated: Range) -> str:
    """What an assumption speaks of, by name where the row is at hand."""
    told = stated.stated.row
    kinds: Mapping[str, list[Stored[Any]]] = {
        "input_group": [*rows.groups],
        "capability": [*rows.capabilities],
        "trade": [*rows.trades],
        "controller": [*rows.controllers],
        "intervention": [*rows.interventions],
        "survey": [*rows.surveys],
    }
    for row in kinds.get(told.kind, ()):
        if row.id == identity:
            field = "未查到的单位至多的年供给" if told.field == BOUND else KINDS[told.kind].column(told.field).field.zh
            return f"{SUBJECTS[told.kind](rows, row.row)}：{field}"
    return words_about(stated.stated)


SUBJECTS: Mapping[str, Callable[[ValueRows, Any], str]] = {
    "input_group": lambda rows, row: f"“{rows.node_names[row.node]}”的投入组“{row.name}”",
    "capability": lambda rows, row: f"“{_body(rows, row)}”在“{rows.node_names.get(row.node, '整条链')}”",
    "trade": lambda rows, row: f"“{rows.item_names[row.item]}”自{label(row.origin).zh}{row.country or ''}",
    "controller": lambda rows, row: f"“{row.name}”对“{rows.node_names[row.node]}”",
    "intervention": lambda rows, row: f"措施“{row.title}”",
    "survey": lambda rows, row: f"“{rows.node_names[row.node]}”（{label(row.completeness).zh}）",
}
"""How a row that an assumption speaks of is called."""


def _body(rows: ValueRows, row: Any) -> str:
    body = rows.bodies.get(row.organisation)
    return body.row.name if body else str(row.organisation)
