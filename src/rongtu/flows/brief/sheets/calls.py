"""Sheets of the matches worth a call first, and of deals with the places their offers have."""

from __future__ import annotations

from rongtu.flows.brief import terms
from rongtu.flows.brief.sheets.document import REFS, Field, Sheet, listed, number, ranged, sheet, words
from rongtu.flows.match_value.models import Call, Hits, MatchValues, Outcome


def call_sheet(matches: MatchValues) -> Sheet:
    """Whom to phone first."""
    fields: list[Field[Call]] = [
        number("位次（低端）", lambda item: item.proved, "whole"),
        number("位次（高端）", lambda item: item.possible, "whole"),
        words("需求编号", lambda item: item.need, 11),
        words("需求或环节", lambda item: item.title, 30),
        words("对象", lambda item: item.match.name, 30),
        words("持有单位", lambda item: item.match.holder, 26),
        number("按适配", lambda item: item.match.by_fit, "whole"),
        *ranged("对链值", lambda item: item.match.worth, "money", "万元/年"),
        *ranged("净值", lambda item: item.match.net, "money"),
        *ranged("每元", lambda item: item.match.per_yuan, "degree"),
        Field(REFS, lambda item: listed((*item.match.refs, item.match.worth.ref), " ")),
    ]
    note = "按对链值的低端排，费用前；值是一年的期望，含推定的概率。"
    return sheet("先打的电话", note, fields, matches.calls)


def outcome_sheet(hits: Hits) -> Sheet:
    """Every deal with the place of its offer."""
    fields: list[Field[Outcome]] = [
        words("对接编号", lambda item: item.deal, 11),
        words("需求编号", lambda item: item.need, 11),
        words("需求", lambda item: item.title, 30),
        words("合作方", lambda item: item.partner, 26),
        words("成果", lambda item: item.offer, 30),
        words("阶段", lambda item: terms.deal_stage(item.stage), 9),
        words("时间", lambda item: item.stage_on, 11),
        words("结果", lambda item: item.outcome, 34),
        number("重排位次", lambda item: item.place, "whole"),
        number("列出对象", lambda item: item.listed, "whole"),
        Field(REFS, lambda item: item.ref),
    ]
    note = "不看对接记录和评判，重排后对接的对象（或它背后的单位）的位次；空为未列入。是回看，不是预测。"
    return sheet("对接结果", note, fields, hits.outcomes)
