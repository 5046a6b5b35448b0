"""From needs to ranked offers: those a source or register names for the need first, the others by their text.

The candidates are fused by rank, the best of them read by the text model, the best of those scored by every feature
(`scoring`); named ones always are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rongtu.engines.match.candidates import MOST, Candidates, find_candidates
from rongtu.engines.match.conditions import Admission, admit
from rongtu.engines.match.dense import query_vectors
from rongtu.engines.match.fusion import fuse
from rongtu.engines.match.indexing import OfferIndex
from rongtu.engines.match.inputs import Conditions, Evidence, Need, check_evidence, check_needs
from rongtu.engines.match.results import Feature, Footing, Match, NeedMatches
from rongtu.engines.match.scoring import Scored, score
from rongtu.engines.match.search.strings import among
from rongtu.engines.match.search.vectors import Vectors
from rongtu.engines.match.textual import text_parts
from rongtu.vocab.chains import BasisGrade

NAMING = frozenset({BasisGrade.NAMED, BasisGrade.REGISTRY})
"""The grades of evidence that make an offer a named one; the others leave it a lead."""

READ = 200
"""How many candidates by their lists the text model reads, beside all named ones."""

APPRAISED = 80
"""How many of those by their text are appraised by all features, beside all named ones."""


def rank(
    index: OfferIndex,
    needs: Sequence[Need],
    evidence: Sequence[Evidence] = (),
    *,
    vectors: ArrayLike | None = None,
    top: int = 20,
    per_holder: int = 3,
    encoder: str | None = None,
) -> tuple[NeedMatches, ...]:
    """The best `top` offers for each need, in the order of `needs`, at most `per_holder` of one holder.

    `vectors` (n_needs, d) are of the encoder the index has vectors of, a row of NaN for a need without; words alone
    rank where either has none. The same for the same input on every run; equal scores are ordered by offer key. What
    is not among the best `candidates.MOST` (or `top`, if that is more) of any list is not looked at. Raises InputError
    for repeated needs, for evidence on unknown offers or needs, and for vectors of another shape or `encoder`.
    """
    check_needs(needs)
    queries = query_vectors(index, vectors, len(needs), encoder)
    places = _places_of(index, evidence)
    check_evidence(evidence, frozenset(places), frozenset(need.key for need in needs))
    rows: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in evidence:
        rows[row.need].append(row)
    admissions: dict[Conditions, Admission] = {}
    answers = []
    for need, query in zip(needs, queries, strict=True):
        if need.conditions not in admissions:
            admissions[need.conditions] = admit(index, need.conditions)
        by_number: defaultdict[int, list[Evidence]] = defaultdict(list)
        for row in rows[need.key]:
            by_number[places[row.offer]].append(row)
        asked = Asked(need, query, admissions[need.conditions], by_number)
        answers.append(_answer(index, asked, Places(top, per_holder)))
    return tuple(answers)


def rank_texts(
    index: OfferIndex, need: Need, top: int, vector: ArrayLike | None = None
) -> tuple[tuple[str, float], ...]:
    """The bare text ranking of a need, (offer key, score): no threshold, no evidence, no holders; to measure with."""
    (query,) = query_vectors(index, None if vector is None else np.asarray(vector)[None, :], 1)
    depth = max(MOST, top)
    candidates = find_candidates(index, need, query, depth=depth, near_depth=depth)
    scores = sum(text_parts(index, need, candidates).values(), np.zeros(len(candidates)))
    order = np.argsort(-scores, kind="stable")[:top]
    return tuple(zip(index.keys(candidates.numbers[order]), scores[order].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Places:
    """How many matches a need is given, and how many of them may be one holder's."""

    top: int
    per_holder: int


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A need with its vector on the grid (None: none), the offers it admits, and the evidence by offer's number."""

    need: Need
    query: Vectors | None
    admission: Admission
    evidence: Mapping[int, Sequence[Evidence]]

    def named(self) -> NDArray[np.int64]:
        """The numbers of the admitted offers that a source or register names."""
        named = [i for i, rows in self.evidence.items() if any(row.grade in NAMING for row in rows)]
        numbers = np.array(sorted(named), dtype=np.int64)
        return numbers[self.admission.admitted[numbers]]


def _places_of(index: OfferIndex, evidence: Sequence[Evidence]) -> dict[str, int]:
    keys = sorted({row.offer for row in evidence})
    return {key: i for key, i in zip(keys, index.numbers(keys).tolist(), strict=True) if i >= 0}


def _answer(index: OfferIndex, asked: Asked, places: Places) -> NeedMatches:
    named = asked.named()
    depth = max(MOST, places.top)
    admitted = asked.admission.admitted
    found = find_candidates(index, asked.need, asked.query, allowed=admitted, named=named, depth=depth)
    read = found.only(_promising(sum(fuse(found).values(), np.zeros(len(found))), found, named, max(READ, places.top)))
    texts = text_parts(index, asked.need, read)
    best = _promising(sum(texts.values(), np.zeros(len(read))), read, named, max(APPRAISED, places.top))
    texts = {feature: values[best] for feature, values in texts.items()}
    scored = score(index, asked.need, read.only(best), texts, named)
    listed = scored.listed()
    order = np.flatnonzero(listed)
    order = order[np.argsort(-scored.score[order], kind="stable")]
    chosen, beyond = _spread(index, scored.candidates.numbers, order, places)
    falling = np.sort(-scored.score[listed])
    return NeedMatches(
        need=asked.need.key,
        matches=tuple(_match(index, scored, i, asked.evidence, falling) for i in chosen),
        removals=asked.admission.removals,
        without_words=int(np.count_nonzero(scored.by_text() & ~listed)),
        beyond_holder=beyond,
    )


def _promising(
    scores: NDArray[np.float64], candidates: Candidates, named: NDArray[np.int64], most: int
) -> NDArray[np.int64]:
    """The places of the named candidates and of the best `most` by these scores, in order."""
    best = np.argsort(-scores, kind="stable")[:most]
    return np.union1d(best[scores[best] > 0], np.flatnonzero(among(candidates.numbers, named)))


def _spread(
    index: OfferIndex, numbers: NDArray[np.int64], order: NDArray[np.int64], places: Places
) -> tuple[list[int], int]:
    """The first candidates in order, no holder with more than its places; and how many were passed over for that."""
    chosen: list[int] = []
    beyond = 0
    held: Counter[str | int] = Counter()
    for i in order.tolist():
        if len(chosen) == places.top:
            break
        # an offer of unknown holder stands for itself
        holder = index.holder(int(numbers[i])) or int(numbers[i])
        if held[holder] == places.per_holder:
            beyond += 1
            continue
        held[holder] += 1
        chosen.append(i)
    return chosen, beyond


def _match(
    index: OfferIndex,
    scored: Scored,
    i: int,
    evidence: Mapping[int, Sequence[Evidence]],
    falling: NDArray[np.float64],
) -> Match:
    number = int(scored.candidates.numbers[i])
    offer = index.offer(number)
    contributions = scored.contributions(i)
    return Match(
        offer=offer.key,
        score=sum(value for _, value in contributions),
        contributions=contributions,
        matched_words=scored.candidates.shared.of(i),
        footing=Footing.NAMED if scored.parts[Feature.NAMED][i] else Footing.LEAD,
        evidence=tuple(sorted(evidence.get(number, ()), key=_newest_first)),
        facts=offer.facts,
        improvements=scored.improvements(i, falling),
    )


def _newest_first(row: Evidence) -> tuple[bool, int, str, str]:
    return row.as_of is None, -(row.as_of or 0), row.role, row.fact
