"""What a row must be beyond its single cells, and what names of several records mean."""

import pytest
from loading import put, sheet
from sqlalchemy import text

from rongtu.facts.store.roles import Role
from rongtu.vocab.problems import InputError
from rongtu.vocab.uscc import fictional_uscc

SOURCE = {"code": "S00000000ac", "text": "规则测试的来源", "terms": "none", "nature": "fictional"}
ASSUMED = {
    "code": "A-1",
    "kind": "input_group",
    "key": "X",
    "field": "share",
    "low": "0.1",
    "high": "0.2",
    "distribution": "uniform",
    "author": "某办",
    "stated_on": "2026-11",
    "reason": "测试",
}
REGION = {"level": "county", "source": "S00000000ac"}


@pytest.fixture
def owner(store):
    """A transaction of the owner that knows a source, rolled back afterwards."""
    with store.engine(Role.OWNER).connect() as connection:
        put(connection, sheet("source", [SOURCE]))
        yield connection
        connection.rollback()


def load(connection, kind, *rows):
    """Load fictional rows of a kind; what came of them."""
    said = [{"source": "S00000000ac", **row} for row in rows]
    ((landed,), _) = put(connection, sheet(kind, said, nature="fictional"))
    return landed


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"low": "0.3"}, "low is not above high"),
        ({"likely": "0.5"}, "likely is not above high"),
        ({"kind": "no_such"}, "a kind of record"),
        ({"low": "58%"}, "0.58 for 58%"),
        ({"distribution": "normal"}, "均匀分布"),
    ],
)
def test_an_assumption_is_a_range_of_a_known_kind(owner, wrong, told):
    assert load(owner, "assumption", ASSUMED).added == 1
    with pytest.raises(InputError, match=told):
        load(owner, "assumption", {**ASSUMED, **wrong})


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("1e5", "a plain decimal number"),
        ("0.00000000001", "money is whole fen"),
        ("99999999999999999999", "money is at most"),
        ("100万", "Write the number alone: 100"),
        ("12,00", r"Write a number, or leave"),
    ],
)
def test_money_is_whole_fen_that_can_be_kept(owner, amount, told):
    firm = {"名称": "甲", "类别": "企业", "身份": "已登记", "注册资本（亿元）": amount, "source": "S00000000ac"}
    with pytest.raises(InputError, match=told):
        put(owner, sheet("organisation", [firm], nature="fictional"))


def test_a_credit_code_of_nowhere_is_of_no_real_body(owner):
    firm = {"name": "甲", "kind": "企业", "standing": "已登记", "uscc": fictional_uscc(7)}
    assert load(owner, "organisation", firm).added == 1
    real = {**firm, "source": "S00000000ac", "nature": "real"}
    with pytest.raises(InputError, match="region 99 is of an invented body"):
        put(owner, sheet("organisation", [real]))


def test_a_name_means_the_province_before_a_district_and_a_city_before_what_lies_in_it(owner):
    load(
        owner,
        "region",
        {**REGION, "code": "970000", "name": "河甲", "full_name": "河甲省", "level": "province"},
        {**REGION, "code": "980105", "name": "河甲", "full_name": "河甲区"},
        {**REGION, "code": "980200", "name": "长甲", "full_name": "长甲市", "level": "city"},
        {**REGION, "code": "980221", "name": "长甲", "full_name": "长甲县"},
        {**REGION, "code": "980301", "name": "朝甲", "full_name": "朝甲区"},
        {**REGION, "code": "980401", "name": "朝甲", "full_name": "朝甲区"},
    )
    park = {"name": "园", "kind": "园区"}
    load(owner, "park", {**park, "code": "P1", "region": "河甲"}, {**park, "code": "P2", "region": "长甲"})
    query = "SELECT r.code FROM park p JOIN region r ON r.id = p.region WHERE p.code IN ('P1', 'P2') ORDER BY p.code"
    assert owner.execute(text(query)).scalars().all() == ["970000", "980200"]
    with pytest.raises(InputError, match="one of 980301、980401"):
        load(owner, "park", {**park, "code": "P3", "region": "朝甲"})


def test_a_merged_body_leaves_its_name_to_the_other(owner):
    firm = {"name": "甲", "kind": "企业", "standing": "已登记"}
    load(owner, "organisation", {**firm, "uscc": fictional_uscc(8)}, {**firm, "uscc": fictional_uscc(9)})
    site = {"code": "ST1", "name": "厂", "organisation": "甲"}
    with pytest.raises(InputError, match="names just one"):
        load(owner, "site", site)
    owner.execute(text("UPDATE duplicate SET state = 'merged' WHERE nature = 'fictional' AND state = 'open'"))
    assert load(owner, "site", site).added == 1


def test_a_source_may_be_named_by_its_text(owner):
    assert load(owner, "assumption", {**ASSUMED, "source": "规则测试的来源"}).added == 1
    with pytest.raises(InputError, match="refers to a 来源 source that exists"):
        load(owner, "assumption", {**ASSUMED, "code": "A-2", "source": "没有这个来源"})


def test_what_hangs_on_a_refused_row_is_refused_with_it_however_far(owner):
    chain = [{**REGION, "code": f"97000{n}", "name": f"链{n}", "full_name": f"链{n}"} for n in range(4)]
    for below, above in zip(chain[1:], chain, strict=False):
        below["parent"] = above["code"]
    chain[0]["level"] = "no such level"
    rows = sheet("region", [*chain, {**REGION, "code": "960000", "name": "独", "full_name": "独"}], nature="fictional")
    with pytest.raises(InputError, match="row 5, column parent: refers to a region that exists"):
        put(owner, rows)
    ((landed,), _) = put(owner, rows, partial=True)
    assert (landed.added, landed.refused) == (1, 4)


def test_a_figure_is_not_overwritten_by_the_good_rows_alone_either(owner):
    zone = {"name": "则区", "full_name": "则区", "kind": "group", "members": "110000"}
    load(owner, "zone", zone)
    indicator = {
        "code": "rule_test",
        "name_zh": "则",
        "name_en": "t",
        "definition": "t",
        "unit": "1",
        "side": "none",
        "direction": "none",
        "kind": "count",
        "family": "t",
    }
    load(owner, "indicator", indicator)
    figures = [
        {
            "zone": "则区",
            "indicator": "rule_test",
            "period": str(year),
            "period_type": "annual",
            "year": str(year),
            "value": "1",
            "vintage": "unstated",
            "confidence": "quoted",
            "source": "S00000000ac",
        }
        for year in range(1990, 2020)
    ]
    put(owner, sheet("observation", figures, nature="fictional"))
    changed = [{**figure, "value": "2"} for figure in figures]
    ((landed,), _) = put(owner, sheet("observation", changed, nature="fictional"), partial=True)
    assert (landed.changed, landed.refused) == (0, 30)
    values = owner.execute(
        text("SELECT DISTINCT value FROM observation WHERE nature = 'fictional' AND period < '2020'")
    )
    assert 2 not in values.scalars().all()
