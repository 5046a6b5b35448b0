"""Features beside text: published weights, unknown weighs nothing, and better never weighs less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.match.builders import named, need, offer
from rongtu.engines.match import build_index, rank
from rongtu.engines.match.appraising import appraise
from rongtu.engines.match.inputs import Facet, Track, Wish
from rongtu.engines.match.results import Feature

WISH = Wish(
    trl=7,
    budget=100.0,
    rights=frozenset({"licence"}),
    steps={"N": 0, "M": 1},
    nearness={"here": 1.0, "near": 0.4},
    today="2026-11-30",
)


def value(feature, wish=WISH, **stated):
    return appraise(wish, offer("a", "电解槽", kind="technology", **stated))[feature].value


@pytest.mark.parametrize("feature", [Feature.CHAIN, Feature.TRL, Feature.RIGHTS, Feature.TRACK, Feature.NEAR])
def test_what_is_unknown_weighs_nothing_and_says_so(feature):
    verdict = appraise(WISH, offer("a", "电解槽", kind="technology"))[feature]
    assert (verdict.value, verdict.unknown) == (0.0, True)


def test_the_published_weights():
    assert value(Feature.CHAIN, nodes=("N",)) == 0.12
    assert value(Feature.CHAIN, nodes=("M", "elsewhere")) == 0.06
    assert value(Feature.TRL, trl=8) == 0.05
    assert value(Feature.TRL, trl=5) == pytest.approx(-0.03)
    assert value(Feature.RIGHTS, facets={Facet.RIGHTS: frozenset({"licence", "joint"})}) == 0.03
    assert value(Feature.RIGHTS, facets={Facet.RIGHTS: frozenset({"joint"})}) == -0.03
    assert value(Feature.TRACK, track=Track(asked=2, replied=2, contracts=1, kept=1)) == pytest.approx(
        0.04 * (2 * (3 / 4 + 2 / 3) / 2 - 1)
    )
    assert value(Feature.NEAR, region="near") == pytest.approx(0.02)
    assert value(Feature.PRICE, price=150.0) == pytest.approx(-0.015)
    assert value(Feature.FRESH, confirmed_on="2026-08") == 0.02


@given(st.integers(1, 9), st.integers(1, 9))
def test_a_more_mature_offer_never_weighs_less(trl, other):
    low, high = sorted((trl, other))
    assert value(Feature.TRL, trl=low) <= value(Feature.TRL, trl=high)


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_a_lower_price_never_weighs_less(price, other):
    low, high = sorted((price, other))
    assert value(Feature.PRICE, price=low) >= value(Feature.PRICE, price=high)


def test_what_would_make_it_better_says_the_place_it_would_reach():
    offers = [
        offer("a", "电解槽密封", kind="technology", trl=7),
        offer("b", "电解槽密封", kind="technology"),
        offer("c", "电解槽密封", kind="technology", trl=6),
    ]
    asked = need("电解槽密封", wish=Wish(trl=7))
    (found,) = rank(build_index(offers, ["电解槽"]), [asked])
    assert [match.offer for match in found.matches] == ["a", "c", "b"]
    better = {match.offer: {one.feature: one for one in match.improvements} for match in found.matches}
    assert Feature.TRL not in better["a"]
    assert better["b"][Feature.TRL].unknown
    assert better["b"][Feature.TRL].place == 1
    assert better["c"][Feature.TRL].gain == pytest.approx(0.04)
    gains = [one.gain for one in found.matches[2].improvements]
    assert gains == sorted(gains, reverse=True)


def test_no_text_and_no_feature_outweighs_what_a_source_names():
    offers = [
        offer("a", "电解槽密封垫片材料", kind="technology", trl=9, nodes=("N",), region="here", price=1.0),
        offer("b", "奶牛", kind="technology", trl=1, price=1e9),
    ]
    asked = need("电解槽密封垫片材料", wish=WISH)
    (found,) = rank(build_index(offers, ["电解槽"]), [asked], [named("b")])
    assert [match.offer for match in found.matches] == ["b", "a"]
