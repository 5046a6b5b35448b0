"""Structure of a chain for the value model: its input groups with their members, its labels, what is left aside.

A label is a general name: the target of `is_type_of` links, without a capacity of its own. It stands in a group for
its types; a type's own link through the same group is dropped with a note (as `rongtu.engines.chain.reach` does).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from rongtu.desks.cluster.value.figures import Figures
from rongtu.desks.cluster.value.rows import ValueRows
from rongtu.engines.chain.types import ancestors_by_child
from rongtu.engines.chain.value.inputs import Group
from rongtu.facts.reading import Stored
from rongtu.facts.records.industry import Chain, InputGroup, Link
from rongtu.vocab.chains import Relation
from rongtu.vocab.disclosure import highest
from rongtu.vocab.evidence import Visibility

NO_LOSS_GIVEN = "非必需投入组“{name}”（{code}）没有给缺失损失，按约定一元缺口损失一元。"


@dataclass(frozen=True, slots=True)
class Structure:
    """A chain's groups, its (child, label) pairs, its labels, supplies links that name no group of their buyer.

    `levels` are those of the links into each node, where they are not public.
    """

    groups: tuple[Group, ...]
    types: tuple[tuple[str, str], ...]
    labels: frozenset[str]
    ungrouped: tuple[Stored[Link], ...]
    notes: tuple[str, ...]
    levels: Mapping[str, Visibility]


def structure(rows: ValueRows, chain: Stored[Chain], figures: Figures) -> Structure:
    """The structure of one chain, from links within it."""
    own = {node.id: node.row.code for node in rows.nodes if node.row.chain == chain.id}
    links = [link for link in rows.links if link.row.from_node in own and link.row.to_node in own]
    pairs = [
        (own[link.row.from_node], own[link.row.to_node]) for link in links if link.row.relation is Relation.IS_TYPE_OF
    ]
    # a general name that somebody, wherever he is, has a capacity on is a node of its own
    labels = {label for _, label in pairs} - {own[node] for node in rows.choice.figured if node in own}
    groups = {group.id: group for group in rows.groups if group.row.node in own}
    named, ungrouped = _sorted_out(links, groups)
    members, dropped = _members(named, own, pairs, labels)
    return Structure(
        groups=tuple(_group(group, own, members.get(identity, ()), figures) for identity, group in groups.items()),
        types=tuple(pairs),
        labels=frozenset(labels),
        ungrouped=tuple(ungrouped),
        notes=(*_dropped_notes(rows, dropped), *_losses(groups.values(), figures), *_strays(rows, own)),
        levels=_levels(links, own),
    )


def _levels(links: Iterable[Stored[Link]], own: Mapping[UUID, str]) -> Mapping[str, Visibility]:
    """The highest level of the links into each node, where one is not public."""
    found: dict[str, Visibility] = {}
    for link in links:
        if link.row.visibility is not Visibility.PUBLIC:
            code = own[link.row.to_node]
            found[code] = highest((link.row.visibility, found.get(code, Visibility.PUBLIC)))
    return found


def _sorted_out(
    links: Iterable[Stored[Link]], groups: Mapping[UUID, Stored[InputGroup]]
) -> tuple[list[Stored[Link]], list[Stored[Link]]]:
    """The `supplies` links that name a group of their buyer, and those that name none."""
    named: list[Stored[Link]] = []
    ungrouped: list[Stored[Link]] = []
    for link in links:
        if link.row.relation is Relation.SUPPLIES:
            group = groups.get(link.row.input_group) if link.row.input_group else None
            (named if group and group.row.node == link.row.to_node else ungrouped).append(link)
    return named, ungrouped


Dropped = tuple[Stored[Link], str]
"""A type's own link, and the label that stands for it."""


def _members(
    links: Iterable[Stored[Link]], own: Mapping[UUID, str], pairs: Iterable[tuple[str, str]], labels: set[str]
) -> tuple[dict[UUID, tuple[str, ...]], list[Dropped]]:
    """The members of each group, and the links dropped because their label stands in the same group.

    A general name that has a capacity of its own is a member beside its types.
    """
    above = ancestors_by_child(pairs)
    by_group: defaultdict[UUID, dict[str, Stored[Link]]] = defaultdict(dict)
    for link in links:
        if link.row.input_group:
            by_group[link.row.input_group][own[link.row.from_node]] = link
    members: dict[UUID, tuple[str, ...]] = {}
    dropped: list[Dropped] = []
    for group, named in by_group.items():
        standing = {code: sorted(above.get(code, frozenset()) & named.keys()) for code in named}
        dropped += [(named[code], parents[0]) for code, parents in standing.items() if parents]
        kept = [code for code, parents in standing.items() if not parents]
        kept += [child for child, parents in above.items() if (parents & set(kept)) - labels and child not in kept]
        members[group] = tuple(kept)
    return members, dropped


def _group(group: Stored[InputGroup], own: Mapping[UUID, str], members: tuple[str, ...], figures: Figures) -> Group:
    row = group.row
    loss = figures.of(group, "loss")
    return Group(
        code=row.code,
        node=own[row.node],
        name=row.name,
        share=figures.of(group, "share"),
        members=members,
        essential=row.essential,
        fact=group.ref,
        **({} if row.essential or loss.is_missing else {"loss": loss}),
    )


def _dropped_notes(rows: ValueRows, dropped: Iterable[Dropped]) -> list[str]:
    names, codes = rows.node_names, {code: identity for identity, code in rows.node_codes.items()}
    return [
        f"“{names[link.row.from_node]}”对“{names[link.row.to_node]}”的供给并入其类别“{names[codes[label]]}”，不重复计算。"
        for link, label in dropped
    ]


def _losses(groups: Iterable[Stored[InputGroup]], figures: Figures) -> list[str]:
    return [
        NO_LOSS_GIVEN.format(name=group.row.name, code=group.row.code)
        for group in groups
        if not group.row.essential and figures.of(group, "loss").is_missing
    ]


def _strays(rows: ValueRows, own: Mapping[UUID, str]) -> list[str]:
    """What is said of supplies from one chain into another, which no group of the buyer's chain takes in."""
    names = rows.node_names
    return [
        f"“{names[link.row.from_node]}”对“{names[link.row.to_node]}”的供给跨两条链，未计入。"
        for link in rows.links
        if link.row.relation is Relation.SUPPLIES and link.row.to_node in own and link.row.from_node not in own
        if link.row.from_node in names
    ]
