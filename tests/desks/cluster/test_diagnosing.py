"""Diagnosis says what is missing only where it is: judged from the facts of the zone asked for."""

import pytest

from rongtu.vocab.evidence import Nature

MODEL = {"投入占比", "产能", "需求", "区外可购量"}
"""Inputs of the value model."""


@pytest.fixture
def unknown(both, administrator):
    """What each score of a chain lacks."""

    def run(chain, zone="", nature=Nature.FICTIONAL):
        answer = both.run("chain.diagnose", {"chain": chain, "zone": zone}, administrator, nature=nature)
        return {score.score: set(score.missing) for score in answer.unknown}

    return run


@pytest.mark.parametrize("zone", ["示例区", ""])
@pytest.mark.parametrize("chain", ["EXES", "EXRJ", "EXMI"])
def test_where_the_figures_are_there_none_of_them_is_called_missing(unknown, chain, zone):
    assert not [score for score, missing in unknown(chain, zone).items() if missing & MODEL]


def test_what_is_really_missing_is_still_told(unknown):
    assert unknown("EXES")["卡点"] == {"境外控制方", "一年内可替代比例"}
    assert unknown("EXRJ")["断点"] == {"全面摸底"}
    assert "断点" not in unknown("EXES")


def test_figures_of_another_zone_do_not_count(unknown):
    assert "需求" in unknown("EXES", "示例丙新区")["断点"]


def test_a_public_chain_lacks_everything(unknown):
    assert unknown("H2", "京津冀", Nature.REAL)["断点"] == {"全面摸底", *MODEL}
    assert unknown("H2", "", Nature.REAL)["卡点"] == {*MODEL, "境外控制方", "一年内可替代比例"}


def test_final_products_are_those_the_chain_names(both, administrator):
    answer = both.run("chain.diagnose", {"chain": "EXMI"}, administrator, nature=Nature.FICTIONAL)
    assert answer.reach_of == "可达最终产品数"
    assert {question.node: question.reach for question in answer.questions}["EXMI-RECON"] == 2
