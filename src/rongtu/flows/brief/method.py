"""Method and sources: every definition in a sentence, the ratios with their bounds and weights, the parameters."""

from __future__ import annotations

from rongtu.desks.govern.seal import SHOWN, Head
from rongtu.flows.brief.assumed import assumptions_of
from rongtu.flows.brief.document import Cell, Column, Line, Listing, Section, Span, Table
from rongtu.flows.brief.estimates import figures_of
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import value_text
from rongtu.flows.brief.spread import MODES

DEFINITIONS = (
    "环节：产业链上的产品、材料、零部件、装备、工艺、软件或服务；分上游、中游、下游。",
    "卡点线索：公开文本说到某环节依赖进口、存在短板或受制于人；照记其说法、出处和时间，不是本简报的判断，也不等于卡点。",
    "角色：会造、会研、会测、会集成、会用、会运营分开列出；来源没有写明的记为未注明。会用的单位不等于会造。",
    "依据等级：来源点名，指公开文本写明该单位与该环节；官方名录，指登记在册；行业分类、名称用字、文本线索，"
    "只说明可能相关，不是能力证明。",
    "较早：所指时间早于规定年限的线索，以灰色和“较早”二字标出。",
    "摸底：对一个环节在范围内查到什么程度；只有全面摸底之后，“没有找到”才等于没有。",
    "比率：分子除以分母，见下表；得分为各比率按冻结的上下限归一后加权平均，各种算法的差别在权重与汇总方式。",
    "位次范围：各种算法下最靠前与最靠后的位次；批次：统计口径一致的一段年份，批次之间不作增减比较。",
    "待摸底次序（算不出范围时）：有注明时间的说法在先，可达数多者在先，再按代码；它是次序，不是预期减少的不确定性。",
)
"""Plain sentences: they name no place and hold no figure, so they rest on nothing."""

UNVALUED_DEFINITIONS = (
    "断点：所需环节在范围内没有或几乎没有供给，须经全面摸底才能认定。",
    "堵点：供需（或成果与承接方）都在范围内而未能对接。",
    "卡点：供给依赖境外难以替代的来源，且一旦失去影响很大；须有投入产出数据才能计算。",
    "匹配对链的价值：未知。它从总价值算起，而各链都缺算总价值的数，所以不列“最值得先打的电话”；未知不以零代替。",
    "入选“站得住”的条件：说法注明时间且区域内有来源点名、时间不旧的单位；或位次在各种算法下变动不超过规定名次；"
    "或比率在同一批次内逐年同向变动且无跳变。每类先取一条。",
    "入选“先要事实”的条件：有说法而区域内无近年来源点名的单位；或位次变动超过规定名次；"
    "或所用数据有未核实的跳变；或得分因缺数据算不出。每类先取一条。",
)
"""What is defined where no chain is valued."""

