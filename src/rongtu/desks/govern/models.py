"""What the integration evaluation takes and gives."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.models import Derivation, Model
from rongtu.vocab.evidence import Dimension


class RatioState(Model):
    """A ratio of the index as defined, with the bounds of its normalisation and its weights."""

    code: str
    name: str
    name_en: str
    unit: str
    dimension: Dimension
    caution: str | None
    lower: float
    upper: float
    equal_weight: float
    entropy_weight: float
    bounds_ref: str
    ref: str


class Cell(Model):
    """A ratio of one region and year; a gap has no value and says what is missing."""

    region: str
    year: int
    ratio: str
    value: float | None
    missing: tuple[str, ...]
    step: bool
    ref: str | None


class Block(Model):
    """Years of one vintage; changes are never read across the seam between two blocks."""

    name: str
    first: int
    last: int


class SeriesState(Model):
    """The one vintage whose figures of an indicator count in a block of years, and how many of others do not."""

    indicator: str
    block: str
    vintage: str
    figures: int
    aside: int


class Scored(Model):
    """Scores of one region and year under the four choices (method code to value), its ranks and their range."""

    region: str
    year: int
    scores: dict[str, float]
    ranks: dict[str, int]
    best_rank: int
    worst_rank: int
    ranked_among: int
    step: bool
    ref: str


class GroupScored(Model):
    """A zone together: scored with the frozen bounds and weights, not ranked; a year with a gap has no score."""

    name: str
    year: int
    scores: dict[str, float]
    cells: tuple[Cell, ...]
    ref: str | None


class MissingElement(Model):
    """An element the evaluation ought to hold and cannot yet: what, and why."""

    name: str
    reason: str


class Evaluation(Model):
    """The evaluation: definitions, every cell, every score; `year` is the newest in which all provinces are scored."""

    year: int
    blocks: tuple[Block, ...]
    ratios: tuple[RatioState, ...]
    methods: dict[str, str]
    cells: tuple[Cell, ...]
    scored: tuple[Scored, ...]
    group: tuple[GroupScored, ...]
    series: tuple[SeriesState, ...] = ()
    missing: tuple[MissingElement, ...]
    focus: tuple[str, ...]
    region_names: dict[str, str]
    region_refs: dict[str, str]
    trace: dict[str, Derivation]


class EvaluateRequest(Model):
    """Which zone to score together beside its members."""

    zone: str = Field(default="京津冀", max_length=40, description="zone scored together: name")
