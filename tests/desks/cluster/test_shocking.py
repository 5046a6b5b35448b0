"""Stops in 示例区, by hand against its files; where nothing is on record the answer is unknown."""

import tomllib
from collections import defaultdict
from importlib import resources

import pytest

from rongtu.facts.provenance import ROW_REF
from rongtu.vocab.evidence import Nature
from rongtu.vocab.money import parse_amount
from rongtu.vocab.problems import InputError, RefusedError

INTEGRATOR, ENGINEERING, MICROGRID = (
    "示例丙储能系统集成股份有限公司",
    "示例乙储能工程有限公司",
    "示例甲微网技术有限公司",
)


@pytest.fixture(scope="module")
def shock(both, administrator):
    """Stops something; the answer."""

    def run(nature=Nature.FICTIONAL, zone="示例区", **payload):
        return both.run("chain.shock", {"zone": zone, **payload}, administrator, nature=nature)

    return run


@pytest.fixture(scope="module")
def systemic(both, administrator):
    """Ranks a zone's bodies or nodes; the answer."""

    def run(nature=Nature.FICTIONAL, zone="示例区", **payload):
        return both.run("chain.systemic", {"zone": zone, **payload}, administrator, nature=nature)

    return run


@pytest.fixture(scope="module")
def deliveries():
    """The file's deliveries: seller, buyer, 万元."""
    text = resources.files("rongtu.facts.example").joinpath("data/flows.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)["supply"]
    return [(one["seller"], one["buyer"], parse_amount(one["amount"], "amount") / 1e6) for one in found]


@pytest.fixture(scope="module")
def sales(deliveries):
    """What the bodies of 示例区 sell in a year, in 万元: their deliveries, or the sales one of them reports."""
    found = defaultdict(float)
    for seller, _, amount in deliveries:
        if not seller.startswith(("示例外省", "示例境外")):
            found[seller] += amount
    found["示例乙电芯有限公司"] = max(found["示例乙电芯有限公司"], 24_000)
    return found


def losses(answer):
    """What others lose of their output, by name."""
    return {one.name: one.loss for one in answer.spread.losses}


def test_the_software_house_stops_as_by_hand(shock, sales, deliveries):
    """Software is no need of a storage system, so its share of all purchases is lost; its buyers sell to end users."""
    answer = shock(body="示例甲能源软件有限公司")
    bought = {who: sum(wan for _, buyer, wan in deliveries if buyer == who) for who in sales}
    assert (bought[INTEGRATOR], bought[ENGINEERING], bought[MICROGRID]) == (79_960, 32_130, 1_410)
    by_hand = {INTEGRATOR: 2_300 / 79_960, ENGINEERING: 850 / 32_130, MICROGRID: 50 / 1_410}
    assert losses(answer) == pytest.approx(by_hand)
    lost = 3_200 + sum(share * sales[who] for who, share in by_hand.items())
    assert answer.spread.esri == pytest.approx(lost / sum(sales.values()))
    assert answer.spread.down == pytest.approx(answer.spread.esri)
    assert answer.spread.up == pytest.approx(3_200 / sum(sales.values()))
    assert [one.name for one in answer.spread.losses] == [INTEGRATOR, ENGINEERING, MICROGRID]


def test_the_only_separator_supplier_on_record_stops_every_cell_maker(shock):
    """Cells come from in the scope but for 外省电池, which is not hit: 1.2 of 5.6 亿元, 0.3 of 2.3 亿元."""
    found = losses(shock(body="示例外省隔膜材料有限公司"))
    assert found["示例乙电芯有限公司"] == found["示例丙储能电池股份有限公司"] == 1
    assert found[INTEGRATOR] == pytest.approx(1 - 12_000 / 56_000)
    assert found[ENGINEERING] == pytest.approx(1 - 3_000 / 23_000)
    assert found[MICROGRID] == 1


def test_what_v_loses_is_the_value_model_s_own_word(shock, both, administrator):
    value = both.run("chain.value", {"zone": "示例区"}, administrator, nature=Nature.FICTIONAL)
    nodes = {node.node: node for node in value.nodes}
    stopped = shock(node="EXES-PCS").impact
    assert (stopped.point, stopped.low, stopped.high) == pytest.approx(
        (nodes["EXES-PCS"].stake.point, nodes["EXES-PCS"].stake.low, nodes["EXES-PCS"].stake.high)
    )
    chips = {one.name: one.impact for one in nodes["EXES-MCU"].controls}
    of_both_chains = shock(body="示例境外芯片二公司").impact
    assert of_both_chains.point >= chips["示例境外芯片二公司"].point > 0


def test_a_body_that_is_all_of_a_node_is_worth_no_more_than_the_node(shock):
    body, node = shock(body="示例丙晶体材料有限公司").impact, shock(node="EXMI-SCINT").impact
    assert 0 < body.point <= node.point
    assert body.low <= body.point <= body.high
    assert body.ref.removeprefix("derived:") in shock(body="示例丙晶体材料有限公司").trace


def test_less_of_a_stop_costs_less(shock):
    whole, part = shock(node="EXES-MCU"), shock(node="EXES-MCU", lost=0.5)
    assert 0 < part.impact.point < whole.impact.point
    assert 0 < part.spread.esri < whole.spread.esri


def test_a_body_may_be_called_by_its_short_name_or_code(shock):
    named = {shock(body=called).name for called in ("示例丙电池", "919900009000018505", "示例丙储能电池股份有限公司")}
    assert named == {"示例丙储能电池股份有限公司"}


def test_every_result_says_how_it_was_computed(shock):
    answer = shock(body="示例乙电芯有限公司")
    assert (answer.spread.level, answer.spread.mode, answer.spread.links) == ("body", "converged", 182)
    assert answer.spread.steps > 0
    said = "\n".join(answer.notes)
    for words in ("笔供货（2025 年）", "不计同业替代", "没有记录的销售不补", "所买不随所卖而变", "自用单位 6 家"):
        assert words in said
    for derivation in answer.trace.values():
        for one in derivation.inputs:
            assert one.removeprefix("derived:") in answer.trace or one == "rows:supply" or ROW_REF.fullmatch(one), one


def test_the_headline_tells_both_and_who_loses_most(shock):
    lines = shock(body="示例乙电芯有限公司").headline().splitlines()
    assert lines[0] == "示例乙电芯有限公司 全部停产 · 示例区"
    assert lines[1].startswith("最终产品年产值减少（V）  ")
    assert "收敛解" in lines[2]
    assert lines[4].startswith("  1 示例")


def test_a_body_without_deliveries_or_place_is_unknown_not_harmless(shock):
    answer = shock(body="示例丙大学")
    assert answer.impact is None
    assert answer.spread is None
    assert any("价值模型说不出" in note for note in answer.notes)
    assert any("未知，不是没有" in note for note in answer.notes)
    assert "未知" in answer.headline()


def test_a_general_name_cannot_stop(shock):
    with pytest.raises(InputError, match="EXRJ-HD、EXRJ-RV"):
        shock(node="EXRJ-RED")


@pytest.mark.parametrize("payload", [{}, {"body": "示例丙电池", "node": "EXES-CELL"}])
def test_just_one_thing_stops(shock, payload):
    with pytest.raises(InputError, match="one thing stops"):
        shock(**payload)


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({"body": "没有这家"}, "no organisation"),
        ({"node": "EXES-NONE"}, "no chain node"),
        ({"node": "EXES-CELL", "zone": "没有的区"}, "no zone"),
    ],
)
def test_what_is_not_there_is_refused(shock, payload, words):
    with pytest.raises(RefusedError, match=words):
        shock(**payload)


