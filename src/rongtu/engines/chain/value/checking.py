"""What a network must be to be valued, checked once, where it enters; every problem is told at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rongtu.engines.chain.value.producing import idle_blocks
from rongtu.vocab.problems import Problem

if TYPE_CHECKING:
    from rongtu.engines.chain.value.inputs import Figure, Network

ROUNDING = 1e-9


def problems_of(network: Network) -> Iterator[Problem]:
    """Everything that is wrong with a network."""
    yield from _repeated(network)
    yield from _places(network)
    yield from _shares(network)
    yield from _figures(network)
    yield from _counts(network)
    yield from idle_blocks(network)
    if not network.products:
        yield Problem("the network", "at least one final product is named", "none", "Name one with its demand.")


def _repeated(network: Network) -> Iterator[Problem]:
    for what, names in (
        ("node", [node.code for node in network.nodes]),
        ("input group", [group.code for group in network.groups]),
        ("intervention", [one.code for one in network.interventions]),
        ("final product", [product.node for product in network.products]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield Problem(f"{what} {name}", "a code is given once", f"{count} times", "Rename one.")


def _places(network: Network) -> Iterator[Problem]:
    codes = frozenset(node.code for node in network.nodes)
    labels = frozenset(node.code for node in network.nodes if node.label)
    deliver = [(f"final product {product.node}", product.node) for product in network.products]
    deliver += [(f"controller {one.name}", one.node) for one in network.controllers]
    named = [(f"input group {group.code}", node) for group in network.groups for node in (group.node, *group.members)]
    named += [*deliver, *((f"intervention {one.code}", one.node) for one in network.interventions)]
    named += [(f"type {child} → {label}", end) for child, label in network.types for end in (child, label)]
    rows = (("pilot", network.pilots), ("open needs", network.needs), ("cohort", network.cohorts))
    named += [(f"{what} of {one.node}", one.node) for what, several in rows for one in several]
    for where, node in named:
        if node not in codes:
            yield Problem(where, "every node named is a node of the network", node, "Add it or correct the code.")
    for where, node in deliver:
        if node in labels:
            yield Problem(where, "a label delivers nothing itself", node, "Name the type of it that is meant.")
    for group in network.groups:
        if group.node in group.members:
            yield Problem(f"input group {group.code}", "no node supplies itself", group.node, "Remove the member.")


def _shares(network: Network) -> Iterator[Problem]:
    total: defaultdict[str, float] = defaultdict(float)
    for group in network.groups:
        if not group.share.is_missing:
            total[group.node] += group.share.point
    for node, share in total.items():
        if share > 1 + ROUNDING:
            rule = "the shares of a node's groups add up to at most 1"
            yield Problem(f"node {node}", rule, f"{share:g}", "Correct the shares: the rest of a yuan is value added.")
    for where, figure in parts_of(network):
        if not figure.is_missing and not (figure.low >= 0 and figure.high <= 1):
            yield Problem(where, "a share lies in [0, 1]", f"{figure.low:g} to {figure.high:g}", "Correct it.")


def _figures(network: Network) -> Iterator[Problem]:
    for where, figure in (*amounts_of(network), *parts_of(network)):
        if figure.is_missing:
            continue
        if not 0 <= figure.low <= figure.high < float("inf"):
            rule = "a figure is finite and not negative, its low end not above its high end"
            yield Problem(where, rule, f"{figure.low:g} to {figure.high:g}", "Correct it.")
        elif not figure.low <= figure.point <= figure.high:
            rule = "the likely value lies in the range"
            yield Problem(where, rule, f"{figure.point:g}, {figure.low:g} to {figure.high:g}", "Correct it.")
        if figure.is_assumed and not figure.key:
            yield Problem(where, "an assumption has a key to be drawn by", "none", "Give its id.")


def _counts(network: Network) -> Iterator[Problem]:
    for pilot in network.pilots:
        if min(pilot.waiting, pilot.facilities) < 0:
            yield _negative(f"pilot of {pilot.node}", min(pilot.waiting, pilot.facilities))
    for needs in network.needs:
        fewest = min(needs.open, *(count for _, count in needs.old), 0)
        if fewest < 0:
            yield _negative(f"open needs of {needs.node}", fewest)
    for cohort in network.cohorts:
        if not 0 <= cohort.idle <= cohort.results:
            rule = "of the results of a cohort some or all are idle"
            yield Problem(f"cohort of {cohort.node}", rule, f"{cohort.idle} of {cohort.results}", "Correct the counts.")


def _negative(where: str, count: int) -> Problem:
    return Problem(where, "a count is not negative", f"{count}", "Correct it.")


def parts_of(network: Network) -> Iterable[tuple[str, Figure]]:
    """Every figure of a network that is a share, and where it stands."""
    yield from ((f"input group {group.code}", group.share) for group in network.groups)
    for one in network.controllers:
        yield f"controller {one.name}, share", one.share
        yield f"controller {one.name}, replaceable", one.replaceable
    yield from ((f"intervention {step.code}, success", step.success) for step in network.interventions)


def amounts_of(network: Network) -> Iterable[tuple[str, Figure]]:
    """Every other figure of a network, and where it stands."""
    for node in network.nodes:
        yield from ((f"node {node.code}, supply", figure) for figure in node.supply)
        if node.unseen is not None:
            yield f"node {node.code}, unseen supply", node.unseen
    for group in network.groups:
        yield f"input group {group.code}, loss", group.loss
    for one in network.purchases:
        yield f"purchase of {one.item} ({one.origin}), bought", one.bought
        yield f"purchase of {one.item} ({one.origin}), available", one.available
    for product in network.products:
        yield f"final product {product.node}, demand", product.demand
        yield f"final product {product.node}, weight", product.weight
    for step in network.interventions:
        yield from ((f"intervention {step.code}", figure) for figure in (step.adds, step.cost, step.lead_months))
    for pilot in network.pilots:
        yield from ((f"pilot of {pilot.node}", figure) for figure in (pilot.available, pilot.asked))
