"""The converged mode: the limit of the published sweep, in any unit, and what has none."""

import numpy as np
import pytest
from hypothesis import given

from engines.chain.esri.reference import shocks_of, situations
from rongtu.engines.chain.esri import Mode, Shocks, SupplyNetwork, cascade
from rongtu.vocab.problems import InputError


@given(situations(covered=True))
def test_the_sweep_comes_to_the_limit(situation):
    firms, psi, psi_up = situation
    weighed = type(firms)(
        firms.flows, firms.sector, firms.essential, firms.market, firms.revenue, None, np.ones((1, firms.size))
    )
    limit = cascade(weighed.network(), shocks_of(psi, psi_up))
    swept = cascade(weighed.network(), shocks_of(psi, psi_up), mode=Mode.PUBLISHED, eps=1e-14)
    assert limit.mode is Mode.CONVERGED and limit.eps <= 1e-10
    assert np.abs(limit.esri - swept.esri).max() <= 1e-10
    assert np.abs(limit.down - swept.down).max() <= 1e-10
    assert np.abs(limit.up - swept.up).max() <= 1e-10


@given(situations(covered=True))
def test_the_unit_of_money_changes_nothing(situation):
    firms, psi, psi_up = situation
    firms = type(firms)(firms.flows, firms.sector, firms.essential, firms.market, firms.revenue)
    small = type(firms)(firms.flows * 1e-8, firms.sector, firms.essential, firms.market, firms.revenue * 1e-8)
    one, other = (cascade(each.network(), shocks_of(psi, psi_up)) for each in (firms, small))
    assert np.abs(one.esri - other.esri).max() <= 1e-10


@pytest.mark.parametrize("outside", [1e-1, 1e-3, 1e-5])
def test_what_hardly_leaks_is_solved_all_the_same(outside):
    # a ring of 60: by sweeping, 1e-5 would take millions of steps
    size, rng = 60, np.random.default_rng(1)
    seller = np.repeat(np.arange(size), 2)
    buyer = np.stack(((np.arange(size) + 1) % size, (np.arange(size) + 7) % size), axis=1).ravel()
    value = rng.uniform(1, 2, 2 * size)
    sold = np.bincount(seller, value, size)
    net = SupplyNetwork.from_sectors(
        seller, buyer, value, np.zeros(size, int), [[0]], revenue=sold * (1 + outside), weights=sold
    )
    found = cascade(net, Shocks.failures([0]), losses_of=[0])
    shares = np.zeros((size, size))
    shares[seller, buyer] = value / (sold * (1 + outside))[seller]
    rest = slice(1, None)
    exact = np.linalg.solve(np.eye(size - 1) - shares[rest, rest], shares[rest, 0])
    assert np.abs(found.losses.up[1:] - exact).max() <= 1e-10
    assert found.eps <= 1e-10
    assert found.steps[0] < 1000


def test_a_limit_downstream_that_is_come_to_slowly_is_come_to():
    # what 1 makes depends by a thousandth on 0 and by the rest on 2, which depends on 1: in the end all is lost
    net = SupplyNetwork.from_groups(
        3, [0, 2, 1], [1, 1, 2], [1.0, 999.0, 1.0], [0, 1, 0], [False, False, True], revenue=[9.0, 9999.0, 9999.0]
    )
    found = cascade(net, Shocks.failures([0]), losses_of=[0])
    assert np.abs(found.losses.down - 1).max() <= 1e-10
    assert found.eps <= 1e-10


def test_a_shock_that_binds_is_let_go_where_more_is_lost():
    # firm 0 loses a tenth of its own; its only buyer fails, so it loses 1 / 1.25 instead
    net = SupplyNetwork.from_sectors([0], [1], [4.0], [0, 0], [[0]], revenue=[5.0, 1.0])
    found = cascade(net, Shocks.partial(1, [0, 1], [0, 0], [0.1, 1.0]), losses_of=[0])
    assert found.losses.up.tolist() == pytest.approx([0.8, 1.0], abs=1e-12)


def test_firms_weigh_by_their_revenue_unless_told_otherwise():
    net = SupplyNetwork.from_sectors([0], [1], [4.0], [0, 0], [[2]], revenue=[5.0, 15.0])
    assert cascade(net, Shocks.failures([0])).esri.tolist() == [[1.0]]
    assert cascade(net, Shocks.failures([1])).esri == pytest.approx(np.array([[(15 + 0.8 * 5) / 20]]))
    assert cascade(net, Shocks.failures([0]), mode=Mode.PUBLISHED).esri.tolist() == [[1.0]]


def test_a_block_that_sells_to_nobody_else_has_no_limit_and_is_named():
    # 0 and 1 supply one another; 2 sells into them, 3 buys nothing of theirs
    net = SupplyNetwork.from_sectors([0, 1, 2], [1, 0, 0], [1.0, 1.0, 1.0], [0] * 4, [[2]], names=list("甲乙丙丁"))
    with pytest.raises(InputError, match="甲, 乙") as refused:
        cascade(net, Shocks.every(4))
    assert "丙" not in str(refused.value)
    cascade(net, Shocks.every(4), mode=Mode.PUBLISHED)


def test_a_block_that_sells_a_little_elsewhere_has_a_limit():
    net = SupplyNetwork.from_sectors([0, 1, 1], [1, 0, 2], [1.0, 1.0, 0.1], [0] * 3, [[2]])
    assert cascade(net, Shocks.failures([2])).up[0, 0] == pytest.approx(1.0)


def test_revenue_below_sales_has_no_limit():
    net = SupplyNetwork.from_sectors([0, 1], [1, 0], [2.0, 1.0], [0, 0], [[2]], revenue=[1.0, 3.0], names=["A", "B"])
    with pytest.raises(InputError, match="A, revenue"):
        cascade(net, Shocks.every(2))
    cascade(net, Shocks.every(2), mode=Mode.PUBLISHED)


def test_costs_of_0_have_no_limit_where_something_is_bought():
    net = SupplyNetwork.from_sectors([0], [1], [2.0], [0, 0], [[2]], costs=[0.0, 0.0], names=["A", "B"])
    with pytest.raises(InputError, match="B, costs"):
        cascade(net, Shocks.every(2))
