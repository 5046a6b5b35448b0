"""What the chain engine is given: one chain's nodes and links, dated claims on nodes, bodies placed on them.

Everything is checked once, here; all problems of one chain are reported together. `fact` is the caller's opaque id of
the fact row a thing came from ("" where there is none); it only ever travels through to the results.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rongtu.engines.chain.types import ancestors_by_child, cyclic_types
from rongtu.vocab.chains import BasisGrade, CapabilityRole, Completeness, NodeKind, Relation, Tier
from rongtu.vocab.problems import InputError, Problem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """An item at its place in one chain; `survey` says how completely the scope was searched for who supplies it."""

    code: str
    item: str
    name: str
    tier: Tier
    kind: NodeKind
    survey: Completeness = Completeness.NONE
    fact: str = ""
    survey_fact: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """`source` → `target`: supplies, precedes as a stage, is a type of (child → label), or complements."""

    source: str
    target: str
    relation: Relation
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source says about a node being a bottleneck; `year` is the year of the saying, None where undated."""

    node: str
    text: str
    year: int | None
    fact: str


@dataclass(frozen=True, slots=True)
class Placement:
    """A body (organisation or site) in a role on a node, or on the chain as a whole where `node` is None."""

    node: str | None
    body: str
    role: CapabilityRole
    grade: BasisGrade
    fact: str


@dataclass(frozen=True, slots=True)
class Chain:
    """One chain. `final_products` are node codes named by the chain's file, never inferred from sinks; may be empty.

    Raises InputError with every problem at once: duplicate node codes, links to unknown nodes, links of a node to
    itself, links given twice, unknown final products, nodes that are by `is_type_of` a type of themselves.
    """

    code: str
    name: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...] = ()
    final_products: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        problems = [*_node_problems(self), *_link_problems(self)]
        if problems:
            raise InputError(problems)


def check_references(chain: Chain, claims: Sequence[Claim], placements: Sequence[Placement]) -> None:
    """Raise InputError naming every claim and placement that stands on a node the chain does not have."""
    known = {node.code for node in chain.nodes}
    named: list[tuple[str, str | None]] = [(f"claim {claim.fact}", claim.node) for claim in claims]
    named += [(f"placement {placement.fact} of {placement.body}", placement.node) for placement in placements]
    problems = [_unknown(where, node) for where, node in named if node is not None and node not in known]
    if problems:
        raise InputError(problems)


def _node_problems(chain: Chain) -> Iterator[Problem]:
    codes = [node.code for node in chain.nodes]
    for code in _repeated(codes):
        yield Problem(
            f"chain {chain.code}, node {code}", "a node code is unique in its chain", repr(code), "Rename one."
        )
    for product in chain.final_products:
        if product not in codes:
            yield _unknown(f"chain {chain.code}, final product", product)


def _link_problems(chain: Chain) -> Iterator[Problem]:
    known = {node.code for node in chain.nodes}
    for link in chain.links:
        where = f"chain {chain.code}, link {link.source} → {link.target} ({link.relation})"
        yield from (_unknown(where, end) for end in (link.source, link.target) if end not in known)
        if link.source == link.target:
            yield Problem(where, "a link joins two different nodes", repr(link.source), "Remove the link.")
    for source, target, relation in _repeated((link.source, link.target, link.relation) for link in chain.links):
        where = f"chain {chain.code}, link {source} → {target} ({relation})"
        yield Problem(where, "a link is given once", "two or more", "Keep one and join their sources.")
    for code in cyclic_types(ancestors_by_child(_type_pairs(chain.links))):
        where = f"chain {chain.code}, node {code}"
        yield Problem(where, "no node is a type of itself", repr(code), "Break the circle of is_type_of links.")


def _type_pairs(links: Iterable[Link]) -> list[tuple[str, str]]:
    relation = Relation.IS_TYPE_OF
    return [(link.source, link.target) for link in links if link.relation is relation and link.source != link.target]


def _repeated(values: Iterable[T]) -> list[T]:
    return [value for value, count in Counter(values).items() if count > 1]


def _unknown(where: str, node: str) -> Problem:
    return Problem(where, "every node named is a node of the chain", repr(node), "Add the node or correct the code.")
