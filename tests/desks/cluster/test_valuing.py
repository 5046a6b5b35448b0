"""Valuing 示例区 and the public sample: hand sums, what V is at most, what rests on what, what is unknown."""

import math

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from rongtu.desks.cluster.presenting import INPUT_ZH
from rongtu.desks.cluster.value.models import ValueRequest
from rongtu.engines.chain.results import RequiredInput
from rongtu.facts.provenance import ROW_REF
from rongtu.facts.store.roles import Role
from rongtu.vocab.chains import Completeness
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import InputError, RefusedError

YI, WAN = 1e8, 1e4
ALONE = {"EXES": 25.7, "EXRJ": 12.4, "EXMI": 15.2}
"""V of each chain alone at the middle of every range, in 亿元, solved by hand."""


@pytest.fixture(scope="module")
def ask(both, administrator):
    """Values a zone; the answer."""

    def run(nature=Nature.FICTIONAL, **payload):
        return both.run("chain.value", {"draws": 2, **payload}, administrator, nature=nature)

    return run


@pytest.fixture(scope="module")
def value(ask):
    """示例区 valued with a few draws."""
    return ask(zone="示例区")


@pytest.fixture(scope="module")
def nodes(value):
    return {node.node: node for node in value.nodes}


# the network, checked by hand against the files


def test_the_three_chains_make_one_network_without_anything_left_out(example_facts):
    assert [part.chain.row.code for part in example_facts.chains] == ["EXES", "EXMI", "EXRJ"]
    assert example_facts.left_out == ()
    assert len(example_facts.network.nodes) == 30
    assert len(example_facts.network.groups) == 27
    assert len({one.fact for one in example_facts.network.purchases}) == len(example_facts.network.purchases) == 61
    assert example_facts.as_of.isoformat() == "2026-11-30"


@pytest.mark.parametrize(
    ("node", "wan"),
    [
        ("EXES-LFP", [18000, 9000, 5000]),
        ("EXES-CELL", [70000, 35000, 12000, 3000]),
        ("EXES-SEP", []),
        ("EXES-ESS", [240000, 90000, 4000]),
        ("EXMI-SCINT", [3500]),
        ("EXMI-RECON", [6500, 2500]),
        ("EXRJ-BRG", [3600, 1400]),
        ("EXRJ-RED", []),
    ],
)
def test_supply_in_scope_is_what_the_file_says_and_the_middle_of_what_is_assumed(example_facts, node, wan):
    supply = example_facts.network.node(node).supply
    assert sorted(figure.point / WAN for figure in supply) == sorted(wan)


def test_surveys_labels_and_makers_elsewhere(example_facts):
    network = example_facts.network
    assert {node.code for node in network.nodes if node.label} == {"EXRJ-RED"}
    assert network.node("EXRJ-BRG").survey is Completeness.PARTIAL
    assert {node.code: node.unseen.high / WAN for node in network.nodes if node.unseen} == {
        "EXRJ-BRG": 1500,
        "EXMI-ASIC": 1500,
    }
    assert network.node("EXES-SEP").elsewhere
    assert not network.node("EXRJ-ENC").elsewhere
    groups = {group.code: set(group.members) for group in network.groups}
    assert groups["EXRJ-JM-1"] == {"EXRJ-RED"}
    assert groups["EXES-CELL-1"] == {"EXES-LFP", "EXES-NAC"}


def test_needs_results_and_pilot_months_are_those_the_pages_tell(example_facts):
    network = example_facts.network
    assert {(one.node, one.available.point, one.asked.point) for one in network.pilots} >= {("EXES-CELL", 12.0, 32.0)}
    assert {one.node for one in network.pilots if one.waiting and not one.facilities} == {"EXMI-TUBE"}
    old = {one.node: (one.open, dict(one.old)) for one in network.needs}
    assert old["EXRJ-HD"] == (4, {"talent": 1, "finance": 1, "standard": 1})
    assert old["EXMI-RECON"] == (3, {"data": 1, "compute": 1})
    assert {one.node: (one.results, one.idle) for one in network.cohorts}["EXMI-DET"] == (4, 3)


# the answer


def test_v_is_at_most_what_the_chains_have_alone(value):
    assert value.value.point / YI <= sum(ALONE.values())
    assert value.value.point / YI == pytest.approx(52.39, abs=0.01)
    assert value.value.low <= value.value.high
    assert value.value.assumed
    assert {part.chain for part in value.parts} == set(ALONE)
    for part in value.parts:
        assert part.most / YI <= ALONE[part.chain] + 0.05


