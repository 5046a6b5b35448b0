"""ChainKnowledgeGraph: listed firms, their products, and what products are made of, as JSON lines.

The repository says that its product relations were extracted from texts by rules: here they are leads, never proof.
Products related to a product or a firm become the nodes of one chain, which `chain.csv` may name.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import rongtu.facts.records  # noqa: F401  (declares every kind)
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.formats.graph_files import (
    CHAIN,
    COMPANY,
    MADE,
    MEMBERSHIP,
    PRODUCTS,
    RELATED,
    TOLD,
    UNREAD,
    chain_told,
    gather,
)
from rongtu.facts.intake.formats.origins import Origin, origins_sheet
from rongtu.facts.intake.formats.wanted import Format, Given, sort_out
from rongtu.facts.intake.sheets import Rows, Sheet
from rongtu.vocab.chains import BasisGrade, CapabilityRole, NodeKind, Tier
from rongtu.vocab.evidence import Confidence
from rongtu.vocab.organisations import BodyKind, Standing

TEXT = "GitHub liuhuanyong/ChainKnowledgeGraph data/{}（由公开文本按规则抽取）"
TERMS = "许可未注明：整表不得再分发 none stated, not to be passed on as a whole"

DEFAULT_CHAIN = ("CKG", "产品关系（ChainKnowledgeGraph）")

TIERS = {(True, False): Tier.UPSTREAM, (False, True): Tier.DOWNSTREAM}
"""By whether a product goes into others and others go into it; else midstream."""

FIRM = ("listed_code", "name", "short_name", "kind", "standing", "industry_sw", "listed_on")
ITEM = ("name", "kind")
CHAIN_OF_PRODUCTS = ("code", "name", "confidence")
NODE = ("code", "chain", "item", "tier", "tier_basis")
LINK = ("from_node", "to_node", "relation", "basis")
CAPABILITY = ("organisation", "node", "role", "grade", "basis", "confidence")


@dataclass(frozen=True)
class Graph:
    """The files at hand, and what they tell, gathered when it is first asked for."""

    given: Given
    chain: tuple[str, str]

    @cached_property
    def store(self) -> sqlite3.Connection:
        """Firms, products and relations, each once."""
        return gather(self.given)

    def node(self, product: str) -> str:
        """The code of a product's node, made from its name: the same at every import; none for no name."""
        digest = hashlib.sha256(product.encode()).hexdigest()[:12].upper()
        return f"{self.chain[0]}-{digest}" if product else ""


def read(files: Sequence[Path]) -> tuple[Sheet, ...]:
    """Firms, and where products are given the items, a chain with its nodes and links, and who names them its own."""
    given = sort_out("chain-graph", FORMAT.files, files)
    graph = Graph(given, chain_told(given, DEFAULT_CHAIN))
    told = [wanted.name for wanted, _ in TOLD if given[wanted.name]]
    origins = {name: Origin(TEXT.format(name), TERMS, file_hash=given[name][0].digest()) for name in told}
    sheets = []
    for kind, header, rows, tellers in SHEETS:
        telling = [name for name in told if name in tellers]
        for name in telling[:1] if kind == "chain" else telling:
            (opened,) = given[name]
            made = partial(rows, graph, name)
            sheets.append(Sheet(opened.name, KINDS[kind], header, made, source=origins[name].code, row_word="line"))
    return (origins_sheet(origins.values()), *sheets)


def _firms(graph: Graph, file: str) -> Rows:
    query = "SELECT line, code, name, short, industry, listed FROM firm WHERE file = ? ORDER BY line"
    for line, code, name, short, industry, listed in graph.store.execute(query, (file,)):
        yield line, (code, name, short, BodyKind.ENTERPRISE, Standing.REGISTERED, industry, listed)


def _items(graph: Graph, file: str) -> Rows:
    for line, name in graph.store.execute("SELECT line, name FROM product WHERE file = ? ORDER BY line", (file,)):
        yield line, (name, NodeKind.PRODUCT)


def _chain(graph: Graph, _file: str) -> Rows:
    yield 1, (*graph.chain, Confidence.DERIVED)


def _nodes(graph: Graph, file: str) -> Rows:
    query = "SELECT line, name, feeds, fed FROM product WHERE file = ? ORDER BY line"
    for line, name, feeds, fed in graph.store.execute(query, (file,)):
        basis = "按抽取的上下游关系推定" if feeds or fed else "无上下游关系，暂置中游"
        tier = TIERS.get((bool(feeds), bool(fed)), Tier.MIDSTREAM)
        yield line, (graph.node(name), graph.chain[0], name, tier, basis)


def _links(graph: Graph, _file: str) -> Rows:
    for line, a, b, relation, rel in graph.store.execute("SELECT line, a, b, relation, rel FROM link ORDER BY line"):
        yield line, (graph.node(a), graph.node(b), relation, f"由文本按规则抽取（{rel}），未核对")


def _capabilities(graph: Graph, _file: str) -> Rows:
    query = "SELECT line, firm, product, weight FROM made ORDER BY line"
    for line, firm, product, weight in graph.store.execute(query):
        basis = f"列为主营产品，权重 {weight}" if weight else "列为主营产品"
        cells = (firm, graph.node(product), CapabilityRole.UNSTATED, BasisGrade.TEXT, basis)
        yield line, (*cells, Confidence.DERIVED)


SHEETS: Sequence[tuple[str, tuple[str, ...], Callable[[Graph, str], Rows], tuple[str, ...]]] = (
    ("organisation", FIRM, _firms, (COMPANY.name, MEMBERSHIP.name, MADE.name)),
    ("item", ITEM, _items, (RELATED.name, MADE.name, PRODUCTS.name)),
    ("chain", CHAIN_OF_PRODUCTS, _chain, (RELATED.name, MADE.name)),
    ("chain_node", NODE, _nodes, (RELATED.name, MADE.name)),
    ("link", LINK, _links, (RELATED.name,)),
    ("capability", CAPABILITY, _capabilities, (MADE.name,)),
)
"""Kind, header and rows of each sheet, and the files that may tell them: one sheet of a kind for each such file."""

FORMAT = Format(
    "chain-graph",
    "ChainKnowledgeGraph 产业链图谱",
    "ChainKnowledgeGraph JSON lines",
    (COMPANY, MEMBERSHIP, RELATED, MADE, PRODUCTS, CHAIN, *UNREAD),
    read,
)
