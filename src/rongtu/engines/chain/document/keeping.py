"""What a chain document that names its chain lacks to be kept in the store."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rongtu.engines.chain.document.figures import told
from rongtu.engines.chain.document.places import place
from rongtu.vocab.chain_document import CHAIN_CODE, NODE_CODE, ChainDocument, NodeEntry, Span
from rongtu.vocab.problems import Problem


def store_findings(document: ChainDocument) -> Iterator[Problem]:
    """What a file that names its chain lacks to be kept in the store."""
    if not document.code:
        return
    if not re.fullmatch(CHAIN_CODE, document.code, re.ASCII):
        rule = "the code of a chain of the store is capitals and digits"
        yield Problem("key code", rule, repr(document.code), "Write it so, such as H2.")
    if not document.name:
        yield Problem("key name", "a chain of the store has a name", "none", "Add name above all tables.")
    for node in document.nodes:
        if not re.fullmatch(NODE_CODE, node.code, re.ASCII):
            rule = "the code of a node of the store is capitals and digits, a hyphen, and more of them"
            yield Problem(place(node), rule, repr(node.code), f"Write it so, such as {document.code}-A1.")
        lacking = [name for name in ("tier", "kind") if getattr(node, name) is None]
        if lacking:
            rule = "a node of the store has a tier and a kind"
            yield Problem(f"{place(node)}", rule, f"no {' and no '.join(lacking)}", _mend(node))
    for group in document.groups:
        if isinstance(group.share, Span):
            rule = "a share that the store keeps is a number"
            mend = "It stays in the file; in the store, state it as an assumption."
            yield Problem(f"{place(group)}, share", rule, told(group.share), mend)


def _mend(node: NodeEntry) -> str:
    if node.tier is None:
        return "Add it; until then the map draws the node where its supplies put it."
    return "Add it: material, part, equipment, process, software, product or service."
