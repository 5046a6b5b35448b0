"""Sweeps against the solver: the same answers to every kind of question, at every draw."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.chain.value.builders import bought, network, networks, node, ready, renamed, step, together
from rongtu.engines.chain.value import questions
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.inputs import Product, assumed
from rongtu.engines.chain.value.questions import Change, Question, solve
from rongtu.engines.chain.value.stakes import unbounded, without
from rongtu.engines.chain.value.sweeps.drawn import sweep_all

DRAWS = 6


def uncertain(given_network):
    """The network with all its figures assumed, about as they were."""

    def around(figure, key, most=math.inf):
        return assumed(0.5 * figure.point, min(most, 1.5 * figure.point + 0.1), key)

    return dataclasses.replace(
        given_network,
        nodes=tuple(
            dataclasses.replace(one, supply=tuple(around(figure, f"s:{one.code}") for figure in one.supply))
            for one in given_network.nodes
        ),
        groups=tuple(
            dataclasses.replace(one, share=around(one.share, f"a:{one.code}", 0.45), loss=around(one.loss, one.code))
            for one in given_network.groups
        ),
        purchases=tuple(
            dataclasses.replace(one, available=around(one.available, f"m:{one.item}"))
            for one in given_network.purchases
        ),
        products=tuple(
            Product(one.node, around(one.demand, f"d:{one.node}"), around(one.weight, f"w:{one.node}"))
            for one in given_network.products
        ),
    )


def asked(of):
    """Every kind of question, about everything."""
    programme = of.programme()
    nodes, items = range(len(of.structure.nodes)), range(len(of.structure.items))
    more = np.linspace(5.0, 20.0, 1 + DRAWS)
    changes = [change(one) for one in nodes for change in (without, unbounded)]
    changes += [Change(available={one: of.table.available[one] / 2}) for one in items]
    changes += [Change(capacity={one: of.table.capacity[one] + more}) for one in nodes]
    changes += [Change(capacity={one: np.full(1, 15.0) for one in nodes}, available={0: np.zeros(1)})]
    found = [Question(tuple(range(len(of.blocks))), DRAWS)]
    for change in changes:
        touched = programme.touched(change.capacity, change.purchases, change.available)
        found.append(Question(touched, DRAWS, change))
    return programme, [*found, *(Question((of.block_of[one],), DRAWS, node=one) for one in nodes)]


@settings(max_examples=25, deadline=None)
@given(networks(), networks(), st.booleans())
def test_a_sweep_answers_what_the_solver_does(first, second, both):
    given_network = together(renamed(first, "A"), renamed(second, "B")) if both else first
    of = ready(uncertain(given_network), draws=DRAWS)
    programme, swept = asked(of)
    sweep_all(programme, of.table, of.blocks, swept)
    _, solved = asked(of)
    solve(programme, of.table, solved)
    proved = [one for one in swept if not np.isnan(one.after[1:]).any()]
    assert len(proved) >= 0.95 * len(swept)
    for one, other in zip(swept, solved, strict=True):
        for mine, others in ((one.before, other.before), (one.after, other.after)):
            told = ~np.isnan(mine[1:])
            assert mine[1:][told] == pytest.approx(others[1:][told], rel=1e-9, abs=1e-7)


def test_what_a_sweep_left_open_the_solver_answers():
    of = ready(uncertain(network({"A": 10, "P": 100}, "P:0.5=A", products={"P": 90})), draws=DRAWS)
    programme, swept = asked(of)
    sweep_all(programme, of.table, of.blocks, swept)
    swept[0].after[3] = np.nan
    solve(programme, of.table, swept)
    _, solved = asked(of)
    solve(programme, of.table, solved)
    for one, other in zip(swept, solved, strict=True):
        assert one.after == pytest.approx(other.after, rel=1e-12, abs=1e-9)


def test_an_assessment_is_the_same_with_sweeps_and_without(monkeypatch):
    steps = (step("i", "A", adds=assumed(2, 9, "adds")), step("j", "B"))
    shared = (node("A", (assumed(5, 15, "a"),), item="A"), node("A2", 0, item="A"))
    given_network = network(
        {"B": assumed(3, 20, "b"), "P": 100, "Q": assumed(10, 30, "q")},
        "P:0.4=A+B P:0.1?=B Q:0.5=A2",
        nodes=shared,
        purchases=(bought("A", 12, 9),),
        products={"P": 60, "Q": 20},
        interventions=steps,
    )
    solved = assess(given_network, draws=40)
    monkeypatch.setattr(questions, "MANY", 1)
    swept = assess(given_network, draws=40)
    for one, other in zip(numbers(swept), numbers(solved), strict=True):
        assert one == pytest.approx(other, rel=1e-9, abs=1e-7)


def numbers(part):
    """Every number of a result, in order."""
    if isinstance(part, float):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from numbers(one)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from numbers(getattr(part, field.name))


def test_the_answer_at_a_draw_is_the_same_however_many_are_asked():
    few, many = (
        ready(uncertain(network({"A": 10, "P": 100}, "P:0.5=A", products={"P": 90})), draws=n) for n in (5, 50)
    )
    found = []
    for of in (few, many):
        one = Question((0,), of.sampler.draws)
        sweep_all(of.programme(), of.table, of.blocks, [one])
        found.append(one.after[1:6].tolist())
    assert found[0] == found[1]
