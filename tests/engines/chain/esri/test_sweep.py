"""The published sweep: as the formulas written out, and what must hold whatever the network."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.chain.esri.reference import Firms, networks, shocked, shocks_of, situations, sweep
from rongtu.engines.chain.esri import Mode, Shocks, Stop, SupplyNetwork, cascade

EPS = st.sampled_from([1e-1, 1e-2, 1e-4])


def published(firms, psi, psi_up, **options):
    return cascade(firms.network(options.pop("order", None)), shocks_of(psi, psi_up), mode=Mode.PUBLISHED, **options)


def dense(found, firms, scenarios):
    down, up = np.zeros((scenarios, firms.size)), np.zeros((scenarios, firms.size))
    down[found.losses.scenario, found.losses.firm] = found.losses.down
    up[found.losses.scenario, found.losses.firm] = found.losses.up
    return down, up


@given(situations(), EPS, st.booleans())
def test_losses_and_steps_are_those_of_the_formulas(situation, eps, by_index):
    firms, psi, psi_up = situation
    stop = Stop.INDEX if by_index else Stop.MOVEMENT
    found = published(firms, psi, psi_up, eps=eps, stop=stop, losses_of=range(3))
    down, up = dense(found, firms, 3)
    weights = firms.flows.sum(axis=1)[None] if firms.weights is None else firms.weights
    for scenario in range(3):
        h_d, h_u, steps, _ = sweep(firms, psi[scenario], psi_up[scenario], eps, by_index)
        assert steps == found.steps[scenario]
        assert np.abs(1 - h_d - down[scenario]).max() <= 1e-12
        assert np.abs(1 - h_u - up[scenario]).max() <= 1e-12
        for number, weight in enumerate(weights):
            if weight.sum():
                lost = (weight * (1 - np.minimum(h_d, h_u))).sum() / weight.sum()
                assert found.esri[scenario, number] == pytest.approx(lost, abs=1e-12)


@pytest.mark.parametrize("replaces", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_sums_made_anew_and_sums_that_grew_agree(seed, replaces):
    # sparse enough for steps of both kinds
    rng, size, links = np.random.default_rng(seed), 80, 160
    flows = np.zeros(size * size)
    flows[rng.choice(size * size, links, replace=False)] = rng.lognormal(0, 1, links)
    market = rng.integers(0, 20, size) if replaces else None
    essential = rng.choice([0, 1, 2], size=(5, 5), p=[0.1, 0.4, 0.5])
    firms = Firms(flows.reshape(size, size), rng.integers(0, 5, size), essential, market)
    psi = np.eye(size)[:6]
    found = published(firms, psi, psi, eps=1e-4, losses_of=range(6))
    down, up = dense(found, firms, 6)
    for scenario in range(6):
        h_d, h_u, steps, _ = sweep(firms, psi[scenario], psi[scenario], 1e-4)
        assert steps == found.steps[scenario]
        assert np.abs(1 - h_d - down[scenario]).max() <= 1e-12
        assert np.abs(1 - h_u - up[scenario]).max() <= 1e-12


@given(situations(), EPS)
def test_an_index_is_a_share_and_at_least_what_was_shocked_and_either_direction(situation, eps):
    firms, psi, psi_up = situation
    found = published(firms, psi, psi_up, eps=eps)
    assert (found.esri >= 0).all() and (found.esri <= 1).all()
    assert (found.esri >= np.maximum(found.down, found.up) - 1e-15).all()
    weight = firms.flows.sum(axis=1) if firms.weights is None else firms.weights[0]
    own = (weight * np.maximum(psi, psi_up)).sum(axis=1) / max(weight.sum(), 1e-300)
    assert (found.esri[:, 0] >= own - 1e-12).all()


@given(situations(), EPS, st.sampled_from([1e-9, 1e-4, 1e8]))
def test_the_unit_of_money_changes_nothing(situation, eps, unit):
    firms, psi, psi_up = situation
    if firms.revenue is not None and (firms.revenue == 0).any():
        return
    scaled = type(firms)(
        firms.flows * unit,
        firms.sector,
        firms.essential,
        firms.market,
        None if firms.revenue is None else firms.revenue * unit,
        # a cost of 0 is read as 1, whatever the unit: such a firm buys nothing
        None if firms.costs is None else firms.costs * unit,
        firms.weights,
    )
    one, other = published(firms, psi, psi_up, eps=eps), published(scaled, psi, psi_up, eps=eps)
    assert np.abs(one.esri - other.esri).max() <= 1e-12
    assert one.steps.tolist() == other.steps.tolist()


@given(situations(), EPS, st.randoms(use_true_random=False))
def test_the_order_of_links_changes_no_digit_and_that_of_firms_only_rounding(situation, eps, random):
    firms, psi, psi_up = situation
    found = published(firms, psi, psi_up, eps=eps)
    order = list(range(np.count_nonzero(firms.flows)))
    random.shuffle(order)
    shuffled = published(firms, psi, psi_up, eps=eps, order=np.array(order, dtype=int))
    assert np.array_equal(found.esri, shuffled.esri)
    new = list(range(firms.size))
    random.shuffle(new)
    of = {
        name: None if value is None else value[..., new]
        for name in ("sector", "market", "revenue", "costs", "weights")
        for value in [getattr(firms, name)]
    }
    renamed = type(firms)(firms.flows[np.ix_(new, new)], essential=firms.essential, **of)
    moved = published(renamed, psi[:, new], psi_up[:, new], eps=eps)
    assert np.abs(found.esri - moved.esri).max() <= 1e-12
    assert found.steps.tolist() == moved.steps.tolist()


@given(situations(), EPS)
def test_nothing_is_lost_downstream_where_no_input_matters(situation, eps):
    firms, psi, psi_up = situation
    unimportant = type(firms)(firms.flows, firms.sector, np.zeros_like(firms.essential), firms.market)
    found = published(unimportant, psi, psi_up, eps=eps, losses_of=range(3))
    assert np.array_equal(dense(found, firms, 3)[0], psi)


@given(st.data(), networks(), EPS)
def test_a_larger_shock_never_costs_less_but_for_the_stop(data, firms, eps):
    psi, _ = data.draw(shocked(firms))
    tight = published(firms, psi, psi, eps=1e-12)
    more = published(firms, np.minimum(1, psi * 1.5), np.minimum(1, psi * 1.5), eps=1e-12)
    assert (more.esri >= tight.esri - 1e-9).all()


def network(size=400, seed=3):
    rng = np.random.default_rng(seed)
    seller, buyer = (part[::1] for part in np.nonzero(rng.random((size, size)) < 10 / size))
    sector = rng.integers(0, 10, size)
    value, essential = rng.lognormal(3, 1.5, len(seller)), rng.choice([0, 1, 2], size=(10, 10))
    sold = np.bincount(seller, value, size)
    return SupplyNetwork.from_sectors(seller, buyer, value, sector, essential, market=sector, revenue=1.3 * sold)


@pytest.mark.parametrize("mode", Mode)
def test_the_number_of_threads_changes_no_digit(mode):
    one = cascade(network(), Shocks.every(60), mode=mode, threads=1, losses_of=[3, 50], sectors=True)
    two = cascade(network(), Shocks.every(60), mode=mode, threads=3, losses_of=[3, 50], sectors=True)
    assert np.array_equal(one.esri, two.esri) and np.array_equal(one.steps, two.steps)
    assert np.array_equal(one.losses.down, two.losses.down) and one.link_steps == two.link_steps
    assert np.array_equal(one.sectors.joint, two.sectors.joint)


def test_progress_ends_at_all_scenarios():
    told = []
    cascade(network(), Shocks.every(100), mode=Mode.PUBLISHED, progress=told.append)
    assert told == sorted(told) and told[-1] == 100


# The defects of the published code, and the right limit instead.


@pytest.mark.parametrize("unit", [1e-8, 1.0, 1e6])
def test_a_market_that_fails_whole_cannot_be_replaced_in_any_unit(unit):
    essential, market = [[2, 2], [2, 2]], [0, 0, 1]
    value = np.array([0.3, 0.2]) * unit
    net = SupplyNetwork.from_sectors([0, 1], [2, 2], value, [0, 0, 1], essential, market=market)
    both = Shocks.partial(1, [0, 1], [0, 0], [1.0, 1.0])
    found = cascade(net, both, mode=Mode.PUBLISHED, losses_of=[0])
    assert found.losses.down.tolist() == [1.0, 1.0, 1.0]
    assert found.steps.tolist() == [2]


def test_a_giant_that_fails_leaves_its_small_competitor_with_all_its_digits():
    # what is left of 1e12 + 1e-3 is 1e-3, which subtraction would not give
    essential = [[2, 2], [2, 2]]
    net = SupplyNetwork.from_sectors([0, 1], [2, 3], [1e12, 1e-3], [0, 0, 1, 1], essential, market=[0, 0, 1, 1])
    found = cascade(net, Shocks.partial(1, [0, 1], [0, 0], [1.0, 0.5]), mode=Mode.PUBLISHED, losses_of=[0])
    # half of the small one is left: it is worth sigma = min(1, 1e-3 / 5e-4) = 1
    assert found.losses.down.tolist() == [1.0, 0.5, 1.0, 0.5]


def test_there_may_be_other_market_classes_than_sectors():
    net = SupplyNetwork.from_sectors([0, 1], [2, 2], [3.0, 1.0], [0, 0, 0], [[2]], market=[7, 3, 90])
    found = cascade(net, Shocks.every(3), mode=Mode.PUBLISHED, losses_of=[0])
    assert found.losses.down.tolist() == [1.0, 0.75]


def test_the_stop_by_the_index_may_begin_at_an_index_of_0():
    # firm 1 sells nothing, so weighs nothing, but its supplier loses all
    net = SupplyNetwork.from_sectors([0], [1], [5.0], [0, 0], [[2]])
    found = cascade(net, Shocks.failures([1]), mode=Mode.PUBLISHED, stop=Stop.INDEX)
    assert found.esri.tolist() == [[1.0]] and found.steps.tolist() == [2]
    alone = SupplyNetwork.from_sectors([0], [1], [5.0], [0, 0, 0], [[2]])
    found = cascade(alone, Shocks.failures([2]), mode=Mode.PUBLISHED, stop=Stop.INDEX)
    assert found.esri.tolist() == [[0.0]] and found.steps.tolist() == [1]


def test_an_essential_class_without_purchases_is_no_constraint():
    net = SupplyNetwork.from_sectors([0, 1], [2, 2], [0.0, 1.0], [0, 1, 1], [[2, 2], [2, 2]])
    found = cascade(net, Shocks.failures([0]), mode=Mode.PUBLISHED, losses_of=[0])
    assert found.losses.firm.tolist() == [0]


def test_a_network_without_links_loses_what_is_shocked():
    net = SupplyNetwork.from_sectors([], [], [], [0, 0], [[2]], revenue=[3.0, 1.0])
    found = cascade(net, Shocks.every(2))
    assert found.esri.tolist() == [[0.75], [0.25]]
    assert cascade(net, Shocks.every(2), mode=Mode.PUBLISHED).esri.tolist() == [[0.0], [0.0]]
