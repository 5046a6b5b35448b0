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


class RankDraws(Model):
    """One region's ranks in a year over the runs of the declared choices: median, 5 % and 95 % ends.

    `first`, `top_three`, `top_ten` are the shares of runs in which it ranks so; shares of runs, not probabilities.
    """

    region: str
    year: int
    median: float
    low: int
    high: int
    first: float
    top_three: float
    top_ten: float
    ranked_among: int
    ref: str


class PairShare(Model):
    """The share of runs in which one region in focus scores above another in a year."""

    year: int
    above: str
    below: str
    share: float
    ref: str


class Obstacle(Model):
    """What holds a region back in a year: w(1 − x) of a ratio as a share of that of all ratios (障碍度)."""

    region: str
    year: int
    ratio: str
    degree: float
    ref: str


class MissingElement(Model):
    """An element the evaluation ought to hold and cannot yet: what, and why."""

    name: str
    reason: str


class Evaluation(Model):
    """The evaluation: definitions, every cell, every score; `year` is the newest in which all provinces are scored.

    `choices` says in words what the draws vary; `draws` are of every region and year scored, `pairs` of the regions in
    focus in `year` and the newest block, `obstacles` of those regions and of the zone together (by its name).
    """

    year: int
    blocks: tuple[Block, ...]
    ratios: tuple[RatioState, ...]
    methods: dict[str, str]
    cells: tuple[Cell, ...]
    scored: tuple[Scored, ...]
    group: tuple[GroupScored, ...]
    series: tuple[SeriesState, ...] = ()
    missing: tuple[MissingElement, ...]
    draws: tuple[RankDraws, ...] = ()
    pairs: tuple[PairShare, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    choices: tuple[str, ...] = ()
    focus: tuple[str, ...]
    region_names: dict[str, str]
    region_refs: dict[str, str]
    trace: dict[str, Derivation]


class EvaluateRequest(Model):
    """Which zone to score together beside its members, and how often the declared choices are drawn."""

    zone: str = Field(default="京津冀", max_length=40, description="zone scored together: name")
    runs: int = Field(default=1_000, ge=1, le=100_000, description="抽样次数 (runs over the declared choices)")
    seed: int = Field(default=20260101, ge=0, le=2**63 - 1, description="随机种子 (seed)")