def test_the_troubles_the_example_was_written_to_have_are_found(nodes):
    broken = {code: (node.breaks.kind, node.breaks.place) for code, node in nodes.items() if node.breaks}
    assert broken["EXES-SEP"] == ("hard", "elsewhere")
    assert broken["EXRJ-ENC"] == ("hard", "nowhere")
    assert broken["EXMI-TUBE"][0] == "weak"
    degree = {(code, one.kind): one.degree.point for code, node in nodes.items() for one in node.blockages}
    assert degree["EXES-PCS", "market"] == pytest.approx(0.861, abs=0.001)
    assert degree["EXES-CELL", "bridge"] == pytest.approx(1 - 12 / 32)
    assert degree["EXMI-TUBE", "bridge"] == 1
    assert degree["EXRJ-HD", "factor"] == 0.75
    assert degree["EXMI-DET", "conversion"] == 0.75
    assert nodes["EXES-MCU"].choke.point > nodes["EXMI-TUBE"].choke.point > 0
    assert nodes["EXES-IGBT"].choke.point is None
    assert nodes["EXES-IGBT"].choke.missing == ("一年内可替代比例",)


def test_notes_of_blockages_are_in_words(nodes):
    told = {(code, one.kind): one.note for code, node in nodes.items() for one in node.blockages}
    assert told["EXMI-TUBE", "bridge"] == "没有设施，1 条需求在等"
    assert told["EXRJ-HD", "factor"] == "缺人才 1、缺资金 1、缺标准 1"
    assert told["EXES-CELL", "bridge"].startswith("线·月")


def test_an_intervention_of_unknown_cost_has_no_net_and_is_in_no_plan(value):
    by_code = {one.code: one for one in value.interventions}
    assert by_code["EX-IV-03"].net.point is None
    assert by_code["EX-IV-03"].cost.missing == ("措施费用",)
    assert by_code["EX-IV-01"].technology == "水性陶瓷涂覆隔膜"
    assert by_code["EX-IV-11"].success.assumed
    for plan in value.plans:
        assert {"EX-IV-03", "EX-IV-09"} <= set(plan.left_out)
        assert plan.cost <= plan.budget
        assert not {step.code for step in plan.steps} & set(plan.left_out)


def test_budgets_are_parts_of_all_that_is_proposed_unless_asked_for(value, ask):
    assert [plan.budget / YI for plan in value.plans] == pytest.approx([1.55, 3.1, 4.65, 6.2])
    assert [plan.budget for plan in ask(zone="示例区", budgets=[2e8]).plans] == [2e8]
    with pytest.raises(InputError):
        ask(zone="示例区", budgets=[-1.0])


def test_every_figure_walks_to_rows_that_are_there(value, store):
    reached = set()
    for derivation in value.trace.values():
        assert derivation.inputs
        assert derivation.rule
        for one in derivation.inputs:
            if one.startswith("derived:"):
                assert one.removeprefix("derived:") in value.trace
            else:
                assert ROW_REF.fullmatch(one), one
                reached.add(one)
    with store.engine(Role.OWNER).connect() as connection:
        for ref in reached:
            kind, _, identity = ref.partition(":")
            found = connection.execute(text(f"SELECT nature FROM {kind} WHERE id = :id"), {"id": identity})
            assert found.scalar_one() == "fictional"


def test_no_derivation_goes_in_a_circle(value):
    open_ones, closed = set(), set()

    def walk(key):
        assert key not in open_ones, key
        if key in closed:
            return
        open_ones.add(key)
        for one in value.trace[key].inputs:
            if one.startswith("derived:"):
                walk(one.removeprefix("derived:"))
        open_ones.remove(key)
        closed.add(key)

    for key in value.trace:
        walk(key)


def test_every_estimate_names_its_derivation(value):
    told = _estimated(value.model_dump())
    assert len(told) > 400
    for one in told:
        assert one["ref"].removeprefix("derived:") in value.trace
        assert (one["point"] is None) == (one["low"] is None)
        assert one["point"] is not None or one["missing"]
        assert one["point"] is None or math.isfinite(one["point"])


def _estimated(part):
    if isinstance(part, dict):
        own = [part] if {"point", "evidence", "ref"} <= part.keys() else []
        return own + [one for inner in part.values() for one in _estimated(inner)]
    return [one for inner in part for one in _estimated(inner)] if isinstance(part, (list, tuple)) else []


