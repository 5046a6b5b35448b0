"""Rows as columns: kinds and nulls as asked, no row no error, and only what the transaction may see."""

from datetime import date

import polars as pl
import pytest

from rongtu.acts.openings import tell
from rongtu.facts.columns import columns
from rongtu.facts.store.roles import Role


@pytest.fixture
def connection(store):
    with store.engine(Role.APP).begin() as opened:
        yield opened


KINDS = {"number": pl.Int64, "text": pl.String, "few": pl.Categorical, "day": pl.Date, "is": pl.String}


def test_columns_have_the_kinds_asked_for_and_nulls_stay_nulls(connection):
    given = {"texts": ["a,b", 'say "x"\nand y', None]}
    query = "SELECT 7, t, 'k', DATE '2026-11-01', true FROM unnest(%(texts)s::text[]) t"
    found = columns(connection, query, given, KINDS)
    assert found["text"].to_list() == ["a,b", 'say "x"\nand y', None]
    assert found.row(0) == (7, "a,b", "k", date(2026, 11, 1), "t")
    assert found.schema == {name: kind() for name, kind in KINDS.items()}


def test_without_a_row_there_are_columns_all_the_same(connection):
    found = columns(connection, "SELECT 1 WHERE false", {}, {"number": pl.Int64})
    assert found.schema == {"number": pl.Int64()}
    assert found.height == 0


def test_only_rows_the_transaction_may_see_are_copied(loaded_store):
    query, kinds = "SELECT code FROM chain ORDER BY code", {"code": pl.String}
    with loaded_store.engine(Role.APP).begin() as connection:
        assert columns(connection, query, {}, kinds).height == 0
        tell(connection, {"levels": "public", "natures": "real"})
        assert "H2" in columns(connection, query, {}, kinds)["code"]
