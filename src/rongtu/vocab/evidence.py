"""Code lists for evidence: how sure a statement is, whose data it is, who may see it, what period it covers."""

from enum import StrEnum


class Confidence(StrEnum):
    """How a fact relates to its source: stands so in it, computed from it, or re-told with rounding."""

    QUOTED = "quoted"
    DERIVED = "derived"
    APPROXIMATE = "approximate"


class Nature(StrEnum):
    """Whether a row speaks of the real world; fictional and synthetic rows are marked on every output."""

    REAL = "real"
    FICTIONAL = "fictional"
    SYNTHETIC = "synthetic"


class Visibility(StrEnum):
    """Who may see a row: everyone, the named alliance, its owner, or by decision only."""

    PUBLIC = "public"
    MEMBERS = "members"
    PRIVATE = "private"
    RESTRICTED = "restricted"


class Releasable(StrEnum):
    """What is restricted by default, whatever went into it, and shown to everybody by decision only."""

    CHOKES = "chokes"


class PeriodType(StrEnum):
    """What a period of an observation covers; only `annual` makes a time series."""

    ANNUAL = "annual"
    CUMULATIVE = "cumulative"
    PART_YEAR = "part_year"
    TARGET = "target"


class Direction(StrEnum):
    """Whether more of an indicator means better integration, worse, or neither (a size or context figure)."""

    UP = "+"
    DOWN = "-"
    NONE = "none"


class Side(StrEnum):
    """Whose side of a technology contract an indicator counts."""

    SELLER = "seller"
    BUYER = "buyer"
    NONE = "none"


class Dimension(StrEnum):
    """Dimension of the integration index a ratio belongs to."""

    INPUT = "input"
    LINK = "link"
    OUTPUT = "output"


class Distribution(StrEnum):
    """How an assumption's range is drawn from; uniform unless its file says otherwise."""

    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
