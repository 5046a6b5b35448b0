"""Findings along the links of a chain document: what leads to no final product, is supplied by nobody, goes in circles.

A member that is a label stands for its types, so what a label supplies its types do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rongtu.engines.chain.circles import circles
from rongtu.engines.chain.document.network import doubled, labels_of, type_pairs, types_below
from rongtu.engines.chain.document.places import place
from rongtu.engines.chain.types import ancestors_by_child
from rongtu.vocab.chain_document import Amount, ChainDocument, Span
from rongtu.vocab.chains import Relation
from rongtu.vocab.problems import Problem

Suppliers = Mapping[str, tuple[str, ...]]
"""Who supplies each node directly, by its code."""


def path_findings(document: ChainDocument) -> list[Problem]:
    """Everything worth a look that shows along the links; the document's ends of links are all there."""
    suppliers = suppliers_of(document)
    reaching = reaching_final(document, suppliers)
    return [
        *_no_final(document),
        *_dead_ends(document, reaching),
        *_closed_circles(document, suppliers, reaching),
        *_nobody(document, reaching),
        *_empty_groups(document),
        *_doubled(document),
        *_without_share(document),
        *_idle_demands(document),
    ]


def suppliers_by_group(document: ChainDocument, labels: frozenset[str]) -> list[tuple[str, ...]]:
    """Who can fill each group: its members and their types, without those that only stand for their types."""
    below = types_below(ancestors_by_child(type_pairs(document)))
    return [
        tuple({one for member in group.members for one in (member, *below.get(member, ()))} - labels - {group.node})
        for group in document.groups
    ]


def suppliers_of(document: ChainDocument) -> Suppliers:
    """Who supplies each node: those the file says, and the types of every general name among them."""
    below = types_below(ancestors_by_child(type_pairs(document)))
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for source, target in document.supplies:
        for one in (source, *below.get(source, ())):
            if one != target:
                found[target][one] = None
    return {node: tuple(several) for node, several in found.items()}


def reaching_final(document: ChainDocument, suppliers: Suppliers) -> frozenset[str]:
    """The nodes from which a final product is reached, the final products among them."""
    met = {node.code for node in document.nodes if node.final}
    waiting = sorted(met)
    while waiting:
        for source in suppliers.get(waiting.pop(), ()):
            if source not in met:
                met.add(source)
                waiting.append(source)
    return frozenset(met)


def _no_final(document: ChainDocument) -> Iterator[Problem]:
    if document.nodes and not any(node.final for node in document.nodes):
        rule = "a chain names its final products: without one nothing can be valued"
        yield Problem("the nodes", rule, "none", "Write final = true at each final product.")


def _dead_ends(document: ChainDocument, reaching: frozenset[str]) -> Iterator[Problem]:
    if not reaching:
        return
    for node in document.nodes:
        if node.code not in reaching:
            rule = "from every node a final product is reached along supplies"
            yield Problem(place(node), rule, "none is reached", "Add the links or groups it supplies, or remove it.")


def _closed_circles(document: ChainDocument, suppliers: Suppliers, reaching: frozenset[str]) -> Iterator[Problem]:
    """Circles of supplies that no final product is made from: whatever goes round in them is for nobody."""
    by_code = {node.code: node for node in document.nodes}
    for block in circles(suppliers):
        if not reaching & set(block):
            rule = "a circle of supplies feeds a final product or is one"
            found = f"{len(block)} nodes without final demand: {_some(block)}"
            yield Problem(place(by_code[block[0]]), rule, found, "Name its final product, or add what it supplies.")


def _nobody(document: ChainDocument, reaching: frozenset[str]) -> Iterator[Problem]:
    figures = [figure for node in document.nodes for figure in (node.supply, node.buy)]
    if reaching and all(figure is None or figure == 0 for figure in figures) and not document.purchases:
        rule = "somebody supplies something: without a figure of supply nothing can be valued"
        yield Problem("the nodes", rule, "no supplier anywhere", "Write supply and buy where they are known.")
        return
    needed, offered = reaching - labels_of(document), _offered(document)
    for node in document.nodes:
        if node.code in needed and node.supply == 0 and not _may_be(offered[node.code]):
            rule = "somebody supplies a node that a final product is made from"
            yield Problem(place(node), rule, "supply 0, nothing to buy", "Correct it, or let it stand: it is a break.")


def _offered(document: ChainDocument) -> Mapping[str, list[Amount]]:
    """What can be bought at each node, unknown figures among them."""
    rows: defaultdict[str, list[Amount]] = defaultdict(list)
    for one in document.purchases:
        rows[one.node].append(one.available)
    return {node.code: rows.get(node.code) or [node.buy] for node in document.nodes}


def _may_be(figures: list[Amount]) -> bool:
    """Whether one of these may be more than nothing."""
    return any(one is None or (one.high if isinstance(one, Span) else one) > 0 for one in figures)


def _empty_groups(document: ChainDocument) -> Iterator[Problem]:
    for group in document.groups:
        if not group.members:
            rule = "a group has members"
            yield Problem(f"{place(group)}, members", rule, "none", "Name who supplies it; until then V is unknown.")


def _doubled(document: ChainDocument) -> Iterator[Problem]:
    """Supplies of a type that its label gives already: not counted twice, and not wrong."""
    above = ancestors_by_child(type_pairs(document))
    rule = "a type supplies through its label or by itself"
    mend = "It is counted once, through the label; remove one of the two to make that plain."
    told = set()
    for at, member, label in doubled(document.groups, above):
        told.add((member, document.groups[at].node))
        yield Problem(f"{place(document.groups[at])}, members", rule, f"{member} beside its label {label}", mend)
    pairs = set(document.supplies)
    for link in document.links:
        if link.relation is Relation.SUPPLIES and (link.source, link.target) not in told:
            for label in sorted(above.get(link.source, ())):
                if (label, link.target) in pairs:
                    yield Problem(place(link), rule, f"the label {label} supplies {link.target} too", mend)
                    break


def _without_share(document: ChainDocument) -> Iterator[Problem]:
    """Supplies to nodes with groups that stand in none of them: nobody knows how much of it is needed."""
    grouped = {group.node for group in document.groups}
    taken = {(member, group.node) for group in document.groups for member in group.members}
    above = ancestors_by_child(type_pairs(document))
    for link in document.links:
        if link.relation is Relation.SUPPLIES and link.target in grouped and (link.source, link.target) not in taken:
            if any((label, link.target) in taken for label in above.get(link.source, ())):
                continue
            rule = "a supply stands in a group of its buyer, which has its share"
            yield Problem(place(link), rule, f"no group of {link.target} has {link.source}", "Add it to a group.")


def _idle_demands(document: ChainDocument) -> Iterator[Problem]:
    for node in document.nodes:
        if node.demand is not None and not node.final:
            rule = "a demand is that for a final product"
            yield Problem(f"{place(node)}, demand", rule, "a node that is none", "Write final = true, or remove it.")


def _some(codes: tuple[str, ...]) -> str:
    """A few of many."""
    return ", ".join(codes[:5]) + (", …" if len(codes) > 5 else "")
