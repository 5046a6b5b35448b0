"""The workbook of a result, sheet by sheet; what the result does not have has no sheet."""

from __future__ import annotations

from collections.abc import Iterator

from rongtu.flows.brief import words as told
from rongtu.flows.brief.asked import asked_of
from rongtu.flows.brief.banners import BANNERS, head_of, level_of, restriction
from rongtu.flows.brief.document import Line
from rongtu.flows.brief.estimates import figures_of
from rongtu.flows.brief.findings import open_points, settled
from rongtu.flows.brief.footnotes import Footnotes
from rongtu.flows.brief.method import PARAMETER_ZH
from rongtu.flows.brief.sheets.asked import asked_sheet, spread_sheet
from rongtu.flows.brief.sheets.calls import call_sheet, outcome_sheet
from rongtu.flows.brief.sheets.document import REFS, Field, Sheet, SheetColumn, Value, Workbook, behind, sheet, words
from rongtu.flows.brief.sheets.evaluated import ratio_sheet, score_sheet
from rongtu.flows.brief.sheets.nodes import lacking_sheet, lead_sheet, node_sheet, question_sheet
from rongtu.flows.brief.sheets.offers import need_sheet, policy_sheet, product_sheet
from rongtu.flows.brief.sheets.valued import assumption_sheet, intervention_sheet, plan_sheet, stuck_sheet
from rongtu.flows.result import LoopResult, SourceState
from rongtu.vocab.labels import label
from rongtu.vocab.money import WAN


def tabulate(result: LoopResult) -> Workbook:
    """Every sheet of `result`; the same result gives the same workbook."""
    notes = Footnotes(result)
    return Workbook(
        title=f"{told.group_name(notes).text}科技创新和产业创新深度融合专报附表",
        banner=head_of(BANNERS[result.nature], restriction(level_of(result))),
        sheets=tuple(_sheets(notes)),
    )


def _sheets(notes: Footnotes) -> Iterator[Sheet]:
    result = notes.result
    value, funding = figures_of(notes), result.funding
    yield _summary(notes)
    yield node_sheet(result)
    if value is not None:
        yield stuck_sheet(result, value)
        yield intervention_sheet(result, value)
        yield plan_sheet(result, value)
    if result.needs:
        yield need_sheet(result)
    if result.matches is not None and result.matches.calls:
        yield call_sheet(result.matches)
    if result.matches is not None and result.matches.hits is not None:
        yield outcome_sheet(result.matches.hits)
    yield lead_sheet(result)
    if funding is not None:
        yield policy_sheet(result, funding)
        yield product_sheet(result, funding)
    yield score_sheet(result)
    yield ratio_sheet(result)
    asked = asked_of(notes)
    if asked is not None:
        yield asked_sheet(result, asked)
    yield question_sheet(notes)
    if result.systemic is not None and result.systemic.ranked:
        yield spread_sheet(result, result.systemic)
    if result.value is not None and result.value.left_out:
        yield lacking_sheet(result)
    if value is not None:
        yield assumption_sheet(result)
    yield _source_sheet(result)


def _summary(notes: Footnotes) -> Sheet:
    """What the workbook is of, its main figures, the findings of the brief in words."""
    columns = (
        SheetColumn(heading="项目", unit="", kind="text", width=26),
        SheetColumn(heading="数值", unit="", kind="number", width=16),
        SheetColumn(heading="计量单位", unit="", kind="text", width=10),
        SheetColumn(heading="说明", unit="", kind="text", width=110),
        REFS,
    )
    return Sheet(name="概要", note="各表按原样列全；简报只印其要。", columns=columns, rows=tuple(_facts(notes)))


def _facts(notes: Footnotes) -> Iterator[tuple[Value, ...]]:
    result, value = notes.result, figures_of(notes)
    nodes = sum(len(chain.nodes) for chain in result.chains)
    yield "性质", None, None, label(result.nature).zh, None
    yield "事实快照", None, None, result.snapshot.id, f"snapshot:{result.snapshot.id}"
    yield (
        "事实行数",
        sum(result.snapshot.rows.values()),
        "行",
        None,
        " ".join(f"rows:{k}" for k in sorted(result.snapshot.rows)),
    )
    yield "产业链", len(result.chains), "条", None, "rows:chain"
    yield "环节", nodes, "个", None, "rows:chain_node"
    yield "评价年份", result.evaluation.year, None, None, "rows:observation"
    if value is not None and value.value is not None and value.value.point is not None:
        low, high = value.value.low or 0.0, value.value.high or 0.0
        spread = f"范围 {low / WAN:,.0f}–{high / WAN:,.0f} 万元"
        yield "总价值（每年）", round(value.value.point / WAN, 4), "万元", spread, value.value.ref
    for heading, found in (("发现", settled(notes)), ("先要一个事实的", open_points(notes))):
        for line in found:
            yield heading, None, None, _said(line), " ".join(dict.fromkeys(r for s in line.spans for r in s.refs))
    for name, setting in sorted(notes.parameters.items()):
        yield f"参数：{PARAMETER_ZH.get(name, name)}", None, None, str(setting), f"parameter:{name}"


def _said(line: Line) -> str:
    return "".join(span.text for span in line.spans)


def _source_sheet(result: LoopResult) -> Sheet:
    """Every source, with its terms."""
    fields: list[Field[SourceState]] = [
        words("代码", lambda item: item.code, 14),
        words("来源", lambda item: item.text, 90),
        words("使用条件", lambda item: item.terms, 40),
        words("须附的声明", lambda item: item.notice, 40),
        words("性质", lambda item: label(item.nature).zh, 8),
    ]
    note = "各表“来源”一栏写的是这里的代码；简报里的编号按先后另编。"
    return sheet("来源", note, (*fields, behind(result, lambda item: (item.ref,))[1]), result.sources)
