"""Match engine: the few offers worth a phone call for a need or a chain node."""

from rongtu.engines.match.indexing import OfferIndex, build_index
from rongtu.engines.match.inputs import Conditions, Evidence, Need, Offer
from rongtu.engines.match.ranking import rank, rank_texts
from rongtu.engines.match.results import Footing, Match, NeedMatches

__all__ = [
    "Conditions",
    "Evidence",
    "Footing",
    "Match",
    "Need",
    "NeedMatches",
    "Offer",
    "OfferIndex",
    "build_index",
    "rank",
    "rank_texts",
]
