"""Posting a need: text alone will do, every field is checked as a file's is, the audit keeps none of its words."""

import json

import pytest
from need_fixtures import ask, asking  # noqa: F401

from rongtu.acts.authority import PrincipalRole
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.problems import InputError, RefusedError

pytestmark = pytest.mark.xdist_group("transfer")

WORDS = "我们想把隔膜的耐热做到180度，现在150度就缩，找能一起试的单位"


@pytest.fixture(scope="module")
def posted(ask):  # noqa: F811
    """A need posted by text alone."""
    return ask("need.add", text=WORDS)


def glance(ask, code):  # noqa: F811
    """A need as the list of open ones shows it."""
    (found,) = [need for need in ask("need.list", most=1_000).needs if need.code == code]
    return found


def problems(ask, **given):  # noqa: F811
    """What is wrong with a need, by field."""
    with pytest.raises(InputError) as refused:
        ask("need.add", **{"text": WORDS, **given})
    return {problem.where: problem for problem in refused.value.problems}


def test_text_alone_makes_a_need_that_can_be_found(ask, posted):  # noqa: F811
    assert posted.added
    need = glance(ask, posted.code)
    assert need.title == "我们想把隔膜的耐热做到180度"
    assert (need.kind, need.state, need.level) == ("demand", "open", Visibility.PUBLIC)
    assert need.posted_on == "2026-11-30", "the newest day of the invented world"
    assert need.expires_on == "2027-11-30"
    (found,) = ask("need.match", needs=(posted.code,), words=True).found
    assert "水性陶瓷涂覆隔膜" in [offer.name for offer in found.offers]
    assert [hint.code for hint in found.nodes] == ["EXES-SEP"]


def test_its_source_names_the_need_and_nobody(ask, posted):  # noqa: F811
    need = glance(ask, posted.code)
    told = ask("fact.source", words=(need.ref,)).model_dump_json()
    assert posted.code in told
    assert "own words" in told
    assert "test:administrator" not in told


def test_the_same_words_posted_again_confirm_it_and_take_nothing_back(ask, posted):  # noqa: F811
    assert ask("need.amend", code=posted.code, budget="1,800万元", level="private").changed
    again = ask("need.add", text=f" {WORDS}\n", today="2026-12-04")
    assert (again.code, again.added, again.changed, again.level) == (posted.code, False, True, Visibility.PRIVATE)
    need = glance(ask, posted.code)
    assert (need.posted_on, need.confirmed_on) == ("2026-11-30", "2026-12-04")
    assert "预算" not in [gap.what for gap in need.missing]
    assert not ask("need.add", text=WORDS, today="2026-12-04").changed


def test_everything_it_may_say_is_kept_as_typed(ask):  # noqa: F811
    code = ask(
        "need.add",
        text="ＰＥＭ 电解槽的 Ｎａｆｉｏｎ 膜要降本 30％，ship it by next year",
        title="ＰＥＭ膜降本",
        organisation="示例丙储能电池股份有限公司",
        node="EXES-SEP",
        region="990300",
        budget="１,８００万元",
        deadline="2027-09",
        criteria="成本 ≤ 300 元/㎡",
        decides="采购总监",
        trl=7,
        lacks="technology",
        kind="challenge",
        level="members",
    ).code
    need = glance(ask, code)
    assert (need.title, need.organisation, need.node) == ("ＰＥＭ膜降本", "示例丙储能电池股份有限公司", "EXES-SEP")
    assert (need.score, need.level, need.kind) == (need.most, Visibility.MEMBERS, "challenge")


