"""The list of what to find out: questions over all chains in one order, with the reason for the order."""

from __future__ import annotations

from rongtu.desks.cluster.models import ChainDiagnosis, NodeState, Question
from rongtu.flows.brief import words
from rongtu.flows.brief.chains import shared_remarks
from rongtu.flows.brief.document import Cell, Column, Line, Paragraphs, Section, Span, Table
from rongtu.flows.brief.estimates import figures_of
from rongtu.flows.brief.footnotes import Footnotes, line
from rongtu.flows.brief.unvalued import lacking_table

Asked = tuple[ChainDiagnosis, NodeState, Question]


def question_section(notes: Footnotes) -> Section:
    """The first questions over all chains."""
    asked = ordered(notes)
    shown = asked[: notes.limit("questions")]
    inputs = [node.ref for _, node, _ in asked] or ["rows:chain_node"]
    total = notes.derive("questions", len(asked), "各链待问环节数之和", inputs)
    lacking = lacking_table(notes)
    blocks = (
        *((lacking,) if lacking else ()),
        Paragraphs(lines=(_why(notes, total), _reach_of(notes), *_remarks(notes))),
        Table(
            columns=(
                Column(heading=line("次序"), width=5, numeric=True),
                Column(heading=line("链"), width=21),
                Column(heading=line("环节"), width=16),
                Column(heading=line("说法注明时间"), width=9),
                Column(heading=line("可达（个）"), width=8, numeric=True),
                Column(heading=line("先问什么"), width=43),
            ),
            rows=tuple(_row(notes, position, item) for position, item in enumerate(shown, start=1)),
        ),
    )
    return Section(anchor="questions", heading=line("待摸底清单"), new_page=False, blocks=blocks)


def ordered(notes: Footnotes) -> tuple[Asked, ...]:
    """Questions of all chains: claimed first, then by reach, then by code."""
    found = []
    for chain in notes.result.chains:
        nodes = {node.code: node for node in chain.nodes}
        found += [(chain, nodes[question.node], question) for question in chain.questions]
    return tuple(sorted(found, key=lambda item: (not item[2].has_claim, -item[2].reach, item[2].node)))


def _why(notes: Footnotes, total: Span) -> Line:
    return line(
        "共 ", total, " 个环节待问，以下列前 ", notes.setting("brief.questions"),
        " 个。次序：有注明时间的卡点线索的在前；再看沿供给关系向下可达的数目，多的在前；最后按代码。",
        "这是提问的先后次序，不是预期能减少多少不确定性", _not_yet(notes), "。",
    )  # fmt: skip


def _not_yet(notes: Footnotes) -> str:
    """Why the order is no expected reduction."""
    valued = figures_of(notes) is not None
    return "；哪些推定先查实，见“先要一个事实才能下结论的”" if valued else "：投入产出数据不全，后者算不出"


def _reach_of(notes: Footnotes) -> Line:
    """What the reach counts, said once where all chains count the same thing."""
    kinds: dict[str, list[ChainDiagnosis]] = {}
    for chain in notes.result.chains:
        kinds.setdefault(chain.reach_of, []).append(chain)
    parts: list[str | Span] = []
    for text, chains in kinds.items():
        parts += ["；" if parts else "", Span(text=text, refs=tuple(chain.ref for chain in chains))]
        if len(kinds) > 1:
            parts += ["（", Span(text="、".join(c.name for c in chains), refs=tuple(c.ref for c in chains)), "）"]
    return line("“可达”数的是：", *parts, "。", tone="note")


def _remarks(notes: Footnotes) -> tuple[Line, ...]:
    refs = tuple(chain.ref for chain in notes.result.chains)
    return tuple(line(Span(text=text, refs=refs), tone="note") for text in shared_remarks(notes))


def _row(notes: Footnotes, position: int, item: Asked) -> tuple[Cell, ...]:
    chain, node, question = item
    refs = question.refs or (node.ref,)
    place = notes.derive(f"position.{node.code}", position, "在待摸底清单中的次序", (node.ref, *refs))
    reach = notes.derive(f"reach.{node.code}", question.reach, "沿供给关系向下可达的数目", refs)
    parts = (
        line(place),
        line(words.chain_name(chain)),
        line(words.node_name(node), tone="strong"),
        line("是" if question.has_claim else "—"),
        line(reach),
        words.first_question(notes, node),
    )
    return tuple(Cell(lines=(part,)) for part in parts)
