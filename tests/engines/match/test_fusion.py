"""Words and vectors fused: parts add up, conditions and row order hold, last bits and foreign vectors do not matter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.match.builders import OFFERS, named, need, offer
from rongtu.engines.match import Conditions, Footing, build_index, rank, rank_texts
from rongtu.engines.match.candidates import DEPTH, find_candidates
from rongtu.engines.match.dense import query_vectors
from rongtu.engines.match.fusion import fuse
from rongtu.engines.match.results import Condition, Feature
from rongtu.vocab.problems import InputError

NONE = [np.nan, np.nan, np.nan]


def unit(*parts):
    return np.array(parts, dtype=np.float64) / np.linalg.norm(parts)


def answer(asked, vector, offers, vectors, evidence=(), **given):
    index = build_index(offers, ["电解槽"], vectors)
    (found,) = rank(index, [asked], evidence, vectors=[vector], **given)
    return found


def parts(found):
    return {match.offer: dict(match.contributions) for match in found.matches}


def fused(asked, vector, offers, vectors):
    index = build_index(offers, ["电解槽"], vectors)
    (query,) = query_vectors(index, [vector], 1)
    candidates = find_candidates(index, asked, query)
    found = fuse(candidates)
    keys = index.keys(candidates.numbers)
    return {key: {feature: values[i] for feature, values in found.items()} for i, key in enumerate(keys)}


def test_the_nearest_vector_has_the_first_rank_and_equal_ones_share_it():
    offers = [offer(key, "电解槽") for key in "abc"]
    vectors = [unit(1, 0, 0), unit(0, 1, 0), unit(1, 0, 0)]
    found = fused(need("电解槽"), unit(1, 0.1, 0), offers, vectors)
    assert found["a"][Feature.DENSE] == found["c"][Feature.DENSE] == pytest.approx(1 / 61, abs=1e-12)
    assert found["b"][Feature.DENSE] == pytest.approx(1 / 63, abs=1e-12)


def test_vectors_order_what_words_leave_equal():
    offers = [offer(key, "电解槽密封") for key in "abc"]
    vectors = [unit(0, 1, 0), unit(1, 1, 0), unit(1, 0, 0)]
    assert list(parts(answer(need("电解槽"), unit(1, 0, 0), offers, vectors))) == ["c", "b", "a"]


def test_without_a_vector_words_alone_rank_and_say_so():
    offers, vectors = [offer("a", "电解槽"), offer("b", "电解槽")], [unit(1, 0, 0), NONE]
    found = fused(need("电解槽"), unit(1, 0, 0), offers, vectors)
    assert found["b"][Feature.DENSE] == 0
    assert Feature.DENSE not in parts(answer(need("电解槽"), NONE, offers, vectors))["a"]
    assert Feature.DENSE not in parts(answer(need("电解槽"), unit(1, 0, 0), offers, None))["a"]


def test_a_near_vector_lifts_no_lead_over_the_threshold_of_words():
    found = answer(need("质子交换膜电解槽"), unit(1, 0, 0), [offer("a", "奶牛")], [unit(1, 0, 0)])
    assert found.matches == ()
    assert found.without_words == 1


def test_a_named_offer_stays_before_any_lead():
    offers = [offer("a", "电解槽"), offer("b", "奶牛")]
    found = answer(need("电解槽"), unit(1, 0, 0), offers, [unit(1, 0, 0), unit(0, 0, 1)], [named("b")])
    assert [match.footing for match in found.matches] == [Footing.NAMED, Footing.LEAD]


def test_the_list_of_vectors_ends_where_it_says():
    offers = [offer(f"{i:03}", "电解槽") for i in range(DEPTH + 50)]
    vectors = [unit(1, i / 100, 0) for i in range(len(offers))]
    found = fused(need("电解槽"), unit(1, 0, 0), offers, vectors)
    assert sum(features[Feature.DENSE] > 0 for features in found.values()) == DEPTH


def test_an_offer_removed_by_a_condition_takes_no_rank():
    offers = [offer("a", "电解槽", trl=2), offer("b", "电解槽", trl=6)]
    asked = need("电解槽", conditions=Conditions(least_trl=5))
    found = answer(asked, unit(1, 0, 0), offers, [unit(1, 0, 0), unit(0, 1, 0)])
    assert parts(found).keys() == {"b"}
    assert [(removal.condition, removal.offers) for removal in found.removals] == [(Condition.TRL, ("a",))]


def test_the_conditions_of_a_posted_need_remove_what_is_known_to_fail_them():
    offers = [
        offer("own", "电解槽", holder="甲公司"),
        offer("young", "电解槽", trl=4),
        offer("over", "电解槽", offered_until="2026-05-31"),
        offer("still", "电解槽", offered_until="2026-06-30", trl=5),
        offer("unsaid", "电解槽"),
    ]
    asked = Conditions(not_held_by=frozenset({"甲公司"}), least_trl=5, still_on_offer="2026-06-20")
    index = build_index(offers, ["电解槽"])
    (found,) = rank(index, [need("电解槽", conditions=asked)])
    assert {removal.condition: removal.offers for removal in found.removals} == {
        Condition.OWN: ("own",),
        Condition.TRL: ("young",),
        Condition.ENDED: ("over",),
    }
    excepting = Conditions(
        not_held_by=asked.not_held_by,
        least_trl=5,
        still_on_offer="2026-06-20",
        excepted=frozenset({"own", "young", "nobody"}),
    )
    (found,) = rank(index, [need("电解槽", conditions=excepting)])
    assert {removal.condition for removal in found.removals} == {Condition.OWN, Condition.ENDED}


@pytest.mark.parametrize(
    ("offers", "needs", "told"),
    [
        ([[1, 0, 0]], [[1, 0, 0]], "2 rows"),
        ([[1, 0, 0], [2, 0, 0]], [[1, 0, 0]], "length 1"),
        ([[1, 0, 0], [0, 1, 0]], [[1, 0]], "of 3 numbers"),
        ([[1, 0, 0], [0, 1, 0]], [], "1 rows"),
    ],
)
def test_vectors_that_cannot_be_compared_are_refused(offers, needs, told):
    with pytest.raises(InputError, match=told):
        rank(build_index([offer("a"), offer("b")], vectors=offers), [need("电解槽")], vectors=needs)


def test_the_bare_ranking_takes_a_vector_too():
    index = build_index(OFFERS, vectors=[unit(1, i, 0) for i in range(len(OFFERS))])
    assert len(rank_texts(index, need("电解槽"), 9)) < len(OFFERS)
    assert len(rank_texts(index, need("电解槽"), 9, unit(1, 4, 0))) == len(OFFERS)
    assert rank_texts(index, need(""), 9, unit(1, 4, 0))[0][0] == "e"


axis = st.integers(-4, 4)
written = st.lists(
    st.tuples(st.text(alphabet="电解槽轴承 A", max_size=8), axis, axis, st.integers(1, 9)), min_size=1, max_size=9
)


@settings(max_examples=60, deadline=None)
@given(written, st.text(alphabet="电解槽轴承 A", max_size=8), axis, axis, st.randoms(use_true_random=False))
def test_parts_add_up_whatever_the_order_of_rows_and_the_last_bits(rows, title, x, y, random):
    offers = [offer(f"k{i}", text, trl=trl) for i, (text, _, _, trl) in enumerate(rows)]
    vectors = [unit(9, a, b) for _, a, b, _ in rows]
    asked = need(title, terms=("电解槽",), conditions=Conditions(least_trl=4))
    found = answer(asked, unit(9, x, y), offers, vectors, [named("k0")])

    order = list(range(len(rows)))
    random.shuffle(order)
    moved = [np.asarray(vectors[i]) * (1 + 1e-9) for i in order]
    assert found == answer(asked, unit(9, x, y), [offers[i] for i in order], moved, [named("k0")])

    assert all(sum(value for _, value in match.contributions) == match.score > 0 for match in found.matches)
    assert [match.score for match in found.matches] == sorted((m.score for m in found.matches), reverse=True)
    removed = {key for removal in found.removals for key in removal.offers}
    assert removed == {f"k{i}" for i, (_, _, _, trl) in enumerate(rows) if trl < 4}
    assert not removed & {match.offer for match in found.matches}
