"""Code lists of industry chains: tiers, kinds, relations, roles and grades, with one table of their labels.

Chinese terms as in the glossary; the codes are those of the public chain files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """Where a node stands within one chain, from inputs to final use."""

    UPSTREAM = "upstream"
    MIDSTREAM = "midstream"
    DOWNSTREAM = "downstream"


class NodeKind(StrEnum):
    """What sort of thing a chain node is."""

    MATERIAL = "material"
    PART = "part"
    EQUIPMENT = "equipment"
    PROCESS = "process"
    SOFTWARE = "software"
    PRODUCT = "product"
    SERVICE = "service"


class Relation(StrEnum):
    """What a link says; only `supplies` ever enters arithmetic, `is_type_of` groups substitutes under a label."""

    SUPPLIES = "supplies"
    STAGE_FLOW = "stage_flow"
    IS_TYPE_OF = "is_type_of"
    COMPLEMENTS = "complements"


class Completeness(StrEnum):
    """How completely a node was looked at; only a census turns "nobody found" into zero."""

    CENSUS = "census"
    PARTIAL = "partial"
    NONE = "none"


class CapabilityRole(StrEnum):
    """What a body can do with a thing; never merged, because who uses a thing cannot be asked to make it."""

    PRODUCES = "produces"
    DEVELOPS = "develops"
    TESTS = "tests"
    INTEGRATES = "integrates"
    USES = "uses"
    OPERATES = "operates"
    UNSTATED = "unstated"


class BasisGrade(StrEnum):
    """What a placement rests on, best first; the last three are leads, not proof."""

    NAMED = "named"
    REGISTRY = "registry"
    INDUSTRY_CLASS = "industry_class"
    NAME_WORD = "name_word"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Label:
    """How a code is shown to people: Chinese and English."""

    zh: str
    en: str


LABELS: Mapping[StrEnum, Label] = {
    Tier.UPSTREAM: Label("上游", "upstream"),
    Tier.MIDSTREAM: Label("中游", "midstream"),
    Tier.DOWNSTREAM: Label("下游", "downstream"),
    NodeKind.MATERIAL: Label("材料", "material"),
    NodeKind.PART: Label("零部件", "part"),
    NodeKind.EQUIPMENT: Label("装备", "equipment"),
    NodeKind.PROCESS: Label("工艺", "process"),
    NodeKind.SOFTWARE: Label("软件", "software"),
    NodeKind.PRODUCT: Label("产品", "product"),
    NodeKind.SERVICE: Label("服务", "service"),
    Relation.SUPPLIES: Label("供给", "supplies"),
    Relation.STAGE_FLOW: Label("工序顺序", "stage order"),
    Relation.IS_TYPE_OF: Label("属于", "is type of"),
    Relation.COMPLEMENTS: Label("互补", "complements"),
    Completeness.CENSUS: Label("全面摸底", "census"),
    Completeness.PARTIAL: Label("部分摸底", "partial survey"),
    Completeness.NONE: Label("未摸底", "not surveyed"),
    CapabilityRole.PRODUCES: Label("会造", "produces"),
    CapabilityRole.DEVELOPS: Label("会研", "develops"),
    CapabilityRole.TESTS: Label("会测", "tests"),
    CapabilityRole.INTEGRATES: Label("会集成", "integrates"),
    CapabilityRole.USES: Label("会用", "uses"),
    CapabilityRole.OPERATES: Label("会运营", "operates"),
    CapabilityRole.UNSTATED: Label("未注明", "role not stated"),
    BasisGrade.NAMED: Label("来源点名", "named in a source"),
    BasisGrade.REGISTRY: Label("官方名录", "official register"),
    BasisGrade.INDUSTRY_CLASS: Label("行业分类", "industry class"),
    BasisGrade.NAME_WORD: Label("名称用字", "word in the name"),
    BasisGrade.TEXT: Label("文本线索", "lead by text"),
}
"""Every code of this module to its label; no spelling occurs in two lists, so one table holds them all."""
