"""Chain maps: nodes as boxes in columns by tier, links led through the gutters so that none runs behind a box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from rongtu.faces.reports import svg
from rongtu.flows.brief.document import ChainMap, MapNode
from rongtu.vocab.chains import Completeness, Relation

WIDTH, COLUMNS = 510.0, 7
BOX_HEIGHT, ROW_GAP, COLUMN_GAP, TOP = 25.0, 6.5, 14.0, 18.0
NAME_SIZE, SMALL_SIZE = 7.2, 6.0
STRIP, HATCH, MARGIN = 4.0, 3.0, 3.0
DASHES = {
    Relation.SUPPLIES: "none",
    Relation.STAGE_FLOW: "3 2",
    Relation.IS_TYPE_OF: "1 1.6",
    Relation.COMPLEMENTS: "1 1.6",
}
FILLS = {Completeness.NONE: svg.PAPER, Completeness.PARTIAL: "#ececec", Completeness.CENSUS: "#d9d9d9"}


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands: its drawn column and row, counted over the whole map."""

    node: MapNode
    column: int
    row: int

    @property
    def left(self) -> float:
        """Left edge."""
        return MARGIN + COLUMN_GAP / 2 + self.column * _pitch()

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + _pitch() - COLUMN_GAP

    @property
    def top(self) -> float:
        """Upper edge."""
        return TOP + ROW_GAP / 2 + self.row * (BOX_HEIGHT + ROW_GAP)

    @property
    def middle(self) -> float:
        """Height at which links leave and enter."""
        return self.top + BOX_HEIGHT / 2


def _pitch() -> float:
    return (WIDTH - 2 * MARGIN) / COLUMNS


