"""Composing the brief from the result of a loop: one summary page, a chain a page, evaluation, questions, method."""

from __future__ import annotations

from collections.abc import Iterator

from rongtu.desks.govern.seal import Head
from rongtu.desks.transfer.models import Lead
from rongtu.flows.brief import words
from rongtu.flows.brief.actions import action_section
from rongtu.flows.brief.allies import ally_section
from rongtu.flows.brief.assumed import assumed_section, assumptions_of
from rongtu.flows.brief.banners import BANNERS, level_of, restriction
from rongtu.flows.brief.chains import chain_section, overview
from rongtu.flows.brief.changes import changes
from rongtu.flows.brief.document import Brief, Line, Listing, Paragraphs, Section, walk
from rongtu.flows.brief.estimates import figures_of, money_figure
from rongtu.flows.brief.evaluation import evaluation_section
from rongtu.flows.brief.findings import open_points, settled
from rongtu.flows.brief.footnotes import Footnotes, line
from rongtu.flows.brief.funds import fund_section
from rongtu.flows.brief.method import method_section
from rongtu.flows.brief.questions import question_section
from rongtu.flows.brief.stuck import stuck_section
from rongtu.flows.brief.valued_findings import asked_findings, next_steps
from rongtu.flows.result import LoopResult
from rongtu.flows.runs import Comparison
from rongtu.vocab.evidence import Nature
from rongtu.vocab.labels import label


def compose(result: LoopResult, head: Head | None = None, since: Comparison | None = None) -> Brief:
    """The brief of `result`, with what moved `since` an earlier run where one is given; the same input, same brief."""
    notes = Footnotes(result)
    sections = (
        _summary(notes, since),
        *_valued(notes),
        *_chains(notes),
        evaluation_section(notes),
        question_section(notes),
        *_assumed(notes),
        method_section(notes, head),
    )
    title = line(words.group_name(notes), "科技创新和产业创新深度融合专报")
    subtitle = _subtitle(notes)
    refs = list(dict.fromkeys(ref for part in (title, subtitle, *sections) for span in walk(part) for ref in span.refs))
    trace = notes.trace(refs)
    numbers = notes.row_numbers(refs, [ref for step in trace.values() for ref in step.inputs])
    return Brief(
        title=title,
        subtitle=subtitle,
        sections=sections,
        sources=notes.sources(),
        common_terms=notes.common_terms(),
        notices=notes.notices(),
        parameters=notes.parameters,
        rows=result.snapshot.rows,
        snapshot=result.snapshot.id,
        trace=trace,
        row_sources=numbers,
        marks=notes.warnings([*refs, *numbers], trace),
        banner=BANNERS[result.nature],
        restriction=restriction(level_of(result, since)),
    )


def _valued(notes: Footnotes) -> tuple[Section, ...]:
    """Where it is stuck, what to do, who can help, who can pay: only where chains are valued."""
    value = figures_of(notes)
    if value is None:
        return ()
    sections = [stuck_section(notes, value), action_section(notes, value), ally_section(notes, value)]
    if notes.result.funding is not None:
        sections.append(fund_section(notes, value, notes.result.funding))
    return tuple(sections)


def _chains(notes: Footnotes) -> Iterator[Section]:
    """Every chain; where the summary has no room for the overview, that first, and no new page for the first chain."""
    valued = figures_of(notes) is not None
    if valued:
        yield Section(anchor="chains", heading=line("各链一览"), new_page=False, blocks=(overview(notes),))
    for place, chain in enumerate(notes.result.chains):
        yield chain_section(notes, chain, first=not place, new_page=not place and not valued)


def _assumed(notes: Footnotes) -> tuple[Section, ...]:
    used = assumptions_of(notes.result)
    return (assumed_section(notes, used),) if used else ()


def _subtitle(notes: Footnotes) -> Line:
    """What the brief was made from."""
    rows = notes.result.snapshot.rows
    kinds = [f"rows:{kind}" for kind in sorted(rows)]
    count = notes.derive("rows", sum(rows.values()), "快照中各类事实行数之和", kinds)
    digest = notes.derive("snapshot.short", notes.result.snapshot.id[:12], "全部事实内容的摘要，前几位", kinds)
    made_from = "据公开资料 " if notes.result.nature is Nature.REAL else f"据{label(notes.result.nature).zh}资料 "
    return line(made_from, count, " 行事实（快照 ", digest, "）编制，供内部研究参考", tone="note")


