"""Chain tables: nodes, edges and supplier shares of chains as three CSV files, each row with its source.

Kept in memory are the names of the nodes; the rows are streamed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import rongtu.facts.records  # noqa: F401  (declares every kind)
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.formats import eto, shares
from rongtu.facts.intake.formats.gathering import distinct
from rongtu.facts.intake.formats.opened import Opened, Record
from rongtu.facts.intake.formats.origins import Origin, origins_sheet
from rongtu.facts.intake.formats.wanted import Format, Given, Wanted, sort_out
from rongtu.facts.intake.sheets import Rows, Sheet
from rongtu.vocab.evidence import Confidence
from rongtu.vocab.text import tidy

NODES = Wanted("chain_nodes.csv", ("chain", "node_code", "name_zh", "tier", "kind", "tier_basis", "source"))
EDGES = Wanted("chain_edges.csv", ("from_node", "to_node", "relation", "basis", "source"), needed=False)
SHARES = Wanted("chain_node_shares.csv", ("node_code", "provider", "share", "source"), needed=False)

UNSTATED = "未注明"
OF_ETO = "ETO/CSET"
"""What the source of a row says where its terms are those of that data set, whether it repeats them or not."""

CHAIN = ("code", "name", "confidence", "source")
ITEM = ("name", "name_en", "kind", "synonyms", "source")
NODE = ("code", "chain", "item", "tier", "tier_basis", "source")
LINK = ("from_node", "to_node", "relation", "basis", "remark", "source")


def read(files: Sequence[Path]) -> tuple[Sheet, ...]:
    """Chains, items, nodes, links and shares; a chain's code is what its nodes' codes begin with."""
    given = sort_out("chain-tables", FORMAT.files, files)
    (nodes,), edges, supply = (given[wanted.name] for wanted in FORMAT.files)
    for opened in supply:
        shares.check(opened, "share")
    return (
        origins_sheet([shares.OWN, *_origins(given)]),
        *([shares.indicators()] if supply else []),
        Sheet(nodes.name, KINDS["chain"], CHAIN, partial(_once, nodes, _chain)),
        Sheet(nodes.name, KINDS["item"], ITEM, partial(_once, nodes, _item)),
        nodes.sheet("chain_node", NODE, _node),
        *(opened.sheet("link", LINK, _link) for opened in edges),
        *(
            Sheet(opened.name, KINDS["observation"], shares.OBSERVATION, partial(_shares, nodes, opened))
            for opened in supply
        ),
    )


def _origins(given: Given) -> Iterator[Origin]:
    """Every source a row names, with the terms that stand beside it (in the nodes, so last) or are its data set's."""
    for wanted in reversed(FORMAT.files):
        for opened in given[wanted.name]:
            for _, record in distinct(opened.records(), lambda row: (row[1]["source"],)):
                if tidy(record["source"]):
                    yield _origin(record)


def _origin(record: Record) -> Origin:
    text = tidy(record["source"])
    if OF_ETO in text:
        return Origin(text, eto.TERMS, eto.NOTICE)
    return Origin(text, tidy(record.get("licence", "")) or UNSTATED)


def _source(record: Record) -> str:
    """The code of a row's source; none where it names none, which the checks refuse."""
    return _origin(record).code if tidy(record["source"]) else ""


def _once(nodes: Opened, made: Callable[[Record], Sequence[str]]) -> Rows:
    """What `made` makes of the nodes, once for each name: a chain has many nodes, an item may stand in two chains."""
    rows = ((number, made(record)) for number, record in nodes.records())
    yield from distinct(rows, lambda row: row[1][:1])


def _chain(record: Record) -> Sequence[str]:
    code = tidy(record["node_code"]).partition("-")[0]
    return code, tidy(record["chain"]), Confidence.QUOTED, _source(record)


def _item(record: Record) -> Sequence[str]:
    name_en, synonyms = record.get("name_en", ""), record.get("synonyms", "")
    return tidy(record["name_zh"]), name_en, record["kind"], synonyms, _source(record)


def _node(record: Record) -> Iterator[Sequence[str]]:
    chain, *_ = _chain(record)
    cells = (tidy(record["node_code"]), chain, tidy(record["name_zh"]), record["tier"], record["tier_basis"])
    yield *cells, _source(record)


def _link(record: Record) -> Iterator[Sequence[str]]:
    cells = (record["from_node"], record["to_node"], record["relation"], record["basis"])
    yield *cells, record.get("criticality", ""), _source(record)


def _shares(nodes: Opened, opened: Opened) -> Rows:
    """Shares under the item of their node; a year of their own if the file has one, else that of their publication."""
    names: Mapping[str, str] = {tidy(record["node_code"]): tidy(record["name_zh"]) for _, record in nodes.records()}
    for number, record in opened.records():
        code = tidy(record["node_code"])
        year, remark = tidy(record.get("year", "")), ""
        if not year and OF_ETO in record["source"]:
            year, remark = eto.PUBLISHED, shares.UNDATED
        told = {"year": year, "remark": remark, "source": _source(record)}
        yield number, shares.observation(names.get(code, code), record["provider"], tidy(record["share"]), **told)


FORMAT = Format(
    "chain-tables",
    "产业链三表（环节、关系、份额）",
    "chain tables: nodes, edges, supplier shares",
    (NODES, EDGES, SHARES),
    read,
)
