"""The figures of a brief as SVG, the same for the page and for print."""

from __future__ import annotations

from rongtu.faces.reports import chain_map, charts, svg
from rongtu.flows.brief.document import ChainMap, RankChart


def picture(block: ChainMap | RankChart, link: svg.Link = svg.no_link) -> str:
    """The figure; `link` wraps its numbers and names in anchors."""
    return chain_map.draw(block, link) if isinstance(block, ChainMap) else charts.draw(block, link)
