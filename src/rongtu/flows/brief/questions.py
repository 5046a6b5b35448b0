"""The list of what to find out: facts by expected narrowing where ranges are known, else nodes in an order."""

from __future__ import annotations

from rongtu.desks.cluster.models import ChainDiagnosis, NodeState, Question
from rongtu.flows.brief import words
from rongtu.flows.brief.asked import asked_of, asked_table, ordered_lines
from rongtu.flows.brief.chains import shared_remarks
from rongtu.flows.brief.document import Block, Cell, Line, Paragraphs, Section, Span, Table
from rongtu.flows.brief.estimates import figures_of
from rongtu.flows.brief.footnotes import Footnotes, line
from rongtu.flows.brief.spread import spread_block
from rongtu.flows.brief.tables import columns
from rongtu.flows.brief.unvalued import lacking_table

Asked = tuple[ChainDiagnosis, NodeState, Question]


def question_section(notes: Footnotes) -> Section:
    """What knowing narrows most; then, of chains that are not valued, the first questions in their order."""
    asked = asked_of(notes)
    lacking, spread = lacking_table(notes), None if figures_of(notes) is not None else spread_block(notes)
    blocks: list[Block] = []
    if asked is not None:
        blocks.append(asked_table(notes, asked))
        more = ordered_lines(notes, asked)
        blocks += [Paragraphs(lines=more)] if more else []
    blocks += [block for block in (lacking, spread) if block is not None]
    if asked is None:
        blocks += _in_order(notes, ordered(notes))
    else:
        valued = notes.result.value.chains if notes.result.value else ()
        blocks += _in_order(notes, tuple(item for item in ordered(notes) if item[0].code not in valued), rest=True)
    return Section(anchor="questions", heading=line("待摸底清单"), new_page=False, blocks=tuple(blocks))


def _in_order(notes: Footnotes, asked: tuple[Asked, ...], *, rest: bool = False) -> list[Block]:
    """The first questions of the order, which is no expected narrowing; nothing where no chain is left."""
    if rest and not asked:
        return []
    inputs = [node.ref for _, node, _ in asked] or ["rows:chain_node"]
    total = notes.derive("questions", len(asked), "各链待问环节数之和", inputs)
    shown = asked[: notes.limit("questions")]
    heads = (
        ("次序", 5, True), ("链", 21, False), ("环节", 16, False), ("说法注明时间", 9, False), ("可达（个）", 8, True),
        ("先问什么", 43, False),
    )  # fmt: skip
    return [
        Paragraphs(lines=(_why(notes, total), _reach_of(notes), *_remarks(notes))),
        Table(
            columns=columns(*heads),
            rows=tuple(_row(notes, position, item) for position, item in enumerate(shown, start=1)),
        ),
    ]


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
        " 个，其余见附表。次序：有注明时间的卡点线索的在前；再看沿供给关系向下可达的数目，多的在前；最后按代码。",
        "这是提问的先后次序，不是预期能减少多少不确定性：没有算得出的范围可以收窄。",
    )  # fmt: skip


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
