"""From anything in 示例区 to what goes with it: the right ones first, why, what was left out, and never a name."""

import pytest
from sqlalchemy import text

from rongtu.desks.transfer.finding.bettering import POOR, betterments
from rongtu.desks.transfer.finding.directions import DIRECTIONS, TARGETS, targets_of
from rongtu.desks.transfer.wording import CONDITION_ZH
from rongtu.engines.match.results import Condition, Feature, Footing, Improvement, Match
from rongtu.facts.fields import KINDS, Sensitivity
from rongtu.facts.provenance import rows_named, sources_of
from rongtu.facts.store.roles import Role
from rongtu.vocab.means import Lack
from rongtu.vocab.problems import InputError, RefusedError

pytestmark = pytest.mark.xdist_group("transfer")


@pytest.fixture
def find(example):
    """What goes with a subject, by kind."""

    def of(subject, *kinds, **given):
        answer, _ = example("match.find", subject=subject, for_=kinds, **given)
        return {group.kind: group for group in answer.groups}, answer

    return of


def codes(group):
    return [found.code for found in group.found]


def test_a_need_that_waits_for_a_facility_is_first_offered_the_pilot_line_of_its_node(find):
    groups, answer = find("EX-N-02")
    assert next(iter(groups)) == "facility"
    first = groups["facility"].found[0]
    assert (first.rank, first.code, first.holder) == (1, "PF9001", "示例储能中试基地")
    assert "为该环节提供 中试线" in first.why
    assert "2026-12—2027-11 余 4 线·月" in first.glance
    assert answer.subject.name == "钠离子电芯放大试制"


def test_where_no_facility_serves_a_node_none_is_made_up(find):
    groups, _ = find("EX-N-15", "facility")
    assert codes(groups["facility"]) == []
    assert groups["facility"].remark.startswith("没有找到")
    assert groups["facility"].considered == 7


def test_a_laboratory_sees_who_could_use_a_result(find):
    groups, _ = find("EX-T-12")
    assert list(groups) == list(DIRECTIONS["technology"])
    need = groups["need"].found[0]
    assert (need.code, need.holder) == ("EX-N-15", "示例甲医用影像股份有限公司")
    assert need.why.startswith("评判为强匹配")
    assert {"揭榜挂帅", "缺平台", "预算 2,600万元"} <= set(need.glance)
    assert "此前对接已终止" in need.cautions
    assert groups["organisation"].found[0].name == "示例乙真空器件有限公司"
    assert "示例丙医学影像研究所" not in {found.name for group in groups.values() for found in group.found}


def test_a_result_judged_not_to_fit_is_not_named_for_that_need(find):
    groups, _ = find("EX-T-13", "need", most=50)
    named = {found.code for found in groups["need"].found if found.footing == "named in a source"}
    assert "EX-N-20" in named
    assert "EX-N-15" not in named


def test_a_test_field_finds_results_and_needs_for_its_scenario_but_not_its_own(find):
    groups, _ = find("PF9003")
    assert set(codes(groups["technology"])[:2]) == {"EX-T-03", "EX-T-04"}
    own = next(one for one in groups["technology"].removals if one.condition == "本单位自有")
    assert "探测器无缝拼接工艺" in own.names
    assert "EX-N-16" in codes(groups["need"])
    assert "已确认预约 9 线·月 试制线" in {found.code: found.why for found in groups["need"].found}["EX-N-16"]


def test_a_body_finds_the_needs_it_deals_with_first(find):
    groups, _ = find("示例乙精密机械研究所", "need")
    assert set(codes(groups["need"])[:2]) == {"EX-N-12", "EX-N-09"}
    assert "双方已在对接：已签保密协议（2026-10）" in {f.code: f.why for f in groups["need"].found}["EX-N-12"]


def test_a_person_is_found_and_shown_by_code_and_expertise_never_by_name(find, seen):
    groups, answer = find("EX-N-15", "person")
    assert [(f.code, f.name) for f in groups["person"].found] == [("EX-P-04", "CT球管、真空")]
    back, from_person = find("EX-P-04")
    assert codes(back["need"]) == ["EX-N-15"]
    personal = [c.name for c in KINDS["person"].columns if c.field.sensitivity is Sensitivity.PERSONAL]
    with seen() as connection:
        rows = connection.execute(text(f"SELECT {', '.join(personal)} FROM person")).all()
    told = answer.model_dump_json() + from_person.model_dump_json()
    assert not [cell for row in rows for cell in row if cell and cell in told]
    with pytest.raises(RefusedError):
        find("示例专家丁")


