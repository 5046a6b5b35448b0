"""From needs to ranked offers: reciprocal rank fusion of two BM25 lists, named offers before leads by text.

Cormack, Clarke, Büttcher, *Reciprocal rank fusion outperforms Condorcet and individual rank learning methods*, SIGIR
2009: score(d) = Σ_lists 1/(k + rank(d)), k = 60. Ranks are taken among the admitted offers with a positive BM25; equal
ones share the better rank. An offer a source or register names for the need has 1 more, which no text can outweigh
(two lists give 2/61 at most).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.conditions import Admission, admit
from rongtu.engines.match.indexing import OfferIndex
from rongtu.engines.match.inputs import Conditions, Evidence, Need, check_evidence, check_needs
from rongtu.engines.match.results import Feature, Footing, Match, NeedMatches
from rongtu.engines.match.sharing import SharedWords, shared_words
from rongtu.engines.match.words import bigrams, terms
from rongtu.vocab.chains import BasisGrade

K = 60
GRAIN = 2.0**-40
"""Contributions are multiples of this, so that float64 adds them without rounding."""

NAME_COUNTS = 2
"""How often a need's title and terms, which name the thing, stand in its query beside one time its text."""

NAMING = frozenset({BasisGrade.NAMED, BasisGrade.REGISTRY})
"""The grades of evidence that make an offer a named one; the others leave it a lead."""

Parts = Mapping[Feature, NDArray[np.float64]]


def rank(
    index: OfferIndex,
    needs: Sequence[Need],
    evidence: Sequence[Evidence] = (),
    *,
    top: int = 20,
    per_holder: int = 3,
) -> tuple[NeedMatches, ...]:
    """The best `top` offers for each need, in the order of `needs`, at most `per_holder` of one holder.

    The same for the same input on every run; equal scores are ordered by offer key. O(offers) per need. Raises
    InputError for repeated needs and for evidence on unknown offers or needs.
    """
    check_needs(needs)
    check_evidence(evidence, frozenset(index.number), frozenset(need.key for need in needs))
    rows: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in evidence:
        rows[row.need].append(row)
    admissions: dict[Conditions, Admission] = {}
    answers = []
    for need in needs:
        if need.conditions not in admissions:
            admissions[need.conditions] = admit(index.offers, need.conditions)
        answers.append(_answer(index, need, admissions[need.conditions], rows[need.key], Places(top, per_holder)))
    return tuple(answers)


def rank_texts(index: OfferIndex, need: Need, top: int) -> tuple[tuple[str, float], ...]:
    """The bare text ranking of a need, (offer key, score): no threshold, no evidence, no holders; to measure with."""
    scores = sum(text_scores(index, need, np.ones(len(index.offers), dtype=np.bool_)).values(), np.zeros(1))
    order = np.argsort(-scores, kind="stable")[:top]
    return tuple((index.offers[i].key, float(scores[i])) for i in order.tolist() if scores[i] > 0)


@dataclass(frozen=True, slots=True)
class Places:
    """How many matches a need is given, and how many of them may be one holder's."""

    top: int
    per_holder: int


def text_scores(index: OfferIndex, need: Need, admitted: NDArray[np.bool_]) -> Parts:
    """The two reciprocal ranks of every offer (n_offers,) for a need's words, 0 for those not admitted."""
    query = "\n".join([*(need.title, *need.terms) * NAME_COUNTS, need.text])
    return {
        Feature.BIGRAM: _reciprocal_rank(index.bigram_field.scores(bigrams(query)), admitted),
        Feature.TERM: _reciprocal_rank(index.term_field.scores(terms(query, index.users)), admitted),
    }


def _answer(
    index: OfferIndex, need: Need, admission: Admission, evidence: Sequence[Evidence], places: Places
) -> NeedMatches:
    rows: defaultdict[int, list[Evidence]] = defaultdict(list)
    for row in evidence:
        rows[index.number[row.offer]].append(row)
    parts = {
        Feature.NAMED: _named(rows, admission.admitted),
        **text_scores(index, need, admission.admitted),
    }
    score = sum(parts.values(), np.zeros(len(index.offers)))
    shared = shared_words(index, need)
    listed = (score > 0) & (shared.enough | (parts[Feature.NAMED] > 0))
    order = np.flatnonzero(listed)
    order = order[np.argsort(-score[order], kind="stable")]
    chosen, beyond = _spread(index, order, places)
    return NeedMatches(
        need=need.key,
        matches=tuple(_match(index, i, parts, shared, rows[i]) for i in chosen),
        removals=admission.removals,
        without_words=int(np.count_nonzero((score > 0) & ~listed)),
        beyond_holder=beyond,
    )


def _named(rows: Mapping[int, Sequence[Evidence]], admitted: NDArray[np.bool_]) -> NDArray[np.float64]:
    named = np.zeros(len(admitted))
    for offer, evidence in rows.items():
        named[offer] = any(row.grade in NAMING for row in evidence)
    return named * admitted


def _reciprocal_rank(scores: NDArray[np.float64], admitted: NDArray[np.bool_]) -> NDArray[np.float64]:
    found = admitted & (scores > 0)
    falling = np.sort(-scores[found])
    ranks = 1 + np.searchsorted(falling, -scores[found], side="left")
    reciprocal = np.zeros(len(scores))
    reciprocal[found] = np.round(1 / (K + ranks) / GRAIN) * GRAIN
    return reciprocal


def _spread(index: OfferIndex, order: NDArray[np.int64], places: Places) -> tuple[list[int], int]:
    """The first offers in order, no holder with more than its places; and how many were passed over for that."""
    chosen: list[int] = []
    beyond = 0
    held: Counter[str] = Counter()
    for i in order.tolist():
        if len(chosen) == places.top:
            break
        offer = index.offers[i]
        holder = offer.holder if offer.holder is not None else f"\0{offer.key}"
        if held[holder] == places.per_holder:
            beyond += 1
            continue
        held[holder] += 1
        chosen.append(i)
    return chosen, beyond


def _match(index: OfferIndex, i: int, parts: Parts, shared: SharedWords, evidence: Sequence[Evidence]) -> Match:
    contributions = tuple((feature, float(values[i])) for feature, values in parts.items())
    return Match(
        offer=index.offers[i].key,
        score=sum(value for _, value in contributions),
        contributions=contributions,
        matched_words=shared.of(i),
        footing=Footing.NAMED if parts[Feature.NAMED][i] else Footing.LEAD,
        evidence=tuple(sorted(evidence, key=_newest_first)),
        facts=index.offers[i].facts,
    )


def _newest_first(row: Evidence) -> tuple[bool, int, str, str]:
    return row.as_of is None, -(row.as_of or 0), row.role, row.fact
