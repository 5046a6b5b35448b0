"""Bad input: where, the rule, what stood there, how to mend it; never mended in silence."""

import numpy as np
import pytest

from rongtu.engines.chain.esri import Importance, Shocks, SupplyNetwork, cascade
from rongtu.vocab.problems import InputError


def sectors(supplier=(0, 1), buyer=(1, 0), value=(1.0, 2.0), **options):
    return SupplyNetwork.from_sectors(supplier, buyer, value, (0, 0), [[2]], **options)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"value": (1.0, -2.0)}, r"link 1: .*0 or more; found -2\.0"),
        ({"value": (np.nan, 2.0)}, "link 0: .*found nan"),
        ({"value": (np.inf, 2.0)}, "link 0: .*found inf"),
        ({"buyer": (1, 2)}, "link 1: a buyer is one of the 2 firms; found 2"),
        ({"supplier": (-1, 0)}, "link 0: a supplier is one of the 2 firms; found -1"),
        ({"supplier": (0, 0), "buyer": (1, 1)}, "link 1: .*one link.*link 0"),
        ({"supplier": (0.0, 1.0)}, "whole numbers"),
        ({"revenue": (1.0, -1.0)}, "firm 1, revenue"),
        ({"revenue": (1.0,)}, "revenue: there is one for each of the 2 firms"),
        ({"costs": (np.nan, 1.0)}, "firm 0, costs"),
        ({"weights": [(1.0, 1.0), (0.0, 0.0)]}, "weight 2: some firm weighs"),
        ({"weights": [(1.0, np.inf)]}, "firm 1, weight 1"),
        ({"market": (0,)}, "market: each of the 2 firms"),
    ],
)
def test_a_bad_network_is_refused(given, said):
    with pytest.raises(InputError, match=said):
        sectors(**given)


def test_every_bad_link_is_told():
    with pytest.raises(InputError) as refused:
        sectors(supplier=(0, 9), buyer=(8, 1), value=(-1.0, 1.0))
    assert len(refused.value.problems) == 3


def test_no_firms_are_refused():
    with pytest.raises(InputError, match="at least one firm"):
        SupplyNetwork.from_sectors([], [], [], [], [[2]])


@pytest.mark.parametrize("essential", [[[3]], [[2, 1]], [2]])
def test_a_bad_table_of_importance_is_refused(essential):
    with pytest.raises(InputError, match="square table of 0, 1 and 2"):
        SupplyNetwork.from_sectors([0], [1], [1.0], [0, 0], essential)


def test_a_sector_without_importance_is_refused():
    with pytest.raises(InputError, match="one of the 1 of the table"):
        SupplyNetwork.from_sectors([0], [1], [1.0], [0, 1], [[2]])


def test_a_class_has_one_importance():
    with pytest.raises(InputError, match="important to its buyer in one way"):
        SupplyNetwork.from_groups(3, [0, 1], [2, 2], [1.0, 1.0], [4, 4], [True, False])


def test_a_node_may_supply_two_groups_of_a_buyer():
    net = SupplyNetwork.from_groups(2, [0, 0], [1, 1], [1.0, 3.0], [0, 1], [True, False], revenue=[9.0, 9.0])
    assert net.importance.tolist() == [Importance.ESSENTIAL, Importance.SHARE]
    found = cascade(net, Shocks.partial(1, [0], [0], [0.5]), losses_of=[0])
    assert found.losses.down.tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (([0], [0], [1.5]), "psi, shock 0: a share is in"),
        (([0], [0], [-0.1]), "psi, shock 0"),
        (([0], [0], [np.nan]), "psi, shock 0"),
        (([0], [1], [0.5]), "a scenario is one of 1"),
        (([0, 0], [0, 0], [0.5, 0.5]), "psi, shock 1: a firm has one shock"),
    ],
)
def test_bad_shocks_are_refused(rows, said):
    with pytest.raises(InputError, match=said):
        Shocks.partial(1, *rows)
    with pytest.raises(InputError, match=said.replace("psi", "psi_up")):
        Shocks.partial(1, [], [], [], up=rows)


def test_a_shock_of_a_firm_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="a shocked firm is one of the 2"):
        cascade(sectors(revenue=(3.0, 3.0)), Shocks.failures([2]))


@pytest.mark.parametrize("eps", [-1e-3, 0.0, 1.0, np.nan])
def test_a_bad_eps_is_refused(eps):
    with pytest.raises(InputError, match="eps"):
        cascade(sectors(), Shocks.every(2), eps=eps)


def test_tables_by_sector_need_sectors():
    net = SupplyNetwork.from_groups(2, [0], [1], [1.0], [0], [True])
    with pytest.raises(InputError, match="sectors"):
        cascade(net, Shocks.every(2), sectors=True)