def _summary(notes: Footnotes, since: Comparison | None) -> Section:
    """One page: what stands, what needs a fact first, how far to trust it."""
    found, wanting = settled(notes), open_points(notes)
    nothing = line("没有符合条件的发现。", tone="note")
    return Section(
        anchor="summary",
        heading=line("一页概要"),
        new_page=False,
        blocks=(
            _scope(notes),
            Listing(title=_titled(notes), items=found or (nothing,), numbered=bool(found)),
            *_next(notes),
            Listing(title=_asked(notes, wanting), items=wanting or (nothing,), numbered=bool(wanting)),
            *((changes(notes, since),) if since is not None else ()),
            *((overview(notes),) if figures_of(notes) is None else ()),
            Paragraphs(
                lines=(
                    line(
                        "每个数字和名称都注明出处：方括号内是来源编号，推算得来的见“数字由来”。“",
                        words.NOT_FOUND,
                        "”指公开文本中没有找到，不等于没有。所列单位是可以先打电话问的对象，不是能力认定。",
                        tone="note",
                    ),
                ),
            ),
        ),
    )


def _titled(notes: Footnotes) -> str:
    return "站得住的发现" if figures_of(notes) is None else "最堵的几处（按已证实位次）和怎么解"


def _asked(notes: Footnotes, wanting: tuple[Line, ...]) -> str:
    narrowing = len(asked_findings(notes))
    return "先查实这几件，结果的范围收窄最多" if narrowing and narrowing == len(wanting) else "先要一个事实才能下结论的"


def _next(notes: Footnotes) -> tuple[Paragraphs, ...]:
    """What to do first and with whom, where chains are valued."""
    value = figures_of(notes)
    told = next_steps(notes, value) if value is not None else ()
    return (Paragraphs(title="先做什么、先找谁", lines=told),) if told else ()


def _scope(notes: Footnotes) -> Paragraphs:
    """What was looked at, in one sentence a step of the loop."""
    result = notes.result
    nodes = [node for chain in result.chains for node in chain.nodes]
    claimed = [node for node in nodes if node.claims]
    found = [leads for node in claimed if (leads := words.leads_of(notes, node.code))]
    local = [leads for leads in found if any(lead.in_scope for lead in leads)]
    claims = [claim.ref for node in claimed for claim in node.claims]
    chains = [chain.ref for chain in result.chains]
    looked = "rows:capability"
    numbers = (
        notes.derive("chains", len(chains), "产业链行数", chains, among="rows:chain"),
        notes.derive("nodes", len(nodes), "环节行数", [node.ref for node in nodes], among="rows:chain_node"),
        notes.derive("claims", len(claimed), "有卡点线索的环节数", claims),
        notes.derive("met", len(found), "有说法且有线索的环节数", _refs(found), among=looked),
        notes.derive("local", len(local), "有说法且线索在区域内的环节数", _refs(local), among=looked),
        notes.derive("year", result.evaluation.year, "各省份数据最全的最近一年", ["rows:observation"]),
    )
    scope = line(
        numbers[0], " 条产业链、", numbers[1], " 个环节；", numbers[2], " 个环节有公开的卡点线索，其中 ",
        numbers[3], " 个找到可先联系的单位，", numbers[4], " 个的单位在", words.group_name(notes),
        "之内。评价以 ", numbers[5], " 年为准。",
    )  # fmt: skip
    value = figures_of(notes)
    if value is None or value.value is None:
        return Paragraphs(lines=(scope,))
    worth = line(
        "范围内最终产品的总价值为每年 ", money_figure(notes, value.value, "rows:chain"), "，下文各值都以它为单位。"
    )
    return Paragraphs(lines=(scope, worth))


def _refs(found: list[tuple[Lead, ...]]) -> list[str]:
    return [ref for leads in found for lead in leads for ref in lead.refs]
