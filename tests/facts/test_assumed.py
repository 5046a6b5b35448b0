"""Assumptions by the row and field they speak of: found by natural key, in yuan, and told where they do not count."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from rongtu.acts.openings import tell
from rongtu.facts.assumed import BOUND, is_of_dealings, read_assumptions, target_ids, words_about
from rongtu.facts.fields import record_id
from rongtu.facts.reading import rows
from rongtu.facts.records.assumptions import Assumption
from rongtu.facts.records.industry import Capability, InputGroup
from rongtu.facts.schema import table
from rongtu.facts.store.roles import Role
from rongtu.vocab.evidence import Distribution, Nature


@pytest.fixture(scope="module")
def fictional(dispatcher, store, administrator):
    """Opens a transaction over 示例区 that may add to it and is rolled back."""
    dispatcher.run("sample.load", {"which": "example"}, administrator)

    @contextmanager
    def opened():
        with store.engine(Role.APP).connect() as connection, connection.begin() as transaction:
            told = {"levels": "public,members", "natures": "fictional", "principal": administrator.name}
            tell(connection, {**told, "audits": "off", "erases": "off", "writes": "on"})
            yield connection
            transaction.rollback()

    return opened


def state(connection, code, kind, key, field, **said):
    """Add an assumption to those of 示例区."""
    values = {
        "low": Decimal(1),
        "high": Decimal(2),
        "likely": None,
        "unit": None,
        "distribution": "uniform",
        "author": "试",
        "stated_on": "2026-10",
        "reason": "试",
        "source": connection.execute(select(table(Assumption).c.source).limit(1)).scalar_one(),
        "nature": "fictional",
        "visibility": "public",
        **said,
    }
    identity = record_id("assumption", code, nature=Nature.FICTIONAL)
    added = insert(table(Assumption)).values(id=identity, code=code, kind=kind, key=key, field=field, **values)
    connection.execute(added)


def by_code(found):
    return {(one.stated.row.code, field): one for (_, field), one in found.ranges.items()}


def test_every_assumption_of_the_example_finds_its_row(fictional):
    with fictional() as connection:
        found = read_assumptions(connection)
        of_rows = [one for one in rows(connection, Assumption) if not is_of_dealings(one.row)]
        assert len(found.ranges) == len(of_rows) == 10
        assert found.notes == ()


def test_money_comes_in_yuan_and_shares_as_they_are(fictional):
    with fictional() as connection:
        found = by_code(read_assumptions(connection))
    capacity, share, bound = found["EX-A-04", "capacity"], found["EX-A-01", "share"], found["EX-A-09", BOUND]
    assert (capacity.low, capacity.likely, capacity.high) == (15e6, 25e6, 35e6)
    assert capacity.distribution is Distribution.TRIANGULAR
    assert (share.low, share.high) == (0.08, 0.16)
    assert bound.high == 15e6


@pytest.mark.parametrize(("unit", "yuan"), [("亿元", 2e8), ("万元", 2e4), ("元", 2.0)])
def test_units_of_money_are_read(fictional, unit, yuan):
    with fictional() as connection:
        state(connection, "T", "intervention", "EX-IV-09", "cost", unit=unit)
        assert by_code(read_assumptions(connection))["T", "cost"].high == yuan


def test_a_share_in_percent_is_a_fraction(fictional):
    with fictional() as connection:
        state(
            connection,
            "T",
            "controller",
            "EXES-IGBT|示例境外功率器件公司|supplier|Sad1c73828c",
            "replaceable",
            unit="%",
        )
        assert by_code(read_assumptions(connection))["T", "replaceable"].low == 0.01


@pytest.mark.parametrize(
    ("kind", "key", "field", "words"),
    [
        ("input_group", "EXES-CELL-9", "share", "没有它所指的投入组（EXES-CELL-9）"),
        ("input_group", "EXES-CELL-1", "share", "已有观测值"),
        ("input_group", "EXRJ-HD-1", "shares", "没有可推定的字段 shares"),
        ("input_group", "EXRJ-HD-1", "name", "没有可推定的字段 name"),
        ("intervention", "EX-IV-09", "cost", "钱要注明单位"),
        ("no_such", "x", "y", "没有“no_such”这类记录"),
        ("audit_entry", "x", "at", "没有它所指的审计记录（x）"),
    ],
)
def test_an_assumption_that_does_not_count_says_why(fictional, kind, key, field, words):
    with fictional() as connection:
        state(connection, "T", kind, key, field)
        found = read_assumptions(connection)
    assert ("T", field) not in by_code(found)
    (note,) = found.notes
    assert note.startswith("推定 T 未采用")
    assert words in note


def test_of_two_assumptions_of_a_field_the_newest_counts(fictional):
    with fictional() as connection:
        state(connection, "T", "input_group", "EXRJ-HD-1", "share", stated_on="2026-10", high=Decimal("0.2"))
        found = read_assumptions(connection)
    assert ("T", "share") in by_code(found)
    assert ("EX-A-01", "share") not in by_code(found)
    assert found.notes == ("推定 EX-A-01 未采用：同一字段另有推定 T，以较新的为准。",)


def test_sales_do_not_stand_against_an_assumed_capacity(fictional):
    with fictional() as connection:
        (sales,) = [row for row in rows(connection, Capability) if row.row.capacity_basis == "sales"]
        key = f"uscc:919900009000022207|EXES-CELL|||produces|named|{_source_code(connection, sales)}"
        state(connection, "T", "capability", key, "capacity", unit="万元")
        found = read_assumptions(connection)
        assert (sales.id, "capacity") in found.ranges


def _source_code(connection, row):
    sources = table("source")
    return connection.execute(select(sources.c.code).where(sources.c.id == row.row.source)).scalar_one()


def test_a_key_is_made_into_an_id_as_intake_makes_it(fictional):
    with fictional() as connection:
        ids = {group.row.code: group.id for group in rows(connection, InputGroup)}
        stated = next(one for one in rows(connection, Assumption) if one.row.code == "EX-A-01")
    assert target_ids(stated.row) == (ids["EXRJ-HD-1"],)
    assert words_about(stated) == "投入组 EXRJ-HD-1 的投入份额"
