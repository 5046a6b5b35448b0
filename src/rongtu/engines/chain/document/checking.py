"""Checks of a chain document: what keeps it from being used (errors), and what is worth a look (findings).

Every problem is told at once, each with its place as table, number and code. Cost is linear in rows and links.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rongtu.engines.chain.circles import circles
from rongtu.engines.chain.document.blocks import idle_blocks
from rongtu.engines.chain.document.figures import figure_problems, share_problems, wide_shares
from rongtu.engines.chain.document.keeping import store_findings
from rongtu.engines.chain.document.network import labels_of, type_pairs
from rongtu.engines.chain.document.paths import path_findings
from rongtu.engines.chain.document.places import place
from rongtu.vocab.chain_document import ChainDocument
from rongtu.vocab.problems import Problem

MOST_LEVELS = 50
"""Levels of general names above one another: every name is joined to all above it, which would be very many."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: a document with errors cannot be used; findings are what somebody should look at."""

    errors: tuple[Problem, ...]
    findings: tuple[Problem, ...]


def check(document: ChainDocument, form: Sequence[Problem] = ()) -> Checked:
    """Check a document; `form` is what was wrong with its form, which comes first among the errors."""
    structure = [*_repeated(document), *_strangers(document), *_loops(document), *_type_circles(document)]
    errors = [*form, *structure, *_label_problems(document), *share_problems(document), *figure_problems(document)]
    findings = [*store_findings(document), *wide_shares(document), *_double_members(document)]
    if not structure:  # paths are followed only where every end of a link is there
        errors += idle_blocks(document)
        findings += path_findings(document)
    return Checked(tuple(errors), tuple(findings))


def _repeated(document: ChainDocument) -> Iterator[Problem]:
    yield from _twice(document.nodes, [one.code for one in document.nodes], "a node code is given once")
    coded = [group for group in document.groups if group.code]
    yield from _twice(coded, [one.code for one in coded], "a group code is given once")
    links = [(one.source, one.target, one.relation) for one in document.links]
    yield from _twice(document.links, links, "a link is given once")
    yield from _twice(
        document.interventions, [one.code for one in document.interventions], "an intervention code is given once"
    )
    purchases = [(one.node, one.origin, one.country) for one in document.purchases]
    yield from _twice(document.purchases, purchases, "what is bought of a node from one origin is said once")
    controllers = [(one.node, one.name, one.kind) for one in document.controllers]
    yield from _twice(document.controllers, controllers, "a controller of a node is given once for what he holds it by")
    for group in document.groups:
        for member, count in Counter(group.members).items():
            if count > 1:
                yield Problem(place(group), "a member is named once", repr(member), "Remove the others.")
    priced = {node.code for node in document.nodes if node.buy is not None}
    for one in document.purchases:
        if one.node in priced:
            rule = "what can be bought is said at the node or as [[purchase]]"
            yield Problem(place(one), rule, "both", "Remove buy from the node, or this row.")


def _twice(rows: Sequence[object], keys: Sequence[Hashable], rule: str) -> Iterator[Problem]:
    first: dict[Hashable, object] = {}
    for row, key in zip(rows, keys, strict=True):
        if key in first:
            told = key if isinstance(key, str) else " → ".join(filter(None, map(str, key)))  # type: ignore[call-overload]
            yield Problem(place(row), rule, f"{told} at {place(first[key])} too", "Remove or rename one.")
        first.setdefault(key, row)


def _strangers(document: ChainDocument) -> Iterator[Problem]:
    """Everything that names a node the file does not have."""
    known = {node.code for node in document.nodes}
    for row, name, code in named_nodes(document):
        if code not in known:
            rule = "every node named is a node of the file"
            yield Problem(f"{place(row)}, {name}", rule, repr(code), "Add the node or correct the code.")


def named_nodes(document: ChainDocument) -> Iterator[tuple[object, str, str]]:
    """Every naming of a node by another row: the row, its key, the code."""
    for group in document.groups:
        yield group, "node", group.node
        yield from ((group, "members", member) for member in group.members)
    for link in document.links:
        yield link, "from", link.source
        yield link, "to", link.target
    others: Iterable[tuple[object, str]] = (
        (one, one.node) for rows in (document.purchases, document.interventions, document.controllers) for one in rows
    )
    yield from ((row, "node", code) for row, code in others)


def _loops(document: ChainDocument) -> Iterator[Problem]:
    for group in document.groups:
        if group.node in group.members:
            yield Problem(
                f"{place(group)}, members", "no node supplies itself", repr(group.node), "Remove it from the members."
            )
    for link in document.links:
        if link.source == link.target:
            yield Problem(place(link), "a link joins two different nodes", repr(link.source), "Remove the link.")


def _type_circles(document: ChainDocument) -> Iterator[Problem]:
    """Nodes that are a type of themselves, and types nested so deep that all labels of each cannot be listed."""
    labels: defaultdict[str, list[str]] = defaultdict(list)
    for child, label in type_pairs(document):
        if child != label:
            labels[child].append(label)
    circle = {code for part in circles(labels) for code in part}
    for node in document.nodes:
        if node.code in circle:
            mend = "Break the circle of is_type_of links."
            yield Problem(place(node), "no node is a type of itself, by way of others neither", repr(node.code), mend)
    if not circle and (deep := _too_deep(labels)):
        rule = f"general names are nested at most {MOST_LEVELS} deep"
        yield Problem("the links", rule, f"more below {deep}", "Leave out the names between.")


def _too_deep(labels: Mapping[str, Sequence[str]]) -> str | None:
    """A general name with more levels below it than there may be, if there is one; there is no circle among them."""
    above = set(labels)
    for _ in range(MOST_LEVELS):
        above = {label for child in above for label in labels[child] if label in labels}
    return min(above, default=None)


def _label_problems(document: ChainDocument) -> Iterator[Problem]:
    labels = labels_of(document)
    rule = "a general name delivers nothing itself: its types do"
    mend = "Name the type that is meant, or give its own supply."
    for node in document.nodes:
        if node.final and node.code in labels:
            yield Problem(f"{place(node)}, final", rule, repr(node.code), mend)
    for one in document.controllers:
        if one.node in labels:
            yield Problem(f"{place(one)}, node", rule, repr(one.node), mend)


def _double_members(document: ChainDocument) -> Iterator[Problem]:
    """Members that stand in two groups of one node: what of them goes where is not known."""
    groups: dict[tuple[str, str], object] = {}
    for group in document.groups:
        for member in group.members:
            met = groups.setdefault((group.node, member), group)
            if met is not group:
                rule = "a supplier stands in one group of its buyer: the store keeps no second"
                found = f"{member}, in {place(met)} too"
                yield Problem(f"{place(group)}, members", rule, found, "Leave it in one, or give the parts nodes.")
