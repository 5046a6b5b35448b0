"""Words for differences between chain files: tables, fields and values, Chinese first and English beside."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from rongtu.engines.chain.document import Action, Difference
from rongtu.vocab.chain_document import Span
from rongtu.vocab.chains import ControlKind, Relation
from rongtu.vocab.labels import LABELS, label

TABLES: Mapping[str, tuple[str, str]] = {
    "chain": ("链", "chain"),
    "node": ("环节", "node"),
    "group": ("投入组", "group"),
    "link": ("关系", "link"),
    "purchase": ("采购", "purchase"),
    "intervention": ("补链措施", "intervention"),
    "controller": ("控制方", "controller"),
}

FIELDS: Mapping[str, tuple[str, str]] = {
    "code": ("代码", "code"),
    "name": ("名称", "name"),
    "as_of": ("所指时间", "as of"),
    "source": ("来源", "source"),
    "budgets": ("预算", "budgets"),
    "draws": ("抽样次数", "draws"),
    "seed": ("随机种子", "seed"),
    "discount": ("折现率", "discount"),
    "item": ("条目", "item"),
    "tier": ("上中下游", "tier"),
    "kind": ("类别", "kind"),
    "final": ("是否最终产品", "final product"),
    "supply": ("供给", "supply"),
    "buy": ("可购额", "what can be bought"),
    "demand": ("需求", "demand"),
    "weight": ("价值权重", "weight"),
    "node": ("环节", "node"),
    "members": ("成员", "member"),
    "share": ("份额", "share"),
    "essential": ("是否必需", "essential"),
    "loss": ("缺失损失", "loss"),
    "basis": ("依据", "basis"),
    "bought": ("采购额", "bought"),
    "available": ("可购额", "available"),
    "title": ("内容", "title"),
    "adds": ("新增供给", "adds"),
    "cost": ("费用", "cost"),
    "success": ("成功率", "success"),
    "lead_months": ("所需月数", "lead months"),
    "country": ("国别", "country"),
    "replaceable": ("可替代份额", "replaceable"),
}

NOTHING = ("未填", "none")

GRANTED: Mapping[str, Any] = {"final": False, "essential": True, "loss": 1.0, "weight": 1.0}
"""What a field means that a file does not say."""

ROWS: Mapping[Action, tuple[str, str]] = {Action.ADDED: ("新增", "added"), Action.REMOVED: ("删去", "removed")}


def words(found: Difference) -> tuple[str, str]:
    """A difference in a sentence, Chinese and English."""
    zh, en = TABLES[found.table]
    called = _called(found)
    if not found.field:
        did_zh, did_en = ROWS[found.action]
        return f"{did_zh}{zh} {called}", f"{en} {did_en}"
    field_zh, field_en = FIELDS[found.field]
    if found.action is not Action.CHANGED:
        did_zh, did_en = ROWS[found.action]
        member = found.after if found.after is not None else found.before
        return f"{zh} {called} {did_zh}{field_zh} {member}", f"{field_en} of {en} {did_en}"
    granted = GRANTED.get(found.field)
    before = granted if found.before is None else found.before
    after = granted if found.after is None else found.after
    if (found.table, found.field) == ("node", "name"):
        return f"{zh} {found.key} 改名：{_told(before, 0)} → {_told(after, 0)}", f"{en} renamed"
    if (found.table, found.field) == ("node", "tier"):
        english = f"{en} moved: {_told(before, 1)} → {_told(after, 1)}"
        return f"{zh} {called} 移动：{_told(before, 0)} → {_told(after, 0)}", english
    return (
        f"{zh} {called} 的{field_zh}：{_told(before, 0)} → {_told(after, 0)}",
        f"{field_en} of {en}: {_told(before, 1)} → {_told(after, 1)}",
    )


def _called(found: Difference) -> str:
    """What a row is called: by its code and name, or by what it joins."""
    last = found.key.rpartition(" ")[2]
    if found.table == "link":
        return f"{found.name}（{label(Relation(last)).zh}）"
    if found.table == "controller":
        node = found.key.partition(" ")[0]
        return f"{node} {found.name}（{label(ControlKind(last)).zh}）"
    return found.name if found.key in ("", found.name) else f"{found.key} {found.name}"


def told_value(value: float) -> str:
    """A number as people write it, to ten digits at most."""
    return f"{value:,.10g}"


def _told(value: Any, language: int) -> str:
    """A value in words; `language` is 0 for Chinese, 1 for English."""
    if value is None:
        return NOTHING[language]
    if isinstance(value, Span):
        likely = "" if value.likely is None else f", {told_value(value.likely)}"
        return f"{told_value(value.low)}–{told_value(value.high)}{likely}{('（推定）', ' (assumed)')[language]}"
    if isinstance(value, tuple):
        return ("、", ", ")[language].join(_told(one, language) for one in value)
    return _one(value, language)


def _one(value: bool | float | str, language: int) -> str:
    if isinstance(value, bool):
        return (("否", "是"), ("no", "yes"))[language][value]
    if isinstance(value, StrEnum) and type(value) in LABELS:
        return (label(value).zh, label(value).en)[language]
    return told_value(value) if isinstance(value, float) else str(value)
