"""Match engine: the few offers worth a phone call for a need or a chain node."""

from rongtu.engines.match.contradictions import contradictions
from rongtu.engines.match.indexing import OfferIndex, build_index, open_index
from rongtu.engines.match.inputs import Conditions, Evidence, Need, Offer
from rongtu.engines.match.ranking import rank, rank_texts
from rongtu.engines.match.results import Footing, Match, NeedMatches
from rongtu.engines.match.search import Segment, build_segment

__all__ = [
    "Conditions",
    "Evidence",
    "Footing",
    "Match",
    "Need",
    "NeedMatches",
    "Offer",
    "OfferIndex",
    "Segment",
    "build_index",
    "build_segment",
    "contradictions",
    "open_index",
    "rank",
    "rank_texts",
]
