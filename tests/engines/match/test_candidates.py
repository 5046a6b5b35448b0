"""The few looked at closely: raw scores beside ranks, and needs of any length or none."""

import numpy as np
import pytest

from engines.match.builders import OFFERS, need, offer
from rongtu.engines.match import build_index, rank
from rongtu.engines.match.candidates import MOST_CHARACTERS, clipped, find_candidates
from rongtu.engines.match.lexical import MOST_TOKENS, search_words
from rongtu.engines.match.search.vectors import GRID

INDEX = build_index(OFFERS, ["电解槽"], [[1.0, 0.0]] * 3 + [[0.0, 1.0], [np.nan, np.nan]])


def test_each_candidate_has_every_score_whatever_list_it_came_from():
    found = find_candidates(INDEX, need("电解槽密封"), np.round(np.array([0.6, 0.8]) / GRID) * GRID, depth=1)
    assert INDEX.keys(found.numbers) == ["a", "b", "c", "d"]
    assert found.bigram_rank.tolist() == [1, 0, 0, 0]
    assert (found.bigram > 0).tolist() == [True, True, False, False]
    assert found.dense.tolist() == [0.6, 0.6, 0.6, 0.8]
    assert found.dense_rank.tolist() == [2, 2, 2, 1]


def test_a_named_offer_is_a_candidate_without_any_word_or_vector():
    found = find_candidates(INDEX, need("电解槽"), named=np.array([4]))
    place = INDEX.keys(found.numbers).index("e")
    assert (found.bigram[place], found.bigram_rank[place], found.term_rank[place]) == (0, 0, 0)
    assert found.dense is None


@pytest.mark.parametrize("title", ["", "膜", " ", "、", "的", "A", "\x00", "\ud800", "😀"])
def test_a_need_of_next_to_nothing_finds_nothing_and_does_not_fail(title):
    (found,) = rank(INDEX, [need(title, title, terms=(title,))])
    assert found.matches == ()


def test_a_need_without_end_is_read_in_its_beginning():
    title = "质子交换膜电解槽密封"
    endless = need(title, "".join(chr(0x4E00 + i % 20_000) for i in range(100_000)), terms=("电解槽",) * 50_000)
    assert len(clipped(endless).text) == MOST_CHARACTERS
    assert sum(map(len, clipped(endless).terms)) <= MOST_CHARACTERS
    (found,) = rank(INDEX, [endless])
    assert {"a", "b"} <= {match.offer for match in found.matches}


def test_of_too_many_tokens_the_rarest_are_looked_for():
    words = [f"w{i:04}" for i in range(MOST_TOKENS + 9)]
    index = build_index([offer("common", " ".join(words[:9])), offer("rare", " ".join(words))])
    found = search_words(index, "bigram", words, index.live(), 9)
    assert len(found.query.weights) == MOST_TOKENS
    assert [index.key(i) for i in found.best.tolist()] == ["rare"]
