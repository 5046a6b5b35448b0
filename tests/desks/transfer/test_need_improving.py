"""A match in words, from made ones: its parts, the conditions it fails, what would make it better."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.desks.transfer.need_conditions import KIND_ZH, asked_of, failures
from rongtu.desks.transfer.need_features import FEATURE_ZH, hundredths, parts, to_decimals
from rongtu.desks.transfer.need_improving import HOLDER, NEED, betters
from rongtu.desks.transfer.wording import CONDITION_ZH
from rongtu.engines.match.indexing import build_index
from rongtu.engines.match.inputs import Conditions, Facet, Need, Offer, Slot, Wish
from rongtu.engines.match.ranking import rank
from rongtu.engines.match.results import Condition, Feature, Footing, Improvement, Match

OFFER = Offer("technology:1", "technology", "耐高温涂覆隔膜", text="180 度不收缩", trl=5, price=2_000_000.0)


def need(**wish):
    return Need("N-1", "隔膜耐热", terms=("电池隔膜",), wish=Wish(**wish))


def match(*improvements, contributions=((Feature.NAMED, 1.0),)):
    score = sum(value for _, value in contributions)
    return Match("technology:1", score, tuple(contributions), ("隔膜",), Footing.NAMED, (), (), tuple(improvements))


def better(feature, unknown=False, place=1, now=4, offer=OFFER, **wish):
    (told,) = betters(match(Improvement(feature, unknown, 0.25, place)), need(**wish), offer, now)
    return told


def test_a_silent_holder_is_told_what_to_say_and_where_it_would_lead():
    told = better(Feature.TRL, unknown=True, trl=7)
    assert (told.who, told.words) == (HOLDER, "持有单位写明就绪度为 7 级以上，可升到第 1 位")
    assert told.gain == 0.25


def test_a_holder_who_is_poor_in_something_is_told_how_far_to_come():
    assert better(Feature.TRL, place=2, trl=7).words == "持有单位把就绪度从 5 级提到 7 级，可升到第 2 位"
    assert better(Feature.PRICE, budget=1_500_000.0).words.startswith("持有单位把报价降到 150万元 以内")


@pytest.mark.parametrize("feature", [Feature.TRL, Feature.PRICE, Feature.CHAIN])
def test_a_need_that_is_silent_itself_is_asked_first(feature):
    told = better(feature, unknown=True)
    assert told.who == NEED
    assert "--" in told.words


def test_where_no_place_is_won_it_says_so():
    assert better(Feature.FRESH, place=1, now=1).words.endswith("仍居第 1 位，更稳")
    assert better(Feature.FRESH, place=3, now=3).words.endswith("得分更高，名次不变")


@pytest.mark.parametrize("feature", list(Feature))
@pytest.mark.parametrize("unknown", [True, False])
def test_every_feature_has_words(feature, unknown):
    assert feature in FEATURE_ZH
    assert better(feature, unknown).words
    told = parts(match(contributions=[(feature, 0.5)]), need(), OFFER, ["来源点名"])
    assert [(part.value, part.share) for part in told] == [(0.5, 100)]
    assert told[0].because


GRID = st.integers(-(2**40), 2**41).map(lambda unit: unit / 2**40)


@given(st.lists(GRID, max_size=len(Feature)))
def test_the_parts_shown_add_up_exactly_to_the_score(values):
    contributions = list(zip(Feature, values, strict=False))
    whole = match(contributions=contributions)
    assert sum(part.value for part in parts(whole, need(), OFFER, [])) == whole.score


@given(st.lists(GRID.filter(lambda value: value > 0), min_size=1, max_size=11))
def test_shares_and_decimals_on_the_page_add_up_too(values):
    assert sum(hundredths(values)) == 100
    shown = [round(float(value) * 10_000) for value in to_decimals(values, 4)]
    assert sum(shown) == round(sum(values) * 10_000)


WANTING: Sequence[tuple[Condition, Conditions, Offer]] = [
    (Condition.OWN, Conditions(not_held_by=frozenset({"甲"})), Offer("o", "technology", "隔膜", holder="甲")),
    (Condition.KIND, Conditions(kinds=frozenset({"dataset"})), Offer("o", "technology", "隔膜")),
    (Condition.REGION, Conditions(regions=frozenset({"天津"})), Offer("o", "technology", "隔膜", region="北京")),
    (Condition.REGION_UNKNOWN, Conditions(regions=frozenset({"天津"})), Offer("o", "technology", "隔膜")),
    (Condition.YEAR, Conditions(earliest_year=2020), Offer("o", "technology", "隔膜", as_of_year=2010)),
    (Condition.TRL, Conditions(least_trl=5), Offer("o", "technology", "隔膜", trl=4)),
    (Condition.TRL_HIGH, Conditions(most_trl=5), Offer("o", "technology", "隔膜", trl=9)),
    (Condition.BUDGET, Conditions(budget=1e6), Offer("o", "technology", "隔膜", price=2e6)),
    (
        Condition.ENDED,
        Conditions(still_on_offer="2026-11-20"),
        Offer("o", "technology", "隔膜", offered_until="2026-01-01"),
    ),
    (
        Condition.RIGHTS,
        Conditions(facets=((Facet.RIGHTS, frozenset({"licence"})),)),
        Offer("o", "technology", "隔膜", facets={Facet.RIGHTS: frozenset({"joint"})}),
    ),
    (
        Condition.SLOT,
        Conditions(slot=Slot(5.0, "天", "2026-12-01", "2026-12-31")),
        Offer("o", "facility", "隔膜中试线", slots=(Slot(1.0, "天", "2026-12-01", "2026-12-31"),)),
    ),
]


@pytest.mark.parametrize(("condition", "asks", "offer"), WANTING, ids=lambda one: getattr(one, "value", ""))
def test_a_removed_candidate_names_its_condition_and_would_be_listed_without(condition, asks, offer):
    index = build_index([offer], ("隔膜",))
    asked = Need("N-1", "隔膜", conditions=asks)
    fails, answer = failures(lambda one: rank(index, [one])[0], asked, "o")
    assert fails == (condition,)
    assert [one.offer for one in answer.matches] == ["o"]
    (told,) = [one for one in asked_of(asked, offer) if condition in one.fails_as]
    assert told.wanted
    assert told.found
    assert told.unknown == condition.value.endswith("unknown")


def test_an_offer_that_fails_several_conditions_names_them_all():
    offer = Offer("o", "technology", "隔膜", trl=2, price=2e6, holder="甲")
    asks = Conditions(least_trl=5, budget=1e6, not_held_by=frozenset({"甲"}))
    index = build_index([offer], ())
    fails, _ = failures(lambda one: rank(index, [one])[0], Need("N-1", "隔膜", conditions=asks), "o")
    assert set(fails) == {Condition.OWN, Condition.TRL, Condition.BUDGET}


@pytest.mark.parametrize("condition", list(Condition))
def test_every_condition_has_a_name_in_chinese(condition):
    assert not CONDITION_ZH[condition].isascii()
    assert all(not name.isascii() for name in KIND_ZH.values())
