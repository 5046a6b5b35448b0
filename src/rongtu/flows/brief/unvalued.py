"""Which inputs the chains lack that cannot be valued, in one table: what to ask for before anything is computed."""

from __future__ import annotations

from collections import Counter

from rongtu.desks.cluster.value.models import LeftOut
from rongtu.flows.brief.document import Cell, Column, Line, Span, Table
from rongtu.flows.brief.estimates import chain_by_code
from rongtu.flows.brief.footnotes import Footnotes, line


def lacking_table(notes: Footnotes) -> Table | None:
    """A row a chain, a column an input, how many figures of it are missing; None where nothing was left out."""
    value = notes.result.value
    if value is None or not value.left_out:
        return None
    total: Counter[str] = Counter()
    for chain in value.left_out:
        total.update(chain.missing)
    inputs = sorted(total, key=lambda name: (-total[name], name))
    wide = max(7.0, 76 / max(1, len(inputs)))
    return Table(
        title="算断点、堵点、卡点还缺什么（缺数的项数）",
        columns=(
            Column(heading=line("链"), width=24),
            *(Column(heading=line(_name(name)), width=wide, numeric=True) for name in inputs),
        ),
        rows=tuple(_row(notes, chain, inputs) for chain in value.left_out),
        notes=(_reading(),),
    )


def _name(name: str) -> Span:
    return Span(text=name, refs=("rows:chain_node",))


def _row(notes: Footnotes, chain: LeftOut, inputs: list[str]) -> tuple[Cell, ...]:
    name = chain_by_code(notes, chain.chain, chain.name, chain.ref)
    return (
        Cell(lines=(line(name, tone="strong"),)),
        *(
            Cell(
                lines=(line(Span(text=str(chain.missing[item]), refs=(chain.ref,)) if item in chain.missing else "—"),)
            )
            for item in inputs
        ),
    )


def _reading() -> Line:
    return line("一项缺数，用到它的得分就是未知，不以零代替；补齐一条链的各项，这条链就能估值。", tone="note")
