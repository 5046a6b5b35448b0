"""Explaining a match of 示例区: parts that add up, grounds with sources, what keeps an offer out of the list."""

import pytest
from need_fixtures import ask, asking  # noqa: F401

from rongtu.engines.match.results import Condition
from rongtu.vocab.problems import RefusedError

pytestmark = pytest.mark.xdist_group("transfer")


def explained(ask, need, offer, **given):  # noqa: F811
    return ask("need.explain", need=need, offer=offer, **given)


@pytest.fixture(scope="module")
def everything(ask):  # noqa: F811
    """What is found for every open need."""
    return ask("match.batch", most=20)


def test_every_first_offer_is_explained_with_parts_that_add_up_exactly(ask, everything):  # noqa: F811
    for found in everything.found:
        if found.offers:
            first = found.offers[0]
            told = explained(ask, found.need.code, first.refs[0])
            assert (told.verdict, told.place, told.name) == ("listed", 1, first.name)
            assert sum(part.value for part in told.parts) == told.score == first.score
            assert sum(part.share for part in told.parts) == 100
            assert all(part.because and part.zh for part in told.parts)
            assert told.calibration == "uncalibrated"


def test_places_are_those_of_the_list(ask, everything):  # noqa: F811
    found = next(one for one in everything.found if one.need.code == "EX-N-12")
    for place, offer in enumerate(found.offers[:4], start=1):
        assert explained(ask, "EX-N-12", offer.refs[0]).place == place


def test_the_grounds_are_rows_with_their_sources(ask):  # noqa: F811
    told = explained(ask, "EX-N-15", "EX-T-12")
    says = [ground.says for ground in told.grounds]
    assert any(one.startswith("评判为强匹配") for one in says)
    assert any("CT球管" in one for one in says)
    assert all(ground.source.startswith("S") and ground.source_text for ground in told.grounds)
    assert "此前对接已终止" in told.cautions


def test_what_it_passed_for_being_in_contact_alone_is_said(ask):  # noqa: F811
    told = explained(ask, "EX-N-01", "EX-T-05")
    assert told.verdict == "listed"
    trl = next(one for one in told.conditions if one.zh == "就绪度")
    assert (trl.met, trl.excepted, trl.found, trl.wanted) == (True, True, "4 级", "不低于 5 级")
    assert [one.zh for one in told.conditions if one.excepted] == ["就绪度"]


def test_a_removed_offer_names_its_condition_what_it_says_and_what_is_wanted(ask):  # noqa: F811
    told = explained(ask, "EX-N-08", "EX-T-05")
    assert (told.verdict, told.fails, told.fails_zh) == ("removed", (Condition.TRL,), ("就绪度过低",))
    (failed,) = [one for one in told.conditions if not one.met]
    assert (failed.wanted, failed.found) == ("不低于 5 级", "4 级")


def test_ones_own_is_removed_as_such(ask):  # noqa: F811
    told = explained(ask, "EX-N-01", "示例丙储能电池股份有限公司")
    assert told.fails == (Condition.OWN,)


def test_an_offer_without_a_common_word_says_so(ask):  # noqa: F811
    told = explained(ask, "EX-N-01", "EX-T-03")
    assert (told.verdict, told.place, told.score, told.parts) == ("no_words", None, None, ())
    assert all(one.met for one in told.conditions)


def test_an_offer_beyond_its_holders_places_names_those_that_have_them(ask, everything):  # noqa: F811
    found = next(one for one in everything.found if one.beyond_holder)
    holders = {offer.holder or offer.name for offer in found.offers}
    hidden = [
        told
        for told in (explained(ask, found.need.code, holder) for holder in sorted(holders))
        if told.verdict == "holder_full"
    ]
    for told in hidden:
        assert len(told.holder_has) == 2
        assert told.place is not None


@pytest.mark.parametrize("offer", ["EX-T-12", "液态金属轴承旋转阳极"])
def test_an_offer_is_meant_by_key_or_name(ask, offer):  # noqa: F811
    assert explained(ask, "EX-N-15", offer).code == "EX-T-12"


def test_what_is_not_there_is_refused(ask):  # noqa: F811
    with pytest.raises(RefusedError, match="no need EX-N-99"):
        explained(ask, "EX-N-99", "EX-T-12")
    with pytest.raises(RefusedError, match="EX-T-99"):
        explained(ask, "EX-N-15", "EX-T-99")


def test_what_naming_its_node_would_win_is_reckoned_for_a_need_that_speaks_of_one(ask):  # noqa: F811
    code = ask("need.add", text="想找能把电池隔膜做到耐热180度的单位").code
    told = explained(ask, code, "EX-T-05")
    first = told.improvements[0]
    assert "--node EXES-SEP" in first.words
    ask("need.amend", code=code, node="EXES-SEP")
    then = explained(ask, code, "EX-T-05")
    assert then.place == first.place
    assert then.score - told.score == pytest.approx(first.gain, rel=1e-3), "the need is in the index too"
    ask("need.amend", code=code, state="withdrawn")


def test_what_would_make_it_better_is_said_in_the_order_of_its_gain(ask, everything):  # noqa: F811
    for found in everything.found:
        for offer in found.offers[:2]:
            told = explained(ask, found.need.code, offer.refs[0])
            gains = [step.gain for step in told.improvements]
            assert gains == sorted(gains, reverse=True)
            assert all(gain > 0 for gain in gains)
