"""What a node feeds: reachability by `supplies`, where a type feeds what its label feeds.

A label (the target of `is_type_of`) stands at its buyer for the group of its types: they substitute for one another.
So a child reaches whatever its labels' `supplies` links reach; the label itself is not passed through. A child's own
link to a buyer its label already supplies would count the same delivery twice and is dropped with a note.
`stage_flow` and `complements` never enter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rongtu.engines.chain.inputs import Chain
from rongtu.engines.chain.results import DroppedLink, Reach
from rongtu.engines.chain.types import ancestors_by_child, reachable
from rongtu.vocab.chains import Relation

Buyers = Mapping[str, frozenset[str]]
"""Node code → the codes it supplies directly, its labels' buyers included."""


def buyers(chain: Chain) -> Buyers:
    """Who each node supplies directly, its own buyers and those of its labels together."""
    own = _own_buyers(chain)
    labels = labels_of(chain)
    joined = {node: set(targets) for node, targets in own.items()}
    for child, parents in labels.items():
        for parent in parents:
            joined.setdefault(child, set()).update(own.get(parent, ()))
    return {node: frozenset(targets - {node}) for node, targets in sorted(joined.items())}


def labels_of(chain: Chain) -> dict[str, frozenset[str]]:
    """For each node that is a type of something, all the labels it falls under."""
    return ancestors_by_child(
        (link.source, link.target) for link in chain.links if link.relation is Relation.IS_TYPE_OF
    )


def dropped_links(chain: Chain) -> tuple[DroppedLink, ...]:
    """The children's own `supplies` links that their label's link to the same buyer makes redundant."""
    own = _own_buyers(chain)
    labels = labels_of(chain)
    return tuple(
        DroppedLink(link.source, link.target, label, link.fact)
        for link in sorted(chain.links, key=lambda link: (link.source, link.target))
        if link.relation is Relation.SUPPLIES
        for label in sorted(labels.get(link.source, ()))
        if link.target in own.get(label, ())
    )


def reach_of_all(chain: Chain) -> dict[str, Reach]:
    """The reach of every node, itself never counted; O(nodes × links)."""
    supplied = buyers(chain)
    products = frozenset(chain.final_products)
    reaches = {}
    for node in chain.nodes:
        met = reachable(supplied, node.code) - {node.code}
        reaches[node.code] = Reach(tuple(sorted(met)), tuple(sorted(met & products)))
    return reaches


def _own_buyers(chain: Chain) -> dict[str, set[str]]:
    targets: defaultdict[str, set[str]] = defaultdict(set)
    for link in chain.links:
        if link.relation is Relation.SUPPLIES:
            targets[link.source].add(link.target)
    return dict(targets)
