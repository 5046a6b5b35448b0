"""Ranked matches: parts add up, named before leads, no lead without shared words, the same on every run."""

import json
import math
import subprocess
import sys
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.match.builders import OFFERS, named, need, offer
from rongtu.engines.match import Conditions, Footing, build_index, rank
from rongtu.engines.match.lexical import K1, B, scores_of, search_words
from rongtu.engines.match.results import Condition, Feature
from rongtu.engines.match.textual import word_features
from rongtu.vocab.chains import BasisGrade
from rongtu.vocab.problems import InputError
from rongtu.vocab.text_model import text_model

INDEX = build_index(OFFERS, ["电解槽", "质子交换膜", "碱性电解槽"])


def answer(asked, evidence=(), index=INDEX, **given):
    (found,) = rank(index, [asked], evidence, **given)
    return found


def keys(found):
    return [match.offer for match in found.matches]


def test_bm25_is_the_formula_it_says():
    index = build_index([offer("a", "aa bb bb"), offer("b", "bb cc"), offer("c", "cc")])
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    expected = [
        idf * sum(tf / (tf + K1 * (1 - B + B * length / 2)) for tf in ([count] if count else []))
        for count, length in ((2, 3), (1, 2), (0, 1))
    ]
    for query, times in ((["bb"], 1), (["bb", "bb", "dd"], 2)):
        found = search_words(index, "bigram", query, index.live(), 9)
        assert scores_of(index, found.query, np.arange(3)).tolist() == pytest.approx(
            [times * score for score in expected], abs=1e-6
        )
        assert found.best.tolist() == [0, 1]


def test_equal_documents_share_a_rank_and_stand_in_key_order():
    index = build_index([offer("z", "电解槽密封"), offer("a", "电解槽密封"), offer("m", "奶牛")], ["电解槽"])
    found = answer(need("电解槽"), index=index)
    assert keys(found) == ["a", "z"]
    assert found.matches[0].score == found.matches[1].score


def test_text_adds_what_the_model_weighs_its_features_with():
    index = build_index(OFFERS, ["电解槽"])
    asked = need("质子交换膜电解槽")
    best = answer(asked, index=index).matches[0]
    features = word_features(index, asked, np.array([index.number(best.offer)]))[0]
    weights = text_model().words_alone
    parts = dict(best.contributions)
    assert parts[Feature.BIGRAM] == pytest.approx(sum(weights[k] * features[k] for k in (0, 1, 4, 5)), abs=1e-11)
    assert parts[Feature.TERM] == pytest.approx(sum(weights[k] * features[k] for k in (2, 3, 6, 7)), abs=1e-11)


def test_contributions_add_up_exactly_in_any_order():
    for match in answer(need("质子交换膜电解槽"), [named("b"), named("e")]).matches:
        for seed in range(50):
            values = [value for _, value in match.contributions]
            Random(seed).shuffle(values)
            assert sum(values) == match.score


def test_named_offers_come_before_leads_even_without_a_shared_word():
    found = answer(need("质子交换膜电解槽"), [named("e", as_of=2019), named("e", as_of=None)])
    assert keys(found)[0] == "e"
    first = found.matches[0]
    assert (first.footing, first.matched_words) == (Footing.NAMED, ())
    assert [row.as_of for row in first.evidence] == [2019, None]
    assert {match.footing for match in found.matches[1:]} == {Footing.LEAD}


def test_a_register_names_but_an_industry_class_only_leads():
    asked = need("质子交换膜电解槽")
    assert keys(answer(asked, [named("c", grade=BasisGrade.REGISTRY)]))[0] == "c"
    assert "c" not in keys(answer(asked, [named("c", grade=BasisGrade.INDUSTRY_CLASS)]))


def test_a_lead_without_shared_informative_words_is_not_returned_but_counted():
    found = answer(need("数控车床的碱性清洗"))
    assert keys(found) == []
    assert found.without_words > 0


def test_two_shared_informative_words_are_enough_and_are_named():
    (match,) = answer(need("奶牛粪污处理")).matches
    assert match.offer == "c"
    assert {"奶牛", "粪污"} <= set(match.matched_words)


def test_the_whole_term_of_a_need_is_enough_even_where_it_is_no_user_word():
    index = build_index([offer("a", "主轴陶瓷球"), offer("b", "主体轴线")])
    assert keys(answer(need("X", terms=("主轴",)), index=index)) == ["a"]


