"""What a consortium is computed with beside the facts: costs and prices that are assumed, and which role covers what.

The stages are read off TRL as GB/T 22900 counts it: basic research 1–2, applied research 3–4, development 5–6 and
engineering 7–9. A higher level includes the lower ones; yet who makes a thing has not therefore researched it, so what
each role says is in one table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from rongtu.engines.match.consortium import Coordination, Prices, Stage
from rongtu.vocab.assuming import Presumed
from rongtu.vocab.chains import CapabilityRole
from rongtu.vocab.organisations import BodyKind

STAGES = tuple(Stage)

STAGE_ZH = {
    Stage.BASIC: "基础研究",
    Stage.APPLIED: "应用研究",
    Stage.DEVELOPMENT: "技术开发",
    Stage.ENGINEERING: "工程化",
}

LAST_TRL = {Stage.BASIC: 2, Stage.APPLIED: 4, Stage.DEVELOPMENT: 6, Stage.ENGINEERING: 9}
"""The highest level of each stage."""

RESEARCHING = frozenset({BodyKind.UNIVERSITY, BodyKind.INSTITUTE, BodyKind.PLATFORM})

MEMBER = Presumed("每名成员一年的协调成本", 50_000, 20_000, 100_000, "元", "例会、进度与经费管理，约半个人月")
PAIR = Presumed("每对跨地区成员一年另加的协调成本", 20_000, 5_000, 50_000, "元", "异地往返、两地经费与科技政策衔接")

PRICE_OF: Mapping[str, Presumed] = {
    "cover": Presumed("放弃一个环节阶段", 1_000_000, 300_000, 5_000_000, "元", "另行委托或推迟一年的量级"),
    "firm": Presumed("不由企业牵头", 2_000_000, 1_000_000, 10_000_000, "元", "与创新联合体的定义不符，最难放宽"),
    "research": Presumed("少一家高校院所", 300_000, 100_000, 1_000_000, "元", "改为购买研究服务的量级"),
    "region": Presumed("少一个地区", 200_000, 50_000, 1_000_000, "元", "跨地区是申报条件，非技术所需"),
    "member": Presumed("多一名成员", 50_000, 20_000, 100_000, "元", "同每名成员一年的协调成本"),
    "conflict": Presumed("让有冲突的两家同在", 500_000, 100_000, 2_000_000, "元", "要另订知识产权与竞业条款"),
    "bar": Presumed("请回被排除的一家", 400_000, 100_000, 2_000_000, "元", "要先了结此前的分歧或冲突"),
    "must": Presumed("放弃一家必选单位", 400_000, 100_000, 2_000_000, "元", "与提出方重新商定"),
    "must_not": Presumed("接受一家不要的单位", 400_000, 100_000, 2_000_000, "元", "与提出方重新商定"),
    "budget": Presumed("预算每超一元", 1, 1, 1, "元", "一元按一元计"),
}
"""How dear it is to relax each rule, by the name it has in the engine."""


def prices() -> Prices:
    """The published prices of relaxing rules."""
    return Prices(**{one.name: PRICE_OF[one.name].value for one in fields(Prices)})


def coordination(member: float | None, pair: float | None) -> Coordination:
    """What coordination costs: as the caller says, else as published."""
    return Coordination(MEMBER.value if member is None else member, PAIR.value if pair is None else pair)


def stage_of(trl: int) -> Stage:
    """The stage a level belongs to."""
    return next(stage for stage in STAGES if trl <= LAST_TRL[stage])


def stages_of(role: CapabilityRole, trl: int | None, kind: BodyKind) -> frozenset[Stage]:
    """Which stages of a node a body covers that has this role at this level; none for who uses or operates a thing.

    Develops: every stage up to its level for a research body, from applied research up for others; of no known level
    basic and applied research, development for others. Produces, integrates: development and engineering from TRL 7 or
    of no known level, development alone at 5–6. Tests: development.
    """
    if role is CapabilityRole.DEVELOPS:
        return _developed(trl, kind)
    if role in (CapabilityRole.PRODUCES, CapabilityRole.INTEGRATES):
        reached = Stage.ENGINEERING if trl is None else stage_of(trl)
        return frozenset(STAGES[2 : STAGES.index(reached) + 1])
    if role is CapabilityRole.TESTS:
        return frozenset({Stage.DEVELOPMENT})
    return frozenset()


def _developed(trl: int | None, kind: BodyKind) -> frozenset[Stage]:
    researching = kind in RESEARCHING
    if trl is None:
        return frozenset(STAGES[:2] if researching else (Stage.DEVELOPMENT,))
    first = 0 if researching else 1
    return frozenset(STAGES[first : STAGES.index(stage_of(trl)) + 1])
