"""A chain's pages: the map, what is claimed, who is worth a call, what to ask first, what cannot be computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rongtu.desks.cluster.models import ChainDiagnosis, NodeState, RoleCount
from rongtu.flows.brief import words
from rongtu.flows.brief.document import (
    Cell,
    ChainMap,
    Column,
    Line,
    MapLink,
    MapNode,
    Paragraphs,
    Section,
    Span,
    Table,
)
from rongtu.flows.brief.estimates import figures_of
from rongtu.flows.brief.footnotes import Footnotes, line
from rongtu.vocab.chains import Completeness, Tier
from rongtu.vocab.labels import label

TIERS = tuple(Tier)


def chain_section(notes: Footnotes, chain: ChainDiagnosis, *, first: bool, new_page: bool) -> Section:
    """Everything the brief says of one chain; under the map of the first its signs are explained."""
    return Section(
        anchor=f"chain-{chain.code}",
        heading=line(words.chain_name(chain), "产业链"),
        new_page=new_page,
        blocks=(
            Paragraphs(lines=(*_level(notes, chain), _unknown(notes, chain), *_remarks(notes, chain))),
            _chain_map(notes, chain, first=first),
            _table(notes, chain),
        ),
    )


def overview(notes: Footnotes) -> Table:
    """One row a chain: nodes, claims, bodies named, bodies by class, nodes nobody surveyed."""
    heads = ("环节（个）", "有卡点线索", "注明时间", "有点名单位", "有分类落位", "未摸底")
    rows = [
        (
            Cell(lines=(line(words.chain_name(chain), tone="strong"),)),
            *(Cell(lines=(line(x),)) for x in _tally(notes, chain)),
        )
        for chain in notes.result.chains
    ]
    return Table(
        title="各链一览（环节数）" if figures_of(notes) is None else "环节数",
        columns=(
            Column(heading=line("链"), width=28),
            *(Column(heading=line(head), width=12, numeric=True) for head in heads),
        ),
        rows=tuple(rows),
        notes=(line("空白是未知，不是没有。", tone="note"),),
    )


def _tally(notes: Footnotes, chain: ChainDiagnosis) -> tuple[Span, ...]:
    """Numbers of nodes: all, claimed, with a dated claim, with a body named, with one by class, not surveyed."""
    claimed = [node for node in chain.nodes if node.claims]
    timed = [node for node in claimed if words.dated(node.claims)]
    named = [node for node in chain.nodes if node.named]
    classed = [node for node in chain.nodes if node.by_class]
    blank = [node for node in chain.nodes if node.survey is Completeness.NONE]
    tally: tuple[tuple[str, list[NodeState], str, list[str], str], ...] = (
        ("nodes", list(chain.nodes), "本链环节的行数", [node.ref for node in chain.nodes], "chain_node"),
        ("claimed", claimed, "有卡点线索的环节数", [claim.ref for node in claimed for claim in node.claims], "claim"),
        ("timed", timed, "说法注明时间的环节数", [claim.ref for node in timed for claim in node.claims], "claim"),
        ("named", named, "有来源点名单位的环节数", [ref for node in named for ref in _refs(node.named)], "capability"),
        (
            "classed",
            classed,
            "有行业分类落位的环节数",
            [ref for node in classed for ref in _refs(node.by_class)],
            "capability",
        ),
        (
            "blank",
            blank,
            "未摸底的环节数；没有摸底记录即未摸底",
            [*(node.ref for node in blank), "rows:survey"],
            "survey",
        ),
    )
    return tuple(
        notes.derive(f"{key}.{chain.code}", len(nodes), rule, refs, among=f"rows:{kind}")
        for key, nodes, rule, refs, kind in tally
    )


def _level(notes: Footnotes, chain: ChainDiagnosis) -> tuple[Line, ...]:
    """Who stands on the chain alone; how many nodes have what stands in the overview."""
    if not chain.chain_level:
        return ()
    rule = "只落到本链、未落到环节的单位数（同一单位在一种角色下计一次）"
    level = words.roles_in_words(notes, f"level.{chain.code}", chain.chain_level, rule)
    return (line("另有单位只落到链、未落到环节：", level, "。", tone="note"),)


def _refs(counts: Iterable[RoleCount]) -> tuple[str, ...]:
    return tuple(ref for count in counts for ref in count.refs)


def _chain_map(notes: Footnotes, chain: ChainDiagnosis, *, first: bool) -> ChainMap:
    """The map: every node, what is placed on it, the year of its newest claim; the signs are told under the first."""
    signs = line(
        "斜纹边：有卡点线索及最近所指年份；● 来源点名、○ 行业分类落位的单位数，各角色相加；"
        "虚线空心框：未摸底；实线：供给，虚线：工序顺序，点线：属于或互补。",
        tone="note",
    )
    return ChainMap(
        title="链图",
        tiers=tuple(label(tier).zh for tier in TIERS),
        nodes=tuple(_map_node(notes, node) for node in chain.nodes),
        links=tuple(MapLink(source=x.source, target=x.target, relation=x.relation) for x in chain.links),
        legend=(
            *((signs,) if first else ()),
            line("图上名称与落位的出处：", notes.runs(_map_refs(chain)), tone="note"),
        ),
    )


def _map_refs(chain: ChainDiagnosis) -> Iterator[str]:
    """Every row the map shows: nodes, and who is placed on them."""
    for node in chain.nodes:
        yield node.ref
        yield from _refs((*node.named, *node.by_class))


def _map_node(notes: Footnotes, node: NodeState) -> MapNode:
    newest = words.dated(node.claims)[:1]
    claim = None
    if newest:
        claim = Span(text=(newest[0].as_of or "")[:4], refs=(newest[0].ref,))
    elif node.claims:
        claim = Span(text="无年份", refs=tuple(claim.ref for claim in node.claims))
    return MapNode(
        code=node.code,
        name=words.node_name(node),
        tier=TIERS.index(node.tier),
        column=node.column,
        row=node.row,
        named=_sum(notes, f"map.named.{node.code}", node.named, "来源点名的单位数，各角色相加"),
        by_class=_sum(notes, f"map.class.{node.code}", node.by_class, "按行业分类落位的单位数，各角色相加"),
        claim=claim,
        survey=node.survey,
    )


def _sum(notes: Footnotes, key: str, counts: tuple[RoleCount, ...], rule: str) -> Span | None:
    total = sum(count.bodies for count in counts)
    return notes.derive(key, total, rule, _refs(counts)) if total else None


def _table(notes: Footnotes, chain: ChainDiagnosis) -> Table:
    """The nodes with a claim, then a few of those asked about first."""
    claimed = [node for node in chain.nodes if node.claims]
    by_code = {node.code: node for node in chain.nodes}
    asked = [by_code[question.node] for question in chain.questions if not by_code[question.node].claims]
    rows = [*claimed, *asked[: notes.limit("extra_rows")]]
    return Table(
        title="有说法的环节，和最先要问的环节",
        columns=(
            Column(heading=line("环节"), width=13),
            Column(heading=line("公开文本怎么说、何时、出处；先问什么"), width=30),
            Column(heading=line("可先联系谁（不是能力证明）"), width=57),
        ),
        rows=tuple(_row(notes, node) for node in rows),
    )


def _row(notes: Footnotes, node: NodeState) -> tuple[Cell, ...]:
    tier = line(label(node.tier).zh, "·", label(node.kind).zh, tone="note")
    claims = tuple(words.claim_line(notes, claim) for claim in node.claims) or (line(words.NOT_FOUND, tone="note"),)
    question = line("先问：", words.first_question(notes, node).spans, tone="note")
    leads = words.leads_of(notes, node.code)[: notes.limit("leads")]
    return (
        Cell(lines=(line(words.node_name(node), tone="strong"), tier)),
        Cell(lines=(*claims, question)),
        Cell(lines=tuple(words.lead_line(notes, lead) for lead in leads) or (_nobody(notes, node),)),
    )


def _nobody(notes: Footnotes, node: NodeState) -> Line:
    """Why no body stands in the cell: looked for and not found, or not looked for."""
    return line(words.NOT_FOUND if node.code in notes.result.leads else "本次未匹配", tone="note")


def _unknown(notes: Footnotes, chain: ChainDiagnosis) -> Line:
    """The scores that cannot be computed and what they lack, in one line; where a table of it stands, only which."""
    value = notes.result.value
    valued = value is not None and chain.code in value.chains
    if not chain.unknown:
        return line("断点、堵点、卡点均可计算", "，见“堵在哪里”。" if valued else "。", tone="note")
    scores = Span(text="、".join(score.score for score in chain.unknown), refs=(chain.ref,))
    if value is not None and any(left.chain == chain.code for left in value.left_out):
        return line(scores, "还算不出，所缺见“待摸底清单”。", tone="note")
    lacking = dict.fromkeys(item for score in chain.unknown for item in score.missing)
    missing = Span(text="、".join(lacking), refs=(chain.ref,))
    if valued:
        return line(
            "本链已估值，见“堵在哪里”；部分环节的", scores, "还算不出，缺：", missing, "，记为未知，不记为零。",
            tone="note",
        )  # fmt: skip
    return line(scores, "还算不出，缺：", missing, "。缺数据的记为未知，不记为零。", tone="note")


def _remarks(notes: Footnotes, chain: ChainDiagnosis) -> tuple[Line, ...]:
    """What the diagnosis remarks on this chain alone."""
    shared = shared_remarks(notes)
    return tuple(line(Span(text=note, refs=(chain.ref,)), tone="note") for note in chain.notes if note not in shared)


def shared_remarks(notes: Footnotes) -> tuple[str, ...]:
    """What it remarks on every chain alike: said once, with the questions."""
    chains = notes.result.chains
    return tuple(note for note in (chains[0].notes if chains else ()) if all(note in chain.notes for chain in chains))
