"""What to find out next: the figure that moves a result most is asked first; answers are hidden and replayed."""

import dataclasses

import numpy as np
import pytest

from engines.chain.value.builders import controller, network, step
from engines.chain.value.replays import any_of, truth, width_after
from rongtu.engines.chain.value.answering import known
from rongtu.engines.chain.value.inputs import Network, assumed
from rongtu.engines.chain.value.narrowing import assumptions, narrowing
from rongtu.engines.chain.value.targets import TargetKind, drawn_targets, held_plan
from rongtu.vocab.problems import InputError

INPUTS = "P:0.5=A P:0.3=B"


def short_of_a(**more):
    """P of A and B: there is little of A, a little more of B, and more of P than anybody could use."""
    supply = {"A": assumed(10, 30, "a"), "B": assumed(15, 25, "b"), "P": assumed(100, 200, "p")}
    return network(supply, INPUTS, products={"P": 90}, **more)


def planned(**more):
    """The same, and two things to do about A, of which one is uncertain."""
    steps = (step("i", "A", adds=assumed(5, 15, "adds")), step("j", "A", adds=4, cost=2), step("k", "P"))
    return short_of_a(interventions=steps, **more)


def tangled():
    """Two products of three materials, everything assumed."""
    supply = {
        "A": assumed(10, 30, "a"),
        "B": assumed(0, 20, "b"),
        "C": assumed(5, 15, "c"),
        "P": assumed(20, 60, "p"),
        "Q": assumed(10, 40, "q"),
    }
    inputs = "P:0.4=A+B P:0.2=C Q:0.5=B+C"
    shares = network(supply, inputs, products={"P": 90, "Q": 30}).groups
    groups = (dataclasses.replace(shares[0], share=assumed(0.3, 0.5, "share")), *shares[1:])
    steps = (step("i", "B", adds=assumed(5, 15, "i")), step("j", "C", adds=8), step("k", "P", adds=5))
    return network(supply, groups, products={"P": assumed(60, 90, "demand"), "Q": 30}, interventions=steps)


def reduction(found, key, target=TargetKind.VALUE):
    (question,) = (one for one in found.questions if one.key == key)
    (narrows,) = (one for one in question.narrows if one.target is target)
    return narrows


def test_what_there_is_little_of_is_asked_first_and_what_moves_nothing_last():
    found = narrowing(short_of_a())
    assert [question.key for question in found.questions] == ["a", "b", "p"]
    assert [(question.low, question.high) for question in found.questions] == [(10, 30), (15, 25), (100, 200)]
    assert reduction(found, "a").share > 0.8
    assert reduction(found, "p").share == pytest.approx(0, abs=0.02)


def test_what_is_left_and_what_is_taken_off_make_the_width():
    found = narrowing(planned())
    width = {target.kind: target.width for target in found.targets}
    for question in found.questions:
        for one in question.narrows:
            assert one.after + one.reduction == pytest.approx(width[one.target])
            assert one.share == pytest.approx(one.reduction / width[one.target])


def test_a_target_is_as_wide_as_its_estimate_says():
    for target in narrowing(planned()).targets:
        assert target.width == pytest.approx(target.estimate.high - target.estimate.low)


def test_the_plan_asked_about_is_the_one_expected_to_add_most():
    value, plan = narrowing(planned()).targets
    assert (value.kind, value.steps, plan.kind, plan.steps) == (TargetKind.VALUE, (), TargetKind.PLAN, ("i", "j"))
    small = narrowing(planned(), budget=1.0).targets[-1]
    assert (small.budget, small.steps) == (1.0, ("i",))


def test_questions_come_by_what_they_narrow_of_the_plan():
    found = narrowing(planned())
    assert reduction(found, "adds").reduction == 0.0
    last = [one.narrows[-1].reduction for one in found.questions]
    assert last == sorted(last, reverse=True)
    assert found.questions[-1].key == "p"


def test_without_anything_to_do_there_is_only_the_value():
    assert [target.kind for target in narrowing(short_of_a()).targets] == [TargetKind.VALUE]
    assert [target.kind for target in narrowing(planned(), budget=0.0).targets] == [TargetKind.VALUE]


def test_what_no_target_rests_on_narrows_nothing():
    found = narrowing(planned(controllers=(controller("A", share=assumed(0.1, 0.9, "share")),)))
    assert found.questions[-1].key == "share"
    assert {one.reduction for one in found.questions[-1].narrows} == {0.0}


def test_of_what_is_unknown_nothing_can_be_narrowed():
    unknown = network({"A": None, "P": assumed(1, 2, "p")}, "P:0.5=A", products={"P": 90})
    found = narrowing(unknown)
    assert [(target.width, target.estimate.known) for target in found.targets] == [(None, False)]
    assert [(question.key, question.narrows) for question in found.questions] == [("p", ())]


def test_of_what_is_observed_there_is_nothing_to_ask():
    found = narrowing(network({"A": 9, "P": 9}, "P:0.5=A", products={"P": 9}))
    assert (found.targets[0].width, found.questions) == (0.0, ())


def test_it_is_what_solving_anew_for_each_answer_finds():
    given_network, draws, seed = tangled(), 1500, 5
    plan = held_plan(given_network, None, seed)
    found = narrowing(given_network, draws=draws, seed=seed)
    assert [target.kind for target in found.targets] == [TargetKind.VALUE, TargetKind.PLAN]
    before = [one.width for one in drawn_targets(given_network, plan, 200, seed + 1)]
    for key in ("a", "b", "share"):
        figure = assumptions(given_network)[key]
        answers = figure.low + (np.arange(12) + 0.5) / 12 * (figure.high - figure.low)
        each = [drawn_targets(known(given_network, {key: answer}), plan, 200, seed + 1) for answer in answers.tolist()]
        for number, target in enumerate(found.targets):
            left = float(np.mean([one[number].width for one in each]))
            told = reduction(found, key, target.kind)
            assert told.reduction == pytest.approx(before[number] - left, abs=3 * told.error + 0.03 * target.width)


def test_the_same_digits_whatever_the_order_of_rows():
    given_network = tangled()
    names = [part.name for part in dataclasses.fields(Network)]
    backwards = Network(**{name: getattr(given_network, name)[::-1] for name in names})
    assert narrowing(backwards, draws=200) == narrowing(given_network, draws=200)


@pytest.mark.parametrize("asked", [{"draws": 99}, {"budget": -1.0}, {"budget": float("nan")}])
def test_what_cannot_be_asked_is_refused(asked):
    with pytest.raises(InputError):
        narrowing(short_of_a(), **asked)


def test_the_first_questions_narrow_more_than_as_many_at_random_once_their_answers_are_known():
    given_network, seed = tangled(), 5
    plan = held_plan(given_network, None, seed)
    keys = [question.key for question in narrowing(given_network, seed=seed).questions]
    before = width_after(given_network, plan, (), {}, 100, seed)
    first, random = [], []
    for hidden in range(15):
        answers = truth(given_network, hidden)
        first.append(width_after(given_network, plan, keys[:2], answers, 100, seed))
        random.append(width_after(given_network, plan, any_of(keys, 2, hidden), answers, 100, seed))
    assert before - np.mean(first) > 1.3 * (before - np.mean(random))
