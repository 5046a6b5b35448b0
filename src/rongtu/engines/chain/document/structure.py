"""A chain document as the chain engine takes it: nodes in their tiers, every supply once, final products.

A node that states no tier is drawn where its supplies put it: upstream if it only feeds others, downstream if it is
only fed, else midstream. That is a place on the map, and the checks say so.
"""

from __future__ import annotations

from rongtu.engines.chain.inputs import Chain, Link, Node
from rongtu.vocab.chain_document import ChainDocument
from rongtu.vocab.chains import Completeness, NodeKind, Relation, Tier

DRAWN = {(True, False): Tier.UPSTREAM, (False, True): Tier.DOWNSTREAM}
"""By whether a node feeds others and others feed it."""


def chain_of(document: ChainDocument) -> Chain:
    """The chain a document states; InputError with every fault of its structure.

    A node whose supply is told counts as looked at completely: the file states the scope's supply of it as a whole.
    """
    supplies = document.supplies
    feeding, fed = ({pair[end] for pair in supplies} for end in (0, 1))
    nodes = tuple(
        Node(
            code=node.code,
            item=node.thing,
            name=node.called,
            tier=node.tier or DRAWN.get((node.code in feeding, node.code in fed), Tier.MIDSTREAM),
            kind=node.kind or NodeKind.PRODUCT,
            survey=Completeness.NONE if node.supply is None else Completeness.CENSUS,
        )
        for node in document.nodes
    )
    links = [Link(source, target, Relation.SUPPLIES) for source, target in supplies]
    others = dict.fromkeys(
        (one.source, one.target, one.relation) for one in document.links if one.relation is not Relation.SUPPLIES
    )
    links += [Link(*other) for other in others]
    finals = tuple(node.code for node in document.nodes if node.final)
    return Chain(document.code, document.name or document.code, nodes, tuple(links), finals)
