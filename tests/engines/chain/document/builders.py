"""Chain documents for tests: read from TOML, and drawn by Hypothesis. Everything in them is invented."""

from __future__ import annotations

import tomllib

from hypothesis import settings
from hypothesis import strategies as st

from rongtu.engines.chain.document import check
from rongtu.vocab.chain_document import (
    ChainDocument,
    ControllerEntry,
    GroupEntry,
    InterventionEntry,
    LinkEntry,
    NodeEntry,
    PurchaseEntry,
    Span,
)
from rongtu.vocab.chain_document_form import read_form
from rongtu.vocab.chains import ControlKind, NodeKind, Relation, Strengthening, Tier
from rongtu.vocab.evidence import Distribution
from rongtu.vocab.geography import Origin
from rongtu.vocab.text import tidy

FIVE = """
node = [
  { code = "A", supply = 10 },
  { code = "B", supply = 0, buy = 5 },
  { code = "Part", supply = 40 },
  { code = "Software", supply = 0, buy = 20 },
  { code = "Final", supply = 100, buy = 1000 },
]
group = [
  { node = "Part", members = ["A", "B"], share = 0.4 },
  { node = "Final", members = ["Part"], share = 0.5 },
  { node = "Final", members = ["Software"], share = 0.1 },
]
product = [{ node = "Final", demand = 90 }]
"""
"""The worked example of the chain engine's definitions: V = 75."""

CHAIN = """
code = "EX"
name = "示例链"
as_of = "2026-06"
source = "虚构"

[[node]]
code = "EX-A"
name = "甲材料"
tier = "upstream"
kind = "material"
supply = 10
buy = 0

[[node]]
code = "EX-P"
name = "丙整机"
tier = "downstream"
kind = "product"
final = true
supply = 40
buy = 0
demand = 30

[[group]]
node = "EX-P"
members = ["EX-A"]
code = "EX-P-1"
name = "材料"
share = 0.5
"""
"""A chain of two nodes that can be valued: A of 10 feeds P up to 20."""


def document(text):
    """The document of a text in TOML that is in form."""
    form = read_form(tomllib.loads(text))
    assert not form.problems, form.problems
    return form.document


def faults(text):
    """(place, rule) of every error of a text in TOML."""
    form = read_form(tomllib.loads(text))
    return [(one.where, one.rule) for one in check(form.document, form.problems).errors]


def findings(text):
    """(place, rule) of every finding of a text in TOML."""
    form = read_form(tomllib.loads(text))
    return [(one.where, one.rule) for one in check(form.document, form.problems).findings]


FEW = settings(max_examples=25)
"""A document is many draws."""

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8).map(tidy)
"""Any text TOML can hold, quotes and control characters among them."""

CODES = [f"EX-{letter}" for letter in "ABCDEFG"]

NUMBERS = st.one_of(st.floats(0, 1e12), st.integers(0, 10**9).map(float))
SHARES = st.floats(0, 0.2)


def amounts(numbers):
    """A figure of the file: observed, assumed or missing."""
    return st.one_of(st.none(), numbers, st.builds(_span, numbers, numbers, numbers, st.booleans()))


def _span(one, two, three, triangular):
    low, middle, high = sorted((one, two, three))
    return Span(low, high, middle, Distribution.TRIANGULAR if triangular else Distribution.UNIFORM)


@st.composite
def documents(draw, texts=TEXTS):
    """Documents without an error: any nodes, groups that supply earlier nodes, links, figures or none."""
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=7, unique=True))
    nodes = tuple(draw(_node(code, texts)) for code in codes)
    groups = tuple(
        GroupEntry(
            node=codes[place],
            members=tuple(members),
            code=f"{codes[place]}-{number}",
            name=draw(texts),
            share=draw(amounts(SHARES)),
            essential=draw(st.booleans()),
            loss=draw(NUMBERS),
        )
        for place in range(len(codes) - 1)
        for number in range(draw(st.integers(0, 2)))
        if (members := draw(st.lists(st.sampled_from(codes[place + 1 :]), max_size=3, unique=True))) is not None
    )
    pairs = [(source, target) for source in codes for target in codes if source != target]
    drawn = draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True)) if pairs else []
    links = tuple(
        LinkEntry(*pair, draw(st.sampled_from((Relation.COMPLEMENTS, Relation.STAGE_FLOW)))) for pair in drawn
    )
    return ChainDocument(
        code=draw(st.sampled_from(("EX", "EXB"))),
        name=draw(texts),
        as_of=draw(st.sampled_from(("", "2026", "2026-06", "2026-06-30"))),
        source=draw(texts),
        nodes=tuple(node for node in nodes),
        groups=groups,
        links=links,
        purchases=draw(_purchases(nodes)),
        interventions=tuple(
            draw(_intervention(f"IV-{number}", codes, texts)) for number in range(draw(st.integers(0, 2)))
        ),
        controllers=tuple(draw(_controller(f"C{number}", codes)) for number in range(draw(st.integers(0, 2)))),
        budgets=tuple(draw(st.lists(NUMBERS, max_size=2))),
        draws=draw(st.integers(1, 300)),
        seed=draw(st.integers(0, 10**6)),
        discount=draw(st.floats(0, 1)),
    )


@st.composite
def _node(draw, code, texts):
    return NodeEntry(
        code=code,
        name=draw(texts),
        tier=draw(st.none() | st.sampled_from(Tier)),
        kind=draw(st.none() | st.sampled_from(NodeKind)),
        final=draw(st.booleans()),
        item=draw(texts),
        supply=draw(amounts(NUMBERS)),
        buy=draw(amounts(NUMBERS)),
        demand=draw(amounts(NUMBERS)),
        weight=draw(NUMBERS),
    )


@st.composite
def _purchases(draw, nodes):
    free = [node.code for node in nodes if node.buy is None]
    if not free:
        return ()
    rows = draw(st.lists(st.tuples(st.sampled_from(free), st.sampled_from(Origin)), max_size=3, unique=True))
    return tuple(
        PurchaseEntry(node, origin, "XAA" * (origin is Origin.ABROAD), draw(amounts(NUMBERS)), draw(amounts(NUMBERS)))
        for node, origin in rows
    )


@st.composite
def _intervention(draw, code, codes, texts):
    kind = draw(st.none() | st.sampled_from(Strengthening))
    figures = [draw(amounts(numbers)) for numbers in (NUMBERS, NUMBERS, SHARES, st.floats(0, 60))]
    return InterventionEntry(code, draw(st.sampled_from(codes)), draw(texts), kind, *figures)


@st.composite
def _controller(draw, name, codes):
    kind = draw(st.sampled_from(ControlKind))
    return ControllerEntry(
        draw(st.sampled_from(codes)), name, kind, "XAA", draw(amounts(SHARES)), draw(amounts(SHARES))
    )