@pytest.mark.parametrize(
    ("given", "where", "mend"),
    [
        ({"text": ""}, "TEXT 需求文字", "sentence"),
        ({"text": "？"}, "TEXT 需求文字", "sentence"),
        ({"text": "字" * 100_000}, "TEXT 需求文字", "hand over"),
        ({"text": "好的\x07隔膜"}, "TEXT 需求文字", "anew"),
        ({"text": "=1+1 隔膜"}, "TEXT 需求文字", "result"),
        ({"text": "隔膜 \udcb8"}, "TEXT 需求文字", "UTF-8"),
        ({"budget": "很多"}, "--budget 预算", "万元"),
        ({"budget": "1800"}, "--budget 预算", "万元"),
        ({"deadline": "2027年9月"}, "--deadline 期限", "2027-09"),
        ({"trl": 12}, "--trl 所需就绪度", "Correct"),
        ({"organisation": "没有这家公司"}, "--organisation 提出单位", "Load the organisation"),
        ({"node": "隔膜吧"}, "--node 对应环节", "chain_node"),
        ({"today": "昨天"}, "--today 发布时间", "Write it so"),
        ({"level": "restricted"}, "--level 可见范围", "public"),
        ({"deadline": "2020"}, "--deadline 期限 / --today 发布时间", "later"),
        ({"trl": 5, "lacks": "talent"}, "--trl 所需就绪度 / --lacks 缺什么", "Leave out"),
        ({"budget": "0元"}, "--budget 预算 / TEXT 需求文字", "none is set"),
    ],
)
def test_what_is_wrong_is_named_with_its_field_and_mend(ask, given, where, mend):  # noqa: F811
    before = ask("need.list").total
    found = problems(ask, **given)
    assert mend in found[where].mend
    assert ask("need.list").total == before


def test_several_problems_are_told_at_once(ask):  # noqa: F811
    assert set(problems(ask, trl=0, deadline="soon", organisation="没有这家公司")) == {
        "--trl 所需就绪度", "--deadline 期限", "--organisation 提出单位",
    }  # fmt: skip


def test_who_may_post_and_at_which_level(asking):  # noqa: F811
    broker = asking(PrincipalRole.BROKER)
    assert broker("need.add", text="找一家能做陶瓷涂覆的代工厂").added
    with pytest.raises(RefusedError, match="private"):
        broker("need.add", text="找一家能做陶瓷涂覆的代工厂二号", level="private")
    with pytest.raises(RefusedError):
        asking(PrincipalRole.VISITOR)("need.add", text="找一家能做陶瓷涂覆的代工厂")


def test_only_who_posted_a_need_adds_to_it(asking, ask, posted):  # noqa: F811
    with pytest.raises(RefusedError, match="has posted no need"):
        asking(PrincipalRole.CHAIN_OFFICE)("need.amend", code=posted.code)
    with pytest.raises(RefusedError, match="EX-N-01"):
        ask("need.amend", code="EX-N-01", budget="1万元")


def test_a_need_withdrawn_is_open_no_more_until_posted_again(ask):  # noqa: F811
    code = ask("need.add", text="临时要一台高低温试验箱").code
    ask("need.amend", code=code, state="withdrawn")
    assert code not in {need.code for need in ask("need.list", most=1_000).needs}
    ask("need.add", text="临时要一台高低温试验箱")
    assert glance(ask, code).state == "open"


def test_real_needs_are_posted_today_unless_said(ask):  # noqa: F811
    posted = ask("need.add", nature=Nature.REAL, text="真实世界里要降低电解槽成本", today="2026-01-31")
    assert posted.posted_on == "2026-01-31"
    assert posted.code not in {need.code for need in ask("need.list").needs}
    assert [need.code for need in ask("need.list", nature=Nature.REAL).needs] == [posted.code]


def test_the_audit_of_a_private_need_holds_none_of_its_words_or_matches(ask, asking):  # noqa: F811
    code = ask("need.add", text="秘密：要把电池隔膜做薄到五微米", level="private", criteria="绝密指标").code
    ask("need.amend", code=code, decides="总工程师")
    entries = asking(PrincipalRole.AUDITOR)("audit.list", most=5).entries
    outcomes = [json.loads(entry.outcome) for entry in entries if entry.operation.startswith("need.")]
    told = json.dumps(outcomes, ensure_ascii=False)
    assert code in told
    assert not any(word in told for word in ("隔膜", "秘密", "绝密", "EXES", "总工程师"))


def test_who_does_not_see_a_private_need_is_told_there_is_none(ask, asking):  # noqa: F811
    code = ask("need.add", text="秘密：要把电池隔膜做薄到三微米", level="private").code
    broker = asking(PrincipalRole.BROKER)
    for operation, given in (("need.match", {"needs": (code,)}), ("need.explain", {"need": code, "offer": "EX-T-05"})):
        with pytest.raises(RefusedError, match="There is no need"):
            broker(operation, **given)
    assert code not in {need.code for need in broker("need.list", most=1_000).needs}
