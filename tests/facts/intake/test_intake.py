"""Intake: every bad cell is named at once, nothing is half-written, loading again changes nothing."""

import uuid

import pytest
from loading import put as put_sheets
from loading import sheet
from sqlalchemy import text

from rongtu.facts.fields import record_id
from rongtu.facts.store.roles import Role
from rongtu.vocab.problems import InputError

SOURCE = {"code": "S00000000aa", "text": "test", "terms": "none"}
ZONE = {"name": "测试区", "full_name": "测试区", "kind": "group", "members": "110000|130000", "source": "S00000000aa"}
OBSERVATION = {
    "region": "",
    "zone": "测试区",
    "indicator": "test_indicator",
    "period": "2023",
    "period_type": "annual",
    "year": "2023",
    "value": "1.50",
    "vintage": "unstated",
    "confidence": "quoted",
    "source": "S00000000aa",
}
INDICATOR = {
    "code": "test_indicator",
    "name_zh": "测试",
    "name_en": "test",
    "definition": "test",
    "unit": "1",
    "side": "none",
    "direction": "none",
    "kind": "count",
    "family": "test",
    "source": "S00000000aa",
}


@pytest.fixture
def owner(store):
    """A transaction of the owner, rolled back afterwards."""
    with store.engine(Role.OWNER).connect() as connection:
        yield connection
        connection.rollback()


def put(connection, kind, *rows, name=None):
    """Land rows of one kind; what came of them."""
    ((landed,), _) = put_sheets(connection, sheet(kind, rows, name))
    return landed


@pytest.fixture
def grounded(owner):
    """A store that knows the source, the zone and the indicator of these tests."""
    put(owner, "source", SOURCE)
    put(owner, "zone", ZONE)
    put(owner, "indicator", INDICATOR)
    return owner


def test_rows_land_with_their_ids(grounded):
    landed = put(grounded, "observation", OBSERVATION)
    assert (landed.read, landed.added, landed.changed, landed.refused) == (1, 1, 0, 0)
    found = grounded.execute(text("SELECT id, value::text, zone FROM observation WHERE period = '2023'")).all()
    assert ("1.50", record_id("zone", "测试区")) in {(row.value, row.zone) for row in found}


def test_loading_again_changes_nothing(grounded):
    put(grounded, "observation", OBSERVATION)
    landed = put(grounded, "observation", OBSERVATION)
    assert (landed.read, landed.added, landed.changed) == (1, 0, 0)


def test_a_changed_description_is_changed(grounded):
    landed = put(grounded, "zone", {**ZONE, "full_name": "另名"})
    assert (landed.added, landed.changed) == (0, 1)


def test_a_figure_is_never_overwritten(grounded):
    put(grounded, "observation", OBSERVATION)
    with pytest.raises(InputError, match="never overwritten"):
        put(grounded, "observation", {**OBSERVATION, "value": "1.6"})
    landed = put(grounded, "observation", {**OBSERVATION, "value": "1.6", "vintage": "2025"})
    assert landed.added == 1


def test_a_reference_that_leads_nowhere_is_named(grounded):
    with pytest.raises(InputError, match=r"column indicator: refers to a 指标 indicator that exists"):
        put(grounded, "observation", {**OBSERVATION, "indicator": "nothing_such"})


def test_every_bad_cell_is_named_in_one_go(grounded):
    bad = [
        {**OBSERVATION, "value": "1,5", "year": "二〇二三"},
        {**OBSERVATION, "period_type": "yearly"},
        {**OBSERVATION, "region": "999999"},
        {**OBSERVATION, "value": "NaN", "indicator": ""},
    ]
    with pytest.raises(InputError) as caught:
        put(grounded, "observation", *bad, name="mine.csv")
    where = [problem.where for problem in caught.value.problems]
    assert where == [
        "mine.csv row 2, column year",
        "mine.csv row 2, column value",
        "mine.csv row 3, column period_type",
        "mine.csv row 4",
        "mine.csv row 4, column region",
        "mine.csv row 5, column indicator",
        "mine.csv row 5, column value",
    ]
    assert all(problem.mend for problem in caught.value.problems)


def test_dates_keep_their_precision(owner):
    put(owner, "source", SOURCE)
    firm = {"code": f"name:未知|{uuid.uuid4()}", "name": "甲", "kind": "enterprise", "standing": "named"}
    with pytest.raises(InputError, match="YYYY"):
        put(owner, "organisation", {**firm, "listed_on": "2021/3", "source": "S00000000aa"})
    put(owner, "organisation", {**firm, "listed_on": "2021-03", "source": "S00000000aa"})
    found = owner.execute(text("SELECT listed_on FROM organisation WHERE code = :code"), {"code": firm["code"]})
    assert found.scalar_one() == "2021-03"


def test_a_column_that_means_nothing_is_refused(grounded):
    with pytest.raises(InputError, match="'colour'"):
        put(grounded, "zone", {**ZONE, "colour": "red"})


def test_a_key_that_comes_twice_is_named(grounded):
    with pytest.raises(InputError, match="2 rows with period 2023, vintage unstated"):
        put(grounded, "observation", OBSERVATION, {**OBSERVATION, "value": "2"})


def test_a_day_that_is_in_no_calendar_is_refused(grounded):
    firm = {"code": "name:未知|甲", "name": "甲", "kind": "enterprise", "standing": "named", "source": "S00000000aa"}
    with pytest.raises(InputError, match="YYYY"):
        put(grounded, "organisation", {**firm, "listed_on": "2021-02-30"})
