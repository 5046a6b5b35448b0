"""A chain's map for a page: every node a link to its page, the node a page is about marked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markupsafe import Markup

from rongtu.desks.cluster.models import ChainDiagnosis, NodeState, RoleCount
from rongtu.faces.reports import chain_map, svg
from rongtu.faces.web.tongue import Tongue
from rongtu.flows.brief.document import ChainMap, MapLink, MapNode, Span
from rongtu.vocab.chains import Tier

TIERS = tuple(Tier)


def chain_picture(tongue: Tongue, chain: ChainDiagnosis, marked: str | None = None) -> Markup:
    """The map of the chain as SVG, the node of code `marked` in a second frame."""
    chart = _chart(tongue, chain)
    codes = {node.ref: node.code for node in chain.nodes}

    def link(span: Span) -> str:
        code = codes.get(span.refs[0]) if span.refs else None
        if code is None:
            return ""
        here = ' aria-current="page"' if code == marked else ""
        return f'<a href="/nodes/{escape(code)}"{here}>{svg.title(span.text)}'

    # A picture (role img) hides what is in it from those who listen; these boxes are links.
    drawn = chain_map.draw(chart, link).replace('role="img"', 'role="group"', 1)
    frame = next((_frame(box) for box in chain_map.place(chart) if box.node.code == marked), "")
    # The drawing escapes every text itself; nothing in it comes unescaped from data.
    return Markup(drawn.removesuffix("</svg>") + frame + "</svg>")  # noqa: S704


def _chart(tongue: Tongue, chain: ChainDiagnosis) -> ChainMap:
    return ChainMap(
        title=tongue.t("map_of", chain=chain.name),
        tiers=tuple(tongue.code(tier) for tier in TIERS),
        nodes=tuple(_node(tongue, node) for node in chain.nodes),
        links=tuple(MapLink(source=x.source, target=x.target, relation=x.relation) for x in chain.links),
        legend=(),
    )


def _node(tongue: Tongue, node: NodeState) -> MapNode:
    years = sorted(claim.as_of[:4] for claim in node.claims if claim.as_of)
    claim = (years[-1] if years else tongue.t("no_year")) if node.claims else None
    return MapNode(
        code=node.code,
        name=Span(text=tongue.name(node.name, node.name_en), refs=(node.ref,)),
        tier=TIERS.index(node.tier),
        column=node.column,
        row=node.row,
        named=_count(node.named),
        by_class=_count(node.by_class),
        claim=Span(text=claim) if claim else None,
        survey=node.survey,
    )


def _count(counts: Sequence[RoleCount]) -> Span | None:
    total = sum(count.bodies for count in counts)
    return Span(text=str(total)) if total else None


def _frame(box: chain_map.Box) -> str:
    """A frame around the box of the node a page is about."""
    return svg.rect(
        box.left - 2.2, box.top - 2.2, box.right - box.left + 4.4, chain_map.BOX_HEIGHT + 4.4, fill="none",
        stroke=svg.INK, stroke_width="1.8",
    )  # fmt: skip
