"""Matches and lists of needs: the order of the list, what is stale, the batch of all open needs with its progress."""

import pytest
from need_fixtures import ask, asking  # noqa: F401

from rongtu.desks.transfer.need_completeness import Mark
from rongtu.vocab.problems import RefusedError

pytestmark = pytest.mark.xdist_group("transfer")

OPEN = 16
"""Open needs of 示例区, of 22."""


def codes(ask, **given):  # noqa: F811
    return [need.code for need in ask("need.list", most=1_000, **given).needs]


def test_every_open_need_is_listed_the_complete_ones_first(ask):  # noqa: F811
    listed = ask("need.list")
    assert listed.total == len(listed.needs) == OPEN
    scores = [need.score for need in listed.needs]
    assert scores == sorted(scores, reverse=True)
    assert (listed.today, listed.needs[0].score) == ("2026-11-30", listed.needs[0].most)
    assert listed.needs[-1].code == "EX-N-07"


def test_needs_nobody_confirms_sink_and_those_that_are_over_sink_deeper(ask):  # noqa: F811
    listed = ask("need.list", today="2027-10-01")
    marks = [need.mark for need in listed.needs]
    assert marks == sorted(marks, key=list(Mark).index)
    assert set(marks) == {Mark.TO_CONFIRM, Mark.OVER}
    assert listed.marks[Mark.OVER] == marks.count(Mark.OVER)
    over = {need.code: need.mark_why for need in listed.needs if need.mark is Mark.OVER}
    assert over["EX-N-01"] == "已过失效时间 2027-08"


@pytest.mark.parametrize("sort", ["attention", "complete", "age", "deadline", "code"])
def test_pages_of_any_order_make_up_the_whole(ask, sort):  # noqa: F811
    found, after = [], ""
    while after is not None:
        page = ask("need.list", sort=sort, most=5, after=after)
        found += [need.code for need in page.needs]
        after = page.next
    assert found == codes(ask, sort=sort)
    assert len(set(found)) == OPEN


def test_a_list_goes_on_after_an_open_need_alone(ask):  # noqa: F811
    with pytest.raises(RefusedError, match="EX-N-05"):
        ask("need.list", after="EX-N-05")


def test_the_first_matches_are_those_of_the_loop(ask):  # noqa: F811
    given = {"needs": ("EX-N-15", "EX-N-01"), "zone": "示例区", "most": 5}
    found = ask("need.match", **given).found
    loop = ask("match.needs", **given).needs
    assert [one.need.code for one in found] == ["EX-N-15", "EX-N-01"]
    for one in found:
        first, same = one.offers[0], loop[one.need.code].offers[0]
        assert (first.code, first.holder, first.in_scope) == (same.code, same.holder, same.in_scope)
        assert [offer.place for offer in one.offers] == list(range(1, len(one.offers) + 1))


def test_without_a_scope_nothing_is_in_or_out_of_it(ask):  # noqa: F811
    (found,) = ask("need.match", needs=("EX-N-15",)).found
    assert {offer.in_scope for offer in found.offers} == {None}


def test_people_and_money_are_offered_where_they_can_end_the_lack(ask):  # noqa: F811
    talent, money = ask("need.match", needs=("EX-N-09", "EX-N-10"), most=20).found
    assert {offer.kind for offer in talent.offers} <= {"person", "organisation"}
    assert {offer.kind for offer in money.offers} <= {"finance"}


def test_what_speaks_against_an_offer_is_said(ask):  # noqa: F811
    (found,) = ask("need.match", needs=("EX-N-15",)).found
    first = found.offers[0]
    assert first.why.startswith("评判为强匹配")
    assert first.cautions[:2] == ("此前对接已终止", "就绪度 5 级，低于所需的 7 级")
    assert first.deal.stage == "ended"


def test_a_vague_need_is_told_what_to_add(ask):  # noqa: F811
    (found,) = ask("need.match", needs=("EX-N-07",)).found
    assert [gap.option for gap in found.need.missing][:4] == ["--criteria", "--budget", "--deadline", "--decides"]
    assert found.nodes == (), "it names its node already"


def test_a_batch_answers_every_open_need_and_tells_its_progress(ask, asking):  # noqa: F811
    steps = []
    answer = ask("match.batch", progress=steps.append, most=2)
    assert [one.need.code for one in answer.found] == codes(ask, sort="code")
    assert all(len(one.offers) <= 2 for one in answer.found)
    told = [step for step in steps if step.startswith("匹配")]
    assert told[0] == f"匹配 match 1/{OPEN}"
    assert told[-1] == f"匹配 match {OPEN}/{OPEN}"


def test_a_batch_of_a_scope_leaves_out_what_is_known_to_be_elsewhere(ask):  # noqa: F811
    whole, part = ask("match.batch", zone="示例区"), ask("match.batch", zone="示例丙新区")
    inside = {one.need.code for one in part.found}
    assert 0 < len(inside) < len(whole.found) == OPEN


def test_a_zone_that_is_not_there_is_refused(ask):  # noqa: F811
    with pytest.raises(RefusedError):
        ask("match.batch", zone="无此区")


def test_needs_that_say_the_same_are_shown_to_whoever_posts_again(ask):  # noqa: F811
    first = ask("need.add", text="要一种能耐 180 度不收缩的电池隔膜，先供一条线").code
    second = ask("need.add", text="要一种能耐180度、不收缩的电池隔膜，先供我们一条线").code
    (found,) = ask("need.match", needs=(second,), words=True).found
    assert [hint.code for hint in found.like] == [first]
    ask("need.amend", code=first, state="withdrawn")
    (found,) = ask("need.match", needs=(second,), words=True).found
    assert found.like == ()
    ask("need.amend", code=second, state="withdrawn")


def test_needs_of_one_chain_are_no_duplicates(ask):  # noqa: F811
    assert {found.like for found in ask("match.batch").found} == {()}