VALUED_DEFINITIONS = (
    "总价值：投入份额、区内供给、区外可购与需求约束之下，范围内最终产品一年价值的最大值；各链一起算，同一样东西不重复买。",
    "牵连产值：一个环节区内外都供不上时，总价值少多少。区外：范围以外的国内；境外：国外。",
    "断点：需要而区内没有或几乎没有供给，且经全面摸底。严重度＝（供给不受限时的总价值－完全没有时的总价值）"
    "×未满足的部分×区外得不到的部分。满足率：区内供给除以需求。区外可得：需求中可从区外买到的部分。",
    "堵点：供需（或成果与承接方）都在范围内而未能对接。市场：实际采购区内的比例低于应有比例的程度；桥接：中试能力"
    "排不上的程度；要素：未解决需求中久拖的比例；转化：成熟成果中无人承接的比例。严重度＝牵连产值×最重的一种。",
    "卡点：供给受制于境外难以替代的一方。断供损失：该方停供时总价值少多少；可替代：一年内能由合格替代方接过的部分；"
    "余下＝断供损失×不可替代的部分；卡点值取境外各方余下的最大者。",
    "推定与范围：缺数由人给出范围的，按范围联合抽样，印出低端与高端；查实之后范围收窄。证据：所需的数中有观测的比例。",
    "已证实位次与可能位次：同一清单按范围低端排一次、按高端排一次；严重度未知或为零的不在其中，相同的并列。",
    "预期收窄：一条推定若查实，结果范围的宽度平均会缩小多少；答案按推定的范围取，各条推定之间互不影响。",
    "变动的分解（夏普利值）：把两期之间有变的事实分组，逐组换成新的，取所有先后次序下影响的平均，各组之和等于总变动。",
    "可以公开的合计：至少来自三个互相独立的提供方，且没有一方超过七成；否则按其中最高的级别，只给看得到该级别的人。",
    "对链值：增益×做成的概率×接通的概率，按见效年数折现。增益是有它与没有它时总价值之差：有措施依托的取该措施的增益，"
    "没有的取环节的增供空间乘一对匹配补上缺口的份额。概率、年数、份额是推定，凭对接记录修正；两端逐项相乘，比抽样的范围宽。"
    "净值＝对链值－费用（措施费用，没有的取报价，再没有取预算）；方案内的值是少了它方案少多少。",
    "前沿：同一需求的对象里，没有别的在适配和对链值上都不低于它、且有一项更高。值得打的电话按对链值低端排，已签约、已实施、"
    "已终止的和控制方本身不列，一家一事只列一次；排位不计费用，净值列在旁边。",
    "事后核对：不看对接记录和评判，把对接过的需求重排一遍，看对接的对象（或它背后的单位）排第几。是回看，不是预测。",
    "入选“最堵的几处”的条件：按已证实位次，同位次的按低端；同一环节只占一处。怎么解：该环节登记的措施中，预算居中的方案"
    "选中的优先，再按单做期望值。",
    "入选“先查实”的条件：预期收窄最多的推定；没有的，取范围最宽的一个数、费用未知的措施、算不出的卡点。",
)
"""What is defined where chains are valued."""

SPREAD = "传导（经济系统性风险指数）：一家停产后，沿记录的供货往来，下游缺料、上游失去买家，全部销售中失去的份额。"

PAPER = (
    "Diem, Borsos, Reisch, Kertész, Thurner, Quantifying firm-level economic systemic risk from nation-wide supply "
    "networks, Scientific Reports 12, 7719 (2022), doi:10.1038/s41598-022-11522-z"
)
"""What defines the index of spread."""

PARAMETER_ZH = {
    "zone": "范围",
    "most": "每个环节最多列出单位",
    "reference_year": "判断新旧的参照年",
    "brief.extra_rows": "每链另列环节",
    "brief.findings": "概要每类条数",
    "brief.leads": "每个环节印出单位",
    "brief.questions": "印出问题数",
    "brief.rank_width": "位次稳定的最大变动",
    "brief.low": "范围低端",
    "brief.high": "范围高端",
    "brief.stuck": "每张清单列出环节",
    "brief.offers": "每条需求列出对象",
    "brief.needs": "列出需求",
    "brief.calls": "列出最值得先打的电话",
    "brief.outcomes": "列出已有结果的对接",
    "brief.controllers": "每个卡点列出控制方",
    "brief.origins": "每个环节列出来源地",
    "brief.spread": "传导列出",
    "as_of": "资料的最新日期",
    "months": "中试排队所看月份",
    "draws": "估值抽样次数",
    "discount": "年折现率",
    "budgets": "预算阶梯（元）",
    "runs": "评价抽样次数",
    "seed": "抽样种子",
}
"""What parameters are called in the brief; one not listed here prints under its own name."""


def method_section(notes: Footnotes, head: Head | None) -> Section:
    """Definitions, ratios, parameters, the snapshot and the audit's head; the renderer adds the sources after it."""
    return Section(
        anchor="method",
        heading=line("方法与来源"),
        new_page=False,
        fine=True,
        blocks=(
            Listing(title="定义", numbered=False, items=(*map(line, _definitions(notes)), *_spread(notes))),
            _ratio_table(notes),
            Listing(
                title="参数与数据",
                numbered=False,
                items=(_snapshot(notes), *_parameters(notes), _assumptions(notes), *_seal(head)),
            ),
        ),
    )


