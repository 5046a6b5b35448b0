"""What to find out next in 示例区 and the public sample; answers read in the unit they were asked in."""

import pytest

from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import InputError, RefusedError


@pytest.fixture(scope="module")
def ask(both, administrator):
    """Asks about a zone; the answer."""

    def run(nature=Nature.FICTIONAL, **payload):
        return both.run("chain.ask", {"draws": 200, **payload}, administrator, nature=nature)

    return run


@pytest.fixture(scope="module")
def asked(ask):
    """What to find out next in 示例区."""
    return ask(zone="示例区")


def test_v_and_the_plan_are_the_targets(asked):
    assert [one.code for one in asked.targets] == ["V", "plan"]
    for target in asked.targets:
        assert target.width == pytest.approx(target.range.high - target.range.low)
        assert target.range.ref.removeprefix("derived:") in asked.trace


def test_facts_are_asked_by_what_they_narrow_the_plan(asked):
    of_plan = [next(one.expected for one in fact.narrows if one.target == "plan") for fact in asked.facts]
    assert of_plan == sorted(of_plan, reverse=True)
    assert [one.position for one in asked.facts] == list(range(1, len(asked.facts) + 1))
    assert asked.facts[0].code == "EX-A-05"
    assert all(one.expected >= 0 for fact in asked.facts for one in fact.narrows)


def test_a_question_says_of_what_between_what_and_whose_the_range_is(asked):
    by_code = {one.code: one for one in asked.facts}
    separators = by_code["EX-A-05"]
    assert separators.question.startswith(
        "“电池隔膜”自境外XBB：可购额是多少？现推定 1,600—3,400万元（示例区链办，2026-09-15："
    )
    assert (separators.low, separators.high, separators.unit) == (1600, 3400, "万元")
    assert separators.node == "EXES-SEP"
    assert by_code["EX-A-01"].node == "EXRJ-HD"
    assert by_code["EX-A-01"].unit is None


def test_no_more_is_asked_than_was_wanted(ask):
    assert len(ask(zone="示例区", most=2).facts) == 2


def test_an_answer_narrows_and_is_told_in_its_unit(ask):
    found = ask(zone="示例区", answer=["EX-A-05=2000", "EX-A-01=0.12"]).answered
    assert [(one.code, one.value, one.target) for one in found] == [
        ("EX-A-05", 2000, "V"),
        ("EX-A-05", 2000, "plan"),
        ("EX-A-01", 0.12, "V"),
        ("EX-A-01", 0.12, "plan"),
    ]
    assert found[1].after < found[1].before
    assert found[3].before == pytest.approx(found[1].after)
    assert not any(one.outside for one in found)


def test_an_answer_may_say_its_unit_and_lie_outside_the_range(ask):
    found = ask(zone="示例区", answer=["EX-A-05 = 4,000万元"]).answered
    assert {one.value for one in found} == {4000}
    assert all(one.outside for one in found)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("EX-A-99=1", "names an assumption that counts"),
        ("EX-A-05", "an answer is CODE=VALUE"),
        ("EX-A-05=many", "an amount is a number"),
        ("EX-A-05=2亿元", "this amount is in 万元"),
        ("EX-A-01=lots", "the answer is a number"),
        ("EX-A-01=1.5", "a share lies in"),
        ("EX-A-05=-1", "finite and not negative"),
    ],
)
def test_an_answer_that_is_none_is_said_so(ask, answer, words):
    with pytest.raises(InputError, match=words):
        ask(zone="示例区", answer=[answer])


def test_all_that_is_wrong_with_answers_is_said_at_once(ask):
    with pytest.raises(InputError) as caught:
        ask(zone="示例区", answer=["EX-A-99=1", "EX-A-05=2000", "EX-A-05=2500", "x"])
    assert len(caught.value.problems) == 3


def test_one_plan_is_asked_about(ask):
    assert ask(zone="示例区", budgets=[1.55e8]).targets[1].name.startswith("预算 1.55亿元的组合新增")
    with pytest.raises(InputError, match="one plan"):
        ask(zone="示例区", budgets=[1e8, 2e8])


def test_nodes_whose_break_or_choke_cannot_be_told_are_listed_though_v_is_known(asked):
    missing = {one.node: one.missing for one in asked.ordered}
    assert missing["EXES-IGBT"] == ("一年内可替代比例",)
    assert "境外控制方" in missing["EXES-SEP"]
    assert "EXES-EMS" not in missing


def test_where_no_range_can_be_computed_there_is_an_order_that_says_it_is_one(ask):
    found = ask(Nature.REAL, zone="京津冀", most=3)
    assert found.targets == found.facts == ()
    assert len({one.chain for one in found.ordered}) == 6
    assert all(one.position <= 3 and one.missing for one in found.ordered)
    assert found.notes[0].startswith("没有一条链的数据齐全")
    assert "是次序，不是预期缩小" in found.headline()


def test_the_headline_asks_in_words(asked):
    lines = asked.headline().splitlines()
    assert lines[0].startswith("示例区  先问什么")
    assert lines[1].startswith("最终产品年产值 V  52.388亿元/年")
    assert lines[4].startswith("  1 “电池隔膜”自境外XBB：可购额是多少？")
    assert "预期缩小区间：组合 " in lines[5]


def test_the_same_question_has_the_same_answer(ask, asked):
    assert ask(zone="示例区") == asked


def test_a_zone_that_is_not_there_is_refused(ask):
    with pytest.raises(RefusedError, match="no zone"):
        ask(zone="没有的区")
