"""Sheets of what to find out next and of whose stop would cost most, in full."""

from __future__ import annotations

from rongtu.desks.cluster.ask_models import AskedFact, Narrows, Questionnaire, Target
from rongtu.desks.cluster.shock.models import Systemic, SystemicRank
from rongtu.flows.brief.asked import narrowing, target_name
from rongtu.flows.brief.assumed import span_text
from rongtu.flows.brief.sheets.document import Field, Sheet, behind, money, number, sheet, words
from rongtu.flows.brief.spread import LEVELS, MODES
from rongtu.flows.result import LoopResult


def asked_sheet(result: LoopResult, asked: Questionnaire) -> Sheet:
    """Every fact worth finding out, by what it is expected to narrow."""
    names = {node.code: node.name for chain in result.chains for node in chain.nodes}
    fields: list[Field[AskedFact]] = [
        number("次序", lambda item: item.position, "whole"),
        words("推定", lambda item: item.about, 40),
        words("环节", lambda item: names.get(item.node, item.node) if item.node else None, 20),
        words("怎么问", lambda item: item.question, 50),
        words("现有范围", lambda item: span_text(item.low, item.high, item.unit), 22),
        *(field for target in asked.targets for field in _narrowing(target)),
    ]
    note = f"按预期收窄由多到少。{'；'.join(asked.notes)}"
    return sheet("先查实", note, (*fields, *behind(result, lambda item: (item.ref,))), asked.facts)


def _narrowing(target: Target) -> tuple[Field[AskedFact], ...]:
    def of(item: AskedFact) -> Narrows | None:
        return narrowing(item, target.code)

    return (
        money(f"{target_name(target)}收窄", lambda item: found.expected if (found := of(item)) else None),
        number(f"{target_name(target)}收窄占比", lambda item: found.share if (found := of(item)) else None, "share"),
    )


def spread_sheet(result: LoopResult, systemic: Systemic) -> Sheet:
    """Every body or node by the index of spread."""
    names = {node.code: node.name for chain in result.chains for node in chain.nodes}
    fields: list[Field[SystemicRank]] = [
        number("次序", lambda item: item.position, "whole"),
        words(LEVELS[systemic.level][0], lambda item: item.name, 30),
        words("所在环节", lambda item: names.get(item.node, item.node) if item.node else None, 20),
        number("指数", lambda item: item.esri, "share"),
        number("向下游", lambda item: item.down, "share"),
        number("向上游", lambda item: item.up, "share"),
        number("自身占比", lambda item: item.own, "share"),
    ]
    said = f"{MODES[systemic.mode]}；停止判据 {systemic.eps:g}，{systemic.size} 个、{systemic.links} 笔供货。"
    note = f"{said}{'；'.join(systemic.notes)}"
    return sheet("传导", note, (*fields, *behind(result, lambda item: (item.ref,))), systemic.ranked)