def test_rules_hold_where_the_subject_is(find):
    groups, _ = find("EX-N-02", "policy", "finance")
    assert codes(groups["policy"]) == ["PL901"]
    assert codes(groups["finance"]) == ["FP901"]
    removed = {one.condition: one.names for one in groups["policy"].removals}
    assert "示例乙市本地配套奖励（虚构）" in removed["不适用于所在地"]
    assert "示例丙新区首台套奖励（虚构）" in removed["已过有效期"]


def test_a_policy_finds_whom_it_is_for_where_it_holds(find):
    groups, _ = find("PL901")
    assert codes(groups["need"]) == ["EX-N-02"]
    assert "示例储能中试基地" in {found.name for found in groups["organisation"].found}
    outside = {one.condition: one for one in groups["organisation"].removals}["在范围之外"]
    assert "示例外省医疗部件有限公司" in outside.names


def test_a_node_finds_all_kinds_and_says_where_there_is_nothing(find):
    groups, answer = find("EXRJ-HD")
    assert list(groups) == list(TARGETS)
    assert answer.subject.kind == "chain_node"
    assert set(codes(groups["technology"])) == {"EX-T-07", "EX-T-08"}
    assert codes(groups["facility"]) == ["PF9002"]
    assert all(group.found or group.remark for group in groups.values())


def test_contributions_add_up_and_ranks_follow_scores(find):
    groups, _ = find("EX-N-12", most=20)
    for group in groups.values():
        assert [found.rank for found in group.found] == list(range(1, len(group.found) + 1))
        for found in group.found:
            assert sum(part.value for part in found.contributions) == found.score


def test_every_row_named_can_be_shown_with_its_source(find, store):
    _, answer = find("EXMI-DET")
    named = set(rows_named(answer.model_dump(mode="json")))
    with store.engine(Role.OWNER).connect() as connection:
        assert sources_of(connection, named)


def test_a_scope_says_what_is_inside_and_what_is_not_known(find):
    groups, _ = find("EXMI-TUBE", "organisation", zone="示例区", most=20)
    told = {found.name: found.in_scope for found in groups["organisation"].found}
    assert told["示例乙真空器件有限公司"] is True
    assert told["示例境外球管一公司"] is None
    without, _ = find("EXMI-TUBE", "organisation")
    assert {found.in_scope for found in without["organisation"].found} == {None}


def test_an_unknown_or_ambiguous_subject_is_refused_with_near_candidates(find):
    with pytest.raises(RefusedError, match=r"Near it are .*EX-N-10"):
        find("EX-N-1x")
    with pytest.raises(RefusedError, match="示例电芯中试线"):
        find("电芯中试")
    with pytest.raises(RefusedError, match="Nothing on record"):
        find("？")
    with pytest.raises(RefusedError, match="start from one of"):
        find("region:6f4d2c1e-3b5a-5d0e-9c77-0f6a52e8b1d4")
    with pytest.raises(RefusedError):
        find("need:6f4d2c1e-3b5a-5d0e-9c77-0f6a52e8b1d4")


def test_a_kind_that_nothing_is_of_is_refused(find):
    with pytest.raises(InputError, match="dragons"):
        find("EX-N-15", "dragons")


@pytest.mark.parametrize("subject", ["CT球管", "示例理工大学", "探测器无缝拼接工艺", "示例电芯中试线"])
def test_names_are_as_good_as_codes(find, subject):
    _, answer = find(subject)
    assert answer.subject.name == subject


def test_what_a_need_lacks_decides_what_is_looked_for():
    assert targets_of("need", None, ()) == DIRECTIONS["need"]
    assert targets_of("need", Lack.TALENT, ()) == ("person", "organisation", "policy", "finance")
    assert targets_of("need", Lack.FINANCE, ()) == ("finance", "policy")
    assert targets_of("need", Lack.TALENT, ("facility", "facility")) == ("facility",)


def test_every_condition_has_a_name():
    assert set(CONDITION_ZH) == set(Condition)
    assert len(set(CONDITION_ZH.values())) == len(CONDITION_ZH)


def test_nobody_is_asked_to_say_what_a_thing_of_its_kind_cannot():
    better = [Improvement(feature, True, 0.1, 1) for feature in (Feature.CHAIN, Feature.FRESH)]
    match = Match("policy:1", 0.5, (), (), Footing.LEAD, (), (), tuple(better))
    assert list(betterments(match, 2, "policy")) == ["请它的主人确认一次，可升到第 1 位"]
    assert list(betterments(match, 1, "technology")) == [
        "登记它在哪个环节，得分更高，名次不变",
        "请它的主人确认一次，得分更高，名次不变",
    ]


def test_whatever_can_be_done_better_has_words():
    assert set(POOR) == set(Feature)
