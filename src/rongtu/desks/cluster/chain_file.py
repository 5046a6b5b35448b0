"""A chain of the store as a chain file: its structure, and with a zone the figures that count for that scope."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.files.figures import Lacks, with_figures
from rongtu.desks.cluster.files.models import ChainText, DocumentRequest
from rongtu.desks.cluster.files.structure import document_of
from rongtu.desks.cluster.value.facts import read_value_facts
from rongtu.engines.chain.document import written
from rongtu.facts.places import find_zone
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.industry import Chain
from rongtu.facts.schema import table
from rongtu.vocab.disclosure import highest, mark
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.labels import label
from rongtu.vocab.problems import RefusedError


@operation(
    "chain.document",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="把一条产业链写成文件",
    en="Write a chain as the text of a chain file",
)
def chain_document(context: Context, request: DocumentRequest) -> ChainText:
    """The chain from the facts visible; RefusedError where there is no such chain or zone."""
    connection = context.connection
    zone = find_zone(connection, request.zone) if request.zone else None
    chain = _chain(connection, request.chain)
    document, level = document_of(connection, chain)
    lacks = Lacks()
    if zone is not None:
        (piece,) = (facts := read_value_facts(connection, zone, chain)).pieces
        document = with_figures(document, facts.rows, piece, lacks)
        level = highest((level, *lacks.levels))
    heading = _heading(chain, request.zone, level, lacks)
    return ChainText(
        chain=request.chain,
        zone=request.zone,
        text=written(document, heading, lacks.by_row),
        lacks=tuple(lacks.lines()),
        level=level,
    )


def _chain(connection: Connection, code: str) -> Stored[Chain]:
    found = rows(connection, Chain, table(Chain).c.code == code)
    if not found:
        raise RefusedError(f"There is no chain {code}; see rongtu chain list.")
    return found[0]


def _heading(chain: Stored[Chain], zone: str, level: Visibility, lacks: Lacks) -> Iterator[str]:
    """What stands above the file: which chain, for which scope, in what unit, of what nature and level, what lacks."""
    row = chain.row
    yield f"{row.name} {row.code}：由融图写出 (written by Rongtu)"
    if row.nature.value != "real":
        yield f"【{label(row.nature).zh} {row.nature.value}】以下内容不是真实情况"
    if marked := mark(level):
        yield f"密级 {marked}"
    if zone:
        yield f"范围 {zone}；金额为元／年；供给为区内各单位之和，范围为推定 (yuan a year; ranges are assumed)"
    if lacks.count:
        yield f"缺 {lacks.count} 个数：空着即未知，各行上方注明 (unknown figures are left out)"
