"""Consortia for the challenges of 示例区: who and why, what stands in the way, rows named that can be shown."""

import pytest

from rongtu.desks.breakthrough.consortium_figures import PRICE_OF, prices, stage_of, stages_of
from rongtu.engines.match.consortium import Stage
from rongtu.facts.provenance import rows_named, sources_of
from rongtu.facts.store.roles import Role
from rongtu.vocab.chains import CapabilityRole
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.organisations import BodyKind
from rongtu.vocab.problems import RefusedError

pytestmark = pytest.mark.xdist_group("transfer")

LEADER, INSTITUTE, MAKER = "示例甲医用影像股份有限公司", "示例丙医学影像研究所", "示例乙真空器件有限公司"

BASIC, APPLIED, DEVELOPMENT, ENGINEERING = Stage


def names(answer):
    return [member.name for member in answer.members]


def test_a_challenge_is_led_by_who_posted_it_and_covered_from_basic_research_to_engineering(propose):
    answer = propose("EX-N-15")
    assert names(answer) == [LEADER, INSTITUTE, MAKER]
    assert [member.part for member in answer.members] == ["牵头", "成员", "成员"]
    assert {cell.stage: cell.by for cell in answer.cells} == {
        "基础研究": (INSTITUTE,),
        "应用研究": (INSTITUTE,),
        "技术开发": (INSTITUTE, MAKER),
        "工程化": (MAKER,),
    }
    assert answer.coordination == 3 * 50_000 + 3 * 20_000
    assert (answer.gap, answer.ways, answer.level) == (0.0, (), Visibility.PUBLIC)


def test_each_member_says_what_it_is_in_for_and_what_to_settle_first(propose):
    _, institute, maker = propose("EX-N-15").members
    assert institute.why[0] == "只有它能补：CT球管·基础研究、CT球管·应用研究"
    assert "没有它就组不成" in maker.why
    assert institute.cautions[0].startswith("本需求此前对接已终止（2026-10）")


def test_prices_nobody_gave_are_not_counted_and_that_is_said(propose):
    answer = propose("EX-N-15")
    assert answer.known_cost == 15_000_000
    (budget,) = [rule for rule in answer.rules if rule.rule == "预算"]
    assert budget.found == "已知 1,500万元，另 2 家不详未计入，不能说预算够"


def test_a_rule_that_stands_in_the_way_is_named_with_what_becomes_possible_without_it(propose):
    answer = propose("EX-N-08")
    assert answer.members == ()
    (way,) = answer.ways
    assert way.relax == ("地区由 2 个改为 1 个",)
    assert way.members == ("示例甲关节模组股份有限公司", "示例理工大学")
    eased = propose("EX-N-08", regions_least=1)
    assert set(names(eased)) == set(way.members)


def test_a_budget_that_is_too_small_is_told_how_far_it_falls_short(propose):
    answer = propose("EX-N-08", regions_least=1, budget=10_000_000.0)
    assert ("预算由 1,000万元 增至 1,200万元",) in [way.relax for way in answer.ways]


def test_what_nobody_on_record_can_do_is_named(propose):
    answer = propose("EX-N-03")
    assert answer.uncovered == ("工业控制芯片·基础研究",)
    assert answer.ways[0].relax == ("放弃 工业控制芯片·基础研究（名录中无一家）", "高校院所由 1 家改为 0 家")
    assert answer.ways[0].misses == answer.uncovered
    assert any("没有不等于没有" in note for note in answer.notes)


def test_stages_asked_for_are_the_ones_to_be_covered(propose):
    answer = propose("EX-N-03", stage=("development", "engineering"), research_least=0)
    assert names(answer)[0] == "示例甲电池管理技术有限公司"
    assert {cell.stage for cell in answer.cells} == {"技术开发", "工程化"}
    assert len(answer.others) <= 2


def test_talks_that_ended_keep_somebody_out_where_that_is_asked_for(propose):
    answer = propose("EX-N-15", bar=("ended",))
    assert answer.members == ()
    assert any(way.relax == (f"不排除 {INSTITUTE}",) for way in answer.ways)
    assert any(rule.rule == "排除" and INSTITUTE in rule.asked for rule in answer.rules)


