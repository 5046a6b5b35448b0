"""Whether a need and an offer share words that say something: the threshold below which a lead is not returned.

A lead must hold (a) a word that names the need's thing: one of its `terms`, or a user word standing in its title or
text, as written or by all its parts in order and close together (固态电池 is met by 全固态锂电池); or (b) two different
informative words of title and text; or (c) one rare word of the title. A word is informative if it is no stop word and
stands in at most a tenth of the offers (or in ten, in a small index), rare if in at most one of a hundred (so never in
an index of fewer than a hundred); a word inside a longer shared word counts with that one, not again. On the public
bench (a) and (b) alone keep 29 % of the good offers and 5 % of the useless ones, (c) makes it 44 % and 7 %;
`benchmarks/match.py` measures what that does to the ranking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.indexing import OfferIndex
from rongtu.engines.match.inputs import Need
from rongtu.engines.match.words import bigrams, contains, fold, is_telling, parts_of, whole_words

COMMON_SHARE = 0.1
COMMON_FLOOR = 10
WORDS_NEEDED = 2
RARE_SHARE = 0.01
MOST_BETWEEN = 4

Holders = NDArray[np.int64]
"""The numbers of the offers that hold a word."""


@dataclass(frozen=True, slots=True, eq=False)
class SharedWords:
    """`enough` (n_offers,): offers over the threshold; `holders` the offers that hold each telling word of the need."""

    enough: NDArray[np.bool_]
    holders: Mapping[str, Holders]

    def of(self, offer: int) -> tuple[str, ...]:
        """The need's telling words that the offer of this number holds, sorted."""
        return tuple(sorted(word for word, holders in self.holders.items() if (holders == offer).any()))


def shared_words(index: OfferIndex, need: Need) -> SharedWords:
    """Which offers share enough words with the need; O(postings of the need's words)."""
    words = whole_words(f"{need.title}\n{need.text}", index.users)
    names = {term: _holders_of_term(index, term) for term in dict.fromkeys(map(fold, need.terms)) if len(term) > 1}
    names |= {word: index.term_field.documents(word) for word in words if word in index.users.words}
    informative = {word: index.term_field.documents(word) for word in words if word not in names}
    most = max(COMMON_FLOOR, COMMON_SHARE * len(index.offers))
    informative = {word: holders for word, holders in informative.items() if 0 < len(holders) <= most}
    enough = _distinct_words(len(index.offers), informative) >= WORDS_NEEDED
    names = {name: np.union1d(holders, _holders_of_parts(index, name)) for name, holders in names.items()}
    for holders in (*names.values(), *_rare(index, need, informative)):
        enough[holders] = True
    return SharedWords(enough, names | informative)


def _rare(index: OfferIndex, need: Need, informative: Mapping[str, Holders]) -> list[Holders]:
    """The holders of each informative word of the title that is rare."""
    title = whole_words(need.title, index.users)
    holders = [informative[word] for word in title if word in informative]
    return [offers for offers in holders if len(offers) <= RARE_SHARE * len(index.offers)]


def _holders_of_parts(index: OfferIndex, name: str) -> Holders:
    """The offers that hold all the words a name is made of in order, with at most a few characters between them."""
    parts = parts_of(name)
    telling = [part for part in parts if is_telling(part)]
    if len(telling) < WORDS_NEEDED:
        return np.zeros(0, dtype=np.int64)
    candidates = reduce(np.intersect1d, map(index.term_field.documents, telling))
    close = re.compile(f".{{0,{MOST_BETWEEN}}}".join(map(re.escape, parts)))
    return np.array([i for i in candidates.tolist() if close.search(index.texts[i])], dtype=np.int64)


def _distinct_words(size: int, holders: Mapping[str, Holders]) -> NDArray[np.int64]:
    """How many words each offer holds, those inside another one it holds left out."""
    count = np.zeros(size, dtype=np.int64)
    for word, offers in holders.items():
        alone = np.zeros(size, dtype=np.bool_)
        alone[offers] = True
        for longer in _longer(word, tuple(holders)):
            alone[holders[longer]] = False
        count += alone
    return count


def _longer(word: str, words: Sequence[str]) -> list[str]:
    return [other for other in words if word != other and word in other]


def _holders_of_term(index: OfferIndex, term: str) -> NDArray[np.int64]:
    """The offers whose text holds the whole term: those with all its bigrams, then looked at one by one."""
    pairs = dict.fromkeys(token for token in bigrams(term) if len(token) > 1)
    candidates: NDArray[np.int64] = np.arange(len(index.offers))
    for pair in pairs:
        candidates = np.intersect1d(candidates, index.bigram_field.documents(pair))
    return np.array([i for i in candidates.tolist() if contains(index.texts[i], term)], dtype=np.int64)
