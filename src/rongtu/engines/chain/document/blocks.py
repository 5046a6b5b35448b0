"""Blocks of a chain document that cannot produce, at their places; `value.producing` has the definition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rongtu.engines.chain.document.network import has_figures, labels_of, things_of
from rongtu.engines.chain.document.paths import suppliers_by_group
from rongtu.engines.chain.document.places import place
from rongtu.engines.chain.value.producing import Inputs, blocks_that_cannot_produce, idle
from rongtu.vocab.chain_document import Amount, ChainDocument, Span
from rongtu.vocab.geography import Origin
from rongtu.vocab.problems import Problem


def idle_blocks(document: ChainDocument) -> Iterator[Problem]:
    """Every such block, at its first node; a share or a purchase that is not known is no reproach."""
    if not has_figures(document):
        return
    by_code = {node.code: node for node in document.nodes}
    for block in blocks_that_cannot_produce(_captive(document)):
        yield idle(place(by_code[block[0]]), block)


def _captive(document: ChainDocument) -> Inputs:
    """Essential groups of members that cannot be bought: by node, their share and who can supply them."""
    things, offered = things_of(document), _offered(document)
    bought = {code for code, thing in things.items() if thing not in offered or offered[thing]}
    found: defaultdict[str, list[tuple[float, tuple[str, ...]]]] = defaultdict(list)
    for group, members in zip(document.groups, suppliers_by_group(document, labels_of(document)), strict=True):
        if group.essential and group.share is not None and members and bought.isdisjoint(members):
            share = group.share.point if isinstance(group.share, Span) else group.share
            found[group.node].append((share, members))
    return found


def _offered(document: ChainDocument) -> dict[str, bool]:
    """Of each item something is said of the buying of: whether it may be bought from outside."""
    things = things_of(document)
    found: defaultdict[str, bool] = defaultdict(bool)
    rows: list[tuple[str, Amount]] = [(node.code, node.buy) for node in document.nodes if node.buy is not None]
    rows += [(one.node, 0.0 if one.origin is Origin.SCOPE else one.available) for one in document.purchases]
    for node, amount in rows:
        found[things[node]] |= amount is None or (amount.high if isinstance(amount, Span) else amount) > 0
    return found
