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

import numpy as np
from numpy.typing import NDArray

from rongtu.engines.match.indexing import OfferIndex
from rongtu.engines.match.inputs import Need
from rongtu.engines.match.lexical import live_counts
from rongtu.engines.match.search.strings import Numbers
from rongtu.engines.match.words import contains, fold, is_telling, parts_of, whole_words

COMMON_SHARE = 0.1
COMMON_FLOOR = 10
WORDS_NEEDED = 2
RARE_SHARE = 0.01
MOST_BETWEEN = 4

Holds = NDArray[np.bool_]
"""Which candidates hold a word (n_candidates,)."""


@dataclass(frozen=True, slots=True, eq=False)
class SharedWords:
    """`enough` (n_candidates,): those over the threshold; `holds` those that hold each telling word of the need."""

    enough: Holds
    holds: Mapping[str, Holds]

    def of(self, candidate: int) -> tuple[str, ...]:
        """The need's telling words that the candidate in this place holds, sorted."""
        return tuple(sorted(word for word, holds in self.holds.items() if holds[candidate]))

    def only(self, places: Numbers) -> SharedWords:
        """The same for the candidates in these places."""
        return SharedWords(self.enough[places], {word: holds[places] for word, holds in self.holds.items()})


def shared_words(index: OfferIndex, need: Need, numbers: Numbers) -> SharedWords:
    """Which of these offers share enough words with the need; O(their tokens + words of the need)."""
    words = whole_words(f"{need.title}\n{need.text}", index.users)
    named = [word for word in words if word in index.users.words]
    terms = [term for term in dict.fromkeys(map(fold, need.terms)) if len(term) > 1 and term not in named]
    counts = dict(zip(words, live_counts(index, "term", words).tolist(), strict=True))
    most = max(COMMON_FLOOR, COMMON_SHARE * index.size)
    telling = [w for w in words if w not in index.users.words and w not in terms and 0 < counts[w] <= most]
    parts = {name: parts_of(name) for name in (*terms, *named)}
    tokens = _token_holders(index, numbers, {*named, *telling, *(part for found in parts.values() for part in found)})
    texts = index.texts(numbers) if parts else []
    names = {name: tokens[name] | _holders_of_parts(tokens, texts, parts[name]) for name in named}
    for term in terms:
        names[term] = _holders_of_term(texts, term) | _holders_of_parts(tokens, texts, parts[term])
    informative = {word: tokens[word] for word in telling}
    enough = _distinct_words(len(numbers), informative) >= WORDS_NEEDED
    title = [word for word in whole_words(need.title, index.users) if word in informative]
    rare = [informative[word] for word in title if counts[word] <= RARE_SHARE * index.size]
    for holds in (*names.values(), *rare):
        enough |= holds
    return SharedWords(enough, {word: holds for word, holds in (names | informative).items() if holds.any()})


def _token_holders(index: OfferIndex, numbers: Numbers, tokens: set[str]) -> dict[str, Holds]:
    """For each token which of these offers hold it."""
    from rongtu.engines.match.search.kernels import held

    wanted = sorted(tokens)
    holds = np.zeros((len(numbers), len(wanted)), dtype=np.bool_)
    for which, local, postings in index.split(numbers, [segment.term for segment in index.segments]):
        found = postings.vocabulary.find(wanted)
        # the vocabulary is sorted as the tokens are
        slots = np.flatnonzero(found >= 0)
        part = np.zeros((len(which), len(wanted)), dtype=np.bool_)
        held(postings.holdings.starts, postings.holdings.tokens, local, found[slots], slots, part)
        holds[which] = part
    return dict(zip(wanted, np.ascontiguousarray(holds.T), strict=True))


def _holders_of_parts(tokens: Mapping[str, Holds], texts: Sequence[str], parts: Sequence[str]) -> Holds:
    """The offers that hold all the words a name is made of in order, with at most a few characters between them."""
    telling = [part for part in parts if is_telling(part)]
    found = np.zeros(len(texts), dtype=np.bool_)
    if len(telling) < WORDS_NEEDED:
        return found
    close = re.compile(f".{{0,{MOST_BETWEEN}}}".join(map(re.escape, parts)))
    for i in np.flatnonzero(np.logical_and.reduce([tokens[part] for part in telling])).tolist():
        found[i] = close.search(texts[i]) is not None
    return found


def _holders_of_term(texts: Sequence[str], term: str) -> Holds:
    """The offers whose text holds the whole term."""
    return np.array([term in text and contains(text, term) for text in texts], dtype=np.bool_)


def _distinct_words(size: int, holds: Mapping[str, Holds]) -> NDArray[np.int64]:
    """How many words each offer holds, those inside another one it holds left out."""
    count = np.zeros(size, dtype=np.int64)
    longer = _longer(holds)
    for word, holders in holds.items():
        alone = holders
        for other in longer.get(word, ()):
            alone = alone & ~holds[other]
        count += alone
    return count


def _longer(words: Mapping[str, Holds]) -> dict[str, list[str]]:
    """For each word the other words it stands inside of; O(characters of a word squared)."""
    longer: dict[str, list[str]] = {}
    for word in words:
        inside = {word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1)} - {word}
        for part in inside & words.keys():
            longer.setdefault(part, []).append(word)
    return longer