def test_a_word_inside_a_longer_shared_word_is_not_counted_again():
    index = build_index([offer("a", "轴承钢"), offer("b", "轴承钢与热处理")])
    assert keys(answer(need("轴承与轴承钢的热处理"), index=index)) == ["b"]


def test_hard_conditions_remove_before_ranking_and_say_whom():
    offers = [
        offer("a", "电解槽", region="北京", as_of_year=2023),
        offer("b", "电解槽", region="上海", as_of_year=2023),
        offer("c", "电解槽", as_of_year=2023),
        offer("d", "电解槽", region="北京", as_of_year=2009),
        offer("e", "电解槽", region="北京"),
        offer("f", "电解槽", region="北京", as_of_year=2023, kind="policy"),
    ]
    conditions = Conditions(frozenset({"北京"}), frozenset({"technology"}), earliest_year=2015)
    found = answer(need("电解槽", conditions=conditions), [named("b")], build_index(offers, ["电解槽"]))
    assert keys(found) == ["a"]
    assert {removal.condition: removal.offers for removal in found.removals} == {
        Condition.KIND: ("f",),
        Condition.REGION: ("b",),
        Condition.REGION_UNKNOWN: ("c",),
        Condition.YEAR: ("d",),
        Condition.YEAR_UNKNOWN: ("e",),
    }


def test_no_holder_fills_the_list():
    offers = [offer(f"h{i}", "电解槽", holder="某所") for i in range(5)] + [offer("x", "电解槽用水处理系统及其密封")]
    found = answer(need("电解槽"), index=build_index(offers, ["电解槽"]), per_holder=2)
    assert keys(found) == ["h0", "h1", "x"]
    assert found.beyond_holder == 3


def test_offers_of_unknown_holder_stand_for_themselves():
    offers = [offer(f"h{i}", "电解槽") for i in range(5)]
    assert len(answer(need("电解槽"), index=build_index(offers, ["电解槽"]), per_holder=2).matches) == 5


def test_an_empty_index_and_an_empty_need_give_nothing():
    assert keys(answer(need("电解槽"), index=build_index([]))) == []
    assert keys(answer(need(""))) == []
    assert keys(answer(need("电解槽"), index=build_index([offer("a")]))) == []


def test_bad_keys_and_evidence_on_nothing_are_refused_together():
    with pytest.raises(InputError, match="given once"):
        build_index([offer("a"), offer("a")])
    with pytest.raises(InputError) as error:
        rank(INDEX, [need("x")], [named("nobody"), named("a", "no need")])
    assert len(error.value.problems) == 2


texts = st.text(alphabet="电解槽质子交换膜轴承 AB", max_size=12)


@settings(max_examples=40)
@given(st.lists(texts, min_size=1, max_size=8), texts, st.randoms(use_true_random=False))
def test_the_order_of_offers_does_not_matter_and_parts_add_up(written, title, random):
    offers = [offer(f"k{i}", text) for i, text in enumerate(written)]
    shuffled = offers.copy()
    random.shuffle(shuffled)
    found = answer(need(title), index=build_index(offers, ["电解槽"]))
    assert found == answer(need(title), index=build_index(shuffled, ["电解槽"]))
    assert all(sum(value for _, value in match.contributions) == match.score > 0 for match in found.matches)
    assert [match.score for match in found.matches] == sorted((m.score for m in found.matches), reverse=True)


RUN = """
import json
import math
from engines.match.builders import OFFERS, need
from rongtu.engines.match import build_index, rank
found = rank(build_index(OFFERS, ["电解槽", "膜电极"]), [need("质子交换膜 电解槽 密封 隔膜 轴承")])
print(json.dumps([(m.offer, m.score.hex(), m.matched_words) for m in found[0].matches]))
"""


def test_another_process_with_another_hash_seed_answers_the_same():
    answers = {
        subprocess.run(
            [sys.executable, "-c", RUN],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1
    assert json.loads(answers.pop())


def test_a_name_is_also_met_by_all_its_parts_close_together():
    texts = {"a": "全固态锂电池样机", "b": "电池与固态", "c": "固态的东西很多很多很多很多而电池很少"}
    index = build_index([offer(key, text) for key, text in texts.items()])
    assert keys(answer(need("X", terms=("固态电池",)), index=index)) == ["a"]
    assert keys(answer(need("X", terms=("半固态电池",)), index=index)) == []
