"""Answers: each narrows what the ones before left, takes the figure's place, and is refused where it cannot be."""

import dataclasses

import pytest

from engines.chain.value.builders import network, step
from rongtu.engines.chain.value.answering import answered, known
from rongtu.engines.chain.value.inputs import Standing, assumed
from rongtu.engines.chain.value.narrowing import assumptions
from rongtu.engines.chain.value.targets import TargetKind
from rongtu.vocab.problems import InputError


def pair():
    """P of A and B, the share of A assumed too."""
    supply = {"A": assumed(10, 30, "a", "row:a"), "B": (3, assumed(25, 29, "b")), "P": 100}
    shares = network(supply, "P:0.5=A P:0.3=B", products={"P": 90}).groups
    groups = (dataclasses.replace(shares[0], share=assumed(0.4, 0.5, "share")), shares[1])
    return network(supply, groups, products={"P": 90}, interventions=(step("i", "A", adds=assumed(5, 9, "adds")),))


def test_each_answer_starts_where_the_one_before_it_ended():
    found = answered(pair(), {"a": 12.0, "adds": 6.0, "share": 0.45}, draws=300)
    value = [one for one in found if one.target is TargetKind.VALUE]
    assert [one.key for one in value] == ["a", "adds", "share"]
    assert [one.after for one in value[:-1]] == [one.before for one in value[1:]]
    assert value[0].after < value[0].before
    # what an intervention adds moves the plan and not V
    assert value[1].after == value[1].before
    plan = [one for one in found if one.target is TargetKind.PLAN]
    assert plan[1].after < plan[1].before


def test_all_answers_leave_no_width():
    given_network = pair()
    points = {key: figure.point for key, figure in assumptions(given_network).items()}
    assert answered(given_network, points, draws=100)[-1].after == 0.0


def test_an_answer_outside_the_range_is_taken_and_said_to_be():
    found = answered(pair(), {"a": 50.0, "b": 26.0}, draws=100)
    assert {(one.key, one.outside) for one in found} == {("a", True), ("b", False)}


def test_an_answer_is_observed_and_keeps_the_rows_it_is_about():
    figure = known(pair(), {"a": 12.0}).node("A").supply[0]
    assert (figure.standing, figure.point, figure.facts) == (Standing.OBSERVED, 12.0, ("a", "row:a"))
    assert set(assumptions(known(pair(), {"a": 12.0}))) == {"b", "share", "adds"}


def test_no_answers_narrow_nothing():
    assert answered(pair(), {}, draws=100) == ()


@pytest.mark.parametrize(
    "answers", [{"x": 1.0}, {"a": float("nan")}, {"a": float("inf")}, {"a": -1.0}, {"share": 1.5}, {"share": 0.9}]
)
def test_what_cannot_be_an_answer_is_refused(answers):
    with pytest.raises(InputError):
        answered(pair(), answers, draws=100)


def test_every_wrong_answer_is_told_at_once():
    with pytest.raises(InputError) as caught:
        answered(pair(), {"x": 1.0, "a": -1.0, "share": 2.0}, draws=100)
    assert [problem.where for problem in caught.value.problems] == ["answer to x", "answer to a", "answer to share"]


def test_answers_that_fit_together_are_taken_in_any_order():
    supply, products = {"A": 9, "B": 9, "P": 10}, {"P": 10}
    known_shares = network(supply, "P:0.4=A P:0.4=B", products=products).groups
    groups = tuple(
        dataclasses.replace(group, share=assumed(0.1, 0.8, key))
        for group, key in zip(known_shares, ("a", "b"), strict=True)
    )
    of = network(supply, groups, products=products)
    for answers in ({"a": 0.7, "b": 0.2}, {"b": 0.2, "a": 0.7}):
        assert answered(of, answers, budget=0.0, draws=100)
    with pytest.raises(InputError, match="answers to a, b"):
        answered(of, {"a": 0.7, "b": 0.6}, budget=0.0, draws=100)