def test_nodes_upstream_are_covered_too_where_that_is_asked_for(propose):
    answer = propose("EX-N-16", links=1)
    assert set(answer.nodes) == {"EXMI-DET", "EXMI-SCINT", "EXMI-ASIC"}
    assert len(answer.cells) == 12


def test_who_must_be_in_is_and_who_must_not_is_not(propose):
    assert MAKER in names(propose("EX-N-15", with_=(MAKER,)))
    answer = propose("EX-N-15", without=(LEADER,))
    assert names(answer)[0] == MAKER
    assert LEADER not in names(answer)


def test_a_scope_keeps_out_who_is_elsewhere(propose):
    members = {name for way in propose("EX-N-03").ways for name in way.members}
    scoped = {name for way in propose("EX-N-03", zone="示例区").ways for name in way.members}
    assert "示例外省电子有限公司" in members
    assert "示例外省电子有限公司" not in scoped


def test_what_is_assumed_says_so_with_range_author_date_and_reason(propose):
    told = {one.name: one for one in propose("EX-N-15").assumed}
    member = told["每名成员一年的协调成本"]
    assert (member.value, member.range) == (50_000, "20,000—100,000 元")
    assert member.stated.endswith("2026-11")
    assert member.reason
    given = propose("EX-N-15", member_cost=1000.0, pair_cost=0.0)
    assert given.coordination == 3000
    assert {one.stated for one in given.assumed} == {"由提问者给出"}


def test_every_row_named_is_one_that_can_be_shown_with_its_source(propose, store):
    named = set(rows_named(propose("EX-N-15").model_dump(mode="json")))
    assert {ref.partition(":")[0] for ref in named} >= {"need", "organisation", "technology", "paper", "deal"}
    with store.engine(Role.OWNER).connect() as connection:
        assert set(sources_of(connection, named)) == named


def test_what_is_not_there_is_refused(propose, dispatcher, administrator):
    for given in (
        {"need": "EX-N-99"},
        {"need": "EX-N-15", "node": ("EXMI-NONE",)},
        {"need": "EX-N-15", "with_": ("无此单位",)},
    ):
        with pytest.raises(RefusedError):
            propose(**given)
    with pytest.raises(RefusedError, match="no firm"):
        propose("EX-N-15", leader=INSTITUTE)
    with pytest.raises(RefusedError):
        # nothing of an invented region is in the real world
        dispatcher.run("consortium.propose", {"need": "EX-N-15"}, administrator)


@pytest.mark.parametrize(
    ("role", "trl", "kind", "stages"),
    [
        ("develops", 4, "university", {BASIC, APPLIED}),
        ("develops", 7, "institute", {BASIC, APPLIED, DEVELOPMENT, ENGINEERING}),
        ("develops", None, "institute", {BASIC, APPLIED}),
        ("develops", 6, "enterprise", {APPLIED, DEVELOPMENT}),
        ("develops", None, "enterprise", {DEVELOPMENT}),
        ("develops", 1, "enterprise", set()),
        ("produces", 9, "enterprise", {DEVELOPMENT, ENGINEERING}),
        ("produces", None, "enterprise", {DEVELOPMENT, ENGINEERING}),
        ("integrates", 6, "enterprise", {DEVELOPMENT}),
        ("produces", 3, "enterprise", set()),
        ("tests", 9, "platform", {DEVELOPMENT}),
        ("uses", 9, "enterprise", set()),
        ("operates", None, "other", set()),
        ("unstated", 9, "university", set()),
    ],
)
def test_a_role_at_a_level_covers_the_stages_of_the_published_table(role, trl, kind, stages):
    assert stages_of(CapabilityRole(role), trl, BodyKind(kind)) == stages


def test_every_level_has_a_stage_and_every_rule_a_price():
    assert [stage_of(trl) for trl in range(1, 10)] == [BASIC] * 2 + [APPLIED] * 2 + [DEVELOPMENT] * 2 + [
        ENGINEERING
    ] * 3
    assert all(getattr(prices(), name) == figure.value for name, figure in PRICE_OF.items())
