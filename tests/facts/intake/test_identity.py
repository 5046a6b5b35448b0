"""Who is who: keys, known bodies, likeness that waits for review, merges that can be undone."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import put, sheet
from sqlalchemy import text

from rongtu.facts.intake import chunks
from rongtu.facts.intake.identity import name_keys
from rongtu.facts.reading import rows
from rongtu.facts.records.organisations import Organisation, Site
from rongtu.facts.store.roles import Role
from rongtu.vocab.problems import InputError
from rongtu.vocab.text import normalised_name
from rongtu.vocab.uscc import fictional_uscc

SOURCE = {"code": "S00000000ab", "text": "test", "terms": "none"}
FIRM = {"kind": "enterprise", "standing": "registered", "source": "S00000000ab", "nature": "fictional"}
OURS = "source = (SELECT id FROM source WHERE code = 'S00000000ab' AND nature = 'fictional')"
ONE, TWO = fictional_uscc(1), fictional_uscc(2)


@pytest.fixture
def owner(store):
    """A transaction of the owner that knows a source and two regions, rolled back afterwards."""
    with store.engine(Role.OWNER).connect() as connection:
        put(connection, sheet("source", [{**SOURCE, "nature": "fictional"}]))
        regions = [
            {"code": f"99{n}000", "name": name, "full_name": name, "level": "province", "source": "S00000000ab"}
            for n, name in ((1, "甲省"), (2, "乙省"))
        ]
        put(connection, sheet("region", regions, nature="fictional"))
        yield connection
        connection.rollback()


def load(connection, *firms):
    """Load firms; how many were added and changed, and how many pairs went to review."""
    ((landed,), pairs) = put(connection, sheet("organisation", [{**FIRM, **firm} for firm in firms]))
    return landed.added, landed.changed, pairs


def codes(connection):
    """The keys of the organisations of this test, in order."""
    return connection.execute(text(f"SELECT code FROM organisation WHERE {OURS} ORDER BY code")).scalars().all()


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30))
def test_names_are_spelled_alike_one_by_one_and_in_a_column(name):
    assert name_keys(pl.Series([name], dtype=pl.String)).to_list() == [normalised_name(name)]


@given(st.text(alphabet="京津冀 ＡＢa b（）()·－１2有限公司　", max_size=30))
def test_plain_names_are_spelled_alike_too(name):
    assert name_keys(pl.Series([name], dtype=pl.String)).to_list() == [normalised_name(name)]


def test_the_key_is_the_best_known(owner):
    load(
        owner,
        {"name": "甲", "uscc": ONE, "listed_code": "999999.SZ"},
        {"name": "乙", "listed_code": "999998.SZ"},
        {"name": "丙（集团）", "region": "甲省"},
        {"name": "丁"},
    )
    assert set(codes(owner)) == {f"uscc:{ONE}", "listed:999998.SZ", "name:991000|丙(集团)", "name:未知|丁"}


def test_the_same_body_loaded_again_is_the_same_whatever_its_spelling(owner):
    assert load(owner, {"name": "丙（集团）", "region": "甲省"}) == (1, 0, 0)
    assert load(owner, {"name": "丙 (集团)", "region": "991000", "size": "小型"}) == (0, 1, 0)
    assert load(owner, {"name": "丙 (集团)", "region": "991000", "size": "small"}) == (0, 0, 0)


def test_a_known_exchange_code_wins_and_the_credit_code_is_added_to_it(owner):
    load(owner, {"name": "乙", "listed_code": "999998.SZ"})
    assert load(owner, {"name": "乙股份", "listed_code": "999998.SZ", "uscc": ONE}) == (0, 1, 0)
    assert load(owner, {"name": "乙股份", "listed_code": "999998.SZ", "uscc": ONE}) == (0, 0, 0)
    assert load(owner, {"name": "乙股份有限公司", "uscc": ONE}) == (0, 1, 0)
    assert codes(owner) == ["listed:999998.SZ"]


@pytest.mark.parametrize("together", [True, False])
def test_rows_of_one_exchange_code_are_one_body_in_whatever_order_they_come(owner, together, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 10 if together else 1)
    listed = {"name": "乙", "listed_code": "999998.SZ"}
    with pytest.raises(InputError, match=r"2 rows with code listed:999998\.SZ"):
        load(owner, listed, {**listed, "uscc": ONE})
    with pytest.raises(InputError, match=f"2 rows with code uscc:{ONE}"):
        load(owner, {**listed, "uscc": ONE}, listed)
    load(owner, {**listed, "uscc": ONE})
    assert load(owner, listed) == (0, 0, 0), "what a sheet has no column for stays as it is known"
    assert load(owner, {**listed, "uscc": ONE, "size": "小型"}) == (0, 1, 0)
    assert load(owner, {**listed, "uscc": ONE, "size": ""}) == (0, 1, 0), "an empty cell says that it is unknown"


def test_two_credit_codes_are_two_bodies_and_likeness_goes_to_review(owner):
    assert load(owner, {"name": "甲", "uscc": ONE, "region": "甲省"}) == (1, 0, 0)
    assert load(owner, {"name": "甲", "uscc": TWO, "region": "甲省"}) == (1, 0, 1)
    assert load(owner, {"name": "甲", "region": "乙省"}) == (1, 0, 0), "another region tells them apart"
    assert load(owner, {"name": "甲"}) == (1, 0, 1), "an unknown region does not"
    assert load(owner, {"name": "甲"}) == (0, 0, 0), "a pair is listed once"


def test_likeness_within_one_file_goes_to_review(owner):
    assert load(owner, {"name": "甲", "uscc": ONE}, {"name": "甲", "uscc": TWO}) == (2, 0, 1)


def test_a_name_that_two_bodies_have_is_no_reference(owner):
    load(owner, {"name": "甲", "uscc": ONE}, {"name": "甲", "uscc": TWO}, {"name": "乙"})
    site = {"code": "ST1", "name": "厂", "source": "S00000000ab"}
    with pytest.raises(InputError, match=f"names just one 组织 organisation; found '甲'.*uscc:{min(ONE, TWO)}"):
        put(owner, sheet("site", [{**site, "organisation": "甲"}], nature="fictional"))
    for number, known in enumerate((ONE, f"uscc:{TWO}", " 乙　")):
        put(owner, sheet("site", [{**site, "code": f"ST{number}", "organisation": known}], nature="fictional"))


def test_a_merged_body_counts_as_the_other_until_that_is_undone(owner):
    load(owner, {"name": "甲", "uscc": ONE}, {"name": "甲", "uscc": TWO})
    site = {"code": "ST1", "name": "厂", "organisation": TWO, "source": "S00000000ab"}
    put(owner, sheet("site", [site], nature="fictional"))

    def bodies():
        found = rows(owner, Organisation, text(OURS))
        (owner_of_site,) = {place.row.organisation for place in rows(owner, Site, text(OURS))}
        return {body.row.uscc for body in found}, next(b.row.uscc for b in found if b.id == owner_of_site)

    assert bodies() == ({ONE, TWO}, TWO)
    ours = f"SELECT o.uscc FROM duplicate d JOIN organisation o ON o.id = d.first WHERE o.{OURS}"
    first = owner.execute(text(ours)).scalar_one()
    owner.execute(text("UPDATE duplicate SET state = 'merged' WHERE state = 'open'"))
    assert bodies() == ({first}, first)
    owner.execute(text("UPDATE duplicate SET state = 'open' WHERE state = 'merged'"))
    assert bodies() == ({ONE, TWO}, TWO)


def test_real_and_fictional_bodies_of_one_key_are_two(owner):
    load(owner, {"name": "甲", "region": "甲省"})
    put(owner, sheet("source", [SOURCE]))
    real = {**FIRM, "name": "甲", "nature": "real"}
    ((landed,), pairs) = put(owner, sheet("organisation", [real]))
    assert (landed.added, pairs) == (1, 0)