def test_a_stake_rests_on_v_and_on_its_own_rows(value):
    inputs = value.trace["value/stake/EXES-SEP"].inputs
    assert inputs[0] == "derived:value/V/示例区"
    assert len(inputs) < 10
    assert len(value.trace["value/V/示例区"].inputs) > 100


def test_the_assumptions_used_are_listed_in_the_unit_they_were_stated_in(value):
    listed = {one.code: one for one in value.assumptions}
    assert sorted(listed) == [f"EX-A-{number:02d}" for number in range(1, 11)]
    assert listed["EX-A-03"].about == "“示例甲微网技术有限公司”在“储能系统”：年供给能力"
    assert (listed["EX-A-03"].low, listed["EX-A-03"].unit) == (3000, "万元")


def test_rows_set_aside_and_conventions_are_told(value):
    said = "\n".join(value.notes)
    assert "采用 3,500万元，5,000万元搁置" in said
    assert "“谐波减速器”对“一体化关节模组”的供给并入其类别“精密减速器”" in said
    assert "（EXMI-CT-4）没有给缺失损失" in said


def test_the_parameters_say_what_the_answer_depends_on(value):
    assert value.parameters["as_of"] == "2026-11-30"
    assert value.parameters["months"] == "2026-12/2027-11"
    assert value.parameters["draws"] == 2


def test_the_same_question_has_the_same_answer(value, ask):
    assert ask(zone="示例区") == value


def test_the_three_lists_are_ranked_twice_over_the_severities_told(value, nodes):
    lists = value.rankings
    assert [one.node for one in lists.breaks] == ["EXRJ-ENC", "EXMI-TUBE", "EXES-SEP"]
    for ranked, severity in (
        (lists.breaks, lambda node: node.breaks.severity),
        (lists.blockages, lambda node: node.blockage),
        (lists.chokes, lambda node: node.choke),
    ):
        assert [one.proved for one in ranked] == sorted(one.proved for one in ranked)
        for one in ranked:
            assert one.severity == severity(nodes[one.node])
            assert (one.name, one.chain) == (nodes[one.node].name, nodes[one.node].chain)
            assert one.proved == 1 + sum(other.severity.low > one.severity.low for other in ranked)
            assert one.possible == 1 + sum(other.severity.high > one.severity.high for other in ranked)
    assert "EXES-IGBT" not in {one.node for one in lists.chokes}


def test_where_a_scope_buys_is_told_beside_it(value):
    bought = {one.node: one for one in value.dependence}
    shares = {one.country: one.share.point for one in bought["EXMI-TUBE"].shares}
    assert shares["XAA"] == pytest.approx(6_300 / 10_500)
    assert sum(shares.values()) == pytest.approx(1)


def test_the_headline_tells_v_the_three_lists_and_a_plan(value):
    lines = value.headline().splitlines()
    assert lines[0].startswith("示例区  V 52.388亿元/年（")
    assert "，证据 9" in lines[0]
    assert [line[:2] for line in lines if not line.startswith(" ")] == ["示例", "断点", "堵点", "卡点", "未知", "补链"]
    assert lines[2].startswith("  1 高分辨率编码器 EXRJ-ENC  11.5亿元/年")
    assert lines[2].endswith("区内无供给、全国无")


# what is not known


def test_of_the_public_region_nothing_is_known(ask):
    found = ask(Nature.REAL, zone="京津冀")
    assert found.value is None
    assert len(found.left_out) == 6
    assert found.chains == found.nodes == found.plans == ()
    for chain in found.left_out:
        assert chain.missing["全面摸底"] > 0
        assert chain.missing["投入占比"] > 0
        assert chain.missing["需求"] == 1
        assert chain.missing["区外可购量"] > 0
    assert found.headline().startswith("京津冀  未知")


def test_a_part_of_the_region_has_no_figures_of_its_own(ask):
    found = ask(zone="示例丙新区")
    assert found.value is None
    assert {chain.chain for chain in found.left_out} == set(ALONE)
    assert all("需求" in chain.missing for chain in found.left_out)


def test_a_zone_that_is_not_there_is_refused(ask):
    with pytest.raises(RefusedError, match="no zone"):
        ask(zone="没有的区")


def test_every_required_input_has_a_name():
    assert set(INPUT_ZH) == set(RequiredInput)


def test_a_budget_below_nothing_or_beyond_reason_is_refused():
    for budget in (-1.0, 2e15, float("nan")):
        with pytest.raises(ValidationError, match="a budget lies between 0 and"):
            ValueRequest(budgets=(budget,))
