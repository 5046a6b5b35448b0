"""From needs to ranked offers: reciprocal rank fusion of two BM25 lists (Cormack, Clarke, Büttcher, SIGIR 2009)."""

from __future__ import annotations

from collections.abc import Sequence

from rongtu.engines.match.indexing import OfferIndex
from rongtu.engines.match.inputs import Evidence, Need
from rongtu.engines.match.results import NeedMatches


def rank(
    index: OfferIndex,
    needs: Sequence[Need],
    evidence: Sequence[Evidence] = (),
    *,
    top: int = 20,
    per_holder: int = 3,
) -> tuple[NeedMatches, ...]:
    """The best `top` offers for each need, in the order of `needs`, at most `per_holder` of one holder."""
    raise NotImplementedError
