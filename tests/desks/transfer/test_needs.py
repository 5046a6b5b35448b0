"""Offers for the posted needs of 示例区: ranked by fit, conditions counted, what speaks against each said."""

import pytest

from rongtu.facts.provenance import rows_named, sources_of
from rongtu.facts.store.roles import Role
from rongtu.vocab.means import DealStage
from rongtu.vocab.problems import RefusedError

pytestmark = pytest.mark.xdist_group("transfer")

ZONE = "示例区"

OPEN = 16
"""Open needs of 示例区, of 22."""


@pytest.fixture(scope="module")
def answers(example):
    """Offers for every open need, by words alone."""
    answer, _ = example("match.needs", zone=ZONE, most=10)
    return answer


def offers(answers, need):
    return {offer.code: offer for offer in answers.needs[need].offers}


def removed(answers, need):
    return {removal.condition: removal for removal in answers.needs[need].removals}


def test_every_open_need_is_answered_and_no_other(answers):
    assert len(answers.needs) == OPEN
    assert {need.state for need in answers.needs.values()} == {"open"}


def test_the_result_made_for_a_need_comes_first(answers):
    first = answers.needs["EX-N-15"].offers[0]
    assert (first.kind, first.code, first.holder) == ("technology", "EX-T-12", "示例丙医学影像研究所")
    assert "评判为强匹配" in first.why
    assert "CT球管" in first.why
    assert first.in_scope is True


def test_parts_add_up_to_the_score_and_order_the_list(answers):
    for need in answers.needs.values():
        for offer in need.offers:
            assert sum(part.value for part in offer.contributions) == offer.score
        assert [offer.score for offer in need.offers] == sorted((o.score for o in need.offers), reverse=True)


def test_nobody_is_offered_what_is_their_own(answers):
    for code, need in answers.needs.items():
        assert need.organisation not in {name for offer in need.offers for name in (offer.name, offer.holder)}
        assert need.organisation in removed(answers, code)["本单位自有"].names


def test_deals_so_far_are_shown_with_their_stage(answers):
    deal = offers(answers, "EX-N-12")["EX-T-08"].deal
    assert (deal.stage, deal.stage_on, deal.outcome) == (DealStage.NDA, "2026-10", None)
    assert [o.name for o in answers.needs["EX-N-09"].offers if o.deal] == ["示例乙精密机械研究所"]


def test_a_deal_that_came_to_nothing_speaks_against_the_offer(answers):
    first = answers.needs["EX-N-15"].offers[0]
    assert first.deal.stage == DealStage.ENDED
    assert "老炼试验线" in first.deal.outcome
    assert first.cautions == ("此前对接已终止", "就绪度 5 级，低于所需的 7 级")


def test_a_vague_need_says_what_it_does_not_say(answers):
    assert answers.needs["EX-N-07"].unsaid == ("预算", "期限", "验收指标", "决策岗位", "缺什么")
    assert answers.needs["EX-N-15"].unsaid == ()
    assert answers.needs["EX-N-11"].unsaid == ("期限", "验收指标")


def test_what_is_too_immature_is_left_out_and_named_but_not_whom_the_need_deals_with(answers):
    assert removed(answers, "EX-N-08")["就绪度过低"].names == ("无重稀土磁体晶界扩散", "水性陶瓷涂覆隔膜")
    dealt_with = offers(answers, "EX-N-01")["EX-T-05"]
    assert (dealt_with.trl, dealt_with.deal.stage) == (4, DealStage.CONTACTED)
    assert "就绪度 4 级，低于所需的 7 级" in dealt_with.cautions


def test_only_what_can_end_a_lack_is_offered_for_it(answers):
    kinds = {code: {offer.kind for offer in need.offers} for code, need in answers.needs.items()}
    assert kinds["EX-N-09"] == {"organisation"}
    assert kinds["EX-N-10"] == set()
    assert answers.needs["EX-N-17"].offers[0].code == "EX-DS-2"
    assert "PF9004" in offers(answers, "EX-N-18")
    assert removed(answers, "EX-N-10")["类别不符"].removed == answers.needs["EX-N-10"].considered - 1


def test_who_only_uses_a_thing_is_not_named_for_it(answers):
    named = [offer for offer in answers.needs["EX-N-19"].offers if offer.score > 1]
    assert "示例甲医学中心" not in {offer.name for offer in named}
    assert all("会用" not in offer.why for offer in named)


def test_no_holder_has_more_than_two_places(answers):
    for need in answers.needs.values():
        holders = [offer.holder or offer.name for offer in need.offers]
        assert all(holders.count(holder) <= 2 for holder in holders)


def test_prices_and_old_confirmations_are_cautions_told_from_the_facts(example):
    answer, _ = example("match.needs", zone=ZONE, needs=("EX-N-22",), most=10)
    cautions = offers(answer, "EX-N-22")["EX-T-02"].cautions
    assert "报价 500万元 高于预算 300万元" in cautions
    assert any(caution.startswith("最近确认于 2025-01，比最新资料早 ") for caution in cautions)
    assert "未注明最近确认时间" in offers(answer, "EX-N-22")["EX-T-04"].cautions


def test_a_match_judged_useless_is_not_named_and_says_so(example, dispatcher, administrator):
    answer, _ = example("match.needs", zone=ZONE, needs=("EX-N-15",), most=50)
    judged = offers(answer, "EX-N-15").get("EX-T-13")
    assert judged is None or (judged.score < 1 and judged.cautions[0].startswith("评判为不匹配"))


def test_every_row_named_is_one_that_can_be_shown_with_its_source(answers, store):
    told = answers.model_dump(mode="json")
    named = set(rows_named(told))
    assert named
    with store.engine(Role.OWNER).connect() as connection:
        sources = sources_of(connection, named)
    assert {offer.source for need in answers.needs.values() for offer in need.offers} <= set(sources.values())


def test_a_need_that_is_not_there_is_refused(example):
    with pytest.raises(RefusedError, match="EX-N-99"):
        example("match.needs", zone=ZONE, needs=("EX-N-99", "EX-N-15"))


def test_a_need_asked_for_twice_is_answered_once(example):
    answer, _ = example("match.needs", zone=ZONE, needs=("EX-N-15", "EX-N-15"))
    assert list(answer.needs) == ["EX-N-15"]
