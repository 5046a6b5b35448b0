"""Sheets of needs and funding: each need with each offer, policies and finance products on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rongtu.desks.cluster.value.models import Estimated
from rongtu.desks.transfer.need_models import NeedOffers
from rongtu.flows.brief import terms
from rongtu.flows.brief.allies import Ally, allies
from rongtu.flows.brief.sheets.document import (
    Field,
    Sheet,
    behind,
    lack,
    listed,
    money,
    number,
    ranged,
    sheet,
    words,
    yes,
)
from rongtu.flows.funding_models import Funding, FundingPolicy, FundingProduct
from rongtu.flows.result import LoopResult
from rongtu.vocab.labels import label

Match = tuple[NeedOffers, Ally | None]


def need_sheet(result: LoopResult) -> Sheet:
    """Every need, a row an offer; a need nobody can meet has a row without one."""
    names = {node.code: node.name for chain in result.chains for node in chain.nodes}
    fields: list[Field[Match]] = [
        words("需求编号", lambda item: item[0].code, 11),
        words("需求", lambda item: item[0].title, 34),
        words("类别", lambda item: label(item[0].kind).zh, 10),
        words("环节", lambda item: names.get(item[0].node or "", item[0].node), 18),
        words("提出单位", lambda item: item[0].organisation, 26),
        words("行政区", lambda item: item[0].region, 9),
        money("预算", lambda item: item[0].budget),
        words("期限", lambda item: item[0].deadline, 10),
        words("缺", lambda item: terms.lack(item[0].lacks) if item[0].lacks else None, 9),
        words("状态", lambda item: terms.need_state(item[0].state) if item[0].state else None, 9),
        words("发布", lambda item: item[0].posted_on, 11),
        words("没写清的", lambda item: listed(item[0].unsaid), 22),
        *_offered(),
        words("本次看过", lambda item: f"{item[0].considered} 项", 10),
    ]
    note = "适配得分未经成交结果校准；对链值是期望值，空为未知，不是零；概率、年数是推定，记录多了就修正。"
    return sheet("需求与匹配", note, (*fields, *behind(result, _refs)), _matches(result))


def _offered() -> tuple[Field[Match], ...]:
    return (
        number("按适配", lambda item: item[1].by_fit if item[1] else None, "whole"),
        number("按对链值", lambda item: item[1].by_value if item[1] else None, "whole"),
        words(
            "对象类别", lambda item: terms.OFFERS.get(item[1].offer.kind, item[1].offer.kind) if item[1] else None, 9
        ),
        words("对象", lambda item: item[1].offer.name if item[1] else None, 30),
        words("持有单位", lambda item: item[1].offer.holder if item[1] else None, 26),
        words("所在", lambda item: item[1].offer.region if item[1] else None, 9),
        number("就绪度", lambda item: item[1].offer.trl if item[1] else None, "whole", "级"),
        words("范围内", lambda item: yes(item[1].offer.in_scope) if item[1] else None, 8),
        number("适配", lambda item: item[1].offer.score if item[1] else None, "degree"),
        *ranged("对链值", _figure("worth"), "money", "万元/年"),
        words("缺", lambda item: lack(found) if (found := _figure("worth")(item)) else None, 18),
        words("前沿", lambda item: yes(item[1].value.front) if item[1] and item[1].value else None, 8),
        *ranged("增益", _figure("gain"), "money", "万元/年"),
        *ranged("做成", _figure("success"), "share"),
        *ranged("接通", _figure("reply"), "share"),
        *ranged("见效", _figure("years"), "number", "年"),
        *ranged("费用", _figure("cost"), "money"),
        *ranged("净值", _figure("net"), "money"),
        *ranged("每元", _figure("per_yuan"), "degree"),
        words("所依托的措施", lambda item: item[1].value.measure if item[1] and item[1].value else None, 12),
        money("预算居中的方案少了它", _within, "万元/年"),
        words("对接", _deal, 30),
        words("注意", lambda item: listed(item[1].offer.cautions) if item[1] else None, 24),
        words("为何列出", lambda item: item[1].offer.why if item[1] else None, 34),
    )


def _figure(name: str) -> Callable[[Match], Estimated | None]:
    """A part of what an offer is worth."""

    def found(item: Match) -> Estimated | None:
        return getattr(item[1].value, name) if item[1] and item[1].value else None

    return found


def _within(item: Match) -> float | None:
    return item[1].value.within if item[1] and item[1].value else None


def _deal(item: Match) -> str | None:
    deal = item[1].offer.deal if item[1] else None
    return listed((deal.stage_on, terms.deal_stage(deal.stage), deal.outcome), "，") if deal else None


def _refs(item: Match) -> tuple[str, ...]:
    """The rows of the need and the offer, the deal, and the figures of its worth."""
    need, ally = item
    if ally is None:
        return need.refs
    deal = (ally.offer.deal.ref,) if ally.offer.deal else ()
    figures = (_figure(name)(item) for name in ("worth", "net"))
    return (*need.refs, *ally.offer.refs, *deal, *(one.ref for one in figures if one is not None and one.ref))


def _matches(result: LoopResult) -> Iterator[Match]:
    for need in result.needs.values():
        found = allies(result, need)
        yield from ((need, one) for one in found)
        if not found:
            yield need, None


def policy_sheet(result: LoopResult, funding: Funding) -> Sheet:
    """Every policy of the zone, whether in force or not."""
    fields: list[Field[FundingPolicy]] = [
        words("编号", lambda item: item.code, 9),
        words("政策", lambda item: item.title, 40),
        words("发布机关", lambda item: item.issuer, 20),
        words("适用", lambda item: item.jurisdiction, 12),
        words("方式", lambda item: terms.instrument(item.instrument), 14),
        words("对象", lambda item: item.beneficiary, 28),
        number("比例", lambda item: item.rate, "number", "%"),
        money("上限", lambda item: item.cap),
        words("上限口径", lambda item: item.cap_basis, 12),
        words("生效", lambda item: item.begins, 11),
        words("失效", lambda item: item.ends, 11),
        words("有效", lambda item: yes(item.in_force), 7),
        words("叠加", lambda item: item.stacking, 24),
        words("说明", lambda item: item.note, 24),
    ]
    day = f"有效与否按 {funding.as_of} 判断。" if funding.as_of else "有效与否未判断。"
    note = f"照录登记，不判断谁符合条件。{day}"
    return sheet("政策", note, (*fields, *behind(result, lambda item: (item.ref,))), funding.policies)


def product_sheet(result: LoopResult, funding: Funding) -> Sheet:
    """Every finance product of the zone."""
    fields: list[Field[FundingProduct]] = [
        words("编号", lambda item: item.code, 9),
        words("金融产品", lambda item: item.name, 30),
        words("类别", lambda item: item.kind, 14),
        words("提供方", lambda item: item.provider, 26),
        words("适用", lambda item: item.place, 12),
        words("成长阶段", lambda item: listed(item.stages), 14),
        money("额度", lambda item: item.limit),
        words("额度说明", lambda item: item.limit_note, 20),
        words("利率或费率", lambda item: item.rate, 18),
        words("期限", lambda item: item.term, 16),
        words("条件", lambda item: item.conditions, 34),
    ]
    note = "照录登记；是否仍在售，资料没有写明。"
    return sheet("金融产品", note, (*fields, *behind(result, lambda item: (item.ref,))), funding.products)
