"""Diagnosis says what is missing only where it is: judged from the facts of the zone asked for."""

import pytest

from rongtu.vocab.evidence import Nature

MODEL = {"投入占比", "产能", "需求", "区外可购量"}
"""Inputs of the value model."""


@pytest.fixture
def unknown(both, administrator):
    """What each score of a chain lacks."""

    def run(chain, zone="", nature=Nature.FICTIONAL):
        answer = both.run("chain.diagnose", {"chain": chain, "zone": zone, "draws": 1}, administrator, nature=nature)
        return {score.score: set(score.missing) for score in answer.unknown}

    return run


@pytest.mark.parametrize("zone", ["示例区", ""])
@pytest.mark.parametrize("chain", ["EXES", "EXRJ", "EXMI"])
def test_where_the_figures_are_there_none_of_them_is_called_missing(unknown, chain, zone):
    assert not [score for score, missing in unknown(chain, zone).items() if missing & MODEL]


def test_what_is_really_missing_is_still_told(unknown):
    assert unknown("EXES")["卡点"] == {"境外控制方", "一年内可替代比例"}
    assert unknown("EXRJ", "示例区")["断点"] == {"全面摸底"}
    assert "断点" not in unknown("EXES", "示例区")


def test_without_a_zone_the_survey_of_one_proves_nothing(unknown):
    assert unknown("EXES")["断点"] == {"全面摸底"}


def test_figures_of_another_zone_do_not_count(unknown):
    assert "需求" in unknown("EXES", "示例丙新区")["断点"]


def test_a_public_chain_lacks_everything(unknown):
    assert unknown("H2", "京津冀", Nature.REAL)["断点"] == {"全面摸底", *MODEL}
    assert unknown("H2", "", Nature.REAL)["卡点"] == {*MODEL, "境外控制方", "一年内可替代比例"}


def test_final_products_are_those_the_chain_names(both, administrator):
    answer = both.run("chain.diagnose", {"chain": "EXMI"}, administrator, nature=Nature.FICTIONAL)
    assert answer.reach_of == "可达最终产品数"
    assert {question.node: question.reach for question in answer.questions}["EXMI-RECON"] == 2


# the scores of a chain, in a zone


@pytest.fixture(scope="module")
def value(both, administrator):
    """示例区 valued, all chains together."""
    return both.run("chain.value", {"zone": "示例区", "draws": 2}, administrator, nature=Nature.FICTIONAL)


@pytest.fixture(scope="module")
def diagnose(both, administrator):
    """A chain diagnosed in a zone."""

    def run(chain, zone="示例区", nature=Nature.FICTIONAL):
        return both.run("chain.diagnose", {"chain": chain, "zone": zone, "draws": 2}, administrator, nature=nature)

    return run


@pytest.fixture(scope="module")
def scored(diagnose):
    """示例储能 in 示例区."""
    return diagnose("EXES")


def test_a_chain_s_scores_are_those_of_all_chains_valued_together(scored, value):
    assert scored.worths == tuple(node for node in value.nodes if node.chain == "EXES")
    assert scored.value == value.value
    assert scored.interventions == tuple(one for one in value.interventions if one.node.startswith("EXES-"))
    assert scored.parameters == value.parameters


def test_a_chain_s_lists_are_over_its_own_nodes(scored):
    assert [(one.node, one.proved) for one in scored.rankings.breaks] == [("EXES-SEP", 1)]
    assert next(one.proved for one in scored.rankings.blockages) == 1
    assert {one.chain for one in (*scored.rankings.blockages, *scored.rankings.chokes)} == {"EXES"}


def test_every_factor_has_its_range_grade_and_derivation(scored):
    for node in scored.worths:
        figures = [node.need, node.supply, node.cover, node.stake, node.room, node.access, node.blockage, node.choke]
        figures += [kind.degree for kind in node.blockages] + ([node.breaks.severity] if node.breaks else [])
        for figure in figures:
            assert (figure.point is None) == (figure.low is None)
            assert figure.point is not None or figure.missing
            assert 0 <= figure.evidence <= 1
            assert figure.ref.removeprefix("derived:") in scored.trace
    for derivation in scored.trace.values():
        for one in derivation.inputs:
            assert not one.startswith("derived:") or one.removeprefix("derived:") in scored.trace


def test_the_headline_names_three_things_to_fix_and_what_is_unknown(scored):
    lines = scored.headline().splitlines()
    assert lines[0].startswith("EXES 示例储能 · 示例区")
    assert [line[0] for line in lines[1:] if line[0] in "123"] == ["1", "2", "3"]
    assert lines[1].startswith("1 堵点 工业控制芯片 EXES-MCU  ")
    assert "，证据 9" in lines[1]
    assert any(line.startswith("  可做：控制芯片替代型号认证，备第二来源（EX-IV-04） 费用 1,500万元") for line in lines)
    assert lines[-1].startswith("未知的卡点：IGBT功率模块 EXES-IGBT（缺一年内可替代比例）")


def test_without_a_zone_nothing_is_valued(both, administrator):
    answer = both.run("chain.diagnose", {"chain": "EXES"}, administrator, nature=Nature.FICTIONAL)
    assert answer.headline() is None
    assert answer.worths == ()
    assert answer.value is None
    assert answer.trace == {}


def test_a_chain_that_lacks_inputs_says_which_and_what_to_ask_first(diagnose):
    answer = diagnose("H2", "京津冀", Nature.REAL)
    assert answer.worths == ()
    lines = answer.headline().splitlines()
    assert "未知" in lines[0]
    assert any(line.startswith("  算不出断点：缺") for line in lines)
    assert any(line.startswith("  先问 1 ") for line in lines)


def test_a_zone_may_be_read_without_being_valued(both, administrator):
    asked = {"chain": "EXES", "zone": "示例区", "draws": 1}
    valued, read = (
        both.run("chain.diagnose", {**asked, "valued": wanted}, administrator, nature=Nature.FICTIONAL)
        for wanted in (True, False)
    )
    assert (read.nodes, read.questions, read.unknown) == (valued.nodes, valued.questions, valued.unknown)
    assert valued.worths
    assert read.worths == ()
