"""What the match engine answers for a need: ranked matches with contributions that add up, and who was removed why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rongtu.engines.match.inputs import Evidence


class Footing(StrEnum):
    """What a match rests on: a source or register names it, or only its words agree."""

    NAMED = "named in a source"
    LEAD = "lead by text"


class Feature(StrEnum):
    """The named parts of a score: what names the offer, how its text answers the need, and what else speaks for it.

    `chain`: distance on the chain graph; `trl`: maturity against the one wanted; `track`: replies and contracts kept;
    `near`: place; `price`: price against budget; `fresh`: when somebody last confirmed it.
    """

    NAMED = "named_evidence"
    BIGRAM = "bigram_text"
    TERM = "term_text"
    DENSE = "dense_text"
    CHAIN = "chain_distance"
    TRL = "trl_gap"
    RIGHTS = "rights"
    TRACK = "track_record"
    NEAR = "nearness"
    PRICE = "price_to_budget"
    FRESH = "freshness"


class Condition(StrEnum):
    """Why an offer was removed before ranking; `_unknown` where the need asks and the offer does not say.

    `own`: whoever asks holds it; `trl`, `trl_high`: known to be too immature, or further than wanted; `budget`: known
    to cost more; `ended`: no longer on offer; `slot`: too little free in the period.
    """

    OWN = "own"
    KIND = "kind"
    REGION = "region"
    REGION_UNKNOWN = "region_unknown"
    YEAR = "year"
    YEAR_UNKNOWN = "year_unknown"
    TRL = "trl"
    TRL_HIGH = "trl_high"
    BUDGET = "budget"
    ENDED = "ended"
    RIGHTS = "rights"
    RIGHTS_UNKNOWN = "rights_unknown"
    CERTIFICATE = "certificate"
    CERTIFICATE_UNKNOWN = "certificate_unknown"
    SIZE = "size"
    SIZE_UNKNOWN = "size_unknown"
    STAGE = "stage"
    STAGE_UNKNOWN = "stage_unknown"
    JURISDICTION = "jurisdiction"
    JURISDICTION_UNKNOWN = "jurisdiction_unknown"
    SLOT = "slot"


@dataclass(frozen=True, slots=True)
class Improvement:
    """What would make a match better: one feature at the best it can be, all others as they are.

    `unknown` says that the offer or the need is silent about it now; `gain` is added to the score, `place` (from 1)
    is where the offer would stand in its list then.
    """

    feature: Feature
    unknown: bool
    gain: float
    place: int


@dataclass(frozen=True, slots=True)
class Match:
    """An offer for a need. `contributions` add up exactly to `score`, in whatever order they are added.

    They are multiples of 2⁻⁴⁰ for that reason; the score orders offers for one need and is not a probability
    (uncalibrated). `matched_words` are the need's informative words found in the offer, whole or by their parts,
    sorted; `evidence` the rows that connect the two, `facts` the offer's own; `improvements` the largest gain first.
    """

    offer: str
    score: float
    contributions: tuple[tuple[Feature, float], ...]
    matched_words: tuple[str, ...]
    footing: Footing
    evidence: tuple[Evidence, ...]
    facts: tuple[str, ...]
    improvements: tuple[Improvement, ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """The offers one hard condition removed (an offer counts under the first condition it fails), keys sorted.

    The keys may be read only when they are asked for: a condition can remove nearly all offers.
    """

    condition: Condition
    offers: Sequence[str]

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
