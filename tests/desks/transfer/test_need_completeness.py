"""Completeness and age of a need: points for what it says, a mark for how long nobody spoke of it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from rongtu.desks.transfer.need_completeness import ASPECTS, MOST, TELLING_TEXT, Mark, completeness, life
from rongtu.facts.records.knowledge import Need
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.means import Lack, NeedKind, NeedState
from rongtu.vocab.money import Fen

TODAY = date(2026, 11, 20)

SILENT = Need(
    code="N-1", kind=NeedKind.DEMAND, title="降低成本", text=None, organisation=None, node=None, region=None,
    budget=None, deadline=None, criteria=None, decides=None, trl_wanted=None, lacks=None, state=NeedState.OPEN,
    posted_on=None, expires_on=None, confirmed_on=None, source=uuid4(), nature=Nature.FICTIONAL,
    visibility=Visibility.PUBLIC,
)  # fmt: skip

TOLD = {
    "验收指标": {"criteria": "180℃ 热收缩 ≤ 3%"},
    "预算": {"budget": Fen(0)},
    "期限": {"deadline": PartialDate("2027-09")},
    "决策岗位": {"decides": "总工程师"},
    "对应环节": {"node": uuid4()},
    "说明文字": {"text": "字" * TELLING_TEXT},
    "缺什么": {"lacks": Lack.TECHNOLOGY},
    "所需就绪度": {"trl_wanted": 7},
}


def test_a_need_that_says_nothing_has_no_points_and_is_told_what_helps_most_first():
    found = completeness(SILENT)
    assert found.score == 0
    weights = [aspect.weight for aspect in found.missing]
    assert weights == sorted(weights, reverse=True)
    assert found.missing == ASPECTS


@pytest.mark.parametrize("aspect", ASPECTS, ids=lambda aspect: aspect.zh)
def test_what_is_said_counts_its_points(aspect):
    found = completeness(replace(SILENT, **TOLD[aspect.zh]))
    assert found.score == aspect.weight
    assert aspect not in found.missing


def test_a_need_that_says_everything_has_every_point():
    whole = {name: value for told in TOLD.values() for name, value in told.items()}
    assert completeness(replace(SILENT, **whole)).score == MOST == 20


def test_a_text_of_blanks_tells_nothing():
    assert completeness(replace(SILENT, text="字" + " " * 400)).score == 0


@pytest.mark.parametrize(
    ("dates", "mark", "age", "silent"),
    [
        ({}, Mark.TO_CONFIRM, None, None),
        ({"posted_on": "2026-11-20"}, Mark.CURRENT, 0, 0),
        ({"posted_on": "2026-05-24"}, Mark.CURRENT, 180, 180),
        ({"posted_on": "2026-05-23"}, Mark.TO_CONFIRM, 181, 181),
        ({"posted_on": "2025-01-01", "confirmed_on": "2026-11-01"}, Mark.CURRENT, 688, 19),
        ({"posted_on": "2026-11"}, Mark.CURRENT, 0, 0),
        ({"posted_on": "2026-11-01", "expires_on": "2026-11-19"}, Mark.OVER, 19, 19),
        ({"posted_on": "2026-11-01", "expires_on": "2026-11"}, Mark.CURRENT, 19, 19),
        ({"posted_on": "2026-11-01", "deadline": "2026-10"}, Mark.OVER, 19, 19),
    ],
)
def test_age_and_mark(dates, mark, age, silent):
    found = life(replace(SILENT, **{name: PartialDate(when) for name, when in dates.items()}), TODAY)
    assert (found.mark, found.age, found.silent) == (mark, age, silent)
    assert found.why


def test_the_points_are_published_as_they_count():
    page = (Path(__file__).parents[3] / "docs/how-to/post-a-need.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    assert rows[2:] == [[f"`{a.option}`", a.zh, str(a.weight), a.helps] for a in ASPECTS]
    assert f"counts points, {MOST} together" in page
