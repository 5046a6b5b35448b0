"""techme: yearbook tables as CSV, against the built-in sample where it has the same figures. Rows here are invented."""

from decimal import Decimal

import pytest
from format_files import places, read, rows, write
from loading import put

from rongtu.facts.fields import KINDS
from rongtu.facts.intake.formats import techme_names
from rongtu.facts.sample import reader
from rongtu.facts.store.roles import Role
from rongtu.vocab.problems import InputError
from shared_folder import needs_shared, shared_rows

HEAD = "province,year,chn_block4,value,units,variables\n"
INTENSE = f"{HEAD}全国,2023,RD经费,1234.56,亿元,v4_ztr_jf_RD\n北   京,2023,RD强度,6.125,%,v4_ztr_qd_RD\n"
PUSH = f"{HEAD}天津,2022,金额,12345678.5,万元,v4_cg_jssc_je\n天津,2021,金额,NA,万元,v4_cg_jssc_je\n"


def test_a_known_variable_becomes_the_samples_indicator_in_its_unit(tmp_path):
    sheets = read("techme", write(tmp_path, MarketPush_csv=PUSH))
    (figure,) = rows(sheets, "observation")
    assert figure == {
        "region": "天津",
        "indicator": "tech_contract_out",
        "period": "2022",
        "period_type": "annual",
        "year": "2022",
        "value": "1234.5679",
        "unit": "亿元",
        "vintage": "unstated",
        "confidence": "quoted",
    }
    sample = {row["code"]: row for row in reader.read(KINDS["indicator"])}["tech_contract_out"]
    (indicator,) = rows(sheets, "indicator")
    assert indicator == {key: value for key, value in sample.items() if value}


def test_the_source_is_the_samples_with_its_terms_and_notice(tmp_path):
    sheets = read("techme", write(tmp_path, RDIntense_csv=INTENSE))
    known = {row["code"]: row for row in reader.read(KINDS["source"])}
    for source in rows(sheets, "source"):
        assert source == {key: value for key, value in known[source["code"]].items() if value}
    assert sheets[-1].source in known


def test_a_name_of_a_province_is_mended_where_the_package_misreads_it(tmp_path):
    lines = [f"{name},2014,合计,7,件,v4_cg_zlsq_hj\n" for name in ("江两", "尔部地区", "内蒙 古")]
    table = HEAD + "".join(lines)
    found = rows(read("techme", write(tmp_path, RDPatentAccept_csv=table)), "observation")
    assert [(row["region"], row.get("remark")) for row in found] == [("江西", "省名原误作“江两”"), ("内蒙古", None)]


def test_a_count_beside_money_is_a_count(tmp_path):
    table = f"{HEAD}北京,2018,研发机构数,321,万元,v4_cy_RDhd_yfjgs\n"
    (figure,) = rows(read("techme", write(tmp_path, IndustryRD_csv=table)), "observation")
    assert (figure["value"], figure["unit"]) == ("321.0", "个")


def test_an_unknown_variable_keeps_its_name_and_unit(tmp_path):
    table = f"{HEAD}北京,2023,农业机械总动力,1.5,万千瓦,v7_sctj_nyjx_zdl\n"
    names = "variables,chn_full,units\nv7_sctj_nyjx_zdl,农业;生产条件;农业机械总动力,万千瓦\n"
    sheets = read("techme", write(tmp_path, AgriMachine_csv=table, varsList_csv=names))
    (indicator,) = rows(sheets, "indicator")
    assert (indicator["code"], indicator["name_zh"]) == ("techme_v7_sctj_nyjx_zdl", "农业_生产条件_农业机械总动力")
    (figure,) = rows(sheets, "observation")
    assert (figure["indicator"], figure["value"], figure["unit"]) == ("techme_v7_sctj_nyjx_zdl", "1.5", "万千瓦")
    assert "AgriMachine" in rows(sheets, "source")[-1]["text"]


def test_a_table_that_was_renamed_is_known_by_its_variables(tmp_path):
    named = read("techme", write(tmp_path, MarketPush_csv=PUSH))
    renamed = read("techme", write(tmp_path, mine_csv=PUSH))
    assert named[-1].source == renamed[-1].source


