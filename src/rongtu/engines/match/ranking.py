"""From needs to ranked offers: those a source or register names for the need first, the others by their text.

A named offer has 1 beside the reciprocal ranks of `fusion`, which no text can outweigh (three lists give 3/61 at most).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rongtu.engines.match.conditions import Admission, admit
from rongtu.engines.match.dense import Vectors
from rongtu.engines.match.fusion import Parts, query_vectors, text_scores
from rongtu.engines.match.indexing import OfferIndex
from rongtu.engines.match.inputs import Conditions, Evidence, Need, check_evidence, check_needs
from rongtu.engines.match.results import Feature, Footing, Match, NeedMatches
from rongtu.engines.match.sharing import SharedWords, shared_words
from rongtu.vocab.chains import BasisGrade

NAMING = frozenset({BasisGrade.NAMED, BasisGrade.REGISTRY})
"""The grades of evidence that make an offer a named one; the others leave it a lead."""


def rank(
    index: OfferIndex,
    needs: Sequence[Need],
    evidence: Sequence[Evidence] = (),
    *,
    vectors: ArrayLike | None = None,
    top: int = 20,
    per_holder: int = 3,
) -> tuple[NeedMatches, ...]:
    """The best `top` offers for each need, in the order of `needs`, at most `per_holder` of one holder.

    `vectors` (n_needs, d) are of the encoder the index has vectors of, a row of NaN for a need without; words alone
    rank where either has none. The same for the same input on every run; equal scores are ordered by offer key. O(d ·
    offers) per need. Raises InputError for repeated needs, for evidence on unknown offers or needs, and for vectors of
    another shape.
    """
    check_needs(needs)
    queries = query_vectors(index, vectors, len(needs))
    check_evidence(evidence, frozenset(index.number), frozenset(need.key for need in needs))
    rows: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in evidence:
        rows[row.need].append(row)
    admissions: dict[Conditions, Admission] = {}
    answers = []
    for need, query in zip(needs, queries, strict=True):
        if need.conditions not in admissions:
            admissions[need.conditions] = admit(index.columns, need.conditions)
        asked = Asked(need, query, admissions[need.conditions], tuple(rows[need.key]))
        answers.append(_answer(index, asked, Places(top, per_holder)))
    return tuple(answers)


def rank_texts(
    index: OfferIndex, need: Need, top: int, vector: ArrayLike | None = None
) -> tuple[tuple[str, float], ...]:
    """The bare text ranking of a need, (offer key, score): no threshold, no evidence, no holders; to measure with."""
    (query,) = query_vectors(index, None if vector is None else np.asarray(vector)[None, :], 1)
    scores = sum(text_scores(index, need, np.ones(len(index.offers), dtype=np.bool_), query).values(), np.zeros(1))
    order = np.argsort(-scores, kind="stable")[:top]
    return tuple((index.offers[i].key, float(scores[i])) for i in order.tolist() if scores[i] > 0)


@dataclass(frozen=True, slots=True)
class Places:
    """How many matches a need is given, and how many of them may be one holder's."""

    top: int
    per_holder: int


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A need with its vector on the grid (None: none), the offers it admits, and the evidence for it."""

    need: Need
    query: Vectors | None
    admission: Admission
    evidence: tuple[Evidence, ...]


def _answer(index: OfferIndex, asked: Asked, places: Places) -> NeedMatches:
    need, admission = asked.need, asked.admission
    rows: defaultdict[int, list[Evidence]] = defaultdict(list)
    for row in asked.evidence:
        rows[index.number[row.offer]].append(row)
    parts = {
        Feature.NAMED: _named(rows, admission.admitted),
        **text_scores(index, need, admission.admitted, asked.query),
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
