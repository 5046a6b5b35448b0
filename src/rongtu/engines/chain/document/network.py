"""A chain document as the value model takes it: one scope's network, its figures as the file gives them.

A supply that no group of its buyer takes in is one whose share nobody knows. A general name (the target of `is_type_of`
links) about whose own supply nothing is said is a label and stands for its types; a type's own place in a group that
its label is in too is left out, as in the store.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rongtu.engines.chain.types import ancestors_by_child
from rongtu.engines.chain.value.inputs import (
    Controller,
    Figure,
    Group,
    Intervention,
    Network,
    Product,
    Purchase,
    ValueNode,
    assumed,
    missing,
    observed,
)
from rongtu.vocab.chain_document import Amount, ChainDocument, GroupEntry, NodeEntry, Span
from rongtu.vocab.chains import Completeness, Relation
from rongtu.vocab.geography import Origin


def has_figures(document: ChainDocument) -> bool:
    """Whether there is something to value: a final product, and a figure of a supply, a share or a demand."""
    nodes = document.nodes
    figures = [figure for node in nodes for figure in (node.supply, node.demand)]
    figures += [group.share for group in document.groups]
    return any(node.final for node in nodes) and any(figure is not None for figure in figures)


def network_of(document: ChainDocument) -> Network:
    """The network a document states; InputError with everything that keeps it from being valued."""
    bought = {one.node for one in document.purchases}
    labels, things = labels_of(document), things_of(document)
    sold = _sold_elsewhere(document, things)
    return Network(
        nodes=tuple(_node(document, node, labels, things, sold) for node in document.nodes),
        groups=(*_groups(document, labels), *_ungrouped(document)),
        purchases=(
            *(
                Purchase(things[node.code], Origin.ELSEWHERE, missing(), figure(node.buy, f"{node.code} buy"))
                for node in document.nodes
                if node.buy is not None and node.code not in bought
            ),
            *_purchases(document, things),
        ),
        products=tuple(
            Product(node.code, figure(node.demand, f"{node.code} demand"), figure(node.weight, f"{node.code} weight"))
            for node in document.nodes
            if node.final
        ),
        controllers=tuple(
            Controller(
                one.node,
                one.name,
                one.kind,
                one.country,
                figure(one.share, f"{one.node} {one.name} {one.kind} share"),
                figure(one.replaceable, f"{one.node} {one.name} {one.kind} replaceable"),
            )
            for one in document.controllers
        ),
        interventions=_interventions(document),
        types=type_pairs(document),
    )


def type_pairs(document: ChainDocument) -> tuple[tuple[str, str], ...]:
    """(child, label) pairs, each once."""
    return tuple(
        dict.fromkeys((one.source, one.target) for one in document.links if one.relation is Relation.IS_TYPE_OF)
    )


def things_of(document: ChainDocument) -> Mapping[str, str]:
    """What is bought at each node, by its code: nodes of one item buy from one amount.

    In a sketch each node is an item of its own, unless it names one.
    """
    return {node.code: node.thing if document.code else node.item or node.code for node in document.nodes}


def labels_of(document: ChainDocument) -> frozenset[str]:
    """The general names about whose own supply nothing is said."""
    told = {node.code for node in document.nodes if node.supply is not None}
    return frozenset(label for _, label in type_pairs(document)) - told


def figure(amount: Amount, key: str) -> Figure:
    """A figure of the file; `key` is what its draws are keyed by where it is a range."""
    if amount is None:
        return missing()
    if isinstance(amount, Span):
        return assumed(amount.low, amount.high, key, likely=amount.likely, distribution=amount.distribution)
    return observed(amount)


def doubled(groups: Iterable[GroupEntry], above: Mapping[str, frozenset[str]]) -> Iterator[tuple[int, str, str]]:
    """Members that stand in a group beside a label of theirs: place of the group, member, label."""
    for place, group in enumerate(groups):
        named = set(group.members)
        for member in group.members:
            if standing := sorted(above.get(member, frozenset()) & named):
                yield place, member, standing[0]


def _node(
    document: ChainDocument, node: NodeEntry, labels: frozenset[str], things: Mapping[str, str], sold: frozenset[str]
) -> ValueNode:
    label = node.code in labels
    return ValueNode(
        code=node.code,
        name=node.called,
        chain=document.code,
        item=things[node.code],
        survey=Completeness.CENSUS,
        supply=() if label else (figure(node.supply, f"{node.code} supply"),),
        label=label,
        elsewhere=things[node.code] in sold,
    )


def _sold_elsewhere(document: ChainDocument, things: Mapping[str, str]) -> frozenset[str]:
    """The items that can be bought elsewhere in the nation; what is only said to be bought counts as bought there."""
    offered = [(one.node, one.available) for one in document.purchases if one.origin is Origin.ELSEWHERE]
    offered += [(node.code, node.buy) for node in document.nodes]
    return frozenset(
        things[node] for node, one in offered if one is not None and (one.high if isinstance(one, Span) else one) > 0
    )


def types_below(above: Mapping[str, Iterable[str]]) -> Mapping[str, list[str]]:
    """The types of each general name at every level, from the general names of each type."""
    below: defaultdict[str, list[str]] = defaultdict(list)
    for child, labels in above.items():
        for label in labels:
            below[label].append(child)
    return below


def _groups(document: ChainDocument, labels: frozenset[str]) -> Iterator[Group]:
    above = ancestors_by_child(type_pairs(document))
    below = types_below(above)
    aside = {(place, member) for place, member, _ in doubled(document.groups, above)}
    for place, (group, key) in enumerate(zip(document.groups, document.group_keys, strict=True)):
        kept = [member for member in group.members if (place, member) not in aside]
        # a general name that supplies something itself stands beside its types
        kept += [child for one in kept if one not in labels for child in below.get(one, ()) if child != group.node]
        share, loss = figure(group.share, f"{key} share"), figure(group.loss, f"{key} loss")
        yield Group(key, group.node, group.called, share, tuple(dict.fromkeys(kept)), group.essential, loss)


def _ungrouped(document: ChainDocument) -> Iterator[Group]:
    above = ancestors_by_child(type_pairs(document))
    pairs = set(document.supplies)
    taken = {(member, group.node) for group in document.groups for member in group.members}
    for source, target in document.supplies:
        if (source, target) not in taken and not any((label, target) in pairs for label in above.get(source, ())):
            yield Group(f"{target}-{source}?", target, source, missing(), (source,))


def _purchases(document: ChainDocument, things: Mapping[str, str]) -> Iterator[Purchase]:
    for one in document.purchases:
        key = f"{one.node} {one.origin} {one.country}".strip()
        bought, available = figure(one.bought, f"{key} bought"), figure(one.available, f"{key} available")
        yield Purchase(things[one.node], one.origin, bought, available, one.country or None)


def _interventions(document: ChainDocument) -> tuple[Intervention, ...]:
    return tuple(
        Intervention(
            one.code,
            one.node,
            one.title,
            figure(one.adds, f"{one.code} adds"),
            figure(one.cost, f"{one.code} cost"),
            figure(one.lead_months, f"{one.code} lead"),
            figure(one.success, f"{one.code} success"),
        )
        for one in document.interventions
    )
