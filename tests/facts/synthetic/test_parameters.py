"""Parameters out of their limits are named, all of them, before anything is made."""

import math

import pytest

from rongtu.facts.synthetic import Parameters
from rongtu.vocab.problems import InputError


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("organisations", 0),
        ("organisations", 50_000_001),
        ("seed", -1),
        ("seed", 2**64),
        ("mean_degree", -0.1),
        ("mean_degree", 100.1),
        ("mean_degree", math.nan),
        ("sectors", 0),
        ("sectors", 98),
        ("chains", 0),
        ("nodes_per_chain", 3),
    ],
)
def test_a_parameter_out_of_its_limits_is_refused_by_name(name, value):
    with pytest.raises(InputError) as caught:
        Parameters(**{"organisations": 10, "seed": 1, name: value})
    assert [problem.where for problem in caught.value.problems] == [f"synthetic {name}"]


def test_every_wrong_parameter_is_named_at_once():
    with pytest.raises(InputError) as caught:
        Parameters(organisations=0, seed=-1, sectors=98)
    assert len(caught.value.problems) == 3


def test_chains_with_too_many_nodes_in_all_are_refused():
    with pytest.raises(InputError, match="at most 100,000"):
        Parameters(organisations=1, seed=1, chains=999, nodes_per_chain=999)


@pytest.mark.parametrize("organisations", [1, 50_000_000])
def test_the_limits_themselves_are_allowed(organisations):
    assert Parameters(organisations=organisations, seed=2**64 - 1, mean_degree=100).organisations == organisations
