"""The figures of a brief as SVG, the same for the page and for print."""

from __future__ import annotations

from rongtu.faces.reports import chain_map, charts, svg
from rongtu.flows.brief.document import ChainMap, RankChart

MOST = 1.1
"""Height to width of the tallest figure that still leaves room for its heading and legend on A4."""


def picture(block: ChainMap | RankChart, link: svg.Link = svg.no_link) -> str:
    """The figure; `link` wraps its numbers and names in anchors."""
    return chain_map.draw(block, link) if isinstance(block, ChainMap) else charts.draw(block, link)


def is_tall(block: ChainMap | RankChart) -> bool:
    """Whether the figure, as wide as the page, would be too tall for it."""
    size = charts.size(block) if isinstance(block, RankChart) else chain_map.size(block)
    return size[1] > MOST * size[0]
