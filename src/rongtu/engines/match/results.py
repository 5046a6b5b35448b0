"""What the match engine answers for a need: ranked matches with contributions that add up, and who was removed why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rongtu.engines.match.inputs import Evidence


class Footing(StrEnum):
    """What a match rests on: a source or register names it, or only its words agree."""

    NAMED = "named in a source"
    LEAD = "lead by text"


class Feature(StrEnum):
    """The named parts of a score."""

    NAMED = "named_evidence"
    BIGRAM = "bigram_reciprocal_rank"
    TERM = "term_reciprocal_rank"
    DENSE = "dense_reciprocal_rank"


class Condition(StrEnum):
    """Why an offer was removed before ranking; `_unknown` where the need asks and the offer does not say.

    `own`: whoever asks holds it; `trl`: known to be too immature; `ended`: no longer on offer.
    """

    OWN = "own"
    KIND = "kind"
    REGION = "region"
    REGION_UNKNOWN = "region_unknown"
    YEAR = "year"
    YEAR_UNKNOWN = "year_unknown"
    TRL = "trl"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Match:
    """An offer for a need. `contributions` add up exactly to `score`, in whatever order they are added.

    They are multiples of 2⁻⁴⁰ for that reason; the score orders offers for one need and is not a probability
    (uncalibrated). `matched_words` are the need's informative words found in the offer, whole or by their parts,
    sorted; `evidence` the rows that connect the two, `facts` the offer's own.
    """

    offer: str
    score: float
    contributions: tuple[tuple[Feature, float], ...]
    matched_words: tuple[str, ...]
    footing: Footing
    evidence: tuple[Evidence, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """The offers one hard condition removed (an offer counts under the first condition it fails), keys sorted."""

    condition: Condition
    offers: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many offers the condition removed."""
        return len(self.offers)


@dataclass(frozen=True, slots=True)
class NeedMatches:
    """The answer for one need: `matches` best first, all named ones before all leads.

    `without_words` counts candidates not returned because they share no informative word with the need,
    `beyond_holder` those passed over on the way to the last match because their holder had its full number of places.
    """

    need: str
    matches: tuple[Match, ...]
    removals: tuple[Removal, ...]
    without_words: int
    beyond_holder: int