def test_a_total_that_stands_in_two_tables_is_the_samples_in_one_only(tmp_path):
    total = f"{HEAD}北京,2023,合计,10000,万元,v4_zh_nbzc_hj\n"
    sheets = read("techme", write(tmp_path, RDActivity_csv=total, RDSource_csv=total))
    assert {row["indicator"] for row in rows(sheets, "observation")} == {"rd_internal_total", "techme_v4_zh_nbzc_hj"}


def test_the_counts_of_high_tech_firms_are_read(tmp_path):
    sheets = read("techme", write(tmp_path, HitechFirmsPub_csv='"index","year","province","num"\n1,2024,"北京",12\n'))
    (figure,) = rows(sheets, "observation")
    assert (figure["indicator"], figure["value"], figure["unit"]) == ("hte_filed_year", "12.0", "家")


def test_what_is_no_number_is_left_for_the_checks_under_its_row(tmp_path):
    sheets = read("techme", write(tmp_path, MarketPush_csv=f"{PUSH}天津,2020,金额,…,万元,v4_cg_jssc_je\n"))
    assert rows(sheets, "observation")[-1]["value"] == "…"
    assert places(sheets, "observation") == [("MarketPush.csv", 2), ("MarketPush.csv", 4)]


def test_a_figure_in_a_unit_nobody_expects_is_named_with_its_row(tmp_path):
    table = f"{HEAD}北京,2022,金额,1,亿元,v4_cg_jssc_je\n北京,2021,金额,1,千美元,v4_cg_jssc_je\n"
    with pytest.raises(
        InputError, match=r"MarketPush\.csv row 3, column units: v4_cg_jssc_je is in 亿元.*Correct the unit"
    ):
        read("techme", write(tmp_path, MarketPush_csv=table))


def test_a_wide_table_is_refused_with_a_mend(tmp_path):
    with pytest.raises(InputError, match=r"wide\.csv row 1, column .*has the columns"):
        read("techme", write(tmp_path, wide_csv="province,2022,2023\n北京,1,2\n"))


def as_published(row, figure):
    """A figure of the shared facts as the package has it: in its own unit."""
    wan = figure.unit == "亿元" and figure.digits == 4
    return (str(Decimal(row["value"]) * 10_000), "万元") if wan else (row["value"], row["unit"])


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The tables of the package, written from the facts that were taken from it."""
    folder = tmp_path_factory.mktemp("techme")
    by_indicator = {figure.indicator: (*key, figure) for key, figure in techme_names.known().items()}
    tables = {}
    for row in shared_rows("facts/provinces.csv"):
        if "techme" in row["source"]:
            dataset, variable, figure = by_indicator[row["indicator_code"]]
            value, unit = as_published(row, figure)
            tables.setdefault(dataset, []).append(f"{row['region']},{row['year']},x,{value},{unit},{variable}")
    return write(folder, **{f"{name}_csv": HEAD + "\n".join(lines) for name, lines in tables.items()})


@needs_shared
def test_every_figure_of_the_shared_facts_comes_out_with_its_key_and_value(published):
    sheets = read("techme", published)
    codes = {source["code"]: source["text"] for source in rows(sheets, "source")}
    found = {
        (row["region"], row["indicator"], row["year"], Decimal(row["value"]), row["unit"], codes[sheet.source])
        for sheet in sheets
        if sheet.kind.name == "observation"
        for row in rows([sheet], "observation")
    }
    wanted = {
        (row["region"], row["indicator_code"], row["year"], Decimal(row["value"]), row["unit"], row["source"])
        for row in shared_rows("facts/provinces.csv")
        if "techme" in row["source"]
    }
    assert len(wanted) == 18_244
    assert found == wanted


@needs_shared
def test_importing_what_the_sample_has_changes_nothing(loaded_store, published):
    with loaded_store.engine(Role.OWNER).connect() as connection:
        landed, _ = put(connection, *read("techme", published))
        connection.rollback()
    assert {(kind.kind, kind.added, kind.changed) for kind in landed} == {
        ("source", 0, 0),
        ("indicator", 0, 0),
        ("observation", 0, 0),
    }
