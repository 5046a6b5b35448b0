"""A chain is checked once, where it enters, and every fault is named together."""

import pytest

from engines.chain.builders import chain, claim, node, placed
from rongtu.engines.chain import diagnose
from rongtu.vocab.problems import InputError


def faults(error):
    return [(problem.where, problem.rule) for problem in error.value.problems]


def test_every_fault_of_a_chain_is_reported_at_once():
    with pytest.raises(InputError) as error:
        chain((node("A"), node("A"), node("B")), "A>X A>A B>A B>A", products="Z")
    rules = [rule for _, rule in faults(error)]
    assert rules.count("every node named is a node of the chain") == 2
    assert "a node code is unique in its chain" in rules
    assert "a link joins two different nodes" in rules
    assert "a link is given once" in rules


def test_a_circle_of_types_is_refused_but_a_circle_of_supply_is_not():
    chain("A B", "A>B B>A")
    with pytest.raises(InputError, match="no node is a type of itself"):
        chain("A B C", types="A>B B>C C>A")


def test_claims_and_placements_on_unknown_nodes_are_named_together():
    with pytest.raises(InputError) as error:
        diagnose(chain("A"), [claim("X")], [placed("Y", "某厂"), placed(None, "某所")])
    assert len(faults(error)) == 2