def place(chart: ChainMap) -> tuple[Box, ...]:
    """Every node in a column of its tier; a tier gets as many columns as its share of the nodes asks for."""
    tiers = [sorted((x for x in chart.nodes if x.tier == t), key=_order) for t in range(len(chart.tiers))]
    shares = _columns([len(tier) for tier in tiers])
    boxes, start = [], 0
    for tier, share in zip(tiers, shares, strict=True):
        deep = ceil(len(tier) / share) if share else 1
        boxes += [Box(node, start + index // deep, index % deep) for index, node in enumerate(tier)]
        start += share
    return tuple(boxes)


def _order(node: MapNode) -> tuple[int, int, str]:
    return node.column, node.row, node.code


def _columns(counts: list[int]) -> list[int]:
    """Columns for each tier: one where it has nodes, the others one by one to the tier with the deepest columns."""
    shares = [1 if count else 0 for count in counts]
    while sum(shares) < COLUMNS and any(count > share for count, share in zip(counts, shares, strict=True)):
        deepest = max(range(len(counts)), key=lambda tier: (counts[tier] / shares[tier] if shares[tier] else 0, -tier))
        shares[deepest] += 1
    return shares


def size(chart: ChainMap) -> tuple[float, float]:
    """Width and height of the map."""
    rows = max((box.row + 1 for box in place(chart)), default=1)
    return WIDTH, TOP + rows * (BOX_HEIGHT + ROW_GAP) + 2


def draw(chart: ChainMap, link: svg.Link) -> str:
    """The map as SVG."""
    boxes = place(chart)
    width, height = size(chart)
    by_code = {box.node.code: box for box in boxes}
    body = [*_heads(chart, boxes, height), *_links(chart, by_code)]
    for box in boxes:
        body.extend(_box(box, link))
    return svg.drawing(width, height, chart.title, body)


def _heads(chart: ChainMap, boxes: tuple[Box, ...], height: float) -> Iterator[str]:
    """The tiers' names over their columns, a thin line between two tiers."""
    spans = []
    for tier, name in enumerate(chart.tiers):
        columns = [box.column for box in boxes if box.node.tier == tier]
        if columns:
            spans.append((min(columns), max(columns), name))
    for first, last, name in spans:
        x, width = MARGIN + first * _pitch() + COLUMN_GAP / 2, (last - first + 1) * _pitch() - COLUMN_GAP
        yield svg.path([(x, 14), (x + width, 14)], stroke=svg.INK, stroke_width="0.8")
        yield svg.text(x + width / 2, 10, name, 8, text_anchor="middle", font_weight="700", fill=svg.INK)
    for left, _ in pairwise(spans):
        x = MARGIN + (left[1] + 1) * _pitch()
        yield svg.path([(x, 4), (x, height)], stroke="#dddddd", stroke_width="0.5")


def _links(chart: ChainMap, boxes: dict[str, Box]) -> Iterator[str]:
    """Each link from the right of its source through gutters to the left of its target."""
    for index, one in enumerate(chart.links):
        if one.source not in boxes or one.target not in boxes or one.source == one.target:
            continue
        source, target = boxes[one.source], boxes[one.target]
        shift = (index % 5 - 2) * 1.8
        out, into = source.right + COLUMN_GAP / 2 + shift, target.left - COLUMN_GAP / 2 + shift
        points = [(source.right, source.middle), (out, source.middle)]
        if target.column != source.column + 1:
            lane = target.top - ROW_GAP / 2 + shift * 0.7
            points += [(out, lane), (into, lane)]
            out = into
        points += [(out, target.middle), (target.left, target.middle)]
        yield svg.path(points, stroke="#8a8a8a", stroke_width="0.5", stroke_dasharray=DASHES[one.relation])
        yield from _tip(target)


def _tip(target: Box) -> Iterator[str]:
    x, y = target.left, target.middle
    yield svg.path([(x - 2.6, y - 1.5), (x, y), (x - 2.6, y + 1.5)], stroke="#6a6a6a", stroke_width="0.6")


def _box(box: Box, link: svg.Link) -> Iterator[str]:
    """A node: outline (dashed if not surveyed), hatched edge and year if claimed, name, counts."""
    node, width = box.node, box.right - box.left
    hollow = node.survey is Completeness.NONE
    yield svg.rect(
        box.left, box.top, width, BOX_HEIGHT, fill=FILLS[node.survey], stroke=svg.INK if node.claim else svg.GREY,
        stroke_width="0.9" if node.claim else "0.6", stroke_dasharray="2.4 1.4" if hollow else "none",
    )  # fmt: skip
    inset = 3.0
    if node.claim:
        yield from _hatch(box)
        inset += STRIP
    names = svg.wrap(node.name.text, (width - inset - 1) / NAME_SIZE, 2)
    weight = "700" if node.claim else "400"
    for index, words in enumerate(names):
        baseline = box.top + 8 + index * 7.8
        yield svg.span_text(
            box.left + inset, baseline, node.name, NAME_SIZE, link, words=words, font_weight=weight, fill=svg.INK
        )
    yield from _small(box, inset, link)


def _hatch(box: Box) -> Iterator[str]:
    """A hatched strip at the left edge, drawn line by line: a pattern would need a name unique to the page."""
    yield svg.rect(box.left, box.top, STRIP, BOX_HEIGHT, fill=svg.PAPER, stroke=svg.INK, stroke_width="0.5")
    for step in range(int((BOX_HEIGHT - STRIP) / HATCH) + 1):
        foot = box.top + STRIP + step * HATCH
        yield svg.path([(box.left, foot), (box.left + STRIP, foot - STRIP)], stroke=svg.INK, stroke_width="1")


def _small(box: Box, inset: float, link: svg.Link) -> Iterator[str]:
    """The small print at the foot of a box: year of the claim, bodies named, bodies by class."""
    node, baseline, x = box.node, box.top + BOX_HEIGHT - 2.2, box.left + inset
    if node.claim:
        yield svg.span_text(x, baseline, node.claim, SMALL_SIZE, link, fill=svg.INK, font_weight="700")
    edge = box.right - 2.0
    for sign, count in (("○", node.by_class), ("●", node.named)):
        if count:
            yield svg.span_text(
                edge, baseline, count, SMALL_SIZE, link, words=sign + count.text, text_anchor="end", fill=svg.INK
            )
            edge -= svg.em_width(sign + count.text) * SMALL_SIZE + 2.5
