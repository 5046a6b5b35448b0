"""Findings by rule: what survives scrutiny, and what needs a fact first. No rule, no finding."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rongtu.desks.cluster.models import ChainDiagnosis, NodeState
from rongtu.desks.govern.models import Cell, RatioState, Scored
from rongtu.desks.transfer.models import Lead
from rongtu.flows.brief import words
from rongtu.flows.brief.document import Line, Span
from rongtu.flows.brief.estimates import figures_of
from rongtu.flows.brief.footnotes import Footnotes, line
from rongtu.flows.brief.numbers import drawn, focus_scored, rank_range, span_text, value_text
from rongtu.flows.brief.valued_findings import asked_findings, open_values, stuck_findings
from rongtu.vocab.chains import BasisGrade


def settled(notes: Footnotes) -> tuple[Line, ...]:
    """What is stuck most where chains are valued; else claims met by a body in scope, steady ranks and changes."""
    value, wanted = figures_of(notes), notes.limit("findings")
    stuck = tuple(stuck_findings(notes, value)) if value else ()
    if len(stuck) >= wanted:
        return stuck
    kinds = [_claims_met(notes), _settled_ranks(notes), _steady_changes(notes)]
    return (*stuck, *_one_of_each(kinds, wanted - len(stuck)))


def open_points(notes: Footnotes) -> tuple[Line, ...]:
    """The facts whose knowing narrows most, where that is known; else what is widest or unknown, one of each kind."""
    value, asked = figures_of(notes), asked_findings(notes)
    kinds = [_claims_alone(notes), _unsettled_ranks(notes), _steps(notes), _not_computable(notes)]
    wide = open_values(notes, value) if value else []
    return (*asked, *_one_of_each([*wide, *kinds], notes.limit("findings") - len(asked)))


def _one_of_each(kinds: list[Iterator[Line]], wanted: int) -> tuple[Line, ...]:
    """The first of each kind, then the second of each, until there are enough or none is left."""
    found: list[Line] = []
    while kinds and len(found) < wanted:
        for kind in list(kinds):
            finding = next(kind, None)
            if finding is None:
                kinds.remove(kind)
            elif len(found) < wanted:
                found.append(finding)
    return tuple(found)


def _callable(notes: Footnotes, node: NodeState) -> list[Lead]:
    """Bodies in scope that a source names and whose date is not old."""
    leads = words.leads_of(notes, node.code)
    return [lead for lead in leads if lead.in_scope and lead.grade is BasisGrade.NAMED and not lead.stale]


def _claimed(notes: Footnotes) -> list[tuple[ChainDiagnosis, NodeState]]:
    """Nodes with a claim: most dated claims first, then most bodies to call, then chain and code."""
    pairs = [(chain, node) for chain in notes.result.chains for node in chain.nodes if node.claims]
    return sorted(
        pairs,
        key=lambda pair: (-len(words.dated(pair[1].claims)), -len(_callable(notes, pair[1])), pair[1].code),
    )


def _claims_met(notes: Footnotes) -> Iterator[Line]:
    """One node a chain: the most dated claims, with a body in scope that a source names."""
    seen: set[str] = set()
    for chain, node in _claimed(notes):
        claims, leads = words.dated(node.claims), _callable(notes, node)
        if not claims or not leads or chain.code in seen:
            continue
        seen.add(chain.code)
        number = notes.derive(f"dated.{node.code}", len(claims), "注明时间的说法数", (claim.ref for claim in claims))
        yield line(
            words.chain_name(chain), "链“", words.node_name(node), "”：", number,
            " 条注明时间的卡点线索，最近一条说：", words.claim_line(notes, claims[0]).spans,
            "；", words.group_name(notes), "内有来源点名的单位：", words.lead_short(notes, leads[0]), "。",
        )  # fmt: skip


def _claims_alone(notes: Footnotes) -> Iterator[Line]:
    """One node a chain: claimed, and no source names a body in scope."""
    seen: set[str] = set()
    for chain, node in _claimed(notes):
        if chain.code in seen or node.code not in notes.result.leads or _callable(notes, node):
            continue
        seen.add(chain.code)
        yield line(
            words.chain_name(chain), "链“", words.node_name(node), "”：公开文本说：",
            words.claim_line(notes, (*words.dated(node.claims), *node.claims)[0]).spans,
            "，但", words.group_name(notes), "内未见近年来源点名的单位。先要的事实：",
            words.first_question(notes, node).spans,
        )  # fmt: skip


def _rank_line(notes: Footnotes, scored: Scored, verdict: str) -> Line:
    low, high, ref = rank_range(notes, scored)
    methods = notes.derive("methods", len(notes.result.evaluation.methods), "算法的种数", ["rows:ratio"])
    over: tuple[str | Span, ...] = (methods, " 种算法下的范围")
    if drawn(notes, scored.region, scored.year):
        over = ("换选择抽样的 ", Span(text="5%–95%", refs=(ref,)), " 范围")
    return line(
        Span(text=f"{scored.year}", refs=(scored.ref,)), " 年评价：", words.region_name(notes, scored.region), "在 ",
        Span(text=str(scored.ranked_among), refs=(scored.ref,)), " 个省份中居第 ",
        Span(text=span_text(low, high), refs=(ref,)),
        " 位（", *over, "），", verdict,
    )  # fmt: skip


def _moves(notes: Footnotes, scored: Scored) -> int:
    """By how many places the rank may move."""
    low, high, _ = rank_range(notes, scored)
    return high - low


def _settled_ranks(notes: Footnotes) -> Iterator[Line]:
    """Regions in focus whose rank moves little over the choices of method, narrowest first."""
    width = notes.limit("rank_width")
    for scored in sorted(focus_scored(notes), key=lambda x: (_moves(notes, x), x.best_rank)):
        if _moves(notes, scored) <= width and not scored.step:
            yield _rank_line(notes, scored, "换算法不改变这一判断。")


def _unsettled_ranks(notes: Footnotes) -> Iterator[Line]:
    """Regions in focus whose rank moves more than that, widest first."""
    width = notes.limit("rank_width")
    for scored in sorted(focus_scored(notes), key=lambda x: (-_moves(notes, x), x.best_rank)):
        if _moves(notes, scored) > width:
            yield _rank_line(notes, scored, "位次随算法而变，不宜单独引用。先要的事实：下文“缺的要素”。")


def _steady_changes(notes: Footnotes) -> Iterator[Line]:
    """Ratios that rose or fell every year of the newest vintage block, largest change against the bounds first."""
    evaluation = notes.result.evaluation
    if not evaluation.blocks:
        return
    block = max(evaluation.blocks, key=lambda block: block.last)
    found = []
    for ratio in evaluation.ratios:
        for region in evaluation.focus:
            series = _series(notes, ratio, region, block.first, min(block.last, evaluation.year))
            if _steady(series):
                change = abs((series[-1].value or 0) - (series[0].value or 0)) / ((ratio.upper - ratio.lower) or 1)
                found.append((-change, ratio.code, region, ratio, series))
    for _, _, region, ratio, series in sorted(found, key=lambda item: item[:3]):
        first, last = series[0], series[-1]
        refs = tuple(cell.ref for cell in series if cell.ref)
        rose = (last.value or 0) > (first.value or 0)
        yield line(
            Span(text=f"{first.year}–{last.year}", refs=refs), " 年（同一批次数据）", words.region_name(notes, region),
            "的“", Span(text=ratio.name, refs=(ratio.ref,)), "”逐年", "上升" if rose else "下降", "，由 ",
            Span(text=value_text(first.value), refs=_ref(first)), " 到 ",
            Span(text=f"{value_text(last.value)} {ratio.unit}", refs=_ref(last)), "。",
        )  # fmt: skip


def _series(notes: Footnotes, ratio: RatioState, region: str, first: int, last: int) -> list[Cell]:
    """The cells of a ratio over the years, empty if one is missing or marked as a step."""
    cells = sorted(
        (c for c in notes.result.evaluation.cells if c.ratio == ratio.code and c.region == region),
        key=lambda cell: cell.year,
    )
    within = [cell for cell in cells if first <= cell.year <= last]
    whole = len(within) == last - first + 1 and all(cell.value is not None and not cell.step for cell in within)
    return within if whole else []


def _steady(series: list[Cell]) -> bool:
    """Whether at least three values follow one direction without a halt."""
    steps = [(b.value or 0) - (a.value or 0) for a, b in pairwise(series)]
    return len(steps) >= 2 and (all(step > 0 for step in steps) or all(step < 0 for step in steps))


def _ref(cell: Cell) -> tuple[str, ...]:
    return (cell.ref,) if cell.ref else ()


def _steps(notes: Footnotes) -> Iterator[Line]:
    """Figures of the regions in focus marked as an unverified step in the newest vintage block, newest first."""
    evaluation = notes.result.evaluation
    since = max((block.first for block in evaluation.blocks), default=evaluation.year)
    names = {ratio.code: ratio for ratio in evaluation.ratios}
    recent = [cell for cell in evaluation.cells if cell.step and cell.ref and cell.year >= since]
    marked = [cell for cell in recent if cell.region in evaluation.focus]
    for cell in sorted(marked, key=lambda cell: (-cell.year, evaluation.focus.index(cell.region), cell.ratio)):
        ratio = names[cell.ratio]
        yield line(
            words.region_name(notes, cell.region), " ", Span(text=str(cell.year), refs=_ref(cell)), " 年“",
            Span(text=ratio.name, refs=(ratio.ref,)), "”（",
            Span(text=f"{value_text(cell.value)} {ratio.unit}", refs=_ref(cell)),
            "）所用数据有未核实的跳变。先要的事实：发布单位对跳变的说明。",
        )  # fmt: skip


def _not_computable(notes: Footnotes) -> Iterator[Line]:
    """The scores no chain has the inputs for."""
    chains = [chain for chain in notes.result.chains if chain.unknown]
    if chains:
        number = notes.derive("unknown", len(chains), "有得分算不出的链数", (chain.ref for chain in chains))
        scores = dict.fromkeys(u.score for chain in chains for u in chain.unknown)
        lacking = dict.fromkeys(item for chain in chains for u in chain.unknown for item in u.missing)
        yield line(
            number, " 条链的", "、".join(scores), "都算不出。先要的事实：",
            Span(text="、".join(lacking), refs=tuple(chain.ref for chain in chains)), "。",
        )  # fmt: skip
