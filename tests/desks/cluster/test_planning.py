"""Plans of 示例区: the same as valuing finds, with what is left out and each intervention alone."""

import pytest

from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import InputError, RefusedError


@pytest.fixture(scope="module")
def plan(both, administrator):
    """Plans a zone; the answer."""

    def run(nature=Nature.FICTIONAL, **payload):
        return both.run("chain.plan", {"draws": 2, **payload}, administrator, nature=nature)

    return run


@pytest.fixture(scope="module")
def planned(plan):
    """示例区 planned for one budget."""
    return plan(zone="示例区", budgets=[1.55e8])


def test_plans_are_those_of_the_valuation(planned, both, administrator):
    request = {"zone": "示例区", "budgets": [1.55e8], "draws": 2}
    value = both.run("chain.value", request, administrator, nature=Nature.FICTIONAL)
    assert planned.plans == value.plans
    assert planned.value == value.value
    assert planned.parameters == value.parameters


def test_alternatives_are_ranked_by_net_and_those_of_unknown_cost_stand_apart(planned):
    nets = [one.net.point for one in planned.alternatives]
    assert len(nets) == 11
    assert nets == sorted(nets, reverse=True)
    assert planned.alternatives[0].code == "EX-IV-04"
    assert [one.code for one in planned.unpriced] == ["EX-IV-03", "EX-IV-09"]
    assert all(one.net.point is None and one.cost.point is None for one in planned.unpriced)


def test_what_no_plan_may_choose_says_why(planned):
    assert [(one.code, one.missing) for one in planned.left_out] == [
        ("EX-IV-03", ("措施费用",)),
        ("EX-IV-09", ("措施费用",)),
    ]
    assert not {step.code for one in planned.plans for step in one.steps} & {"EX-IV-03", "EX-IV-09"}


def test_only_assumptions_that_plans_or_interventions_used_are_listed(planned):
    assert "EX-A-08" in {one.code for one in planned.assumptions}


def test_every_figure_names_its_derivation(planned):
    for one in (*planned.alternatives, *planned.unpriced):
        for figure in (one.adds, one.cost, one.success, one.gain, one.worth, one.net):
            assert figure.ref.removeprefix("derived:") in planned.trace


def test_the_headline_tells_steps_and_what_is_left_out(planned):
    told = planned.headline()
    assert told.startswith("示例区  V 52.388亿元/年")
    assert "预算 1.55亿元，用 " in told
    assert "混合整数规划，已证最优" in told
    assert "去掉它组合少 " in told
    assert "不入组合：球管扩产（含真空炉）（EX-IV-03），缺措施费用" in told


def test_where_nothing_is_known_there_is_no_plan(plan):
    found = plan(Nature.REAL, zone="京津冀")
    assert found.value is None
    assert found.plans == found.alternatives == found.unpriced == ()
    assert len(found.waiting) == 6
    assert "未知" in found.headline()


def test_budgets_that_cannot_be_meant_and_zones_that_are_not_there_are_refused(plan):
    with pytest.raises(InputError):
        plan(zone="示例区", budgets=[-1.0])
    with pytest.raises(RefusedError, match="no zone"):
        plan(zone="没有的区")
