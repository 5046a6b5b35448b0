"""Networks for tests, written as text: `network("A B P", "P:0.5=A+B", products={"P": 90})`."""

from __future__ import annotations

import dataclasses

from hypothesis import strategies as st

from rongtu.engines.chain.value.asking import case
from rongtu.engines.chain.value.draws import Sampler
from rongtu.engines.chain.value.inputs import (
    Controller,
    Figure,
    Group,
    Intervention,
    Network,
    Product,
    Purchase,
    ValueNode,
    missing,
    observed,
)
from rongtu.vocab.chains import Completeness, ControlKind
from rongtu.vocab.geography import Origin


def figure(value):
    """A number, a figure, or None for one that is missing."""
    return value if isinstance(value, Figure) else missing() if value is None else observed(float(value))


def node(code, supply=0.0, *, survey=Completeness.CENSUS, item=None, chain="T", fact="", **more):
    figures = tuple(figure(one) for one in (supply if isinstance(supply, tuple) else (supply,)))
    return ValueNode(code, code, chain, item or code, survey, figures, fact=fact, **more)


def groups(text):
    """`P:0.5=A+B P:0.1?=S`: node, share, members; `?` makes the group not essential."""
    found = []
    for number, one in enumerate(text.split()):
        head, members = one.split("=")
        buyer, share = head.split(":")
        essential = not share.endswith("?")
        known = figure(float(share.rstrip("?"))) if share.rstrip("?") else missing()
        found.append(Group(f"{buyer}-{number}", buyer, "", known, tuple(members.split("+")), essential))
    return tuple(found)


def bought(item, available=0.0, had=0.0, origin=Origin.ELSEWHERE, country=None, fact=""):
    return Purchase(item, origin, figure(had), figure(available), country, fact)


def network(supply, inputs="", *, buy=None, products, nodes=(), purchases=(), **more):
    """`supply` and `buy` map nodes to yuan, `products` to demand; all else under a census and observed."""
    made = (*(node(code, has) for code, has in supply.items()), *nodes)
    named = {row.item for row in purchases}
    rows = tuple(bought(one.item, (buy or {}).get(one.code, 0.0)) for one in made if one.item not in named)
    return Network(
        nodes=made,
        groups=groups(inputs) if isinstance(inputs, str) else inputs,
        purchases=(*tuple({row.item: row for row in rows}.values()), *purchases),
        products=tuple(
            one if isinstance(one, Product) else Product(*one)
            for one in ((code, figure(most)) for code, most in products.items())
        ),
        **more,
    )


def controller(at, share=0.5, replaceable=0.0, kind=ControlKind.SUPPLIER, country="XAA", name="C", fact=""):
    return Controller(at, name, kind, country, figure(share), figure(replaceable), fact)


def step(code, at, adds=10.0, cost=1.0, lead=0.0, success=1.0):
    return Intervention(code, at, code, figure(adds), figure(cost), figure(lead), figure(success), fact=f"i:{code}")


def ready(given, draws=20, seed=1):
    return case(given, Sampler(seed, draws))


def at(assessment, code):
    return next(one for one in assessment.nodes if one.node == code)


def replaced(given, code, **changes):
    """The network with one node changed."""
    nodes = tuple(dataclasses.replace(one, **changes) if one.code == code else one for one in given.nodes)
    return dataclasses.replace(given, nodes=nodes)


def renamed(given_network, prefix):
    """The same with every code and item prefixed."""
    return Network(
        nodes=tuple(
            dataclasses.replace(one, code=prefix + one.code, item=prefix + one.item) for one in given_network.nodes
        ),
        groups=tuple(
            dataclasses.replace(
                group,
                code=prefix + group.code,
                node=prefix + group.node,
                members=tuple(prefix + member for member in group.members),
            )
            for group in given_network.groups
        ),
        purchases=tuple(dataclasses.replace(row, item=prefix + row.item) for row in given_network.purchases),
        products=tuple(dataclasses.replace(one, node=prefix + one.node) for one in given_network.products),
    )


def together(*several):
    """Several networks side by side."""
    return Network(
        *(
            tuple(row for one in several for row in getattr(one, part))
            for part in ("nodes", "groups", "purchases", "products")
        )
    )


amounts = st.integers(0, 40).map(float)
shares = st.sampled_from([0.1, 0.2, 0.25, 0.4])


@st.composite
def networks(draw, size=6):
    """Small networks: any member of a group may be any other node, so there are circles and shared suppliers."""
    codes = [f"N{number}" for number in range(draw(st.integers(2, size)))]
    made, found = [], []
    for place, code in enumerate(codes):
        item = draw(st.sampled_from([code, "shared"]))
        made.append(node(code, draw(amounts), item=item))
        others = [one for one in codes if one != code]
        for number in range(draw(st.integers(0, 2))):
            members = draw(st.sets(st.sampled_from(others), min_size=1, max_size=3))
            essential = draw(st.booleans())
            found.append(Group(f"{code}-{number}", code, "", observed(draw(shares)), tuple(sorted(members)), essential))
        assert place < size
    items = sorted({one.item for one in made})
    return Network(
        nodes=tuple(made),
        groups=tuple(found),
        purchases=tuple(bought(item, draw(amounts), draw(amounts)) for item in items),
        products=tuple(
            Product(code, observed(draw(amounts)), observed(draw(st.sampled_from([1.0, 2.0]))))
            for code in draw(st.sets(st.sampled_from(codes), min_size=1, max_size=2))
        ),
    )
