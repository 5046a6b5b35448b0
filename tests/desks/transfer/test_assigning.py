"""Open needs of 示例区 shared out: within hours, people by code alone, who is short told why."""

from collections import defaultdict

import pytest

from rongtu.facts.provenance import rows_named, sources_of
from rongtu.facts.store.roles import Role
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.problems import RefusedError

pytestmark = pytest.mark.xdist_group("transfer")


@pytest.fixture(scope="module")
def people(example):
    """Every open need, experts alone."""
    answer, _ = example("match.assign", kind=("person",))
    return answer


def test_every_open_need_is_served_or_told_why_not(example):
    answer, _ = example("match.assign")
    served, short = {one.need for one in answer.assigned}, {one.need for one in answer.short}
    assert not served & short
    assert len(served | short) == 16
    assert answer.summary.startswith(f"16 条需求，{len(served)} 条有着落")
    assert {one.need: one.why for one in answer.short} == {"EX-N-10": "没有别的专家或单位合适"}


def test_experts_stand_under_their_codes_and_nothing_names_them(people):
    assert {one.offer for one in people.assigned} <= {f"EX-P-{number:02}" for number in range(1, 11)}
    told = people.model_dump_json()
    assert not any(word in told for word in ("示例专家", "示例经理", "示例厂长", "教授", "example.invalid"))


def test_nobody_gives_more_hours_than_he_has(people):
    used = defaultdict(float)
    for one in people.assigned:
        used[one.offer] += one.hours
    for load in people.loads:
        assert used[load.offer] == load.used <= load.hours
    assert {load.offer: load.hours for load in people.loads}["EX-P-02"] == 8


def test_who_cannot_be_had_is_assigned_to_nothing(people):
    assert not {"EX-P-07", "EX-P-10"} & {one.offer for one in people.assigned}


def test_an_expert_of_few_hours_is_the_bottleneck_and_said_to_be(example):
    answer, _ = example("match.assign", kind=("person",), hours=8.0)
    (short,) = [one for one in answer.short if "已排满" in one.why and one.need in ("EX-N-11", "EX-N-12")]
    assert short.why == "合适的已排满：EX-P-02"
    assert {load.offer: load.margin for load in answer.loads}["EX-P-02"] > 0


def test_hours_that_are_assumed_say_so(people, example):
    names = {one.name for one in people.assumed}
    assert "一条需求一周占用" in names
    assert all(one.stated and one.reason and "—" in one.range for one in people.assumed)
    given, _ = example("match.assign", kind=("person",), hours=2.0)
    assert "一条需求一周占用" not in {one.name for one in given.assumed}
    assert people.remarks[0].startswith("这是建议")
    assert people.level is Visibility.PUBLIC


def test_every_row_named_is_one_that_can_be_shown_with_its_source(people, store):
    named = set(rows_named(people.model_dump(mode="json")))
    assert {ref.partition(":")[0] for ref in named} >= {"need", "person"}
    with store.engine(Role.OWNER).connect() as connection:
        assert set(sources_of(connection, named)) == named


def test_a_need_that_is_not_there_is_refused(example):
    with pytest.raises(RefusedError, match="EX-N-99"):
        example("match.assign", needs=("EX-N-99",))
