"""The brief as a document: sections of lines, tables and figures whose every number and name carries its refs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from rongtu.acts.models import Model
from rongtu.flows.result import Derivation
from rongtu.vocab.chains import Completeness, Relation

Tone = Literal["body", "muted", "strong", "note"]


class Span(Model):
    """A run of text; a number or a name has refs to what it rests on, plain words between have none.

    A ref is `KIND:UUID` for a row of facts, `derived:KEY` for a derivation, `rows:KIND` for a whole kind,
    `parameter:NAME` for a figure the method sets, `snapshot:ID` for the facts as a whole, `audit:POSITION` for a link
    of the sealed audit.
    """

    text: str
    refs: tuple[str, ...] = ()


class Line(Model):
    """Spans that read as one sentence or one table entry."""

    spans: tuple[Span, ...]
    tone: Tone = "body"


class Paragraphs(Model):
    """Running text under an optional run-in title."""

    block: Literal["paragraphs"] = "paragraphs"
    title: str | None = None
    lines: tuple[Line, ...]


class Listing(Model):
    """Numbered or plain items; the renderer sets the numbers."""

    block: Literal["listing"] = "listing"
    title: str | None = None
    numbered: bool = True
    items: tuple[Line, ...]


class Column(Model):
    """A column: its heading and unit, its share of the width, and whether it holds numbers."""

    heading: Line
    unit: str = ""
    width: float
    numeric: bool = False


class Cell(Model):
    """What stands in one cell, a paragraph a line."""

    lines: tuple[Line, ...]


class Table(Model):
    """A table; the first column of each row names the row."""

    block: Literal["table"] = "table"
    title: str | None = None
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Line, ...] = ()


class MapNode(Model):
    """A box of a chain map; `claim` is the year of the newest claim (or that none is stated)."""

    code: str
    name: Span
    tier: int
    column: int
    row: int
    named: Span | None
    by_class: Span | None
    claim: Span | None
    survey: Completeness


class MapLink(Model):
    """A line of a chain map between two node codes."""

    source: str
    target: str
    relation: Relation


class ChainMap(Model):
    """A chain's nodes in columns by tier."""

    block: Literal["chain_map"] = "chain_map"
    title: str
    tiers: tuple[str, ...]
    nodes: tuple[MapNode, ...]
    links: tuple[MapLink, ...]
    legend: tuple[Line, ...]


class RankPoint(Model):
    """A rank in a year with its range over the choices of method."""

    year: int
    rank: int
    best: int
    worst: int


class RankLine(Model):
    """One province's ranks over the years."""

    name: Span
    end: Span
    bold: bool
    points: tuple[RankPoint, ...]


class YearMark(Model):
    """A year of the axis; `gap` says what is wanting in it, `block` tells which vintage it belongs to."""

    year: int
    label: Span
    gap: Span | None
    block: int


class RankChart(Model):
    """Ranks over the years, nothing drawn across the seam between two vintages."""

    block: Literal["rank_chart"] = "rank_chart"
    title: str
    years: tuple[YearMark, ...]
    lines: tuple[RankLine, ...]
    ticks: tuple[Span, ...]
    seam: str
    legend: tuple[Line, ...]


Block = Annotated[Paragraphs | Listing | Table | ChainMap | RankChart, Field(discriminator="block")]


class Section(Model):
    """A section under its heading; `anchor` names it in links. A `fine` one is for looking up: set small on paper."""

    anchor: str
    heading: Line
    new_page: bool
    fine: bool = False
    blocks: tuple[Block, ...]


class NumberedSource(Model):
    """A source as the brief numbers it, in order of first use; `terms` is none where they are those most have."""

    number: int
    text: Line
    terms: Line | None


class Brief(Model):
    """The whole brief, with what a reader needs to follow any of its numbers back.

    `trace` holds the derivations its spans rest on, `row_sources` the number of the source of each row named,
    `marks` the refs that must be marked as assumed or fictional; `banner` is what every page says of facts that are
    not real, and empty where they are; `restriction` what it says of who may see it, empty where everybody may.
    """

    title: Line
    subtitle: Line
    sections: tuple[Section, ...]
    sources: tuple[NumberedSource, ...]
    common_terms: Line
    notices: tuple[Line, ...]
    parameters: dict[str, str | int | float]
    rows: dict[str, int]
    snapshot: str
    trace: dict[str, Derivation]
    row_sources: dict[str, int]
    marks: dict[str, str]
    banner: str = ""
    restriction: str = ""


def walk(value: object) -> Iterator[Span]:
    """Every span inside `value` (a model, a tuple or a list of them), in reading order."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            yield from walk(getattr(value, name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from walk(item)
