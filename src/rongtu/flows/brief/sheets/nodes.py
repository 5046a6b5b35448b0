"""Sheets of the chains: every node with what is known of it, who may be called, what to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rongtu.desks.cluster.models import ChainDiagnosis, NodeState
from rongtu.desks.cluster.value.models import Estimated, LeftOut, NodeWorth
from rongtu.desks.transfer.models import Lead
from rongtu.flows.brief import words as told
from rongtu.flows.brief.footnotes import Footnotes
from rongtu.flows.brief.questions import Asked, ordered
from rongtu.flows.brief.sheets.document import (
    Field,
    Sheet,
    behind,
    lack,
    listed,
    number,
    ranged,
    sheet,
    words,
    yes,
)
from rongtu.flows.result import LoopResult
from rongtu.vocab.labels import label

Placed = tuple[ChainDiagnosis, NodeState]
Worth = Callable[[Placed], NodeWorth | None]
Figure = Callable[[Placed], Estimated | None]
Found = tuple[ChainDiagnosis, NodeState, int, Lead]


def node_sheet(result: LoopResult) -> Sheet:
    """Every node of every chain."""
    worths = {node.node: node for node in result.value.nodes} if result.value else {}

    def worth(item: Placed) -> NodeWorth | None:
        return worths.get(item[1].code)

    def refs(item: Placed) -> tuple[str, ...]:
        node, valued = item[1], worth(item)
        figures = [one.ref for one in _figures(valued) if one.ref] if valued else []
        return (node.ref, *(claim.ref for claim in node.claims), *((valued.ref, *figures) if valued else ()))

    fields: list[Field[Placed]] = [
        words("链", lambda item: item[0].name, 16),
        words("代码", lambda item: item[1].code, 12),
        words("环节", lambda item: item[1].name, 20),
        words("段", lambda item: label(item[1].tier).zh, 7),
        words("类别", lambda item: label(item[1].kind).zh, 9),
        words("摸底", lambda item: label(item[1].survey).zh, 10),
        number("卡点线索", lambda item: len(item[1].claims), "whole", "条"),
        words("最近所指", lambda item: next((c.as_of for c in told.dated(item[1].claims)), None), 10),
        words("公开文本怎么说", lambda item: listed((claim.text for claim in item[1].claims), "；"), 40),
        number("来源点名的单位", lambda item: sum(count.bodies for count in item[1].named), "whole", "个"),
        number("行业分类的单位", lambda item: sum(count.bodies for count in item[1].by_class), "whole", "个"),
        number("线索单位", lambda item: _leads(result, item[1]), "whole", "个"),
    ]
    if worths:
        fields += _valued(worth)
    return sheet("环节", "空格是未知，不是没有；金额每年。", (*fields, *behind(result, refs)), _placed(result))


def _valued(worth: Worth) -> tuple[Field[Placed], ...]:
    """What the value model says of a node, point and range."""

    def of(name: str) -> Figure:
        return lambda item: getattr(worth(item), name) if worth(item) else None

    return (
        *ranged("年需求", of("need"), "money", "万元"),
        *ranged("区内年供给", of("supply"), "money", "万元"),
        *ranged("满足率", of("cover"), "share"),
        *ranged("区外可得", of("access"), "share"),
        *ranged("牵连产值", of("stake"), "money", "万元/年"),
        *ranged("增供空间", of("room"), "money", "万元/年"),
        words("用到推定", lambda item: yes(_assumed(worth(item))), 9),
        words("缺什么", lambda item: _missing(worth(item)), 24),
    )


def _assumed(worth: NodeWorth | None) -> bool | None:
    return None if worth is None else any(one.assumed for one in _figures(worth))


def _missing(worth: NodeWorth | None) -> str | None:
    if worth is None:
        return None
    return lack(*_figures(worth))


def _figures(worth: NodeWorth) -> tuple[Estimated, ...]:
    return (worth.need, worth.supply, worth.cover, worth.access, worth.stake, worth.room, worth.blockage, worth.choke)


def _placed(result: LoopResult) -> Iterator[Placed]:
    for chain in result.chains:
        for node in chain.nodes:
            yield chain, node


def _leads(result: LoopResult, node: NodeState) -> int | None:
    found = result.leads.get(node.code)
    return len(found.leads) if found else None


def lead_sheet(result: LoopResult) -> Sheet:
    """Every body that may be called, a row a node and body."""
    fields: list[Field[Found]] = [
        words("链", lambda item: item[0].name, 16),
        words("代码", lambda item: item[1].code, 12),
        words("环节", lambda item: item[1].name, 20),
        number("次序", lambda item: item[2], "whole"),
        words("单位", lambda item: item[3].name, 28),
        words("角色", lambda item: listed(label(role).zh for role in (item[3].role, *item[3].also)), 12),
        words("省份", lambda item: item[3].region, 9),
        words("城市", lambda item: item[3].city, 9),
        words("范围内", lambda item: yes(item[3].in_scope), 8),
        words("依据等级", lambda item: label(item[3].grade).zh, 10),
        words("所指时间", lambda item: item[3].as_of, 10),
        words("较早", lambda item: yes(item[3].stale), 7),
        words("为何列出", lambda item: item[3].why, 40),
        number("得分", lambda item: item[3].score, "degree"),
    ]
    found = (
        (chain, node, place, lead)
        for chain, node in _placed(result)
        if node.code in result.leads
        for place, lead in enumerate(told.lead_order(result.leads[node.code].leads), start=1)
    )
    note = "可以先打电话问的对象，不是能力认定；得分未经成交结果校准。"
    return sheet("线索单位", note, (*fields, *behind(result, lambda item: item[3].refs)), found)


def question_sheet(notes: Footnotes) -> Sheet:
    """Every question in its order, none left out."""
    result = notes.result
    fields: list[Field[tuple[int, Asked]]] = [
        number("次序", lambda item: item[0], "whole"),
        words("链", lambda item: item[1][0].name, 16),
        words("代码", lambda item: item[1][1].code, 12),
        words("环节", lambda item: item[1][1].name, 20),
        words("摸底", lambda item: label(item[1][1].survey).zh, 10),
        words("说法注明时间", lambda item: yes(item[1][2].has_claim), 12),
        number("可达", lambda item: item[1][2].reach, "whole", "个"),
        words(
            "先问什么",
            lambda item: "".join(span.text for span in told.first_question(notes, item[1][1]).spans),
            50,
        ),
    ]
    asked = enumerate(ordered(notes), start=1)
    note = "提问的先后次序，不是预期能减少的不确定性。"
    refs: tuple[Field[tuple[int, Asked]], ...] = behind(result, lambda item: item[1][2].refs or (item[1][1].ref,))
    return sheet("待摸底", note, (*fields, *refs), asked)


def lacking_sheet(result: LoopResult) -> Sheet:
    """What the chains lack that cannot be valued, a row a chain and input."""
    fields: list[Field[tuple[LeftOut, str, int]]] = [
        words("链", lambda item: item[0].name, 20),
        words("缺什么", lambda item: item[1], 24),
        number("缺数", lambda item: item[2], "whole", "项"),
    ]
    left = result.value.left_out if result.value else ()
    items = ((chain, what, count) for chain in left for what, count in chain.missing.items())
    return sheet(
        "缺数", "补齐一条链的各项，这条链就能估值。", (*fields, *behind(result, lambda item: (item[0].ref,))), items
    )
