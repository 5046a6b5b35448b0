"""Remarks on the supply of a node: rows set aside, sales that are all one knows, figures that contradict others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from rongtu.desks.cluster.value.choice import LISTED, Suppliers, said_of_capable
from rongtu.desks.cluster.value.figures import FEN_PER_YUAN
from rongtu.engines.chain.value.inputs import Figure
from rongtu.vocab.money import Fen, with_unit


@dataclass(frozen=True, slots=True)
class Place:
    """A node as its supply is told: code, name, the row's ref, and the names of bodies remarks are about."""

    code: str
    name: str
    ref: str
    bodies: Mapping[str, str]

    def who(self, body: str) -> str:
        """A body there, in words."""
        return f"“{self.bodies.get(body, body)}”在“{self.name}”"


def remarks(place: Place, here: Suppliers, assumed: Mapping[str, Figure]) -> Iterator[str]:
    """What is said of the choice at a node: of each kind the first bodies are named, of the others there is a count.

    `assumed` has the figures of bodies without a capacity. Sales are a lower bound of what a body can deliver: they say
    that a capacity below them cannot be right.
    """
    several, selling = here.capable.filter(said_of_capable()), here.others.filter(pl.col("sold").is_not_null())
    columns = several.head(LISTED).select("body", "capacity", "aside", "sold").iter_rows()
    told = [note for row in columns for note in _of_capable(place, *row)]
    told += [_only_sold(place, one, sold, assumed.get(one)) for one, sold in _sales(selling.head(LISTED))]
    yield from told
    more = max(0, several.height - LISTED) + max(0, selling.height - LISTED)
    if more:
        yield f"“{place.name}”另有 {more} 家单位有几个产能或只有销售额，同样处理，不一一列出。"
    yield from _lost(place, here.lost["body"].to_list())


def _sales(selling: pl.DataFrame) -> Iterator[tuple[str, int]]:
    yield from selling.select("body", "sold").iter_rows()


def _of_capable(place: Place, body: str, capacity: int, aside: list[int], sold: int | None) -> Iterator[str]:
    if aside:
        others = "、".join(with_unit(Fen(fen)) for fen in aside)
        counts = with_unit(Fen(capacity))
        yield f"{place.who(body)}有 {1 + len(aside)} 个产能：采用 {counts}，{others}搁置，不相加。"
    if sold is not None and sold > capacity:
        both = f"产能 {with_unit(Fen(capacity))} 低于其销售额 {with_unit(Fen(sold))}"
        yield f"{place.who(body)}的{both}，两者矛盾：按产能计，请核实。"


def _only_sold(place: Place, body: str, sold: int, figure: Figure | None) -> str:
    told = f"{place.who(body)}只有销售额 {with_unit(Fen(sold))}，是产能的下限"
    if figure is None or figure.is_missing:
        return f"{told}；产能未知，供给不少于此数。"
    below = figure.high * FEN_PER_YUAN < sold
    return f"{told}；按推定计{'，而推定的上限低于它，两者矛盾，请核实' if below else ''}。"


def _lost(place: Place, bodies: list[str]) -> Iterator[str]:
    """What is said of bodies of which it is not known whether they are in the scope."""
    named = dict.fromkeys(place.who(body) for body in bodies[:LISTED])
    yield from (f"{who}：所在地不明或在境外，未计入区内供给。" for who in named)
    if len(bodies) > LISTED:
        yield f"“{place.name}”另有 {len(bodies) - LISTED} 家单位所在地不明或在境外，未计入区内供给。"