# the list


def test_the_list_agrees_with_single_stops(shock, systemic):
    found = systemic(most=500)
    assert found.size == len(found.ranked) == 65
    by_name = {one.name: one for one in found.ranked}
    for name in ("示例甲能源软件有限公司", "示例外省隔膜材料有限公司"):
        assert by_name[name].esri == pytest.approx(shock(body=name).spread.esri)
    assert [one.esri for one in found.ranked] == sorted((one.esri for one in found.ranked), reverse=True)
    assert all(one.own - 1e-12 <= one.esri <= 1 for one in found.ranked)
    assert sum(one.own for one in found.ranked) == pytest.approx(1)


def test_nodes_are_ranked_too(systemic):
    found = systemic(level="node", most=500)
    by_code = {one.node: one for one in found.ranked}
    # nobody in the scope makes separators, and all cells need them
    assert by_code["EXES-SEP"].own == 0
    assert by_code["EXES-SEP"].esri > by_code["EXES-EMS"].esri > 0
    assert sum(one.own for one in found.ranked) == pytest.approx(1)
    assert found.headline().splitlines()[1].startswith("  1 ")


def test_both_modes_are_told_apart(systemic):
    published = systemic(mode="published", most=5)
    assert published.eps == 0.01
    assert "论文原法" in published.headline()
    assert "收敛解" in systemic(most=5).headline()


def test_of_the_public_region_no_delivery_is_on_record(systemic, shock):
    for level in ("body", "node"):
        found = systemic(Nature.REAL, "京津冀", level=level)
        assert found.ranked == ()
        assert found.size == found.links == 0
        assert found.notes
        assert "未知" in found.headline()
    answer = shock(Nature.REAL, "京津冀", node="H2-PEM")
    assert answer.impact is None
    assert answer.spread is None
    assert any("没有一条链的数据齐全" in note for note in answer.notes)
