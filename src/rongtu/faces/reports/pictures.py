"""The figures of a brief: as SVG, the same for the page and for print; as PNG and in words for an office file."""

from __future__ import annotations

import typst

from rongtu.faces.reports import chain_map, charts, svg
from rongtu.faces.reports.fonts import typst_fonts
from rongtu.flows.brief.document import ChainMap, RankChart

MOST = 1.1
"""Height to width of the tallest figure that still leaves room for its heading and legend on A4."""

DENSITY = 200
"""Dots per inch of a PNG at its printed width."""

PLAIN = b"""#set page(width: eval(sys.inputs.width), height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""


def picture(block: ChainMap | RankChart, link: svg.Link = svg.no_link) -> str:
    """The figure; `link` wraps its numbers and names in anchors."""
    return chain_map.draw(block, link) if isinstance(block, ChainMap) else charts.draw(block, link)


def size(block: ChainMap | RankChart) -> tuple[float, float]:
    """Width and height, in units of their own."""
    return charts.size(block) if isinstance(block, RankChart) else chain_map.size(block)


def is_tall(block: ChainMap | RankChart) -> bool:
    """Whether the figure, as wide as the page, would be too tall for it."""
    width, height = size(block)
    return height > MOST * width


def as_png(block: ChainMap | RankChart, width: float) -> bytes:
    """The figure as a PNG for a printed width in millimetres; the same bytes for the same figure."""
    told = {"svg": picture(block), "width": f"{width:.2f}mm"}
    made = typst.Compiler(PLAIN, font_paths=typst_fonts(), sys_inputs=told).compile(format="png", ppi=DENSITY)
    if not isinstance(made, bytes):
        raise TypeError("typst gave pages instead of one picture")
    return made


def in_words(block: ChainMap | RankChart) -> str:
    """What the figure shows, for those who do not see it."""
    return _map_in_words(block) if isinstance(block, ChainMap) else _chart_in_words(block)


def _map_in_words(block: ChainMap) -> str:
    parts = []
    for index, tier in enumerate(block.tiers):
        names = [
            f"{node.name.text}（卡点线索 {node.claim.text}）" if node.claim else node.name.text
            for node in block.nodes
            if node.tier == index
        ]
        if names:
            parts.append(f"{tier}：{'、'.join(names)}")
    return svg.clean(f"{block.title}。{'；'.join(parts)}。供给关系 {len(block.links)} 条。")


def _chart_in_words(block: RankChart) -> str:
    shown = [f"{one.name.text} {one.end.text}" for one in block.lines if one.bold]
    year = block.years[-1].label.text if block.years else ""
    return svg.clean(f"{block.title}。{year} 年位次范围：{'、'.join(shown)}。")
