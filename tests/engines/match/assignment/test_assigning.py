"""Assignments against SciPy, trying all, and each other; capacities kept, who is short told why."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from rongtu.engines.match.assignment import Demand, Method, Pairs, Reason, Supplier, assign, assigning
from rongtu.vocab.problems import InputError


def demands(*given, hours=1.0):
    """Needs by how many offers they want, or (how many, hours)."""
    rows = [one if isinstance(one, tuple) else (one, hours) for one in given]
    return [Demand(f"n{number}", *row) for number, row in enumerate(rows)]


def suppliers(*hours):
    return [Supplier(f"o{number}", one) for number, one in enumerate(hours)]


def keeps(needs, offers, found):
    """Whether nobody has more than wanted, or gives more than he has."""
    for need in needs:
        assert sum(one.need == need.key for one in found.assigned) <= need.offers
    for offer in offers:
        used = sum(one.hours for one in found.assigned if one.offer == offer.key)
        assert offer.hours is None or used <= offer.hours + 1e-6
    assert len({(one.need, one.offer) for one in found.assigned}) == len(found.assigned)
    assert found.total == pytest.approx(sum(one.fit for one in found.assigned))


def most(needs, offers, rows):
    """The most fit there is, by trying all."""
    best = 0.0
    for taken in product((False, True), repeat=len(rows)):
        held = [row for row, is_in in zip(rows, taken, strict=True) if is_in]
        got = np.bincount([need for need, _, _ in held], minlength=len(needs))
        used = np.zeros(len(offers))
        for need, offer, _ in held:
            used[offer] += needs[need].hours
        if all(got <= [one.offers for one in needs]) and all(
            one.hours is None or used[place] <= one.hours + 1e-9 for place, one in enumerate(offers)
        ):
            best = max(best, sum(fit for _, _, fit in held))
    return best


@st.composite
def cases(draw):
    needs = [(draw(st.integers(0, 2)), draw(st.sampled_from([1.0, 2.0, 3.0]))) for _ in range(draw(st.integers(1, 4)))]
    offers = draw(st.lists(st.sampled_from([None, 0.0, 1.0, 2.5, 4.0]), min_size=1, max_size=3))
    places = draw(st.sets(st.tuples(st.integers(0, len(needs) - 1), st.integers(0, len(offers) - 1)), max_size=9))
    rows = [(need, offer, draw(st.integers(1, 9)) / 10) for need, offer in sorted(places)]
    return demands(*needs), suppliers(*offers), rows


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=30)
def test_one_to_one_is_what_scipy_finds(needs, offers, seed):
    fit = np.random.default_rng(seed).integers(1, 100, (needs, offers)) / 100
    need, offer = np.divmod(np.arange(needs * offers), offers)
    found = assign(demands(*[1] * needs), suppliers(*[1.0] * offers), Pairs(need, offer, fit.ravel()))
    rows, columns = linear_sum_assignment(fit, maximize=True)
    assert found.total == pytest.approx(fit[rows, columns].sum())
    assert (found.method, found.gap) == (Method.FLOW, 0.0)


@given(cases())
@settings(deadline=None, max_examples=60)
def test_nothing_better_is_found_by_trying_all(case):
    needs, offers, rows = case
    found = assign(needs, offers, Pairs.of(rows))
    keeps(needs, offers, found)
    assert found.total == pytest.approx(most(needs, offers, rows))
    assert found.gap == 0.0


@given(cases())
@settings(deadline=None, max_examples=60)
def test_prices_find_what_is_within_the_gap_they_tell(case):
    needs, offers, rows = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assigning, "EXACT", 0)
        found = assign(needs, offers, Pairs.of(rows))
    keeps(needs, offers, found)
    best = most(needs, offers, rows)
    assert found.total <= best + 1e-9
    assert best * (1 - 1e-6) <= found.total / (1 - found.gap) + 1e-9


@given(cases(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=20)
def test_the_order_of_pairs_changes_nothing(case, shuffler):
    needs, offers, rows = case
    turned = list(rows)
    shuffler.shuffle(turned)
    assert assign(needs, offers, Pairs.of(turned)) == assign(needs, offers, Pairs.of(rows))


def test_prices_come_near_on_a_case_too_large_to_try():
    rng = np.random.default_rng(1)
    needs = demands(
        *[(int(k), float(h)) for k, h in zip(rng.integers(1, 4, 150), rng.choice([2, 3, 4], 150), strict=True)]
    )
    offers = suppliers(*rng.choice([4.0, 6.0, 9.0], 150).tolist())
    offer = np.concatenate([rng.choice(150, 10, replace=False) for _ in needs])
    pairs = Pairs(np.repeat(np.arange(150), 10), offer, np.round(rng.random(1500) * 0.9 + 0.1, 3))
    found = assign(needs, offers, pairs)
    keeps(needs, offers, found)
    assert found.method is Method.PRICES
    assert found.gap < 0.06


def test_an_expert_with_four_hours_does_not_serve_forty_needs():
    found = assign(demands(*[1] * 40), suppliers(4.0), Pairs.of([(n, 0, 0.5 + n / 100) for n in range(40)]))
    assert [one.need for one in found.assigned] == ["n36", "n37", "n38", "n39"]
    assert {one.reason for one in found.short} == {Reason.FULL}
    assert found.short[0].waits_for == ("o0",)
    # an hour more would serve n35
    assert found.loads[0].margin == pytest.approx(0.85)
    assert found.loads[0].used == 4.0


def test_who_is_short_is_told_why():
    needs = demands((1, 2.0), (1, 5.0), (2, 1.0), (1, 2.0))
    found = assign(needs, suppliers(2.0, None), Pairs.of([(0, 0, 0.9), (1, 0, 0.8), (2, 1, 0.7), (3, 0, 0.6)]))
    told = {one.need: (one.wanted, one.got, one.reason, one.waits_for) for one in found.short}
    assert told == {
        "n1": (1, 0, Reason.TOO_LONG, ()),
        "n2": (2, 1, Reason.NO_OFFER, ()),
        "n3": (1, 0, Reason.FULL, ("o0",)),
    }


def test_nothing_to_assign_is_an_answer():
    found = assign(demands(1), suppliers(1.0), Pairs.of([]))
    assert (found.assigned, found.total, found.gap) == ((), 0.0, 0.0)
    assert found.short[0].reason is Reason.NO_OFFER
    assert assign([], [], Pairs.of([])).assigned == ()


@pytest.mark.parametrize(
    "rows", [[(1, 0, 0.5)], [(0, 0, 0.0)], [(0, 0, 0.5), (0, 0, 0.6)]], ids=["place", "fit", "twice"]
)
def test_pairs_that_cannot_be_meant_are_refused(rows):
    with pytest.raises(InputError):
        assign(demands(1), suppliers(1.0), Pairs.of(rows))


def test_rows_that_cannot_be_meant_are_refused_all_at_once():
    with pytest.raises(InputError) as told:
        assign([Demand("a", -1), Demand("a", 1, 0.0)], [Supplier("", -1.0)], Pairs.of([]))
    assert len(told.value.problems) == 5