def _definitions(notes: Footnotes) -> tuple[str, ...]:
    return (*DEFINITIONS, *(VALUED_DEFINITIONS if figures_of(notes) is not None else UNVALUED_DEFINITIONS))


def _spread(notes: Footnotes) -> tuple[Line, ...]:
    """The index of spread with the paper that defines it, where it was asked for."""
    found = notes.result.systemic
    if found is None or not found.ranked:
        return ()
    paper = Span(text=PAPER, refs=tuple(one.ref for one in found.ranked))
    return (line(SPREAD, MODES[found.mode], "。方法：", paper, "。"),)


def _ratio_table(notes: Footnotes) -> Table:
    """The ratios as defined: bounds, weights, what to be careful about."""
    rows = []
    for ratio in notes.result.evaluation.ratios:
        bounds = Span(text=f"{value_text(ratio.lower)}–{value_text(ratio.upper)}", refs=(ratio.bounds_ref,))
        weights = Span(text=f"{ratio.equal_weight:.3f} / {ratio.entropy_weight:.3f}", refs=(ratio.bounds_ref,))
        caution = line(Span(text=ratio.caution, refs=(ratio.ref,)), tone="note") if ratio.caution else line("—")
        name = line(Span(text=f"{ratio.name}（{ratio.unit}）", refs=(ratio.ref,)))
        rows.append(tuple(Cell(lines=(part,)) for part in (name, line(bounds), line(weights), caution)))
    return Table(
        title="比率的上下限与权重",
        columns=(
            Column(heading=line("比率（单位）"), width=34),
            Column(heading=line("下限–上限"), width=14, numeric=True),
            Column(heading=line("等权 / 熵权"), width=14, numeric=True),
            Column(heading=line("使用注意"), width=38),
        ),
        rows=tuple(rows),
    )


def _snapshot(notes: Footnotes) -> Line:
    """Which facts: their digest and how many rows."""
    snapshot = notes.result.snapshot
    kinds = [f"rows:{kind}" for kind in sorted(snapshot.rows)]
    total = notes.derive("rows", sum(snapshot.rows.values()), "快照中各类事实行数之和", kinds)
    digest = notes.derive("snapshot", snapshot.id, "全部事实内容的摘要", kinds)
    return line("事实快照：", digest, "，共 ", total, " 行。同一快照、同一参数可以重算出同一份简报。")


def _parameters(notes: Footnotes) -> tuple[Line, ...]:
    """Every parameter with its value."""
    spans = [
        Span(text=f"{PARAMETER_ZH.get(name, name)} {value}", refs=(f"parameter:{name}",))
        for name, value in sorted(notes.parameters.items())
        if value != ""
    ]
    return (line("参数：", joined(spans, "；"), "。"),) if spans else ()


def _assumptions(notes: Footnotes) -> Line:
    """Which assumptions went in, if any."""
    assumptions = notes.result.assumptions
    if used := assumptions_of(notes.result):
        refs = [one.ref for one in used]
        number = notes.derive("assumptions", len(refs), "用到的推定条数", refs)
        return line("推定：用到 ", number, " 条，逐条见“推定清单”。")
    if not assumptions:
        return line("推定：未使用任何推定值。")
    return line("推定：", joined([Span(text=text, refs=(text,)) for text in assumptions], "；"), "。")


def _seal(head: Head | None) -> tuple[Line, ...]:
    """The audit's head as it stood: who keeps the brief can tell whether what was done before it was altered since."""
    if head is None or not head.position or head.sealed_at is None:
        return ()
    refs = (f"audit:{head.position}",)
    place, link, day = (
        Span(text=text, refs=refs) for text in (str(head.position), head.link[:SHOWN], head.sealed_at[:10])
    )
    return (
        line(
            "审计封存：操作记录封存至第 ", place, " 条，链值 ", link, "（", day, "）；可用 rongtu audit verify 核对。"
        ),
    )
