"""The questionnaire of 示例区 replayed with its answers hidden: its first five questions against five at random."""

import numpy as np
import pytest

from engines.chain.value.replays import any_of, truth, width_after
from rongtu.engines.chain.value.narrowing import narrowing
from rongtu.engines.chain.value.targets import TargetKind, held_plan

SEEDS = range(100, 120)
FIVE, DRAWS, SEED = 5, 120, 7


@pytest.fixture(scope="module")
def widths(example_facts):
    """The width of the plan's range before any answer, and for each seed after the first five and after any five."""
    network = example_facts.network
    asked, plan = narrowing(network, draws=1000, seed=SEED), held_plan(network, None, SEED)
    first = [question.key for question in asked.questions[:FIVE]]
    keys = [question.key for question in asked.questions]
    found = []
    for seed in SEEDS:
        answers = truth(network, seed)
        found.append(
            [width_after(network, plan, some, answers, DRAWS, SEED) for some in (first, any_of(keys, FIVE, seed))]
        )
    return width_after(network, plan, (), {}, DRAWS, SEED), np.array(found)


def test_what_is_narrowed_is_the_range_of_the_plan(example_facts):
    found = narrowing(example_facts.network, draws=200, seed=SEED)
    assert [target.kind for target in found.targets] == [TargetKind.VALUE, TargetKind.PLAN]
    assert found.targets[-1].width > 0


def test_the_first_five_questions_narrow_the_plans_range_more_than_any_five(widths):
    before, after = widths
    first, random = after.mean(axis=0)
    assert before - first > 2 * (before - random)
