"""COINr's iData and iMeta, on the shared example too. Units and figures here are invented."""

from decimal import Decimal

import pytest
from format_files import places, read, rows, write
from loading import put

from rongtu.vocab.problems import InputError
from shared_folder import SHARED, needs_shared, shared_rows

META = (
    '"Level","iCode","iName","Direction","Weight","Unit","Denominator","Parent","Type"\n'
    '1,"Goods","Trade in goods",1,1,"Billion",NA,"Pillar","Indicator"\n'
    '1,"CO2.t",,-1,1,,"Pop","Pillar","Indicator"\n'
    '2,"Pillar","Pillar",1,1,"Score",NA,NA,"Aggregate"\n'
    'NA,"Pop","Population",NA,NA,"Thousands",NA,NA,"Denominator"\n'
    'NA,"G_group","Group",NA,NA,NA,NA,NA,"Group"\n'
)
DATA = (
    '"uName","uCode","G_group","Time","Pop","Goods","CO2.t"\n'
    '"示例国甲","EXA","L",2018,1000,1.5,NA\n"示例国甲","EXA","L",2019,1001,1.6,2e-1\n"","EXB","S",2018,NA,,3\n'
)


@pytest.fixture
def sheets(tmp_path):
    return read("coinr", write(tmp_path, iMeta_csv=META, iData_csv=DATA))


def test_units_become_zones_once(sheets):
    assert [(row["name"], row["kind"]) for row in rows(sheets, "zone")] == [("示例国甲", "group"), ("EXB", "group")]


def test_what_holds_figures_becomes_an_indicator(sheets):
    found = [(row["code"], row["name_zh"], row["direction"], row["unit"]) for row in rows(sheets, "indicator")]
    assert found == [
        ("coinr_goods", "Trade in goods", "+", "Billion"),
        ("coinr_co2_t", "CO2.t", "-", "1"),
        ("coinr_pop", "Population", "none", "Thousands"),
    ]
    assert rows(sheets, "indicator")[1]["definition"] == "COINr iMeta：CO2.t CO2.t；上级 Pillar；除以 Pop"


def test_figures_that_are_missing_are_left_out(sheets):
    found = [(row["zone"], row["indicator"], row["year"], row["value"]) for row in rows(sheets, "observation")]
    assert found == [
        ("示例国甲", "coinr_goods", "2018", "1.5"),
        ("示例国甲", "coinr_pop", "2018", "1000"),
        ("示例国甲", "coinr_goods", "2019", "1.6"),
        ("示例国甲", "coinr_co2_t", "2019", "2e-1"),
        ("示例国甲", "coinr_pop", "2019", "1001"),
        ("EXB", "coinr_co2_t", "2018", "3"),
    ]
    assert [number for _, number in places(sheets, "observation")] == [2, 2, 3, 3, 3, 4]


def test_it_lands_and_again_changes_nothing(owner, sheets):
    landed, _ = put(owner, *sheets)
    assert {kind.kind: kind.added for kind in landed} == {"source": 2, "zone": 2, "indicator": 3, "observation": 6}
    again, _ = put(owner, *sheets)
    assert not any(kind.added or kind.changed for kind in again)


@pytest.mark.parametrize(
    ("meta", "data", "told"),
    [
        (META, DATA.replace('"Time",', '"When",'), r"iData\.csv row 1, column Time: .*Add a column Time"),
        (META.replace('"Goods"', '"Good"'), DATA, r"iData\.csv row 1, column Good: .*no such column"),
        (META.replace('"Goods"', '"Good"'), DATA, r"iData\.csv row 1, column Goods: .*Add a row with iCode Goods"),
        (
            META + '1,"goods",,1,1,,,,"Indicator"\n',
            DATA.replace('"Goods"', '"Goods","goods"')
            .replace("1.5,", "1.5,1,")
            .replace("1.6,", "1.6,1,")
            .replace("NA,,", "NA,,,"),
            r"iMeta\.csv, column iCode: .*several that come to coinr_goods",
        ),
    ],
)
def test_files_that_do_not_agree_say_where(tmp_path, meta, data, told):
    with pytest.raises(InputError, match=told):
        read("coinr", write(tmp_path, iMeta_csv=meta, iData_csv=data))


@needs_shared
@pytest.mark.parametrize("panel", ["iData", "iData_panel_with_gaps"])
def test_every_figure_of_the_shared_example_lands(owner, panel):
    folder = SHARED / "bench/index"
    sheets = read("coinr", [folder / f"{panel}.csv", folder / "iMeta.csv"])
    described = {
        row["iCode"] for row in shared_rows("bench/index/iMeta.csv") if row["Type"] in ("Indicator", "Denominator")
    }
    wanted = {
        (row["uName"], f"coinr_{code.lower()}", row["Time"], Decimal(row[code]))
        for row in shared_rows(f"bench/index/{panel}.csv")
        for code in described
        if row[code]
    }
    assert wanted == {
        (row["zone"], row["indicator"], row["year"], Decimal(row["value"])) for row in rows(sheets, "observation")
    }
    landed, _ = put(owner, *sheets)
    assert {kind.kind: kind.added for kind in landed}["observation"] == len(wanted)
