"""Why V moved between two runs: parts that add up to the difference, and where that cannot be told, why."""

import dataclasses

import pytest
from builders import result

from engines.chain.value.builders import controller, replaced
from engines.chain.value.worked import VALUE, five_nodes
from flows.value_builders import assumption, known, scope_value
from rongtu.engines.chain.value.inputs import assumed, missing, observed
from rongtu.flows.explained import GROUPS_ZH, Side, explained
from rongtu.flows.inputs_kept import Inputs, ValueParameters
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.money import WAN

PARAMETERS = ValueParameters(100, 1, 0.05)
KEY = "assumption:A-2"


def side(network, value=None, *, version="0.1.0", zone="试区", nature=Nature.REAL):
    """A run whose V was computed from a network; `value` in yuan is what its result says."""
    told = None if value is None else known(value / WAN)
    scope = scope_value(zone=zone, value=told, assumptions=(assumption("A-2", ref=KEY, unit="元"),))
    return Side(
        result(value=scope, nature=nature), version, Inputs(PARAMETERS, network) if network else None, "没有保存"
    )


def with_share(network, share):
    """The network with another share of the first input group."""
    first, *others = network.groups
    return dataclasses.replace(network, groups=(dataclasses.replace(first, share=share), *others))


def test_the_parts_add_up_to_the_change():
    after = with_share(five_nodes(more={"B": 20.0, "Part": 20.0}), observed(0.3))
    told = explained(side(five_nodes(), VALUE), side(after, 90.0))
    assert (told.before, told.after) == (pytest.approx(VALUE), pytest.approx(90.0))
    assert sum(one.amount for one in told.contributions) == pytest.approx(told.after - told.before)
    assert {one.group for one in told.contributions} == {"supply", "shares"}
    assert {one.name for one in told.contributions} == {GROUPS_ZH["supply"], GROUPS_ZH["shares"]}
    assert [abs(one.amount) for one in told.contributions] == sorted(
        (abs(one.amount) for one in told.contributions), reverse=True
    )
    assert told.unknown is None
    assert told.notes == ()


def test_a_run_beside_itself_moved_by_nothing():
    told = explained(side(five_nodes(), VALUE), side(five_nodes(), VALUE))
    assert all(one.amount == 0 for one in told.contributions)
    assert told.answered == ()


def test_every_group_of_facts_that_v_rests_on_has_a_name():
    from rongtu.engines.chain.value.shapley import MOVING

    assert {group.value for group in MOVING} == GROUPS_ZH.keys()


def test_what_v_does_not_rest_on_is_no_part_of_its_change():
    after = dataclasses.replace(five_nodes(more={"B": 5.0}), controllers=(controller("Part"),))
    told = explained(side(five_nodes(), VALUE), side(after, 80.0))
    assert [one.group for one in told.contributions] == ["supply"]


def test_without_inputs_it_is_unknown_and_the_values_stay():
    told = explained(side(None, 75.0), side(five_nodes(), 90.0))
    assert told.unknown == "前一次没有保存"
    assert (told.before, told.after, told.contributions) == (75.0, 90.0, ())
    assert told.in_words() == ["V 试区 的变动不能分解 (not explained)：前一次没有保存"]


def test_an_unknown_value_stays_unknown():
    assert explained(side(None, None), side(five_nodes(), 75.0)).unknown == "前一次的 V 未知"
    lacking = with_share(five_nodes(), missing("group:1"))
    told = explained(side(five_nodes(), 75.0), side(lacking, None))
    assert told.unknown == "后一次的 V 未知，缺投入占比"
    assert told.contributions == ()


def test_a_value_that_is_not_shown_is_not_called_unknown():
    hidden = side(None, None)
    value = hidden.result.value.model_copy(
        update={"value": known(0.0).model_copy(update={"point": None, "withheld": True, "level": Visibility.MEMBERS})}
    )
    told = explained(
        dataclasses.replace(hidden, result=hidden.result.model_copy(update={"value": value})), side(five_nodes(), VALUE)
    )
    assert told.unknown == "前一次的 V 未公开（成员）"


def test_an_assumption_that_was_observed_since_is_told_with_what_it_narrowed():
    before = replaced(five_nodes(), "B", supply=(assumed(0.0, 10.0, KEY, "capability:1"),))
    after = replaced(five_nodes(), "B", supply=(observed(4.0, "capability:1"),))
    told = explained(side(before, 80.0), side(after, 80.0))
    (answer,) = told.answered
    assert (answer.ref, answer.value, answer.low, answer.high, answer.outside) == (KEY, 4.0, 0.0, 10.0, False)
    assert answer.before > answer.after == pytest.approx(0.0, abs=1e-6)
    assert any("已答复" in line and answer.about in line for line in told.in_words())


def test_an_answer_outside_the_range_says_so():
    before = replaced(five_nodes(), "B", supply=(assumed(0.0, 2.0, KEY, "capability:1"),))
    after = replaced(five_nodes(), "B", supply=(observed(4.0, "capability:1"),))
    (answer,) = explained(side(before, 76.0), side(after, 79.0)).answered
    assert answer.outside


def test_what_is_still_assumed_or_went_without_an_answer_is_not_answered():
    before = replaced(five_nodes(), "B", supply=(assumed(0.0, 10.0, KEY, "capability:1"),))
    other_row = replaced(five_nodes(), "B", supply=(observed(4.0, "capability:2"),))
    for after in (before, other_row):
        assert explained(side(before, 80.0), side(after, 80.0)).answered == ()


def test_a_method_that_changed_is_told_apart_from_facts():
    told = explained(side(five_nodes(), 60.0, version="0.0.9"), side(five_nodes(), VALUE))
    assert told.before == pytest.approx(VALUE)
    (note,) = told.notes
    assert "版本 0.0.9" in note
    assert "来自方法" in note


@pytest.mark.parametrize("other", [{"zone": "别区"}, {"nature": Nature.FICTIONAL}])
def test_other_zones_and_natures_are_noted(other):
    told = explained(side(five_nodes(), VALUE), side(five_nodes(), VALUE, **other))
    assert any("区域或性质不同" in note for note in told.notes)


def test_what_is_explained_has_the_level_of_what_both_values_rest_on():
    secret = dataclasses.replace(observed(5.0), level=Visibility.MEMBERS)
    held = dataclasses.replace(
        five_nodes(),
        controllers=(dataclasses.replace(controller("Part"), share=dataclasses.replace(secret, low=0.5, high=0.5)),),
    )
    assert (
        explained(side(replaced(five_nodes(), "B", supply=(secret,)), 80.0), side(five_nodes(), VALUE)).level
        == "members"
    )
    assert explained(side(held, VALUE), side(five_nodes(), VALUE)).level == "public"


def test_the_words_begin_with_the_change():
    after = five_nodes(more={"B": 5.0})
    first, part = explained(side(five_nodes(), VALUE), side(after, 80.0)).in_words()
    assert first.startswith("V 试区  ")
    assert part.startswith("  区内供给  +")
